"""Start here: what this is, the newest figure of each subject, how fresh it is, and where to go."""

import streamlit as st

from explorer import controls

EXCLUSIONS, ETHNICITY = "pages/exclusions.py", "pages/exclusions_by_ethnicity.py"
AP, GAP = "pages/alternative_provision.py", "pages/attainment_gap.py"
ABSENCE, ABOUT = "pages/absence.py", "pages/about.py"

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

controls.section("Where to go")
st.page_link(
    EXCLUSIONS, label="**Exclusions**: suspensions and permanent exclusions by school type and place"
)
st.page_link(ETHNICITY, label="**Exclusions by ethnicity**: every group at hand beside all pupils")
st.page_link(AP, label="**Alternative provision**: how many pupils, in which kind, and who they are")
st.page_link(GAP, label="**The attainment gap**: results at 16 beside all state-funded schools, and by group")
st.page_link(ABSENCE, label="**Absence**: overall, persistent and severe, by school type, group and place")
st.page_link(ABOUT, label="**About the data**: sources, definitions, symbols, breaks and caveats")

controls.section(
    "How fresh the figures are",
    "Series end in different years; each is shown to its own newest one. The figures are published by the "
    "Department for Education under the Open Government Licence v3.0.",
)
controls.freshness()
