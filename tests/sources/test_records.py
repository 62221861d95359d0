import gzip
import json
from typing import Any

import pytest

from tests.sources.conftest import ReadFile, find_reason, list_refusals, pick

FIELDS = {"id": "id", "text": "description", "occurred_at": "created_at", "customer": "requester.id"}
TICKETS: list[dict[str, Any]] = [
    {"id": 1, "description": "No llega", "created_at": "2026-05-04T10:00:00Z", "requester": {"id": 77},
     "comments": [{"id": 9, "body": "ok"}]},
    {"id": 2, "description": "Cobro doble", "created_at": "2026-05-05T10:00:00Z", "requester": {"id": None}},
]  # fmt: skip


def write_lines(*records: Any) -> str:
    return "".join((r if isinstance(r, str) else json.dumps(r)) + "\n" for r in records)


@pytest.mark.parametrize(
    "wrap",
    [
        lambda t: t,
        lambda t: {"tickets": t, "count": 2, "next_page": None},
        lambda t: {"export": {"meta": {"tags": ["a", "b"]}, "data": {"items": t}}},
        lambda t: {"users": [{"id": 77, "name": "x"}], "tickets": t},
    ],
)
def test_the_records_are_the_list_of_objects_wherever_it_stands(read: ReadFile, wrap: Any) -> None:
    reading = read("a.json", json.dumps(wrap(TICKETS)), fields=FIELDS)
    assert pick(reading, "source_id") == ["1", "2"]
    assert pick(reading, "customer") == ["77", None]


def test_a_document_of_two_lists_that_both_fit_is_refused(read: ReadFile) -> None:
    reading = read("a.json", json.dumps({"open": TICKETS, "closed": TICKETS}), fields=FIELDS)
    assert list_refusals(reading) == [(None, None)]


@pytest.mark.parametrize("content", ["[]", '{"tickets": []}', "", "  \n"])
def test_an_empty_list_is_zero_rows(read: ReadFile, content: str) -> None:
    assert read("a.json", content, fields=FIELDS).received == 0


@pytest.mark.parametrize(
    "content",
    ['{"tickets": [{"id": 1', "nada", "{}", "3", "[1, 2]", '"x"', "[" * 5000, "[" * 980 + "]" * 980],
)
def test_a_broken_document_is_one_refusal(read: ReadFile, content: str) -> None:
    reading = read("a.json", content, fields=FIELDS)
    assert (reading.received, reading.refused["row"].to_list()) == (1, [None])


def test_a_line_that_does_not_parse_costs_itself_only(read: ReadFile) -> None:
    reading = read(
        "a.jsonl", write_lines(TICKETS[0], '{"id": 5, "secreto', "", "[1]", TICKETS[1]), fields=FIELDS
    )
    assert pick(reading, "row") == [1, 4]
    assert list_refusals(reading) == [(2, None), (3, None)]
    assert "secreto" not in str(reading.refused.rows())


def test_lines_under_the_name_json_and_a_document_under_the_name_jsonl_are_read(read: ReadFile) -> None:
    assert read("a.json", write_lines(*TICKETS), fields=FIELDS).rows.height == 2
    assert read("a.jsonl", json.dumps(TICKETS, indent=1), fields=FIELDS).rows.height == 2


def test_a_path_that_no_record_has_refuses_the_file_and_one_that_some_lack_refuses_them(
    read: ReadFile,
) -> None:
    none = read("a.jsonl", write_lines(*TICKETS), fields=FIELDS | {"text": "descripcion"})
    assert list_refusals(none) == [(None, "text")]
    assert "'description'" in find_reason(none)
    some = read("b.jsonl", write_lines({"id": 3, "created_at": "2026-05-04"}, *TICKETS), fields=FIELDS)
    assert list_refusals(some) == [(1, "text")]


def test_a_key_with_dots_and_a_place_in_a_list_can_be_paths(read: ReadFile) -> None:
    record = {"id": 1, "a.b": {"c": "2026-05-04"}, "comments": [{"body": "hola"}]}
    fields = {"id": "id", "occurred_at": "a.b.c", "text": "comments.0.body"}
    assert pick(read("a.jsonl", write_lines(record), fields=fields), "text") == ["hola"]


def test_a_list_of_texts_is_a_line_each(read: ReadFile) -> None:
    record = TICKETS[0] | {"description": ["uno", None, "dos"]}
    assert pick(read("a.jsonl", write_lines(record), fields=FIELDS), "text") == ["uno\ndos"]


def test_half_a_surrogate_pair_and_nul_do_no_harm(read: ReadFile) -> None:
    line = '{"id": "1", "description": "a\\ud83d b\\u0000", "created_at": "2026-05-04", "\\ud83d": 1}'
    assert pick(read("a.jsonl", line, fields=FIELDS), "text") == ["a? b"]


def test_numbers_that_are_ids_are_written_without_a_fraction(read: ReadFile) -> None:
    records = [
        TICKETS[0] | {"id": 123.0},
        TICKETS[0] | {"id": 12345678901234567890},
        TICKETS[0] | {"id": True},
    ]
    reading = read("a.jsonl", write_lines(*records), fields=FIELDS)
    assert pick(reading, "source_id") == ["123", "12345678901234567890", "true"]


def test_gzipped_json_is_the_same(read: ReadFile) -> None:
    assert read("a.json.gz", gzip.compress(json.dumps(TICKETS).encode()), fields=FIELDS).rows.height == 2
    assert read("a.jsonl.gz", gzip.compress(write_lines(*TICKETS).encode()), fields=FIELDS).rows.height == 2
