"""Table: every subject of an area in one table of the page, its small charts in it, for screen and paper."""

from base64 import b64encode
from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby

from explorer.charts import inline
from explorer.queries.profiles import Counted, Line, Profile
from explorer.sentences import area_profile as said
from explorer.sentences.likeness import similar
from explorer.sentences.saying import is_count

NEWEST, COUNTED = "Newest figure", "Newest figure with counts"
INTERVAL = "(95% interval)"
AMONG = "Among authorities, and rank (1 = lowest)"


def table(profile: Profile) -> str:
    """The table as HTML: a row a subject; on a phone each row is a card of its own.

    Missing  no cell is empty: it says in words why there is no figure
    """
    label = escape(f"{profile.place.name}, all subjects", quote=True)
    # a keyboard can scroll it where it is wider than the window
    scroll = f"<div class='profile-scroll' role='region' aria-label='{label}' tabindex='0'>"
    # of areas with all columns, long and short names share the widths on paper
    kind = " of-authority" if profile.neighbours else ""
    inside = _caption(profile) + _columns(profile) + _head(profile) + _bodies(profile)
    return f"{scroll}<table class='profile{kind}' role='table'>{inside}</table></div>"


def picture(svg: str, alt: str, *, kind: str) -> str:
    """A drawing as a picture with its words."""
    # a picture, not a drawing of the page: the page's own sanitiser takes drawings out
    source = b64encode(svg.encode("utf-8")).decode("ascii")
    return f"<img class='{kind}' src='data:image/svg+xml;base64,{source}' alt='{escape(alt, quote=True)}'>"


def _caption(profile: Profile) -> str:
    return f"<caption>{escape(profile.place.name)}: published figures, each with its own year.</caption>"


def _columns(profile: Profile) -> str:
    many = 1 + sum(len(labels) for _, labels in _groups(profile))
    columns = "".join(f"<col class='col-{number}'>" for number in range(many))
    return f"<colgroup>{columns}</colgroup>"


def _bodies(profile: Profile) -> str:
    """The rows, those of one topic together."""
    topics = groupby(profile.lines, key=lambda line: line.measure.topic)
    rows = ("".join(_row(profile, line) for line in lines) for _, lines in topics)
    return "".join(f"<tbody role='rowgroup'>{those}</tbody>" for those in rows)


def _groups(profile: Profile) -> list[tuple[str, tuple[str, ...]]]:
    """The headings over the headings, each with those under it."""
    window = f"{profile.window[0]} to {profile.window[-1]}" if profile.window else "Years"
    region = (profile.region.name,) if profile.region else ()
    alike = (similar(profile.neighbours),) if profile.neighbours else ()
    peers = (*alike, AMONG) if profile.is_local else ()
    name = profile.place.name
    return [
        (window, ("Shape", "Direction")),
        (NEWEST, (name, *region, "England")),
        (COUNTED, (f"{name} {INTERVAL}", *peers)),
    ]


def _head(profile: Profile) -> str:
    groups = _groups(profile)
    over = "".join(
        f"<th role='columnheader' scope='colgroup' colspan='{len(labels)}' class='over'>{escape(title)}</th>"
        for title, labels in groups
    )
    under = "".join(
        f"<th role='columnheader' scope='col'{_first(index)}>{escape(label)}</th>"
        for _, labels in groups
        for index, label in enumerate(labels)
    )
    corner = "<th role='columnheader' scope='col' rowspan='2'>Subject</th>"
    return f"<thead role='rowgroup'><tr role='row'>{corner}{over}</tr><tr role='row'>{under}</tr></thead>"


def _first(index: int) -> str:
    return "" if index else " class='first'"


def _row(profile: Profile, line: Line) -> str:
    name = f"{escape(line.measure.short_label)}{_small(line.measure.display_unit)}"
    cells = [*_course(profile, line), *_newest(profile, line), *_with_counts(profile, line)]
    return f"<tr role='row'><th role='rowheader' scope='row'>{name}</th>{''.join(cells)}</tr>"


def _cell(label: str, text: str, *, small: Iterable[str] = (), kind: str = "", across: int = 1) -> str:
    """One cell; `label` is its heading, which a phone shows beside it."""
    more = "".join(_small(one) for one in small if one)
    span = f" colspan='{across}'" if across > 1 else ""
    classes = f" class='{kind}'" if kind else ""
    named = f"data-label='{escape(label, quote=True)}'"
    return f"<td role='cell' {named}{span}{classes}><span>{text}{more}</span></td>"


def _small(text: str) -> str:
    return f"<small>{escape(text)}</small>"


def _year(text: str) -> str:
    return f"<small class='year'>{escape(text)}</small>"


def _course(profile: Profile, line: Line) -> Iterator[str]:
    course = line.course
    beside = () if is_count(line.measure) else course.england
    drawn = inline.spark(course.points, beside=beside, breaks=course.breaks)
    yield _cell("Shape", picture(drawn, said.shape(profile, line), kind="spark"), kind="first")
    told = escape(said.direction(profile, course))
    yield _cell("Direction", told, small=[said.rests_on(profile, course)])


def _newest(profile: Profile, line: Line) -> Iterator[str]:
    """The newest figure over its year, which is that of the region and of England beside it too."""
    year, small = _year(line.newest.period) if line.newest else "", said.small(line)
    figure = escape(said.newest(line))
    own = f"{figure}{year}{_small(small)}" if small else f"<b>{figure}</b>{year}"
    yield _cell(f"{NEWEST}, {profile.place.name}", own, kind="first")
    if profile.region:
        yield _cell(profile.region.name, escape(said.figure(line.region, line)))
    yield _cell("England", escape(said.figure(line.england, line)))


def _with_counts(profile: Profile, line: Line) -> Iterator[str]:
    counted, measure = line.counted, line.measure
    if counted is None:
        width = len(_groups(profile)[-1][1])
        yield _cell(COUNTED, escape(said.uncounted(line)), kind="first", across=width)
        return
    yield _value(profile, line, counted=counted)
    if profile.neighbours:
        yield _cell(similar(profile.neighbours), escape(said.together(counted, measure)))
    if profile.is_local:
        yield _cell(AMONG, escape(said.band(counted)), small=[said.ranks(counted)])


def _value(profile: Profile, line: Line, *, counted: Counted) -> str:
    """The figure with its interval over its year and counts; under ten the counts alone."""
    label, flags = f"{COUNTED}, {profile.place.name} {INTERVAL}", said.flags(line)
    year, count = counted.figure.period, said.count(counted, line.measure)
    if counted.few:
        return _cell(label, escape(count), small=[year, *flags], kind="first")
    figure, interval = said.figure(counted.figure, line), said.interval(counted, line.measure)
    if counted.interval is None:
        return _cell(label, escape(figure), small=[f"{year}: {count}", interval], kind="first")
    text = f"{escape(figure)} <span class='whole'>({escape(interval)})</span>"
    return _cell(label, text, small=[f"{year}: {count}", *flags], kind="first")
