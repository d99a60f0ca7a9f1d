"""SEND and lost learning tests: shares with their numbers, and measures that are never added together."""

import pytest

from explorer import charts, queries
from explorer.queries import lost as lost_queries
from explorer.queries.plans import plans_by_school
from explorer.question import ENGLAND, Question
from explorer.sentences import lost, send

pytestmark = pytest.mark.usefixtures("shipped")
LEEDS, NORTH_EAST = "E08000035", "E12000001"
THREE = ("absence_rate", "suspension_rate", "permanent_exclusion_rate")


def placements(place, *categories):
    return queries.shares(Question(("ehc_plans",), (place,), ("All settings",), "placement", categories))


# special_total and ehcplans of the published caseload table: January 2023, January 2025
PLANS = [
    (ENGLAND, "England", 171736, 517048, 193880, 638745, "down from"),
    (NORTH_EAST, "the North East", 9954, 23964, 11331, 29396, "down from"),
    (LEEDS, "Leeds", 1994, 5137, 2443, 6093, "up from"),
]


@pytest.mark.parametrize(("code", "name", "then", "all_then", "now", "all_now", "way"), PLANS)
def test_share_and_number_of_plans_in_special_schools_are_said_with_their_own_directions(
    code, name, then, all_then, now, all_now, way
):
    said = send.placements(placements(code, "Mainstream", "Special"))
    joint = "but" if way == "down from" else "and"
    assert said.startswith(
        f"In January 2025, {100 * now / all_now:.1f}% of children and young people with an education, health "
        f"and care plan in {name} were in special schools, {way} {100 * then / all_then:.1f}% in January "
        f"2023, {joint} their number rose from {then:,} to {now:,}."
    )


def test_plans_are_not_compared_across_the_change_to_counting_persons():
    said = send.placements(placements(ENGLAND, "Special"))
    assert "2019" not in said
    assert "Figures before January 2023 are not compared with later ones" in said


def test_shares_of_plans_are_of_plans_and_their_number_is_beside_them():
    answer = placements(ENGLAND, "Special")
    newest = answer.latest().iloc[0]
    assert answer.unit == "% of plans"
    assert (newest["numerator"], newest["denominator"]) == (193880, 638745)
    assert any("the number of plans in the group" in note for note in answer.caveats)


def test_fewer_than_ten_plans_are_not_said_to_rise_or_fall():
    said = send.placements(placements("E06000053", "Special"))
    assert "no rise or fall is stated" in said or "not at hand" in said
    assert "rose" not in said


def test_pupils_with_a_plan_by_kind_of_school_are_those_of_the_published_table():
    answer = plans_by_school()
    rows = {(row["school_type"], row["time_period"]): row for row in answer.rows.to_dict("records")}
    published = {
        ("Special", "201516"): (105039, 223039),
        ("Special", "202324"): (159278, 400413),
        ("Primary", "202324"): (136642, 400413),
        ("Secondary", "202324"): (99825, 400413),
    }
    for key, (part, whole) in published.items():
        assert (rows[key]["numerator"], rows[key]["denominator"]) == (part, whole)
        assert rows[key]["shown"] == pytest.approx(100 * part / whole)
    assert send.by_school(answer) == (
        "In January 2024, 39.8% of pupils with an EHC plan in all schools but independent ones were in "
        "special schools, down from 47.1% in January 2016, but their number rose from 105,039 to 159,278."
    )


def test_the_two_counts_of_plans_are_never_in_one_answer():
    assert {one.id for one in plans_by_school().measures} == {"all_pupils"}
    assert {one.id for one in placements(ENGLAND, "Special").measures} == {"ehc_plans"}


def test_the_share_of_all_pupils_is_that_of_all_schools_with_its_first_year():
    answer = queries.ask(
        Question(("ehc_plan_rate", "sen_support_rate"), (ENGLAND,), ("All schools", "Primary"))
    )
    assert send.on_roll(answer) == (
        "Of pupils in schools in England, 5.3% had an education, health and care plan in January 2025 (2.8% "
        "in January 2016) and 14.2% had SEN support in January 2025 (11.6% in January 2016)."
    )


def test_results_of_pupils_with_a_plan_are_said_for_both_kinds_of_school_with_counts():
    asked = Question(
        ("english_maths_94_rate",),
        school_types=("All state-funded",),
        breakdown="sen_provision",
        first="202324",
        last="202324",
    )
    said = send.outcomes(queries.ask(send.with_a_plan(asked)), queries.ask(asked))
    assert "23.0% (3,738 of 16,273) in mainstream schools and 1.7% (235 of 14,234) in special schools" in said
    assert said.endswith("beside 72.3% (375,238 of 519,344) of pupils without SEN.")


def test_each_measure_of_lost_learning_is_named_with_its_unit_and_its_own_year():
    said = lost.lost(queries.ask(Question(THREE, (LEEDS,))))
    assert said.startswith(
        "In Leeds, overall absence stood at 7.0% of sessions in 2024/25; suspensions were recorded at a rate "
        "of 12.8 per 100 pupils in 2023/24; permanent exclusions were recorded at a rate of 2.1 per 10,000 "
        "pupils in 2023/24."
    )
    assert said.endswith(
        "(possible sessions and pupils on the roll in January), so they are never added together."
    )


# Published sessions missed and enrolments of 2018/19: England, Leeds, and special schools of England.
DAYS = [
    (ENGLAND, "Total", 119207289, 7105958, 8.4),
    (LEEDS, "Total", 1836302, 105627, 8.7),
    (ENGLAND, "Special", 3778390, 106190, 17.8),
]


@pytest.mark.parametrize(("place", "kind", "sessions", "enrolments", "each"), DAYS)
def test_days_of_absence_come_from_published_sessions_and_enrolments(place, kind, sessions, enrolments, each):
    found = lost_queries.days_missed(place, school_type=kind)
    assert (found.period, found.sessions, found.enrolments) == ("2018/19", sessions, enrolments)
    assert round(found.each, 1) == each


def test_no_days_are_calculated_where_sessions_are_not_at_hand():
    assert lost_queries.days_missed("E06000064") is None
    answer = queries.ask(Question(THREE, ("E06000064",)))
    assert "no days of absence are calculated" in lost.days(answer, None)


@pytest.mark.parametrize(
    ("absence", "by", "year"),
    [
        ("absence_rate", "fsm", "2016/17"),
        ("persistent_absence_rate", "fsm", "2018/19"),
        ("absence_rate", "ethnicity_minor", "2016/17"),
        ("severe_absence_rate", "ethnicity_minor", None),
        # of 2016/17 there is one group of severe absence by SEN, which has nothing beside it
        ("severe_absence_rate", "sen_provision", None),
    ],
)
def test_groups_are_shown_in_the_newest_undisturbed_year_that_has_all_three(absence, by, year):
    found = lost_queries.shared_period((absence, *THREE[1:]), by)
    assert (found and found.label) == year


def test_groups_are_named_for_each_measure_beside_all_pupils():
    one_year = {"first": "201617", "last": "201617"}
    shown = queries.ask(Question(THREE, breakdown="fsm", **one_year))
    said = lost.by_group(shown, queries.ask(Question(THREE, **one_year)))
    # 27.582 and 6.704 per 10,000 and 12.54 and 3.50 per 100 are the published rates
    assert "7.3% of sessions (4.7% for all pupils)" in said
    assert "12.5 per 100 pupils (4.8 for all pupils)" in said
    assert "28 per 10,000 pupils (9.6 for all pupils)" in said


def test_each_measure_has_a_plot_and_a_scale_of_its_own():
    figure = charts.side_by_side(queries.ask(Question(THREE)))
    assert len(figure.data) == 3
    tops = [figure.layout[axis].range[1] for axis in ("yaxis", "yaxis2", "yaxis3")]
    assert len(set(tops)) == 3
    headings = " ".join(note.text for note in figure.layout.annotations)
    assert all(unit in headings for unit in ("% of sessions", "per 100 pupils", "per 10,000 pupils"))


def test_a_year_without_absence_is_a_gap_in_its_plot_and_a_figure_in_the_others():
    absence, suspensions, _ = charts.side_by_side(queries.ask(Question(THREE))).data
    assert dict(zip(absence.x, absence.y, strict=True))["2019/20"] is None
    assert dict(zip(suspensions.x, suspensions.y, strict=True))["2019/20"] is not None


def test_groups_of_each_measure_stand_in_a_plot_of_their_own_with_all_pupils():
    one_year = {"first": "201617", "last": "201617"}
    shown = queries.ask(Question(THREE, breakdown="fsm", **one_year))
    figure = charts.dots_apart(shown, reference=queries.ask(Question(THREE, **one_year)))
    assert [one.xaxis for one in figure.data] == ["x", "x2", "x3"]
    texts = [note.text for note in figure.layout.annotations]
    assert [text for text in texts if text.startswith("All pupils")] == [
        "All pupils <b>4.7</b>",
        "All pupils <b>4.8</b>",
        "All pupils <b>9.6</b>",
    ]
    assert "<i>Not applicable</i>" in texts
