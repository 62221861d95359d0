"""Which issues belong under one roof?

Issues whose centroids lie close are one theme, called after the content word that most of their names and
phrases share; an issue on its own has no theme.
"""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

THEME_DISTANCE = 0.55  # cosine distance at which average linkage is cut


def group_themes(centroids: NDArray[np.float32]) -> list[int]:
    """Group issues by average linkage of their centroids (n_issues, n_dims): a theme number for each."""
    from scipy.cluster.hierarchy import fcluster, linkage

    if len(centroids) < 2:
        return [0] * len(centroids)
    cosine = np.clip(1.0 - centroids @ centroids.T, 0.0, 2.0)
    condensed = cosine[np.triu_indices(len(centroids), 1)].astype(np.float64)
    return [int(label) for label in fcluster(linkage(condensed, "average"), THEME_DISTANCE, "distance")]


def name_themes(themes: Sequence[int], words: Sequence[Sequence[tuple[str, str]]]) -> list[str | None]:
    """Name each issue's theme; None for an issue alone in its own.

    Args:
        themes: From `group_themes`.
        words: For each issue its content words as (lemma, form), those of its name first.
    """
    members: dict[int, list[int]] = {}
    for issue, theme in enumerate(themes):
        members.setdefault(theme, []).append(issue)
    names: dict[int, str | None] = {}
    used: set[str] = set()
    for theme, issues in sorted(members.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        names[theme] = choose_word([words[issue] for issue in issues], used) if len(issues) > 1 else None
    return [names[theme] for theme in themes]


def choose_word(words: Sequence[Sequence[tuple[str, str]]], used: set[str]) -> str | None:
    """Choose the word that most of a theme's issues share and no other theme is called by."""
    shared = Counter(lemma for issue in words for lemma in {lemma for lemma, _ in issue})
    forms = Counter(pair for issue in words for pair in issue)
    for lemma in sorted(shared, key=lambda word: (-shared[word], word)):
        if lemma not in used and shared[lemma] > 1:
            used.add(lemma)
            return min(
                (form for word, form in forms if word == lemma), key=lambda form: (-forms[lemma, form], form)
            )
    return None
