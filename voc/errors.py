"""The tree of errors: what may go wrong, worded for the person who must mend it.

    VocError                 anything we say to a person; carries the exit status
    ├── SettingsError   2    voc.toml or the environment is wrong
    ├── CallError       2    the call is wrong: an unknown issue, week, date, format, folder
    ├── SourceError     2    a file cannot be read; ingest turns it into a quarantined row
    └── BusyError       3    something else holds the warehouse

A message says where, what was found, what was wanted and what to do, in one to three lines, and
never quotes a customer.
"""

from difflib import get_close_matches
from typing import ClassVar


class VocError(Exception):
    """Base of every error that a person is told about."""

    exit_status: ClassVar[int] = 2


class SettingsError(VocError):
    """The configuration is wrong."""

    @classmethod
    def unknown_key(cls, where: str, key: str, known: list[str]) -> "SettingsError":
        """Word an unknown key, with the nearest known one."""
        return cls(f"{where}: unknown key {key!r}{suggest_nearest(key, known)}")


class CallError(VocError):
    """The call is wrong: what was asked for does not exist or is not allowed."""


class SourceError(VocError):
    """A file cannot be taken in as a whole; `field` names the canonical field at fault, if any."""

    def __init__(self, reason: str, *, field: str | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.field = field


class BusyError(VocError):
    """Something else holds the warehouse."""

    exit_status: ClassVar[int] = 3


def suggest_nearest(wrong: str, known: list[str]) -> str:
    """Word a suggestion: `; did you mean 'text'?`, or the known ones where none is near."""
    near = get_close_matches(wrong.lower(), [k.lower() for k in known], n=1, cutoff=0.6)
    if near:
        match = next(k for k in known if k.lower() == near[0])
        return f"; did you mean {match!r}?"
    return f"; known: {', '.join(sorted(known))}" if known else ""
