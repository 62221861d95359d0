"""While history is short: what are the issues, fitted anew to all of it?

What matches a known issue keeps its id and its name, what an issue lost for good ends it. Issues that people
put together with their own hands are not fitted: they take their mentions first, and only the rest is.
"""

from functools import partial

import numpy as np

from voc.issues.assign import Anchor, assign_vectors
from voc.issues.corpus import Corpus
from voc.issues.groups import find_groups, word_group, word_proposed
from voc.issues.lessons import learn_lessons, word_known_again
from voc.issues.match import Side, match_groups
from voc.issues.name import Name
from voc.issues.place import place_mentions
from voc.issues.quality import find_centroid
from voc.issues.register import Register, number_issue
from voc.issues.session import Session
from voc.issues.space import as_given, learn_space, open_space
from voc.issues.steps import Course
from voc.schema import NewEvent


def refit_register(
    corpus: Corpus, register: Register, session: Session, course: Course, name: Name
) -> list[NewEvent]:
    """Fit all texts anew: refits of what is found again, births, and deaths of what is not."""
    this = len(register.sessions)
    space = learn_lessons(corpus, register, learn_space(corpus.vectors, this), this)
    see = open_space(space) if space else as_given
    fit = find_groups(
        corpus, find_free(corpus, register, course), session.seed, granularity=session.granularity
    )
    groups = fit.groups
    found = [Side(frozenset(group), find_centroid(corpus.vectors[group])) for group in groups]
    matches = match_groups(found, view_known(corpus, register, course))
    kept = {*matches.values(), *session.owned, *register.held, *register.pinned}
    lost = sorted(set(register.issues) - kept)
    events = [NewEvent("death", issue_id, {"as_of": session.as_of.isoformat()}) for issue_id in lost]
    fresh = [group for place, group in enumerate(groups) if place not in matches]
    taken = [issue.name for issue_id, issue in register.issues.items() if issue_id not in lost]
    namings = iter(name(corpus, fresh, taken))
    number = register.last_number
    events += word_proposed(fit, session.granularity, register.proposed_count)
    if space:
        events.append(NewEvent("space", None, space))
    held = [v for v in register.anchors if register.find_root(v.issue_id) in register.held]
    events += word_known_again("refit", held, register, course, see, session.as_of)
    word = partial(word_group, corpus, see=see, session=this, as_of=session.as_of)
    for place, group in enumerate(groups):
        if place in matches:
            events.append(word("refit", matches[place], group))
        else:
            number += 1
            events.append(word("birth", number_issue(number), group, more=vars(next(namings))))
    return events


def find_free(corpus: Corpus, register: Register, course: Course) -> list[int]:
    """Find the texts that people left free: not put anywhere, nor with an issue that they put together."""
    if not register.held and not register.fixed:
        return list(range(len(corpus.keys)))
    placed = place_mentions(corpus, register, course)
    bound = placed.filter(placed["issue_id"].is_in(list(register.held)))
    held = set(corpus.mentions.join(bound, on="mention_id")["place"].to_list())
    return [place for place, key in enumerate(corpus.keys) if place not in held and key not in register.fixed]


def view_known(corpus: Corpus, register: Register, course: Course) -> dict[str, Side]:
    """See each issue that may be fitted in this corpus: the texts it takes, and its centroid."""
    anchors = []
    for version in register.anchors:
        vectors = course.ready(version, course.last_space)
        if version.issue_id in register.issues and version.issue_id not in register.held and len(vectors):
            anchors.append(Anchor(version.issue_id, 0, vectors, version.threshold))
    if not anchors:
        return {}
    chosen, _ = assign_vectors(course.see_last(corpus.vectors), np.zeros(len(corpus.keys), np.int64), anchors)
    return {
        anchor.issue_id: Side(
            frozenset(np.flatnonzero(chosen == place).tolist()),
            find_centroid(course.ready(register.issues[anchor.issue_id].version, -1)),
        )
        for place, anchor in enumerate(anchors)
    }
