"""Update report: how far an update is, what came of it, and what to do where it failed, in sentences."""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from explorer import queries, store, words
from explorer.controls.reference import span
from explorer.updating import State

UNREACHED = (
    "The department's service could not be reached from this machine. See whether it is online. Behind a "
    "school's or council's firewall, ask for access to `api.education.gov.uk` and "
    "`content.explore-education-statistics.service.gov.uk`, or set `HTTPS_PROXY`; or save the files in a "
    "browser and run `python -m data_pipeline refresh --from FOLDER`. The figures are as they were."
)
STOPPED = "Stopped. The figures are as they were; files that had come whole are kept for the next time."
KILLED = (
    "It ended before it was done: something else stopped it, or the machine ran short of memory or disk. "
    "The figures are as they were. Start it again."
)
FAULT = "An error that nobody foresaw ended it, and the figures are as they were: "
# Of a source: what came of it, in words, and in which order they are told.
CAME = {
    "new": "New",
    "failed": "Could not be renewed",
    "unchanged": "Unchanged",
    "derived": "Worked out from others",
    "by hand": "Not at the service",
}
NOT_FIT = "New, not fit for use"
STANDS = ("newer", "unknown", "newest", "")
SIZES = (("GB", 10**9), ("MB", 10**6), ("kB", 10**3))
Told = Mapping[str, Any]


def headline(now: State) -> str:
    """In a line, what is being done."""
    if now.step:
        return f"Building the figures: {_titled(now.step)}"
    if not now.files:
        return "Asking the department's service what is published"
    came = f", {size(now.bytes_came)} so far" if now.bytes_came else ""
    return f"{words.fmt(now.files_done)} of {words.count_of(now.files, 'file')}{came}"


def arriving(now: State) -> list[str]:
    """Each file that is coming, with how much of it has come."""
    return [
        f"{_title(one.name)}: {size(one.came)}" + (f" of {size(one.of)}" if one.of else "")
        for one in now.arriving
    ]


def size(count: float) -> str:
    """A number of bytes as people say it: '12.0 kB', '3.4 MB'."""
    for unit, factor in SIZES:
        if count >= factor:
            return f"{words.fmt(count / factor, 1)} {unit}"
    return f"{words.fmt(count)} bytes"


def report(ended: State) -> None:
    """What came of the job that ended last: a sentence, and each table with what was found."""
    when = f"{ended.ended:%H:%M}" if ended.ended else ""
    good, said = _sentence(ended)
    (st.success if good else st.warning)(said, icon=":material/check:" if good else ":material/info:")
    if ended.job == "check":
        _standing(ended.sources, when)
    elif ended.sources:
        _outcomes(ended.sources, when)
    _reasons(ended.sources, "unknown" if ended.job == "check" else "failed")


def _sentence(ended: State) -> tuple[bool, str]:
    """Whether it went well, and how it went."""
    if ended.cancelled and ended.code != 0:
        return False, STOPPED
    if ended.killed:
        return False, f"{FAULT}{ended.said}" if ended.code == 1 else KILLED
    missed = [one for one in ended.sources if one.get("state") in ("failed", "unknown")]
    if missed and _all_unreached(ended):
        return False, UNREACHED
    if ended.code == 1:
        reason = ended.said or "No table could be brought here; the table below says why."
        return False, f"It could not be done. {reason} The figures are as they were."
    return not missed, _counted(ended, missed=len(missed))


def _all_unreached(ended: State) -> bool:
    asked = [one for one in ended.sources if one.get("state") not in ("by hand", "derived")]
    return all("cannot be reached" in str(one.get("said", "")) for one in asked)


def _counted(ended: State, *, missed: int) -> str:
    """How many tables are newer, came new, or could not be had."""
    if ended.job == "check":
        newer = [bool(one.get("fetched")) for one in ended.sources if one.get("state") == "newer"]
        said = [
            _many(sum(newer), "is newer at the service", many="are newer at the service"),
            _many(
                len(newer) - sum(newer),
                "was never fetched to this machine",
                many="were never fetched to this machine",
            ),
            _many(missed, "could not be looked up"),
        ]
        return " ".join(filter(None, said)) or "Nothing newer is published than what was fetched."
    new = [one for one in ended.sources if one.get("state") == "new"]
    unfit = sum(_is_unfit(one) for one in new)
    said = [
        _many(len(new) - unfit, "came new") or "Nothing newer came into use.",
        _many(unfit, "came new and was not fit for use", many="came new and were not fit for use"),
        _many(missed, "could not be renewed"),
        "What was not renewed keeps the figures that it had." if unfit + missed else "",
        f"In use: build {store.handle().build_id}, {_figures_in_use()}.",
    ]
    return " ".join(filter(None, said))


def _many(number: int, one: str, *, many: str = "") -> str:
    """A sentence on so many tables; nothing for none."""
    return f"{words.count_of(number, 'table')} {one if number == 1 else many or one}." if number else ""


def _is_unfit(one: Told) -> bool:
    return any(each["severity"] == "fatal" for each in one.get("findings") or ())


def _figures_in_use() -> str:
    return words.count_of(float(queries.sources_table()["figures"].sum()), "figure")


def _standing(told: Iterable[Told], when: str) -> None:
    """Each table: what is here, and what the service has."""
    ordered = sorted(told, key=lambda one: STANDS.index(str(one.get("state", ""))))
    if not ordered:
        return
    st.caption(f"Asked at {when}.")
    _table(
        pd.DataFrame(
            {
                "Table": [str(one.get("title")) for one in ordered],
                "Here": [_here(one) for one in ordered],
                "At the service": [_there(one) for one in ordered],
            }
        )
    )


def _here(one: Told) -> str:
    if not one.get("fetched"):
        last = queries.sources_table().set_index("source")["last_period"].get(one.get("source"), "")
        until = span("", last)
        return f"figures to {until}, as they came with the app" if until else "nothing"
    parts = [str(one.get("release") or "release not recorded"), _published(one.get("published"))]
    return ", ".join([*filter(None, parts), f"fetched {words.long_date(str(one['fetched'])[:10])}"])


def _there(one: Told) -> str:
    if one.get("state") == "unknown":
        return "could not be looked up"
    newer = [", ".join(filter(None, [str(name), _published(day)])) for name, day in one.get("newer") or ()]
    if newer:
        return words.listed(newer)
    return "nothing newer" if one.get("state") == "newest" else "not listed there"


def _published(day: object) -> str:
    return f"published {words.long_date(str(day))}" if day else ""


def _outcomes(told: Iterable[Told], when: str) -> None:
    """Each table: what came of it, how large it is, and what the checks found."""
    ordered = sorted(told, key=lambda one: list(CAME).index(str(one.get("state"))))
    st.caption(f"Ended at {when}.")
    changed = [one for one in ordered if one.get("state") == "new"]
    others = [one for one in ordered if one not in changed]
    if changed:
        _table(_came(changed))
    if others:
        with st.expander(f"{words.count_of(len(others), 'table')} as before", key="update others"):
            _table(_came(others))
    found = [f"- **{one.get('title')}**: {each['message']}" for one in ordered for each in _grave(one)]
    if found:
        with st.expander(f"{words.count_of(len(found), 'warning')} of the checks", key="update warnings"):
            st.markdown("\n".join(found))


def _reasons(told: Iterable[Told], state: str) -> None:
    """Why tables could not be looked up or renewed."""
    said = [f"- **{one.get('title')}**: {one.get('said')}" for one in told if one.get("state") == state]
    if said:
        with st.expander(f"Why {words.count_of(len(said), 'table')} failed", key="update reasons"):
            st.markdown("\n".join(said))


def _grave(one: Told) -> list[Mapping[str, str]]:
    """What the checks found beyond notes; why a table could not be fetched is told elsewhere."""
    found = [each for each in one.get("findings") or () if each["severity"] != "note"]
    return [each for each in found if not each["message"].startswith("Not fetched")]


def _came(told: Iterable[Told]) -> pd.DataFrame:
    rows = [
        {
            "Table": str(one.get("title")),
            "What came": NOT_FIT
            if _is_unfit(one)
            else CAME.get(str(one.get("state")), str(one.get("state"))),
            "Release": str(one.get("release") or "none"),
            "Rows": words.fmt(float(one["rows"])) if one.get("rows") else "none",
            "Figures in use": _number(one, "figures"),
            "Findings": words.fmt(float(len(one.get("findings") or ()))),
        }
        for one in told
    ]
    return pd.DataFrame(rows)


def _number(one: Told, name: str) -> str:
    if name not in one:
        return "as before"
    return words.fmt(float(one[name])) if one[name] else "none"


def _table(rows: pd.DataFrame) -> None:
    # the style sheet puts the columns after the third to the right
    with st.container(key=f"figures-3 update {len(rows)}"):
        st.table(rows, hide_index=True)


def _titled(step: str) -> str:
    """A step of the build with the table's title in place of its id."""
    first, _, name = step.partition(" ")
    return f"{words.small(first)} {_title(name)}"


def _title(name: str) -> str:
    titles = queries.sources_table().set_index("source")["title"]
    return str(titles.get(name.split(" ")[0], name))
