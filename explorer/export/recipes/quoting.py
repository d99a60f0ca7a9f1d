"""Quoting: text of the database as a literal or a comment of a language, whatever is in it."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

LONGEST = 108  # characters of a line of code


def literal(text: str) -> str:
    """The text as a literal that Python and R read alike; R knows no NUL, so that none is left."""
    return '"' + "".join(map(_escaped, text.replace("\0", ""))) + '"'


def shell(text: str) -> str:
    """The text as one word of a POSIX shell."""
    return "'" + text.replace("\0", "").replace("'", "'\\''") + "'"


def jq(text: str) -> str:
    """The text as a literal of jq, inside a program that the shell has in quotes."""
    return json.dumps(text).replace("'", "\\u0027")


def comment(text: str) -> str:
    """The text on one line of printable characters, so that no part of it can leave a comment."""
    return " ".join("".join(one if one.isprintable() else " " for one in text).split())


def literals(pairs: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    """The pairs, the second text of each as a literal."""
    return ((name, literal(word)) for name, word in pairs)


@dataclass(frozen=True)
class Brackets:
    """How a language writes a list: its pair of brackets, a step inwards, and what follows the last piece."""

    pair: str
    step: str
    last: str = ""

    def around(self, pieces: list[str], *, before: str = "", indent: str = "") -> str:
        """The pieces in brackets on one line if they fit there, and else on lines of their own."""
        opening, closing = f"{before}{self.pair[0]}", self.pair[1]
        flat = f"{opening}{', '.join(pieces)}{closing}"
        if len(pieces) < 2 or (len(flat) < LONGEST and "\n" not in flat):
            return flat
        inside = filled(pieces, indent=indent + self.step, last=self.last)
        return "\n".join([opening, *inside, f"{indent}{closing}"])


def filled(pieces: Iterable[str], *, indent: str, last: str = "") -> list[str]:
    """The pieces with commas between them on lines of a bearable length, and `last` after the last one."""
    lines: list[str] = []
    for piece in pieces:
        if lines and len(lines[-1]) + len(piece) < LONGEST - 2:
            lines[-1] += f" {piece},"
        else:
            lines.append(f"{indent}{piece},")
    return [*lines[:-1], lines[-1][:-1] + last] if lines else []


def _escaped(one: str) -> str:
    if one in '"\\':
        return f"\\{one}"
    if one.isprintable():
        return one
    return f"\\u{ord(one):04x}" if ord(one) < 0x10000 else f"\\U{ord(one):08x}"
