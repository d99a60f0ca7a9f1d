"""Area profile: the whole table of one area for files, and how to cite it."""

from dataclasses import replace
from datetime import date

import pandas as pd

from explorer import queries, words
from explorer.export.citing import Work, short_citation, table_cited, tables_cited, tables_work
from explorer.export.columns import EVERY, Column
from explorer.export.extracting import Extract, processed, today
from explorer.export.tabling import tabled
from explorer.export.telling import About
from explorer.queries import known_place
from explorer.queries.profiles import Counted, Figure, Line, Profile
from explorer.question import ENGLAND, slug
from explorer.sentences import area_profile

COLUMNS = (
    "measure", "measure_label", "school_type", "school_type_label", "place_code", "place", "unit",
    "newest_period", "newest_value", "newest_missing", "region_code", "region", "region_value",
    "england_value", "newest_source",
    "counted_period", "numerator", "numerator_label", "denominator", "denominator_label", "counted_value",
    "interval_low", "interval_high", "interval_level", "interval_method", "england_counted_value",
    "similar_areas", "similar_areas_codes", "similar_areas_value", "similar_areas_missing",
    "funnel_band", "rank_first", "rank_last", "rank_of", "counted_source",
    "direction", "direction_from", "direction_to", "direction_years", "level", "level_from", "level_to",
    "flags", "note",
)  # fmt: skip
AS_ELSEWHERE = {one.name: one for one in EVERY}
TOLD = {
    "unit": "Unit of every value and interval of the row.",
    "newest_period": "Period of the newest figure.",
    "newest_value": "The newest figure of the area, in `unit`.",
    "newest_missing": "Why there is no newest figure, in words.",
    "region_value": "The region's figure of that period, in `unit`.",
    "england_value": "England's figure of that period, in `unit`.",
    "newest_source": "Table and release of the newest figure.",
    "counted_period": "The newest period with the counts behind the figure.",
    "numerator": "Count above the line of the counted figure.",
    "denominator": "Count below the line of the counted figure.",
    "counted_value": "The figure of that period, in `unit`.",
    "interval_low": "Lower end of what chance allows, in `unit`.",
    "interval_high": "Upper end of what chance allows, in `unit`.",
    "interval_level": "Level of that interval: 0.95 is 95 in 100.",
    "interval_method": "How the interval was worked out.",
    "england_counted_value": "England's figure of that period, in `unit`.",
    "similar_areas": "How many statistical neighbours were taken together.",
    "similar_areas_codes": "Codes of the statistical neighbours.",
    "similar_areas_value": "Their rate, all taken as one, in `unit`.",
    "similar_areas_missing": "Neighbours of which there are no counts.",
    "funnel_band": "Where the area lies among the limits around all authorities.",
    "rank_first": "First rank that chance leaves open, from 1 for the lowest.",
    "rank_last": "Last rank that chance leaves open.",
    "rank_of": "How many areas are ranked.",
    "counted_source": "Table and release of the counted figure.",
    "direction": "What may be said of the newest years that may be compared.",
    "direction_from": "First of those years.",
    "direction_to": "Last of those years.",
    "direction_years": "How many of them have a figure.",
    "level": "How each year since the disturbed ones stands to all those before them.",
    "level_from": "First of the years before.",
    "level_to": "Last of the years before.",
    "flags": "What to be careful about.",
}
NUMBERS = {
    *("newest_value", "region_value", "england_value", "numerator", "denominator", "counted_value"),
    *("interval_low", "interval_high", "interval_level", "england_counted_value", "similar_areas"),
    *("similar_areas_value", "rank_first", "rank_last", "rank_of", "direction_years"),
}


def profile_table(profile: Profile, link: str = "", *, pinned: str = "") -> Extract:
    """The table of the area for files of every kind, each row with both its years and sources.

    Shape    COLUMNS, one line per subject, in the order shown, then what every file says
    Units    values and intervals in the column `unit`, which is the one shown, unrounded
    Missing  an empty value; `newest_missing`, `similar_areas_missing` and `note` say why
    """
    rows = pd.DataFrame([_row(profile, line) for line in profile.lines])
    reading = area_profile.reading(profile)
    notes = [tuple(filter(None, (note, *reading))) for note in rows["note"]]
    own = [one for one in map(_column, COLUMNS) if one.name != "note"]
    return tabled(
        rows.reindex(columns=list(COLUMNS)), own, about=_about(profile, link, pinned=pinned), notes=notes
    )


def profile_stem(profile: Profile) -> str:
    """The file's name without its ending: 'area-profile_leeds_2015-16-to-2024-25'."""
    span = slug(f"{profile.window[0]} to {profile.window[-1]}") if profile.window else ""
    return "_".join(part for part in ("area-profile", slug(profile.place.name), span) if part)


def profile_cited(profile: Profile, link: str = "", *, accessed: date | None = None) -> Work:
    """The page as a work to cite."""
    text = profile_citation(profile, link, accessed=accessed)
    title = f"Area profile, {profile.place.name}"
    work = tables_work(profile.sources, title, build_id=profile.build_id, link=link, text=text)
    return replace(work, accessed=accessed)


def _about(profile: Profile, link: str, *, pinned: str) -> About:
    span = f"{profile.window[0]} to {profile.window[-1]}" if profile.window else "none"
    made = today()
    beside = tuple(filter(None, (profile.region, known_place(ENGLAND))))
    return About(
        title=f"Area profile, {profile.place.name}, {span}",
        sentence=area_profile.headline(profile),
        filters=(f"Area: {profile.place.name}", "Measures: one for each subject, the newest figure of each"),
        places=(profile.place, *beside, *(one.place for one in profile.neighbours)),
        periods=span,
        measures=tuple(dict.fromkeys(line.measure for line in profile.lines)),
        symbols=(),
        breaks=(),
        caveats=area_profile.reading(profile),
        rows=len(profile.lines),
        sources=profile.sources,
        processing=processed(profile.sources),
        build_id=profile.build_id,
        citation=profile_citation(profile, pinned or link, accessed=made),
        link=link,
        pinned=pinned,
        sha256="",
        made=made,
    )


def profile_citation(profile: Profile, link: str = "", *, accessed: date | None = None) -> str:
    """How to cite the page in full: the tables that it stands on, the area, the build, the link."""
    opened = f" (accessed {words.long_date(accessed.isoformat())})" if accessed and link else ""
    parts = [
        tables_cited(profile.sources),
        f"Figures shown: area profile, {profile.place.name}",
        f"Build {profile.build_id}",
        f"{link}{opened}",
    ]
    return ". ".join(part.rstrip(".") for part in parts if part) + ("" if link else ".")


def profile_source(profile: Profile) -> str:
    """How to cite the page in a line."""
    return short_citation(profile.sources)


def _row(profile: Profile, line: Line) -> dict[str, object]:
    """One subject as the file has it."""
    measure, course = line.measure, line.course
    return {
        "measure": measure.id,
        "measure_label": measure.label,
        "school_type": line.school_type,
        "school_type_label": queries.school_type_of(line.school_type).label,
        "place_code": profile.place.code,
        "place": profile.place.name,
        "unit": measure.display_unit,
        **_newest(profile, line),
        **(_counted(profile, line.counted) if line.counted else {}),
        "numerator_label": measure.numerator_label,
        "denominator_label": measure.denominator_label,
        "direction": course.direction,
        **_ends(profile, course.years, name="direction"),
        "direction_years": len(course.years),
        "level": f"{course.level} than in any year before" if course.level else "",
        **(_ends(profile, course.before, name="level") if course.level else {}),
        "flags": "; ".join(filter(None, (_newest_small(line), *area_profile.flags(line)))),
        "note": "" if line.counted else area_profile.uncounted(line),
    }


def _ends(profile: Profile, years: tuple[int, ...], *, name: str) -> dict[str, object]:
    """The first and the last of these years of the window."""
    ends = (years[0], years[-1]) if years else ()
    names = (f"{name}_from", f"{name}_to")
    return {where: profile.window[year] for where, year in zip(names, ends, strict=False)}


def _newest(profile: Profile, line: Line) -> dict[str, object]:
    newest, region = line.newest, profile.region
    return {
        "newest_period": newest.period if newest else "",
        "newest_value": _value(newest),
        "newest_missing": "" if newest and newest.shown is not None else area_profile.figure(newest, line),
        "region_code": region.code if region else "",
        "region": region.name if region else "",
        "region_value": _value(line.region),
        "england_value": _value(line.england),
        "newest_source": _cited(profile, newest),
    }


def _counted(profile: Profile, counted: Counted) -> dict[str, object]:
    interval, ranks, together = counted.interval, counted.ranks, counted.together
    return {
        "counted_period": counted.figure.period,
        "numerator": counted.events,
        "denominator": counted.people,
        "counted_value": counted.figure.shown,
        "interval_low": interval.low if interval else None,
        "interval_high": interval.high if interval else None,
        "interval_level": interval.level if interval else None,
        "interval_method": interval.method if interval else "",
        "england_counted_value": _value(counted.england),
        "similar_areas": together.of if together else None,
        "similar_areas_codes": " ".join(one.place.code for one in profile.neighbours),
        "similar_areas_value": together.shown if together else None,
        "similar_areas_missing": "; ".join(together.missing) if together else "",
        "funnel_band": counted.band or "",
        "rank_first": ranks.first if ranks else None,
        "rank_last": ranks.last if ranks else None,
        "rank_of": counted.areas if ranks else None,
        "counted_source": _cited(profile, counted.figure),
    }


def _value(figure: Figure | None) -> float | None:
    return figure.shown if figure else None


def _cited(profile: Profile, figure: Figure | None) -> str:
    """The table and release that a figure came from: of its source, the newest that covers its period."""
    mine = [one for one in profile.sources if figure and one.id == figure.source]
    period = figure.time_period if figure else ""
    covering = [one for one in mine if (one.first_period or "0") <= period <= (one.last_period or "9")]
    return next((table_cited(one) for one in covering or mine), "")


def _newest_small(line: Line) -> str:
    said = area_profile.small(line)
    return f"newest figure: {said}" if said else ""


def _column(name: str) -> Column:
    """A column of the table: those of other files as there, its own with what it holds."""
    if name not in TOLD and name in AS_ELSEWHERE:
        return AS_ELSEWHERE[name]
    told = TOLD.get(name) or f"{name.replace('_', ' ').capitalize()}."
    return Column(
        name, words.capital(name.replace("_", " ")), told, "number" if name in NUMBERS else "string"
    )
