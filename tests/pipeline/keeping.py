"""Workspaces of invented weeks, what people say there, and what became of it."""

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from tests.pipeline.workspaces import CONFIG, Row, make_workspace, see_issues
from voc.answers import list_assignments, open_reading
from voc.answers.recording import record_said
from voc.schema import LedgerEvent
from voc.settings import Settings, load_settings
from voc.store.ledger import open_ledger

Places = Mapping[tuple[str, int], str | None]


def take_in(root: Path, weeks: list[list[Row]], *which: int, mining: str = "granularity = 5") -> Settings:
    make_workspace(root, {f"w{week}.csv": weeks[week] for week in which})
    (root / "voc.toml").write_text(f"{CONFIG}\n[mining]\n{mining}\n", encoding="utf-8")
    return load_settings(root)


def say(settings: Settings, word: Callable[..., object]) -> None:
    record_said(settings, word, by_whom="Ana", at=datetime.now(UTC))  # type: ignore[arg-type]


def read_told(settings: Settings, *kinds: str) -> list[LedgerEvent]:
    return open_ledger(settings).read_events(kinds)


def name_kind(mention: tuple[str, int]) -> str:
    return mention[0].partition("-")[0]


def find_home(places: Places, kind: str) -> str:
    """The issue that most of a kind is in."""
    found = Counter(issue for mention, issue in places.items() if name_kind(mention) == kind and issue)
    return found.most_common(1)[0][0]


def find_mentions(settings: Settings, issue_id: str, kind: str = "") -> list[str]:
    with open_reading(settings) as reading:
        listed = list_assignments(reading)["assignments"]
    return [a["mention_id"] for a in listed if a["issue_id"] == issue_id and a["source_id"].startswith(kind)]


def tell_kept(before: Places, after: Places) -> float:
    had = [mention for mention, issue in before.items() if issue]
    return sum(after[mention] == before[mention] for mention in had) / len(had)


def name_issues(settings: Settings) -> dict[object, object]:
    return {issue["issue_id"]: issue["name"] for issue in see_issues(settings)}
