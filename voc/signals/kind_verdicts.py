"""What is a mention to the company, how sure is that, and what does it rest on?

The confidence is the probability of the kind, flattened until it is right as often as it says. The reason
is the witness without whom the kind would have the least left: a code, and after a colon what a person can
check.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from voc.signals.kind_signs import Floats
from voc.signals.kind_witnesses import WITNESSES, Hearing, Told, normalise_scores
from voc.signals.kinds import KIND_OF, KINDS, MEANINGS

SOBRIETY = 0.8  # log-odds of the kind are multiplied by it: witnesses are not independent of each other
MOST_SURE = 0.99  # only a person's word is surer
NOTHING = "nothing"  # the reason of a contact without a word to judge
PERSON = "person"


@dataclass(frozen=True)
class Evidence:
    """What a person can look at: the words of signs and the sentences of likes, by kind; a row a mention."""

    words: Sequence[tuple[str, ...]]
    sentences: Sequence[tuple[str, ...]]


def reach_verdicts(hearing: Hearing, evidence: Evidence, told: Told | None = None) -> pl.DataFrame:
    """Reach a verdict on each mention: kind, opportunity, confidence, reason.

    Where a person said so, it is what they said, with confidence 1 and reason `person`. Otherwise the reason
    is of WITNESSES, with its detail: `sign:<words>`, `like:<reference sentence>`, `issue:<share, 0 to 1, of
    its mentions>`, `contact`, `rating`, `person:like` (learned from what people said of others).
    """
    of_kind = sum_kinds(hearing.chances)
    kinds = of_kind.argmax(axis=1) if len(of_kind) else np.zeros(0, np.int64)
    inside = np.where(KIND_OF[None, :] == kinds[:, None], hearing.chances, -1.0)
    meanings = inside.argmax(axis=1) if len(inside) else kinds
    reasons = _give_reasons(hearing, kinds, evidence)
    confidence = np.minimum(sober_down(of_kind)[np.arange(len(kinds)), kinds], MOST_SURE)
    if told is not None:
        is_told = told.meanings >= 0
        meanings = np.where(is_told, told.meanings, meanings)
        confidence = np.where(is_told, 1.0, confidence)
        reasons = [PERSON if said else reason for said, reason in zip(is_told, reasons, strict=True)]
    return pl.DataFrame(
        {
            "kind": [MEANINGS[place][0] for place in meanings],
            "opportunity": [MEANINGS[place][1] for place in meanings],
            "confidence": np.round(confidence, 4),
            "reason": reasons,
        },
        schema={"kind": pl.String, "opportunity": pl.String, "confidence": pl.Float64, "reason": pl.String},
    )


def sum_kinds(chances: Floats) -> Floats:
    """Sum the meanings' probabilities by kind: (n, n_kinds)."""
    marks = (KIND_OF[:, None] == np.arange(len(KINDS))[None, :]).astype(np.float64)
    return np.asarray(chances @ marks)


def sober_down(of_kind: Floats) -> Floats:
    """Flatten the kinds' probabilities to what they are worth."""
    return normalise_scores(SOBRIETY * np.log(np.maximum(of_kind, 1e-9)))


def _give_reasons(hearing: Hearing, kinds: np.ndarray, evidence: Evidence) -> list[str]:
    """Give each mention's strongest witness: the one without whom the kind's log-odds fall the most."""
    names = [name for name in WITNESSES if name in hearing.voices]
    if not len(kinds):
        return []
    total = np.asarray(sum(hearing.voices.values()))
    rests = [_weigh_kind(total - hearing.voices[name], kinds) for name in names]
    strongest = np.round(_weigh_kind(total, kinds)[None, :] - np.stack(rests), 6).argmax(axis=0)
    shares = _share_of_issue(hearing, kinds)
    return [
        _word_reason(names[place], evidence.words[row][kind], evidence.sentences[row][kind], shares[row])
        for row, (place, kind) in enumerate(zip(strongest, kinds, strict=True))
    ]


def _word_reason(name: str, words: str, sentence: str, share: float) -> str:
    if name == "sign" and words:
        return f"sign:{words}"
    if name in ("sign", "like"):
        return f"like:{sentence}"
    if name == "issue":
        return f"issue:{share:.2f}"
    return "person:like" if name == PERSON else name


def _weigh_kind(scores: Floats, kinds: np.ndarray) -> Floats:
    """The log-odds of each mention's kind against all others."""
    chance = np.clip(sum_kinds(normalise_scores(scores))[np.arange(len(kinds)), kinds], 1e-12, 1 - 1e-12)
    return np.asarray(np.log(chance) - np.log1p(-chance))


def _share_of_issue(hearing: Hearing, kinds: np.ndarray) -> Floats:
    """Which share of its issue is of the mention's kind, as the issue's voice has it."""
    odds = np.exp(hearing.voices["issue"])
    shares = sum_kinds(odds / odds.sum(axis=1, keepdims=True))
    return np.asarray(shares[np.arange(len(kinds)), kinds])
