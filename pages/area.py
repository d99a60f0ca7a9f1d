"""Area profile: what can be said of one authority or region, on a page that prints on one sheet."""

import streamlit as st

from explorer.controls import area_profile, open_page

open_page(
    "Area profile",
    "Exclusions, absence, alternative provision, SEN and results at 16 of one local authority or region in a "
    "single table: each figure with its year, its limits, England and similar areas. It prints on one sheet.",
)
top, table, below = st.container(key="search"), st.container(key="sheet"), st.container()

place = area_profile.choose(top, below)
with table:
    if place is None:
        area_profile.invitation()
    else:
        area_profile.sheet(place)
if place is not None:
    area_profile.subjects(place)
