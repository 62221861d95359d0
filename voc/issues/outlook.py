"""What does a settled session look out on: which mentions, held by whom, seen how?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import polars as pl

from voc.issues.assign import Anchor
from voc.issues.corpus import Corpus
from voc.issues.exemplars import Matrix
from voc.issues.register import Register
from voc.issues.session import Session
from voc.issues.shadow import Past
from voc.issues.space import See
from voc.issues.steps import Course, ExemplarKey, Version
from voc.schema import NewEvent


@dataclass(frozen=True)
class Outlook:
    """The window's mentions, a row each in `rows` and `past`, and the issues in force."""

    corpus: Corpus
    register: Register
    session: Session
    course: Course
    see: See
    rows: pl.DataFrame  # the corpus's mentions with issue_id
    anchors: list[Anchor]  # whose places `past.holders` are
    past: Past

    @property
    def taken_names(self) -> list[str]:
        """The names that issues have."""
        return [issue.name for issue in self.register.issues.values()]

    def find_places(self, members: np.ndarray) -> list[int]:
        """Find the texts behind some rows: places in the corpus, each once, in order."""
        return sorted(set(self.rows["place"].to_numpy()[members].tolist()))

    def look_up(self, keys: Sequence[ExemplarKey]) -> Matrix:
        """Look up mentions of any time by their keys: vectors as those of `past` are seen."""
        found = self.course.ready(Version("", 0, tuple(keys), 0.0), -1)
        return self.see(found) if len(found) else found


def take_outlook(
    corpus: Corpus,
    register: Register,
    session: Session,
    course: Course,
    rows: pl.DataFrame,
    see: See,
    known_again: Sequence[NewEvent],
) -> Outlook:
    """Take the outlook of a session.

    Args:
        corpus: With all texts of the window.
        register: As it stood before.
        session: That looks.
        course: The register's steps, ready.
        rows: The window's mentions, with the issue that holds each.
        see: How vectors are seen from this session on.
        known_again: What this session has told of issues so far: their thresholds as they are seen now.
    """
    anchors = list_anchors(register, course, see, known_again)
    past = view_past(corpus, rows, session, see, [anchor.issue_id for anchor in anchors])
    return Outlook(corpus, register, session, course, see, rows, anchors, past)


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
    """View mentions as `shadow.py` and `novelty.py` want them: a row each, with who holds it."""
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
