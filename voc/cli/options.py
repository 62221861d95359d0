"""The options that commands share, and the values that only a calendar can check."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import click

from voc.settings import Settings, find_workspace, load_settings

P = ParamSpec("P")
R = TypeVar("R")
FIRST_YEAR, LAST_YEAR = 1970, 2099  # as in `voc.sources.dates`: outside, no contact can lie


class Day(click.ParamType[date]):
    """A real date that a contact could have, written 2026-05-18."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read the date, or complain quoting it."""
        if isinstance(value, date):
            return value
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            try:
                day = date.fromisoformat(value)
            except ValueError:
                self.fail(f"{value!r} is not a day of the calendar", param, ctx)
            if FIRST_YEAR <= day.year <= LAST_YEAR:
                return day
            self.fail(f"{value!r} is not a day from {FIRST_YEAR} to {LAST_YEAR}", param, ctx)
        self.fail(f"{value!r} is not a date; wanted YYYY-MM-DD, like 2026-05-18", param, ctx)


class Week(click.ParamType[str]):
    """A real ISO week, written 2026-W20."""

    name = "week"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Check the week, or complain quoting it."""
        parts = re.fullmatch(r"([0-9]{4})-W([0-9]{2})", value)
        if not parts:
            self.fail(f"{value!r} is not a week; wanted YYYY-Www, like 2026-W20", param, ctx)
        try:
            date.fromisocalendar(int(parts[1]), int(parts[2]), 1)
        except ValueError:
            self.fail(f"{value!r} is not a week of that year", param, ctx)
        return str(value)


class Choice(click.ParamType[str]):
    """One of a few words; the complaint names them all."""

    name = "choice"

    def __init__(self, *choices: str) -> None:
        self.choices = choices

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """Show the choices in the help."""
        return "[" + "|".join(self.choices) + "]"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Check the word, or complain quoting it."""
        if value not in self.choices:
            self.fail(f"{value!r} is not one of {', '.join(self.choices)}", param, ctx)
        return str(value)


class Count(click.ParamType[int]):
    """A whole number within bounds."""

    name = "number"

    def __init__(self, least: int = 1, most: int | None = None) -> None:
        self.least = least
        self.most = most

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Read the number, or complain quoting it."""
        bounds = f"of {self.least} or more" if self.most is None else f"from {self.least} to {self.most}"
        try:
            number = int(value)
        except ValueError:
            number = self.least - 1
        if number < self.least or (self.most is not None and number > self.most):
            self.fail(f"{value!r} is not a whole number {bounds}", param, ctx)
        return number


def with_workspace(command: Callable[P, R]) -> Callable[P, R]:
    """Let a command take `--workspace DIR`."""
    return click.option(
        "--workspace",
        metavar="DIR",
        callback=_keep_workspace,
        help="The workspace's folder. Else VOC_WORKSPACE, else the nearest one from here up.",
    )(command)


def with_json(command: Callable[P, R]) -> Callable[P, R]:
    """Let a command take `--json`."""
    return click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")(
        command
    )


def open_settings(workspace: str | None) -> Settings:
    """Find the workspace and read its settings."""
    return load_settings(find_workspace(None if workspace is None else Path(workspace)))


def _keep_workspace(ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    """Let a `--workspace` before the command's name count for the command too."""
    if value is None and ctx.parent is not None:
        given: str | None = ctx.parent.params.get("workspace")
        return given
    return value
