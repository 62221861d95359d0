"""How far did a query get? The last value of its cursor column, kept as text with its type.

The type is kept since a database compares a date with a date: as texts, 9 comes after 10.
"""

import json
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from voc.errors import SourceError

_WRITERS: dict[type, tuple[str, Callable[[Any], Any]]] = {
    datetime: ("datetime", datetime.isoformat),
    date: ("date", date.isoformat),
    int: ("integer", int),
    float: ("float", float.hex),
    Decimal: ("decimal", str),
    str: ("text", str),
    bytes: ("bytes", bytes.hex),
    UUID: ("uuid", str),
}
_READERS: dict[str, Callable[[Any], Any]] = {
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "integer": int,
    "float": float.fromhex,
    "decimal": Decimal,
    "text": str,
    "bytes": bytes.fromhex,
    "uuid": UUID,
}


def write_cursor(value: object, column: str) -> str:
    """Write a cursor's value as JSON: `{"type": "date", "value": "2026-05-04"}`.

    Raises:
        SourceError: the column holds what has no order.
    """
    plain = bytes(value) if isinstance(value, memoryview | bytearray) else value
    if type(plain) not in _WRITERS:
        kind = type(value).__name__
        raise SourceError(f"the cursor column {column!r} holds {kind}; wanted dates, numbers or texts")
    name, write = _WRITERS[type(plain)]
    return json.dumps({"type": name, "value": write(plain)})


def read_cursor(written: str) -> Any:
    """Read what `write_cursor` wrote.

    Raises:
        ValueError: it is not such a text.
    """
    try:
        said = json.loads(written)
        return _READERS[said["type"]](said["value"])
    except (TypeError, KeyError, ArithmeticError) as error:
        raise ValueError(f"{written!r} is no cursor") from error
