"""Small tables: the words around the few figures of the explorer's tests."""

YEARS = ("201718", "201819", "201920", "202021", "202122", "202223", "202324")
ENGLAND, LEEDS, CUMBRIA, CUMBERLAND = "E92000001", "E08000035", "E10000006", "E06000063"
BUCKS, NORTH_EAST, WESTMORLAND = "E06000060", "E12000001", "E06000064"


def words(name, position, *labels, **said):
    """A row of `measures`, with what most of them have in common; its labels long, short and in sentences."""
    usual = {
        "topic": "exclusions",
        **dict(zip(("label", "short_label", "sentence_label"), labels or (name,) * 3, strict=True)),
        "unit": "per 100 pupils",
        "display_unit": "per 100 pupils",
        "display_factor": 1,
        "decimals": 1,
        "numerator_label": "",
        "denominator_label": "",
        "denominator_short": "",
        "stamp": "year",
        "definition": f"What {name} counts.",
        "note": "",
    }
    return (name, position, *{**usual, **said}.values())


ROLL = {"denominator_label": "pupils on the roll in January", "denominator_short": "pupils"}
KS4 = {
    "topic": "ks4",
    "unit": "percent of pupils",
    "display_unit": "% of pupils",
    "denominator_short": "pupils",
}
MEASURES = [
    words(
        "suspension_rate",
        1,
        "Suspension rate",
        "Suspensions",
        "suspensions",
        numerator_label="suspensions",
        **ROLL,
    ),
    words(
        "permanent_exclusion_rate",
        2,
        "Permanent exclusion rate",
        "Permanent exclusions",
        "permanent exclusions",
        display_unit="per 10,000 pupils",
        display_factor=100,
        numerator_label="permanent exclusions",
        **ROLL,
    ),
    words(
        "absence_rate",
        3,
        "Overall absence rate",
        "Overall absence",
        "overall absence",
        topic="absence",
        unit="percent of sessions",
        display_unit="% of sessions",
    ),
    words(
        "state_funded_ap_pupils",
        4,
        "Pupils in state-funded alternative provision",
        "State-funded AP",
        "pupils in state-funded alternative provision",
        topic="ap",
        unit="pupils",
        display_unit="pupils",
        decimals=0,
        stamp="january",
    ),
    words(
        "english_maths_94_rate",
        5,
        "Grade 4 or above in English and maths",
        "Grades 9-4",
        "grade 4 or above in English and maths GCSEs",
        numerator_label="pupils with grade 4 or above in both",
        denominator_label="pupils at the end of key stage 4",
        **KS4,
    ),
    words("never_loaded", 9, "Measure without figures", "never_loaded", "never_loaded"),
]


def _place(code, name, level="Local authority", **other):
    usual = {
        "parent": ENGLAND,
        "old_code": "",
        "other_codes": "",
        "valid_from": None,
        "valid_to": None,
        "predecessors": "",
        "successors": "",
        "hex_q": None,
        "hex_r": None,
        "longitude": None,
        "latitude": None,
        "note": "",
    }
    return (code, name, level, *{**usual, **other}.values())


ENDED = {"valid_to": "2023-04-01", "successors": f"{CUMBERLAND} {WESTMORLAND}"}
PLACES = [
    _place(ENGLAND, "England", "National", parent=""),
    _place(NORTH_EAST, "North East", "Regional"),
    _place(LEEDS, "Leeds", old_code="383"),
    _place(CUMBRIA, "Cumbria", old_code="909", note="Replaced on 1 April 2023.", **ENDED),
    _place(CUMBERLAND, "Cumberland", old_code="942", valid_from="2023-04-01", predecessors=CUMBRIA),
    _place(WESTMORLAND, "Westmorland and Furness", old_code="943", valid_from="2023-04-01"),
    _place(BUCKS, "Buckinghamshire", old_code="825", other_codes="E10000002", parent=NORTH_EAST),
]
PERIODS = [
    *((y, "Academic year", f"{y[:4]}/{y[4:]}", f"{y[:4]}/{y[4:]}", f"{y[:4]}-09-01", int(y)) for y in YEARS),
    ("202324", "Autumn term", "Autumn term 2023/24", "Autumn 2023/24", "2023-09-01", 202324),
]
GROUPS = ("White British", "Irish", "Gypsy/Roma", "Black Caribbean", "Unclassified")


def lines(text):
    """Rows of a table written with | between its cells; NULL is an empty date, text stays text."""
    rows = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    return [tuple(int(cell) if cell.isdigit() and len(cell) < 5 else cell for cell in row) for row in rows]


TABLES = {
    "measures": MEASURES,
    "breakdowns": lines("""
        total | 1 | All pupils | all pupils |
        ethnicity_minor | 2 | Ethnic group | ethnic group |
        fsm | 3 | Free school meals | free school meals |
    """),
    "categories": [
        *lines("""
            total | Total | 1 | All pupils | | all pupils |
            fsm | FSM eligible | 1 | Eligible for free school meals | | pupils eligible |
        """),
        *(
            ("ethnicity_minor", group, n, group.replace("/", " and "), "", f"{group} pupils", "")
            for n, group in enumerate(GROUPS)
        ),
    ],
    "school_types": lines("""
        Total | 1 | State-funded | state-funded primary, secondary and special schools |
        Secondary | 2 | Secondary | state-funded secondary schools |
        Special | 3 | Special | special schools |
        Alternative provision | 4 | Alternative provision | alternative provision | PRUs and AP academies.
        All state-funded | 5 | All state-funded | all state-funded schools | AP is left out.
    """),
    "places": PLACES,
    "periods": PERIODS,
    "breaks": lines("""
        shut-20 | suspension_rate | | 201920 | disturbed | 2019/20: schools closed | Few were in.
        shut-21 | suspension_rate | | 202021 | disturbed | 2020/21: schools closed | Few were in.
        shut-21 | permanent_exclusion_rate | | 202021 | disturbed | 2020/21: schools closed | Few were in.
        none | absence_rate | | 201920 | gap | 2019/20: no full-year figures | Not collected.
        code-x | absence_rate | | 202122 | break | New codes from 2021/22 | Code X ended.
        teachers | english_maths_94_rate | | 202021 | disturbed | 2020/21: no exams | Teachers assessed.
    """),
    "caveats": lines("""
        all | | | | | 1 | Figures cover England.
        repeat | suspension_rate | | | | 2 | One pupil can be counted twice.
        groups | | ethnicity_minor | | | 3 | As recorded by schools.
        ap | | | Alternative provision | ap | 4 | Main and sole registrations.
    """),
    "symbols": lines("""
                   | c | c | suppressed to protect people | suppressed | |
                   | z | z | not applicable | not applicable | |
        exclusions | x | c | one or two, suppressed | suppressed | | 201819
    """),
    "sources": lines("""
        exclusions | 0 | Exclusions by area | exc | Exclusions | DfE | OGL v3.0 | l | | x | | | 1 | 5
        absence | 1 | Absence by area | abs | Pupil absence | DfE | OGL v3.0 | l | | x | | | 1 | 5
        ap | 2 | Pupils in AP | spc | Schools and pupils | DfE | OGL v3.0 | l | | x | | | 1 | 5
        grades | 3 | Key stage 4 | ks4 | KS4 results | DfE | OGL v3.0 | l | | x | exclusions | | 1 | 5
    """),
    "releases": lines("""
        exclusions | 2023/24 | 2025-07-10 | new.csv | aa | 1 | 1 | 201920 | 202324 | 2026-11-01 | the site
        exclusions | 2018/19 | 2020-07-30 | old.csv | bb | 1 | 1 | 201718 | 201819 | 2026-11-01 | the site
        absence | 2023/24 | 2025-03 | abs.csv | cc | 1 | 1 | 201718 | 202324 | 2026-11-01 | the site
        ap | 2023/24 | 2024-06-06 | ap.csv | dd | 1 | 1 | 201516 | 202324 | 2026-11-01 | the site
    """),
    "findings": [("exclusions", "new.csv", "note", "2 rows more than expected.")],
}
