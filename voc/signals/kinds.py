"""What is a contact to the company: avoidable, simple, valuable or other, and which opportunity lies in it?

Three witnesses: sentences like it that we wrote ourselves (`lists/contact_kinds.csv`), turns of phrase
(`kind_signs.py`), and the other mentions of its issue, which mostly share its kind. `repeat` is derived
elsewhere. The result for a mention does not depend on the order in which mentions come.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files

import numpy as np
import polars as pl

from voc.signals.kind_signs import Floats, Meaning, weigh_signs

MEANINGS: tuple[Meaning, ...] = (
    ("avoidable", None),
    ("avoidable", "ignored"),
    ("avoidable", "where_is_my_stuff"),
    ("avoidable", "missing_information"),
    ("simple", None),
    ("valuable", None),
    ("valuable", "buy_more"),
    ("other", None),
)
KINDS = tuple(dict.fromkeys(kind for kind, _ in MEANINGS))
INVERSE_REGULARISATION = 3.0  # C of the logistic regression; 1 to 10 differ by less than a point
IGNORANCE = 8.0  # mentions' worth of an even prior, against which an issue's own have to weigh
ISSUE_WEIGHT = 0.6  # below 1, since issues are never pure
CLEAR_IF_SAID = 0.35  # probability from which an opportunity is named that the words themselves tell
CLEAR_IF_ALIKE = 0.55  # and one that only lies near the reference sentences
NEVER = -20.0  # log-odds of a meaning without a reference sentence


@dataclass(frozen=True)
class KindModel:
    """A linear model of meanings: weights (n_meanings, n_dims) and intercepts (n_meanings,)."""

    weights: Floats
    intercepts: Floats


def read_kind_prototypes() -> pl.DataFrame:
    """Read the reference sentences: language, text, kind, opportunity (null: none).

    Rows come in pairs, the same meaning in Spanish and in English, so that they also teach what the
    language alone does to a vector.
    """
    content = files("voc").joinpath("lists", "contact_kinds.csv").read_bytes()
    return pl.read_csv(content, infer_schema_length=0).select("language", "text", "kind", "opportunity")


def train_kinds(
    embeddings: np.ndarray, kinds: Sequence[str], opportunities: Sequence[str | None]
) -> KindModel:
    """Learn to tell meanings apart from the reference sentences' vectors.

    Every meaning weighs the same, however many sentences it has: half of the weight is avoidable
    contacts' and a quarter valuable ones'.

    Args:
        embeddings: (n_prototypes, n_dims), unit rows, the language's offset removed.
        kinds: A kind a row.
        opportunities: An opportunity a row, or null.

    Raises:
        ValueError: a kind and opportunity that do not go together, or fewer than two meanings.
    """
    from sklearn.linear_model import LogisticRegression

    places = {meaning: place for place, meaning in enumerate(MEANINGS)}
    unknown = sorted({str(pair) for pair in zip(kinds, opportunities, strict=True) if pair not in places})
    if unknown:
        raise ValueError(f"unknown kind and opportunity: {', '.join(unknown)}; known: {list(places)}")
    labels = np.array([places[pair] for pair in zip(kinds, opportunities, strict=True)])
    rows = np.asarray(embeddings, dtype=np.float64)
    rarity = 1.0 / np.bincount(labels, minlength=len(MEANINGS))[labels]
    learner = LogisticRegression(C=INVERSE_REGULARISATION, max_iter=2000)
    learner.fit(rows, labels, sample_weight=rarity / rarity.mean())
    return _lay_out(learner.classes_, learner.coef_, learner.intercept_, rows.shape[1])


def classify_kinds(
    model: KindModel, texts: Sequence[str], embeddings: np.ndarray, issue_ids: Sequence[str | None]
) -> tuple[list[str], list[str | None]]:
    """Tell each mention's kind and opportunity.

    Args:
        model: From `train_kinds`, on vectors of the same encoder.
        texts: Mentions' words; they stand in for nothing else, so redacted ones will do.
        embeddings: (n_mentions, n_dims), unit rows, the language's offset removed.
        issue_ids: Each mention's issue; null: unassigned, judged alone.

    Returns:
        Kinds and opportunities in the order given; an opportunity is null unless the evidence is clear.
    """
    own, signs = read_meanings(model, texts, embeddings)
    return tell_kinds(own, signs, issue_ids)


def read_meanings(model: KindModel, texts: Sequence[str], embeddings: np.ndarray) -> tuple[Floats, Floats]:
    """Read what each mention's own words say: the same whatever other mentions there are.

    Returns:
        Each meaning's probability, and the turns of phrase that speak for it; (n_mentions, n_meanings) both.
    """
    if not len(texts):
        return np.zeros((0, len(MEANINGS))), np.zeros((0, len(MEANINGS)))
    signs = weigh_signs(texts, MEANINGS)
    return _score_meanings(model, embeddings, signs), signs


def tell_kinds(
    own: Floats, signs: Floats, issue_ids: Sequence[str | None]
) -> tuple[list[str], list[str | None]]:
    """Tell kinds and opportunities from what `read_meanings` read, and from the issues' other mentions."""
    if not len(own):
        return [], []
    chances = _normalise_scores(np.log(own) + ISSUE_WEIGHT * _weigh_issues(own, issue_ids))
    of_kind = np.array([[float(kind == wanted) for wanted in KINDS] for kind, _ in MEANINGS])
    kinds = [KINDS[place] for place in (chances @ of_kind).argmax(axis=1)]
    return kinds, _name_opportunities(chances, signs)


def _name_opportunities(chances: Floats, signs: Floats) -> list[str | None]:
    """Name the likeliest meaning's opportunity, if it is clear: likeness alone has to be surer than words."""
    plain = [MEANINGS.index((kind, None)) for kind, _ in MEANINGS]
    likeliest = chances.argmax(axis=1)
    rows = np.arange(len(likeliest))
    is_said = (signs > signs[:, plain])[rows, likeliest]
    is_clear = chances[rows, likeliest] >= np.where(is_said, CLEAR_IF_SAID, CLEAR_IF_ALIKE)
    return [MEANINGS[place][1] if clear else None for place, clear in zip(likeliest, is_clear, strict=True)]


def _score_meanings(model: KindModel, embeddings: np.ndarray, signs: Floats) -> Floats:
    """Give each meaning's probability for each text alone; (n_texts, n_meanings)."""
    rows = np.asarray(embeddings, dtype=np.float64)
    scores = np.einsum("ij,kj->ik", rows, model.weights) + model.intercepts  # no BLAS: a row's sum is its own
    return _normalise_scores(np.round(scores, 6) + signs)


def _weigh_issues(own: Floats, issue_ids: Sequence[str | None]) -> Floats:
    """Weigh what the other mentions of the same issue say, as log-odds against an even prior.

    Counted in whole millionths, so that sums do not depend on the order. A large issue weighs more:
    its share stands against IGNORANCE mentions' worth of an even spread.
    """
    names = np.array([issue_id or "" for issue_id in issue_ids])
    _, places = np.unique(names, return_inverse=True)
    units = np.rint(own * 1e6)
    sums = np.stack([np.bincount(places, weights=column) for column in units.T], axis=1)
    others = (sums[places] - units) / 1e6
    sizes = np.bincount(places)[places][:, None] - 1
    even = 1.0 / own.shape[1]
    prior = (others + IGNORANCE * even) / (sizes + IGNORANCE)
    return np.where((names == "")[:, None], 0.0, np.log(prior / even))


def _normalise_scores(scores: Floats) -> Floats:
    """Turn log-odds into probabilities, row by row."""
    odds = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(odds / odds.sum(axis=1, keepdims=True))


def _lay_out(classes: np.ndarray, weights: Floats, intercepts: Floats, n_dims: int) -> KindModel:
    """Put a learner's rows in the order of MEANINGS; two classes are one row in scikit-learn."""
    if len(classes) == 2:
        weights, intercepts = (
            np.vstack([-weights, weights]) / 2,
            np.concatenate([-intercepts, intercepts]) / 2,
        )
    laid = np.zeros((len(MEANINGS), n_dims)), np.full(len(MEANINGS), NEVER)
    laid[0][classes], laid[1][classes] = weights, intercepts
    return KindModel(*laid)
