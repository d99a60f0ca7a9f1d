"""Oracle: how a line of the list of published figures reads in our words."""

import csv
import re
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent

# published measure -> our measure and the column that must hold the published number
MEASURES = {
    "permanent exclusions": ("permanent_exclusion_rate", "numerator"),
    "permanent exclusion rate": ("permanent_exclusion_rate", "value"),
    "suspensions": ("suspension_rate", "numerator"),
    "suspension rate": ("suspension_rate", "value"),
    "pupils with 1+ suspension (n)": ("suspended_pupils_rate", "numerator"),
    "pupils with 1+ suspension": ("suspended_pupils_rate", "value"),
    "permanent exclusions by (single) reason": ("permanent_exclusion_reasons", "value"),
    "overall absence rate (6 half terms)": ("absence_rate", "value"),
    "overall absence rate": ("absence_rate", "value"),
    "persistent absence (10%+)": ("persistent_absence_rate", "value"),
    "severe absence (50%+)": ("severe_absence_rate", "value"),
    "overall absence": ("daily_absence_rate", "value"),
    "persistent absence": ("daily_persistent_absence_rate", "value"),
    "grade 4+ English and maths": ("english_maths_94_rate", "value"),
    "grade 4+ English and maths (n)": ("english_maths_94_rate", "numerator"),
    "grade 5+ English and maths": ("english_maths_95_rate", "value"),
    "Attainment 8": ("attainment8_average", "value"),
    "pupils at end of KS4": ("english_maths_94_rate", "denominator"),
    "disadvantage gap index": ("disadvantage_gap_index", "value"),
    "sustained destination": ("sustained_destination_rate", "value"),
    "cohort": ("sustained_destination_rate", "denominator"),
    "pupils on SEN support": ("sen_support_rate", "value"),
    "pupils with EHC plan": ("ehc_plan_rate", "value"),
    "EHC plans in force (January 2024)": ("ehc_plans", "value"),
    "EHC plans in force (January 2025)": ("ehc_plans", "value"),
    "pupils (sole + dual main)": ("state_funded_ap_pupils", "value"),
}
COUNTED_WITH = {"exclusions": "suspension_rate"}  # whose denominator a headcount is
PHASES = {
    "State-funded primary": "Primary",
    "State-funded secondary": "Secondary",
    "State-funded AP/PRU": "Alternative provision",
    "State-funded AP (labelled Pupil referral unit)": "Alternative provision",
    "State-funded AP": "Alternative provision",
    "LA-funded AP (AP census)": "Alternative provision",
    "School-arranged AP": "Alternative provision",
    "State-funded mainstream": "Mainstream",
    "State-funded mainstream & special": "Mainstream and special",
    "State-funded special": "Special",
    "All state-funded incl. AP, nursery and NMSS": "All schools",
    "All ages 0-25": "All settings",
}
GROUPS = {
    "Total": ("total", "Total"),
    "Disadvantaged vs other": ("total", "Total"),
    "EHC plan/statement": ("sen_provision", "EHC plan"),
    "EHC plan": ("sen_provision", "EHC plan"),
    "SEN support": ("sen_provision", "SEN support"),
    "No SEN": ("sen_provision", "No SEN"),
    "No identified SEN": ("sen_provision", "No SEN"),
    "Female": ("sex", "Female"),
    "Male": ("sex", "Male"),
    "FSM eligible": ("fsm", "FSM eligible"),
    "FSM not eligible": ("fsm", "Not FSM eligible"),
    "Not FSM eligible": ("fsm", "Not FSM eligible"),
    "FSM in last 6 years": ("fsm6", "FSM in last 6 years"),
    "Disadvantaged": ("disadvantage", "Disadvantaged"),
    "Not disadvantaged": ("disadvantage", "Not disadvantaged"),
    "White": ("ethnicity_major", "White"),
    "Black": ("ethnicity_major", "Black"),
    "Asian (excl. Chinese)": ("ethnicity_major", "Asian"),
    "Chinese": ("ethnicity_major", "Chinese"),
    "Mixed White and Black Caribbean": ("ethnicity_minor", "White and Black Caribbean"),
    "physical assault against a pupil": ("reason", "Physical assault against a pupil"),
    "Medical condition (mental health need)": ("placement_reason", "Medical condition (mental health need)"),
}
MINOR = "White British|Irish|Gypsy/Roma|Traveller of Irish heritage|Indian|Black African|Black Caribbean"


@dataclass(frozen=True)
class Published:
    """One published figure: its key with us, the column it stands in, the number, half its last digit."""

    id: str
    key: dict[str, str]
    column: str
    value: float
    tolerance: float


def published(path: Path) -> tuple[list[Published], dict[str, str]]:
    """The figures that name one of our measures, and for each other line why it does not."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    figures, other = [], {}
    for row in rows:
        said = _figure(row)
        if isinstance(said, str):
            other[row["id"]] = said
        else:
            figures.append(said)
    return figures, other


def not_reproduced() -> dict[str, str]:
    """The figures that the loaded tables do not give, each with the reason."""
    with (HERE / "not_reproduced.csv").open(encoding="utf-8", newline="") as lines:
        return {row["id"]: row["reason"] for row in csv.DictReader(lines)}


def _figure(row: dict[str, str]) -> Published | str:
    measure, column = _measure(row)
    if not measure:
        return f"`{row['measure']}` is no measure here"
    group = _group(row["breakdown"])
    if not group:
        return f"`{row['breakdown']}` is no category here"
    period, term = _period(row)
    phase = "All schools" if row["pub"] == "sen" and row["phase"] == "Total" else row["phase"]
    key = {
        "measure": measure,
        "time_period": period,
        "time_identifier": term,
        "place": row["geo"],
        "school_type": PHASES.get(phase, phase),
        "breakdown": group[0],
        "category": group[1],
    }
    return Published(row["id"], key, column, float(row["value"]), _tolerance(row))


def _measure(row: dict[str, str]) -> tuple[str, str]:
    if row["measure"] == "headcount" and row["pub"] in COUNTED_WITH:
        return COUNTED_WITH[row["pub"]], "denominator"
    if row["measure"] == "pupils":
        kinds = {
            "LA-funded AP (AP census)": "la_funded_ap_pupils",
            "School-arranged AP": "school_arranged_ap_pupils",
            "All state-funded incl. AP, nursery and NMSS": "all_pupils",
        }
        return kinds.get(row["phase"], "") if row["breakdown"] != "dual subsidiary" else "", "value"
    if row["pub"] == "attendance" and row["measure"] not in {"overall absence", "persistent absence"}:
        return "", ""
    return MEASURES.get(row["measure"], ("", ""))


def _group(label: str) -> tuple[str, str] | None:
    if label in GROUPS:
        return GROUPS[label]
    if re.fullmatch(MINOR, label):
        return "ethnicity_minor", label
    if label.startswith("Year "):
        return "year_group", label
    return ("age", label) if label.startswith("Age ") else None


def _period(row: dict[str, str]) -> tuple[str, str]:
    found = re.search(r"(\d{4})/(\d{2})", row["period"])
    terms = {
        "(autumn+spring)": "Autumn and spring term",
        "year to date": "Year to date",
        "to week": "Year to week 30",
        "Autumn": "Autumn term",
    }
    term = next((name for word, name in terms.items() if word in row["period"]), "Academic year")
    return "".join(found.groups()) if found else row["period"], term


def _tolerance(row: dict[str, str]) -> float:
    if "(r5)" in row["unit"]:
        return 2.5
    if "+/-1" in row["unit"]:
        return 1.0
    if "2dp" in row["unit"]:
        return 0.005 + 1e-9
    _, _, decimals = row["value"].partition(".")
    return 0.5 * 10 ** -len(decimals) + 1e-9
