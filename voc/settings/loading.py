"""Where is the workspace, and what does its voc.toml say?

The first thing that is wrong is the one that is told: a file with one mistake, mended, is read again.
"""

import os
import re
import tomllib
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from voc.errors import SettingsError
from voc.schema import CHANNELS, RATING_SCALES
from voc.settings.languages import LANGUAGE_CODES
from voc.settings.tables import (
    Table,
    check_choice,
    quote_value,
    reject_unknown_keys,
    take_amount,
    take_choice,
    take_table,
    take_text,
    take_texts,
    take_whole,
)
from voc.settings.workspace import (
    CONFIG_NAME,
    FIELDS,
    CouncilSettings,
    MiningSettings,
    Settings,
    SourceSettings,
)

TABLES = ("workspace", "sources", "council", "mining", "costs")
SOURCE_KEYS = ("name", "channel", "path", "format", "fields", "metadata", "customer_speakers")
COUNCIL_KEYS = ("recurring_min_customers", "recurring_min_weeks", "repeat_window_days", "silent_multiplier")
REQUIRED_FIELDS = ("id", "text", "occurred_at")
TRANSCRIPT_FORMATS = ("vtt", "srt")
# What people call a format -> what the readers call it.
FORMATS = {name: name for name in ("csv", "tsv", "json", "jsonl", "parquet", "xlsx", "sav", "vtt", "srt")} | {
    "excel": "xlsx",
    "xls": "xlsx",
    "ndjson": "jsonl",
    "spss": "sav",
    "webvtt": "vtt",
    "subrip": "srt",
}


def find_workspace(start: Path | None = None) -> Path:
    """Find the workspace's folder: `start` if given, else `VOC_WORKSPACE`, else from the current folder up.

    Raises:
        SettingsError: no voc.toml is there.
    """
    named = start if start is not None else os.environ.get("VOC_WORKSPACE") or None
    if named is not None:
        return _check_named_workspace(Path(named), "--workspace" if start is not None else "VOC_WORKSPACE")
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / CONFIG_NAME).is_file():
            return folder
    raise SettingsError(
        f"no {CONFIG_NAME} in {here} or above it\n"
        "Give --workspace DIR or set VOC_WORKSPACE; `voc init DIR` makes a workspace."
    )


def _check_named_workspace(folder: Path, how: str) -> Path:
    if not folder.is_dir():
        raise SettingsError(f"{how}: no such folder: {folder}\n`voc init {folder}` makes a workspace.")
    if not (folder / CONFIG_NAME).is_file():
        raise SettingsError(f"{how}: no {CONFIG_NAME} in {folder}\n`voc init {folder}` writes one.")
    return folder.resolve()


def load_settings(root: Path) -> Settings:
    """Read and check a workspace's voc.toml.

    Returns:
        The settings, complete: what the file leaves out has its default.

    Raises:
        SettingsError: the file is missing, unreadable, not TOML, or says something that is not known
            or cannot be; the message names the table and the key.
    """
    document = _read_document(root)
    reject_unknown_keys(document, TABLES, CONFIG_NAME)
    workspace = take_table(document, "workspace", CONFIG_NAME)
    where = f"{CONFIG_NAME} [workspace]"
    reject_unknown_keys(workspace, ("name", "timezone", "languages", "currency"), where)
    return Settings(
        root=root.resolve(),
        name=take_text(workspace, "name", where, root.resolve().name or "voc"),
        timezone=_check_timezone(take_text(workspace, "timezone", where, "UTC"), where),
        languages=_check_languages(take_texts(workspace, "languages", where, ("es", "en")), where),
        currency=_check_currency(take_text(workspace, "currency", where, "EUR"), where),
        sources=_read_sources(document.get("sources", [])),
        council=_read_council(take_table(document, "council", CONFIG_NAME)),
        mining=_read_mining(take_table(document, "mining", CONFIG_NAME)),
        costs=_read_costs(take_table(document, "costs", CONFIG_NAME)),
    )


def _read_document(root: Path) -> dict[str, Any]:
    path = root / CONFIG_NAME
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except tomllib.TOMLDecodeError as error:
        problem, place = re.fullmatch(r"(.*?)(?: \((?:at )?(.*)\))?", str(error), re.DOTALL).groups()  # type: ignore[union-attr]
        raise SettingsError(f"{path}: {place or 'somewhere'}: not valid TOML: {problem}") from None
    except UnicodeDecodeError as error:
        raise SettingsError(
            f"{path}: byte {error.start + 1} is not UTF-8; save the file with the encoding UTF-8"
        ) from None
    except FileNotFoundError:
        raise SettingsError(f"no {CONFIG_NAME} in {root}\n`voc init {root}` writes one.") from None
    except OSError as error:
        raise SettingsError(f"{path}: cannot be read: {error.strerror}") from None


def _check_timezone(name: str, where: str) -> str:
    try:
        ZoneInfo(name)
    except (LookupError, ValueError, OSError):
        hint = _suggest_timezone(name)
        raise SettingsError(f"{where}: unknown timezone {quote_value(name)}{hint}") from None
    return name


def _suggest_timezone(name: str) -> str:
    """Suggest the nearest zone, also for a bare city: `Madrid` is Europe/Madrid."""
    zones = sorted(available_timezones())
    wanted = name.lower().replace(" ", "_")
    cities = {zone.lower().rpartition("/")[2]: zone for zone in reversed(zones)}
    known = {zone.lower(): zone for zone in zones} | cities
    near = get_close_matches(wanted, known, n=1, cutoff=0.6)
    return f"; did you mean {known[near[0]]!r}?" if near else "; wanted a name like 'Europe/Madrid'"


def _check_languages(codes: tuple[str, ...], where: str) -> tuple[str, ...]:
    if not codes:
        raise SettingsError(f'{where}: languages is empty; wanted at least one, like ["es", "en"]')
    for code in codes:
        if code not in LANGUAGE_CODES:
            near = get_close_matches(code.lower()[:2], LANGUAGE_CODES, n=1, cutoff=0.9)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            raise SettingsError(
                f"{where}: unknown language {quote_value(code)}{hint}"
                "; wanted two-letter ISO 639-1 codes, like 'es'"
            )
    return codes


def _check_currency(code: str, where: str) -> str:
    if not re.fullmatch(r"[A-Z]{3}", code):
        raise SettingsError(f"{where}: currency is {quote_value(code)}; wanted three letters, like 'EUR'")
    return code


def _read_sources(blocks: object) -> tuple[SourceSettings, ...]:
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
    channel = take_choice(block, "channel", where, CHANNELS)
    path = take_text(block, "path", where)
    form = FORMATS[take_choice(block, "format", where, FORMATS)] if "format" in block else None
    fields = _read_fields(take_table(block, "fields", where), name)
    scale = fields.pop("rating_scale", None)
    metadata = take_text(block, "metadata", where) if "metadata" in block else None
    _check_required_fields(fields, name, channel, form or _guess_format(path), metadata)
    return SourceSettings(
        name=name,
        channel=channel,
        path=path,
        fields=fields,
        format=form,
        metadata=metadata,
        customer_speakers=take_texts(block, "customer_speakers", where, ()),
        rating_scale=scale,
    )


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


def _read_council(table: Table) -> CouncilSettings:
    where = f"{CONFIG_NAME} [council]"
    reject_unknown_keys(table, COUNCIL_KEYS, where)
    default = CouncilSettings()
    return CouncilSettings(
        take_whole(table, "recurring_min_customers", where, default.recurring_min_customers, 1),
        take_whole(table, "recurring_min_weeks", where, default.recurring_min_weeks, 1),
        take_whole(table, "repeat_window_days", where, default.repeat_window_days, 0),
        take_amount(table, "silent_multiplier", where, default.silent_multiplier),
    )


def _read_mining(table: Table) -> MiningSettings:
    where = f"{CONFIG_NAME} [mining]"
    reject_unknown_keys(table, ("encoder",), where)
    return MiningSettings(encoder=take_text(table, "encoder", where, MiningSettings().encoder))


def _read_costs(table: Table) -> dict[str, float]:
    where = f"{CONFIG_NAME} [costs]"
    reject_unknown_keys(table, CHANNELS, where)
    return {channel: take_amount(table, channel, where, 0.0) for channel in table}
