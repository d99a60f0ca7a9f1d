"""Titles: each table that the department lists is recognised as the source that it is, and no other."""

import pytest

from data_pipeline import catalogue
from data_pipeline.fetch import chosen
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
OUTCOMES = "outcomes-for-children-in-need-including-children-looked-after-by-local-authorities-in-england"
WORKFORCE = "school-workforce-in-england"
AREAS = ("Local authority", "National", "Regional")
ENGLAND, SCHOOLS = ("National",), ("School",)
PREFIX = "Suspensions and permanent exclusions in England - "
KNOWN = [
    (EXCLUSIONS, "2023-24", PREFIX + "by geography", AREAS, ["exclusions_by_geography"]),
    (
        EXCLUSIONS,
        "2024-25-autumn-term",
        PREFIX + "by geography (termly)",
        AREAS,
        ["exclusions_by_geography_termly"],
    ),
    (EXCLUSIONS, "2024-25-spring-term", PREFIX + "school level (termly)", SCHOOLS, ["exclusions_schools"]),
    (EXCLUSIONS, "2023-24", PREFIX + "school level (annual)", SCHOOLS, ["exclusions_schools_yearly"]),
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
        ["absence_alternative_provision_schools_termly"],
    ),
    (
        ABSENCE,
        "2024-25-autumn-term",
        "Absence rates by geographic level - termly",
        AREAS,
        ["absence_by_geography_termly"],
    ),
    (ABSENCE, "2018-19", "Absence by geographic level - full year", AREAS, ["absence_by_geography"]),
    (ATTENDANCE, "2026-week-10", "Weekly attendance from 8 September 2025", AREAS, ["attendance_weekly"]),
    (ATTENDANCE, "2026-week-10", "Daily attendance from 8 September 2025", AREAS, ["attendance_daily"]),
    (ATTENDANCE, "2026-week-10", "Attendance - year to date", AREAS, ["attendance_year_to_date"]),
    (ATTENDANCE, "2026-week-10", "Persistent absence year to date", AREAS, ["attendance_persistent_absence"]),
    (ATTENDANCE, "2026-week-10", "Attendance by SEN, spring 2025/26", ENGLAND, ["attendance_by_sen"]),
    (CENSUS, "2025-26", "Number of pupils by fsm eligibility", AREAS, ["pupils_by_fsm_eligibility"]),
    (CENSUS, "2025-26", "School level", SCHOOLS, ["pupils_schools"]),
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
    (KS4, "2024-25", "Performance tables schools data", SCHOOLS, ["ks4_schools"]),
    (KS4, "2024-25", "Subject pupil level characteristic", ENGLAND, []),
    (KS4, "2022-23", "Vocational subject, AP", ENGLAND, ["ks4_ap_vocational_subjects"]),
    (SEN, "2025-26", "Pupils in all schools, by type of SEN provision", AREAS, ["sen_by_provision"]),
    (PLANS, "2024", "Caseload, establishment type", AREAS, ["ehc_plans_by_establishment"]),
    (PLANS, "2024", "Caseload, age", AREAS, ["ehc_plans_by_age"]),
    (PLANS, "2024", "New plans, establishment type", AREAS, ["ehc_new_plans_by_establishment"]),
    (PLANS, "2025", "Caseload", AREAS, ["ehc_plans"]),
    (DESTINATIONS, "2023-24", "Leavers destinations", AREAS, ["ks4_destinations_long"]),
    (DESTINATIONS, "2022-23", "Institution level destinations", SCHOOLS, ["ks4_destinations_schools"]),
    (
        EXCLUSIONS,
        "2024-25-spring-term",
        PREFIX + "characteristics, spring 2024/25",
        ENGLAND,
        ["exclusions_by_characteristic_termly"],
    ),
    (
        EXCLUSIONS,
        "2023-24",
        "Permanent exclusions - independent reviews",
        ENGLAND,
        ["exclusions_review_panels"],
    ),
    (
        *(ABSENCE, "2024-25-autumn-and-spring-term"),
        *("Characteristics, autumn and spring 2024/25", AREAS, ["absence_by_characteristic_termly"]),
    ),
    (ATTENDANCE, "2024-spring-term", "Attendance by sex, spring 2024", AREAS, ["attendance_by_sex"]),
    (KS4, "2024-25", "Geography by school types", AREAS, ["ks4_by_school_type_and_area"]),
    (
        *(SEN, "2025-26", "Age and gender, by SEN provision and need, 2016-2026", AREAS),
        ["sen_by_need_age_and_sex"],
    ),
    (SEN, "2025-26", "NC year, by SEN provision and need", AREAS, ["sen_by_year_group"]),
    (SEN, "2025-26", "FSM, by SEN provision and need", AREAS, ["sen_by_fsm"]),
    (SEN, "2025-26", "Language, by SEN provision and need", AREAS, []),
    (SEN, "2025-26", "Secondary need 2016-2026", AREAS, ["sen_by_secondary_need"]),
    (SEN, "2024-25", "School underlying data file 2025", SCHOOLS, ["sen_schools"]),
    *(
        (PLANS, "2025", title, AREAS, [wanted])
        for title, wanted in (
            ("Number of education, health (EHC) plans as at January each year", "ehc_plans"),
            (
                "Number of education, health (EHC) plans as at January, by their primary type of need",
                "ehc_plans_by_need",
            ),
            ("Number of new EHC plans during the calendar year", "ehc_new_plans"),
            (
                "Number of new EHC plans during the calendar year, by their primary type of need",
                "ehc_new_plans_by_need",
            ),
            ("Number of requests for an EHC needs assessment, and the request outcomes", "ehc_requests"),
            ("Number of EHC needs assessments, and the assessment outcomes", "ehc_assessments"),
            (
                "Timeliness - education, health and care plans issued within the statutory 20 week timeframe",
                "ehc_timeliness",
            ),
            (
                "Number and outcome of annual reviews of education, health and care plans",
                "ehc_annual_reviews",
            ),
            ("Number of EHC plans which ceased during the calendar year", "ehc_ceased_plans"),
        )
    ),
    (PLANS, "2025", "Number of EHC plans with a personal budget in place", AREAS, []),
    (OUTCOMES, "2025", "National SEN - API", ENGLAND, ["social_care_sen"]),
    (OUTCOMES, "2025", "National KS4 - API", ENGLAND, ["social_care_ks4"]),
    (OUTCOMES, "2025", "LA KS4 - API", ("Local authority",), ["social_care_ks4_areas"]),
    (OUTCOMES, "2022", "LA suspensions and exclusions", ("Local authority",), ["social_care_exclusions"]),
    (OUTCOMES, "2025", "National absence autumn 2019", ENGLAND, ["social_care_absence"]),
    (WORKFORCE, "2025", "Pupil to teacher ratios - school level", SCHOOLS, ["workforce_ratios_schools"]),
    (
        *(WORKFORCE, "2025", "Pupil to teacher ratios - local authority", ("Local authority",)),
        ["workforce_ratios_by_area"],
    ),
    (WORKFORCE, "2025", "Size of the school workforce", AREAS, ["workforce_size"]),
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


def test_the_largest_tables_are_fetched_when_they_are_named_and_taken_by_hand_at_any_time():
    sources = catalogue.load()
    large = {source.id for source in sources if source.on_request}
    assert large == {
        *("ks4_schools", "pupils_schools", "sen_by_fsm", "sen_by_need_age_and_sex", "sen_by_secondary_need")
    }
    assert not large & {source.id for source in chosen(sources, [])}
    assert [source.id for source in chosen(sources, ["pupils_schools"])] == ["pupils_schools"]
    assert large <= {source.id for source in chosen(sources, [], every=True)}
