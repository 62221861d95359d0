"""Which column is the id, the date, the text, …? One column a field, the likeliest first.

Each field has a score for each column; 0 is impossible, from `ENOUGH` on it is proposed.
"""

import math
from collections.abc import Callable, Mapping, Sequence

from voc.schema import RATING_SCALES
from voc.sources.probe import words
from voc.sources.probe.traits import (
    LONGEST_ID,
    MOST,
    MOST_CATEGORIES,
    Guess,
    Samples,
    Traits,
    describe_column,
)

ENOUGH = 1.0
TURNS, EMPTY, OTHER = "turns", "empty", "other"
HALF = 0.5
VERY_FEW = 3  # rows that may agree by chance
FEW_CATEGORIES = 12  # which even a short file may have
SURELY_NAMED = 0.7  # different values of a column called `call_id`: the rest is sent twice, or empty
SHORT_ID = 4  # mean characters below which an id must be called one
READABLE_WORDS = 2.5  # mean words from which on a column can be what people wrote


def guess_columns(samples: Samples) -> list[Guess]:
    """Guess what each column is, in the file's order."""
    traits = [describe_column(name, values) for name, values in samples.items()]
    scores = {t.name: {kind: score(t) for kind, score in SCORES.items()} for t in traits}
    chosen = _assign_kinds(traits, scores)
    return [_make_guess(t, chosen.get(t.name), scores[t.name]) for t in traits]


def rank_text_columns(samples: Samples) -> list[str]:
    """Rank the columns that may hold what people wrote, likeliest first."""
    scored = [(score_text(describe_column(name, values)), name) for name, values in samples.items()]
    return [name for score, name in sorted(scored, key=lambda entry: -entry[0]) if score >= ENOUGH]


def _assign_kinds(traits: Sequence[Traits], scores: Mapping[str, Mapping[str, float]]) -> dict[str, str]:
    """Give each field its best column and each column one field, the surest pairs first."""
    places = {t.name: place for place, t in enumerate(traits)}
    pairs = [
        (score, -places[name], name, kind)
        for name, all_of in scores.items()
        for kind, score in all_of.items()
    ]
    chosen: dict[str, str] = {}
    for score, _, name, kind in sorted(pairs, reverse=True):
        if score >= ENOUGH and name not in chosen and kind not in chosen.values():
            chosen[name] = kind
    return chosen


def _make_guess(traits: Traits, kind: str | None, scores: Mapping[str, float]) -> Guess:
    if traits.has_turns:
        return Guess(
            traits.name, TURNS, "a list of turns, each with a speaker and a text", traits, scores=scores
        )
    if not traits.filled:
        return Guess(traits.name, EMPTY, "no cell is filled", traits, scores=scores)
    scale = guess_scale(traits) if kind == "rating" else None
    return Guess(traits.name, kind or OTHER, _say_why(traits, kind), traits, scale, scores)


def _say_why(traits: Traits, kind: str | None) -> str:
    """Say what was seen, in counts."""
    if kind == "text":
        return f"{traits.word_count:.0f} words on average, {traits.distinct:.0%} different"
    if kind == "occurred_at":
        return f"{traits.dates:.0%} are dates"
    if kind == "rating":
        return f"numbers from {traits.lowest:g} to {traits.highest:g}"
    if kind in ("id", "customer", "agent"):
        return f"{traits.distinct:.0%} different, shape {traits.shape!r}"
    return f"{traits.categories} different values"


def score_id(t: Traits) -> float:
    """Score an id: short, filled and different in every row, but for the few rows that are sent twice."""
    named = 1.5 * bool(t.tokens & words.IDENTIFIER) + 1.5 * bool(t.tokens & words.CONTACT)
    least = {0.0: 0.999, 1.5: MOST}.get(named, SURELY_NAMED)
    if min(t.distinct, t.filled) < least or t.length > LONGEST_ID or t.word_count > 1.5 or t.count < 2:
        return 0.0
    if not named and (t.dates > HALF or t.tokens & words.COUNTER or t.length < SHORT_ID):
        return 0.0
    persons = 2.5 * bool(t.tokens & (words.CUSTOMER | words.AGENT | words.REACHED_AT))
    return max(0.0, 1 + named + ("#" in t.name) - persons - 0.5 * bool(t.tokens & words.TEXT))


def score_date(t: Traits) -> float:
    """Score when it was: dates, of which the first of a contact's life counts."""
    named = bool(t.tokens & (words.DATE | words.FIRST_DATE | words.STARTED))
    least = HALF if named else MOST
    if t.dates < least or t.filled < least or t.categories < min(2, t.count):
        return 0.0
    if t.numbers > HALF and not named:
        return 0.0
    score = 2 + 2.0 * bool(t.tokens & words.FIRST_DATE) + 0.5 * named
    return score - 2.0 * bool(t.tokens & words.LATER_DATE)


def score_text(t: Traits) -> float:
    """Score what people wrote: many words, hardly ever the same."""
    if t.has_turns or t.dates > HALF or t.numbers > HALF or t.word_count < 1.2 or t.length < 4:
        return 0.0
    named = 2.0 * bool(t.tokens & words.TEXT) - 1.5 * bool(t.tokens & words.HEADING)
    if t.word_count < READABLE_WORDS and named <= 0:
        return 0.0
    if t.categories <= MOST_CATEGORIES and t.distinct < 0.2:
        return 0.0
    persons = bool(t.tokens & (words.CUSTOMER | words.AGENT)) and t.word_count < 4
    return max(0.0, 0.5 + math.log2(1 + t.word_count) / 2 + named - 2 * persons - (t.filled < 0.05))


def score_customer(t: Traits) -> float:
    """Score whose contact it is."""
    return _score_person(t, words.CUSTOMER, words.AGENT, HALF * bool(t.tokens & words.REACHED_AT))


def score_agent(t: Traits) -> float:
    """Score who took it."""
    return _score_person(t, words.AGENT, words.CUSTOMER, 0.0)


def _score_person(t: Traits, mine: frozenset[str], others: frozenset[str], reached: float) -> float:
    if not t.filled or t.word_count > 4 or t.dates > HALF or t.length > LONGEST_ID or _is_constant(t):
        return 0.0
    if t.tokens & (words.DEPARTMENT | words.LANGUAGE | words.RATING) or t.languages > HALF:
        return 0.0
    named = bool(t.tokens & mine)
    if t.tokens & others and not named:
        return 0.0
    if not named and not reached:
        return 0.0
    identifies = 0.5 * bool(t.tokens & words.IDENTIFIER) + 0.5 * (t.word_count < 1.2)
    return 1.0 * named + 2 * reached * (not named) + identifies + 0.5 * t.filled


def _is_constant(t: Traits) -> bool:
    """Tell a column that says the same in all rows of a file that has some."""
    return t.categories < 2 and t.count > VERY_FEW


def score_rating(t: Traits) -> float:
    """Score a rating: small whole numbers under a name that says so."""
    if t.numbers < MOST or not 0 <= t.lowest <= t.highest <= 10 or t.categories > 21 or _is_constant(t):
        return 0.0
    surest = {"nps", "csat", "ces", "stars", "estrellas", "satisfaccion", "satisfaction"}
    return 1.0 * bool(t.tokens & words.RATING) + 1.0 * bool(t.tokens & surest) + 0.5 * (t.categories > 3)


def guess_scale(t: Traits) -> str:
    """Guess a rating's scale by its name, else by its highest and lowest value."""
    named = {
        "nps": {"nps", "recommend", "recomendar", "recomendaria"},
        "ces7": {"ces", "effort", "esfuerzo"},
        "stars5": {"stars", "star", "estrellas"},
        "csat5": {"csat"},
    }
    for scale, tokens in named.items():
        lowest, highest = RATING_SCALES[scale]
        if t.tokens & tokens and lowest <= t.lowest and t.highest <= highest:
            return scale
    if t.lowest < 1 or t.highest > 7:
        return "nps"
    return "ces7" if t.highest > 5 else "csat5"


def score_language(t: Traits) -> float:
    """Score the language of a contact."""
    if t.languages < 0.8 or t.word_count > 2:
        return 0.0
    return 2.0 * bool(t.tokens & words.LANGUAGE)


def score_department(t: Traits) -> float:
    """Score who answers for it."""
    return _score_category(t, words.DEPARTMENT)


def score_touchpoint(t: Traits) -> float:
    """Score the moment in the service cycle, else the page."""
    return max(_score_category(t, words.TOUCHPOINT), 0.75 * _score_category(t, words.PAGE))


def score_product(t: Traits) -> float:
    """Score what it is about: a product, else the company or field that is reviewed."""
    return max(_score_category(t, words.PRODUCT), 0.75 * _score_category(t, words.COMPANY))


def _score_category(t: Traits, named: frozenset[str]) -> float:
    """Score a column of few, short values."""
    limit = max(FEW_CATEGORIES, min(MOST_CATEGORIES, t.count / 3))
    if not 1 <= t.categories <= limit or t.word_count > 4 or t.dates > HALF:
        return 0.0
    if t.tokens & (words.IDENTIFIER | words.RATING | words.LANGUAGE) or not t.tokens & named:
        return 0.0
    return 1.5 + 0.5 * (t.numbers < HALF)


SCORES: dict[str, Callable[[Traits], float]] = {
    "id": score_id,
    "occurred_at": score_date,
    "text": score_text,
    "customer": score_customer,
    "agent": score_agent,
    "rating": score_rating,
    "language": score_language,
    "department": score_department,
    "touchpoint": score_touchpoint,
    "product": score_product,
}
