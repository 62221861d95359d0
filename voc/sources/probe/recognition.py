"""Whose export is it? By the columns or keys that only one system writes."""

import re
from collections.abc import Iterable

from voc.settings.presets import CUES, DERIVED_ID, DOCUMENT, TABLE, Preset, list_presets, load_preset
from voc.sources.presets import KINDS, match_variant
from voc.sources.probe.sampling import Sample

ZOOM_NAME = re.compile(r"(?:^|[/\\])GMT\d{8}-\d{6}")
TEAMS_CUE = re.compile(r"^[0-9a-f]{8}-[0-9a-f-]{27}/\d+-\d+\s*$|^\{.*\"spokenText\"", re.MULTILINE)


def recognise_preset(sample: Sample, name: str) -> Preset | None:
    """Recognise the system that exported a file, or None.

    Args:
        sample: Of the file.
        name: The file's; Zoom's says whose it is.
    """
    kind = KINDS.get(sample.form)
    if kind == CUES:
        found = "zoom" if ZOOM_NAME.search(name) else "teams" if TEAMS_CUE.search(sample.text) else None
        return load_preset(found) if found else None
    presets = map(load_preset, list_presets())
    if kind == DOCUMENT:
        return next((preset for preset in presets if _has_marks(sample, preset)), None)
    return next((preset for preset in presets if kind == TABLE and _has_signs(sample, preset)), None)


def _has_marks(sample: Sample, preset: Preset) -> bool:
    keys = {key for record in sample.records[:20] for key in record}
    return any(keys >= set(mark) for mark in preset.marks)


def _has_signs(sample: Sample, preset: Preset) -> bool:
    """Tell a preset's table: it has a column that says so, and all that the preset itself maps."""
    if not _overlap(preset.signs, sample.columns):
        return False
    match = match_variant(preset, {}, sample.columns)
    if match.fields.get("id") == DERIVED_ID and next(iter(sample.columns), "") not in preset.signs:
        return False  # `Timestamp` is a form's where it is the first column
    return not set(match.missing) - set(preset.asks)


def _overlap(names: Iterable[str], columns: Iterable[str]) -> bool:
    return bool(set(names) & set(columns))
