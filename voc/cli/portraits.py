"""What does an issue show for itself at a terminal: names, firmness, words, what lies beside it?"""

from collections.abc import Mapping
from typing import Any

from voc.cli.printing import SCREEN_WIDTH, shorten_text, show_share, show_value

Document = Mapping[str, Any]
INDENT = "  "


def report_coverage(document: Document) -> str:
    """Say how much of what came in has an issue, and how much openly has none."""
    assigned, unassigned = document["assigned"], document["unassigned"]
    return (
        f"{show_value(assigned['contacts'])} contacts ({show_share(assigned['share'])}) have an issue,"
        f" {show_value(unassigned['contacts'])} ({show_share(unassigned['share'])}) have none"
    )


def report_names(issue: Document) -> list[str]:
    """Say what the issue is called in other languages."""
    others = [f"{code}: {name}" for code, name in issue["names"].items() if name != issue["name"]]
    return [f"{INDENT}also called: {' · '.join(others)}"] if others else []


def report_stability(stability: float | None) -> str:
    """Say how often the issue comes back, and whether that is much."""
    from voc.answers import grade_stability

    if stability is None:
        return "– (too little is said to tell)"
    return f"{stability:.2f} of 1, {grade_stability(stability)}"


def report_exemplars(issue: Document) -> list[str]:
    """Quote the most central words that were not quoted yet."""
    quoted = {said["text"] for said in issue["verbatims"]}
    fresh = [said for said in issue["exemplars"] if said["text"] not in quoted]
    return ["", "Most typical", *map(quote_line, fresh)] if fresh else []


def report_boundary(issue: Document) -> list[str]:
    """Quote the words that lie about as close to another issue."""
    if not issue["boundary"]:
        return []
    lines = ["", "Nearly as close to another issue"]
    for said in issue["boundary"]:
        lines += [quote_line(said), f"{INDENT * 2}→ {said['neighbour']}  {said['name']}"]
    return lines


def report_neighbours(issue: Document) -> list[str]:
    """Say which issues lie nearest, and by which words the two are told apart."""
    if not issue["neighbours"]:
        return []
    lines = ["", "Nearest issues"]
    for neighbour in issue["neighbours"]:
        lines.append(f"{INDENT}{neighbour['issue_id']}  {neighbour['name']} ({neighbour['closeness']:.2f})")
        for side, where in (("words_here", "here"), ("words_there", "there")):
            if neighbour[side]:
                lines.append(f"{INDENT * 2}said {where}: {', '.join(neighbour[side])}")
    return lines


def quote_line(said: Document) -> str:
    """Quote a customer in one line, with the contact."""
    text = shorten_text(show_value(said["text"]), SCREEN_WIDTH - 24)
    return f"{INDENT}«{text}»  {said['contact_id']}"
