"""What do the `[[exposure]]` blocks say? What rates are told by: orders, active customers, invoices, by week.

The first block is the denominator of every rate and alert; without one it is the week's contacts.
"""

import re

from voc.errors import SettingsError
from voc.settings.queries import check_query
from voc.settings.tables import Table, check_choice, quote_value, reject_unknown_keys, take_table, take_text
from voc.settings.workspace import CONFIG_NAME, ExposureSettings

KEYS = ("name", "path", "format", "fields", "how", "url", "query")
FIELDS = ("date", "value")
WAYS = ("sum", "mean")
FORMATS = ("csv", "tsv", "json", "jsonl", "parquet", "xlsx", "sav")
MOST_WORDS = 40  # characters of a name


def read_exposure_blocks(blocks: object) -> tuple[ExposureSettings, ...]:
    """Read and check the `[[exposure]]` blocks; a single `[exposure]` is one of them.

    Raises:
        SettingsError: a block says something that is not known or cannot be, or two have one name.
    """
    listed = [blocks] if isinstance(blocks, dict) else blocks
    if not isinstance(listed, list) or not all(isinstance(block, dict) for block in listed):
        raise SettingsError(f"{CONFIG_NAME}: exposures are blocks headed [[exposure]], in double brackets")
    found = tuple(_read_exposure(block, number) for number, block in enumerate(listed, start=1))
    names = [exposure.name for exposure in found]
    for name in names:
        if names.count(name) > 1:
            raise SettingsError(f"{CONFIG_NAME} [[exposure]]: the name {quote_value(name)} is used twice")
    return found


def _read_exposure(block: Table, number: int) -> ExposureSettings:
    named = block.get("name")
    where = f"{CONFIG_NAME} [[exposure]] " + (repr(named) if isinstance(named, str) else f"number {number}")
    reject_unknown_keys(block, KEYS, where)
    fields = take_table(block, "fields", where)
    reject_unknown_keys(fields, FIELDS, f"{where} [exposure.fields]")
    name = take_text(block, "name", where)
    if name == "contacts" or len(name) > MOST_WORDS:
        raise SettingsError(f"{where}: name is {quote_value(name)}; wanted a short word such as 'orders'")
    is_query = "query" in block or "url" in block
    if is_query and "path" in block:
        raise SettingsError(f"{where}: path and a query in one block; wanted path, or url and query")
    return ExposureSettings(
        name=name,
        date=take_text(fields, "date", f"{where} [exposure.fields]"),
        value=take_text(fields, "value", f"{where} [exposure.fields]"),
        path="" if is_query else take_text(block, "path", where),
        format=check_choice(take_text(block, "format", where), "format", where, FORMATS)
        if "format" in block
        else None,
        how=check_choice(take_text(block, "how", where), "how", where, WAYS) if "how" in block else "sum",
        url=take_text(block, "url", where) if is_query else None,
        query=check_query(take_text(block, "query", where), where) if is_query else None,
    )


def check_country(code: str, where: str) -> str:
    """Check the form of a country whose public holidays are marked: `ES`, or with a region `ES-MD`.

    Which countries and regions are known is seen where their days are listed: the list takes long to load.

    Raises:
        SettingsError: it is no such code.
    """
    if not re.fullmatch(r"[A-Z]{2}(?:-[A-Z0-9]{1,3})?", code):
        raise SettingsError(
            f"{where}: country is {quote_value(code)}; wanted two letters of ISO 3166, like 'ES', or 'ES-MD'"
        )
    return code
