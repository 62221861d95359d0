"""What are the records of a JSON document or of JSON Lines?

In a document they are its only list of objects, wherever it stands; where there are several, the one
whose objects have the mapped paths. A document that is itself one record (a call with its turns) is
one. A line that does not parse is one broken record, and the others go on.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import count, islice
from typing import Any

from voc.errors import SourceError
from voc.sources.encoding import decode_bytes
from voc.sources.paths import MISSING, SURVEYED_RECORDS, collect_paths, look_up
from voc.sources.rowset import Parts, Record, Rowset, Wanted, gather_parts
from voc.sources.streams import Plain
from voc.sources.textlines import TextFile, look_at_text
from voc.sources.turns import looks_like_turns

NOT_AN_OBJECT = "is not an object with named values"
NOT_JSON = "is not JSON, or is cut short"


def open_document(plain: Plain, wanted: Wanted, part_rows: int) -> Parts:
    """Open a JSON document's records; a file of JSON Lines under this name is opened as that.

    Raises:
        SourceError: it is not JSON, holds no list of objects, or is too large to be read whole.
    """
    text = look_at_text(plain)
    if _begins_as_lines(text):
        return lambda: _read_lines(text, wanted, part_rows)
    return _open_whole(plain, wanted, part_rows)


def open_lines(plain: Plain, wanted: Wanted, part_rows: int) -> Parts:
    """Open JSON Lines; a JSON document under this name is opened as that.

    Raises:
        SourceError: it cannot be unpacked, or no line is a JSON object.
    """
    text = look_at_text(plain)
    if _begins_as_lines(text) or _holds_object_line(text):
        return lambda: _read_lines(text, wanted, part_rows)
    try:
        return _open_whole(plain, wanted, part_rows)
    except SourceError as error:
        raise SourceError(f"no line is a JSON object; as one document, it {error.reason}") from error


def _begins_as_lines(text: TextFile) -> bool:
    """Tell JSON Lines: the first line is an object, and not the last line."""
    try:
        first = list(islice(_list_lines(text.open_lines()), 2))
    except SourceError:  # a line that is too long for one: a document
        return False
    return len(first) == 2 and isinstance(_parse_json(first[0]), dict)


def _holds_object_line(text: TextFile) -> bool:
    try:
        return any(isinstance(_parse_json(line), dict) for line in _list_lines(text.open_lines()))
    except SourceError:
        return False


def _list_lines(lines: Iterable[str]) -> Iterator[str]:
    return (line for line in lines if line.strip())


def _read_lines(text: TextFile, wanted: Wanted, part_rows: int) -> Iterator[Rowset]:
    stream = text.open_lines()
    values = ((_parse_json(line), len(line)) for line in _list_lines(stream))
    return gather_objects(values, wanted, part_rows, share=lambda: stream.share_done)


def _open_whole(plain: Plain, wanted: Wanted, part_rows: int) -> Parts:
    text = decode_bytes(plain.read_whole(advice="export it as JSON Lines or CSV")).strip()
    if not text:
        return lambda: iter([Rowset()])
    document = _parse_json(text)
    if document is MISSING:
        raise SourceError(f"{NOT_JSON}; export it again")
    records = find_records(document, wanted)
    return lambda: gather_objects(((record, 0) for record in records), wanted, part_rows)


def _parse_json(text: str) -> Any:
    """Parse JSON; `MISSING` where it cannot be (also too deep, or a number of thousands of digits)."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return MISSING


def gather_objects(
    values: Iterable[tuple[Any, int]],
    wanted: Wanted,
    part_rows: int,
    share: Callable[[], float] = lambda: 1.0,
) -> Iterator[Rowset]:
    """Take the mapped paths out of objects, part by part; what is no object is broken.

    Args:
        values: Each with its size in characters, or 0; `MISSING` is what could not be parsed.
        wanted: The paths.
        part_rows: The most records of a part.
        share: Asked at the end of each part for the share of the file that was read.
    """
    paths: dict[str, None] = {}
    seen = count(1)

    def list_records() -> Iterator[Record]:
        for value, size in values:
            if not isinstance(value, dict):
                yield Record(None, NOT_JSON if value is MISSING else NOT_AN_OBJECT, size)
                continue
            if next(seen) <= SURVEYED_RECORDS:
                collect_paths(value, paths)
            yield Record([_find_cell(value, name, wanted) for name in wanted.columns], size=size)

    return gather_parts(
        list_records(), list(wanted.columns), part_rows, columns=lambda: tuple(paths), share=share
    )


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
    if not wanted.columns:
        return max(candidates, key=len)
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
