"""Hex map: one equal cell for each local authority, laid out by us from the centres of the areas."""

import csv
import math
import random
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from data_pipeline.errors import CatalogueError
from data_pipeline.moved_cells import moved

PLACES = Path(__file__).parent / "vocabulary" / "places.csv"

Points = NDArray[np.float64]
Links = NDArray[np.int64]

ROW_HEIGHT = math.sqrt(3) / 2
# Thousandths of a cell: the search is in whole numbers, so that every machine finds the same map.
UNIT = 1000
MARGIN = 3
STEPS = 200_000
# What a misplacement costs: a squared cell away from the relaxed position, a squared cell that the step to a
# neighbour is off; and what a touching pair earns, and one of the same region besides.
OFF_TARGET, OFF_LINK, TOUCHING, SAME_REGION = 300, 300, 450, 700
FIRST_TOLERANCE = 2_000
# Of eighty seeds the one whose map reads best: no hole, and nearly every region in one piece.
SEED = 63


def lay_out(
    centres: Mapping[str, tuple[float, float]], regions: Mapping[str, str] | None = None
) -> dict[str, tuple[int, int]]:
    """A cell of its own for each place: places that are neighbours stay so, and the outline keeps its look.

    Shape    centres are (longitude, latitude); cells are (q, r), odd-r offset: odd rows stand half a
             cell further right, r grows northwards, the lowest q is 0 and the lowest r 0 or 1
    Source   spreading: Dougenik and others 1985; circles: Dorling 1996; search: Dueck and Scheuer 1990
    """
    codes = sorted(centres)
    points = project([centres[code] for code in codes])
    links = neighbours(points)
    wanted = directions(points, links)
    relaxed = settle(spread(points), links, wanted=wanted)
    targets = np.rint(relaxed * UNIT).astype(np.int64)
    belonging = [(regions or {}).get(code, "") for code in codes]
    board = start(targets, links, wanted=wanted, regions=belonging)
    tidy(board)
    return dict(zip(codes, board.cells(), strict=True))


def project(centres: Sequence[tuple[float, float]]) -> Points:
    """Points on a plane, about their middle; lengths are in degrees of latitude."""
    lon_lat = np.array(centres, dtype=np.float64)
    middle = lon_lat.mean(axis=0)
    return np.asarray((lon_lat - middle) * [math.cos(math.radians(float(middle[1]))), 1.0])


def distances(points: Points) -> Points:
    """The distance of every point from every other; infinite from itself."""
    apart: Points = np.sqrt(((points[:, None] - points[None]) ** 2).sum(axis=-1))
    np.fill_diagonal(apart, np.inf)
    return apart


def neighbours(points: Points) -> Links:
    """Pairs of points with no third inside the circle on their connecting line.

    Source   Gabriel and Sokal 1969; few links cross the sea or Wales, where Delaunay would draw many
    """
    squared = distances(points) ** 2
    nearest_detour = (squared[:, :, None] + squared[None]).min(axis=1)
    links = np.argwhere(squared <= nearest_detour + 1e-12)
    return links[links[:, 0] < links[:, 1]]


def directions(points: Points, links: Links) -> Points:
    """For each link, the step of length one from its first point towards its second."""
    steps = points[links[:, 1]] - points[links[:, 0]]
    return np.asarray(steps / np.linalg.norm(steps, axis=1)[:, None])


def spread(points: Points, *, rounds: int = 200, rate: float = 0.15) -> Points:
    """Points as evenly apart as one cell from the next: crowded ones have pushed all others away.

    Without it London stays under Surrey and Berkshire, and `settle` cannot undo the tangle.
    """
    places = points * 6.0
    for _ in range(rounds):
        apart = distances(places)
        room = np.sort(apart, axis=1)[:, :4].mean(axis=1)[:, None]
        lacking = np.clip(1.05 - room, -0.3, 1.0)
        push = rate * lacking * room * np.minimum(apart / room, 1) / np.maximum(apart, room)
        np.fill_diagonal(push, 0)
        places = places + towards(places, push / apart)
        places -= places.mean(axis=0)
    return places


def towards(places: Points, weights: Points) -> Points:
    """For each point the sum of its offsets from all others, weighted by [other, point]."""
    return np.asarray(weights.sum(axis=0)[:, None] * places - weights.T @ places)


def settle(places: Points, links: Links, *, wanted: Points, rounds: int = 500) -> Points:
    """Points a cell apart from their neighbours, in their true directions, and none nearer to another."""
    first, second = links[:, 0], links[:, 1]
    degree = np.bincount(links.ravel(), minlength=len(places))[:, None]
    for _ in range(rounds):
        error = places[second] - places[first] - wanted
        pull = np.zeros_like(places)
        np.add.at(pull, first, error)
        np.add.at(pull, second, -error)
        apart = distances(places)
        push = 0.35 * np.clip(1 - apart, 0, None) / apart
        places = places + 0.16 * pull / np.maximum(degree, 1) + towards(places, push)
    return places


@dataclass
class Board:
    """Cells of a rectangle, numbered row by row, and which place stands on which."""

    width: int
    height: int
    targets: list[tuple[int, int]]
    links: list[list[tuple[int, int, int]]]
    standing: list[int]
    regions: list[str]

    def __post_init__(self) -> None:
        """Look up once what the search asks for a million times."""
        count = self.width * self.height
        self.x_y = [corner(cell % self.width, cell // self.width) for cell in range(count)]
        self.around = [self._around(cell) for cell in range(count)]
        self.taken = [-1] * count
        for place, cell in enumerate(self.standing):
            self.taken[cell] = place

    def _around(self, cell: int) -> list[int]:
        row, column = divmod(cell, self.width)
        beside = [(column + q, row + r) for q, r in steps_from(row)]
        return [r * self.width + q for q, r in beside if 0 <= q < self.width and 0 <= r < self.height]

    def cost(self, place: int) -> int:
        """How badly a place stands: off its target, off its neighbours, among empty cells and strangers."""
        x, y = self.x_y[self.standing[place]]
        to_x, to_y = self.targets[place]
        total = OFF_TARGET * ((x - to_x) ** 2 + (y - to_y) ** 2)
        for other, step_x, step_y in self.links[place]:
            other_x, other_y = self.x_y[self.standing[other]]
            total += OFF_LINK * ((other_x - x - step_x) ** 2 + (other_y - y - step_y) ** 2)
        total //= UNIT * UNIT
        region = self.regions[place]
        for cell in self.around[self.standing[place]]:
            other = self.taken[cell]
            if other >= 0:
                total -= TOUCHING + SAME_REGION * (self.regions[other] == region)
        return total

    def swap(self, place: int, cell: int) -> None:
        """Put a place on a cell, and whoever stands there on the cell that it leaves."""
        left, other = self.standing[place], self.taken[cell]
        self.standing[place], self.taken[cell] = cell, place
        self.taken[left] = other
        if other >= 0:
            self.standing[other] = left

    def cells(self) -> list[tuple[int, int]]:
        """The (q, r) of each place, moved so that the map begins in the corner."""
        found = [(cell % self.width, cell // self.width) for cell in self.standing]
        left, bottom = min(q for q, _ in found), min(r for _, r in found)
        bottom -= bottom % 2  # a shift by an odd number of rows would turn half the cells the other way
        return [(q - left, r - bottom) for q, r in found]


def steps_from(row: int) -> tuple[tuple[int, int], ...]:
    """The six steps (q, r) from a cell of this row to the cells around it."""
    odd = row % 2
    return ((1, 0), (-1, 0), (odd, 1), (odd - 1, 1), (odd, -1), (odd - 1, -1))


def corner(q: int, r: int) -> tuple[int, int]:
    """The middle of a cell, in thousandths of a cell."""
    return UNIT * q + UNIT // 2 * (r % 2), round(UNIT * ROW_HEIGHT * r)


def start(targets: NDArray[np.int64], links: Links, *, wanted: Points, regions: list[str]) -> Board:
    """A board with each place on the free cell that keeps all of them nearest to their targets."""
    low = targets.min(axis=0)
    size = np.ceil((targets.max(axis=0) - low) / UNIT / np.array([1, ROW_HEIGHT])).astype(int)
    width, height = (int(side) + 2 * MARGIN for side in size)
    middles = np.array([corner(cell % width, cell // width) for cell in range(width * height)])
    shifts = [(UNIT * MARGIN + 250 * i, 5 * UNIT // 2 + 217 * j) for i in range(4) for j in range(8)]
    tries = [assign(targets - low + np.array(shift), middles) for shift in shifts]
    best = min(range(len(tries)), key=lambda index: tries[index][0])
    goals = [(int(x), int(y)) for x, y in targets - low + np.array(shifts[best])]
    return Board(width, height, goals, both_ways(links, wanted), tries[best][1], regions)


def both_ways(links: Links, wanted: Points) -> list[list[tuple[int, int, int]]]:
    """For each point its neighbours, each with the step (x, y) towards it in thousandths of a cell."""
    steps = np.rint(wanted * UNIT).astype(int).tolist()
    beside: list[list[tuple[int, int, int]]] = [[] for _ in range(int(links.max()) + 1)]
    for (first, second), (x, y) in zip(links.tolist(), steps, strict=True):
        beside[first].append((second, x, y))
        beside[second].append((first, -x, -y))
    return beside


def assign(targets: NDArray[np.int64], middles: NDArray[np.int64]) -> tuple[int, list[int]]:
    """The smallest sum of squared moves to cells of their own, and the cell of each target."""
    squared = ((targets[:, None] - middles[None]) ** 2).sum(axis=-1)
    rows, cells = linear_sum_assignment(squared)
    return int(squared[rows, cells].sum()), [int(cell) for cell in cells]


def tidy(board: Board) -> None:
    """Change the board until holes are closed and regions hold together."""
    # A change for the worse is kept while the sinking tolerance allows it: that carries an arm over a gap;
    # the tolerance is spent before the end, so that the last steps only improve.
    chance = random.Random(SEED)  # noqa: S311 - a search, not a secret; the same map every time
    for step in range(STEPS):
        tolerance = max(0, FIRST_TOLERANCE - FIRST_TOLERANCE * 115 * step // (100 * STEPS))
        place = int(chance.random() * len(board.standing))
        cell = board.standing[place]
        for _ in range(1 if chance.random() < 0.7 else 2):
            cell = board.around[cell][int(chance.random() * len(board.around[cell]))]
        if cell != board.standing[place]:
            attempt(board, place, cell=cell, tolerance=tolerance)


def attempt(board: Board, place: int, *, cell: int, tolerance: int) -> None:
    """Move a place to a cell, and take the move back where it costs more than is tolerated."""
    left, other = board.standing[place], board.taken[cell]
    movers = [place] if other < 0 else [place, other]
    before = sum(board.cost(mover) for mover in movers)
    board.swap(place, cell)
    change = sum(board.cost(mover) for mover in movers) - before
    if change > tolerance or (tolerance == 0 and change == 0):
        board.swap(place, left)


def read(path: Path = PLACES) -> list[dict[str, str]]:
    """The rows of the file of places, as written.

    Raises   CatalogueError when a code stands for two places
    """
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    columns = ("place_code", "old_code", "other_codes")
    claims = Counter(code for row in rows for column in columns for code in row[column].split())
    shared = [code for code, count in claims.items() if count > 1]
    if shared:
        raise CatalogueError(
            f"{path.name}: {', '.join(shared)} stand more than once in {', '.join(columns)}; "
            "each code must stand for one place. Leave it in one row."
        )
    return rows


def current(rows: Sequence[dict[str, str]]) -> list[dict[str, str]]:
    """The local authorities that have not ended: those which get a cell."""
    return [row for row in rows if row["level"] == "Local authority" and not row["valid_to"]]


def with_cells(rows: Sequence[dict[str, str]]) -> list[dict[str, str]]:
    """The same rows, hex_q and hex_r laid out afresh; blank for all but the authorities of today."""
    mapped = current(rows)
    nowhere = [row["name"] for row in mapped if not (row["longitude"] and row["latitude"])]
    if nowhere:
        raise CatalogueError(
            f"places: no longitude or latitude for {', '.join(nowhere)}; every local authority of today "
            "needs both to get a cell. Fill them in from the published boundaries."
        )
    centres = {row["place_code"]: (float(row["longitude"]), float(row["latitude"])) for row in mapped}
    positions = moved(lay_out(centres, {row["place_code"]: row["parent"] for row in mapped}))
    cells = {code: {"hex_q": str(q), "hex_r": str(r)} for code, (q, r) in positions.items()}
    return [row | cells.get(row["place_code"], {"hex_q": "", "hex_r": ""}) for row in rows]


def write(rows: Sequence[dict[str, str]], path: Path = PLACES) -> None:
    """Write the file of places: UTF-8, one line feed at each line's end."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


# Run `python -m data_pipeline.places` after a centre changed: it rewrites the columns hex_q and hex_r.
if __name__ == "__main__":
    rows_with_cells = with_cells(read())
    write(rows_with_cells)
    sys.stdout.write(f"{PLACES.name}: {len(current(rows_with_cells))} cells laid out\n")
