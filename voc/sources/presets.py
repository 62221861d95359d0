"""Which of a preset's variants is this file?

The variant whose columns the file has; of several the one with most. Of a field's columns the first that is
filled counts: systems export columns that a company does not use. Whatever the block says itself wins, field
by field, and counts as there.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from voc.errors import SourceError
from voc.settings import SourceSettings
from voc.settings.presets import CUES, DERIVED_ID, DOCUMENT, TABLE, Preset, Variant, load_preset
from voc.settings.sources import REQUIRED_FIELDS
from voc.sources.grid import is_blank
from voc.sources.probe.guesses import rank_text_columns

KINDS = {
    **dict.fromkeys(("csv", "tsv", "parquet", "xlsx", "sav"), TABLE),
    **dict.fromkeys(("json", "jsonl"), DOCUMENT),
    **dict.fromkeys(("vtt", "srt"), CUES),
}
KIND_WORDS = {TABLE: "tables (CSV, Excel, …)", DOCUMENT: "JSON", CUES: "WebVTT and SubRip"}

Samples = Mapping[str, Sequence[Any]]  # column -> some of its values


@dataclass(frozen=True)
class Match:
    """How well a variant describes a file."""

    variant: Variant
    fields: dict[str, str]  # the fields whose column is there
    missing: dict[str, tuple[str, ...]]  # required field -> the columns that were looked for


def fit_preset(source: SourceSettings, form: str, sample_columns: Callable[[], Samples]) -> SourceSettings:
    """Fill in what a source's preset says of a file of this format; without a preset nothing changes.

    Args:
        source: The block; what it maps is kept.
        form: The format that the block or the file's name says.
        sample_columns: Samples the file's columns; asked only of tables.

    Raises:
        SourceError: the preset does not know such files, or a required column is missing.
    """
    kind = KINDS.get(form)
    if source.preset is None or kind is None:
        return source
    preset = load_preset(source.preset)
    variants = [variant for variant in preset.variants if variant.files == kind]
    if not variants:
        known = " and ".join(dict.fromkeys(KIND_WORDS[variant.files] for variant in preset.variants))
        raise SourceError(
            f"preset {preset.name!r} is of {known}, and the file is {form}; choose another preset"
        )
    if kind == TABLE:
        return _fit_table(source, preset, variants, sample_columns())
    variant = variants[0]
    given = {name: columns[0] for name, columns in variant.fields.items()}
    if kind == DOCUMENT:
        _check_dated(source, preset, given)
    return replace(source, format=variant.format or source.format, fields=given | source.fields)


def _check_dated(source: SourceSettings, preset: Preset, given: dict[str, str]) -> None:
    if "occurred_at" not in given | source.fields and not source.metadata:
        raise SourceError(
            f"a transcript of {preset.name!r} does not say when the call was; set metadata to an index: "
            "a table with the columns id (the file's name) and occurred_at",
            field="occurred_at",
        )


def _fit_table(
    source: SourceSettings, preset: Preset, variants: Sequence[Variant], samples: Samples
) -> SourceSettings:
    if not samples:  # a table of zero bytes is zero rows
        return replace(source, fields={**dict.fromkeys(REQUIRED_FIELDS, ""), **source.fields})
    match = match_variant(preset, source.fields, samples)
    if match.missing:
        raise _word_misfit(match, preset, samples, len(variants))
    return replace(source, fields=match.fields)


def match_variant(preset: Preset, given: Mapping[str, str], samples: Samples) -> Match:
    """Find the variant of a preset's tables that fits a file best, complete or not."""
    matches = [_match(v, given, samples) for v in preset.variants if v.files == TABLE]
    return max(matches, key=lambda match: (-len(match.missing), len(match.fields)))


def _match(variant: Variant, given: Mapping[str, str], samples: Samples) -> Match:
    fields = dict(given)
    for name, columns in variant.fields.items():
        there = [c for c in columns if c in samples or c == DERIVED_ID]
        filled = [c for c in there if not is_blank(samples.get(c, [DERIVED_ID]))]
        if there:
            fields.setdefault(name, (filled or there)[0])
    missing = {n: variant.fields.get(n, ()) for n in REQUIRED_FIELDS if n not in fields}
    return Match(variant, fields, missing)


def _word_misfit(match: Match, preset: Preset, samples: Samples, variant_count: int) -> SourceError:
    """Word what is missing; of a question's column, which the person must name, the likeliest."""
    name = next((n for n in match.missing if n not in preset.asks), "text")
    if name in preset.asks:
        return SourceError(_word_question(preset, samples), field=name)
    wanted = " or ".join(map(repr, match.missing[name])) or "of it"
    nearest = f", {match.variant.name}" if variant_count > 1 else ""
    return SourceError(
        f"does not fit preset {preset.name!r}{nearest}: lacks the column {wanted} ({name}); "
        f"say in [sources.fields] which column is {name}",
        field=name,
    )


def _word_question(preset: Preset, samples: Samples) -> str:
    likely = [shorten_name(name) for name in rank_text_columns(samples)[:3]]
    hint = f"; likely {' or '.join(map(repr, likely))}" if likely else ""
    return (
        f"preset {preset.name!r} cannot know which question is the text; "
        f'say text = "the column" in [sources.fields]{hint}'
    )


def shorten_name(name: str) -> str:
    """Shorten a column's name, which may be a whole question, for a message."""
    return name if len(name) <= 60 else f"{name[:57]}..."
