"""Answering: the rows of one question as a file, for programs and spreadsheets that ask by address."""

import hashlib
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from explorer import export, queries, store
from explorer.addresses.asked import BUILD, Refused, build_of, question_of
from explorer.errors import ExplorerError
from explorer.question import Question, to_params

KINDS = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "parquet": "application/vnd.apache.parquet",
}
MOST_ROWS = 50_000
FRESH_SECONDS = 300
OPEN = {"Access-Control-Allow-Origin": "*", "X-Content-Type-Options": "nosniff"}


def figures(request: Request) -> Response:
    """The rows of `/data/<measure>.csv?...`, with the words of a page's link; a sentence where it cannot be.

    Not `async`: the query runs in a thread of its own, and no other reader waits for it.
    """
    try:
        with store.steady(), store.as_of(build_of(request.query_params)):
            return _answered(request, build_id=store.build_id())
    except Refused as refused:
        return problem(refused.status, refused.sentence)
    except ExplorerError as error:
        return problem(503, str(error))


def catalogue(request: Request) -> Response:
    """The measures that can be asked for, each with its address, unit and definition."""
    here = str(request.url.replace(query="")).rstrip("/")
    try:
        found = [
            {
                "measure": one.id,
                "label": one.label,
                "unit": one.unit,
                "definition": one.definition,
                "formats": {ending: f"{here}/{one.id}.{ending}" for ending in KINDS},
            }
            for one in queries.measures()
        ]
        build_id = store.build_id()
    except ExplorerError as error:
        return problem(503, str(error))
    said = {"build": build_id, "description": f"{here}/openapi.json", "measures": found}
    return JSONResponse(said, headers=OPEN)


def problem(status: int, sentence: str) -> Response:
    """What is wrong, in a sentence for a person and a form for a program.

    Source   RFC 9457, problem details
    """
    said = {"title": HTTPStatus(status).phrase, "status": status, "detail": sentence}
    return JSONResponse(said, status_code=status, media_type="application/problem+json", headers=OPEN)


def _answered(request: Request, *, build_id: str) -> Response:
    name, _, ending = request.path_params["name"].rpartition(".")
    if ending not in KINDS:
        endings = ", ".join(f".{one}" for one in KINDS)
        raise Refused(404, f"An address ends in a measure and one of {endings}: /data/suspension_rate.csv")
    question = question_of(name, request.query_params)
    headers = OPEN | {
        "ETag": _tag(question, ending, build_id=build_id),
        "Cache-Control": f"public, max-age={FRESH_SECONDS}",
    }
    if headers["ETag"] in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    answer = queries.ask(question)
    if len(answer.rows) > MOST_ROWS:
        raise Refused(
            400, f"That is {len(answer.rows):,} rows; at most {MOST_ROWS:,} are sent. Ask for fewer places."
        )
    headers["Content-Disposition"] = f'inline; filename="{export.file_name(answer, f".{ending}")}"'
    live, pinned = _link(request, question), _link(request, question, build=build_id)
    body = export.file_of(export.extract(answer, live, pinned=pinned), f".{ending}")
    return Response(body, media_type=KINDS[ending], headers=headers)


def _tag(question: Question, ending: str, *, build_id: str) -> str:
    """The same build and question give the same bytes; the link in them is the address that was asked."""
    return f'"{hashlib.sha256(repr((build_id, ending, question)).encode()).hexdigest()[:32]}"'


def _link(request: Request, question: Question, *, build: str = "") -> str:
    """The address that gives these rows again, all its words written out, so that no default moves it."""
    params = to_params(question, Question(question.measures)) | ({BUILD: build} if build else {})
    params.pop("measure", None)
    return str(request.url.replace(query="").include_query_params(**params))
