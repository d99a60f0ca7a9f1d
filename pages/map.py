"""Map of areas: any measure for every local authority in one period, in classes, with the list beside it."""

from explorer import controls
from explorer.question import Question

controls.open_page(
    "Map of areas",
    "Every local authority in one year. Each has the same size on the map, so that a small city counts as "
    "much to the eye as a large county; the colours and numbers are classes, and the list has each figure.",
)
frame = controls.map_frame()
with frame.pickers:
    question = controls.ask_for(
        Question(("persistent_absence_rate",)),
        controls.area_measure(),
        controls.area_school_type(),
        controls.area_year(),
        controls.class_method(),
        controls.shapes(),
        controls.at(frame.right, controls.area()),
    )
controls.map_view(frame, question)
