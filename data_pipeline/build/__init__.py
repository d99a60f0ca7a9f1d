"""Build: one DuckDB database from published files or from the snapshot, put in place at once."""

from data_pipeline.build.make import Built, Job, build_from_files, build_from_snapshot
from data_pipeline.build.place import current, data_folder

__all__ = ["Built", "Job", "build_from_files", "build_from_snapshot", "current", "data_folder"]
