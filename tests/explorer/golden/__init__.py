"""Golden: real questions as links, each with the sentence that the shipped figures answer it with."""

from pathlib import Path
from urllib.parse import parse_qsl

from explorer import queries, sentences
from explorer.question import Question, from_params

FILE = Path(__file__).with_name("sentences.txt")


def read(file=FILE):
    """Return (link, sentence) for each paragraph of the file: a line with the link, one with the sentence."""
    paragraphs = file.read_text(encoding="utf-8").strip().split("\n\n")
    return [tuple(paragraph.split("\n", 1)) for paragraph in paragraphs]


def answer_of(link):
    """Return the answer to a link, and what was not understood of it."""
    default = Question(("permanent_exclusion_rate",))
    question, said = queries.check(from_params(dict(parse_qsl(link.lstrip("?"))), default), default)
    return queries.ask(question), said


def sentence_of(link):
    """Return what the app says of a link: what it did not understand, then the headline."""
    answer, said = answer_of(link)
    return " ".join([*said, sentences.headline(answer)])
