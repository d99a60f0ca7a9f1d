"""Spellings: every word of the real files is one of the vocabulary's, or left out on purpose."""

import re

import duckdb
import pytest

# Published, and left out on purpose: they lump unlike groups, cross two groups, or are something else.
LEFT_OUT = {
    "Ethnicity Minority ethnic pupil",
    "Ethnicity_Minority_Ethnic_Group",
    "Gypsy or Irish Traveller",
    "Roma",
    "Arab",
    "All secondary need",
    "No secondary need",
}
LEFT_OUT_GROUPS = re.compile(
    r" and gender$|^first.language|^religious|^admission|prior attainment|disadvantage status and"
    r"|^age when plan started$|^years ehc plan in place$|^sen secondary need$",
    re.IGNORECASE,
)
LEFT_OUT_SCHOOLS = re.compile(
    r"academ|^free schools$|^la maintained mainstream$|fe 14-16|studio|university technical"
    r"|independent special|^all special schools$",
    re.IGNORECASE,
)

GROUPED = [
    ("exclusions_by_characteristic.csv", "characteristic_group", "characteristic"),
    ("exclusions_national_by_characteristic_200607_202021.csv", "characteristic_group", "characteristic"),
    ("spc_school_ap_characteristics.csv.gz", "characteristic_grouping", "pupil_characteristic"),
    ("spc_school_ap_placement.csv", "characteristic_grouping", "pupil_characteristic"),
    ("spc_pupils_fsm_ethnicity_yrgp.csv.gz", "characteristic_group", "characteristic"),
    ("ks4_dm_ud_202122_nat_prov.csv.gz", "breakdown_topic", "breakdown"),
    ("caseload.csv.gz", "breakdown_topic", "breakdown"),
    ("sen_needs_all_plans.csv.gz", "breakdown_topic", "breakdown"),
    ("sen.csv", "breakdown _topic", "filter_item"),
]
KS4_CHARACTERISTICS = "202324_national_char_data_revised.csv.gz"
FILTERS = [
    ("exclusions_black_groups_by_fsm_termly.csv", "ethnicity_minor", "ethnicity_minor"),
    ("exclusions_black_groups_by_fsm_termly.csv", "fsm", "fsm"),
    ("exclusions_la_by_sen_termly.csv.gz", "sen_provision", "sen_provision"),
    ("absence_la_by_sen.csv.gz", "sen_provision", "sen_provision"),
    ("ap_placements_ap_census.csv.gz", "gender", "sex"),
    ("ap_placements_ap_census.csv.gz", "age", "age"),
    ("ap_placements_ap_census.csv.gz", "ethnicity_minor", "ethnicity_minor"),
    ("ap_placements_ap_census.csv.gz", "fsm", "fsm"),
    ("spc_pupils_ethnicity_and_language.csv.gz", "ethnicity", "ethnicity_minor"),
    ("spc_pupils_fsm_ethnicity_yrgp.csv.gz", "fsm_eligibility", "fsm"),
    ("spc_ap_setting.csv", "setting_type", "setting_type"),
    ("spc_school_ap_placement.csv", "setting_type", "setting_type"),
    ("spc_school_ap_characteristics.csv.gz", "setting_type", "setting_type"),
    (KS4_CHARACTERISTICS, "sex", "sex"),
    (KS4_CHARACTERISTICS, "ethnicity_major", "ethnicity_major"),
    (KS4_CHARACTERISTICS, "ethnicity_minor", "ethnicity_minor"),
    (KS4_CHARACTERISTICS, "free_school_meals", "fsm"),
    (KS4_CHARACTERISTICS, "sen_provision", "sen_provision"),
    (KS4_CHARACTERISTICS, "sen_status", "sen_provision"),
    (KS4_CHARACTERISTICS, "sen_primary_need", "sen_primary_need"),
    (KS4_CHARACTERISTICS, "disadvantage", "disadvantage"),
    ("sen_national_by_phase.csv", "pupil_sen_status", "sen_provision"),
    ("sen_national_by_phase.csv", "primary_need", "sen_primary_need"),
    ("ethnicity.csv", "ethnicity_minor", "ethnicity_minor"),
    ("ethnicity.csv", "ethnicity_major", "ethnicity_major"),
]
SCHOOLS = [
    ("exc_nat_region_la.csv.gz", "school_type"),
    ("exclusions_by_characteristic.csv", "school_type"),
    ("exclusions_by_reason.csv.gz", "school_type"),
    ("exclusions_national_by_school_type.csv", "school_type"),
    ("exclusions_black_groups_by_fsm_termly.csv", "education_phase"),
    ("exclusions_la_by_sen_termly.csv.gz", "education_phase"),
    ("absence_natcharacteristics.csv", "school_type"),
    ("absence_la_by_sen.csv.gz", "education_phase"),
    ("1_absence_3term_nat_reg_la_200607_201819.csv.gz", "school_type"),
    ("EES_ytd_data_202324.csv", "school_type"),
    ("EES_ytd_data_202526.csv", "education_phase"),
    ("week_29_persistent_absence.csv", "education_phase"),
    ("spc_pupils_ethnicity_and_language.csv.gz", "phase_type_grouping"),
    ("sen_national_by_phase.csv", "phase_type_grouping"),
    ("202324_national_data_revised.csv.gz", "establishment_type_group"),
    (KS4_CHARACTERISTICS, "establishment_type_group"),
    ("2223_la_data_revised.csv.gz", "establishment_type"),
    ("2223_ap_la_data_revised.csv", "establishment_type"),
    ("ks4_dm_ud_202122_nat_prov.csv.gz", "institution_group"),
]
TIMES = [
    ("exc_nat_region_la.csv.gz", "time_identifier"),
    ("exclusions_la_by_sen_termly.csv.gz", "time_identifier"),
    ("absence_natcharacteristics.csv", "term"),
    ("4_absence_2term_pru.csv", "time_identifier"),
    ("sen2_mi.csv", "time_identifier"),
]


@pytest.mark.parametrize(("file", "group", "label"), GROUPED)
def test_every_group_and_category_of_the_real_files_resolves(vocabulary, dfe_files, file, group, label):
    unknown = [
        (kind, word)
        for kind, word in _distinct(dfe_files, file, group, label)
        if not LEFT_OUT_GROUPS.search(kind) and word not in LEFT_OUT and not vocabulary.grouped(kind, word)
    ]
    assert not unknown


@pytest.mark.parametrize(("file", "column", "breakdown"), FILTERS)
def test_every_filter_value_of_the_real_files_resolves(vocabulary, dfe_files, file, column, breakdown):
    found = [word for (word,) in _distinct(dfe_files, file, column)]
    assert not [w for w in found if w not in LEFT_OUT and not vocabulary.category(breakdown, w)]


def test_every_label_that_names_its_own_group_belongs_to_one_breakdown(vocabulary, dfe_files):
    for (word,) in _distinct(dfe_files, "absence_natcharacteristics.csv", "characteristic"):
        names = [b["breakdown"] for b in vocabulary.breakdowns if vocabulary.category(b["breakdown"], word)]
        expected = 0 if word in LEFT_OUT or LEFT_OUT_GROUPS.search(word) else 1
        assert len(names) == expected or word == "Total", f"{word}: {names}"


@pytest.mark.parametrize(("file", "column"), SCHOOLS)
def test_every_school_type_of_the_real_files_resolves(vocabulary, dfe_files, file, column):
    found = [word for (word,) in _distinct(dfe_files, file, column)]
    assert not [w for w in found if not LEFT_OUT_SCHOOLS.search(w) and not vocabulary.school_type(w)]


@pytest.mark.parametrize(("file", "column"), TIMES)
def test_every_time_identifier_of_the_real_files_resolves(vocabulary, dfe_files, file, column):
    assert not [w for (w,) in _distinct(dfe_files, file, column) if not vocabulary.time_identifier(w)]


def _distinct(folder, file, *columns):
    path = next(iter(sorted(folder.rglob(file))), None)
    if path is None:
        pytest.skip(f"{file} is not in the folder that DFE_FILES names")
    named = ", ".join(f'"{column}"' for column in columns)
    present = " AND ".join(f'"{column}" IS NOT NULL' for column in columns)
    read = "read_csv(?, all_varchar=true, delim=',', quote='\"')"
    # the columns are named in this file
    sql = f"SELECT DISTINCT {named} FROM {read} WHERE {present}"
    with duckdb.connect() as connection:
        return connection.execute(sql, [str(path)]).fetchall()
