"""What does a mining session change in the register?

While the history is short every session fits all of it anew and matches what it finds to what it knew:
ids are provisional. From then on issues are anchors: mentions go to them, and what is new bears an issue.
"""

from typing import Any

from voc.issues.births import extend_issues
from voc.issues.corpus import Corpus
from voc.issues.name import Name
from voc.issues.place import Prior, find_in_corpus, make_course
from voc.issues.refit import refit_register
from voc.issues.register import Register
from voc.issues.session import Session
from voc.issues.steps import Course
from voc.schema import NewEvent

SETTLED_MENTIONS = 1500


def is_settled(register: Register) -> bool:
    """Tell whether the history is long enough for ids to be final."""
    return register.mention_count >= SETTLED_MENTIONS


def is_held(register: Register, session: Session) -> bool:
    """Tell whether a session saw what the last one saw, or lies before it: then there is nothing to find."""
    held = register.last_as_of
    return bool(held and (session.as_of < held or session.fingerprint == register.fingerprint))


def hold_session(
    corpus: Corpus,
    register: Register,
    session: Session,
    name: Name,
    course: Course | None = None,
    prior: Prior | None = None,
) -> list[NewEvent]:
    """Find what is new and word it as events, ending with that the session was held.

    Args:
        corpus: All texts before the session's as-of; of a settled register, those of the trailing window.
        register: As it stood before.
        session: Its date and what it saw.
        name: Of groups in the corpus, beside the names that are taken.
        course: The register's steps, ready; without one, exemplars are looked up in the corpus.
        prior: What was placed before by these steps.

    Returns:
        Events in order; none if this session saw what the last one saw, or lies before it.
    """
    if is_held(register, session):
        return []
    course = course or make_course(register, find_in_corpus(corpus))
    if is_settled(register):
        events = extend_issues(corpus, register, session, course, name, prior)
    else:
        events = refit_register(corpus, register, session, course, name)
    return [*events, word_session(session)]


def word_session(session: Session) -> NewEvent:
    """Word that a session was held; it ends the session's events."""
    seen: dict[str, Any] = {
        "as_of": session.as_of.isoformat(),
        "fingerprint": session.fingerprint,
        "mention_count": session.mention_count,
    }
    if session.model_id:
        seen["model_id"] = session.model_id
    return NewEvent("mined", None, seen)
