"""Did it work? The command that tells what actions have brought, in words or as a document."""

from collections.abc import Mapping
from typing import Any

import click

from voc.cli.options import with_json, with_workspace
from voc.cli.printing import print_document, print_lines, show_share, show_value
from voc.cli.reading import read_published

Document = Mapping[str, Any]
INDENT = "  "
VERDICTS = {
    "worked": "It worked",
    "did_not": "It did not work",
    "too_early": "Too early to tell",
    "cannot_tell": "Nobody can tell",
}
REASONS = {
    "fewer_contacts": "fewer contacts than without it, beyond chance",
    "came_back": "it did, and then the contacts came back: the issue is open again",
    "more_contacts": "more contacts than without it, beyond chance",
    "halving_ruled_out": "no drop beyond chance, and one by half is ruled out",
    "no_drop_seen": "no drop beyond chance, and one by half would have shown",
    "few_weeks": "too few whole weeks since",
    "few_contacts": "too few contacts so far: neither no drop nor one by half is ruled out",
    "after_peak": "they fell from a peak just before it, not surely below what was usual before that",
    "falling_before": "they were falling already, and whether they fell faster since cannot be told",
    "short_before": "fewer than six weeks before it to compare with",
    "few_before": "fewer than ten contacts before it to compare with",
    "never_enough": "so few contacts scatter too much; neither no drop nor one by half can be ruled out",
}


@click.command()
@click.option("--issue", "issue_id", metavar="ISSUE", help="Only actions on this issue, like ISS-0001.")
@with_workspace
@with_json
def effects(issue_id: str | None, workspace: str | None, as_json: bool) -> None:
    """Tell whether what was done about issues worked: contacts and money saved."""
    from voc.answers.effects import tell_effects

    with read_published(workspace) as reading:
        document = tell_effects(reading, issue_id)
    if as_json:
        print_document(document)
    else:
        print_lines(*report_effects(document))


def report_effects(document: Document) -> list[str]:
    """Tell what actions have brought, in words."""
    if not document["actions"]:
        about = document["issue_id"] or "any issue"
        return [f"No action on {about} so far; `voc council action add ISSUE TEXT` adds one."]
    lines: list[str] = []
    for action in document["actions"]:
        lines += [*_report_action(action, document["currency"]), ""]
    return lines[:-1]


def _report_action(action: Document, currency: str) -> list[str]:
    name, effect = action["name"] or "–", action["effect"]
    lines = [f"{action['action_id']}  {action['text']}", f"{INDENT}{action['issue_id']}  {name}"]
    if action["done_on"] is None:
        return [*lines, f"{INDENT}not done so far; due {show_value(action['due'])}"]
    if effect is None:
        return [*lines, f"{INDENT}done on {action['done_on']}; the issue has no contacts"]
    lines.append(
        f"{INDENT}done on {action['done_on']}; {effect['weeks_after']} whole weeks since, "
        f"{effect['weeks_judged']} judged by {effect['weeks_before']} before"
    )
    lines.append(f"{INDENT}{VERDICTS[effect['verdict']]}: {REASONS[effect['reason']]}")
    if effect["tell_on"]:
        lines.append(f"{INDENT}more can be told from {effect['tell_on']} on")
    return lines + (_report_figures(effect, currency) if effect["avoided_weekly"] is not None else [])


def _report_figures(effect: Document, currency: str) -> list[str]:
    beside = (
        f"{len(effect['control_ids'])} issues that nobody touched" if effect["control_ids"] else "all volume"
    )
    lines = [
        f"{INDENT}contacts a week: {show_value(effect['before_weekly'])} before, "
        f"{show_value(effect['after_weekly'])} after; {show_value(effect['expected_weekly'])} without it, "
        f"going by {beside}",
        f"{INDENT}avoided a week: {show_value(effect['avoided_weekly'])} "
        f"({show_value(effect['avoided_low'])} to {show_value(effect['avoided_high'])}), "
        f"{show_share(effect['avoided_share'])}; {show_value(effect['avoided_total'])} in all",
        f"{INDENT}money a week: {show_value(effect['money_weekly'])} {currency} "
        f"({show_value(effect['money_low'])} to {show_value(effect['money_high'])})",
    ]
    turns = [("took hold in", effect["took_hold_week"]), ("came back in", effect["reopened_week"])]
    return lines + [f"{INDENT}{what} {week}" for what, week in turns if week]
