"""Start here: what this is, the newest figure of each subject, how fresh it is, and where to go."""

import streamlit as st

from explorer import controls

EXCLUSIONS, ABSENCE = "pages/exclusions.py", "pages/absence.py"
AP, GAP = "pages/alternative_provision.py", "pages/attainment_gap.py"
WAYS = {
    "An area": {
        "area.py": "**Area profile**: one authority or region in all subjects, on one sheet to print",
        "compare_areas.py": "**Compare areas**: any areas side by side over time, or taken together as one",
        "map.py": "**Map of areas**: every authority at a glance, with a list",
        "funnel.py": "**How areas vary**: which areas differ by more than chance and usual variation",
    },
    "A subject": {
        "exclusions.py": "**Exclusions**: suspensions and permanent exclusions by school type and place",
        "exclusions_by_ethnicity.py": "**Exclusions by ethnicity**: every group at hand beside all pupils",
        "disparities.py": "**Differences between groups**: one group's rate as a multiple of another's",
        "alternative_provision.py": "**Alternative provision**: how many pupils, in which kind, and who",
        "attainment_gap.py": "**The attainment gap**: results at 16 beside all state-funded schools",
        "absence.py": "**Absence**: overall, persistent and severe, by school type, group and place",
        "send.py": "**SEND in schools**: where pupils with a plan are taught, in numbers and in shares",
        "lost_learning.py": "**Lost learning**: absence, suspension and exclusion side by side",
    },
    "Any figure": {
        "explore.py": "**Explore**: find any figure by a few words, filter it and take it away",
        "about.py": "**About the data**: sources, definitions, symbols, breaks, caveats and changes",
    },
}

controls.open_page(
    "Start here",
    "Published figures on exclusions, absence, alternative provision and results at 16 in England, for "
    "campaigners, researchers and all who have to make a case with them. Each figure keeps its source, its "
    "gaps and its limits beside it, and every view can be linked to, cited and saved.",
)

controls.tiles(
    controls.Tile("permanent_exclusion_rate", EXCLUSIONS),
    controls.Tile("suspension_rate", EXCLUSIONS),
    controls.Tile("persistent_absence_rate", ABSENCE),
    controls.Tile("severe_absence_rate", ABSENCE),
    controls.Tile("state_funded_ap_pupils", AP, school_type="Alternative provision"),
    controls.Tile("english_maths_94_rate", GAP, school_type="Hospital, PRU & AP", beside="All state-funded"),
)

for title, links in WAYS.items():
    controls.section(title)
    for page, label in links.items():
        st.page_link(f"pages/{page}", label=label)

controls.section(
    "How fresh the figures are",
    "Series end in different years; each is shown to its own newest one. The figures are published by the "
    "Department for Education under the Open Government Licence v3.0.",
)
controls.freshness()
