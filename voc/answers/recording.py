"""How does what somebody says get into the ledger, so that it holds when two people speak at once?

What is said is worded and checked against what stands, and recorded only if nobody recorded anything in
between; else it is looked at once more.
"""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from difflib import get_close_matches

import polars as pl

from voc.answers.overlay import put_mentions
from voc.answers.reading import Reading, open_reading
from voc.council.actions import classify_contacts
from voc.council.decisions import take_line
from voc.council.edits import Placed, accept_proposal, list_names, require_open, split_issue
from voc.errors import CallError
from voc.issues.register import read_keys
from voc.schema import LedgerEvent, NewEvent
from voc.settings import Settings
from voc.store.ledger import OvertakenError, open_ledger

Word = Callable[[Reading], Sequence[NewEvent]]
MOST_TRIES = 2


def record_said(settings: Settings, word: Word, *, by_whom: str, at: datetime) -> list[LedgerEvent]:
    """Record what `word` makes of a reading, all or nothing, and return it as it was recorded.

    Args:
        settings: The workspace's.
        word: Words and checks what is said against what stands.
        by_whom: Who says it.
        at: Now, with a zone.

    Raises:
        CallError: what is said cannot be.
        OvertakenError: others keep recording.
    """
    speaker = take_line(by_whom, "who says it")
    for tries_left in reversed(range(MOST_TRIES)):
        with open_reading(settings) as reading:
            events, last_id = list(word(reading)), reading.standing.last_id
        try:
            ids = open_ledger(settings).record_events(events, by_whom=speaker, at=at, after=last_id)
        except OvertakenError:
            if not tries_left:
                raise
            continue
        return [
            LedgerEvent(event_id, at, speaker, event.kind, event.issue_id, event.payload)
            for event_id, event in zip(ids, events, strict=True)
        ]
    raise AssertionError("the last try returns or raises")


def find_placed(reading: Reading, mention_ids: Collection[str]) -> list[Placed]:
    """Find mentions by their ids, where they are after people's edits, in the order given.

    Raises:
        CallError: one is unknown.
    """
    wanted = list(dict.fromkeys(mention_id.strip().lower() for mention_id in mention_ids))
    mentions = read_placed(reading)
    found = {
        placed.mention_id: placed for placed in _list_placed(mentions, pl.col("mention_id").is_in(wanted))
    }
    unknown = [mention_id for mention_id in wanted if mention_id not in found]
    if unknown:
        named = list_names([repr(mention_id) for mention_id in unknown])
        raise CallError(f"no such mention {named}{_suggest_mention(unknown[0], mentions)}")
    return [found[mention_id] for mention_id in wanted]


def split_mentions(reading: Reading, issue_id: str, mention_ids: Collection[str], name: str) -> NewEvent:
    """Word a split of these mentions, checked as `voc.council.edits.split_issue` does."""
    chosen = find_placed(reading, mention_ids)
    return split_issue(reading.standing, issue_id, chosen, count_rest(reading, issue_id, chosen), name)


def accept_open(reading: Reading, proposal_id: str) -> list[NewEvent]:
    """Word the acceptance of a proposal, with what it means."""
    proposal = require_open(reading.standing, proposal_id)
    keys = read_keys(proposal.payload.get("mentions", ()))
    mentions = read_placed(reading)
    placed = {
        mention.key: mention
        for mention in _list_placed(mentions, pl.col("text_key").is_in([key[3] for key in keys]))
    }
    about = reading.standing.resolve(str(proposal.issue_id))
    chosen = [placed[key] for key in keys if key in placed]
    return accept_proposal(reading.standing, proposal_id, placed, count_rest(reading, about, chosen))


def classify_known(
    reading: Reading,
    contact_ids: Collection[str],
    kind: str,
    opportunity: str | None,
    issue_id: str | None = None,
) -> NewEvent:
    """Word what contacts are to the company, which people put right; on an issue's page, on its log too.

    Raises:
        CallError: a contact is unknown, or kind and opportunity do not go together.
    """
    wanted = list(dict.fromkeys(contact_id.strip().lower() for contact_id in contact_ids))
    found = reading.snapshot.read("find_contacts", contact_ids=wanted)
    unknown = sorted(set(wanted) - set(found["contact_id"]))
    if unknown:
        named = list_names([repr(contact_id) for contact_id in unknown])
        raise CallError(f"no such contact {named}; `voc contacts` lists them")
    pairs = list(found.select("source", "source_id").iter_rows())
    return classify_contacts(pairs, kind, opportunity, issue_id)


def count_rest(reading: Reading, issue_id: str, chosen: Sequence[Placed]) -> int:
    """Count an issue's mentions that read unlike all of these; equal texts go together."""
    is_left = ~pl.col("text_key").is_in([mention.key[3] for mention in chosen])
    return read_placed(reading).filter((pl.col("place") == issue_id.strip().upper()) & is_left).height


def read_placed(reading: Reading) -> pl.DataFrame:
    """Read where each mention is, after people's edits: the columns of the question, and `place`."""
    return put_mentions(reading.snapshot.read("read_placed_mentions"), reading.standing)


def _list_placed(mentions: pl.DataFrame, is_wanted: pl.Expr) -> list[Placed]:
    return [
        Placed(
            row["mention_id"],
            (row["source"], row["source_id"], row["ordinal"], row["text_key"]),
            row["place"],
        )
        for row in mentions.filter(is_wanted).iter_rows(named=True)
    ]


def _suggest_mention(unknown: str, mentions: pl.DataFrame) -> str:
    """Suggest the nearest id; among those that begin or end alike: there may be a million."""
    ids = pl.col("mention_id")
    alike = mentions.filter(ids.str.starts_with(unknown[:6]) | ids.str.ends_with(unknown[-6:]))["mention_id"]
    near = get_close_matches(unknown, alike.head(1000).to_list(), n=1, cutoff=0.7)
    return f"; did you mean {near[0]!r}?" if near else "; `voc assignments` lists them"
