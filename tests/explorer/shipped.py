"""Shipped: the figures that travel with the code, for tests that hold them against published numbers."""

from dataclasses import replace

from explorer import queries
from explorer.question import Question

LEEDS, KIRKLEES, RUTLAND, MIDDLESBROUGH = "E08000035", "E08000034", "E06000017", "E06000002"
MILTON_KEYNES, ENGLAND, DARLINGTON = "E06000042", "E92000001", "E06000005"
CUMBRIA, CUMBERLAND, WESTMORLAND = "E10000006", "E06000063", "E06000064"
NORTHAMPTONSHIRE, NORTH, WEST = "E10000021", "E06000061", "E06000062"
CITY, SCILLY = "E09000001", "E06000053"
PERMANENT = Question(("permanent_exclusion_rate",))


def year(period, question=PERMANENT, **other):
    """The question, of one year."""
    return replace(question, first=period, last=period, **other)


def bands(standing):
    """How many areas lie beyond the 95 % limits, those beyond the 99.8 % limits among them, and how many
    beyond the latter."""
    found = [standing.band(code) for code in standing.rates]
    outer = sum(one.startswith("unusually") for one in found)
    return outer + sum(one.startswith("somewhat") for one in found), outer


def place(code):
    return queries.place(code)
