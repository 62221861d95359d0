"""How is a trial of another encoder told?"""

from typing import Any

MOST_ISSUES = 15
VERBS = {"splits": "would split", "merges": "would merge into another", "is_lost": "would be lost"}


def report_trial(document: dict[str, Any]) -> list[str]:
    """Word a trial in lines: what would be kept, and the issues that would change most."""
    counts = {fate: document["fates"].get(fate, 0) for fate in ("keeps", *VERBS)}
    lines = [
        f"{document['from']} -> {document['to']}: nothing was changed.",
        f"{document['kept']:.1%} of {document['mentions']:,} mentions with an issue would keep it; the new "
        f"encoder alone agrees on {document['agreed']:.1%}, and {document['held']:,} texts would be held.",
        f"{counts['keeps']} issues stay, {counts['splits']} would split, {counts['merges']} merge, "
        f"{counts['is_lost']} be lost. {document['embedded']:,} texts embedded, {document['seconds']:.0f} s "
        "in all.",
    ]
    changing = [issue for issue in document["issues"] if issue["fate"] != "keeps"]
    for issue in changing[:MOST_ISSUES]:
        goes = ", ".join(f"{into['issue_id'] or 'none'} {into['mentions']}" for into in issue["goes_to"])
        lines.append(
            f"  {issue['issue_id']} {VERBS[issue['fate']]}: {issue['name']} ({issue['kept_share']:.0%} of "
            f"{issue['mentions']} mentions stay; others to {goes})"
        )
    if len(changing) > MOST_ISSUES:
        lines.append(f"  and {len(changing) - MOST_ISSUES} more; --json lists all")
    lines.append("To change: [mining] encoder in voc.toml, then `voc run`.")
    return lines
