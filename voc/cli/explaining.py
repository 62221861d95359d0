"""How are the numbers behind a word told at a terminal? As they are, named, one a line."""

from collections.abc import Iterator, Mapping
from typing import Any

from voc.cli.printing import show_value

INDENT = "  "
MOST_IDS = 6


def report_explanation(document: Mapping[str, Any]) -> list[str]:
    """Tell an issue's numbers under the theme that was asked for."""
    theme = document["explain"]
    return [f"{document['issue_id']}  {document['name']}", f"{theme}:", *_list_lines(document[theme], 1)]


def _list_lines(value: Any, depth: int) -> Iterator[str]:
    margin = INDENT * depth
    if isinstance(value, Mapping):
        for key, part in value.items():
            name = str(key).replace("_", " ")
            if _is_short(part):
                yield f"{margin}{name}: {_show_short(part)}"
            else:
                yield f"{margin}{name}:"
                yield from _list_lines(part, depth + 1)
        return
    for part in value:
        if _is_short(part):
            yield f"{margin}{_show_short(part)}"
        elif isinstance(part, Mapping) and all(_is_short(cell) for cell in part.values()):
            yield margin + " · ".join(f"{key} {_show_short(cell)}" for key, cell in part.items())
        else:
            yield f"{margin}–"
            yield from _list_lines(part, depth + 1)


def _is_short(value: Any) -> bool:
    if isinstance(value, list):
        return all(isinstance(part, str | int | float) for part in value)
    return not isinstance(value, Mapping) or not value


def _show_short(value: Any) -> str:
    if isinstance(value, list):
        more = f" and {len(value) - MOST_IDS} more" if len(value) > MOST_IDS else ""
        return " ".join(show_value(part) for part in value[:MOST_IDS]) + more or "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:.4g}" if isinstance(value, float) else show_value(value or None if value == {} else value)
