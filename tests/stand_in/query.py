"""Query: GET and POST queries of a data set, answered in ids and text as the public API does."""

import json
from functools import partial

from tests.stand_in import ids
from tests.stand_in.content import paging
from tests.stand_in.wire import json_reply, problem

BODY = {"criteria", "indicators", "sorts", "debug", "page", "pageSize"}
FACETS = ("filters", "geographicLevels", "locations", "timePeriods")
MOST = 10_000


def answer(version, asked):
    """Return the reply to a query: rows in ids, every value as text, what was not found as warnings."""
    told = _of_body(asked) if asked.method == "POST" else _of_query(asked.parameters)
    if "error" in told:
        return told["error"]
    size = told.get("pageSize", 1000)
    if not 1 <= size <= MOST:
        return _invalid("pageSize", "InclusiveBetween")
    known = {ids.short(version, "indicator", name) for name in version.file.indicators}
    if set(told.get("indicators", ())) - known:
        return _invalid("indicators", "IndicatorsNotFound")
    warnings = _warnings(version, told.get("criteria") or {})
    rows = [row for row in version.file.rows if _holds(version, told.get("criteria") or {}, row)]
    rows.sort(key=lambda row: row["time_period"], reverse=True)
    page = told.get("page", 1)
    some = rows[(page - 1) * size : page * size]
    if not rows:
        warnings.append({"code": "QueryNoResults", "message": "The query returned no results.", "path": ""})
    results = [_result(version, row, told.get("indicators", ())) for row in some]
    return json_reply({"paging": paging(page, size, len(rows)), "warnings": warnings, "results": results})


def _invalid(path, code):
    error = {"message": "Not valid.", "path": path, "code": code}
    return problem(400, "One or more validation errors occurred.", error)


def _of_body(asked):
    try:
        body = json.loads(asked.body)
    except ValueError:
        return {"error": _invalid("", "NotEmptyBody")}
    unknown = sorted(set(body) - BODY) or sorted(_unknown(body.get("criteria") or {}))
    return {"error": _invalid(unknown[0], "UnknownField")} if unknown else body


def _leaves(criteria):
    """Yield the members of criteria that are neither `and`, `or` nor `not`, from any depth."""
    for name, inner in criteria.items():
        if name not in ("and", "or", "not"):
            yield name, inner
            continue
        for one in [inner] if name == "not" else inner:
            yield from _leaves(one)


def _unknown(criteria):
    """Return the members of criteria that mean nothing."""
    return {name for name, _ in _leaves(criteria)} - set(FACETS)


def _of_query(asked):
    """Return a GET query in the shape of a body; its criteria are all ANDed."""
    criteria = []
    for name, word in asked.items():
        facet, _, operator = name.partition(".")
        if facet in FACETS:
            many = operator in ("in", "notIn")
            parse = _PARSERS.get(facet, str)
            value = [parse(one) for one in word.split(",")] if many else parse(word)
            criteria.append({facet: {operator: value}})
    told = {"criteria": {"and": criteria}} if criteria else {}
    told |= {name: int(asked[name]) for name in ("page", "pageSize") if name in asked}
    return told | ({"indicators": asked["indicators"].split(",")} if "indicators" in asked else {})


def _place(word):
    level, name, value = word.split("|")
    return {"level": level, name: value}


def _time(word):
    period, code = word.split("|")
    year = period[:4]
    is_year = code[0] in "CRWM"
    return {"period": year if is_year else f"{year}/{int(year) + 1}", "code": code}


_PARSERS = {"locations": _place, "timePeriods": _time}


def _holds(version, criteria, row):
    """Say whether a row meets criteria; the facets of one object are ANDed."""
    holds = partial(_holds, version, row=row)
    for name, inner in criteria.items():
        if name == "and":
            fine = all(holds(one) for one in inner)
        elif name == "or":
            fine = any(holds(one) for one in inner)
        elif name == "not":  # NOT (a OR b), whatever the documents say
            fine = not any(holds({facet: one}) for facet, one in inner.items())
        else:
            fine = all(_meets(version, name, operator, wanted, row) for operator, wanted in inner.items())
        if not fine:
            return False
    return True


def _meets(version, facet, operator, wanted, row):
    many = wanted if isinstance(wanted, list) else [wanted]
    if operator in ("gt", "gte", "lt", "lte"):
        here, there = ids.time_of(row)["period"], wanted["period"]
        return {"gt": here > there, "gte": here >= there, "lt": here < there, "lte": here <= there}[operator]
    found = any(_is(version, facet, one, row) for one in many)
    return found if operator in ("eq", "in") else not found


def _is(version, facet, wanted, row):
    if facet == "filters":
        return wanted in ids.filters_of(version, row).values()
    if facet == "geographicLevels":
        return wanted == ids.level_of(row)
    if facet == "timePeriods":
        return wanted == ids.time_of(row)
    return wanted.get("level") == ids.level_of(row) and _is_place(version, wanted, row)


def _is_place(version, wanted, row):
    level = wanted["level"]
    if "id" in wanted:
        return ids.places_of(version, row).get(level) == wanted["id"]
    if "oldCode" in wanted:
        return row.get("old_la_code") == wanted["oldCode"]
    return row.get(ids.PLACES[level][0]) == wanted.get("code")


def _facets(criteria):
    for name, inner in _leaves(criteria):
        yield from ((name, operator, wanted) for operator, wanted in inner.items())


def _warnings(version, criteria):
    """Name what no row has; the reply is 200 all the same."""
    found = []
    codes = {
        "filters": "FiltersNotFound",
        "locations": "LocationsNotFound",
        "geographicLevels": "GeographicLevelsNotFound",
        "timePeriods": "TimePeriodsNotFound",
    }
    for facet, operator, wanted in _facets(criteria):
        if operator not in ("eq", "in", "notEq", "notIn"):
            continue
        many = wanted if isinstance(wanted, list) else [wanted]
        missing = [one for one in many if not any(_is(version, facet, one, r) for r in version.file.rows)]
        if missing:
            path = f"criteria.{facet}.{operator}"
            told = {"code": codes[facet], "message": "One or more could not be found.", "path": path}
            found.append(told | {"detail": {"items": missing}})
    return found


def _result(version, row, indicators):
    return {
        "timePeriod": ids.time_of(row),
        "geographicLevel": ids.level_of(row),
        "locations": ids.places_of(version, row),
        "filters": ids.filters_of(version, row),
        "values": ids.values_of(version, row, indicators),
    }
