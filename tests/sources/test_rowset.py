"""A message about columns quotes their names, never the first row of a file without a header."""

import pytest

from voc.sources.rowset import reject_missing_column


@pytest.mark.parametrize("row", [("T", "mala", "Laura Gómez"), ("T", "llamar al", "tel 612345678")])
def test_what_names_a_person_is_not_told_as_a_column(row: tuple[str, ...]) -> None:
    assert str(reject_missing_column("text", "comentario", row)).endswith(
        "none of its 3 columns has a name like it"
    )


def test_columns_are_told() -> None:
    assert "known: cliente, fecha" in str(reject_missing_column("text", "note", ("fecha", "cliente")))
