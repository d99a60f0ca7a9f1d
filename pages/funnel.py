"""How areas vary: every local authority's rate beside all others, inside the limits of what is usual."""

from explorer import controls
from explorer.question import Question

controls.open_page(
    "How areas vary",
    "Rates differ between areas by chance and for many reasons. Each dot is a local authority; the lines "
    "show between which rates an area of its size would usually lie. A rate outside them is worth a closer "
    "look; the chart does not say why it is there.",
)

question = controls.ask_for(
    Question(("permanent_exclusion_rate",)),
    controls.measure(
        "permanent_exclusion_rate",
        "suspension_rate",
        "suspended_pupils_rate",
        "persistent_absence_rate",
        "severe_absence_rate",
    ),
    controls.counted_school_type(),
    controls.counted_year(),
    controls.marked_area(),
    controls.limits(),
)

controls.funnel(controls.standing(question), controls.marked())
