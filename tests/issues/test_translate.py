import json

import numpy as np
import pytest

from tests.issues.builders import make_topics
from voc.issues.embed import scale_rows
from voc.issues.translate import MOST_DIMS, learn_translation, unpack_translation


def make_views() -> tuple[np.ndarray, np.ndarray]:
    """The same texts for two encoders: one is a turned, noisy view of the other."""
    old, _ = make_topics([60] * 6, dims=150)
    rng = np.random.default_rng(2)
    turn = np.linalg.qr(rng.normal(size=(150, 150)))[0]
    return scale_rows(old @ turn + 0.02 * rng.normal(size=old.shape)), old


def test_texts_lie_towards_each_other_as_they_did() -> None:
    new, old = make_views()
    seen = learn_translation(new[::2], old[::2]).apply(new)
    then, now = old[1::2] @ old[1::2].T, seen[1::2] @ seen[1::2].T
    assert np.corrcoef(then.ravel(), now.ravel())[0, 1] > 0.97
    assert seen.shape == (len(new), new.shape[1] + MOST_DIMS)
    assert np.allclose(np.linalg.norm(seen, axis=1), 1, atol=1e-3)


def test_a_packed_translation_sees_the_same() -> None:
    new, old = make_views()
    translation = learn_translation(new, old)
    again = unpack_translation(json.loads(json.dumps(translation.pack())))
    assert np.array_equal(again.apply(new), translation.apply(new))


def test_a_text_is_translated_by_itself() -> None:
    new, old = make_views()
    translation = learn_translation(new, old)
    assert np.allclose(translation.apply(new)[5:6], translation.apply(new[5:6]), atol=1e-6)


def test_vectors_of_another_encoder_are_refused() -> None:
    new, old = make_views()
    with pytest.raises(ValueError, match="wanted 150"):
        learn_translation(new, old).apply(new[:, :10])


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="translation/1"):
        unpack_translation({"kind": "translation/9"})
