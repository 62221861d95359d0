"""Discovery holds on the smallest corpora, where the libraries under it do not."""

import numpy as np
import pytest

from voc.issues.discover import discover_groups


@pytest.mark.parametrize("lemmas", [[["router"]], [["router"], ["router"]], [[], []]])
def test_texts_that_have_one_word_in_all_are_no_trouble(lemmas: list[list[str]]) -> None:
    count = len(lemmas)
    vectors = np.eye(8, dtype=np.float32)[:count]
    found = discover_groups(vectors, ["router"] * count, lemmas, np.ones(count, np.int64), least=2)
    assert len(found.labels) == count
