"""Which table beside a transcript is its index?

The one with a column that holds the transcript's name; its other columns say when the call was, and whose.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from voc.errors import SourceError
from voc.settings.presets import TABLE
from voc.sources.cells import to_text
from voc.sources.files import ENDINGS, derive_stem, strip_gzip_ending
from voc.sources.presets import KINDS
from voc.sources.probe.guesses import guess_columns
from voc.sources.probe.sampling import sample_file

MOST_TABLES = 20


@dataclass(frozen=True)
class CallIndex:
    """An index and its columns."""

    path: Path
    fields: Mapping[str, str]


def find_index(transcript: Path) -> CallIndex | None:
    """Find the index beside a transcript, or None."""
    stem = derive_stem(transcript.name)
    tables = [path for path in sorted(transcript.parent.iterdir()) if _is_table(path)]
    for path in tables[:MOST_TABLES]:
        try:
            sample = sample_file(path)
        except SourceError:
            continue
        names = [
            name
            for name, values in sample.columns.items()
            if any(derive_stem(to_text(value) or "") == stem for value in values)
        ]
        guessed = {guess.kind: guess.name for guess in guess_columns(sample.columns)}
        kept = ("occurred_at", "customer", "agent", "product", "department", "touchpoint", "language")
        if names and "occurred_at" in guessed:
            fields = {kind: guessed[kind] for kind in kept if kind in guessed and guessed[kind] != names[0]}
            return CallIndex(path, {"id": names[0]} | fields)
    return None


def _is_table(path: Path) -> bool:
    ending = Path(strip_gzip_ending(path.name)).suffix.lower().lstrip(".")
    return KINDS.get(ENDINGS.get(ending, "")) == TABLE and path.is_file()
