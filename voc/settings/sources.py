"""What does each `[[sources]]` block say?

A source is files (`path`) or a query (`url` and `query`), and never both. What a preset says holds where
the block says nothing; which of its columns a file has is seen when the file is read.
"""

from importlib.metadata import entry_points

from voc.errors import SettingsError
from voc.schema import CHANNELS, RATING_SCALES
from voc.settings.presets import Preset, list_presets, load_preset
from voc.settings.queries import check_query
from voc.settings.tables import (
    Table,
    check_choice,
    quote_value,
    reject_unknown_keys,
    take_choice,
    take_table,
    take_text,
    take_texts,
)
from voc.settings.workspace import CONFIG_NAME, DATE_ORDERS, FIELDS, SourceSettings

SOURCE_KEYS = (
    "name",
    "channel",
    "preset",
    "path",
    "format",
    "fields",
    "metadata",
    "customer_speakers",
    "withdrawals",
    "date_order",
    "url",
    "query",
    "cursor",
)
REQUIRED_FIELDS = ("id", "text", "occurred_at")
PLUGIN_GROUP = "voc.sources"  # entry points: readers of formats that are not ours
TRANSCRIPT_FORMATS = ("vtt", "srt")
MAIL_FIELDS = {
    "id": "message_id",
    "text": "text",
    "occurred_at": "date",
    "customer": "from",
    "forwarded": "is_forwarded",
}
# What people call a format -> what the readers call it.
FORMATS = {name: name for name in ("csv", "tsv", "json", "jsonl", "parquet", "xlsx", "sav", "vtt", "srt")} | {
    "eml": "eml",
    "mbox": "mbox",
    "excel": "xlsx",
    "xls": "xlsx",
    "ods": "xlsx",
    "ndjson": "jsonl",
    "spss": "sav",
    "webvtt": "vtt",
    "subrip": "srt",
}


def read_sources(blocks: object) -> tuple[SourceSettings, ...]:
    """Read and check the `[[sources]]` blocks.

    Raises:
        SettingsError: a block says something that is not known or cannot be, or two have one name.
    """
    if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
        raise SettingsError(f"{CONFIG_NAME}: sources are blocks headed [[sources]], in double brackets")
    sources = tuple(_read_source(block, number) for number, block in enumerate(blocks, start=1))
    names = [source.name for source in sources]
    for name in names:
        if names.count(name) > 1:
            raise SettingsError(f"{CONFIG_NAME} [[sources]]: the name {quote_value(name)} is used twice")
    return sources


def _read_source(block: Table, number: int) -> SourceSettings:
    named = block.get("name")
    where = f"{CONFIG_NAME} [[sources]] " + (repr(named) if isinstance(named, str) else f"number {number}")
    reject_unknown_keys(block, SOURCE_KEYS, where)
    name = take_text(block, "name", where)
    preset = _take_preset(block, where)
    channel = _take_channel(block, where, preset)
    path = _take_place(block, where)
    form = _take_format(block, where)
    fields = _read_fields(take_table(block, "fields", where), name)
    if (form or _guess_format(path)) in ("eml", "mbox"):
        fields = MAIL_FIELDS | fields
    scale = fields.pop("rating_scale", preset.rating_scale if preset else None)
    metadata = _take_optional(block, "metadata", where)
    if preset is None:
        _check_required_fields(fields, name, channel, form or _guess_format(path), metadata)
    speakers = preset.customer_speakers if preset else ()
    return SourceSettings(
        name=name,
        channel=channel,
        path=path,
        fields=fields,
        format=form,
        metadata=metadata,
        customer_speakers=take_texts(block, "customer_speakers", where, speakers),
        rating_scale=scale,
        preset=preset.name if preset else None,
        withdrawals=_take_optional(block, "withdrawals", where),
        date_order=take_choice(block, "date_order", where, DATE_ORDERS) if "date_order" in block else None,
        url=_take_optional(block, "url", where),
        query=check_query(take_text(block, "query", where), where) if "query" in block else None,
        cursor=_take_optional(block, "cursor", where),
    )


def _take_preset(block: Table, where: str) -> Preset | None:
    if "preset" not in block:
        return None
    if "url" in block or "query" in block:
        raise SettingsError(f"{where}: preset and a query in one source; a preset is of files\nRemove one.")
    return load_preset(take_choice(block, "preset", where, list_presets()))


def _take_channel(block: Table, where: str, preset: Preset | None) -> str:
    if preset is not None and "channel" not in block:
        return preset.channel
    return take_choice(block, "channel", where, CHANNELS)


def _take_format(block: Table, where: str) -> str | None:
    """Take the format: one of ours by any of its names, or one that an installed plug-in reads."""
    if "format" not in block:
        return None
    name = take_text(block, "format", where)
    if name not in FORMATS:
        plugins = sorted(entry.name for entry in entry_points(group=PLUGIN_GROUP))
        check_choice(name, "format", where, [*FORMATS, *plugins])
    return FORMATS.get(name, name)


def _take_optional(block: Table, key: str, where: str) -> str | None:
    return take_text(block, key, where) if key in block else None


def _take_place(block: Table, where: str) -> str:
    """Take the path; a query has none, and needs its url."""
    if "query" not in block and "url" not in block:
        if "cursor" in block:
            raise SettingsError(f"{where}: cursor is a column of a query; give url and query, or remove it")
        return take_text(block, "path", where)
    for key in ("path", "format", "metadata"):
        if key in block:
            raise SettingsError(f"{where}: {key} and a query in one source; wanted path, or url and query")
    take_text(block, "url", where)
    take_text(block, "query", where)
    return ""


def _read_fields(table: Table, source: str) -> dict[str, str]:
    where = f"{CONFIG_NAME} [sources.fields] of {source!r}"
    reject_unknown_keys(table, FIELDS, where)
    fields = {key: take_text(table, key, where) for key in table}
    if "rating_scale" in fields:
        check_choice(fields["rating_scale"], "rating_scale", where, RATING_SCALES)
    return fields


def _check_required_fields(
    fields: dict[str, str], source: str, channel: str, form: str, metadata: str | None
) -> None:
    """A call's text is its turns; of a transcript, the id is its file's name and the time in its index."""
    if channel == "call" and (form in TRANSCRIPT_FORMATS or metadata):
        return
    for name in REQUIRED_FIELDS:
        if name not in fields and not (name == "text" and channel == "call"):
            raise SettingsError(
                f"{CONFIG_NAME} [sources.fields] of {source!r}: {name!r} is missing; it is required\n"
                f'Add a line like {name} = "the column\'s name in the file".'
            )


def _guess_format(path: str) -> str:
    return path.lower().removesuffix(".gz").rpartition(".")[2]
