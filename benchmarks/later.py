"""Are texts that come later assigned better through a head, and does a change of encoder keep issues?

Issues are found among three quarters of the texts; the other quarter comes later and is assigned by anchors.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from voc.issues.assign import Anchor, assign_vectors, score_anchor, set_threshold
from voc.issues.communities import partition_graph, weigh_graph
from voc.issues.exemplars import pick_exemplars
from voc.issues.head import learn_head
from voc.issues.neighbours import find_neighbours

Matrix = NDArray[np.float32]
Ints = NDArray[np.int64]
LEXICAL_DIMS = 200
GROUPS = 30
LEAST_SIZE = 4


def split_later(count: int, seed: int) -> tuple[Ints, Ints]:
    """Split rows into three quarters that came first and a quarter that comes later."""
    order = np.random.default_rng(seed + 100).permutation(count)
    return np.sort(order[: 3 * count // 4]), np.sort(order[3 * count // 4 :])


def group_into(vectors: Matrix, wished: int = GROUPS) -> Ints:
    """Group texts by the graph into about so many groups: labels from 0 (n_texts,)."""
    graph = weigh_graph(*find_neighbours(vectors, 15))
    low, high = 0.05, 30.0
    tried: list[tuple[int, Ints]] = []
    for _ in range(8):
        resolution = float(np.sqrt(low * high))
        labels = partition_graph(graph, resolution, 0)
        count = int((np.bincount(labels) >= LEAST_SIZE).sum())
        tried.append((abs(count - wished), labels))
        low, high = (low, resolution) if count > wished else (resolution, high)
    return min(tried, key=lambda each: each[0])[1]


def make_anchors(vectors: Matrix, labels: Ints) -> tuple[list[Anchor], Ints]:
    """Make an anchor of each group of three or more, and say which group each is of."""
    anchors, names = [], []
    for label in sorted(set(labels.tolist()) - {-1}):
        members = vectors[labels == label]
        if len(members) >= 3:
            picked = pick_exemplars(members)
            anchors.append(Anchor(str(label), 0, members[picked], set_threshold(members, picked)))
            names.append(label)
    return anchors, np.array([*names, -1], np.int64)


def assign_later(vectors: Matrix, anchors: Sequence[Anchor], names: Ints) -> Ints:
    """Assign texts by anchors: group, or -1."""
    chosen, _ = assign_vectors(vectors, np.zeros(len(vectors), np.int64), anchors)
    return np.asarray(names[chosen])


def place_by_decisions(vectors: Matrix, decided: Ints, found: Ints) -> Ints:
    """Place every text in the nearest issue: those that people made, and groups they said nothing about."""
    spoken = np.isin(found, np.unique(found[decided >= 0]))
    issues = np.where(decided >= 0, decided, np.where(spoken, -1, found + int(decided.max()) + 1))
    names = np.unique(issues[issues >= 0])
    scores = [score_anchor(vectors, vectors[issues == name]) for name in names]
    return np.asarray(names[np.column_stack(scores).argmax(axis=1)])


def score_later(vectors: Matrix, labels: Ints, count: int, seed: int) -> dict[str, float]:
    """Score the assignment of later texts without a head and with one, after `count` corrections."""
    from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score

    early, later = split_later(len(labels), seed)
    decided = np.full(len(early), -1, np.int64)
    chosen = np.random.default_rng(seed).choice(len(early), count, replace=False)
    decided[chosen] = labels[early[chosen]]
    head = learn_head(vectors[early], decided=decided, seed=seed)
    scores: dict[str, float] = {}
    for way, seen in (("without", vectors), ("with", head.apply(vectors) if head else vectors)):
        found = assign_later(seen[later], *make_anchors(seen[early], group_into(seen[early])))
        taken = found >= 0
        scores[f"{way}_nmi"] = float(normalized_mutual_info_score(labels[later][taken], found[taken]))
        scores[f"{way}_ari"] = float(adjusted_rand_score(labels[later][taken], found[taken]))
        scores[f"{way}_unassigned"] = float(1 - taken.mean())
    return scores


def embed_by_spelling(texts: Sequence[str]) -> Matrix:
    """Embed texts by TF-IDF of words and character runs, 200 dimensions: an encoder of another kind."""
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import make_union

    from voc.issues.embed import scale_rows

    union = make_union(
        TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True, strip_accents="unicode"),
        TfidfVectorizer(
            analyzer="char_wb", ngram_range=(3, 5), min_df=2, sublinear_tf=True, strip_accents="unicode"
        ),
    )
    return scale_rows(TruncatedSVD(LEXICAL_DIMS, random_state=0).fit_transform(union.fit_transform(texts)))


def score_encoder_change(vectors: Matrix, texts: Sequence[str], seed: int) -> dict[str, float]:
    """Score which share of assigned texts keep their issue when spelling takes the encoder's place.

    Early texts are those that the head was taught the old issues by; later ones it has not seen.
    """
    early, later = split_later(len(texts), seed)
    issues = group_into(vectors[early])
    old = assign_later(vectors, *make_anchors(vectors[early], issues))
    other = embed_by_spelling(texts)
    head = learn_head(other[early], decided=old[early], seed=seed)
    scores: dict[str, float] = {}
    for way, seen in (("without", other), ("with", head.apply(other) if head else other)):
        new = assign_later(seen, *make_anchors(seen[early], old[early]))
        for name, rows in (("taught", early), ("later", later)):
            known = rows[old[rows] >= 0]
            scores[f"{way}_{name}"] = float((old[known] == new[known]).mean())
    return scores
