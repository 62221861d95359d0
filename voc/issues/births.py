"""What is new, once issues have settled?

A group of the trailing window that no issue takes, as close together as issues are, with people enough
behind it, bears an issue.
"""

from datetime import timedelta
from functools import partial

import numpy as np
import polars as pl

from voc.issues.assign import Anchor, assign_vectors
from voc.issues.corpus import Corpus
from voc.issues.density import find_dense_groups, find_usual_closeness
from voc.issues.groups import sort_groups, word_group
from voc.issues.name import Encode, name_groups
from voc.issues.place import Prior, place_mentions
from voc.issues.quality import find_centroid
from voc.issues.register import Register, number_issue
from voc.issues.session import Session
from voc.issues.steps import Course
from voc.schema import NewEvent

WINDOW = timedelta(weeks=12)
LEAST_BORN_CONTACTS, LEAST_BORN_PEOPLE = 5, 3


def bear_issues(
    corpus: Corpus,
    register: Register,
    session: Session,
    course: Course,
    encode: Encode,
    prior: Prior | None = None,
) -> list[NewEvent]:
    """Find new issues among what every known one rejected in the last twelve weeks."""
    residue = find_residue(corpus, register, session, course, prior)
    anchors = list_anchors(register, course)
    closeness = find_usual_closeness(anchors)
    dense = find_dense_groups(corpus.vectors[np.asarray(residue, np.int64)], closeness, session.seed)
    groups = [[residue[row] for row in rows] for rows in dense]
    born = sort_groups(corpus, [g for g in groups if is_ripe(corpus, g) and is_new(corpus, g, anchors)])
    namings = name_groups(corpus, born, [issue.name for issue in register.issues.values()], encode)
    word = partial(word_group, corpus, "birth", session=len(register.sessions), as_of=session.as_of)
    return [
        word(number_issue(register.last_number + place + 1), group, more=vars(naming))
        for place, (group, naming) in enumerate(zip(born, namings, strict=True))
    ]


def list_anchors(register: Register, course: Course) -> list[Anchor]:
    """List what issues are recognised by, where any of it is still there."""
    return [
        Anchor(version.issue_id, version.session, vectors, version.threshold)
        for version in register.anchors
        if len(vectors := course.ready(version, -1))
    ]


def find_residue(
    corpus: Corpus, register: Register, session: Session, course: Course, prior: Prior | None
) -> list[int]:
    """Find the texts of the trailing window that no issue takes: places, in canonical order."""
    placed = place_mentions(corpus, register, course, prior)
    rows = corpus.mentions.join(placed, on="mention_id").filter(
        pl.col("issue_id").is_null() & (pl.col("occurred_at") >= session.as_of - WINDOW)
    )
    return rows["place"].unique().sort().to_list()


def is_ripe(corpus: Corpus, group: list[int]) -> bool:
    """Tell whether there are people enough behind a group for an issue."""
    contacts, people = corpus.count_people(group)
    return contacts >= LEAST_BORN_CONTACTS and people >= LEAST_BORN_PEOPLE


def is_new(corpus: Corpus, group: list[int], anchors: list[Anchor]) -> bool:
    """Tell whether a group is about something else: no issue would take a mention at the group's heart."""
    heart = find_centroid(corpus.vectors[group])[None, :]
    last = np.full(1, max((anchor.session for anchor in anchors), default=0), np.int64)
    chosen, _ = assign_vectors(heart, last, anchors)
    return bool(chosen[0] < 0)
