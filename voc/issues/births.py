"""What is new, once issues have settled, and where has an issue learned enough to be known anew?

A refresh counts for mentions that come later; what has its issue keeps it, but for what a newborn takes of
the window.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import numpy as np
import polars as pl

from voc.issues.assign import find_first_sessions
from voc.issues.corpus import Corpus
from voc.issues.groups import word_group
from voc.issues.lessons import digest_lessons, learn_lessons, word_known_again
from voc.issues.name import Name
from voc.issues.novelty import find_births
from voc.issues.outlook import Outlook, take_outlook
from voc.issues.place import Prior, place_mentions
from voc.issues.proposals import propose_shifts, round_evidence
from voc.issues.register import Register, number_issue
from voc.issues.session import Session
from voc.issues.shadow import has_outgrown
from voc.issues.space import See, open_space
from voc.issues.steps import Course
from voc.schema import NewEvent

WINDOW = timedelta(weeks=12)


def extend_issues(
    corpus: Corpus,
    register: Register,
    session: Session,
    course: Course,
    name: Name,
    prior: Prior | None = None,
) -> list[NewEvent]:
    """Find births, refreshes and what to propose, in the trailing window, as events."""
    placed = place_mentions(corpus, register, course, prior)
    rows = corpus.mentions.join(placed, on="mention_id", maintain_order="left").filter(
        pl.col("occurred_at") >= session.as_of - WINDOW
    )
    space, see = enter_space(corpus, register, course)
    known_again = []
    if space:
        known_again = [NewEvent("space", None, space)]
        known_again += word_known_again("refresh", register.anchors, register, course, see, session.as_of)
    outlook = take_outlook(corpus, register, session, course, rows, see, known_again)
    births = word_births(outlook, name)
    refreshes = word_refreshes(outlook, prior)
    return [*known_again, *births, *refreshes, *propose_shifts(outlook, name)]


def enter_space(corpus: Corpus, register: Register, course: Course) -> tuple[dict[str, Any] | None, See]:
    """Learn from what people said since the space in force was learned: a new one, if any; how to see."""
    current = dict(register.spaces[register.space]) if register.space >= 0 else None
    lessons = digest_lessons(register)
    if lessons == (current or {}).get("lessons", ""):
        return None, course.see_last
    space = learn_lessons(corpus, register, current, len(register.sessions))
    if space is None or space["parts"] == (current or {}).get("parts"):
        return None, course.see_last
    return space, open_space(space)


def word_births(outlook: Outlook, name: Name) -> list[NewEvent]:
    """Word each birth with its name, where it came from, and since when it may take mentions."""
    register, session = outlook.register, outlook.session
    born = find_births(outlook.past, outlook.anchors, session.seed)
    groups = [outlook.find_places(birth.members) for birth in born]
    namings = name(outlook.corpus, groups, outlook.taken_names)
    window = pl.Series([session.as_of - WINDOW], dtype=pl.Datetime("us", "UTC"))
    since = int(find_first_sessions(window, [*register.sessions, session.as_of])[0])
    return [
        word_found(
            outlook,
            "birth",
            number_issue(register.last_number + place + 1),
            group,
            {
                **vars(naming),
                "from": [outlook.anchors[origin].issue_id for origin in birth.from_issues],
                "since": since,
                "contacts": birth.contacts,
                "evidence": round_evidence(birth.evidence),
            },
        )
        for place, (birth, group, naming) in enumerate(zip(born, groups, namings, strict=True))
    ]


def word_found(
    outlook: Outlook, kind: str, issue_id: str, group: list[int], more: Mapping[str, object]
) -> NewEvent:
    """Word a group that this session found."""
    return word_group(
        outlook.corpus,
        kind,
        issue_id,
        group,
        see=outlook.see,
        session=len(outlook.register.sessions),
        as_of=outlook.session.as_of,
        more=more,
    )


def word_refreshes(outlook: Outlook, prior: Prior | None) -> list[NewEvent]:
    """Word the refreshes: known from now on by what was said of late too; what people put together stays."""
    register = outlook.register
    totals = count_contacts(outlook.rows, prior)
    events = []
    for place, anchor in enumerate(outlook.anchors):
        total = totals.get(anchor.issue_id, 0)
        group = outlook.find_places(np.flatnonzero(outlook.past.holders == place))
        is_due = has_outgrown(total, register.issues[anchor.issue_id].version.contacts)
        if is_due and group and anchor.issue_id not in register.held:
            events.append(word_found(outlook, "refresh", anchor.issue_id, group, {"contacts": total}))
    return events


def count_contacts(rows: pl.DataFrame, prior: Prior | None) -> dict[str, int]:
    """Count each issue's contacts: of the window, and of all that was placed before."""
    placed = [rows.select("mention_id", "issue_id")]
    if prior:
        placed.append(prior.assignments.select("mention_id", "issue_id"))
    contacts = pl.concat(placed).drop_nulls().with_columns(pl.col("mention_id").str.replace(r"-\d+$", ""))
    return dict(contacts.group_by("issue_id").agg(pl.col("mention_id").n_unique()).iter_rows())
