"""Area profile: what is said of one area, in a headline, in the cells of its table and in notes below it."""

from explorer import words
from explorer.queries import Measure, Place
from explorer.queries.profiles import Counted, Course, Figure, Line, Profile
from explorer.sentences import likeness
from explorer.sentences.saying import ISLES, QUARTERS, amount, bare, is_count, period
from explorer.sentences.small import SMALL

LEAD = "permanent_exclusion_rate"
USUAL = "about what would be expected"
TOO_SMALL = "too few pupils to be placed"
FEW = "fewer than ten cases: not placed"
SESSIONS = "no interval for sessions"
AVERAGE = "no interval for an average"
NOT_JUDGED = "not placed: no interval"
UNCOUNTED = "Counts are not at hand: no interval, similar areas or place."
A_COUNT = "A count, not a rate: areas differ in size, so none are beside it."
NOTHING = "No figure is at hand."
YEARS = (
    "Each figure stands over its own year; region and England are of the year of the newest figure. "
    "Intervals, similar areas and places need counts: they are of the newest year with counts, which may be "
    "earlier."
)
CHANCE = (
    "A 95% interval says how far chance moves a figure of this size; nobody was sampled, every case is "
    "counted. Suspensions come in bunches, which widens theirs. Under ten cases the count stands alone, and "
    "10 to 24 are small numbers."
)
AMONG = (
    "Among authorities: by a funnel around the rate of all of them, widened by how much areas differ; inside "
    f"its 95% limits an area is {USUAL}. A rank is the range that chance allows, from the lowest rate."
)
DIRECTION = (
    "never across disturbed years or a break in the series. From six years upwards: whether the figures rise "
    "or fall more steadily than chance would have it (Mann and Kendall's test at 95%); of fewer, not tested: "
    "whether the last three or more each rose or fell. 'Above every year to 2018/19': so is each year shown "
    "since the disturbed ones, not tested. Each shape has its own scale from nought; dashed grey is England."
)
KINDS = (
    "AP is alternative provision, LA local authority, EHC education, health and care. AP and EHC plans are "
    "counts on one day in January; the kinds of AP overlap and are not added together."
)
LEFT_OUT = "Managed moves, home education and pupils taken off the roll are not among exclusions."


def headline(profile: Profile) -> str:
    """Permanent exclusions in the area: counts, rate, interval, its place and similar areas together."""
    line = next((one for one in profile.lines if one.measure.id == LEAD), None)
    if line is None or line.newest is None:
        return f"No figure of permanent exclusions is at hand for {named(profile.place)}."
    said = [
        _counted(profile, line.counted, measure=line.measure),
        _newest(line, profile.place),
        _minding(line),
    ]
    return " ".join(filter(None, said))


def named(place: Place) -> str:
    """The area inside a sentence: 'Leeds', 'the North East', 'the Isle of Wight'."""
    with_article = QUARTERS if place.level == "Regional" else ISLES
    return f"the {place.name}" if place.name.startswith(with_article) else place.name


def _counted(profile: Profile, counted: Counted | None, *, measure: Measure) -> str:
    if counted is None:
        return ""
    many = words.fmt(counted.events) if counted.events else "no"
    verb = "was" if counted.events == 1 else "were"
    label = measure.numerator_label.removesuffix("s") if counted.events == 1 else measure.numerator_label
    when = period(counted.figure.period)
    said = f"In {named(profile.place)} {many} {label} {verb} recorded in {when}"
    if counted.few or counted.interval is None:
        return f"{said}, among {words.fmt(counted.people)} pupils{_alone(counted)}"
    shown = amount(counted.interval.value, measure)
    limits = f"95% interval {interval(counted, measure)}"
    return f"{said} ({shown}; {limits}). {_placed(profile, counted, measure=measure)}".rstrip()


def _alone(counted: Counted) -> str:
    """How many events would be usual for so many pupils, and why the count of so few stands alone."""
    why = "With fewer than ten the count stands alone: chance moves a rate of so few too far."
    if counted.usual is None or counted.band in (None, "left out"):
        return f". {why}"
    usual = words.fmt(counted.usual)
    return (
        f"; at the rate of all authorities together there would have been about {usual}. "
        f"That is {band(counted)} given how much areas vary. {why}"
    )


def _placed(profile: Profile, counted: Counted, *, measure: Measure) -> str:
    alike, england = counted.together, counted.england
    if not profile.is_local:
        return f"England had {bare(england.shown, measure)}." if england and england.shown else ""
    if counted.band is None:
        return ""
    if counted.band == "left out":
        return "With so few pupils it is not set beside other areas."
    said = f"That is {band(counted)} given how much areas vary"
    if alike is None or alike.shown is None:
        return f"{said}."
    whole = words.small(likeness.similar(profile.neighbours))
    return f"{said}; {whole} had {bare(alike.shown, measure)}."


def _newest(line: Line, place: Place) -> str:
    """The newest figure where it is another than the one with counts."""
    newest, counted = line.newest, line.counted
    if newest is None or (counted and counted.figure.time_period == newest.time_period):
        return ""
    when = period(newest.period)
    if newest.shown is None:
        return f"For {when} there is no figure of {line.measure.sentence_label} ({lowered(newest.why)})."
    rate, behind = amount(newest.shown, line.measure), "the count behind it is not at hand"
    if newest.few and newest.about:
        behind += f", but is worked out to be {newest.about}: small numbers, so chance moves it about"
    if counted is None:
        return (
            f"The rate of {line.measure.sentence_label} in {named(place)} published for {when} is {rate}; "
            f"{behind}."
        )
    return f"The rate published for {when} is {rate}; {behind}."


def _minding(line: Line) -> str:
    """The disturbed years among those that the headline names."""
    figures = (line.counted.figure if line.counted else None, line.newest)
    years = list(dict.fromkeys(one.period for one in figures if one and one.disturbed))
    return f"{words.listed(years)} cannot be compared with other years: it was disturbed." if years else ""


def lowered(why: str) -> str:
    """The meaning of a symbol for the middle of a sentence, without its full stop."""
    return words.small(why).rstrip(".") or words.NOT_AT_HAND


def figure(one: Figure | None, line: Line) -> str:
    """The figure of a cell as printed: '12.9'; in words why there is none."""
    if one is None:
        return words.NOT_AT_HAND
    if one.shown is None:
        return one.why.split(":")[0].lower() or words.NOT_AT_HAND
    return bare(one.shown, line.measure)


def newest(line: Line) -> str:
    """The area's newest figure as printed; the count alone where it was counted and under ten."""
    counted = line.counted
    if counted and counted.few and line.newest and counted.figure.time_period == line.newest.time_period:
        return count(counted, line.measure)
    return figure(line.newest, line)


def small(line: Line) -> str:
    """That the newest figure rests on few: 'about 8, small numbers'; '' where it does not."""
    if line.newest is None or not line.newest.few:
        return ""
    return f"{line.newest.about}, {SMALL}" if line.newest.about else SMALL


def count(counted: Counted, measure: Measure) -> str:
    """The counts behind a rate: '19 of 131,359 pupils'; of an average those whom it is of."""
    if measure.unit.endswith("points"):
        return f"{words.fmt(counted.people)} {measure.denominator_short}"
    return f"{words.fmt(counted.events)} of {words.fmt(counted.people)} {measure.denominator_short}"


def interval(counted: Counted, measure: Measure) -> str:
    """The 95 % interval as printed: '3.5 to 5.8'; in words why there is none."""
    found = counted.interval
    if found is None:
        return SESSIONS if "session" in measure.unit else AVERAGE
    if not found.known:
        return "not known"
    return f"{words.fmt(found.low, measure.decimals)} to {bare(found.high, measure)}"


def band(counted: Counted) -> str:
    """Where the area lies among all authorities: 'somewhat low', 'about what would be expected'."""
    if counted.band is None:
        return FEW if counted.few else NOT_JUDGED
    if counted.band == "left out":
        return TOO_SMALL
    return USUAL if counted.band == "as expected" else counted.band


def ranks(counted: Counted) -> str:
    """The places that the area may hold, 1 the lowest rate: '2nd to 14th of 150'; '' where none is given."""
    found = counted.ranks
    if found is None:
        return ""
    first, last = ordinal(found.first), ordinal(found.last)
    return f"{first if first == last else f'{first} to {last}'} of {counted.areas}"


def together(counted: Counted, measure: Measure) -> str:
    """Similar areas as one: '10.9'; or how many of them have counts."""
    found = counted.together
    if found is None:
        return "none are named"
    if found.shown is None:
        known = found.of - len(found.missing)
        return f"{words.NOT_AT_HAND}: counts for {known} of {found.of}"
    return bare(found.shown, measure)


def direction(profile: Profile, course: Course) -> str:
    """What the newest comparable years do: 'rising', 'above every year to 2018/19; fell each year'."""
    if course.direction == "too few events":
        return "too few cases to say"
    if not course.years:
        return words.NOT_AT_HAND
    if not course.level:
        return course.direction
    side = {"higher": "above", "lower": "below"}[course.level]
    beside = f"{side} every year to {profile.window[course.before[-1]]}"
    return beside if course.direction == "too few years" else f"{beside}; {course.direction}"


def rests_on(profile: Profile, course: Course) -> str:
    """The years of a direction: '8 years, 2015/16 to 2022/23', '2022/23 to 2024/25, not tested'; '' else."""
    if course.direction == "too few events" or not course.years:
        return ""
    first, last = profile.window[course.years[0]], profile.window[course.years[-1]]
    span = first if first == last else f"{first} to {last}"
    if course.direction.endswith("each year"):
        return f"{span}, not tested"
    return span if course.direction == "too few years" else f"{len(course.years)} years, {span}"


def flags(line: Line) -> tuple[str, ...]:
    """What to mind with a line: few cases, small numbers, a disturbed year."""
    counted, found = line.counted, []
    if counted and counted.few:
        found.append("fewer than ten cases")
    elif counted and counted.size == "some":
        found.append("small numbers")
    figures = [one for one in (line.newest, counted.figure if counted else None) if one and one.disturbed]
    found += [f"{when} was disturbed" for when in dict.fromkeys(one.period for one in figures)]
    return tuple(found)


def uncounted(line: Line) -> str:
    """Why nothing but the newest figure can be given."""
    if line.newest is None:
        return NOTHING
    return A_COUNT if is_count(line.measure) else UNCOUNTED


def shape(profile: Profile, line: Line) -> str:
    """The small chart of a line in words, for those who do not see it."""
    known = [
        (when, value)
        for when, value in zip(profile.window, line.course.points, strict=True)
        if value is not None
    ]
    if not known:
        return f"{line.measure.short_label}: no figures in these years."
    (first, at_first), (last, at_last) = known[0], known[-1]
    low, high = min(known, key=lambda one: one[1]), max(known, key=lambda one: one[1])
    said = f"{line.measure.short_label} in {named(profile.place)}: {bare(at_first, line.measure)} in {first}"
    if len(known) == 1:
        return f"{said}."
    ends = f"{said}, {bare(at_last, line.measure)} in {last}"
    lowest, highest = (f"{bare(one[1], line.measure)} in {one[0]}" for one in (low, high))
    return f"{ends}; lowest {lowest}, highest {highest}."


def reading(profile: Profile) -> tuple[str, ...]:
    """How to read the table: one note for each thing in it, as far as this area has it."""
    span = f"{profile.window[0]} to {profile.window[-1]}" if profile.window else "the years at hand"
    return (YEARS, CHANCE, *_of_place(profile), f"Direction over {span}: {DIRECTION}", KINDS, LEFT_OUT)


def _of_place(profile: Profile) -> list[str]:
    if not profile.is_local:
        return ["Regions have no statistical neighbours, and no place among authorities."]
    if not profile.neighbours:
        return [AMONG, f"No statistical neighbours are named for {named(profile.place)}."]
    alike = words.listed(one.place.name for one in profile.neighbours)
    many = f"Similar areas are the {len(profile.neighbours)} statistical neighbours that the Department for"
    far = likeness.not_close(profile.neighbours)
    return [AMONG, f"{many} Education names, taken as one from their counts: {alike}. {far}".rstrip()]


def ordinal(number: int) -> str:
    """'1st', '2nd', '3rd', '11th', '112th'."""
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{words.fmt(number)}{ending}"
