"""The vectors that search goes by are kept small, and point where they pointed."""

import numpy as np

from voc.issues.embed import scale_rows
from voc.pipeline.describing import FULLEST, round_vectors


def test_a_rounded_vector_points_where_it_pointed() -> None:
    vectors = scale_rows(np.random.default_rng(3).normal(size=(300, 512)))
    rounded = round_vectors(vectors)
    assert rounded.dtype == np.int8 and np.abs(rounded.astype(int)).max() == FULLEST
    back = scale_rows(rounded.astype(np.float32))
    exact, near = vectors @ vectors.T, back @ back.T
    assert np.abs(exact - near).max() < 0.005


def test_a_vector_of_zeros_stays_one() -> None:
    assert not round_vectors(np.zeros((1, 8), np.float32)).any()
