"""Settings: what the environment says about where this app runs and what it may offer there."""

import os

ON, OFF = ("1", "on", "yes", "true"), ("0", "off", "no", "false")


def hosted() -> bool:
    """Whether readers reach this app on a server of somebody else: INCLUSION_HOSTED."""
    return _word("INCLUSION_HOSTED") in ON


def allowed(name: str) -> bool:
    """Whether what is meant for one's own machine is offered: not when hosted, unless INCLUSION_<NAME>=on."""
    word = _word(f"INCLUSION_{name.upper()}")
    return word in ON if word in (*ON, *OFF) else not hosted()


def number(name: str, default: int) -> int:
    """The whole number that INCLUSION_<NAME> gives; the default where it gives none above nought."""
    word = _word(f"INCLUSION_{name.upper()}")
    return int(word) if word.isdecimal() and int(word) > 0 else default


def _word(variable: str) -> str:
    return os.environ.get(variable, "").strip().lower()
