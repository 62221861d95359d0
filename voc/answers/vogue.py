"""Which words are in vogue, with whom and in which issues: what a clusterer does not see yet.

Told as it was published, under what people said since: an issue that was merged is the one that has its
contacts, an ignored one is nowhere, and words of too few people are not shown.
"""

from typing import Any

from voc.answers.figures import round_chance, round_figure
from voc.answers.reading import Reading, require_issue
from voc.signals.isoweeks import list_weeks

Document = dict[str, Any]

BEFORE_WEEKS = 13
LEAST_HISTORY = 5  # weeks before the ones in question, as publishing asks
UNSEEN = 0.5  # without an issue, from this share of its contacts on


def list_vogue(reading: Reading, issue_id: str | None = None) -> Document:
    """List the words in vogue, the strongest first: of all contacts last week, or of an issue last month.

    `reason` says why there are none: `too_little_history` (fewer than five weeks before), `few_people` (an
    issue whose words may not be shown), or `nothing_rose`; null where there are some.

    Raises:
        CallError: there is no such issue.
    """
    wanted = None if issue_id is None else require_issue(reading, issue_id)
    weeks = 1 if wanted is None else 4
    phrases = _list_phrases(reading, wanted)
    return {
        "issue_id": wanted,
        "name": None if wanted is None else reading.shown_names.get(wanted),
        "week": reading.last_week,
        "weeks": weeks,
        "before_weeks": BEFORE_WEEKS,
        "reason": None if phrases else _tell_reason(reading, wanted, weeks),
        "phrases": phrases,
    }


def _list_phrases(reading: Reading, wanted: str | None) -> list[Document]:
    if wanted is not None and wanted not in reading.quoted:
        return []
    found: dict[tuple[str, str], Document] = {}
    for told in _list_told(reading, wanted):
        for row in reading.snapshot.read("read_vogue", issue_id=told).iter_rows(named=True):
            phrase = _word_phrase(reading, row, wanted)
            if phrase is not None:
                found.setdefault((row["phrase"], row["language"]), phrase)
    return sorted(found.values(), key=lambda phrase: (-phrase["z"], phrase["phrase"], phrase["language"]))


def _list_told(reading: Reading, wanted: str | None) -> list[str | None]:
    """List under which ids words were published: an issue's own, and those that were merged into it."""
    if wanted is None:
        return [None]
    gone = [
        issue_id for issue_id in reading.standing.leads_to if reading.standing.resolve(issue_id) == wanted
    ]
    return [wanted, *sorted(gone)]


def _word_phrase(reading: Reading, row: Document, wanted: str | None) -> Document | None:
    """Word a phrase; None where it may not be shown, or no longer belongs here."""
    issue_ids = list(dict.fromkeys(reading.standing.resolve(one) for one in row["issue_ids"]))
    shown = [one for one in reading.drop_ignored(issue_ids) if one in reading.shown_names]
    is_unseen = row["unassigned_share"] >= UNSEEN
    is_ignored = bool(issue_ids) and not shown and not is_unseen
    is_few = row["customers"] < reading.settings.privacy.k_people
    if is_few or is_ignored or (wanted is not None and _has_left(reading, row["contact_ids"], wanted)):
        return None
    expected = row["expected"]
    return {
        **{name: row[name] for name in ("phrase", "also", "language", "contacts", "customers", "copies")},
        "before": row["before_count"],
        "expected": round_figure(expected, 2),
        "lift": round_figure(row["customers"] / expected, 2) if expected else None,
        "z": round_figure(row["z"], 2),
        "q": round_chance(row["q"]),
        "contact_ids": row["contact_ids"],
        "issues": [{"issue_id": one, "name": reading.shown_names[one]} for one in shown],
        "unassigned_share": round_figure(row["unassigned_share"], 4),
        "is_unseen": is_unseen,
    }


def _has_left(reading: Reading, contact_ids: list[str], wanted: str) -> bool:
    """Tell whether people put most of a phrase's contacts into other issues since."""
    if reading.edited_issues is None:
        return False
    still = sum(wanted in reading.edited_issues.get(contact_id, ()) for contact_id in contact_ids)
    return still * 2 < len(contact_ids)


def _tell_reason(reading: Reading, wanted: str | None, weeks: int) -> str:
    if wanted is not None and wanted not in reading.quoted:
        return "few_people"
    span = reading.week_range
    if span is None or reading.last_week is None or span[0] > reading.last_week:
        return "too_little_history"
    is_long = len(list_weeks(span[0], reading.last_week)) >= weeks + LEAST_HISTORY
    return "nothing_rose" if is_long else "too_little_history"
