"""Where is the workspace, and what does its voc.toml say?

The first thing that is wrong is the one that is told: a file with one mistake, mended, is read again.
"""

import os
import re
import tomllib
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from voc.errors import SettingsError
from voc.settings.costs import list_mean_costs, read_price_lists
from voc.settings.exposures import check_country, read_exposure_blocks
from voc.settings.languages import LANGUAGE_CODES
from voc.settings.sources import read_sources
from voc.settings.tables import (
    Table,
    check_choice,
    quote_value,
    reject_unknown_keys,
    take_amount,
    take_switch,
    take_table,
    take_text,
    take_texts,
    take_whole,
)
from voc.settings.workspace import (
    CONFIG_NAME,
    GRANULARITIES,
    LEAST_ISSUES,
    MOST_ISSUES,
    CouncilSettings,
    MiningSettings,
    NamingSettings,
    PrivacySettings,
    Settings,
)

TABLES = ("workspace", "sources", "council", "mining", "naming", "privacy", "costs", "tariffs", "exposure")
LOCAL_HOSTS = ("localhost", "127.0.0.1", "::1")
COUNCIL_KEYS = ("recurring_min_customers", "recurring_min_weeks", "repeat_window_days", "silent_multiplier")
PRIVACY_KEYS = ("k_people", "keep_months", "encrypt", "names_model")


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
    reject_unknown_keys(workspace, ("name", "timezone", "languages", "currency", "country"), where)
    costs = take_table(document, "costs", CONFIG_NAME)
    price_lists = read_price_lists(costs, document.get("tariffs", []), CONFIG_NAME)
    return Settings(
        root=root.resolve(),
        name=take_text(workspace, "name", where, root.resolve().name or "voc"),
        timezone=_check_timezone(take_text(workspace, "timezone", where, "UTC"), where),
        languages=_check_languages(take_texts(workspace, "languages", where, ("es", "en")), where),
        currency=_check_currency(take_text(workspace, "currency", where, "EUR"), where),
        country=_take_country(workspace, where),
        sources=read_sources(document.get("sources", [])),
        exposures=read_exposure_blocks(document.get("exposure", [])),
        council=_read_council(take_table(document, "council", CONFIG_NAME)),
        mining=_read_mining(take_table(document, "mining", CONFIG_NAME)),
        naming=_read_naming(take_table(document, "naming", CONFIG_NAME)),
        privacy=_read_privacy(take_table(document, "privacy", CONFIG_NAME)),
        costs=list_mean_costs(price_lists),
        price_lists=price_lists,
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


def _take_country(workspace: Table, where: str) -> str | None:
    return check_country(take_text(workspace, "country", where), where) if "country" in workspace else None


def _check_currency(code: str, where: str) -> str:
    if not re.fullmatch(r"[A-Z]{3}", code):
        raise SettingsError(f"{where}: currency is {quote_value(code)}; wanted three letters, like 'EUR'")
    return code


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
    reject_unknown_keys(table, ("encoder", "granularity"), where)
    default = MiningSettings()
    return MiningSettings(
        encoder=take_text(table, "encoder", where, default.encoder),
        granularity=_check_granularity(table.get("granularity", default.granularity), where),
    )


def _check_granularity(value: object, where: str) -> str | int:
    if isinstance(value, str):
        return check_choice(value, "granularity", where, GRANULARITIES)
    if isinstance(value, bool) or not isinstance(value, int) or not LEAST_ISSUES <= value <= MOST_ISSUES:
        raise SettingsError(
            f"{where}: granularity is {quote_value(value)}; wanted {', '.join(GRANULARITIES)}"
            f" or a number of issues from {LEAST_ISSUES} to {MOST_ISSUES}"
        )
    return value


def _read_naming(table: Table) -> NamingSettings:
    where = f"{CONFIG_NAME} [naming]"
    reject_unknown_keys(table, ("url", "model", "key_env"), where)
    if not table:
        return NamingSettings()
    url = take_text(table, "url", where)
    parts = urlsplit(url)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOCAL_HOSTS):
        raise SettingsError(
            f"{where}: url is {quote_value(url)}; wanted https://, or http:// on this machine\n"
            "Customers' words travel there: redacted, but they are theirs."
        )
    key_env = take_text(table, "key_env", where) if "key_env" in table else None
    return NamingSettings(url, take_text(table, "model", where), key_env)


def _read_privacy(table: Table) -> PrivacySettings:
    where = f"{CONFIG_NAME} [privacy]"
    reject_unknown_keys(table, PRIVACY_KEYS, where)
    default = PrivacySettings()
    return PrivacySettings(
        k_people=take_whole(table, "k_people", where, default.k_people, 1),
        keep_months=take_whole(table, "keep_months", where, 1, 1) if "keep_months" in table else None,
        encrypt=take_switch(table, "encrypt", where, default.encrypt),
        names_model=take_text(table, "names_model", where) if "names_model" in table else None,
    )
