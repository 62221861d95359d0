"""What are the records of a JSON document or of JSON Lines?

In a document they are its only list of objects, wherever it stands; where there are several, the one
whose objects have the mapped paths. A document that is itself one record (a call with its turns) is
one. A line that does not parse is one broken record, and the others go on.
"""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from voc.errors import SourceError
from voc.sources.encoding import decode_bytes
from voc.sources.paths import MISSING, list_paths, look_up
from voc.sources.rowset import Rowset, Wanted, note_missing_columns, reject_missing_column
from voc.sources.turns import looks_like_turns

NOT_AN_OBJECT = "is not an object with named values"
NOT_JSON = "is not JSON, or is cut short"


def read_document(data: bytes, wanted: Wanted) -> Rowset:
    """Read a JSON document's records; a file of JSON Lines under this name is read as that.

    Raises:
        SourceError: it is not JSON, holds no list of objects, or no record has a required path.
    """
    text = decode_bytes(data).strip()
    if not text:
        return Rowset()
    document = _parse_json(text)
    if document is not MISSING:
        return collect_records(find_records(document, wanted), wanted)
    lines = _split_lines(text)
    if len(lines) == 1 or not isinstance(_parse_json(lines[0]), dict):
        raise SourceError(f"{NOT_JSON}; export it again")
    return collect_records([_parse_json(line) for line in lines], wanted)


def read_lines(data: bytes, wanted: Wanted) -> Rowset:
    """Read JSON Lines; a JSON document under this name is read as that.

    Raises:
        SourceError: no line is a JSON object, or no record has a required path.
    """
    text = decode_bytes(data).strip()
    if not text:
        return Rowset()
    records = [_parse_json(line) for line in _split_lines(text)]
    if not any(isinstance(record, dict) for record in records):
        document = _parse_json(text)
        if document is MISSING:
            raise SourceError(f"no line is a JSON object: {NOT_JSON}")
        return collect_records(find_records(document, wanted), wanted)
    return collect_records(records, wanted)


def _split_lines(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]


def _parse_json(text: str) -> Any:
    """Parse JSON; `MISSING` where it cannot be (also too deep, or a number of thousands of digits)."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return MISSING


def find_records(document: Any, wanted: Wanted) -> Sequence[Any]:
    """Find the list of records in a document.

    Raises:
        SourceError: there is none, or two would do equally well.
    """
    if wanted.has_turns and looks_like_turns(document) and not _count_found(document, wanted):
        return [{wanted.columns["text"]: document}]
    lists = list(_list_object_lists(document))
    if not lists and _holds_empty_list(document):
        return []
    candidates = lists + ([[document]] if isinstance(document, dict) else [])
    if not candidates:
        raise SourceError("holds no list of objects; wanted one object for each contact")
    scored = [(_count_required(c, wanted), _count_found(c, wanted), c) for c in candidates]
    best = max(scored, key=lambda entry: entry[:2])  # of equals the first: a list before the document
    rivals = [entry for entry in scored[: len(lists)] if entry[:2] == best[:2]]
    if len(rivals) > 1 and best[0]:
        raise SourceError("holds several lists of objects with the mapped fields; export one of them alone")
    return best[2]


def _list_object_lists(value: Any) -> Iterator[list[Any]]:
    """List the outermost lists that hold an object; what lies within one belongs to its records."""
    if isinstance(value, list) and any(isinstance(item, dict) for item in value):
        yield value
    elif isinstance(value, list | dict):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _list_object_lists(inner)


def _holds_empty_list(document: Any) -> bool:
    inner = document.values() if isinstance(document, dict) else ()
    return document == [] or any(_holds_empty_list(value) for value in inner)


def _count_required(records: Sequence[Any], wanted: Wanted) -> int:
    return sum(_has_path(records, wanted, name) for name in wanted.columns if name in wanted.required)


def _count_found(records: Sequence[Any], wanted: Wanted) -> int:
    return sum(_has_path(records, wanted, name) for name in wanted.columns)


def _has_path(records: Sequence[Any], wanted: Wanted, name: str) -> bool:
    return any(_find_cell(record, name, wanted) is not MISSING for record in records)


def _find_cell(record: Any, name: str, wanted: Wanted) -> Any:
    """Find a field's value; of turns that are not under their path, the record's only list of turns."""
    found = look_up(record, wanted.columns[name])
    if found is not MISSING or name != "text" or not wanted.has_turns:
        return found
    conversations = list(_list_conversations(record))
    return conversations[0] if len(conversations) == 1 else MISSING


def _list_conversations(value: Any) -> Iterator[list[Any]]:
    for items in _list_object_lists(value):
        if looks_like_turns(items):
            yield items
        else:
            for item in items:
                yield from _list_conversations(item)


def collect_records(records: Sequence[Any], wanted: Wanted) -> Rowset:
    """Take the mapped paths out of records; what is no object is broken.

    Raises:
        SourceError: no record at all has a required path.
    """
    kept = [(i, record) for i, record in enumerate(records, start=1) if isinstance(record, dict)]
    columns = {name: [_find_cell(record, name, wanted) for _, record in kept] for name in wanted.columns}
    found = {name for name, values in columns.items() if any(value is not MISSING for value in values)}
    for name, path in wanted.columns.items():
        if kept and name in wanted.required and name not in found:
            raise reject_missing_column(name, path, list_paths(record for _, record in kept))
    return Rowset(
        positions=[i for i, _ in kept],
        cells={
            name: [None if value is MISSING else value for value in values]
            for name, values in columns.items()
            if name in found
        },
        broken=[
            (i, NOT_JSON if record is MISSING else NOT_AN_OBJECT)
            for i, record in enumerate(records, start=1)
            if not isinstance(record, dict)
        ],
        notes=note_missing_columns(wanted, found) if kept else [],
    )
