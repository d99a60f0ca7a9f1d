"""Described: the addresses in the form that programs read, OpenAPI."""

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from explorer import queries, store
from explorer.addresses.answering import KINDS, OPEN, unreadable
from explorer.addresses.asked import LONGEST, TAKEN
from explorer.errors import ExplorerError

SAYS = {
    "place": "Areas: nine-character codes, or names, joined by '~'; 'all' for each. England if left out.",
    "school": "School types, joined by '~'. The widest that the measure has if left out.",
    "by": "The breakdown, such as 'ethnicity_minor'; 'total' if left out.",
    "group": "Groups of the breakdown, joined by '~'; 'all' if left out.",
    "from": "The first period, such as '201819'; 'start' if left out.",
    "to": "The last period; 'latest' if left out.",
    "term": "The part of the year, such as 'academic-year' or 'autumn-term'.",
    "build": "The build whose figures are wanted, which then never change; the newest if left out.",
}
EXAMPLES = {
    "place": "E92000001~E08000035",
    "school": "total",
    "by": "total",
    "group": "all",
    "from": "start",
    "to": "latest",
    "term": "academic-year",
    "build": "0123456789ab",
}


def description(request: Request) -> Response:
    """The OpenAPI description of every address under `/data`.

    Source   OpenAPI 3.1.0
    """
    try:
        store.ensure()
        measures = [one.id for one in queries.measures()]
    except ExplorerError as error:
        return unreadable(error)
    at = request.url.path.removesuffix("/openapi.json")
    said = {
        "openapi": "3.1.0",
        "info": {
            "title": "Inclusion Explorer",
            "version": "1",
            "summary": "Published figures on exclusions, absence, alternative provision and attainment.",
            "description": (
                "The words are those of a page's link. `measure` may be among them where it is that of the "
                "address, and the words of a page's looks, as `sort`, which change nothing here."
            ),
            "license": {
                "name": "Open Government Licence v3.0",
                "url": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
            },
        },
        "paths": {
            at: {"get": _get("listMeasures", "Every measure and its addresses", answers=_json({}))},
            f"{at}/openapi.json": {"get": _get("describe", "This description", answers=_json({}))},
            **{f"{at}/{{measure}}.{ending}": {"get": _file(ending, measures)} for ending in KINDS},
        },
        "components": {"schemas": {"Problem": _problem()}},
    }
    return JSONResponse(said, headers=OPEN)


def _file(ending: str, measures: list[str]) -> dict[str, Any]:
    """The description of the address of one kind of file."""
    kind = KINDS[ending].partition(";")[0]
    measure = {
        "name": "measure",
        "in": "path",
        "required": True,
        "schema": {"type": "string", "enum": measures},
    }
    worded = [
        {
            "name": word,
            "in": "query",
            "description": SAYS[word],
            "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST},
            "example": EXAMPLES[word],
        }
        for word in TAKEN
    ]
    answers = {
        "200": {
            "description": "A line for each figure, with its meaning, source, release, licence and citation.",
            "headers": {
                "ETag": {"schema": {"type": "string"}},
                "Cache-Control": {"schema": {"type": "string"}},
            },
            "content": {kind: {}},
        },
        "304": {"description": "The figures are those that the `If-None-Match` of the request names."},
        "400": _wrong("Words that mean nothing, or for which no figures are at hand."),
        "404": _wrong("No such measure, kind of file, or remembered build."),
    }
    said = _get(f"{ending}Figures", f"The figures of one measure as {ending.upper()}", answers=answers)
    return {**said, "parameters": [measure, *worded]}


def _get(name: str, summary: str, *, answers: dict[str, Any]) -> dict[str, Any]:
    return {
        "operationId": name,
        "summary": summary,
        "responses": {**answers, "503": _wrong("The figures cannot be read at the moment.")},
    }


def _json(schema: dict[str, Any]) -> dict[str, Any]:
    return {"200": {"description": "As said.", "content": {"application/json": {"schema": schema}}}}


def _wrong(said: str) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": said, "content": {"application/problem+json": {"schema": schema}}}


def _problem() -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["title", "status", "detail"],
        "properties": {
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "detail": {"type": "string", "description": "What is wrong, and what to write instead."},
        },
    }
