"""Pinning: a page as it stood in an earlier build, and what has moved since."""

import streamlit as st

from explorer import queries, store, words
from explorer.queries import Answer

WORD = "build"  # of the link
LONGEST = 40  # characters of a build's id that a sentence repeats
SAID = 3  # figures that moved, named one by one


def pin(newest: str = "") -> None:
    """Reads everything on the page from the build that its link names; says so, or why that cannot be.

    `newest`: why the page shows the newest build whatever its link names; '' where it can be pinned
    """
    asked = st.query_params.get(WORD, "").strip()
    found = store.pin("" if newest else asked)
    if not asked:
        return
    if newest and asked != store.build_id():
        st.info(
            f"**What this page shows is of the newest build**, `{store.build_id()}`, and not of the build "
            f"`{asked[:LONGEST]}` that its link names: {newest}",
            icon=":material/keep_off:",
        )
        return
    if found:
        upto = f", with releases up to {words.long_date(found.released)}" if found.released else ""
        st.info(
            f"**The figures on this page are those of an earlier build**, `{found.build_id}`{upto}. "
            "They do not change. Open the page without `build=` in its link for the newest.",
            icon=":material/keep:",
        )
    elif asked == store.build_id():
        st.caption(f"Pinned to build `{asked}`, which is the newest: nothing has changed since.")
    else:
        st.warning(
            f"The build '{asked[:LONGEST]}' of this link is not one that this copy of the app remembers: "
            "it is too old, or another copy's. Its figures cannot be put together again, and the newest are "
            "shown. A file that was saved with the link still holds them.",
            icon=":material/keep_off:",
        )


def since(answer: Answer, *, name: str = "main") -> None:
    """Under figures of an earlier build: which of them are not what they were, with both values."""
    if store.pinned() is None or answer.is_empty:
        return
    rows = queries.moved(answer)
    if rows.empty:
        st.markdown("None of the figures shown here has changed since that build.")
        return
    decimals = {one.id: one.decimals for one in answer.measures}
    said = [_said(row, decimals=decimals) for row in rows.to_dict("records")]
    are = "figure shown here has" if len(said) == 1 else "figures shown here have"
    first = "; ".join(said[:SAID])
    st.markdown(f"**{words.fmt(len(said))} {are} changed since that build**: {first}.")
    if len(said) > SAID:
        with st.expander(f"All {words.fmt(len(said))} figures that changed", key=f"moved {name}"):
            st.markdown("\n".join(f"- {one}" for one in said))


def _said(row: dict[object, object], *, decimals: dict[str, int]) -> str:
    names = [str(row[one]) for one in ("place", "school_type_label", "category_label", "period") if row[one]]
    places = decimals.get(str(row["measure"]), 1)
    then, now = (_number(row[side], places) for side in ("then", "now"))
    return f"{', '.join(names)}: then {then}, now {now}"


def _number(value: object, places: int) -> str:
    return words.fmt(float(str(value)), places) if value is not None else "no number"
