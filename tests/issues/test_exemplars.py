import numpy as np

from tests.issues.builders import make_topics
from voc.issues.exemplars import pick_exemplars, pick_verbatims


def test_thirty_exemplars_stand_for_the_whole_issue_better_than_its_most_central_ones() -> None:
    vectors, _ = make_topics([200, 60], spread=0.5)  # an issue with a smaller second side
    mean = vectors.mean(axis=0)
    picked = pick_exemplars(vectors)
    central = np.argsort(-(vectors @ mean))[:30]
    assert len(picked) == len(set(picked)) == 30
    assert np.linalg.norm(vectors[picked].mean(axis=0) - mean) < np.linalg.norm(
        vectors[central].mean(axis=0) - mean
    )


def test_a_small_issue_keeps_all_its_members() -> None:
    vectors, _ = make_topics([7])
    assert sorted(pick_exemplars(vectors)) == list(range(7))


def test_verbatims_come_from_different_contacts_and_are_unlike_each_other() -> None:
    vectors, _ = make_topics([20, 20], spread=0.3)
    texts = ["una frase que se puede leer sin más"] * 40
    picked = pick_verbatims(vectors, np.linspace(0.9, 0.5, 40), texts, [f"c{n // 2}" for n in range(40)])
    assert picked[0] == 0 and len(picked) == 5
    assert len({n // 2 for n in picked}) == 5
    assert any(n >= 20 for n in picked)
