"""The commands that tell what people decided, and what waits for their answer."""

from collections.abc import Mapping
from typing import Any

import click

from voc.cli.council import require_named
from voc.cli.council_words import phrase_event
from voc.cli.council_work import council  # the same group, with the commands that are there
from voc.cli.options import open_settings, with_json, with_workspace
from voc.cli.printing import SCREEN_WIDTH, print_document, print_lines, shorten_text
from voc.cli.reading import read_published

__all__ = ["council"]

Document = Mapping[str, Any]
INDENT = "  "


@council.command()
@click.argument("issue_id", metavar="[ISSUE]", required=False)
@with_workspace
@with_json
def log(issue_id: str | None, workspace: str | None, as_json: bool) -> None:
    """Tell what people said, in order, with who and when; also what was undone."""
    from voc.answers import read_standing
    from voc.answers.history import list_history

    settings = open_settings(workspace)
    standing = read_standing(settings)
    if issue_id is not None and issue_id.strip().upper() in standing.leads_to:
        wanted: str | None = issue_id.strip().upper()
    else:
        wanted = None if issue_id is None else require_named(standing, issue_id)
    document = list_history(standing, settings.zone, wanted)
    if as_json:
        print_document(document)
    else:
        print_lines(*report_history(document))


@council.command()
@with_workspace
@with_json
def proposals(workspace: str | None, as_json: bool) -> None:
    """List what the tool proposes and nobody answered, with the evidence."""
    from voc.answers.proposals import list_proposals

    with read_published(workspace) as reading:
        document = list_proposals(reading)
    if as_json:
        print_document(document)
    else:
        print_lines(*report_proposals(document))


def report_history(document: Document) -> list[str]:
    """Tell events, a line each, the oldest first."""
    lines = [
        f"{event['id']:>5}  {event['at'][:16].replace('T', ' ')}  {event['by_whom']}: "
        f"{phrase_event(event)}{'  [undone]' if event['undone'] else ''}"
        for event in document["events"]
    ]
    return [shorten_text(line, SCREEN_WIDTH) for line in lines] or ["Nobody decided anything so far."]


def report_proposals(document: Document) -> list[str]:
    """Tell each proposal with the words of both sides."""
    lines: list[str] = []
    for proposal in document["proposals"]:
        lines += [
            f"{proposal['proposal']}  {phrase_proposal(proposal)}",
            f"{INDENT}{proposal['contacts']} contacts, as of {(proposal['as_of'] or '–')[:10]}",
            *(
                f"{INDENT}{name.replace('_', ' ')}: {value}"
                for name, value in proposal["evidence"].items()
                if isinstance(value, str | int | float)
            ),
            *_quote_words("these", proposal["words"]),
            *_quote_words("beside", proposal["other_words"]),
        ]
    if not lines:
        return ["No proposal waits for an answer."]
    return [*lines, "`voc council accept P-…` does it, `voc council refuse P-… --why TEXT` closes it."]


def phrase_proposal(proposal: Document) -> str:
    """Say in one line what is proposed."""
    about = f"{proposal['issue_id']} «{proposal['name']}»"
    into = f"{proposal['into']} «{proposal['into_name']}»"
    count = len(proposal["mentions"])
    match proposal["what"]:
        case "merge":
            return f"merge {about} into {into}"
        case "split":
            return f"split {count} mentions off {about} as «{proposal['child_name']}»"
        case _:
            return f"move {count} mentions from {about} to {into if proposal['into'] else 'no issue'}"


def _quote_words(label: str, words: list[str]) -> list[str]:
    return [
        f"{INDENT}{label if place == 0 else '':<7}«{shorten_text(' '.join(text.split()), SCREEN_WIDTH - 12)}»"
        for place, text in enumerate(words)
    ]
