"""Paper: what stands on the printed sheet alone: a title with the day, two charts, notes and the link."""

from datetime import UTC, date, datetime
from html import escape

from explorer import words
from explorer.charts import inline
from explorer.controls.area_profile.table import picture
from explorer.controls.frame import NAME
from explorer.queries import Measure, Place
from explorer.queries.profiles import Line, Profile
from explorer.sentences import area_profile
from explorer.sentences.saying import bare

DRAWN = ("permanent_exclusion_rate", "persistent_absence_rate")
# In the page itself, since nothing but the page can open its print dialogue
BUTTON = """
<button type="button" class="print-button">Print this page</button>
<script>
for (const button of document.querySelectorAll(".print-button")) button.onclick = () => window.print();
</script>
"""


def today() -> date:
    """The day on which the sheet is printed."""
    return datetime.now(UTC).date()


def title(profile: Profile) -> str:
    """The sheet's title: the area, and the day on which it was printed."""
    printed = words.long_date(today().isoformat())
    return _on_paper(
        "title", f"<p><b>{escape(profile.place.name)}: area profile</b></p><p>{NAME}, {printed}</p>"
    )


def history(place: Place) -> str:
    """What became of the area, or what it was made of; nothing where nothing did."""
    return _on_paper("history", f"<p>{escape(place.note)}</p>" if place.note else "")


def charts(profile: Profile) -> str:
    """Two small charts of the area beside its region and England."""
    lines = {line.measure.id: line for line in profile.lines}
    return _on_paper("charts", "".join(_chart(profile, lines[name]) for name in DRAWN if name in lines))


def notes(profile: Profile) -> str:
    """How to read the table, as a list."""
    return "<ul>" + "".join(f"<li>{escape(note)}</li>" for note in area_profile.reading(profile)) + "</ul>"


def foot(profile: Profile, link: str) -> str:
    """The notes in small type, and how to cite the sheet, with the link that opens it again."""
    said = (
        f"Cite with the source above: {NAME}, area profile, {profile.place.name}. Build {profile.build_id}. "
    )
    opened = words.long_date(today().isoformat())
    return _on_paper("foot", f"{notes(profile)}<p>{escape(said)}{escape(link)} (accessed {opened}).</p>")


def _on_paper(part: str, inside: str) -> str:
    return f"<div class='on-paper paper-{part}'>{inside}</div>"


def _chart(profile: Profile, line: Line) -> str:
    """One measure up to the area's newest figure, which is the year that the names at the ends are of."""
    course, measure, region = line.course, line.measure, profile.region
    known = [index for index, value in enumerate(course.points) if value is not None]
    years = slice(0, known[-1] + 1 if known else None)
    named = [(profile.place.name, course.points), ("England", course.england)]
    named[1:1] = [(region.name, course.region)] if region else []
    drawn = [inline.Drawn(name, points[years], _last(points[years], measure)) for name, points in named]
    svg = inline.paper(drawn, profile.window[years], breaks=course.breaks)
    heading = escape(f"{measure.short_label}, {measure.display_unit}")
    shape = picture(svg, area_profile.shape(profile, line), kind="paper-chart")
    return f"<figure><figcaption>{heading}</figcaption>{shape}</figure>"


def _last(points: tuple[float | None, ...], measure: Measure) -> str:
    """The figure at a line's end; '' where the line ends before the last year."""
    return "" if not points or points[-1] is None else bare(points[-1], measure)
