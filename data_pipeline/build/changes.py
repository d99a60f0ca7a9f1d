"""Changes: what the builds so far changed in published figures, in words that can be read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb


@dataclass(frozen=True)
class Change:
    """One figure that a build changed, added or withdrew; values as shown, None where there is none.

    `step`: the number of the build that changed it; the same two builds can follow each other twice
    """

    change: str
    measure: str
    unit: str
    decimals: int
    period: str
    place: str
    school_type: str
    category: str
    old: float | None
    new: float | None
    old_build: str
    new_build: str
    step: int

    @property
    def size(self) -> float:
        """How far the figure moved, in its own unit; what became known or hidden counts most."""
        if self.old is None or self.new is None:
            return float("inf")
        return abs(self.new - self.old)


def read(database: Path) -> list[Change]:
    """Every change that the database remembers, in the order of builds, measures, periods and places."""
    with duckdb.connect(str(database), read_only=True) as connection:
        rows = (
            connection.cursor()
            .execute(
                """
                SELECT change, coalesce(m.label, r.measure), coalesce(m.display_unit, ''),
                       coalesce(m.decimals, 1), coalesce(t.label, r.time_identifier || ' ' || r.time_period),
                       coalesce(p.name, r.place_code), coalesce(s.label, r.school_type),
                       coalesce(c.label, r.category),
                       old_value * coalesce(m.display_factor, 1), new_value * coalesce(m.display_factor, 1),
                       old_build, new_build, step
                FROM revisions AS r
                LEFT JOIN measures AS m USING (measure)
                LEFT JOIN periods AS t USING (time_period, time_identifier)
                LEFT JOIN places AS p USING (place_code)
                LEFT JOIN school_types AS s USING (school_type)
                LEFT JOIN categories AS c USING (breakdown, category)
                WHERE r.basis = 'release' AND r.old_value IS DISTINCT FROM r.new_value
                ORDER BY r.step, r.rowid
                """
            )
            .fetchall()
        )
    return [Change(*row) for row in rows]
