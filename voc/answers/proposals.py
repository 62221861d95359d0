"""What does the tool propose to do about issues, and on what evidence?

The words of both sides stand beside each other, so that people judge by what customers said.
"""

from typing import Any

import polars as pl

from voc.answers.issues import list_issues
from voc.answers.reading import Reading
from voc.answers.recording import read_placed
from voc.answers.windows import list_quoted
from voc.council.edits import list_open_proposals
from voc.schema import LedgerEvent

Document = dict[str, Any]

MOST_WORDS = 5


def list_proposals(reading: Reading, issue_id: str | None = None) -> Document:
    """List the proposals that nobody answered, in order, of an issue or all.

    Returns:
        `proposals`: each with `proposal` (its id), `what` (split, merge, move), `as_of`, `issue_id` and
        `name` of the issue it is about, `into` and `into_name` (or null), `child_name` (of what would be
        split off, or null), `contacts` it concerns, `evidence` as mining told it, `mentions` (ids that would
        go), and the `words` of those that would go and `other_words` of what they would leave or join. None
        of an issue that fewer customers speak of than may be quoted.
    """
    proposals = [
        event
        for event in list_open_proposals(reading.standing)
        if issue_id is None or issue_id in _list_ends(reading, event)
    ]
    if not proposals:
        return {"proposals": []}
    issues = {issue["issue_id"]: issue for issue in list_issues(reading, state="all")["issues"]}
    mentions = read_placed(reading).join(
        reading.snapshot.read("list_assignments").select("mention_id", "text"), on="mention_id"
    )
    return {"proposals": [_word_proposal(reading, event, issues, mentions) for event in proposals]}


def _list_ends(reading: Reading, event: LedgerEvent) -> list[str]:
    ends = [event.issue_id, event.payload.get("into")]
    return [reading.standing.resolve(end) for end in ends if end]


def _word_proposal(
    reading: Reading, event: LedgerEvent, issues: dict[str, Document], mentions: pl.DataFrame
) -> Document:
    said, (about, *into) = event.payload, _list_ends(reading, event)
    keys = [str(key[3]) for key in said.get("mentions", ())]
    going = mentions.filter((pl.col("place") == about) & (pl.col("text_key").is_in(keys) if keys else True))
    across = into[0] if into else about
    others = mentions.filter(
        (pl.col("place") == across) & ~pl.col("mention_id").is_in(going["mention_id"].implode())
    )
    quoted = list_quoted(reading)
    return {
        "proposal": said["proposal"],
        "what": said["what"],
        "as_of": said.get("as_of"),
        "issue_id": about,
        "name": issues.get(about, {}).get("name"),
        "into": across if into else None,
        "into_name": issues.get(across, {}).get("name") if into else None,
        "child_name": said.get("name"),
        "contacts": said.get("contacts"),
        "evidence": said.get("evidence", {}),
        "mentions": going["mention_id"].to_list() if keys else [],
        "words": _choose_words(going) if about in quoted else [],
        "other_words": _choose_words(others) if across in quoted else [],
    }


def _choose_words(mentions: pl.DataFrame) -> list[str]:
    """Choose a few different texts, the nearest to their issue first, and check them as publishing does."""
    from voc.text.redact import redact_text

    ordered = mentions.sort("similarity", "mention_id", descending=[True, False], nulls_last=True)
    texts = ordered.unique("text_key", keep="first", maintain_order=True)["text"].head(MOST_WORDS)
    return [redact_text(text).text for text in texts]
