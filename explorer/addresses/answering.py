"""Answering: the rows of one question as a file, for programs and spreadsheets that ask by address."""

import hashlib
import logging
from functools import lru_cache
from http import HTTPStatus
from inspect import unwrap
from io import SEEK_END

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from explorer import export, queries, store
from explorer.addresses.asked import BUILD, Refused, build_of, question_of
from explorer.addresses.sending import Sent, kept
from explorer.addresses.turns import AGAIN_SECONDS, BUSY, turn
from explorer.errors import ExplorerError
from explorer.question import Question, to_params

KINDS = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "parquet": "application/vnd.apache.parquet",
}
MOST_ROWS = queries.MOST_SENT
UNREADABLE = (
    "The figures cannot be read, or the file cannot be made, at the moment. Ask again a little later; why "
    "is said in the log of the server. No figures were sent."
)
LOG = logging.getLogger(__name__)
FRESH_SECONDS = 300
OPEN = {"Access-Control-Allow-Origin": "*", "X-Content-Type-Options": "nosniff"}


async def figures(request: Request) -> Response:
    """The rows of `/data/<measure>.csv?...`, with the words of a page's link; a sentence where it cannot be.

    The query runs in a thread of its own, and no other reader waits for it; a few run at once.
    """
    async with turn() as mine:
        if not mine:
            return problem(503, BUSY, later=AGAIN_SECONDS)
        return await run_in_threadpool(_figures, request)


def _figures(request: Request) -> Response:
    try:
        store.ensure()
        with store.steady(), store.as_of(build_of(request.query_params)):
            return _answered(request, build_id=store.build_id())
    except Refused as refused:
        return problem(refused.status, refused.sentence)
    except ExplorerError as error:
        return unreadable(error)


def catalogue(request: Request) -> Response:
    """The measures that can be asked for, each with its address, unit and definition."""
    here = str(request.url.replace(query="")).rstrip("/")
    try:
        store.ensure()
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
        return unreadable(error)
    said = {"build": build_id, "description": f"{here}/openapi.json", "measures": found}
    return JSONResponse(said, headers=OPEN)


def problem(status: int, sentence: str, *, later: int = 0) -> Response:
    """What is wrong, in a sentence for a person and a form for a program.

    `later`: seconds after which to ask again, where that may help

    Source   RFC 9457, problem details
    """
    said = {"title": HTTPStatus(status).phrase, "status": status, "detail": sentence}
    headers = OPEN | ({"Retry-After": str(later)} if later else {})
    return JSONResponse(said, status_code=status, media_type="application/problem+json", headers=headers)


def unreadable(error: ExplorerError) -> Response:
    """That there is no answer at the moment; why stands in the server's log, as it may name its folders."""
    LOG.error("%s", error)
    return problem(503, UNREADABLE, later=AGAIN_SECONDS)


def _answered(request: Request, *, build_id: str) -> Response:
    name, _, ending = request.path_params["name"].rpartition(".")
    if ending not in KINDS:
        endings = ", ".join(f".{one}" for one in KINDS)
        raise Refused(404, f"An address ends in a measure and one of {endings}: /data/suspension_rate.csv")
    question = question_of(name, request.query_params)
    _check_length(queries.figures_counted(question))
    live, pinned = _link(request, question), _link(request, question, build=build_id)
    headers = OPEN | {
        "ETag": _tag(pinned),
        "Cache-Control": f"public, max-age={FRESH_SECONDS}",
    }
    if _is_known(headers["ETag"], request.headers.get("if-none-match", "")):
        return Response(status_code=304, headers=headers)
    # not kept for the next who asks, as what a page shows is: some hundred of these would fill the memory
    answer = unwrap(queries.ask)(question)
    _check_length(len(answer.rows))
    headers["Content-Disposition"] = f'inline; filename="{export.file_name(answer, f".{ending}")}"'
    stored = kept(answer, f".{ending}", live=live, pinned=pinned)
    headers["Content-Length"] = str(stored.seek(0, SEEK_END))
    stored.seek(0)
    return Sent(stored, media_type=KINDS[ending], headers=headers)


def _check_length(rows: int) -> None:
    """Raises Refused above MOST_ROWS."""
    if rows > MOST_ROWS:
        raise Refused(
            400,
            f"That is {rows:,} rows; at most {MOST_ROWS:,} are sent. Ask for fewer places, school types, "
            "groups or periods.",
        )


def _tag(pinned: str) -> str:
    """The same address, build, day and program give the same bytes: files say the day they were made."""
    said = repr((pinned, export.today().isoformat(), _program()))
    return f'"{hashlib.sha256(said.encode()).hexdigest()[:32]}"'


def _is_known(tag: str, told: str) -> bool:
    """Whether the tag is one of those that the reader told of; '*' is any."""
    return "*" in (one.strip() for one in told.split(",")) or tag in told


@lru_cache(maxsize=1)
def _program() -> str:
    """What tells this program from its next version, which may say the same figures in other words."""
    code = (path for path in (store.ROOT / "explorer").rglob("*") if path.suffix in (".py", ".toml"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in sorted(code))).hexdigest()


def _link(request: Request, question: Question, *, build: str = "") -> str:
    """The address that gives these rows again, all its words written out, so that no default moves it."""
    params = to_params(question, Question(question.measures)) | ({BUILD: build} if build else {})
    params.pop("measure", None)
    return str(request.url.replace(query="").include_query_params(**params))
