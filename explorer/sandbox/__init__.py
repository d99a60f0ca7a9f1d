"""Sandbox: a reader's own query over the database, where it can read the figures and reach nothing else."""

from explorer.sandbox.limits import LONGEST_SQL, ROWS_SHOWN, Limits, limits
from explorer.sandbox.result import Result
from explorer.sandbox.running import Run, start, warm

__all__ = ["LONGEST_SQL", "ROWS_SHOWN", "Limits", "Result", "Run", "limits", "start", "warm"]
