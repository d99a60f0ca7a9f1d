"""Ids: the short ids of filters, options, indicators and places, and the periods, of one version's file."""

import hashlib

LEVELS = {"National": "NAT", "Regional": "REG", "Local authority": "LA", "School": "SCH"}
PLACES = {
    "NAT": ("country_code", "country_name"),
    "REG": ("region_code", "region_name"),
    "LA": ("new_la_code", "la_name"),
}
TIMES = {
    "Academic year": "AY",
    "Autumn term": "T1",
    "Spring term": "T2",
    "Summer term": "T3",
    "Autumn and spring term": "T1T2",
    "Calendar year": "CY",
    "Reporting year": "RY",
    **{f"Week {number}": f"W{number}" for number in range(1, 53)},
}


def short(version, *words):
    """Return a five-letter id: the same in every minor version, another after a major one."""
    told = "/".join([version.file.data_set.id, str(version.key[0]), *words])
    return hashlib.sha256(told.encode()).hexdigest()[:5]


def period(word):
    return f"{word[:4]}/{int(word[:4]) + 1}" if len(word) == 6 else word


def time_of(row):
    code = TIMES.get(row.get("time_identifier", "").capitalize(), "AY")
    return {"code": code, "period": period(row["time_period"])}


def level_of(row):
    return LEVELS.get(row["geographic_level"].capitalize(), "NAT")


def places_of(version, row):
    """Return the place id of each level that a row names; a lower level's rows name their parents."""
    named = {level: row.get(code, "") for level, (code, _) in PLACES.items()}
    return {level: short(version, "place", level, code) for level, code in named.items() if code}


def filters_of(version, row):
    """Return option ids by filter id; a blank cell is left out."""
    named = [(name, row[name]) for name in version.file.filters if row.get(name)]
    return {short(version, "filter", name): short(version, "option", name, word) for name, word in named}


def values_of(version, row, wanted=()):
    """Return the cells as they stand, each as text."""
    told = {short(version, "indicator", name): row[name] for name in version.file.indicators}
    return {key: word for key, word in told.items() if not wanted or key in wanted}


def meta(version, types):
    """Return the meta document; what was not asked for is an empty list."""
    file = version.file
    told = {"filters": [], "indicators": [], "geographicLevels": [], "locations": [], "timePeriods": []}
    if "Filters" in types:
        told["filters"] = [_filter(version, name) for name in file.filters]
    if "Indicators" in types:
        told["indicators"] = [_indicator(version, name) for name in file.indicators]
    if "Locations" in types:
        told["geographicLevels"] = [
            {"code": LEVELS.get(level, level), "label": level} for level in file.levels
        ]
        told["locations"] = [one for level in PLACES if (one := _locations(version, level))["options"]]
    if "TimePeriods" in types:
        times = {(row["time_period"], time_of(row)["code"]) for row in file.rows}
        told["timePeriods"] = [{"code": c, "period": period(p), "label": period(p)} for p, c in sorted(times)]
    return told


def _filter(version, name):
    words = sorted({row[name] for row in version.file.rows if row.get(name)})
    options = [{"id": short(version, "option", name, word), "label": word} for word in words]
    told = {"id": short(version, "filter", name), "column": name, "label": name.replace("_", " ")}
    return told | {"hint": "", "options": options}


def _indicator(version, name):
    told = {"id": short(version, "indicator", name), "column": name, "label": name.replace("_", " ")}
    return told | {"unit": "%" if name.endswith(("rate", "percent")) else "", "decimalPlaces": 2}


def _locations(version, level):
    code, label = PLACES[level]
    rows = {(r.get(code, ""), r.get(label, ""), r.get("old_la_code", "")) for r in version.file.rows}
    options = {
        c: {"id": short(version, "place", level, c), "label": name, "code": c}
        | ({"oldCode": old} if level == "LA" else {})
        for c, name, old in sorted(rows)
        if c
    }
    return {"level": {"code": level, "label": level}, "options": list(options.values())}
