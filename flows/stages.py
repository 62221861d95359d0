"""The main job's stages as Prefect tasks: a sandwich of settings, one plain call, and a count.

A task returns counts only, never texts. Retried is what touches the outside: files, and a warehouse that
another run may hold for a moment.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, cast
from uuid import UUID

from prefect import flow, get_run_logger, task
from prefect.artifacts import create_progress_artifact, create_table_artifact, update_progress_artifact

from voc import pipeline
from voc.answers import list_issues, open_reading
from voc.errors import SettingsError
from voc.settings import Settings, find_workspace, load_settings

RETRIES, RETRY_SECONDS = 2, 10
MAIN_ISSUES = 10


def open_workspace(workspace: str | None) -> Settings:
    """Load the settings of a workspace: the one named, else as the command line finds it."""
    return load_settings(find_workspace(Path(workspace) if workspace else None))


def read_day(as_of: str | None) -> date | None:
    """Read an as-of day, `2026-05-18`."""
    return date.fromisoformat(as_of) if as_of else None


def is_worth_retrying(_task: object, _run: object, state: Any) -> bool:
    """Retry all but a wrong configuration, which the same words will not mend."""
    return not isinstance(state.result(raise_on_failure=False), SettingsError)


def show_artifact(stage: str) -> Callable[[str, int, int], None]:
    """Show how far a stage is as a progress artifact, a step for each whole percent."""
    artifact = cast(UUID, create_progress_artifact(0.0, key=f"voc-{stage}", description=f"voc {stage}"))
    told = 0

    def tell(_part: str, done: int, total: int) -> None:
        nonlocal told
        percent = int(100 * done / total) if total else 100
        if percent != told:
            told = percent
            update_progress_artifact(artifact, float(percent))

    return tell


@task(retries=RETRIES, retry_delay_seconds=RETRY_SECONDS, retry_condition_fn=is_worth_retrying)
def ingest_task(workspace: str | None) -> dict[str, Any]:
    """Take in what is new in the inbox; return counts."""
    return dict(pipeline.ingest_sources(open_workspace(workspace), show_artifact("ingest")))


@task(retries=RETRIES, retry_delay_seconds=RETRY_SECONDS, retry_condition_fn=is_worth_retrying)
def mine_task(workspace: str | None, as_of: str | None) -> dict[str, Any]:
    """Find and keep the issues; return counts."""
    return dict(pipeline.mine_issues(open_workspace(workspace), read_day(as_of), show_artifact("mine")))


@task(retries=RETRIES, retry_delay_seconds=RETRY_SECONDS, retry_condition_fn=is_worth_retrying)
def publish_task(workspace: str | None, as_of: str | None) -> dict[str, Any]:
    """Measure and publish; show the ten main issues as a table artifact; return counts."""
    settings = open_workspace(workspace)
    counts = dict(pipeline.publish_snapshot(settings, read_day(as_of), show_artifact("publish")))
    with open_reading(settings) as reading:
        main = list_issues(reading, top=MAIN_ISSUES)["issues"]
    columns = ("issue_id", "name", "contacts", "share", "trend", "department", "owner")
    create_table_artifact(
        [{column: issue[column] for column in columns} for issue in main],
        key="voc-main-issues",
        description="The ten main reasons for contact",
    )
    return counts


@flow(name="voc-ingest")
def ingest(workspace: str | None = None) -> dict[str, Any]:
    """Ingest alone."""
    return ingest_task(workspace)


@flow(name="voc-mine")
def mine(workspace: str | None = None, as_of: str | None = None) -> dict[str, Any]:
    """Mine alone."""
    return mine_task(workspace, as_of)


@flow(name="voc-publish")
def publish(workspace: str | None = None, as_of: str | None = None) -> dict[str, Any]:
    """Publish alone."""
    return publish_task(workspace, as_of)


@flow(name="voc-weekly")
def weekly(workspace: str | None = None, as_of: str | None = None) -> dict[str, Any]:
    """Run the main job: ingest, mine, publish."""
    counts = {"ingest": ingest_task(workspace)}
    counts["mine"] = mine_task(workspace, as_of)
    counts["publish"] = publish_task(workspace, as_of)
    get_run_logger().info("voc: %s", counts)
    return counts
