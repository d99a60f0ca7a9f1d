"""Places: who is one place, where each stands on the map, and what the reference tables say of them."""

import csv
import itertools
import os
import re
from collections import defaultdict
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import spearmanr

from data_pipeline import places
from data_pipeline.errors import CatalogueError

COLUMNS = (
    "place_code name level parent old_code other_codes valid_from valid_to predecessors successors "
    "hex_q hex_r longitude latitude note inner_outer"
)
NEIGHBOURS = places.PLACES.parent / "neighbours.csv"
# Their ends are in the reference tables, but no figure was ever published for them under these codes.
NEVER_PUBLISHED = {"E10000005"}
LONDON = "E12000007"


@pytest.fixture(scope="module")
def rows():
    return places.read()


@pytest.fixture(scope="module")
def mapped(rows):
    return places.current(rows)


@pytest.fixture(scope="module")
def cells(mapped):
    return {row["place_code"]: (int(row["hex_q"]), int(row["hex_r"])) for row in mapped}


@pytest.fixture(scope="module")
def by_name(rows):
    return {row["name"]: row for row in rows}


def around(cell):
    return [(cell[0] + q, cell[1] + r) for q, r in places.steps_from(cell[1])]


def apart(one, other):
    (q, r), (to_q, to_r) = one, other
    across = (q - (r - r % 2) // 2) - (to_q - (to_r - to_r % 2) // 2)
    return max(abs(across), abs(r - to_r), abs(across + r - to_r))


def pieces(group):
    left, sizes = set(group), []
    while left:
        edge, size = [left.pop()], 1
        while edge:
            found = [cell for cell in around(edge.pop()) if cell in left]
            left.difference_update(found)
            edge.extend(found)
            size += len(found)
        sizes.append(size)
    return sorted(sizes, reverse=True)


def middle(cell):
    return cell[0] + cell[1] % 2 / 2, cell[1] * places.ROW_HEIGHT


def test_the_committed_cells_are_those_that_the_code_lays_out(rows):
    assert [(row["place_code"], row["hex_q"], row["hex_r"]) for row in places.with_cells(rows)] == [
        (row["place_code"], row["hex_q"], row["hex_r"]) for row in rows
    ]


def test_every_authority_of_today_and_nothing_else_has_a_cell_of_its_own(rows, cells):
    assert len(cells) == 153
    assert len(set(cells.values())) == 153
    assert sum(bool(row["hex_q"] or row["hex_r"]) for row in rows) == 153


def test_the_map_is_one_piece_without_holes(cells):
    taken = set(cells.values())
    assert pieces(taken) == [153]
    columns = range(-1, max(q for q, _ in taken) + 2)
    lines = range(-1, max(r for _, r in taken) + 2)
    assert len(pieces({cell for cell in itertools.product(columns, lines) if cell not in taken})) == 1


def test_north_stays_north_and_east_stays_east(mapped, cells):
    shown = np.array([middle(cells[row["place_code"]]) for row in mapped])
    true = np.array([(float(row["longitude"]), float(row["latitude"])) for row in mapped])
    assert spearmanr(shown[:, 0], true[:, 0]).statistic > 0.9
    assert spearmanr(shown[:, 1], true[:, 1]).statistic > 0.9


def test_the_nearest_authority_on_the_ground_is_near_on_the_map(mapped, cells):
    points = places.project([(float(row["longitude"]), float(row["latitude"])) for row in mapped])
    nearest = places.distances(points).argmin(axis=1)
    codes = [row["place_code"] for row in mapped]
    gaps = [apart(cells[code], cells[codes[other]]) for code, other in zip(codes, nearest, strict=True)]
    assert np.mean(np.array(gaps) == 1) > 0.8
    assert max(gaps) <= 3


def test_regions_hold_together(mapped, cells):
    regions = defaultdict(list)
    for row in mapped:
        regions[row["parent"]].append(cells[row["place_code"]])
    sizes = {region: pieces(group) for region, group in regions.items()}
    broken = {region: found for region, found in sizes.items() if len(found) > 1}
    assert set(broken) <= {"E12000006", "E12000008"}, "only the two that go round London may be broken"
    assert sum(sum(found[1:]) for found in broken.values()) <= 6


def test_the_landmarks_are_where_a_reader_looks_for_them(by_name, cells):
    at = {name: middle(cells[row["place_code"]]) for name, row in by_name.items() if row["hex_q"]}
    assert at["Isles of Scilly"][0] == min(x for x, _ in at.values())
    assert at["Isles of Scilly"][1] == min(y for _, y in at.values())
    assert apart(*(cells[by_name[name]["place_code"]] for name in ("Isles of Scilly", "Cornwall"))) == 1
    assert at["Isle of Wight"][1] < min(at["Hampshire"][1], at["Southampton"][1], at["Portsmouth"][1])
    assert at["Northumberland"][1] > at["County Durham"][1] > at["Leeds"][1] > at["Birmingham"][1]
    assert at["Kent"][0] > at["Surrey"][0] > at["Devon"][0]
    assert at["Northumberland"][1] > max(y for name, (_, y) in at.items() if name != "Northumberland")
    assert at["East Sussex"][0] > at["Brighton and Hove"][0] > at["West Sussex"][0] > at["Isle of Wight"][0]
    assert at["Norfolk"][1] > at["Suffolk"][1] > at["Essex"][1] > at["Medway"][1] >= at["Kent"][1]


def test_london_is_compact(mapped, cells):
    london = [middle(cells[row["place_code"]]) for row in mapped if row["parent"] == LONDON]
    assert len(london) == 33
    coast = {row["name"]: middle(cells[row["place_code"]])[1] for row in mapped}
    assert min(y for _, y in london) > max(coast["Brighton and Hove"], coast["East Sussex"])
    spread = np.array(london).max(axis=0) - np.array(london).min(axis=0)
    assert spread.max() <= 8


@pytest.mark.parametrize("seed", range(3))
def test_any_centres_get_cells_of_their_own_and_the_same_ones_in_any_order(seed, monkeypatch):
    monkeypatch.setattr(places, "STEPS", 2_000)
    chance = np.random.default_rng(seed)
    centres = {f"place {i}": (float(x), float(y)) for i, (x, y) in enumerate(chance.normal(50, 2, (30, 2)))}
    positions = places.lay_out(centres)
    assert len(set(positions.values())) == 30
    assert positions == places.lay_out(dict(reversed(centres.items())))


def test_neighbours_are_pairs_with_nobody_between_them():
    row_of_four = np.array([[0.0, 0.0], [1.0, 0.1], [2.0, 0.0], [3.0, 0.1]])
    assert places.neighbours(row_of_four).tolist() == [[0, 1], [1, 2], [2, 3]]


def test_the_file_has_the_agreed_columns_order_and_line_ends(rows):
    assert " ".join(rows[0]) == COLUMNS
    levels = ["National", "Regional", "Local authority"]
    order = [(levels.index(row["level"]), row["place_code"]) for row in rows]
    assert order == sorted(order)
    for path in (places.PLACES, NEIGHBOURS):
        assert b"\r" not in path.read_bytes()
        assert path.read_bytes().endswith(b"\n")


def test_writing_what_was_read_changes_nothing(rows, tmp_path):
    places.write(rows, tmp_path / "again.csv")
    assert (tmp_path / "again.csv").read_bytes() == places.PLACES.read_bytes()


def test_every_place_lies_in_a_place_of_the_level_above(rows):
    level = {row["place_code"]: row["level"] for row in rows}
    parents = {row["place_code"]: row["parent"] for row in rows}
    assert [code for code, parent in parents.items() if not parent] == ["E92000001"]
    assert {level[row["parent"]] for row in rows if row["level"] == "Local authority"} == {"Regional"}
    assert {parents[row["parent"]] for row in rows if row["level"] == "Local authority"} == {"E92000001"}
    assert parents["E13000001"] == parents["E13000002"] == LONDON


def test_the_boroughs_and_no_others_are_inner_or_outer_london(rows):
    boroughs = [row for row in rows if row["parent"] == LONDON and row["level"] == "Local authority"]
    assert [row["inner_outer"] for row in boroughs].count("E13000001") == 14
    assert [row["inner_outer"] for row in boroughs].count("E13000002") == 19
    assert not any(row["inner_outer"] for row in rows if row not in boroughs)


def test_names_are_all_different_and_codes_well_formed(rows):
    assert len({row["name"] for row in rows}) == len(rows)
    assert all(re.fullmatch(r"E(92|12|13|06|08|09|10)\d{6}", row["place_code"]) for row in rows)
    authorities = [row for row in rows if row["level"] == "Local authority"]
    assert all(re.fullmatch(r"\d{3}", row["old_code"]) for row in authorities)


def test_predecessors_and_successors_name_each_other_and_meet_on_one_day(rows):
    by_code = {row["place_code"]: row for row in rows}
    ended = {(row["place_code"], code) for row in rows for code in row["successors"].split()}
    begun = {(code, row["place_code"]) for row in rows for code in row["predecessors"].split()}
    assert ended == begun
    for old, new in ended:
        gap = date.fromisoformat(by_code[new]["valid_from"]) - date.fromisoformat(by_code[old]["valid_to"])
        assert gap.days == 1


def test_a_place_that_began_or_ended_or_changed_its_code_says_so(rows):
    changed = [row for row in rows if row["valid_from"] or row["valid_to"] or row["other_codes"]]
    assert [row["name"] for row in changed if not row["note"].endswith(".")] == []
    assert [row["name"] for row in rows if row["valid_to"] and "replaced on" not in row["note"]] == []


def test_every_authority_of_today_has_ten_different_statistical_neighbours_of_today(mapped):
    with NEIGHBOURS.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    codes = {row["place_code"] for row in mapped}
    found = defaultdict(list)
    for line in lines:
        found[line["place_code"]].append((int(line["rank"]), line["neighbour_code"]))
    assert set(found) == codes
    for code, ranked in found.items():
        assert [rank for rank, _ in ranked] == list(range(1, 11))
        assert len({other for _, other in ranked} & codes - {code}) == 10
    words = {"Extremely close", "Very close", "Close", "Somewhat close", "Not close"}
    assert {line["closeness"] for line in lines} == words


def test_a_code_of_two_places_is_refused(rows, tmp_path):
    places.write([*rows, rows[-1] | {"place_code": "E99000001"}], tmp_path / "places.csv")
    with pytest.raises(CatalogueError, match=r"places.csv: 885 stand more than once"):
        places.read(tmp_path / "places.csv")


def test_an_authority_without_a_centre_is_named(rows):
    with pytest.raises(CatalogueError, match=r"no longitude or latitude for Worcestershire"):
        places.with_cells(
            [row | {"longitude": ""} if row["name"] == "Worcestershire" else row for row in rows]
        )


def reference(name):
    folder = Path(os.environ.get("DFE_FILES", "no such folder"))
    found = [
        path for path in (folder / "geography" / name, folder / "dfe" / "geography" / name) if path.is_file()
    ]
    if not found:
        pytest.skip("set DFE_FILES to the folder with the published files to run this")
    with found[0].open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def place_of(rows, old_code, code):
    by_old = {row["old_code"]: row for row in rows if row["old_code"]}
    by_new = {new: row for row in rows for new in (row["place_code"], *row["other_codes"].split())}
    return by_old.get(old_code) or by_new.get(code)


@pytest.mark.parametrize("name", ["las.csv", "region_la_hierarchy.csv"])
def test_every_code_of_the_reference_tables_is_a_place_in_its_region(rows, name):
    for line in reference(name):
        old_code, code = line["old_la_code"], line["new_la_code"]
        if code == "z" or " / " in code or code in NEVER_PUBLISHED:
            continue
        place = place_of(rows, old_code, code)
        assert place, line
        assert code in (place["place_code"], *place["other_codes"].split())
        assert place["parent"] == (line.get("region_code") or line.get("parent_geography_code"))


def test_every_region_of_the_reference_table_is_a_place_by_its_name(rows):
    names = {row["place_code"]: row["name"] for row in rows}
    assert all(names[line["region_code"]] == line["region_name"] for line in reference("regions.csv"))


def test_an_authority_ends_on_the_day_that_the_reference_table_says(rows):
    ends = {line["new_la_code"]: line["date_of_termination"] for line in reference("las.csv")}
    for row in (row for row in rows if row["level"] == "Local authority"):
        assert "-".join(reversed(ends[row["place_code"]].split("/"))) == row["valid_to"]


def test_statistical_neighbours_are_those_of_the_published_model(rows):
    published = {
        (place_of(rows, line["old_la_code"], "")["place_code"], str(rank)): (
            place_of(rows, line[f"SN_{rank}"], "")["place_code"],
            line[f"SN_{rank}P"].strip(),
        )
        for line in reference("sn_model_2025_wide.csv")
        for rank in range(1, 11)
    }
    with NEIGHBOURS.open(encoding="utf-8", newline="") as file:
        ours = {
            (line["place_code"], line["rank"]): (line["neighbour_code"], line["closeness"])
            for line in csv.DictReader(file)
        }
    assert ours == published
