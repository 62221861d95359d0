"""Which issues belong under one roof?

Issues whose middles lie close, seen from the middle of all issues, are one theme: those of one company share
a direction, which seen from afar would put nearly all of them under one roof. A theme is called after the
content word that most of its names and phrases share; an issue on its own has no theme.
"""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from voc.issues.embed import scale_rows

THEME_DISTANCE = 0.85  # cosine distance at which average linkage is cut: 9 to 13 themes of 25 issues
SHRINKAGE = 5  # issues: the middle of a few issues may be their one theme


def group_themes(centroids: NDArray[np.float32]) -> list[int]:
    """Group issues by average linkage of their centroids (n_issues, n_dims): a theme number for each."""
    from scipy.cluster.hierarchy import fcluster, linkage

    n = len(centroids)
    if n < 2:
        return [0] * n
    seen = scale_rows(centroids - n / (n + SHRINKAGE) * centroids.mean(axis=0))
    apart = np.clip(1.0 - seen @ seen.T, 0.0, 2.0)[np.triu_indices(n, 1)].astype(np.float64)
    return [int(label) for label in fcluster(linkage(apart, "average"), THEME_DISTANCE, "distance")]


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
