"""Query: GET and POST queries of a data set, answered in ids and text as the public API does."""

import json
from functools import partial

from tests.stand_in import ids, sorting
from tests.stand_in.data_files import paging
from tests.stand_in.wire import json_reply, problem

BODY = {"criteria", "indicators", "sorts", "debug", "page", "pageSize"}
FACETS = ("filters", "geographicLevels", "locations", "timePeriods")
MOST = 10_000
LEVELS = {
    *("NAT", "REG", "LA", "LAD", "PCON", "SCH", "PROV", "INST", "MAT", "SPON", "WARD", "RSC", "EDA", "LEP"),
    *("LSIP", "MCA", "OA", "PA", "PFA"),
}


def answer(version, asked):
    """Return the reply to a query: rows in ids, every value as text, what was not found as warnings."""
    told = _of_body(asked) if asked.method == "POST" else _of_query(asked.parameters)
    if "error" in told:
        return told["error"]
    size, page = told.get("pageSize", 1000), told.get("page", 1)
    refusal = _refusal(version, told, size=size, page=page)
    if refusal:
        return refusal
    warnings = _warnings(version, told.get("criteria") or {})
    rows = [row for row in version.file.rows if _holds(version, told.get("criteria") or {}, row)]
    rows = sorting.ordered(version, rows, told.get("sorts"))
    if told.get("debug"):
        warnings.append({"code": "DebugEnabled", "message": "Do not use debug in production.", "path": ""})
    some = rows[(page - 1) * size : page * size]
    if not rows:
        warnings.append({"code": "QueryNoResults", "message": "The query returned no results.", "path": ""})
    results = [_result(version, row, told.get("indicators", ())) for row in some]
    if told.get("debug"):
        results = [_decorated(version, row, result) for row, result in zip(some, results, strict=True)]
    return json_reply({"paging": paging(page, size, len(rows)), "warnings": warnings, "results": results})


def _refusal(version, told, *, size, page):
    """Return what is wrong with a query, if anything: an id of a filter or a place that is unknown is not."""
    for name, number, most in (("pageSize", size, MOST), ("page", page, 10**6)):
        if not isinstance(number, int) or not 1 <= number <= most:
            return _invalid(name, "InclusiveBetween")
    known = {ids.short(version, "indicator", name) for name in version.file.indicators}
    if set(told.get("indicators", ())) - known:
        return _invalid("indicators", "IndicatorsNotFound")
    unknown = sorting.unknown(version, told.get("sorts"))
    if unknown:
        return _invalid("sorts", unknown)
    for facet, operator, wanted in _facets(told.get("criteria") or {}):
        code = _odd(facet, wanted if isinstance(wanted, list) else [wanted])
        if code:
            return _invalid(f"{facet}.{operator}", code)
    return None


def _odd(facet, wanted):
    """Return the code of a value that cannot be: a level or a period of time that there is not."""
    if facet == "geographicLevels" and set(wanted) - LEVELS:
        return "AllowedValue"
    if facet == "timePeriods":
        return next(filter(None, (_odd_time(one) for one in wanted)), None)
    if facet == "locations":
        return next(("LocationAllowedLevel" for one in wanted if one.get("level") not in LEVELS), None)
    return None


def _odd_time(wanted):
    first, _, second = wanted.get("period", "").partition("/")
    if not first.isdigit() or len(first) != 4:
        return "TimePeriodInvalidYear"
    if second and (not second.isdigit() or int(second) != int(first) + 1):
        return "TimePeriodInvalidYearRange"
    return None if wanted.get("code") in ids.TIMES.values() else "TimePeriodAllowedCode"


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
    told |= {name: int(asked[name]) for name in ("page", "pageSize") if asked.get(name, "").isdigit()}
    if "sorts" in asked:
        told["sorts"] = [sorting.parsed(word) for word in asked["sorts"].split(",")]
    told["debug"] = asked.get("debug") == "true"
    return told | ({"indicators": asked["indicators"].split(",")} if "indicators" in asked else {})


def _place(word):
    level, name, value = word.split("|")
    return {"level": level, name: value}


def _time(word):
    period, _, code = word.partition("|")
    is_whole = "/" in period or not period.isdigit() or code[:1] in tuple("CRWM")
    return {"period": period if is_whole else f"{period}/{int(period) + 1}", "code": code}


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


def _decorated(version, row, result):
    """Return a result whose ids are followed by labels: for people, never for programs."""
    names = {ids.short(version, "filter", name): name for name in version.file.filters}
    shown = {
        f"{key} :: {names[key]}": f"{word} :: {row[names[key]]}" for key, word in result["filters"].items()
    }
    return result | {"filters": shown}


def _result(version, row, indicators):
    return {
        "timePeriod": ids.time_of(row),
        "geographicLevel": ids.level_of(row),
        "locations": ids.places_of(version, row),
        "filters": ids.filters_of(version, row),
        "values": ids.values_of(version, row, indicators),
    }
