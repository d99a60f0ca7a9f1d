"""Errors: what the operator can put right, in one sentence and without a traceback."""


class PipelineError(Exception):
    """The pipeline cannot go on; the message says what, why and what to do."""


class CatalogueError(PipelineError):
    """A file of the catalogue or the vocabulary is not as it must be."""


class FetchError(PipelineError):
    """A published file could not be found or brought home whole."""
