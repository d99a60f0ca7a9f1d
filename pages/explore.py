"""Explore: any measure, broken down in any published way, for any areas and years."""

from explorer import controls
from explorer.question import Question

controls.open_page(
    "Explore",
    "Every figure at hand. Find it by a few words, or choose step by step; each list offers what there is "
    "for the choices before it.",
)

controls.find()
question = controls.ask_for(
    Question(("permanent_exclusion_rate",)),
    controls.any_measure(),
    controls.any_breakdown(),
    controls.any_school_types(),
    controls.part_of_year(),
    controls.any_places(),
    controls.any_groups(),
    controls.first_period(),
    controls.last_period(),
)
controls.at_hand(question)
controls.explore(controls.answer(question))
