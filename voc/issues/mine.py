"""What does a mining session change in the register, and where does each mention go then?

While the history is short every session fits all of it anew and matches what it finds to what it knew:
ids are provisional. From then on issues are anchors: mentions go to them, and only what they reject, of
the last twelve weeks, can bear a new issue.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
import polars as pl
from numpy.typing import NDArray

from voc.issues.assign import Anchor, assign_vectors, find_first_sessions, set_threshold
from voc.issues.corpus import Corpus
from voc.issues.density import find_dense_groups, find_usual_closeness
from voc.issues.discover import discover_groups
from voc.issues.exemplars import pick_exemplars
from voc.issues.match import Side, match_groups
from voc.issues.name import name_groups
from voc.issues.quality import find_centroid, merge_alike
from voc.issues.register import Register, number_issue, word_birth
from voc.schema import ASSIGNMENTS, NewEvent
from voc.text.duplicates import group_near_duplicates
from voc.text.lemmas import lemmatise_texts
from voc.text.normalise import normalise_text

SETTLED_MENTIONS = 1500
WINDOW = timedelta(weeks=12)
LEAST_CONTACTS = (3, 10)  # of an issue: one for each 500 contacts, within these bounds
CONTACTS_FOR_EACH = 500
LEAST_BORN_CONTACTS, LEAST_BORN_PEOPLE = 5, 3

Encode = Callable[[Sequence[str], Sequence[str]], NDArray[np.float32]]  # texts and their languages


@dataclass(frozen=True)
class Session:
    """One mining session, before it is held."""

    as_of: datetime
    fingerprint: str
    mention_count: int
    owned: frozenset[str] = frozenset()  # issues about which people decided something
    seed: int = 0


def make_anchors(register: Register, corpus: Corpus) -> list[Anchor]:
    """Make each issue's anchor from its exemplars: by their words, else by where they stand."""
    by_text = {key: row for row, key in enumerate(corpus.keys)}
    by_address = {address[:3]: row for row, address in enumerate(corpus.addresses)}
    anchors = []
    for issue in register.issues.values():
        found = (by_text.get(key[3], by_address.get(key[:3])) for key in issue.exemplars)
        rows = [row for row in found if row is not None]
        if rows:
            vectors = corpus.vectors[rows]
            anchors.append(Anchor(issue.issue_id, issue.session, vectors, issue.threshold))
    return anchors


def assign_mentions(corpus: Corpus, register: Register) -> pl.DataFrame:
    """Assign every mention of the corpus as the register stands: ASSIGNMENTS, by mention_id."""
    anchors = make_anchors(register, corpus)
    rows = corpus.mentions
    sessions = find_first_sessions(rows["occurred_at"].to_list(), register.sessions)
    pairs = rows.select("mention_id", "place", session=pl.Series(sessions, dtype=pl.Int64))
    unique = pairs.select("place", "session").unique(maintain_order=True)
    chosen, scores = assign_vectors(
        corpus.vectors[unique["place"].to_numpy()], unique["session"].to_numpy(), anchors
    )
    ids = [anchors[place].issue_id if place >= 0 else None for place in chosen]
    found = unique.with_columns(
        issue_id=pl.Series(ids, dtype=pl.String), similarity=pl.Series(scores, dtype=pl.Float64)
    )
    joined = pairs.join(found, on=["place", "session"])
    return joined.select(list(ASSIGNMENTS)).sort("mention_id")


def hold_session(corpus: Corpus, register: Register, session: Session, encode: Encode) -> list[NewEvent]:
    """Find what is new and word it as events: births, refits, deaths, and that the session was held.

    Args:
        corpus: All texts before the session's as-of.
        register: As it stood before.
        session: Its date and what it saw.
        encode: Texts and their languages -> vectors like the corpus has, to weigh names by.

    Returns:
        Events in order; none if this session saw what the last one saw, or lies before it.
    """
    held = register.last_as_of
    if held and (session.as_of < held or session.fingerprint == register.fingerprint):
        return []
    if register.mention_count < SETTLED_MENTIONS:
        events = refit_register(corpus, register, session, encode)
    else:
        events = bear_issues(corpus, register, session, encode)
    seen = {
        "as_of": session.as_of.isoformat(),
        "fingerprint": session.fingerprint,
        "mention_count": session.mention_count,
    }
    return [*events, NewEvent("mined", None, seen)]


def find_groups(corpus: Corpus, places: Sequence[int], seed: int) -> list[list[int]]:
    """Find groups among some texts of the corpus: places, groups with most contacts first."""
    if not places:
        return []
    languages = [corpus.languages[place] for place in places]
    originals = [corpus.texts[place] for place in places]
    texts = [normalise_text(*pair) for pair in zip(originals, languages, strict=True)]
    duplicates = group_near_duplicates(texts)
    lemmas = lemmatise_texts(originals, languages)
    first = sorted(set(duplicates))
    vectors = corpus.vectors[np.asarray(places)]
    weights, contacts = weigh_texts(corpus, places, duplicates)
    found = discover_groups(
        vectors[first],
        [texts[f] for f in first],
        [lemmas[f] for f in first],
        weights[first],
        least=int(np.clip(contacts / CONTACTS_FOR_EACH, *LEAST_CONTACTS)),
        seed=seed,
    )
    labels = merge_alike(found.labels, vectors[first])
    label_of = dict(zip(first, labels.tolist(), strict=True))
    groups: dict[int, list[int]] = {}
    for row, head in enumerate(duplicates):
        if label_of[head] >= 0:
            groups.setdefault(label_of[head], []).append(int(places[row]))
    return sort_groups(corpus, groups.values())


def weigh_texts(corpus: Corpus, places: Sequence[int], heads: Sequence[int]) -> tuple[NDArray[np.int64], int]:
    """Count the contacts behind each text and its near duplicates, and those behind all of them."""
    head_of = pl.DataFrame(
        {"place": list(places), "head": list(heads)}, schema={"place": pl.Int64, "head": pl.Int64}
    )
    rows = corpus.mentions.join(head_of, on="place")
    counts = rows.group_by("head").agg(pl.col("contact_id").n_unique())
    weights = np.zeros(len(places), np.int64)
    weights[counts["head"].to_numpy()] = counts["contact_id"].to_numpy()
    return weights, rows["contact_id"].n_unique()


def sort_groups(corpus: Corpus, groups: Iterable[list[int]]) -> list[list[int]]:
    """Sort groups, those with most contacts first."""
    return sorted(groups, key=lambda group: (-corpus.count_people(group)[0], group[0]))


def refit_register(corpus: Corpus, register: Register, session: Session, encode: Encode) -> list[NewEvent]:
    """Fit all texts anew; what matches a known issue keeps its id, what an issue lost for good ends it."""
    groups = find_groups(corpus, range(len(corpus.keys)), session.seed)
    found = [Side(frozenset(group), find_centroid(corpus.vectors[group])) for group in groups]
    matches = match_groups(found, view_known(corpus, register))
    lost = [i for i in register.issues if i not in matches.values() and i not in session.owned]
    deaths = [NewEvent("death", issue_id, {"as_of": session.as_of.isoformat()}) for issue_id in sorted(lost)]
    kept_names = [register.issues[i].name for i in register.issues if i not in lost]
    fresh = [group for place, group in enumerate(groups) if place not in matches]
    names = (naming.name for naming in name_groups(corpus, fresh, kept_names, encode))
    events: list[NewEvent] = []
    number = register.last_number
    for place, group in enumerate(groups):
        if place in matches:
            events.append(word_group(corpus, register, session, group, matches[place], None))
        else:
            number += 1
            events.append(word_group(corpus, register, session, group, number_issue(number), next(names)))
    return deaths + events


def view_known(corpus: Corpus, register: Register) -> dict[str, Side]:
    """See each known issue in this corpus: the texts it takes, and its centroid."""
    anchors = make_anchors(register, corpus)
    if not anchors:
        return {}
    first = np.zeros(len(corpus.keys), np.int64)
    chosen, _ = assign_vectors(
        corpus.vectors, first, [Anchor(a.issue_id, 0, a.vectors, a.threshold) for a in anchors]
    )
    return {
        anchor.issue_id: Side(
            frozenset(np.flatnonzero(chosen == place).tolist()), find_centroid(anchor.vectors)
        )
        for place, anchor in enumerate(anchors)
    }


def bear_issues(corpus: Corpus, register: Register, session: Session, encode: Encode) -> list[NewEvent]:
    """Find new issues among what every known one rejected in the last twelve weeks."""
    residue = find_residue(corpus, register, session.as_of)
    anchors = make_anchors(register, corpus)
    closeness = find_usual_closeness(anchors)
    dense = find_dense_groups(corpus.vectors[np.asarray(residue, np.int64)], closeness, session.seed)
    groups = [[residue[row] for row in rows] for rows in dense]
    born = sort_groups(corpus, [g for g in groups if is_ripe(corpus, g) and is_new(corpus, g, anchors)])
    names = name_groups(corpus, born, [issue.name for issue in register.issues.values()], encode)
    return [
        word_group(
            corpus, register, session, group, number_issue(register.last_number + place + 1), naming.name
        )
        for place, (group, naming) in enumerate(zip(born, names, strict=True))
    ]


def find_residue(corpus: Corpus, register: Register, as_of: datetime) -> list[int]:
    """Find the texts of the trailing window that no issue takes: places, in canonical order."""
    assigned = assign_mentions(corpus, register)
    rows = corpus.mentions.join(assigned, on="mention_id").filter(
        pl.col("issue_id").is_null() & (pl.col("occurred_at") >= as_of - WINDOW)
    )
    return rows["place"].unique().sort().to_list()


def is_ripe(corpus: Corpus, group: list[int]) -> bool:
    """Tell whether there are people enough behind a group for an issue."""
    contacts, people = corpus.count_people(group)
    return contacts >= LEAST_BORN_CONTACTS and people >= LEAST_BORN_PEOPLE


def is_new(corpus: Corpus, group: list[int], anchors: Sequence[Anchor]) -> bool:
    """Tell whether a group is about something else: no issue would take a mention at the group's heart."""
    heart = find_centroid(corpus.vectors[group])[None, :]
    chosen, _ = assign_vectors(
        heart, np.full(1, max((a.session for a in anchors), default=0), np.int64), anchors
    )
    return bool(chosen[0] < 0)


def word_group(
    corpus: Corpus, register: Register, session: Session, group: list[int], issue_id: str, name: str | None
) -> NewEvent:
    """Word a group as a birth (with a name) or as the refit of a known issue."""
    members = corpus.vectors[group]
    picked = pick_exemplars(members)
    return word_birth(
        "refit" if name is None else "birth",
        issue_id,
        session=len(register.sessions),
        as_of=session.as_of,
        exemplars=[corpus.addresses[group[row]] for row in picked],
        threshold=set_threshold(members, picked),
        name=name,
    )
