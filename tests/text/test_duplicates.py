import numpy as np
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from voc.issues.corpus import Corpus
from voc.issues.groups import weigh_texts
from voc.text.duplicates import group_near_duplicates
from voc.text.normalise import derive_text_key

LONG = "El paquete llegó abierto y faltaban dos de los tres artículos que había comprado en la tienda"


def group_texts(texts: list[str]) -> set[frozenset[str]]:
    groups: dict[int, set[str]] = {}
    for text, group in zip(texts, group_near_duplicates(texts), strict=True):
        groups.setdefault(group, set()).add(text)
    return {frozenset(members) for members in groups.values()}


def test_equal_and_nearly_equal_texts_are_one_group() -> None:
    texts = [LONG, LONG.upper(), LONG.replace("comprado", "compradoo"), "La app se cierra al pagar"]
    found = group_near_duplicates(texts)
    assert len({*found[:3]}) == 1
    assert found[3] == 3


def test_a_negation_keeps_texts_apart() -> None:
    texts = [LONG, LONG.replace("llegó", "no llegó")]
    assert len(set(group_near_duplicates(texts))) == 2


def test_the_representative_has_the_smallest_key_of_its_group() -> None:
    texts = [LONG.replace("dos", "doss"), LONG, LONG.replace("tienda", "tiendaa")]
    keys = [derive_text_key(text) for text in texts]
    assert set(group_near_duplicates(texts)) == {keys.index(min(keys))}


def test_a_threshold_of_one_groups_equal_keys_alone() -> None:
    assert group_near_duplicates([LONG, f"¡{LONG}!", LONG + " x"], threshold=1.0) == [0, 0, 2]


def test_nothing_gives_nothing() -> None:
    assert group_near_duplicates([]) == []
    assert group_near_duplicates(["una"]) == [0]


@settings(deadline=None, max_examples=40)
@given(
    st.permutations(
        [LONG, LONG + " web", LONG + " web 2", "muy caro", "Muy caro!", "muy cara", "", "no va", "va"]
    )
)
def test_the_order_of_arrival_changes_no_group(texts: list[str]) -> None:
    assert group_texts(texts) == group_texts(sorted(texts))


def test_near_duplicates_are_fitted_once_and_every_contact_behind_them_counts() -> None:
    texts = [LONG, LONG.replace("comprado", "compradoo"), "La app se cierra al pagar", LONG.upper()]
    contacts = [["c1", "c2"], ["c3"], ["c4"], ["c5"]]
    mentions = pl.DataFrame([
        {"mention_id": f"{contact}-01", "contact_id": contact, "occurred_at": None, "person": "p" + contact,
         "place": place}
        for place, group in enumerate(contacts) for contact in group
    ])  # fmt: skip
    corpus = Corpus(texts, texts, ["es"] * 4, [], np.eye(4, dtype=np.float32), mentions)
    heads = group_near_duplicates(texts)
    weights, contact_count = weigh_texts(corpus, range(4), heads)
    assert sorted(weights.tolist()) == [0, 0, 1, 4]
    assert contact_count == 5
    assert corpus.count_people([0, 1, 3]) == (4, 4)
