"""What did people teach, and does it make issues easier to tell apart?

Every mention that people put somewhere, and what issues are known by that they put together, is a lesson.
From these a head is learned upon the space in force; where it would not help, there is none.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import blake2b
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voc.issues.assign import set_threshold
from voc.issues.corpus import Corpus
from voc.issues.exemplars import Matrix
from voc.issues.head import learn_head
from voc.issues.quality import find_centroid
from voc.issues.register import Register, word_birth
from voc.issues.space import See, add_head, drop_head, open_space
from voc.issues.steps import Course, Version
from voc.schema import NewEvent

FEWEST_LESSONS = 10
ENOUGH_TOLD = 5  # mentions that people put into an issue, to know its middle by them
HELD_WEIGHT = 0.5  # of what an issue is known by that people put together, beside what they put there


def digest_lessons(register: Register) -> str:
    """Tell some lessons from others: 16 hexadecimal digits; empty where there are none."""
    said = [*sorted(register.held), *sorted(f"{key}>{issue}" for key, issue in register.fixed.items())]
    return blake2b("\n".join(said).encode(), digest_size=8).hexdigest() if said else ""


def collect_lessons(corpus: Corpus, register: Register) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Collect what people said of the corpus's texts: a number for each issue, -1 for no word; how sure."""
    told: dict[str, tuple[str, float]] = {
        key[3]: (register.find_root(version.issue_id), HELD_WEIGHT)
        for version in register.anchors
        if register.find_root(version.issue_id) in register.held
        for key in version.exemplars
    }
    told |= {key: (issue_id, 1.0) for key, issue_id in register.fixed.items() if issue_id is not None}
    codes = {issue_id: code for code, issue_id in enumerate(sorted({issue for issue, _ in told.values()}))}
    decided = [codes[told[key][0]] if key in told else -1 for key in corpus.keys]
    weights = [told[key][1] if key in told else 1.0 for key in corpus.keys]
    return np.array(decided, np.int64), np.array(weights, np.float64)


def learn_lessons(
    corpus: Corpus, register: Register, space: dict[str, Any] | None, session: int
) -> dict[str, Any] | None:
    """Learn a head from the lessons upon a space; without one that helps, the space as it was.

    Args:
        corpus: Whose texts the lessons are about.
        register: With what people decided.
        space: As the ledger holds it, with or without an older head; None for vectors as they are.
        session: The number of the session that learns.

    Returns:
        The space to see through from now on; None for vectors as they are.
    """
    plain = drop_head(space, session)
    decided, weights = collect_lessons(corpus, register)
    if (decided >= 0).sum() < FEWEST_LESSONS:
        return plain
    seen = open_space(plain)(corpus.vectors) if plain else corpus.vectors
    head = learn_head(seen, decided=decided, weights=weights)
    if head is None:
        return plain
    return {**add_head(plain, head, session), "lessons": digest_lessons(register)}


def word_known_again(
    kind: str,
    versions: Sequence[Version],
    register: Register,
    course: Course,
    see: See,
    as_of: datetime,
) -> list[NewEvent]:
    """Word issues as a new space sees them: by the mentions that lie with them still, at a new threshold."""
    found = [version for version in versions if len(course.ready(version, -1))]
    known = [see(course.ready(version, -1)) for version in found]
    if not found:
        return []
    roots = [register.find_root(version.issue_id) for version in found]
    events = []
    for version, vectors, kept in zip(
        found, known, keep_like(known, found, roots, register.fixed), strict=True
    ):
        rows = vectors[kept]
        events.append(
            word_birth(
                kind,
                version.issue_id,
                session=len(register.sessions),
                as_of=as_of,
                exemplars=[version.exemplars[row] for row in kept],
                threshold=set_threshold(rows, range(len(rows))),
                more={"contacts": version.contacts},
            )
        )
    return events


def keep_like(
    known: Sequence[Matrix],
    versions: Sequence[Version],
    roots: Sequence[str],
    fixed: Mapping[str, str | None],
) -> list[list[int]]:
    """Tell which exemplars to keep: what people put there, and what lies nearest to its own issue's middle.

    The middle is of what people put there, where that is enough. Where what is there cannot be matched to
    the keys, or too little would be left, all stay.
    """
    told = [[key[3] in fixed for key in version.exemplars] for version in versions]
    middles = []
    for vectors, marks in zip(known, told, strict=True):
        is_told = np.array(marks, np.bool_)
        enough = len(marks) == len(vectors) and is_told.sum() >= ENOUGH_TOLD
        middles.append(find_centroid(vectors[is_told] if enough else vectors))
    heads = np.vstack(middles)
    kept = []
    for place, (vectors, marks) in enumerate(zip(known, told, strict=True)):
        nearest = (vectors @ heads.T).argmax(axis=1)
        own = [mark or roots[near] == roots[place] for mark, near in zip(marks, nearest, strict=False)]
        rows = [row for row, is_own in enumerate(own) if is_own]
        usable = len(marks) == len(vectors) and len(rows) >= min(ENOUGH_TOLD, len(vectors))
        kept.append(rows if usable else list(range(len(vectors))))
    return kept
