"""What is new, once issues have settled, and where has an issue learned enough to be known anew?

A refresh counts for mentions that come later; what has its issue keeps it, but for what a newborn takes of
the window.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import partial
from typing import Any

import numpy as np
import polars as pl

from voc.issues.assign import Anchor, find_first_sessions
from voc.issues.corpus import Corpus
from voc.issues.exemplars import Matrix
from voc.issues.groups import word_group
from voc.issues.lessons import digest_lessons, learn_lessons, word_known_again
from voc.issues.name import Name
from voc.issues.novelty import find_births
from voc.issues.place import Prior, place_mentions
from voc.issues.proposals import Look, propose_shifts
from voc.issues.register import Register, number_issue
from voc.issues.session import Session
from voc.issues.shadow import Past
from voc.issues.space import See, open_space
from voc.issues.steps import Course, ExemplarKey, Version
from voc.schema import NewEvent

WINDOW = timedelta(weeks=12)
GROWN = 1.5
FEWEST_CONTACTS = 20


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
    anchors = list_anchors(register, course, see, known_again)
    past = view_past(corpus, rows, session, see, [anchor.issue_id for anchor in anchors])
    births = word_births(corpus, register, session, rows, past, anchors, name, see)
    refreshes = word_refreshes(corpus, register, session, rows, past, anchors, see, prior)
    proposals = propose_shifts(
        corpus, register, session, rows, past, anchors, name, look=look_by(course, see)
    )
    return [*known_again, *births, *refreshes, *proposals]


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


def look_by(course: Course, see: See) -> Look:
    """Make a function from mentions' keys to their vectors, of those that are still there."""

    def look(keys: Sequence[ExemplarKey]) -> Matrix:
        found = course.ready(Version("", 0, tuple(keys), 0.0), -1)
        return see(found) if len(found) else found

    return look


def list_anchors(
    register: Register, course: Course, see: See, known_again: Sequence[NewEvent]
) -> list[Anchor]:
    """List what the living issues are recognised by, where any of it is still there."""
    thresholds = {event.issue_id: event.payload["threshold"] for event in known_again if event.issue_id}
    return [
        Anchor(
            issue.issue_id,
            issue.version.session,
            see(known),
            thresholds.get(issue.issue_id, issue.version.threshold),
        )
        for issue in register.issues.values()
        if len(known := course.ready(issue.version, -1))
    ]


def view_past(
    corpus: Corpus, rows: pl.DataFrame, session: Session, see: See, issue_ids: Sequence[str]
) -> Past:
    """View mentions as `shadow.py` wants them: a row each, with who holds it."""
    places = {issue_id: place for place, issue_id in enumerate(issue_ids)}
    seconds = (pl.lit(session.as_of) - pl.col("occurred_at")).dt.total_seconds()
    holders = [places.get(issue_id, -1) for issue_id in rows["issue_id"]]
    return Past(
        vectors=see(corpus.vectors[rows["place"].to_numpy()]),
        weeks=rows.select(age=seconds / timedelta(weeks=1).total_seconds())["age"].to_numpy(),
        contacts=rows["contact_id"].rank("dense").to_numpy().astype(np.int64),
        people=rows["person"].rank("dense").to_numpy().astype(np.int64),
        holders=np.array(holders, np.int64),
        sources=rows["source"].rank("dense").to_numpy().astype(np.int64),
    )


def find_places(rows: pl.DataFrame, members: np.ndarray) -> list[int]:
    """Find the texts behind some rows: places in the corpus, each once, in order."""
    return sorted(set(rows["place"].to_numpy()[members].tolist()))


def word_births(
    corpus: Corpus,
    register: Register,
    session: Session,
    rows: pl.DataFrame,
    past: Past,
    anchors: Sequence[Anchor],
    name: Name,
    see: See,
) -> list[NewEvent]:
    """Word each birth with its name, where it came from, and since when it may take mentions."""
    born = find_births(past, anchors, session.seed)
    groups = [find_places(rows, birth.members) for birth in born]
    namings = name(corpus, groups, [issue.name for issue in register.issues.values()])
    window = pl.Series([session.as_of - WINDOW], dtype=pl.Datetime("us", "UTC"))
    since = int(find_first_sessions(window, [*register.sessions, session.as_of])[0])
    word = partial(word_group, corpus, "birth", see=see, session=len(register.sessions), as_of=session.as_of)
    return [
        word(
            number_issue(register.last_number + place + 1),
            group,
            more={
                **vars(naming),
                "from": [anchors[origin].issue_id for origin in birth.from_issues],
                "since": since,
                "contacts": birth.contacts,
                "evidence": word_evidence(birth.evidence),
            },
        )
        for place, (birth, group, naming) in enumerate(zip(born, groups, namings, strict=True))
    ]


def word_evidence(evidence: Mapping[str, float]) -> dict[str, float]:
    """Round the figures that people will read."""
    return {name: float(f"{value:.4g}") for name, value in evidence.items()}


def word_refreshes(
    corpus: Corpus,
    register: Register,
    session: Session,
    rows: pl.DataFrame,
    past: Past,
    anchors: Sequence[Anchor],
    see: See,
    prior: Prior | None,
) -> list[NewEvent]:
    """Word the refreshes: known from now on by what was said of late too; what people put together stays.

    An issue is refreshed when it has half as many contacts again as when it was last known anew, so a few
    times in its life.
    """
    totals = count_contacts(rows, prior)
    word = partial(
        word_group, corpus, "refresh", see=see, session=len(register.sessions), as_of=session.as_of
    )
    events = []
    for place, anchor in enumerate(anchors):
        total, made_from = totals.get(anchor.issue_id, 0), register.issues[anchor.issue_id].version.contacts
        group = find_places(rows, np.flatnonzero(past.holders == place))
        if (
            anchor.issue_id not in register.held
            and total >= GROWN * max(made_from, FEWEST_CONTACTS)
            and group
        ):
            events.append(word(anchor.issue_id, group, more={"contacts": total}))
    return events


def count_contacts(rows: pl.DataFrame, prior: Prior | None) -> dict[str, int]:
    """Count each issue's contacts: of the window, and of all that was placed before."""
    placed = [rows.select("mention_id", "issue_id")]
    if prior:
        placed.append(prior.assignments.select("mention_id", "issue_id"))
    contacts = pl.concat(placed).drop_nulls().with_columns(pl.col("mention_id").str.replace(r"-\d+$", ""))
    return dict(contacts.group_by("issue_id").agg(pl.col("mention_id").n_unique()).iter_rows())
