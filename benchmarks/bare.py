"""Bare page: the least that Streamlit needs to show one Plotly chart that a picker changes."""

import plotly.graph_objects as go
import streamlit as st

st.title("Bare")
steepness = st.segmented_control("Measure", [1, 2, 3], default=1)
lines = [go.Scatter(x=list(range(18)), y=[n * steepness + line for n in range(18)]) for line in range(3)]
st.plotly_chart(go.Figure(lines))
