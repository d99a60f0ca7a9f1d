"""Nouns: what an area profile is made of."""

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from explorer import stats
from explorer.queries.areas import LOCAL, Neighbour
from explorer.queries.nouns import Measure, Place, Source
from explorer.stats.small_numbers import Size

Direction: TypeAlias = stats.Direction | Literal["too few events"]
Level: TypeAlias = Literal["higher", "lower", ""]
Points: TypeAlias = tuple[float | None, ...]


@dataclass(frozen=True)
class Figure:
    """One published figure of one period.

    Units    shown in the measure's display unit
    Missing  shown None, and `why` says in words what its symbol means; `few`: whether it rests on few cases;
             `about`: how many these are of a figure without a count, 'about 8', else ''
    """

    time_period: str
    period: str
    shown: float | None
    why: str
    disturbed: bool
    source: str
    few: bool = False
    about: str = ""


@dataclass(frozen=True)
class Together:
    """Similar areas taken as one: all their events over all their pupils.

    Units    shown in the measure's display unit
    Missing  shown None where one of them has no counts; `missing` names those
    """

    shown: float | None
    of: int
    missing: tuple[str, ...]


@dataclass(frozen=True)
class Counted:
    """The newest figure that came with counts, and what the counts let be said of it.

    Units    interval in the measure's display unit
    Missing  interval None for sessions and averages; together None where the area has no neighbours; band and
             ranks None for regions, without a model of chance, and where under ten events were recorded and
             under ten would be usual; band 'left out' for an area with too few pupils for the funnel.
             `usual`: events at the rate of all authorities together, None for what is in no funnel;
             `england`: England's figure of the same period
    """

    figure: Figure
    events: float
    people: float
    size: Size
    interval: stats.Interval | None
    together: Together | None
    band: stats.Band | None
    ranks: stats.RankRange | None
    areas: int
    usual: float | None
    england: Figure | None

    @property
    def few(self) -> bool:
        """Whether so few events were counted that the counts stand alone."""
        return self.size == "few"


@dataclass(frozen=True)
class Course:
    """A series over the years looked back on: what may be said of its direction, and its points.

    Shape    points, region and england: one for each school year of the window, oldest first. `years`:
             positions of those that the direction is of; `level`: how every year since the disturbed ones
             lies to all of those `before` them; `breaks`: positions before which a new basis begins
    Missing  a point None where there is no figure or a disturbed one
    """

    direction: Direction
    years: tuple[int, ...]
    level: Level
    before: tuple[int, ...]
    points: Points
    region: Points
    england: Points
    breaks: tuple[int, ...]


@dataclass(frozen=True)
class Line:
    """One subject of an area: its newest figure beside region and England, and its newest with counts."""

    measure: Measure
    school_type: str
    newest: Figure | None
    region: Figure | None
    england: Figure | None
    counted: Counted | None
    course: Course


@dataclass(frozen=True, eq=False)
class Profile:
    """One area: its lines, the school years that they look back on, its neighbours and its sources."""

    place: Place
    region: Place | None
    window: tuple[str, ...]
    lines: tuple[Line, ...]
    neighbours: tuple[Neighbour, ...]
    sources: tuple[Source, ...] = field(repr=False)
    build_id: str

    @property
    def is_local(self) -> bool:
        """Whether the area is a local authority, which has a place among the others."""
        return self.place.level == LOCAL
