"""Is this query one that only reads? One SELECT, so that it can be asked for its new rows alone."""

import re

from voc.errors import SettingsError

_NOT_CODE = re.compile(  # texts, quoted names, comments
    r"'(?:[^']|'')*'|\"[^\"]*\"|`[^`]*`|--[^\n]*|/\*.*?\*/|\$(\w*)\$.*?\$\1\$", re.DOTALL
)
_READS = re.compile(r"[\s(]*(?:select|with)\b", re.IGNORECASE)


def check_query(query: str, where: str) -> str:
    """Return the query without a semicolon at its end.

    Raises:
        SettingsError: it is not one SELECT, or WITH and SELECT.
    """
    code = _NOT_CODE.sub(lambda match: " " * len(match[0]), query)
    end = code.find(";") if ";" in code else len(code)
    if code[end + 1 :].strip():
        raise SettingsError(f"{where}: query holds more than one statement; wanted one SELECT")
    if not _READS.match(code):
        raise SettingsError(f"{where}: query is not one that only reads; wanted a SELECT, or WITH and SELECT")
    return query[:end].strip()
