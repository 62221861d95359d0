"""Lists for managers, as files: what, in which format, in which language.

Whatever leaves the house is checked once more for personal details and for formulas.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from voc.errors import CallError
from voc.exports.cells import mask_document
from voc.exports.files import write_whole

FORMATS: Mapping[str, tuple[str, ...]] = {"issues": ("csv", "xlsx", "json")}
LANGUAGES = ("es", "en")

__all__ = ["FORMATS", "LANGUAGES", "build_export_bytes", "check_export", "write_export"]


def check_export(what: str, form: str) -> None:
    """Check that this list can be had in this format.

    Raises:
        CallError: it cannot; the message says what can.
    """
    if form in FORMATS.get(what, ()):
        return
    can = "; ".join(f"{name} as {', '.join(forms)}" for name, forms in FORMATS.items())
    raise CallError(f"cannot export {what!r} as {form!r}; there are: {can}")


def build_export_bytes(
    document: Mapping[str, Any],
    what: str,
    form: str,
    language: str,
    status: Mapping[str, Any] | None = None,
) -> bytes:
    """Build a file's content.

    Args:
        document: What `voc issues --json` gives.
        what: `issues`.
        form: `csv`, `xlsx` or `json`.
        language: Of the headers and words, `es` or `en`; JSON keeps the contract's own words.
        status: What `voc status --json` gives, for the workbook's sheet of sources.

    Raises:
        CallError: this list cannot be had in this format.
    """
    check_export(what, form)
    clean = mask_document(document)
    if form == "json":
        return (json.dumps(clean, ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode()
    if form == "csv":
        from voc.exports.delimited import build_csv

        return build_csv(clean, language)
    from voc.exports.workbook import build_workbook

    return build_workbook(clean, language, status)


def write_export(
    document: Mapping[str, Any],
    what: str,
    form: str,
    out: Path,
    language: str,
    status: Mapping[str, Any] | None = None,
) -> Path:
    """Write a list into a file, whole or not at all, and return its path.

    Raises:
        CallError: this list cannot be had in this format, or the file cannot be written.
    """
    return write_whole(out, build_export_bytes(document, what, form, language, status))
