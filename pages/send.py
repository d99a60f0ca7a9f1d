"""SEND in mainstream and special schools: where pupils are taught, how many they are, results at 16."""

from explorer import charts, controls, sentences
from explorer.queries.plans import plans_by_school
from explorer.question import Question
from explorer.sentences import send

SETTINGS = ("Mainstream", "Special", "Alternative provision")
ROLLS = ("All schools", "Primary", "Secondary")
KINDS = {"share": "Share of plans", "number": "Number of plans"}

controls.open_page(
    "SEND in mainstream and special schools",
    "Special educational needs and disabilities (SEND): where children and young people with an education, "
    "health and care (EHC) plan are taught, and what share of pupils has one. Shares and numbers can point "
    "in opposite directions, so both are said.",
)
controls.section(
    "Plans by setting",
    "Every plan for ages 0 to 25, counted by the local authority that is responsible for it (SEN2). Special "
    "schools are of all kinds, independent ones among them; SEN units are within mainstream schools.",
)
question = controls.ask_for(
    Question(("ehc_plans",), school_types=("All settings",), breakdown="placement", categories=SETTINGS),
    controls.one_place(),
    controls.groups("Settings"),
    controls.switch("show", KINDS, label="Show"),
)
shares = controls.shares(question)
shown = controls.answer(question) if controls.look_of("show") == "number" else shares
controls.view(shown, charts.lines(shown), sentence=send.placements(shares))

controls.section(
    "Pupils with a plan by kind of school",
    "Another count: pupils on the January school census in England. Independent schools, colleges and places "
    "outside schools are not in it, so it is not to be mixed with the count above.",
)
census = plans_by_school()
controls.view(census, charts.lines(census), sentence=send.by_school(census), name="census")

controls.section("Share of all pupils", "Of pupils in schools, with a plan and with SEN support.")
rolls = controls.answer(Question(("ehc_plan_rate", "sen_support_rate"), question.places, ROLLS))
controls.view(rolls, charts.lines(rolls), sentence=send.on_roll(rolls), name="rolls")

controls.section("Kinds of need", "The primary need that is named in the plan, for plans of ages 0 to 25.")
by_need = Question(("ehc_plans",), question.places, ("All settings",), "sen_primary_need")
needs = controls.shares_or_counts(controls.newest(by_need))
drawn = charts.dots(needs, by_rate=controls.is_of_shares(needs))
controls.view(needs, drawn, sentence=sentences.profile(needs), name="needs")

controls.section(
    "Results at 16",
    "England. Schools differ in whom they teach: this is no measure of a school. The time that plans take, "
    "and appeals, are published in *Education, health and care plans* and not charted here.",
)
ks4 = Question(("english_maths_94_rate",), school_types=("All state-funded",), breakdown="sen_provision")
results = controls.answer(controls.newest(ks4))
kinds = controls.answer(send.with_a_plan(results.question))
said = send.outcomes(kinds, results)
controls.view(results, charts.dots(results), sentence=said, name="results", beside=(kinds,))
