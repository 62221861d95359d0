"""The commands that make something: a workspace, the demo, and the stages of the main job.

Each may be repeated safely; what was done already adds nothing.
"""

import sys
from datetime import date
from pathlib import Path
from typing import Any

import click

from voc.cli.options import Count, Day, open_settings, with_json, with_workspace
from voc.cli.printing import print_document, print_lines
from voc.cli.progress import show_progress
from voc.cli.reports import report_issues, report_status
from voc.settings import Settings, load_settings, write_template

EXIT_ATTENTION = 1
MOST_NOTES = 20  # lines on the screen

as_of_option = click.option(
    "--as-of",
    type=Day(),
    metavar="DATE",
    help="Look only at contacts before this date (YYYY-MM-DD), as if run then.",
)
strict_option = click.option("--strict", is_flag=True, help="Exit 1 if rows stand in quarantine.")


@click.command()
@click.argument("folder", metavar="DIR", required=False)
@with_workspace
@with_json
def init(folder: str | None, workspace: str | None, as_json: bool) -> None:
    """Make a workspace in DIR with a commented voc.toml."""
    path = write_template(_choose_folder(folder, workspace))
    if as_json:
        print_document({"workspace": str(path.parent.resolve()), "config": str(path.resolve())})
    else:
        print_lines(f"{path} is written. Say there where your files are, then:")
        print_lines(f"  voc run --workspace {path.parent}")


@click.command()
@click.argument("folder", metavar="DIR", required=False)
@click.option("--contacts", type=Count(), default=4000, show_default=True, metavar="N", help="How many.")
@click.option(
    "--weeks", type=Count(), default=26, show_default=True, metavar="N", help="Over how many weeks."
)
@click.option(
    "--seed", type=Count(least=0), default=1, show_default=True, metavar="N", help="Which invention."
)
@with_workspace
@with_json
def demo(
    folder: str | None, contacts: int, weeks: int, seed: int, workspace: str | None, as_json: bool
) -> None:
    """Make a workspace in DIR with an invented company's files, and run it.

    The files come as real systems export them, for the four channels, in Spanish and English; truth/
    says what was planted. DIR must be new, empty, or made by this command before.
    """
    from voc.demo import write_demo

    root = _choose_folder(folder, workspace)
    write_demo(root, contacts, weeks, seed)
    settings = load_settings(root)
    _run_stages(settings, None)
    _tell_main_issues(settings, as_json)
    if not as_json:
        print_lines("", f"See it: voc dashboard --workspace {root}")


@click.command()
@as_of_option
@strict_option
@with_workspace
@with_json
def run(as_of: date | None, strict: bool, workspace: str | None, as_json: bool) -> int:
    """Ingest, mine, measure and publish: the main job."""
    settings = open_settings(workspace)
    _run_stages(settings, as_of)
    status = _read_status(settings)
    if as_json:
        print_document(status)
    else:
        print_lines(*report_status(status), "")
        _tell_main_issues(settings, as_json=False)
    return _judge_quarantine(status, strict)


@click.command()
@strict_option
@with_workspace
@with_json
def ingest(strict: bool, workspace: str | None, as_json: bool) -> int:
    """Take in what is new in the inbox; every row is stored, known already, or refused with a reason."""
    from voc.pipeline import ingest_sources

    settings = open_settings(workspace)
    with show_progress() as progress:
        found = ingest_sources(settings, progress)
    _tell_notes(found, settings)
    status = _read_status(settings)
    if as_json:
        print_document(status)
    else:
        print_lines(*report_status(status))
    return _judge_quarantine(status, strict)


@click.command()
@as_of_option
@click.option(
    "--try-encoder",
    metavar="NAME",
    help="Only say what another [mining] encoder would do to the issues; nothing is changed.",
)
@with_workspace
@with_json
def mine(as_of: date | None, try_encoder: str | None, workspace: str | None, as_json: bool) -> None:
    """Find the issues in what was ingested, and keep the ids of those that are known."""
    from voc.pipeline import mine_issues

    settings = open_settings(workspace)
    if try_encoder is not None:
        if as_of is not None:
            raise click.UsageError("--try-encoder tries on the issues as they stand, without --as-of")
        _tell_trial(settings, try_encoder, as_json)
        return
    with show_progress() as progress:
        summary = mine_issues(settings, as_of, progress)
    _tell_summary(summary, as_json, "Mined. `voc publish` makes it visible.")


@click.command()
@as_of_option
@with_workspace
@with_json
def publish(as_of: date | None, workspace: str | None, as_json: bool) -> None:
    """Measure the issues and publish a snapshot for readers."""
    from voc.pipeline import publish_snapshot

    settings = open_settings(workspace)
    with show_progress() as progress:
        summary = publish_snapshot(settings, as_of, progress)
    masked = summary["masked"]
    told = f" {masked} texts still looked personal and were masked." if masked else ""
    _tell_summary(summary, as_json, f"Published.{told} `voc issues` shows it.")


def _tell_trial(settings: Settings, encoder: str, as_json: bool) -> None:
    from voc.cli.trials import report_trial
    from voc.pipeline.trial import try_encoder

    with show_progress() as progress:
        document = try_encoder(settings, encoder, progress)
    if as_json:
        print_document(document)
    else:
        print_lines(*report_trial(document))


def _choose_folder(folder: str | None, workspace: str | None) -> Path:
    chosen = folder or workspace
    if not chosen:
        raise click.UsageError("DIR is missing", click.get_current_context())
    return Path(chosen)


def _run_stages(settings: Settings, as_of: date | None) -> None:
    from voc.pipeline import run_pipeline

    with show_progress() as progress:
        done = run_pipeline(settings, as_of, progress)
    _tell_notes(done["ingest"], settings)


def _tell_notes(found: dict[str, Any], settings: Settings) -> None:
    """Say on standard error what an ingestion noticed: new columns, doubtful dates, paths without a file."""
    paths = {source.name: source.path for source in settings.sources}
    notes = [*found["notes"], *(f"{name}: no file matches {paths[name]!r}" for name in found["empty"])]
    more = [f"{len(notes) - MOST_NOTES} more like these"] if len(notes) > MOST_NOTES else []
    sys.stderr.write("".join(f"note: {note}\n" for note in [*notes[:MOST_NOTES], *more]))


def _read_status(settings: Settings) -> dict[str, Any]:
    from voc.answers import tell_status

    return tell_status(settings)


def _judge_quarantine(status: dict[str, Any], strict: bool) -> int:
    """Exit 1 where the accounts do not balance, and if asked to where rows stand in quarantine."""
    refused = sum(account["quarantined"] for account in [*status["sources"], *status["exposures"]])
    return EXIT_ATTENTION if not status["balanced"] or (strict and refused) else 0


def _tell_main_issues(settings: Settings, as_json: bool) -> None:
    from voc.answers import list_issues, open_reading

    with open_reading(settings) as reading:
        document = list_issues(reading, top=10)
    if as_json:
        print_document(document)
    else:
        print_lines(*report_issues(document))


def _tell_summary(summary: object, as_json: bool, sentence: str) -> None:
    if as_json:
        print_document(summary if isinstance(summary, dict) else {"done": True})
    else:
        print_lines(sentence)
