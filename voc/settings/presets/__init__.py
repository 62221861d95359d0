"""What do the exports of common systems look like?

A preset is data: one TOML file a system beside this one, whose name is the preset's. It lies with the
settings and not with the readers, because it says what a `[[sources]]` block would say otherwise.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

TABLE, DOCUMENT, CUES = "table", "json", "cues"
DERIVED_ID = "*"  # as the column of `id`: the export has none, so it is derived from what the row says

Columns = Mapping[str, tuple[str, ...]]  # canonical field -> its columns; the first that is there counts


@dataclass(frozen=True)
class Variant:
    """One shape in which a system exports."""

    name: str
    files: str  # TABLE, DOCUMENT or CUES
    fields: Columns
    format: str | None = None  # the reader in code, for a shape that no path describes


@dataclass(frozen=True)
class Preset:
    """What is known of a system's exports; whatever a block says itself wins."""

    name: str
    title: str
    channel: str
    variants: tuple[Variant, ...]
    rating_scale: str | None = None
    customer_speakers: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()  # fields whose columns differ from one company to the next
    signs: tuple[str, ...] = ()  # a table with one of these columns is surely this system's
    marks: tuple[tuple[str, ...], ...] = ()  # likewise JSON with all of the keys of one of these


@cache
def list_presets() -> tuple[str, ...]:
    """List the names of all presets, in order."""
    names = (entry.name for entry in files(__package__).iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


@cache
def load_preset(name: str) -> Preset:
    """Load a preset that `list_presets` lists."""
    table = tomllib.loads((files(__package__) / f"{name}.toml").read_text(encoding="utf-8"))
    return Preset(
        name=name,
        title=table["title"],
        channel=table["channel"],
        variants=tuple(map(_load_variant, table["variants"])),
        rating_scale=table.get("rating_scale"),
        customer_speakers=tuple(table.get("customer_speakers", ())),
        asks=tuple(table.get("asks", ())),
        signs=tuple(table.get("signs", ())),
        marks=tuple(map(tuple, table.get("marks", ()))),
    )


def _load_variant(table: Mapping[str, Any]) -> Variant:
    """Load a variant; what a reader in code `gives` stands under the fields' own names."""
    columns = {field: (field,) for field in table.get("gives", ())}
    for field, named in table.get("fields", {}).items():
        columns[field] = (named,) if isinstance(named, str) else tuple(named)
    return Variant(table["name"], table["files"], columns, table.get("format"))
