"""What does a document say to a person at a terminal?

One function a document; each returns lines, and says in words when there is nothing to show.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from voc.cli.council_words import phrase_event
from voc.cli.portraits import (
    INDENT,
    quote_line,
    report_boundary,
    report_coverage,
    report_exemplars,
    report_names,
    report_neighbours,
    report_stability,
)
from voc.cli.printing import format_columns, shorten_text, show_share, show_value
from voc.exports.columns import join_counts

Document = Mapping[str, Any]
OWNER_WIDTH = 16  # the name needs the room more


def report_issues(document: Document) -> list[str]:
    """Tell the issues, most contacts first."""
    head = (
        f"As of {_show(document['as_of'])[:10]} · {_show(document['contacts'])} contacts"
        f" from {_show(document['customers'])} customers · last complete week {_show(document['week'])}"
    )
    lead = [*_report_past(document), head, report_coverage(document), _report_exposure(document["exposure"])]
    if not document["issues"]:
        return [
            *lead,
            "No issues to show. `--state all` shows isolated ones; `voc status` what was ingested.",
        ]
    rows = [
        (
            number,
            issue["issue_id"],
            issue["name"],
            issue["contacts"],
            issue["trend"],
            show_share(issue["repeat_rate"]),
            round(issue["cost"]),
            shorten_text(issue["owner"] or issue["department"] or "", OWNER_WIDTH),
        )
        for number, issue in enumerate(document["issues"], start=1)
    ]
    headers = ("#", "issue", "name", "contacts", "trend", "repeats", "cost", "owner")
    return [*lead, "", *format_columns(headers, rows, right="# contacts repeats cost")]


def _report_exposure(exposure: Document) -> str:
    """Say what rates and alerts are told by."""
    if exposure["name"] == "contacts":
        return "Rates and alerts are told by each week's contacts: voc.toml names no [[exposure]]."
    missing = f", {exposure['estimated']} of them not delivered" if exposure["estimated"] else ""
    return (
        f"Rates and alerts are told by {exposure['name']}: {round(exposure['value'] or 0):,}"
        f" in {exposure['weeks']} whole weeks{missing}."
    )


def _report_past(document: Document) -> list[str]:
    """Say first that the issues are those of a past day."""
    if "as_known" not in document:
        return []
    known = document["as_known"]
    return [
        f"The issues as they were known on {known['day']}, by the session as of {known['session'][:10]};"
        " words and themes of then are not kept."
    ]


def report_issue(issue: Document) -> list[str]:
    """Tell one issue: its state, its weeks, its words."""
    lines = [f"{issue['issue_id']}  {issue['name']}"]
    if issue.get("theme"):
        lines.append(f"{INDENT}part of: {issue['theme']}")
    lines += [
        f"{INDENT}{issue['state']} · {issue['trend']} · {issue['lifecycle']} · {issue['kind']}"
        f" · opportunity: {_show(issue['opportunity'])} · lever: {_show(issue['lever'])}",
        f"{INDENT}{_show(issue['contacts'])} contacts ({show_share(issue['share'])}) from"
        f" {_show(issue['customers'])} customers, from {_show(issue['first_seen'])}"
        f" to {_show(issue['last_seen'])}",
        f"{INDENT}repeats {show_share(issue['repeat_rate'])} · cost {_show(issue['cost'])}"
        f" · silent customers {_show(issue['silent_customers'])}"
        f" · effect on ratings {_show(issue['rating_effect'])}",
        f"{INDENT}department {_show(issue['department'])} · owner {_show(issue['owner'])}"
        f" · target {_show_target(issue['target'])}",
        f"{INDENT}rate {_show_rate(issue['rate'])} · {_report_exposure(issue['exposure'])}",
        f"{INDENT}channels: {join_counts(issue['channels']) or '–'}"
        f" · languages: {', '.join(issue['languages']) or '–'}",
        f"{INDENT}keyphrases: {', '.join(issue['keyphrases']) or '–'}",
        *report_names(issue),
        f"{INDENT}stability: {report_stability(issue['stability'])}",
        f"{INDENT}{report_coverage(issue)}",
        "",
        *_report_weeks(issue["weeks"]),
        "",
        "In customers' words",
        *_report_verbatims(issue),
        *report_exemplars(issue),
        *report_boundary(issue),
        *report_neighbours(issue),
    ]
    return [*_report_place(issue), *lines, *_report_history(issue["decisions"])]


def _report_place(issue: Document) -> list[str]:
    """Say first what people did to the issue that is asked for."""
    lines = [f"{issue['asked_for']} is part of {issue['issue_id']} now."] if issue["asked_for"] else []
    if issue["ignored"]:
        lines.append(f"{issue['issue_id']} is ignored: it stands in no list but `voc issues --state all`.")
    return lines


def report_contacts(document: Document) -> list[str]:
    """Tell contacts, a line each, and how many."""
    rows = [
        (contact["occurred_at"][:10], contact["contact_id"], contact["channel"], contact["language"],
         contact["kind"], " ".join(contact["issues"]), contact["text"])
        for contact in document["contacts"]
    ]  # fmt: skip
    headers = ("date", "contact", "channel", "lang", "kind", "issues", "text")
    return _report_rows(headers, rows, "contacts")


def report_assignments(document: Document) -> list[str]:
    """Tell each mention and its issue."""
    rows = [
        (item["mention_id"], item["issue_id"], _show_score(item["similarity"]), item["text"])
        for item in document["assignments"]
    ]
    return _report_rows(("mention", "issue", "similarity", "text"), rows, "mentions", right="similarity")


def report_search(document: Document) -> list[str]:
    """Tell what was found, nearest first."""
    rows = [
        (_show_score(item["score"]), item["occurred_at"][:10], item["channel"], item["contact_id"],
         " ".join(item["issues"]), item["text"])
        for item in document["results"]
    ]  # fmt: skip
    if not rows:
        return ["Nothing found. Try other words, or fewer."]
    return format_columns(("score", "date", "channel", "contact", "issues", "text"), rows, right="score")


def report_status(document: Document) -> list[str]:
    """Tell each source's account, whether it balances, and what readers see."""
    counts = ("received", "stored", "updated", "duplicate", "quarantined", "erased")
    rows = [
        (source["source"], *(source[count] for count in counts), str(source["last_contact"] or "")[:10])
        for source in document["sources"]
    ]
    headers = ("source", *counts, "last contact")
    lines = format_columns(headers, rows, right=" ".join(counts))
    if not rows:
        lines = ["Nothing was ingested so far."]
    if document["balanced"]:
        lines.append("Balanced: received = stored + updated + duplicate + quarantined + erased.")
    else:
        lines += ["NOT BALANCED. Please report this.", *(INDENT + fault for fault in document["faults"])]
    lines += _report_exposures(document["exposures"])
    told = [*document["sources"], *document["exposures"]]
    refused = sum(account["quarantined"] for account in told)
    if refused:
        lines.append(f"{refused:,} in quarantine: `voc quarantine` says which and why.")
    for part in ("snapshot", "model"):
        facts = document.get(part) or {"": "none yet; `voc run` makes it"}
        lines += ["", part, *(f"{INDENT}{key:<14}{_show_fact(value)}" for key, value in facts.items())]
    return lines


def _report_exposures(exposures: Sequence[Document]) -> list[str]:
    """Tell what was delivered to divide by."""
    return [
        f"{row['name']}: {row['stored']:,} of {row['received']:,} rows, from {_show(row['first_day'])}"
        f" to {_show(row['last_day'])}, last {_show(row['last_file'])}"
        for row in exposures
    ]


def report_quarantine(document: Document) -> list[str]:
    """Tell the rows that were refused, whole and not as a table: who mends a file needs every word."""
    rows = document["rows"]
    if not rows:
        return ["Nothing is in quarantine."]
    lines = []
    for source in dict.fromkeys(row["source"] for row in rows):
        lines.append(source)
        lines += [f"{INDENT}{_locate_row(row)}: {row['reason']}" for row in rows if row["source"] == source]
    return [*lines, f"In all: {len(rows):,}."]


def report_trace(document: Document) -> list[str]:
    """Tell where contacts came from, and what each later file changed."""
    lines = []
    for contact in document["contacts"]:
        lines.append(contact["contact_id"])
        for event in contact["history"]:
            lines.append(f"{INDENT}{(event['taken_at'] or '')[:16]}  {event['event']:<10} {event['file']}")
            before = event["before"] or {}
            lines += [f"{INDENT * 2}{name} was: {_show(value)}" for name, value in before.items()]
    return lines


def report_evaluation(document: Document) -> list[str]:
    """Tell how the issues compare with people's labels."""
    return [
        f"{_show(document['n'])} contacts compared: {_show(document['labels'])} labels,"
        f" {_show(document['clusters'])} issues; {show_share(_share_unassigned(document))} unassigned",
        *(
            f"{INDENT}{name:<14}{document[name]:>7.3f}"
            for name in ("nmi", "ari", "v_measure", "homogeneity", "completeness")
            if document[name] is not None
        ),
    ]


def _report_rows(
    headers: Sequence[str], rows: Sequence[Sequence[object]], noun: str, *, right: str = ""
) -> list[str]:
    if not rows:
        return [f"No {noun}."]
    return [*format_columns(headers, rows, right=right), f"{len(rows):,} {noun}."]


def _report_weeks(weeks: Sequence[Document]) -> list[str]:
    if not weeks:
        return ["No weeks to show."]
    most = max(1, *(week["contacts"] for week in weeks))
    rows = [
        (week["week"], week["contacts"], week["expected"], "▇" * round(30 * week["contacts"] / most) or " ")
        for week in weeks
    ]
    return format_columns(("week", "contacts", "expected", ""), rows, right="contacts expected")


def _report_verbatims(issue: Document) -> list[str]:
    verbatims = issue["verbatims"]
    if not verbatims:
        is_withheld = 0 < issue["customers"] < issue.get("k_people", 0)
        return [INDENT + (f"shown from {issue['k_people']} customers on" if is_withheld else "–")]
    return [quote_line(verbatim) for verbatim in verbatims]


def _report_history(events: Sequence[Document]) -> list[str]:
    if not events:
        return []
    lines = [f"{INDENT}{event['at'][:10]} {event['by_whom']}: {phrase_event(event)}" for event in events]
    return ["", "Decisions", *lines]


def _locate_row(row: Document) -> str:
    return row["file"] if row["row"] is None else f"{row['file']}, row {row['row']}"


def _share_unassigned(document: Document) -> float | None:
    """A count of contacts, or already a share."""
    unassigned, n = document["unassigned"], document["n"]
    if unassigned is None or isinstance(unassigned, float):
        share: float | None = unassigned
        return share
    return unassigned / (unassigned + n) if unassigned + n else None


def _show(value: object) -> str:
    return show_value(value)


def _show_target(target: object) -> str:
    if isinstance(target, Mapping):
        return " ".join(_show(value) for value in target.values() if value is not None)
    return _show(target)


def _show_score(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def _show_fact(value: object) -> str:
    if isinstance(value, Mapping):
        return " · ".join(f"{name} {_show_fact(part)}" for name, part in value.items())
    return ("yes" if value else "no") if isinstance(value, bool) else _show(value)


def _show_rate(value: float | None) -> str:
    return "–" if value is None else f"{value:.4f}"
