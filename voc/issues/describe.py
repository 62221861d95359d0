"""How does an issue show itself: which phrases, which words of customers, under which theme?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from voc.issues.embed import Matrix
from voc.issues.exemplars import pick_verbatims
from voc.issues.name import Candidate, shortlist_names
from voc.issues.quality import find_centroid
from voc.issues.themes import group_themes, name_themes
from voc.text.identity import strip_identity
from voc.text.lemmas import lemmatise_texts
from voc.text.phrases import Phrase, extract_phrases

MOST_KEYPHRASES = 8
READ_MENTIONS = 150  # of an issue, the closest ones

DESCRIPTIONS = {
    "issue_id": pl.String(),
    "theme": pl.String(),
    "keyphrases": pl.List(pl.String()),
    "verbatims": pl.List(pl.Struct({"contact_id": pl.String(), "text": pl.String()})),
}


@dataclass(frozen=True)
class Spoken:
    """An issue's mentions, the closest first, one for each different text, with their vectors."""

    issue_id: str
    rows: pl.DataFrame  # contact_id, text, language, similarity
    vectors: Matrix


def describe_issues(
    mentions: pl.DataFrame, vectors: Mapping[str, Matrix], names: Mapping[str, str]
) -> pl.DataFrame:
    """Describe every issue that has a mention.

    Args:
        mentions: mention_id, contact_id, text, text_key, language, issue_id (not null), similarity.
        vectors: For each text_key, without the language's offset, length 1.
        names: Of each issue.

    Returns:
        DESCRIPTIONS, by issue.
    """
    spoken = [gather_spoken(issue_id, mentions, vectors) for issue_id in sorted(set(mentions["issue_id"]))]
    if not spoken:
        return pl.DataFrame(schema=DESCRIPTIONS)
    phrases = [list_keyphrases(found) for found in shortlist_names([read_spoken(s) for s in spoken])]
    centroids = np.vstack([find_centroid(s.vectors) for s in spoken])
    words = [list_words(names[s.issue_id], found, s) for s, found in zip(spoken, phrases, strict=True)]
    themes = name_themes(group_themes(centroids), words)
    rows = {
        "issue_id": [s.issue_id for s in spoken],
        "theme": themes,
        "keyphrases": phrases,
        "verbatims": [show_verbatims(s) for s in spoken],
    }
    return pl.DataFrame(rows, schema=DESCRIPTIONS)


def gather_spoken(issue_id: str, mentions: pl.DataFrame, vectors: Mapping[str, Matrix]) -> Spoken:
    """Gather an issue's mentions, the closest first, one for each different text."""
    rows = (
        mentions.filter(pl.col("issue_id") == issue_id)
        .sort("similarity", "mention_id", descending=[True, False])
        .unique("text_key", keep="first", maintain_order=True)
    )
    return Spoken(issue_id, rows, np.vstack([vectors[key] for key in rows["text_key"]]))


def read_spoken(spoken: Spoken) -> list[dict[str, Phrase]]:
    """Read the phrases of an issue's closest mentions, in each mention's language: lemma -> phrase."""
    rows = spoken.rows.head(READ_MENTIONS)
    said = [strip_identity(text) for text in rows["text"]]
    found = extract_phrases(said, rows["language"].to_list())
    return [{phrase.lemma: phrase for phrase in reversed(phrases)} for phrases in found]


def list_keyphrases(candidates: Sequence[Candidate]) -> list[str]:
    """List up to eight phrases, the most telling first, none of which is a part of another."""
    kept: list[str] = []
    for candidate in candidates:
        form = f" {candidate.form} "
        if not any(form in f" {other} " or f" {other} " in form for other in kept):
            kept.append(candidate.form)
    return kept[:MOST_KEYPHRASES]


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
    """Show up to five of an issue's mentions, unlike each other."""
    rows = spoken.rows
    picked = pick_verbatims(
        spoken.vectors, rows["similarity"].to_numpy(), rows["text"].to_list(), rows["contact_id"].to_list()
    )
    return [{"contact_id": rows["contact_id"][row], "text": rows["text"][row]} for row in picked]
