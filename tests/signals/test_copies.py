"""A copy is told from a first saying, and what is alike by chance is none."""

from datetime import UTC, datetime

import polars as pl

from voc.signals.copies import flag_copies
from voc.text.normalise import derive_text_key

LONG = "La factura de mayo llega con un cargo que yo no he pedido"


def make_mentions(**texts: list[str]) -> pl.DataFrame:
    rows = [
        {"contact_id": name, "ordinal": place, "text": text, "text_key": derive_text_key(text)}
        for name, pieces in texts.items()
        for place, text in enumerate(pieces, start=1)
    ]
    return pl.DataFrame(rows)


def make_contacts(*names: str) -> pl.DataFrame:
    start = datetime(2026, 3, 2, tzinfo=UTC)
    return pl.DataFrame(
        {"contact_id": names, "occurred_at": [start.replace(hour=n) for n in range(len(names))]}
    )


def test_the_same_words_later_are_a_copy_of_the_first_whatever_their_case_and_accents() -> None:
    mentions = make_mentions(
        c2=[LONG.upper()], c1=[LONG], c3=[LONG.replace("á", "a") + "!"], c4=["Otra cosa"]
    )
    found = flag_copies(make_contacts("c1", "c2", "c3", "c4"), mentions)
    assert found.rows() == [("c2", "c1"), ("c3", "c1")]


def test_a_contact_that_says_more_or_in_another_order_is_no_copy() -> None:
    other = "Y además nadie me contesta al teléfono desde el lunes"
    mentions = make_mentions(c1=[LONG, other], c2=[LONG], c3=[other, LONG])
    assert flag_copies(make_contacts("c1", "c2", "c3"), mentions).is_empty()


def test_short_texts_are_alike_by_chance() -> None:
    mentions = make_mentions(c1=["Muy caro"], c2=["Muy caro"])
    assert flag_copies(make_contacts("c1", "c2"), mentions).is_empty()
