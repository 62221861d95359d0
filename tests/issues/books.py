"""A ledger in memory, and what it makes of a corpus."""

from datetime import timedelta
from functools import partial

import numpy as np
import polars as pl

from tests.issues.builders import BEGIN
from voc.issues.corpus import Corpus
from voc.issues.mine import hold_session
from voc.issues.name import name_groups
from voc.issues.place import Prior, find_in_corpus, make_course, place_mentions
from voc.issues.register import Register, fold_register
from voc.issues.session import Session
from voc.schema import LedgerEvent, NewEvent


def encode(texts: list[str], languages: list[str]) -> np.ndarray:
    """A stand-in for words that no vector is asked of: the same direction for all."""
    return np.tile(np.eye(200, dtype=np.float32)[0], (len(texts), 1))


name = partial(name_groups, encode=encode)


class Book:
    """A ledger in memory."""

    def __init__(self) -> None:
        self.events: list[LedgerEvent] = []

    def add(self, events: list[NewEvent]) -> None:
        start = len(self.events)
        self.events += [
            LedgerEvent(start + n, BEGIN, "voc", e.kind, e.issue_id, e.payload) for n, e in enumerate(events)
        ]

    def say(self, kind: str, issue_id: str | None, **payload: object) -> int:
        """Let people say something; return the event's id."""
        self.add([NewEvent(kind, issue_id, payload)])
        return self.events[-1].event_id

    @property
    def register(self) -> Register:
        return fold_register(self.events)

    def hold(self, corpus: Corpus, day: int, fingerprint: str) -> list[NewEvent]:
        session = Session(BEGIN + timedelta(days=day), fingerprint, len(corpus.keys))
        events = hold_session(corpus, self.register, session, name)
        self.add(events)
        return events


def assign_mentions(corpus: Corpus, register: Register, prior: Prior | None = None) -> pl.DataFrame:
    return place_mentions(corpus, register, make_course(register, find_in_corpus(corpus)), prior)


def issues_of(corpus: Corpus, register: Register) -> dict[str, str | None]:
    return dict(assign_mentions(corpus, register).select("mention_id", "issue_id").iter_rows())
