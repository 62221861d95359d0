"""What tells an issue from the one beside it, and which of its texts lie between."""

import numpy as np

from voc.issues.contrast import Vocabulary, count_words, find_boundary, list_telling, rank_neighbours
from voc.issues.name_phrases import read_phrases


def read(*texts: str, language: str = "es") -> dict[str, Vocabulary]:
    return count_words(read_phrases(texts, [language] * len(texts)), [language] * len(texts))


LATE = ("El paquete no llega", "Mi paquete llega tarde", "Sigo sin el paquete", "Paquete perdido en reparto")
LOST = ("La maleta no llega", "Mi maleta llega rota", "Sigo sin la maleta", "Maleta perdida en reparto")


def test_words_that_one_side_says_tell_it_apart_and_words_of_both_do_not() -> None:
    late, lost = read(*LATE * 3), read(*LOST * 3)
    assert list_telling(late, lost)[0] == "paquete"
    assert list_telling(lost, late)[0] == "maleta"
    assert "llega" not in list_telling(late, lost)


def test_a_language_that_only_one_side_speaks_tells_nothing() -> None:
    english = read(*["The parcel does not arrive"] * 8, language="en")
    assert list_telling({**read(*LATE * 3), **english}, read(*LOST * 3)) == list_telling(
        read(*LATE * 3),
        read(*LOST * 3),
    )


def test_what_one_text_says_alone_is_not_told() -> None:
    late = read(*LATE * 3, "El paquete que compró Leopoldo")
    assert not {"leopoldo", "compró"} & set(list_telling(late, read(*LOST * 3)))


def test_the_nearest_three_are_neighbours_nearest_first() -> None:
    angles = np.radians([0, 10, 30, 60, 100])
    centroids = np.column_stack([np.cos(angles), np.sin(angles)]).astype(np.float32)
    ranked = rank_neighbours(centroids)
    assert [other for other, _ in ranked[0]] == [1, 2, 3]
    assert [other for other, _ in ranked[4]] == [3, 2, 1]
    assert abs(ranked[0][0][1] - np.cos(np.radians(10))) < 1e-6


def test_an_issue_alone_has_no_neighbour_and_no_boundary() -> None:
    alone = np.array([[1.0, 0.0]], np.float32)
    assert rank_neighbours(alone) == [[]]
    assert find_boundary(alone, alone, 0) == []


def test_texts_between_two_issues_are_its_boundary_the_most_doubtful_first() -> None:
    angles = np.radians([0, 2, 4, 6, 8, 40, 60])  # the last two lie near and beyond the middle, 45 degrees
    vectors = np.column_stack([np.cos(angles), np.sin(angles)]).astype(np.float32)
    centroids = np.array([[1, 0], [0, 1], [-1, 0]], np.float32)
    assert find_boundary(vectors, centroids, 0) == [(6, 1), (5, 1)]
