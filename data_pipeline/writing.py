"""Writing: a small file written whole or not at all, and what was half written cleared away."""

from __future__ import annotations

from pathlib import Path

from data_pipeline import faults


def whole(path: Path, text: str) -> None:
    """Put the text in the place of what the file holds; where it cannot be, that stays.

    Raises  OSError that names the file, also where the system says no more than that the disk is full
    """
    fresh = path.with_name(f"{path.name}.tmp")
    try:
        with faults.naming(path):
            fresh.write_text(text, encoding="utf-8", newline="\n")
            fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
