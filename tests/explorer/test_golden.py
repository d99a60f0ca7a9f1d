"""Golden tests: what the shipped figures are said to show, sentence by sentence."""

import re

import pytest

from explorer import sentences, words
from tests.explorer import golden
from tests.test_wording import BANNED

pytestmark = pytest.mark.usefixtures("shipped")
NUMBER = re.compile(r"(?<![\w.,/])\d+(?:,\d{3})*(?:\.\d+)?(?![\w/])")
ENTRIES = golden.read()


def test_the_questions_cover_every_measure_and_kind_of_area():
    text = "".join(link for link, _ in ENTRIES)
    assert len(ENTRIES) > 300
    assert all(f"measure={one.id}&" in text for one in golden.queries.measures())
    assert all(f"place={code}" in text for code in ("E12000007", "E10000006", "E06000053", "E92000001~"))


def test_every_question_is_answered_by_the_sentence_that_was_read_and_kept():
    moved = [
        f"{link}\n  was: {kept}\n  is:  {said}"
        for link, kept in ENTRIES
        if (said := golden.sentence_of(link)) != kept
    ]
    assert not moved, "\n".join(moved[:5])


def test_no_sentence_names_a_cause_or_judges():
    found = [(link, BANNED.search(said)[0]) for link, said in ENTRIES if BANNED.search(said)]
    assert not found


def known(answer):
    """Every number that an answer can be said with, as text: of its rows, and worked out from them."""
    rows = answer.rows
    digits = [*range(10), *(one.decimals for one in answer.measures)]
    numbers = [rows["shown"], rows["numerator"], rows["denominator"]]
    return {
        words.fmt(float(one), d)
        for column in numbers
        for one in column.dropna()
        for d in set(digits)
        if d < 4
    } | set(worked_out(answer))


def worked_out(answer):
    """The events behind each line's newest rate, where it has no count, by the last pupils known."""
    for line in answer.series():
        last, pupils = line.numbers.iloc[-1:], line.rows["denominator"].dropna()
        for rate in last.loc[last["numerator"].isna(), "value"]:
            yield from (words.fmt(rate * number / 100, 0) for number in pupils.iloc[-1:])


@pytest.mark.parametrize(
    "measure", ["permanent_exclusion_rate", "suspension_rate", "persistent_absence_rate"]
)
def test_every_figure_of_a_sentence_stands_in_its_rows(measure):
    for link, said in ENTRIES:
        if f"measure={measure}&" not in link or "by=" in link:
            continue
        answer, _ = golden.answer_of(link)
        text = re.sub(
            r"per [\d,]+ pupils|31 March|Covid-19|Fewer than 10|\d{4}/\d{2}|\b20\d\d\b|E\d{8}", "", said
        )
        strange = [number for number in NUMBER.findall(text) if number not in known(answer)]
        assert not strange, (link, said, strange)


def test_the_alternative_text_of_every_question_holds_its_message():
    for link, _ in ENTRIES[::5]:
        answer, _ = golden.answer_of(link)
        main = sentences.END.split(sentences.headline(answer))[0].rstrip(".")
        assert main in sentences.alt_text(answer), link
