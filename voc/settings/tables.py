"""Is this table of voc.toml what was wanted?

Every complaint names the table and the key, quotes the value as TOML would write it, and says what
would do instead; nothing is guessed or converted, since a silent conversion hides a typing error.
"""

import json
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from math import isfinite
from typing import Any

from voc.errors import SettingsError, suggest_nearest

Table = Mapping[str, Any]


def reject_unknown_keys(table: Table, known: Iterable[str], where: str) -> None:
    """Raise `SettingsError` for the first key that is not known, naming the nearest known one."""
    names = list(known)
    for key in table:
        if key not in names:
            raise SettingsError.unknown_key(where, key, names)


def take_table(parent: Table, key: str, where: str) -> Table:
    """Take a sub-table; an absent one is empty."""
    value = parent.get(key, {})
    if not isinstance(value, dict):
        raise SettingsError(f"{where}: {key} is {quote_value(value)}; wanted a table, [{key}]")
    return value


def take_text(table: Table, key: str, where: str, default: str | None = None) -> str:
    """Take a text that is not blank; without a default it must be there."""
    if key not in table:
        if default is None:
            raise SettingsError(f"{where}: {key!r} is missing; it is required")
        return default
    value = table[key]
    if not isinstance(value, str):
        raise SettingsError(f"{where}: {key} is {quote_value(value)}; wanted a text in quotes")
    if not value.strip() or "\0" in value:
        raise SettingsError(f"{where}: {key} is {quote_value(value)}; wanted a text that is not empty")
    return value


def take_texts(table: Table, key: str, where: str, default: tuple[str, ...]) -> tuple[str, ...]:
    """Take a list of texts, each not blank and none twice."""
    if key not in table:
        return default
    value = table[key]
    if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
        raise SettingsError(f'{where}: {key} is {quote_value(value)}; wanted texts, like ["a", "b"]')
    for item in value:
        if value.count(item) > 1:
            raise SettingsError(f"{where}: {key} lists {quote_value(item)} twice; wanted it once")
    return tuple(value)


def take_choice(table: Table, key: str, where: str, choices: Iterable[str]) -> str:
    """Take a required text that is one of the choices."""
    value = take_text(table, key, where)
    return check_choice(value, key, where, choices)


def check_choice(value: str, key: str, where: str, choices: Iterable[str]) -> str:
    """Return the value if it is one of the choices; else say so, with the nearest or all of them."""
    known = list(choices)
    if value in known:
        return value
    near = get_close_matches(value.lower(), known, n=1, cutoff=0.6)
    hint = suggest_nearest(value, near) if near else f"; wanted one of {', '.join(known)}"
    raise SettingsError(f"{where}: unknown {key} {quote_value(value)}{hint}")


def take_whole(table: Table, key: str, where: str, default: int, minimum: int) -> int:
    """Take a whole number of at least `minimum`."""
    value = table.get(key, default)
    if isinstance(value, bool) or not isinstance(value, int) or value < minimum:
        raise SettingsError(
            f"{where}: {key} is {quote_value(value)}; wanted a whole number of {minimum} or more"
        )
    return value


def take_switch(table: Table, key: str, where: str, default: bool) -> bool:
    """Take true or false."""
    value = table.get(key, default)
    if not isinstance(value, bool):
        raise SettingsError(f"{where}: {key} is {quote_value(value)}; wanted true or false")
    return value


def take_amount(table: Table, key: str, where: str, default: float) -> float:
    """Take a number of at least zero, and finite: TOML also writes inf and nan."""
    value = table.get(key, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value) or value < 0:
        raise SettingsError(f"{where}: {key} is {quote_value(value)}; wanted a number of 0 or more")
    return float(value)


def quote_value(value: object) -> str:
    """Quote a value on one line, shortened where it is long."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 80 else f"{text[:77]}..."
