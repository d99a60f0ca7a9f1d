"""Area profile: the whole table of one area as a CSV, and how to cite it."""

from explorer import words
from explorer.export.citing import short_citation, table_cited, tables_cited
from explorer.export.plain import rows_csv
from explorer.queries.profiles import Counted, Figure, Line, Profile
from explorer.question import slug
from explorer.sentences import area_profile

COLUMNS = (
    "measure", "measure_label", "school_type", "place_code", "place", "unit",
    "newest_period", "newest_value", "newest_missing", "region_code", "region", "region_value",
    "england_value", "newest_source",
    "counted_period", "numerator", "numerator_label", "denominator", "denominator_label", "counted_value",
    "interval_low", "interval_high", "interval_level", "interval_method", "england_counted_value",
    "similar_areas", "similar_areas_codes", "similar_areas_value", "similar_areas_missing",
    "funnel_band", "rank_first", "rank_last", "rank_of", "counted_source",
    "direction", "direction_from", "direction_to", "direction_years", "flags", "note",
)  # fmt: skip


def profile_csv(profile: Profile, link: str = "") -> bytes:
    """The table of the area as UTF-8 CSV with a byte order mark, each row with both its years and sources.

    Shape    COLUMNS, one line per subject, in the order shown, then citation, licence, link and build
    Units    values and intervals in the column `unit`, which is the one shown, unrounded
    Missing  an empty value; `newest_missing`, `similar_areas_missing` and `note` say why
    """
    about = {
        "citation": tables_cited(profile.sources),
        "licence": words.listed(dict.fromkeys(one.licence for one in profile.sources if one.licence)),
        "link": link,
        "build_id": profile.build_id,
    }
    rows = [_row(profile, line) for line in profile.lines]
    return rows_csv(COLUMNS, [[row.get(name) for name in COLUMNS] for row in rows], about=about)


def profile_file_name(profile: Profile) -> str:
    """The file's name: 'area-profile_leeds_2015-16-to-2024-25.csv'."""
    span = slug(f"{profile.window[0]} to {profile.window[-1]}") if profile.window else ""
    return "_".join(part for part in ("area-profile", slug(profile.place.name), span) if part) + ".csv"


def profile_citation(profile: Profile, link: str = "") -> str:
    """How to cite the page in full: the tables that it stands on, the area, the build, the link."""
    parts = [
        tables_cited(profile.sources),
        f"Figures shown: area profile, {profile.place.name}",
        f"Build {profile.build_id}",
        link,
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
        "place_code": profile.place.code,
        "place": profile.place.name,
        "unit": measure.display_unit,
        **_newest(profile, line),
        **(_counted(profile, line.counted) if line.counted else {}),
        "numerator_label": measure.numerator_label,
        "denominator_label": measure.denominator_label,
        "direction": course.direction,
        "direction_from": profile.window[0] if profile.window else "",
        "direction_to": profile.window[-1] if profile.window else "",
        "direction_years": course.years,
        "flags": "; ".join(area_profile.flags(line)),
        "note": "" if line.counted else area_profile.uncounted(line),
    }


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
