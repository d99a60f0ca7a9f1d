"""Updating: the buttons that ask for new releases and bring them here, and what came of it."""

import ipaddress

import streamlit as st

from explorer import settings, store, updating
from explorer.controls import update_report
from explorer.errors import ExplorerError
from explorer.updating import State

EVERY_SECONDS = 1.0
HOSTED = (
    "This copy of the app is hosted: whoever runs it brings its figures up to date, and that cannot be done "
    "from this page."
)
ELSEWHERE = (
    "Figures are updated on the machine that this app runs on, and this page was opened from another one. "
    "Open it there, as http://localhost:8501, or run `python -m data_pipeline` there."
)
FORWARDED = ("X-Forwarded-For", "Forwarded", "X-Real-Ip")


def update() -> None:
    """Two buttons, the progress of what they started, and its report; a sentence where it is not offered."""
    if refused := _refused():
        st.info(refused, icon=":material/lock:")
        return
    now = updating.state()
    running = now is not None and now.running
    _buttons(running=running)
    if now is None:
        handle = store.handle()
        origin = "the snapshot that came with the app" if handle.origin == "snapshot" else "published files"
        st.caption(f"In use: build {handle.build_id}, made from {origin}.")
    elif running:
        _progress()
    else:
        update_report.report(now)


def _buttons(*, running: bool) -> None:
    with st.container(horizontal=True, key="update buttons"):
        _button("Check for new releases", "check", icon=":material/search:", running=running)
        _button("Update now", "update", icon=":material/download:", running=running)


def _button(label: str, job: str, *, icon: str, running: bool) -> None:
    if not st.button(label, key=f"update {job}", icon=icon, disabled=running):
        return
    try:
        updating.start(job)
    except ExplorerError as error:
        st.warning(str(error))
    else:
        st.rerun()


@st.fragment(run_every=EVERY_SECONDS)
def _progress() -> None:
    """How far it is, drawn again each second; any reader who opens the page sees the same."""
    now = updating.state()
    if now is None or not now.running:
        st.rerun()
    part = now.files_done / now.files if now.files else 0.0
    st.progress(1.0 if now.step else part, text=update_report.headline(now))
    for line in update_report.arriving(now):
        st.caption(line)
    st.caption(_leave(now))
    if st.button("Stop", key="update stop", icon=":material/stop:", disabled=now.cancelled):
        updating.cancel()
        st.rerun(scope="fragment")


def _leave(now: State) -> str:
    if now.cancelled:
        return "Stopping: the figures stay as they are."
    return "You can leave this page and come back: it goes on. The figures shown change when all is whole."


def _refused() -> str:
    """Why this reader cannot update the figures here; nothing where they can."""
    if settings.hosted():
        return HOSTED
    return "" if _is_here() else ELSEWHERE


def _is_here() -> bool:
    """Whether the page was opened on this machine, by its own name and through no other machine."""
    headers = st.context.headers
    host = str(headers.get("Host") or "localhost")
    name = host if host.endswith("]") or ":" not in host else host.rpartition(":")[0]
    relayed = any(headers.get(one) for one in FORWARDED)
    return not relayed and _is_loopback(st.context.ip_address) and _is_loopback(name.strip("[]"))


def _is_loopback(name: str | None) -> bool:
    if name in (None, "localhost"):
        return True
    try:
        address = ipaddress.ip_address(str(name))
    except ValueError:
        return False
    return (getattr(address, "ipv4_mapped", None) or address).is_loopback
