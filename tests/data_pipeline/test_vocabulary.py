"""Vocabulary: its words hold together, name things that exist, and read as neutral sentences."""

import re
from collections import Counter

import pytest

from data_pipeline import catalogue
from data_pipeline.words import normal

BANNED = re.compile(r"\b(only|best|worst|caused|led to|BAME|BME|non-white|discrimination)\b", re.IGNORECASE)
LABEL_LIMIT = 50
SAID = ("label", "short_label", "sentence_label", "definition", "meaning", "note")


def test_the_files_parse_and_no_id_is_declared_twice(vocabulary):
    assert len(vocabulary.measures) == 26
    assert vocabulary.breaks
    assert vocabulary.caveats


def test_every_measure_has_every_word(vocabulary):
    needed = {"topic", "label", "short_label", "sentence_label", "unit", "display_unit", "definition", "note"}
    for measure in vocabulary.measures:
        missing = [word for word in needed if not measure.get(word)]
        assert not missing, f"{measure['measure']} lacks {missing}"
        assert measure["topic"] in {"exclusions", "absence", "ap", "ks4", "sen"}
        assert measure["stamp"] in {"year", "january"}
        assert measure["display_factor"] > 0


def test_suspensions_are_never_a_percentage(vocabulary):
    units = {m["measure"]: f"{m['unit']} {m['display_unit']}" for m in vocabulary.measures}
    for measure in ("suspension_rate", "permanent_exclusion_rate"):
        assert "%" not in units[measure]
        assert "percent" not in units[measure]


def test_permanent_exclusions_are_shown_per_10_000(vocabulary):
    rate = next(m for m in vocabulary.measures if m["measure"] == "permanent_exclusion_rate")
    assert (rate["unit"], rate["display_unit"], rate["display_factor"], rate["decimals"]) == (
        "per 100 pupils",
        "per 10,000 pupils",
        100,
        1,
    )


def test_a_spelling_belongs_to_one_category_of_a_breakdown(vocabulary):
    for breakdown in vocabulary.breakdowns:
        forms = [form for category in breakdown["category"] for form in _forms(category, "category")]
        assert not _twice(forms), f"{breakdown['breakdown']}: {_twice(forms)}"


def test_a_category_is_never_hidden_by_a_word_for_the_total(vocabulary):
    for breakdown in vocabulary.breakdowns[1:]:
        forms = {form for category in breakdown["category"] for form in _forms(category, "category")}
        assert not forms & vocabulary.total_spellings, breakdown["breakdown"]


def test_a_spelling_belongs_to_one_school_type_and_one_time_identifier(vocabulary):
    for entries, key in ((vocabulary.school_types, "school_type"), (vocabulary.time_identifiers, "name")):
        forms = [form for entry in entries for form in _forms(entry, key)]
        assert not _twice(forms), f"{key}: {_twice(forms)}"


def test_labels_in_a_breakdown_differ_so_that_links_can_name_them(vocabulary):
    for breakdown in vocabulary.breakdowns:
        labels = [normal(category["label"]) for category in breakdown["category"]]
        assert not _twice(labels), f"{breakdown['breakdown']}: {_twice(labels)}"
    labels = [normal(entry["label"]) for entry in vocabulary.school_types]
    assert not _twice(labels), _twice(labels)


def test_parents_are_categories(vocabulary):
    inside = {b["breakdown"]: {c["category"] for c in b["category"]} for b in vocabulary.breakdowns}
    for breakdown in vocabulary.breakdowns:
        name = breakdown["breakdown"]
        above = "ethnicity_major" if name == "ethnicity_minor" else name
        parents = {c["parent"] for c in breakdown["category"]} - {""}
        assert parents <= inside[above], f"{name}: {parents - inside[above]}"


def test_breaks_and_caveats_speak_of_things_that_exist(vocabulary):
    known = {
        "measures": {m["measure"] for m in vocabulary.measures},
        "breakdowns": {b["breakdown"] for b in vocabulary.breakdowns},
        "school_types": {s["school_type"] for s in vocabulary.school_types},
        "sources": {path.stem for path in catalogue.SOURCES.glob("*.toml")},
    }
    for entry in (*vocabulary.breaks, *vocabulary.caveats):
        for plural, names in known.items():
            strange = set(entry.get(plural, ())) - names
            assert not strange, f"{entry.get('break_id', entry.get('caveat_id'))}: {plural} {sorted(strange)}"


def test_a_break_has_a_kind_a_period_and_a_label_that_fits_on_a_chart(vocabulary):
    for entry in vocabulary.breaks:
        assert entry["kind"] in {"gap", "disturbed", "break"}, entry["break_id"]
        assert re.fullmatch(r"\d{6}", entry["time_period"]), entry["break_id"]
        assert len(entry["label"]) <= LABEL_LIMIT, f"{entry['break_id']}: {len(entry['label'])} characters"


@pytest.mark.parametrize(
    "measure",
    ["attainment8_average", "english_maths_94_rate", "english_maths_95_rate", "english_maths_entry_rate"],
)
def test_results_at_16_are_followed_from_2018_19_without_the_years_of_other_grading(vocabulary, measure):
    mine = {(one["time_period"], one["kind"]) for one in vocabulary.breaks if measure in one["measures"]}
    assert max(period for period, kind in mine if kind == "break") == "201819"
    assert {period for period, kind in mine if kind == "disturbed"} == {"201920", "202021", "202122"}


def test_the_five_symbols_are_explained(vocabulary):
    assert [entry["symbol"] for entry in vocabulary.symbols] == ["z", "x", "c", "low", "u"]
    assert all(entry["short"] and entry["meaning"] for entry in vocabulary.symbols)


@pytest.mark.parametrize(
    ("group", "label", "expected"),
    [
        ("Ethnicity", "Black - Black Caribbean", ("ethnicity_minor", "Black Caribbean")),
        ("Ethnicity", "Ethnicity Minor Black Caribbean", ("ethnicity_minor", "Black Caribbean")),
        ("Ethnicity minor", "White - White British", ("ethnicity_minor", "White British")),
        ("Ethnicity", "Mixed - White and Black Carribean", ("ethnicity_minor", "White and Black Caribbean")),
        ("Ethnicity", "Asian - Bangaladeshi", ("ethnicity_minor", "Bangladeshi")),
        ("Ethnicity", "Ethnicity Major Black Total", ("ethnicity_major", "Black")),
        ("Ethnicity Major", "Chinese", ("ethnicity_major", "Chinese")),
        ("FSM", "FSM - Eligible", ("fsm", "FSM eligible")),
        ("FSM eligible", "FSM NotEligible", ("fsm", "Not FSM eligible")),
        (
            "FSM eligible in last 6 years",
            "FSM not eligible in last 6 years",
            ("fsm6", "Not FSM in last 6 years"),
        ),
        ("SEN provision", "SEN provision - EHC plan", ("sen_provision", "EHC plan")),
        ("SEN provision", "SEN provision SEN without statement", ("sen_provision", "SEN support")),
        ("NC year", "NC Year 10", ("year_group", "Year 10")),
        ("Gender", "Gender female", ("sex", "Female")),
        (
            "IDACI decile",
            "IDACI decile 0 to 10pc most deprived",
            ("idaci_decile", "Decile 1 (most deprived)"),
        ),
        ("Ethnicity", "Total", ("total", "Total")),
    ],
)
def test_spellings_of_twenty_years_mean_one_category(vocabulary, group, label, expected):
    assert vocabulary.grouped(group, label) == expected


def test_what_a_school_type_covers_is_not_blurred(vocabulary):
    meant = {
        w: vocabulary.school_type(w) for w in ("All state-funded", "Hospital, PRU & AP", "special", "AP")
    }
    assert meant == {
        "All state-funded": "All state-funded",
        "Hospital, PRU & AP": "Hospital, PRU & AP",
        "special": "Special",
        "AP": "Alternative provision",
    }


def test_the_words_are_neutral(vocabulary):
    judged = [
        f"{text!r} says {BANNED.search(text)[0]!r}" for text in _texts(vocabulary) if BANNED.search(text)
    ]
    assert not judged, "\n".join(judged)


def _forms(entry, key):
    return sorted({normal(spelling) for spelling in [entry[key], *entry.get("spellings", ())]})


def _twice(forms):
    return [form for form, times in Counter(forms).items() if times > 1]


def _texts(vocabulary):
    entries = [
        *vocabulary.measures,
        *vocabulary.breakdowns,
        *(category for breakdown in vocabulary.breakdowns for category in breakdown["category"]),
        *vocabulary.school_types,
        *vocabulary.breaks,
        *vocabulary.caveats,
        *vocabulary.symbols,
    ]
    return [entry[key] for entry in entries for key in SAID if key in entry]
