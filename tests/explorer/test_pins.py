"""Pin tests: an earlier build is put together again, figure by figure, with the releases that it cited."""

import pytest

from explorer import export, queries, store
from explorer.question import Question
from tests.data_pipeline.test_build import row
from tests.data_pipeline.test_revisions import FIRST, SECOND, build  # noqa: F401 (a fixture)

SUSPENSIONS = Question(("suspension_rate",))
THIRD = [
    row(period="202324", numbers="1000,49,4.90"),
    row(period="202223", numbers="1000,x,x"),
    row(period="202122", numbers="1000,40,4.00"),
]


def rows(question=SUSPENSIONS):
    answer = queries.ask(question)
    wanted = answer.published[["time_period", "value", "numerator", "symbol"]].astype(object)
    return [tuple(None if one != one else one for one in line) for line in wanted.to_numpy().tolist()]


@pytest.fixture
def builds(build):  # noqa: F811
    """Build three times over; return for each its id and the rows that it answered with."""
    made = []
    for lines in (FIRST, SECOND, THIRD):
        built = build(lines)
        made.append((built.build_id, rows()))
    return made


def test_each_build_is_put_together_again_from_the_last(builds):
    assert len({str(shown) for _, shown in builds}) == 3
    for build_id, shown in builds:
        with store.as_of(store.handle().earlier(build_id)):
            assert rows() == shown, build_id
    assert rows() == builds[-1][1]


def test_a_hidden_figure_was_a_number_once_and_its_counts_are_there(builds):
    with store.as_of(store.handle().earlier(builds[1][0])):
        assert ("202223", 5.1, 51.0, None) in rows()
    assert ("202223", None, None, "x") in rows()


def test_a_figure_that_was_withdrawn_is_there_again_and_one_that_was_added_is_not(builds):
    with store.as_of(store.handle().earlier(builds[0][0])):
        periods = [period for period, *_ in rows()]
    assert "202021" in periods
    assert "202324" not in periods


def test_what_is_read_as_of_a_build_says_so_in_its_citation_and_files(builds):
    with store.as_of(store.handle().earlier(builds[0][0])):
        answer = queries.ask(SUSPENSIONS)
        assert answer.build_id == builds[0][0]
        assert f"Build {builds[0][0]}" in export.citation(answer)
        then = {source.sha256 for source in answer.sources}
    now = {source.sha256 for source in queries.ask(SUSPENSIONS).sources}
    assert then
    assert not then & now


def test_a_build_that_is_not_remembered_or_is_the_newest_is_no_earlier_one(builds):
    assert store.handle().earlier("0123456789ab") is None
    assert store.handle().earlier(builds[-1][0]) is None
    assert store.pin("0123456789ab") is None
    assert rows() == builds[-1][1]


def test_a_build_over_the_same_files_with_other_declarations_is_remembered_too(build, tmp_path):  # noqa: F811
    first = build(FIRST)
    before = rows()
    source = tmp_path / "sources" / "exclusions.toml"
    text = source.read_text(encoding="utf-8").replace(
        'denominator = "headcount"', 'denominator = "suspension"'
    )
    source.write_text(text, encoding="utf-8")
    build(FIRST)
    answer = queries.ask(SUSPENSIONS)
    assert answer.published["denominator"].tolist() != [1000.0] * len(before)
    with store.as_of(store.handle().earlier(first.build_id)):
        assert queries.ask(SUSPENSIONS).published["denominator"].tolist() == [1000.0] * len(before)


def test_what_moved_since_is_told_with_both_values(builds):
    with store.as_of(store.handle().earlier(builds[1][0])):
        moved = queries.moved(queries.ask(SUSPENSIONS))
    assert [(one["period"], one["then"], one["now"]) for one in moved.to_dict("records")] == [
        ("2022/23", 5.1, None),
        ("2023/24", 5.0, 4.9),
    ]
