"""Gate: lets one SELECT through that reads the tables of figures, and nothing else."""

import json
import re
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

import duckdb

Node = dict[str, Any]
OWN_TABLES = """
SELECT lower(schema_name), lower(table_name)
FROM duckdb_tables()
WHERE NOT internal AND NOT temporary
"""
OWN_VIEWS = """
SELECT DISTINCT lower(view_name)
FROM duckdb_views()
WHERE internal
"""
SERIALIZED = "SELECT json_serialize_sql($1)"
CATALOGUE = {("information_schema", "tables"), ("information_schema", "columns")}
TABLE_FUNCTIONS = {"range", "generate_series", "unnest", "json_each", "json_tree"}
SHOWN = {"tables", "__show_tables_expanded"}
READING_NODES = {"SELECT_NODE", "SET_OPERATION_NODE", "RECURSIVE_CTE_NODE", "CTE_NODE"}
# Functions that tell of the server, its settings and its other readers, that wait, or that run text as SQL.
FORBIDDEN = re.compile(
    r"(pg_|__|inet_|has_|duckdb_|read_|write_|pragma_|query|col_description|obj_description|shobj_).*"
    r"|current_(setting|query|query_id|connection_id|transaction_id|schemas?)|txid_current"
    r"|getvariable|getenv|sleep_ms|nextval|currval|setval|setseed|version|in_search_path|get_block_size"
    r"|parse_duckdb_log_message|json_(de)?serialize_(sql|plan)|json_execute_serialized_sql|which_secret"
)
ONLY_SELECT = "Only a SELECT can be run here: this page reads the figures and changes nothing."
ONE_STATEMENT = "One statement at a time can be run, and this has {count}. Take out all but one."
OWN_ONLY = (
    "Only the tables listed under Tables and columns can be read here, by their name or as schema.table; "
    "{name} is none of them."
)
NO_FUNCTION = (
    "{name}() cannot be used here: it is about the server, files or other queries, not about the figures."
)
TOO_DEEP = "The query is nested too deeply to be run. Break it into steps with WITH."


class RefusedError(Exception):
    """A query that is not let through: a sentence, and the byte of the text that it is about, if known."""

    def __init__(self, sentence: str, location: int | None = None) -> None:
        super().__init__(sentence)
        self.sentence, self.location = sentence, location


def tables_read(connection: duckdb.DuckDBPyConnection, sql: str) -> tuple[str, ...]:
    """The tables that this one SELECT reads, as 'figures' or 'published.name', in the order they are named.

    Raises   RefusedError for all but one SELECT over these tables; duckdb.Error for what cannot be parsed
    """
    cursor = connection.cursor()
    _one_select(cursor, sql)
    own = {(str(schema), str(table)) for schema, table in cursor.execute(OWN_TABLES).fetchall()}
    views = {str(view) for (view,) in cursor.execute(OWN_VIEWS).fetchall()}
    nodes = list(_nodes(_tree(cursor, sql)))
    steps = {str(one["key"]).lower() for node in nodes for one in _steps(node)} - views
    read: dict[str, None] = {}
    for node in nodes:
        _check_node(node)
        _check_function(node)
        for schema, table in _named(node, own=own, steps=steps):
            read[table if schema == "main" else f"{schema}.{table}"] = None
    return tuple(read)


def _one_select(connection: duckdb.DuckDBPyConnection, sql: str) -> None:
    statements = connection.extract_statements(sql)
    if not statements:
        raise RefusedError("There is nothing to run yet. Write a SELECT, or start from an example.")
    if len(statements) > 1:
        raise RefusedError(ONE_STATEMENT.format(count=len(statements)))
    kind = _kind(statements[0])
    if kind == "MULTI":
        raise RefusedError(
            "A PIVOT has to name its new columns here: PIVOT figures ON school_type IN ('Primary') "
            "USING any_value(value) GROUP BY time_period."
        )
    if kind != "SELECT":
        raise RefusedError(ONLY_SELECT)


def _kind(statement: duckdb.Statement) -> str:
    try:
        return statement.type.name
    except ValueError:  # a kind that DuckDB's Python does not know yet
        return ""


def _tree(connection: duckdb.DuckDBPyConnection, sql: str) -> Node:
    """The query as its parts, by the parser that will also run it."""
    text = connection.execute(SERIALIZED, [sql]).fetchall()[0][0]
    try:
        tree: Node = json.loads(text)
    except RecursionError:
        raise RefusedError(TOO_DEEP) from None
    if tree["error"]:
        raise RefusedError(ONLY_SELECT)
    return tree


def _nodes(tree: Node) -> Iterator[Node]:
    """Every part of the query; a stack of our own, as a deep query would exhaust Python's."""
    waiting: list[Any] = [tree]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            yield one
            waiting += reversed(one.values())
        elif isinstance(one, list):
            waiting += reversed(one)


def _steps(node: Node) -> list[Node]:
    """The WITH steps that this part defines."""
    found = (node.get("cte_map") or {}).get("map", [])
    return [one for one in found if isinstance(one, dict) and "key" in one]


def _check_node(node: Node) -> None:
    kind = str(node.get("type", ""))
    if kind.endswith("_NODE") and "class" not in node and kind not in READING_NODES:
        raise RefusedError(ONLY_SELECT)
    if kind == "VALUE_PARAMETER" or node.get("class") == "PARAMETER":
        raise RefusedError(
            "There is nobody to give a value to a parameter here: write the value itself.", _place(node)
        )


def _check_function(node: Node) -> None:
    """Raises RefusedError for a function that is not about figures, wherever in the query it stands."""
    if node.get("type") == "TABLE_FUNCTION":
        name = str(node["function"]["function_name"])
        if name.lower() not in TABLE_FUNCTIONS:
            raise RefusedError(NO_FUNCTION.format(name=name), _place(node))
    name = str(node.get("function_name", ""))
    if FORBIDDEN.fullmatch(name.lower()):
        raise RefusedError(NO_FUNCTION.format(name=name), _place(node))


def _named(node: Node, *, own: set[tuple[str, str]], steps: set[str]) -> Iterator[tuple[str, str]]:
    """The table of the database that this part names, if it names one.

    Raises   RefusedError for a table, view or file that is not one of them, nor a step of the query
    """
    kind, path = node.get("type"), [part.lower() for part in _path(node)]
    if kind == "SHOW_REF" and not node["query"] and path[-1:] and path[-1].strip('"') in SHOWN:
        return
    if kind not in ("BASE_TABLE", "SHOW_REF") or not path:
        return
    if len(path) == 1 and path[0] in steps:
        return
    found = (path[0] if len(path) == 2 else "main", path[-1])
    if len(path) > 2 or found not in own | CATALOGUE:
        name = ".".join(_path(node))
        raise RefusedError(OWN_ONLY.format(name=name) + _alike(name, own), _place(node))
    if found in own:
        yield found


def _alike(name: str, own: set[tuple[str, str]]) -> str:
    """The table that was perhaps meant."""
    names = [table if schema == "main" else f"{schema}.{table}" for schema, table in sorted(own)]
    nearest = get_close_matches(name.lower(), names, n=1, cutoff=0.75)
    return f" Did you mean {nearest[0]}?" if nearest else ""


def _path(node: Node) -> list[str]:
    return [str(part) for part in (node.get("qualified_name") or {}).get("path", [])]


def _place(node: Node) -> int | None:
    place = node.get("query_location")
    return place if isinstance(place, int) and place >= 0 else None
