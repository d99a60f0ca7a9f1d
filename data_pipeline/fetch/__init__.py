"""Fetch: the newest published file of each source found, brought home whole."""

from data_pipeline.fetch.bring import Errand, Found, Outcome, bring, chosen, look, same_version
from data_pipeline.fetch.lock import NAME as LOCK_NAME
from data_pipeline.fetch.lock import read as read_lock
from data_pipeline.fetch.one import obtain
from data_pipeline.fetch.progress import Progress, size
from data_pipeline.fetch.settings import Settings, from_environment

__all__ = [
    "LOCK_NAME",
    "Errand",
    "Found",
    "Outcome",
    "Progress",
    "Settings",
    "bring",
    "chosen",
    "from_environment",
    "look",
    "obtain",
    "read_lock",
    "same_version",
    "size",
]
