"""Lost learning: absence, suspensions and permanent exclusions side by side, never added together."""

from explorer import charts, controls
from explorer.question import Question
from explorer.sentences import lost

SCHOOLS = ("Total", "Primary", "Secondary", "Special")
GROUPS = {
    "fsm": "Free school meals",
    "sen_provision": "SEN provision",
    "ethnicity_minor": "Ethnic group",
    "sex": "Sex",
}

controls.open_page(
    "Lost learning",
    "Absence, suspensions and permanent exclusions beside each other. Each is counted in its own way and "
    "divided by something else, and time missed through suspension is in absence too: they are never added.",
)
question = controls.ask_for(
    Question(("absence_rate",)),
    controls.measure("absence_rate", "persistent_absence_rate", "severe_absence_rate", label="Absence as"),
    controls.one_place(),
    controls.one_school_type(*SCHOOLS),
    controls.switch("groups", GROUPS, label="Groups, below", across=0),
)
asked = controls.lost_question(question)
answer = controls.answer(asked)
controls.view(answer, charts.side_by_side(answer), sentence=lost.lost(answer))
controls.section("Days of absence")
controls.lost_days(asked)
controls.section(
    "By group", "England, in the newest comparable year that has all three at hand for these groups."
)
controls.lost_groups(asked, breakdown=controls.look_of("groups"))
