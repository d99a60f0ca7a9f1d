"""Differences between groups: how many times one group's rate is another's, for every measure at hand."""

from explorer import controls
from explorer.question import Question

MEASURES = (
    *("permanent_exclusion_rate", "suspension_rate", "suspended_pupils_rate"),
    *("persistent_absence_rate", "severe_absence_rate", "absence_rate"),
    *("state_funded_ap_pupils", "la_funded_ap_pupils", "school_arranged_ap_pupils"),
    *("english_maths_94_rate", "english_maths_95_rate", "english_maths_entry_rate", "attainment8_average"),
    "sustained_destination_rate",
)

controls.open_page(
    "Differences between groups",
    "How many times the rate of one group is that of another, and how much more that is, with the range that "
    "chance alone would allow. You choose what each group is compared with.",
)

question = controls.ask_for(
    Question(("permanent_exclusion_rate",), breakdown="ethnicity_minor"),
    controls.compared_measure(*MEASURES),
    controls.compared_groups(),
    controls.compared_year(),
    controls.set_beside(),
    controls.pick(),
    controls.one_place(),
    controls.compared_school_type(),
    controls.scale(),
    controls.sort(),
)
controls.disparity(question)
