"""Synonyms: what people write for what the tables call otherwise."""

import re

from explorer.question import slug

# A year says when, not what: "suspensions 2019" is not about an area that ended in April 2019.
YEAR = re.compile(r"(?<=-)(19|20)\d\d(-?\d\d(\d\d)?)?(?=-)")
# Several words at once, as slugs; before the single words.
PHRASES = {
    "fixed-period-exclusions": "suspensions",
    "fixed-period-exclusion": "suspension",
    "fixed-term-exclusions": "suspensions",
    "fixed-term-exclusion": "suspension",
    "temporary-exclusions": "suspensions",
    "temporary-exclusion": "suspension",
    "statements-of-sen": "ehc-plan",
    "statement-of-sen": "ehc-plan",
    "statements-of-special-educational-needs": "ehc-plan",
    "sen-statements": "ehc-plan",
    "sen-statement": "ehc-plan",
    "key-stage-4": "ks4",
    "free-meals": "fsm",
}
WORDS = {
    "pru": "state funded alternative provision",
    "ap": "alternative provision",
    "truancy": "unauthorised absence",
    "attendance": "overall absence",
    "gcse": "english maths",
    "gcses": "english maths",
    "ks4": "english maths attainment",
    "a8": "attainment 8",
    "send": "sen",
    "statemented": "ehc plan",
    "statements": "ehc plan",
    "autism": "autistic",
    "semh": "social emotional mental health",
    "echp": "ehc plan",
    "ehcp": "ehc plan",
    "ehcps": "ehc plans",
    "gypsies": "gypsy",
    "travellers": "traveller",
    "grt": "gypsy roma traveller",
    "girls": "female",
    "boys": "male",
    "poor": "fsm",
    "poverty": "fsm disadvantaged",
    "deprived": "fsm disadvantaged",
    "deprivation": "idaci fsm disadvantaged",
    "exclusion": "permanent exclusion",
    "exclusions": "permanent exclusions",
    "expelled": "permanent exclusions",
    "expulsion": "permanent exclusions",
    "expulsions": "permanent exclusions",
    "brum": "birmingham",
    "bcp": "bournemouth christchurch poole",
    "beds": "bedfordshire",
    "berks": "berkshire",
    "bucks": "buckinghamshire",
    "cambs": "cambridgeshire",
    "derbys": "derbyshire",
    "glos": "gloucestershire",
    "hants": "hampshire",
    "herts": "hertfordshire",
    "lancs": "lancashire",
    "leics": "leicestershire",
    "lincs": "lincolnshire",
    "northants": "northamptonshire",
    "notts": "nottinghamshire",
    "oxon": "oxfordshire",
    "salop": "shropshire",
    "staffs": "staffordshire",
    "warks": "warwickshire",
    "wilts": "wiltshire",
    "worcs": "worcestershire",
    "yorks": "yorkshire",
}
# Measures that readers know and that are not among these figures, so that nothing else is shown for them.
ABSENT = {
    "progress-8": "Progress 8",
    "p8": "Progress 8",
    "ebacc": "The English Baccalaureate",
    "ofsted": "Ofsted's judgements",
}


def not_held(text: str) -> str:
    """The name of a well-known measure that the words ask for and that is not at hand; '' for none."""
    asked = f"-{slug(text)}-"
    return next((name for word, name in ABSENT.items() if f"-{word}-" in asked), "")


def said_for(text: str) -> list[str]:
    """The words of a text as the tables have them, without its years."""
    asked = YEAR.sub("", f"-{slug(text)}-")
    for phrase, instead in PHRASES.items():
        asked = asked.replace(f"-{phrase}-", f"-{instead}-")
    return " ".join(WORDS.get(word, word) for word in asked.split("-")).split()
