"""Compare areas: any places side by side over time, or several of them taken together as one."""

from explorer import controls
from explorer.question import Question

MEASURE = "permanent_exclusion_rate"

controls.open_page(
    "Compare areas",
    "England, regions and local authorities side by side, each to its newest year. Up to four are lines of "
    "one chart; more have a small chart each, all on one scale, with England in grey.",
)

question = controls.ask_for(
    Question((MEASURE,), controls.regions(MEASURE)),
    controls.line_measure(),
    controls.line_school_type(),
    controls.since(),
    controls.line_places(),
    controls.together(),
)

controls.alongside(question)
