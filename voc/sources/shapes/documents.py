"""Which JSON objects are in this file?

One document, a list, or one object a line: systems change between them from one export to the next. Lines
are read one by one, so that an account's whole export need not fit in memory.
"""

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from voc.errors import SourceError
from voc.sources.encoding import decode_bytes
from voc.sources.paths import MISSING

NOT_JSON = "is not JSON, or is cut short; export it again"


def read_objects(stream: BinaryIO, *keys: str) -> Iterator[Any]:
    """Read a file's objects; of one that holds a list under one of `keys`, those in the list.

    An object that is alone under one of the keys is that object: `{"ticket": {…}}`.

    Yields:
        Objects, and `MISSING` for a line that does not parse.

    Raises:
        SourceError: nothing in it is JSON.
    """
    for document in _read_documents(stream):
        yield from _unwrap(document, keys)


def _read_documents(stream: BinaryIO) -> Iterator[Any]:
    first = _read_line(stream)
    if not first:
        return
    document = _parse_json(first)
    if not isinstance(document, dict):
        yield from _parse_whole(first + stream.read())
        return
    yield document
    while line := _read_line(stream):
        yield _parse_json(line)


def _parse_whole(data: bytes) -> list[Any]:
    """Parse a document; where it is none, its lines, of which only the first may be broken."""
    document = _parse_json(data)
    if document is not MISSING:
        return [document]
    lines = [_parse_json(line) for line in data.split(b"\n") if line.strip()]
    if not any(isinstance(line, dict) for line in lines):
        raise SourceError(NOT_JSON)
    return lines


def _read_line(stream: BinaryIO) -> bytes:
    """Read the next line that is not blank; none at the end."""
    for line in stream:
        if line.strip():
            return line
    return b""


def _parse_json(data: bytes) -> Any:
    try:
        return json.loads(decode_bytes(data))
    except (ValueError, RecursionError):
        return MISSING


def _unwrap(document: Any, keys: tuple[str, ...]) -> Iterator[Any]:
    if isinstance(document, list):
        for item in document:
            yield from _unwrap(item, keys)
        return
    known = get_object(document)
    inner = next((known[key] for key in keys if isinstance(known.get(key), list | dict)), document)
    if isinstance(inner, list):
        yield from inner
    else:
        yield inner


def list_objects(value: Any) -> list[dict[str, Any]]:
    """List the objects of what should be a list of them, and is sometimes null or something else."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def get_object(value: Any) -> dict[str, Any]:
    """Give what should be an object as one: empty where it is null or something else."""
    return value if isinstance(value, dict) else {}


def get_text(value: Any) -> str:
    """Give what should be a text as one: empty where it is anything else."""
    return value if isinstance(value, str) else ""


def get_number(value: Any, otherwise: float = 0.0) -> float:
    """Give a number, also one that is written as a text; another where it is none."""
    try:
        return float(value) if isinstance(value, int | float | str) else otherwise
    except (ValueError, OverflowError):
        return otherwise
