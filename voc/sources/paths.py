"""What stands at a dotted path of a JSON record?

A key that itself holds dots is tried whole before the path is split; a number picks from a list.
"""

from typing import Any

MISSING = object()  # not null: the path is not there at all
SURVEYED_RECORDS = 2_000
MOST_PATHS = 2_000
DEEPEST = 5


def look_up(record: Any, path: str) -> Any:
    """Look up a dotted path; `MISSING` where it does not lead anywhere."""
    if isinstance(record, dict):
        if path in record:
            return record[path]
        head, dot, rest = path.partition(".")
        while dot:
            if head in record:
                found = look_up(record[head], rest)
                if found is not MISSING:
                    return found
            key, dot, rest = rest.partition(".")
            head = f"{head}.{key}"
    elif isinstance(record, list):
        head, _, rest = path.partition(".")
        if head.isdecimal() and int(head) < len(record):
            return look_up(record[int(head)], rest) if rest else record[int(head)]
    return MISSING


def collect_paths(record: Any, found: dict[str, None]) -> None:
    """Add the paths that lead to values in a record, to suggest the nearest and to tell new ones."""
    _collect_paths(record, "", found, DEEPEST)


def _collect_paths(value: Any, path: str, found: dict[str, None], depth: int) -> None:
    if isinstance(value, dict) and depth:
        for key, inner in value.items():
            _collect_paths(inner, f"{path}.{key}" if path else key, found, depth - 1)
    elif path and len(found) < MOST_PATHS:
        found[path] = None
