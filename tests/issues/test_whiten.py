import numpy as np

from tests.issues.builders import make_topics
from voc.issues.embed import scale_rows
from voc.issues.neighbours import find_neighbours
from voc.issues.whiten import Whitening, learn_whitening


def blur_topics(seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Topics in 60 directions, and a manner of speaking in three more that has nothing to do with them."""
    vectors, labels = make_topics([60] * 6, dims=60, spread=1.0, seed=1)
    manner = np.random.default_rng(seed).normal(size=(len(vectors), 3))
    return scale_rows(np.hstack([vectors, 0.9 * manner]).astype(np.float32)), labels


def rate_neighbours(vectors: np.ndarray, labels: np.ndarray) -> float:
    """The share of neighbours that are of the same topic."""
    return float((labels[find_neighbours(vectors, 10)[0]] == labels[:, None]).mean())


def test_what_only_varies_is_damped_and_neighbours_agree_better() -> None:
    vectors, labels = blur_topics(2)
    view = learn_whitening(vectors, find_neighbours(vectors, 5)[0])
    assert rate_neighbours(view.apply(vectors), labels) > rate_neighbours(vectors, labels) + 0.03


def test_what_was_learned_helps_texts_that_come_later() -> None:
    vectors, _ = blur_topics(2)
    later, labels = blur_topics(3)
    view = learn_whitening(vectors, find_neighbours(vectors, 5)[0])
    assert rate_neighbours(view.apply(later), labels) > rate_neighbours(later, labels) + 0.03


def test_a_packed_whitening_is_the_same_but_for_half_precision() -> None:
    vectors, _ = blur_topics(2)
    view = learn_whitening(vectors, find_neighbours(vectors, 5)[0], dims=20)
    seen = view.apply(vectors)
    assert seen.shape == (len(vectors), 20)
    assert np.allclose(np.linalg.norm(seen, axis=1), 1.0, atol=1e-5)
    assert np.allclose(Whitening.unpack(view.pack()).apply(vectors), seen, atol=5e-3)


def test_learning_is_the_same_each_time() -> None:
    vectors, _ = blur_topics(2)
    neighbours = find_neighbours(vectors, 5)[0]
    first, second = (learn_whitening(vectors, neighbours) for _ in range(2))
    assert (first.matrix == second.matrix).all()
