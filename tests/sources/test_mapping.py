import json

import pytest

from tests.sources.conftest import FIELDS, ReadFile, find_reason, list_refusals, pick
from voc.sources.read import Reading

HEADER = "ticket_id,note,created_at,nps,lang,customer\n"
ALL = FIELDS | {"rating": "nps", "language": "lang", "customer": "customer"}


def test_a_row_without_id_or_text_is_refused_and_its_words_are_not_quoted(read: ReadFile) -> None:
    rows = ",mi secreto,2026-05-04,9,es,\nT2,   ,2026-05-04,9,es,\n"
    rows += "T3,\u200b\xa0,2026-05-04,,,\nT4,.,2026-05-04,,,\n"
    reading = read("a.csv", HEADER + rows, fields=ALL)
    assert list_refusals(reading) == [(1, "id"), (2, "text"), (3, "text")]
    assert "'ticket_id'" in find_reason(reading, 1)
    assert "'note'" in find_reason(reading, 2)
    assert "secreto" not in str(reading.refused["reason"].to_list())
    assert pick(reading, "text") == ["."]


def test_refusals_carry_the_source_and_the_file(read: ReadFile) -> None:
    reading = read("a.csv", HEADER + ",x,2026-05-04,,,\n", fields=ALL)
    assert reading.refused.select("source", "file").row(0) == ("notes", "inbox/a.csv")


@pytest.mark.parametrize(
    ("cell", "rating"),
    [("9", 9.0), ('"8,5"', 8.5), ("8.5", 8.5), ("10 - muy satisfecho", 10.0), ("7/10", 7.0), ("0", 0.0),
     ("11", None), ("-1", None), ("bien", None), ("", None), ("9a", None)],
)  # fmt: skip
def test_a_rating_is_the_number_it_begins_with_inside_its_scale(
    read: ReadFile, cell: str, rating: float | None
) -> None:
    reading = read("a.csv", HEADER + f"T1,x,2026-05-04,{cell},es,\n", fields=ALL, rating_scale="nps")
    assert pick(reading, "rating") == [rating]
    assert bool(reading.notes) == (rating is None and cell != "")


def test_a_rating_without_a_scale_has_no_bounds(read: ReadFile) -> None:
    assert pick(read("a.csv", HEADER + "T1,x,2026-05-04,87,es,\n", fields=ALL), "rating") == [87.0]


@pytest.mark.parametrize(
    ("cell", "code"),
    [("es", "es"), ("ES", "es"), ("es-ES", "es"), ("es_MX", "es"), ("Spanish", "es"), ("español", "es"),
     ("Castellano", "es"), ("Español (México)", "es"), ("spa", "es"), ("en_US", "en"), ("English", "en"),
     ("inglés", "en"), ("English (US)", "en"), ("fr", "fr"), ("Portuguese", "pt"), ("portugués", "pt"),
     ("", None), ("xx", None), ("klingon antiguo", None), ("1", None)],
)  # fmt: skip
def test_a_language_is_a_code_whatever_it_is_called(read: ReadFile, cell: str, code: str | None) -> None:
    assert pick(read("a.csv", HEADER + f"T1,x,2026-05-04,,{cell},\n", fields=ALL), "language") == [code]


def test_empty_cells_are_null_and_spaces_around_are_not_kept(read: ReadFile) -> None:
    reading = read("a.csv", HEADER + "T1, hola ,2026-05-04,,, \nT2,x,2026-05-04,,, C9 \n", fields=ALL)
    assert pick(reading, "customer") == [None, "C9"]
    assert pick(reading, "text") == ["hola", "x"]


def read_content(reading: Reading) -> list[dict[str, str] | None]:
    return [None if text is None else json.loads(text) for text in reading.refused["content"]]


def test_a_refused_row_keeps_its_id_and_what_its_mapped_cells_say(read: ReadFile) -> None:
    reading = read("a.csv", HEADER + 'T1," dijo ""no"" ",ayer,9,es,C7\n,x,2026-05-04,,,\nroto\n', fields=ALL)
    assert reading.refused["source_id"].to_list() == ["T1", None, None]
    assert read_content(reading) == [
        {
            "id": "T1",
            "text": 'dijo "no"',
            "occurred_at": "ayer",
            "rating": "9",
            "language": "es",
            "customer": "C7",
        },
        {"text": "x", "occurred_at": "2026-05-04"},
        None,
    ]


def test_of_a_refused_call_the_customers_turns_are_kept(read: ReadFile) -> None:
    turns = [{"speaker": "customer", "text": "Hola"}, {"speaker": "agent", "text": "¿Sí?"}]
    line = json.dumps({"id": "k1", "occurred_at": "ayer", "turns": [*turns, turns[0]]})
    reading = read("a.jsonl", line, channel="call", fields={})
    assert read_content(reading) == [{"id": "k1", "occurred_at": "ayer", "text": "Hola\nHola"}]


def test_a_file_that_is_refused_whole_keeps_nothing(read: ReadFile) -> None:
    reading = read("a.csv", "otra,cosa\nT1,secreto\n")
    assert reading.refused.select("source_id", "content").row(0) == (None, None)


@pytest.mark.parametrize(("order", "month"), [("month_first", 3), ("day_first", 2)])
def test_a_source_may_say_which_of_day_and_month_comes_first(read: ReadFile, order: str, month: int) -> None:
    rows = HEADER + "T1,El router falla,03/02/2026,,,\n"
    reading = read("a.csv", rows, fields=ALL, date_order=order)
    assert (reading.rows["occurred_at"][0].month, reading.notes) == (month, [])
