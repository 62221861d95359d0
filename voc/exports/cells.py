"""Is a text fit for a cell that leaves the house?

Two dangers: a spreadsheet runs a text that begins like a formula, and a personal detail that slipped
through earlier. Both are stopped here once more, whatever came before.
"""

from collections.abc import Mapping
from typing import Any

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
CELL_LIMIT = 32_767  # characters that Excel allows in a cell


def disarm_text(text: str) -> str:
    """Put a `'` before a text that a spreadsheet would run as a formula."""
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text


def mask_personal(text: str) -> str:
    """Take out what still looks like a personal detail; a clean text is returned as it is."""
    from voc.text.redact import redact_text

    return redact_text(text).text


def mask_document(document: Mapping[str, Any]) -> dict[str, Any]:
    """Check again every text that stems from customers: names, themes, keyphrases, words."""
    return {**document, "issues": [_mask_issue(issue) for issue in document["issues"]]}


def _mask_issue(issue: Mapping[str, Any]) -> dict[str, Any]:
    theme = issue["theme"]
    verbatims = [{**verbatim, "text": mask_personal(verbatim["text"])} for verbatim in issue["verbatims"]]
    return {
        **issue,
        "name": mask_personal(issue["name"]),
        "names": {code: mask_personal(name) for code, name in issue["names"].items()},
        "theme": mask_personal(theme) if theme else theme,
        "keyphrases": [mask_personal(phrase) for phrase in issue["keyphrases"]],
        "verbatims": verbatims,
        "neighbours": [_mask_neighbour(neighbour) for neighbour in issue["neighbours"]],
    }


def _mask_neighbour(neighbour: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **neighbour,
        "name": mask_personal(neighbour["name"]),
        "words_here": [mask_personal(word) for word in neighbour["words_here"]],
        "words_there": [mask_personal(word) for word in neighbour["words_there"]],
    }
