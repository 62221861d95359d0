"""What do a mention's own words say it is to the company, and which opportunity do they tell of?

Two witnesses: reference sentences that we wrote ourselves (`lists/contact_kinds.csv` and
`contact_kinds_wider.csv`) and turns of phrase (`kind_signs.py`). What else speaks (the contact's other
words, its rating, its issue) is heard in `kind_witnesses.py`. `repeat` is derived elsewhere. What is read of
a mention is the same whatever other mentions there are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files

import numpy as np
import polars as pl

from voc.signals.kind_signs import Floats, Meaning, find_signs

MEANINGS: tuple[Meaning, ...] = (
    ("avoidable", None),  # a defect, a mistake, a delay
    ("avoidable", "ignored"),  # not answered, not served, not come, not listened to, not respected
    ("avoidable", "where_is_my_stuff"),  # what is owed has not come: goods, money, a service, a paper
    ("avoidable", "missing_information"),  # was not told, or cannot make it out: charges, changes, procedures
    ("simple", None),  # asks for something to be done
    ("simple", "missing_information"),  # asks what the company could have shown
    ("valuable", None),  # praises, suggests
    ("valuable", "buy_more"),
    ("other", None),
)
KINDS = tuple(dict.fromkeys(kind for kind, _ in MEANINGS))
KIND_OF = np.array([KINDS.index(kind) for kind, _ in MEANINGS])  # of each meaning
INVERSE_REGULARISATION = 3.0  # C of the logistic regression; 1 to 10 differ by a point
NEVER = -20.0  # log-odds of a meaning without a reference sentence
MOST_AXES = 64  # of a vector that lessons may turn on; more gain nothing, and every mention keeps them


@dataclass(frozen=True)
class KindModel:
    """A linear model of meanings, with what a mention may be likened to.

    Weights (n_meanings, n_dims), intercepts (n_meanings,), axes (n_axes, n_dims) along which reference
    sentences differ most, references (n_references, n_axes) as unit rows, and each one's kind (a place in
    KINDS).
    """

    weights: Floats
    intercepts: Floats
    axes: Floats
    references: Floats
    kinds: np.ndarray


@dataclass(frozen=True)
class Readings:
    """What mentions' own words say, a row a mention.

    `own` and `signs` are log-odds (n, n_meanings): by likeness, and by turns of phrase. `places` (n, n_axes)
    is where they lie; `likes` (n, n_kinds) the nearest reference of each kind; `words` the strongest turn of
    phrase found for each kind, empty where there is none.
    """

    own: Floats
    signs: Floats
    places: Floats
    likes: np.ndarray
    words: list[tuple[str, ...]]


def read_kind_prototypes() -> pl.DataFrame:
    """Read the reference sentences that also calibrate languages: language, text, kind, opportunity.

    Rows come in pairs, the same meaning in Spanish and in English, so that they also teach what the
    language alone does to a vector. Which sentences are here decides every vector: more go to the other list.
    """
    return _read_references("contact_kinds")


def read_wider_references() -> pl.DataFrame:
    """Read more reference sentences, across sectors, in the same form; they teach kinds alone."""
    return _read_references("contact_kinds_wider")


def train_kinds(
    embeddings: np.ndarray, kinds: Sequence[str], opportunities: Sequence[str | None]
) -> KindModel:
    """Learn to tell meanings apart from the reference sentences' vectors.

    Every meaning weighs the same, however many sentences it has.

    Args:
        embeddings: (n_references, n_dims), unit rows, the language's offset removed.
        kinds: A kind a row.
        opportunities: An opportunity a row, or null.

    Raises:
        ValueError: a kind and opportunity that do not go together, or fewer than two meanings.
    """
    from sklearn.linear_model import LogisticRegression

    labels = place_meanings(kinds, opportunities)
    rows = np.asarray(embeddings, dtype=np.float64)
    rarity = 1.0 / np.bincount(labels, minlength=len(MEANINGS))[labels]
    learner = LogisticRegression(C=INVERSE_REGULARISATION, max_iter=2000)
    learner.fit(rows, labels, sample_weight=rarity / rarity.mean())
    weights, intercepts = _lay_out(learner.classes_, learner.coef_, learner.intercept_, rows.shape[1])
    axes = find_main_axes(rows)
    return KindModel(weights, intercepts, axes, _project_rows(rows, axes, is_scaled=True), KIND_OF[labels])


def place_meanings(kinds: Sequence[str], opportunities: Sequence[str | None]) -> np.ndarray:
    """Give each pair's place in MEANINGS.

    Raises:
        ValueError: a kind and opportunity that do not go together.
    """
    places = {meaning: place for place, meaning in enumerate(MEANINGS)}
    unknown = sorted({str(pair) for pair in zip(kinds, opportunities, strict=True) if pair not in places})
    if unknown:
        raise ValueError(f"unknown kind and opportunity: {', '.join(unknown)}; known: {list(places)}")
    return np.array([places[pair] for pair in zip(kinds, opportunities, strict=True)], dtype=np.int64)


def find_main_axes(rows: Floats) -> Floats:
    """Find the directions along which rows differ most: (n_axes, n_dims), signs fixed."""
    _, _, turned = np.linalg.svd(rows - rows.mean(axis=0), full_matrices=False)
    axes: Floats = turned[:MOST_AXES]
    flips = np.sign(axes[np.arange(len(axes)), np.abs(axes).argmax(axis=1)])
    return np.round(axes * np.where(flips == 0, 1.0, flips)[:, None], 6)


def read_meanings(model: KindModel, texts: Sequence[str], embeddings: np.ndarray) -> Readings:
    """Read what each mention's own words say.

    Args:
        model: From `train_kinds`, on vectors of the same encoder.
        texts: Mentions' words, redacted.
        embeddings: (n_mentions, n_dims), unit rows, the language's offset removed.
    """
    rows = np.asarray(embeddings, dtype=np.float64)
    if not len(texts):
        empty = np.zeros((0, len(MEANINGS)))
        return Readings(empty, empty, np.zeros((0, len(model.axes))), np.zeros((0, len(KINDS)), np.int64), [])
    own = np.einsum("ij,kj->ik", rows, model.weights) + model.intercepts  # no BLAS: a row's sum is its own
    signs, words = find_signs(texts, MEANINGS, KINDS)
    places = _project_rows(rows, model.axes)
    return Readings(np.round(own, 6), signs, places, _find_likes(model, places), words)


def _find_likes(model: KindModel, places: Floats) -> np.ndarray:
    """Find each mention's nearest reference sentence of every kind: (n_mentions, n_kinds), -1 for none."""
    nearness = np.round(np.einsum("ij,kj->ik", places, model.references), 4)
    likes = np.full((len(places), len(KINDS)), -1, np.int64)
    for kind in range(len(KINDS)):
        theirs = np.flatnonzero(model.kinds == kind)
        if len(theirs):
            likes[:, kind] = theirs[nearness[:, theirs].argmax(axis=1)]
    return likes


def _project_rows(rows: Floats, axes: Floats, *, is_scaled: bool = False) -> Floats:
    places: Floats = np.round(np.einsum("ij,kj->ik", rows, axes), 6)
    return places / np.maximum(np.linalg.norm(places, axis=1, keepdims=True), 1e-9) if is_scaled else places


def _read_references(name: str) -> pl.DataFrame:
    content = files("voc").joinpath("lists", f"{name}.csv").read_bytes()
    return pl.read_csv(content, infer_schema_length=0).select("language", "text", "kind", "opportunity")


def _lay_out(classes: np.ndarray, weights: Floats, intercepts: Floats, n_dims: int) -> tuple[Floats, Floats]:
    """Put a learner's rows in the order of MEANINGS; two classes are one row in scikit-learn."""
    if len(classes) == 2:
        weights, intercepts = (
            np.vstack([-weights, weights]) / 2,
            np.concatenate([-intercepts, intercepts]) / 2,
        )
    laid = np.zeros((len(MEANINGS), n_dims)), np.full(len(MEANINGS), NEVER)
    laid[0][classes], laid[1][classes] = weights, intercepts
    return laid
