"""Sorting: the order of the rows of a query, and what cannot be sorted by."""

from tests.stand_in import ids

DIRECTIONS = ("Asc", "Desc")


def parsed(word):
    """Return a sort of a GET query in the shape of a body."""
    field, _, direction = word.rpartition("|")
    return {"field": field, "direction": direction}


def unknown(version, sorts):
    """Return the code of the first sort that cannot be; None where all can."""
    for sort in sorts or []:
        if sort.get("direction") not in DIRECTIONS:
            return "SortDirection"
        if _key(version, sort.get("field", "")) is None:
            return "SortFieldsNotFound"
    return None


def ordered(version, rows, sorts):
    """Return the rows as asked for, the newest period first where nothing is; numbers sort as text."""
    rows = list(rows)
    for sort in reversed(sorts or [{"field": "timePeriod", "direction": "Desc"}]):
        rows.sort(key=_key(version, sort["field"]), reverse=sort["direction"] == "Desc")
    return rows


def _key(version, field):
    """Return what of a row a field is; None where there is no such field."""
    kind, _, wanted = field.partition("|")
    if kind == "timePeriod":
        return lambda row: row["time_period"]
    if kind == "geographicLevel":
        return ids.level_of
    if kind == "location" and wanted in ids.PLACES:
        return lambda row: row.get(ids.PLACES[wanted][1], "")
    named = {"filter": version.file.filters, "indicator": version.file.indicators}.get(kind, ())
    name = next((one for one in named if ids.short(version, kind, one) == wanted), None)
    return (lambda row: row[name]) if name else None
