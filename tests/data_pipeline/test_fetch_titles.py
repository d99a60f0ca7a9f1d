"""Titles: each table that the department lists is recognised as the source that it is, and no other."""

import pytest

from data_pipeline import catalogue
from data_pipeline.fetch.resolve import fits
from data_pipeline.fetch.service import Listed

EXCLUSIONS = "suspensions-and-permanent-exclusions-in-england"
ABSENCE = "pupil-absence-in-schools-in-england"
ATTENDANCE = "pupil-attendance-in-schools"
CENSUS = "school-pupils-and-their-characteristics"
KS4 = "key-stage-4-performance"
SEN = "special-educational-needs-in-england"
PLANS = "education-health-and-care-plans"
DESTINATIONS = "key-stage-4-destination-measures"
AREAS = ("Local authority", "National", "Regional")
ENGLAND, SCHOOLS = ("National",), ("School",)
PREFIX = "Suspensions and permanent exclusions in England - "
KNOWN = [
    (EXCLUSIONS, "2023-24", PREFIX + "by geography", AREAS, ["exclusions_by_geography"]),
    (EXCLUSIONS, "2024-25-autumn-term", PREFIX + "by geography (termly)", AREAS, []),
    (EXCLUSIONS, "2024-25-spring-term", PREFIX + "school level (termly)", SCHOOLS, ["exclusions_schools"]),
    (EXCLUSIONS, "2023-24", PREFIX + "school level (annual)", SCHOOLS, []),
    (
        *(EXCLUSIONS, "2024-25-autumn-term"),
        *(PREFIX + "state-funded alternative provision (including PRU)", AREAS),
        ["exclusions_alternative_provision_termly"],
    ),
    (
        *(
            EXCLUSIONS,
            "2022-23",
            PREFIX + "state-funded alternative provision (including PRU) (annual)",
            AREAS,
        ),
        ["exclusions_alternative_provision"],
    ),
    (
        *(EXCLUSIONS, "2022-23", PREFIX + "state-funded alternative provision - school level", SCHOOLS),
        ["exclusions_alternative_provision_schools"],
    ),
    (
        *(EXCLUSIONS, "2024-25-autumn-term", PREFIX + "by multiple reasons (2020/21 onwards)", AREAS),
        ["exclusions_by_multiple_reasons"],
    ),
    (
        EXCLUSIONS,
        "2022-23",
        PREFIX + "full year by characteristic",
        ENGLAND,
        ["exclusions_by_characteristic"],
    ),
    (
        *(EXCLUSIONS, "2023-24", PREFIX + "by ethnicity and FSM eligibility", ENGLAND),
        ["exclusions_by_ethnicity_and_fsm"],
    ),
    (
        EXCLUSIONS,
        "2023-24",
        PREFIX + "characteristics national",
        ENGLAND,
        ["exclusions_by_ethnicity_and_fsm"],
    ),
    (EXCLUSIONS, "2022-23", PREFIX + "FSM6/IDACI/SEN need", ENGLAND, ["exclusions_by_fsm6_idaci_need"]),
    (
        *(EXCLUSIONS, "2023-24", PREFIX + "post looked after arrangements", ENGLAND),
        ["exclusions_post_looked_after"],
    ),
    (
        ABSENCE,
        "2024-25",
        "Absence for persistent and severe absentees",
        AREAS,
        ["absence_persistent_and_severe"],
    ),
    (ABSENCE, "2024-25", "Absence sessions by reason", AREAS, ["absence_sessions_by_reason"]),
    (
        *(ABSENCE, "2024-25", "Absence in state-funded alternative provision", AREAS),
        ["absence_alternative_provision_year"],
    ),
    (
        *(ABSENCE, "2024-25", "Absence in state-funded alternative provision - school level", SCHOOLS),
        ["absence_alternative_provision_schools"],
    ),
    (
        *(ABSENCE, "2024-25-autumn-and-spring-term"),
        *("Absence rates in alternative provision - autumn and spring combined", AREAS),
        ["absence_alternative_provision"],
    ),
    (
        ABSENCE,
        "2024-25-autumn-term",
        "Absence rates in alternative provision - school level, autumn",
        SCHOOLS,
        [],
    ),
    (ABSENCE, "2024-25-autumn-term", "Absence rates by geographic level - termly", AREAS, []),
    (ABSENCE, "2018-19", "Absence by geographic level - full year", AREAS, ["absence_by_geography"]),
    (ATTENDANCE, "2026-week-10", "Weekly attendance from 8 September 2025", AREAS, ["attendance_weekly"]),
    (ATTENDANCE, "2026-week-10", "Daily attendance from 8 September 2025", AREAS, []),
    (ATTENDANCE, "2026-week-10", "Attendance - year to date", AREAS, ["attendance_year_to_date"]),
    (ATTENDANCE, "2026-week-10", "Persistent absence year to date", AREAS, []),
    (ATTENDANCE, "2026-week-10", "Attendance by SEN, spring 2025/26", ENGLAND, ["attendance_by_sen"]),
    (CENSUS, "2025-26", "Number of pupils by fsm eligibility", AREAS, ["pupils_by_fsm_eligibility"]),
    (CENSUS, "2025-26", "School level", SCHOOLS, []),
    (CENSUS, "2024-25", "AP, LA funded - pupil counts", AREAS, ["ap_la_funded_pupils"]),
    (CENSUS, "2024-25", "AP, LA funded - placement counts", AREAS, ["ap_la_funded_placements"]),
    (
        CENSUS,
        "2024-25",
        "AP, LA funded - setting type and placement reason",
        AREAS,
        ["ap_la_funded_by_reason"],
    ),
    (
        *(CENSUS, "2024-25", "School arranged AP - by characteristics", AREAS),
        ["ap_school_arranged_by_characteristic"],
    ),
    (CENSUS, "2025-26", "School arranged AP - by placement reason", AREAS, ["ap_school_arranged_by_reason"]),
    (CENSUS, "2024-25", "Ethnicity and language", AREAS, ["pupils_by_ethnicity"]),
    (KS4, "2024-25", "Alternative provision by LA data", AREAS, ["ks4_ap_by_area"]),
    (
        *(KS4, "2024-25", "All state-funded pupil characteristics and geography", AREAS),
        ["ks4_by_characteristic_and_area"],
    ),
    (KS4, "2024-25", "National characteristics summary", ENGLAND, []),
    (KS4, "2024-25", "Performance tables schools data", SCHOOLS, []),
    (KS4, "2024-25", "Subject pupil level characteristic", ENGLAND, []),
    (KS4, "2022-23", "Vocational subject, AP", ENGLAND, ["ks4_ap_vocational_subjects"]),
    (SEN, "2025-26", "Pupils in all schools, by type of SEN provision", AREAS, ["sen_by_provision"]),
    (PLANS, "2024", "Caseload, establishment type", AREAS, ["ehc_plans_by_establishment"]),
    (PLANS, "2024", "Caseload, age", AREAS, []),
    (PLANS, "2024", "New plans, establishment type", AREAS, []),
    (PLANS, "2025", "Caseload", AREAS, ["ehc_plans"]),
    (DESTINATIONS, "2023-24", "Leavers destinations", AREAS, ["ks4_destinations_long"]),
]


@pytest.mark.parametrize(("slug", "release", "title", "levels", "wanted"), KNOWN)
def test_a_known_title_is_recognised_as_its_source_and_no_other(slug, release, title, levels, wanted):
    ids = dict.fromkeys(("data_set_file_id", "file_id", "release_version_id", "publication_id"), "")
    told = {"file_name": "x.csv", "published": "2026-01-01", "last_updated": "", "rows": 1}
    file = Listed(
        **ids,
        **told,
        title=title,
        release=release,
        release_slug=release,
        publication_slug=slug,
        levels=levels,
    )
    found = [one.id for one in catalogue.load() if one.online and one.publication == slug and fits(one, file)]
    assert found == wanted


def test_every_source_that_is_fetched_says_in_which_publication_and_by_which_words():
    for source in catalogue.load():
        assert not source.online or source.publication
        assert not source.every_year or source.online
        assert not source.api or source.online
