"""Which groups do some texts of the corpus fall into, and how is a group told to the ledger?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import polars as pl
from numpy.typing import NDArray

from voc.issues.assign import set_threshold
from voc.issues.corpus import Corpus
from voc.issues.discover import discover_groups
from voc.issues.exemplars import pick_exemplars
from voc.issues.quality import merge_alike
from voc.issues.register import word_birth
from voc.issues.space import See
from voc.schema import NewEvent
from voc.text.duplicates import group_near_duplicates
from voc.text.normalise import normalise_text

LEAST_CONTACTS = (3, 10)  # of an issue: one for each 500 contacts, within these bounds
CONTACTS_FOR_EACH = 500


@dataclass(frozen=True)
class Fit:
    """Groups of texts: places, those with most contacts first; and how many the evidence speaks for."""

    groups: list[list[int]]
    proposed: int  # whatever was asked for; 0 where the texts are too few to tell


def word_proposed(fit: Fit, asked: str | int, told_before: int) -> list[NewEvent]:
    """Word how many issues the evidence speaks for, where that has changed."""
    if fit.proposed in (0, told_before):
        return []
    return [NewEvent("granularity", None, {"asked": asked, "proposed": fit.proposed})]


def find_groups(
    corpus: Corpus,
    places: Sequence[int],
    seed: int,
    *,
    granularity: str | int = "auto",
) -> Fit:
    """Find groups among some texts of the corpus."""
    if not places:
        return Fit([], 0)
    languages = [corpus.languages[place] for place in places]
    originals = [corpus.texts[place] for place in places]
    texts = [normalise_text(*pair) for pair in zip(originals, languages, strict=True)]
    duplicates = group_near_duplicates(texts)
    first = sorted(set(duplicates))
    vectors = corpus.vectors[np.asarray(places)]
    weights, contacts = weigh_texts(corpus, places, duplicates)
    found = discover_groups(
        vectors[first],
        [texts[f] for f in first],
        [texts[f].split() for f in first],
        weights[first],
        least=int(np.clip(contacts / CONTACTS_FOR_EACH, *LEAST_CONTACTS)),
        seed=seed,
        granularity=granularity,
    )
    labels = merge_alike(found.labels, vectors[first])
    label_of = dict(zip(first, labels.tolist(), strict=True))
    groups: dict[int, list[int]] = {}
    for row, head in enumerate(duplicates):
        if label_of[head] >= 0:
            groups.setdefault(label_of[head], []).append(int(places[row]))
    return Fit(sort_groups(corpus, groups.values()), found.proposed)


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


def word_group(
    corpus: Corpus,
    kind: str,
    issue_id: str,
    group: list[int],
    *,
    see: See,
    session: int,
    as_of: datetime,
    more: Mapping[str, object] | None = None,
) -> NewEvent:
    """Word a group as a birth, a refit or a refresh of an issue, as seen through the space in force.

    `more` is what the event has beside what the issue is known by.
    """
    members = see(corpus.vectors[group])
    picked = pick_exemplars(members)
    return word_birth(
        kind,
        issue_id,
        session=session,
        as_of=as_of,
        exemplars=[corpus.addresses[group[row]] for row in picked],
        threshold=set_threshold(members, picked),
        more={"contacts": corpus.count_people(group)[0], **(more or {})},
    )
