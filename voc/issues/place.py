"""Which mentions must be placed now, and where do they go?

What has its issue keeps it unless a later step can move it, so that the cost of a week grows with what is
new. Whoever places all from the first step on gets the same.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from hashlib import blake2b

import numpy as np
import polars as pl

from voc.issues.assign import find_first_sessions
from voc.issues.corpus import Corpus
from voc.issues.embed import Matrix
from voc.issues.register import Register
from voc.issues.space import open_spaces
from voc.issues.steps import Course, Division, ExemplarKey, Places, Step, Union, View, take_steps
from voc.schema import ASSIGNMENTS


@dataclass(frozen=True)
class Prior:
    """What was placed before: ASSIGNMENTS, and how many of the steps had been taken then."""

    assignments: pl.DataFrame
    begin: int


@dataclass(frozen=True)
class Reach:
    """What some steps may move: mentions that these issues hold, of these texts, or that nobody holds."""

    holders: frozenset[str]
    text_keys: frozenset[str]
    nobodys: bool
    since: Mapping[str, int]  # by holder: the session from which on a newborn may take from it


def make_course(register: Register, find_exemplars: Callable[[Sequence[ExemplarKey]], Matrix]) -> Course:
    """Make the register's steps ready to be taken."""
    return Course(register.steps, find_exemplars, open_spaces(register.spaces), register.space)


def find_in_corpus(corpus: Corpus) -> Callable[[Sequence[ExemplarKey]], Matrix]:
    """Find exemplars' vectors in a corpus: by their words, else by where they stand."""
    by_text = {key: row for row, key in enumerate(corpus.keys)}
    by_address = {address[:3]: row for row, address in enumerate(corpus.addresses)}

    def find(keys: Sequence[ExemplarKey]) -> Matrix:
        found = (by_text.get(key[3], by_address.get(key[:3])) for key in keys)
        return corpus.vectors[[row for row in found if row is not None]]

    return find


def digest_steps(steps: Sequence[Step]) -> str:
    """Tell some steps from others: 16 hexadecimal digits, whatever sessions a view has held for since."""
    digest = blake2b(digest_size=8)
    for step in steps:
        told = order_parts(replace(step, until=step.since) if isinstance(step, View) else step)
        digest.update(repr(told).encode())
    return digest.hexdigest()


def order_parts(part: object) -> object:
    """Put what has no order of its own in one: a set's order is another in every process."""
    if isinstance(part, frozenset):
        return sorted(part)
    if isinstance(part, Mapping):
        return sorted((key, order_parts(value)) for key, value in part.items())
    if isinstance(part, tuple):
        return [order_parts(one) for one in part]
    if is_dataclass(part):
        return [type(part).__name__, *(order_parts(getattr(part, own.name)) for own in fields(part))]
    return part


def list_reach(steps: Sequence[Step]) -> Reach:
    """List what some steps may move of what was placed before them."""
    holders: set[str] = set()
    text_keys: set[str] = set()
    since: dict[str, int] = {}
    for step in steps:
        if isinstance(step, View):
            for taking in step.takings.values():
                since |= {h: min(taking.since, since.get(h, taking.since)) for h in taking.holders}
        elif isinstance(step, Division):
            holders |= {step.parent, step.child.issue_id}
        elif isinstance(step, Union):
            holders |= {step.gone, step.into}
        else:
            text_keys |= step.text_keys
    nobodys = any(isinstance(step, View) and step.newborn for step in steps)
    return Reach(frozenset(holders), frozenset(text_keys), nobodys, since)


def select_movable(mentions: pl.DataFrame, prior: Prior, register: Register) -> pl.DataFrame:
    """Select the mentions that were never placed or that the steps since may move: columns as given.

    Args:
        mentions: mention_id, text_key, occurred_at and more.
        prior: What was placed before.
        register: Whose steps are taken.
    """
    reach = list_reach(register.steps[prior.begin :])
    known = mentions.join(prior.assignments, on="mention_id", how="left", maintain_order="left")
    moves = pl.col("issue_id").is_in(list(reach.holders)) | pl.col("text_key").is_in(list(reach.text_keys))
    for holder, session in reach.since.items():
        is_late = pl.col("occurred_at") >= register.sessions[session - 1] if session else pl.lit(True)
        moves = moves | ((pl.col("issue_id") == holder) & is_late)
    if reach.nobodys:
        moves = moves | pl.col("issue_id").is_null()
    return known.filter(pl.col("similarity").is_null() | moves).select(mentions.columns)


def place_mentions(
    corpus: Corpus, register: Register, course: Course, prior: Prior | None = None
) -> pl.DataFrame:
    """Place every mention of the corpus as the ledger has it: ASSIGNMENTS, by mention_id.

    Args:
        corpus: The mentions to place, with their vectors.
        register: Whose steps the course takes.
        course: From `make_course`.
        prior: What was placed before; a mention that is not in it is placed from the first step on.
    """
    known = prior.assignments if prior else pl.DataFrame(schema=dict(ASSIGNMENTS))
    rows = corpus.mentions
    sessions = find_first_sessions(rows["occurred_at"], register.sessions)
    pairs = rows.select("mention_id", "place", session=pl.Series(sessions, dtype=pl.Int64)).join(
        known, on="mention_id", how="left", maintain_order="left"
    )
    columns = ["place", "session", "issue_id", "similarity"]
    fresh = place_pairs(corpus, course, pairs.filter(pl.col("similarity").is_null()).select(columns), 0)
    held = place_pairs(
        corpus,
        course,
        pairs.filter(pl.col("similarity").is_not_null()).select(columns),
        prior.begin if prior else 0,
    )
    joined = pairs.join(pl.concat([fresh, held]), on=columns, how="left", nulls_equal=True)
    return joined.select("mention_id", issue_id="placed", similarity="score").sort("mention_id")


def place_pairs(corpus: Corpus, course: Course, pairs: pl.DataFrame, begin: int) -> pl.DataFrame:
    """Place each distinct pair of text and session once: the pair's columns with `placed` and `score`."""
    unique = pairs.unique(maintain_order=True)
    rows = unique["place"].to_numpy()
    places = Places(
        text_keys=[corpus.keys[row] for row in rows],
        vectors=corpus.vectors[rows],
        first=unique["session"].to_numpy(),
        holders=np.array(unique["issue_id"].to_list(), dtype=object),
        scores=unique["similarity"].fill_null(0.0).to_numpy().copy(),
        is_seen=unique["similarity"].is_not_null().to_numpy().copy(),
    )
    take_steps(course, places, begin)
    return unique.with_columns(
        placed=pl.Series(places.holders.tolist(), dtype=pl.String),
        score=pl.Series(places.scores, dtype=pl.Float64),
    )
