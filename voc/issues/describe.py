"""How does an issue show itself: by which phrases and words of customers, beside which others, how firmly?

Whatever an issue's size, only so many of its texts are looked at: the nearest to it, and some that stand for
all of it. These are the first in canonical order, which is as good as a draw and cannot be shifted.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from voc.issues.contrast import Vocabulary, count_words, find_boundary, list_telling, rank_neighbours
from voc.issues.embed import Matrix
from voc.issues.exemplars import pick_central, pick_different, pick_verbatims
from voc.issues.name_phrases import Candidate, Read, read_phrases, shortlist_names
from voc.issues.quality import find_centroid
from voc.issues.space import See, as_given
from voc.issues.stability import rate_stability, share_places
from voc.issues.themes import group_themes, name_themes
from voc.schema import PORTRAITS, PUBLISHED
from voc.text.identity import strip_identity
from voc.text.lemmas import lemmatise_texts

DESCRIPTIONS = {
    **{name: PUBLISHED["issues"][name] for name in ("issue_id", "theme", "keyphrases", "verbatims")},
    **{name: dtype for name, dtype in PORTRAITS.items() if name != "names"},
}
MOST_KEYPHRASES = 8
MOST_BOUNDARY = 3
READ_TEXTS = 100  # of an issue, the nearest ones
NEAR_TEXTS = 300  # of an issue, looked at for being near
DRAWN_TEXTS = 500  # of an issue, looked at for standing for all


@dataclass(frozen=True)
class Spoken:
    """What an issue's chosen texts say, the nearest first, each different text once."""

    issue_id: str
    rows: pl.DataFrame  # of `choose_shown`
    vectors: Matrix

    @property
    def drawn(self) -> np.ndarray:
        """The rows that stand for the whole issue."""
        return np.flatnonzero(self.rows["draw"].to_numpy() < DRAWN_TEXTS)


def choose_shown(assigned: pl.DataFrame) -> pl.DataFrame:
    """Choose the texts of each issue that are looked at, each different text as its nearest mention has it.

    Args:
        assigned: mention_id, contact_id, person, text, text_key, language, issue_id (not null), similarity.

    Returns:
        The chosen rows with `draw`, their place in canonical order; by issue, the nearest first.
    """
    texts = assigned.sort("issue_id", "similarity", "mention_id", descending=[False, True, False]).unique(
        ["issue_id", "text_key"], keep="first", maintain_order=True
    )
    near = pl.int_range(pl.len()).over("issue_id")
    draw = pl.col("text_key").rank("ordinal").over("issue_id").cast(pl.Int64) - 1
    return texts.with_columns(near=near, draw=draw).filter(
        (pl.col("near") < NEAR_TEXTS) | (pl.col("draw") < DRAWN_TEXTS)
    )


def describe_issues(
    shown: pl.DataFrame, vectors: Matrix, names: Mapping[str, str], see: See = as_given
) -> pl.DataFrame:
    """Describe every issue that has a mention.

    Args:
        shown: From `choose_shown`.
        vectors: Of each row, without the language's offset, of length 1.
        names: Of each issue.
        see: Through what issues are told apart. Themes are of vectors as they are: what tells near issues
            apart hides that they are near.

    Returns:
        DESCRIPTIONS, by issue.
    """
    if shown.is_empty():
        return pl.DataFrame(schema=DESCRIPTIONS)
    spoken = gather_spoken(shown, see(vectors))
    middles = np.vstack([find_centroid(s.vectors[s.drawn]) for s in gather_spoken(shown, vectors)])
    read = [read_spoken(s) for s in spoken]
    phrases = [list_keyphrases(found) for found in shortlist_names(read)]
    centroids = np.vstack([find_centroid(s.vectors[s.drawn]) for s in spoken])
    words = [list_words(names[s.issue_id], found, s) for s, found in zip(spoken, phrases, strict=True)]
    rows = {
        "issue_id": [s.issue_id for s in spoken],
        "theme": name_themes(group_themes(middles), words),
        "keyphrases": phrases,
        "verbatims": [show_verbatims(s) for s in spoken],
        "stability": rate_spoken(spoken),
        "neighbours": tell_neighbours(spoken, read, centroids),
        "exemplars": [show_central(s, c) for s, c in zip(spoken, centroids, strict=True)],
        "boundary": [show_boundary(spoken, own, centroids) for own in range(len(spoken))],
    }
    return pl.DataFrame(rows, schema=DESCRIPTIONS)


def gather_spoken(shown: pl.DataFrame, vectors: Matrix) -> list[Spoken]:
    """Part the chosen texts by issue; `vectors` are theirs, in their order."""
    sizes = shown.group_by("issue_id", maintain_order=True).len()
    spoken, start = [], 0
    for issue_id, size in sizes.iter_rows():
        spoken.append(Spoken(issue_id, shown.slice(start, size), vectors[start : start + size]))
        start += size
    return spoken


def read_spoken(spoken: Spoken) -> Read:
    """Read the phrases of an issue's nearest texts, each in its language."""
    rows = spoken.rows.head(READ_TEXTS)
    return read_phrases([strip_identity(text) for text in rows["text"]], rows["language"].to_list())


def rate_spoken(spoken: Sequence[Spoken]) -> list[float | None]:
    """Rate each issue's stability, on a few thousand texts that stand for all."""
    shares = share_places([len(s.drawn) for s in spoken])
    parts = [
        (
            s.rows["text_key"].to_numpy()[s.drawn],
            s.vectors[s.drawn],
            s.rows["draw"].to_numpy()[s.drawn] < most,
        )
        for s, most in zip(spoken, shares, strict=True)
    ]
    keys = np.concatenate([found[kept] for found, _, kept in parts])
    vectors = np.vstack([found[kept] for _, found, kept in parts])
    labels = np.repeat(np.arange(len(spoken)), [int(kept.sum()) for _, _, kept in parts])
    order = np.lexsort((labels, keys))
    return rate_stability(vectors[order], labels[order], len(spoken))


def tell_neighbours(
    spoken: Sequence[Spoken], read: Sequence[Read], centroids: Matrix
) -> list[list[dict[str, object]]]:
    """Tell each issue's neighbours, and the words that tell the two apart."""
    words: list[Mapping[str, Vocabulary]] = [
        count_words(texts, s.rows["language"].to_list()[: len(texts)])
        for s, texts in zip(spoken, read, strict=True)
    ]
    return [
        [
            {
                "issue_id": spoken[other].issue_id,
                "closeness": closeness,
                "words_here": list_telling(words[own], words[other]),
                "words_there": list_telling(words[other], words[own]),
            }
            for other, closeness in nearest
        ]
        for own, nearest in enumerate(rank_neighbours(centroids))
    ]


def list_keyphrases(candidates: Sequence[Candidate]) -> list[str]:
    """List up to eight phrases, the most telling first, none of which is a part of another.

    A word gives way to the first phrase that it stands in: "router" says less than "router se reinicia".
    """
    kept: list[str] = []
    for candidate in candidates:
        form = candidate.form
        akin = [place for place, other in enumerate(kept) if is_part(form, other) or is_part(other, form)]
        if not akin:
            kept.append(form)
        elif len(akin) == 1 and " " not in kept[akin[0]] and " " in form:
            kept[akin[0]] = form
    return kept[:MOST_KEYPHRASES]


def is_part(phrase: str, other: str) -> bool:
    """Tell whether a phrase stands in another, word by word."""
    return f" {phrase} " in f" {other} "


def list_words(name: str, phrases: Sequence[str], spoken: Spoken) -> list[tuple[str, str]]:
    """List the content words of an issue's name and phrases as (lemma, form).

    Content in all of the issue's languages: the one's function words are no content in the other.
    """
    forms = [word for text in (name.lower(), *phrases) for word in text.split()]
    read = [lemmatise_texts(forms, [code] * len(forms)) for code in sorted(set(spoken.rows["language"]))]
    return [
        (lemmas[0][0], form)
        for form, *lemmas in zip(forms, *read, strict=True)
        if all(len(found) == 1 for found in lemmas)
    ]


def show_verbatims(spoken: Spoken) -> list[dict[str, str]]:
    """Show up to five of an issue's texts, unlike each other."""
    rows = spoken.rows[spoken.drawn]
    picked = pick_verbatims(
        spoken.vectors[spoken.drawn],
        rows["similarity"].to_numpy(),
        rows["text"].to_list(),
        rows["person"].to_list(),
    )
    return rows[picked].select("contact_id", "text").to_dicts()


def show_central(spoken: Spoken, centroid: Matrix) -> list[dict[str, str]]:
    """Show up to three of an issue's texts, the most central ones."""
    rows = spoken.rows
    picked = pick_central(spoken.vectors, centroid, rows["text"].to_list(), rows["person"].to_list())
    return rows[picked].select("contact_id", "text").to_dicts()


def show_boundary(spoken: Sequence[Spoken], own: int, centroids: Matrix) -> list[dict[str, str]]:
    """Show up to three of an issue's texts that lie about as near to another issue, with that one's id."""
    here = spoken[own]
    rows = here.rows[here.drawn]
    vectors = here.vectors[here.drawn]
    other_of = dict(find_boundary(vectors, centroids, own))
    picked = pick_different(vectors, list(other_of), rows["person"].to_list(), MOST_BOUNDARY)
    return [
        {
            "contact_id": rows["contact_id"][row],
            "text": rows["text"][row],
            "neighbour": spoken[other_of[row]].issue_id,
        }
        for row in picked
    ]
