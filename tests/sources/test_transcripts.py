import gzip
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.sources.conftest import (
    ReadFile,
    check_reading,
    find_reason,
    list_refusals,
    make_source,
    pick,
    read_one,
)
from voc.settings import Settings, SourceSettings
from voc.sources.read import Reading, list_source_files, read_whole_file

Put = Callable[[str, bytes | str], Path]
FIELDS = {"id": "call_id", "occurred_at": "started_at", "customer": "phone", "department": "queue"}
INDEX = "call_id,started_at,phone,queue\nk1,2026-05-04 10:00,600,Averías\nk2,2026-05-05 10:00,601,Ventas\n"
AT = datetime(2026, 5, 4, 8, 0, tzinfo=UTC)
VTT = """WEBVTT

NOTE made by a machine

1
00:00:01.000 --> 00:00:02.000
<v Agente>Buenos días, ¿en qué puedo ayudarle?

2
00:00:03.000 --> 00:00:04.000
<v Cliente>Llevo tres días

3
00:00:04.000 --> 00:00:05.000
<v Cliente>sin <i>internet</i> &amp; sin teléfono</v>

4
00:00:06.000 --> 00:00:07.000
<v Agente>Lo siento</v> <v.loud Cliente>¡Ya llamé
dos veces!
"""
SAID = "Llevo tres días sin internet & sin teléfono\n¡Ya llamé dos veces!"


def make_calls(**changes: Any) -> SourceSettings:
    plain = {
        "name": "calls",
        "channel": "call",
        "path": "calls/*.vtt",
        "metadata": "calls/index.csv",
        "fields": FIELDS,
    }
    return make_source(**(plain | changes))


def read_all(source: SourceSettings, settings: Settings) -> dict[str, Reading]:
    readings = {f.label: read_whole_file(source, f, settings) for f in list_source_files(source, settings)}
    for reading in readings.values():
        check_reading(reading)
    return readings


def read_vtt(body: str, settings: Settings, put: Put, **changes: Any) -> Reading:
    put("calls/k1.vtt", body)
    put("calls/index.csv", INDEX)
    return read_one(make_calls(**changes), settings)


def cue(text: str, at: int = 1) -> str:
    return f"00:00:{at:02d}.000 --> 00:00:{at + 1:02d}.000\n{text}\n\n"


def test_a_call_is_what_the_customer_said_a_turn_a_line_with_its_index_row(
    settings: Settings, put: Put
) -> None:
    reading = read_vtt(VTT, settings, put)
    row = reading.rows.row(0, named=True)
    assert row["text"] == SAID
    assert (row["row"], row["source_id"], row["occurred_at"]) == (None, "k1", AT)
    assert (row["customer"], row["department"]) == ("600", "Averías")


def test_the_index_is_no_transcript_even_where_the_glob_finds_it(settings: Settings, put: Put) -> None:
    put("calls/k1.vtt", VTT)
    put("calls/k2.vtt.gz", gzip.compress(VTT.encode()))
    put("calls/index.csv", INDEX)
    readings = read_all(make_calls(path="calls/*"), settings)
    assert list(readings) == ["calls/k1.vtt", "calls/k2.vtt.gz"]
    assert pick(readings["calls/k2.vtt.gz"], "source_id") == ["k2"]


@pytest.mark.parametrize("name", ["k1", "k1.vtt", "K1.vtt.gz", "calls/k1.vtt", " k1 "])
def test_the_id_in_the_index_is_the_stem_with_or_without_its_ending(
    settings: Settings, put: Put, name: str
) -> None:
    put("calls/k1.vtt" if "K" not in name else "calls/K1.vtt", VTT)
    put("calls/index.csv", INDEX.replace("k1", name))
    assert read_one(make_calls(), settings).rows.height == 1


def test_day_and_month_of_an_index_are_told_by_all_of_its_dates(settings: Settings, put: Put) -> None:
    put("calls/k1.vtt", VTT)
    put("calls/index.csv", "call_id,started_at\nk1,05/04/2026 10:00\nk2,05/31/2026 10:00\n")
    assert pick(read_one(make_calls(), settings), "occurred_at") == [AT]


@pytest.mark.parametrize(
    ("index", "field", "word"),
    [
        (None, "occurred_at", "index"),
        (b"\x1f\x8bbroken", "occurred_at", "gzip"),
        ("call_id,started_at\nk9,2026-05-04\n", "occurred_at", "no row"),
        ("call_id,started_at\nk1,2026-02-30\n", "occurred_at", "started_at"),
        ("call_id,started_at\nk1,\n", "occurred_at", "empty"),
        ("call_id,start\nk1,2026-05-04\n", "occurred_at", "started_at"),
        ("call,started_at\nk1,2026-05-04\n", "id", "call_id"),
        ("", "occurred_at", "no row"),
    ],
)
def test_a_fault_of_the_index_is_refused_under_the_transcripts_name(
    settings: Settings, put: Put, index: str | bytes | None, field: str, word: str
) -> None:
    put("calls/k1.vtt", VTT)
    if index is not None:
        put("calls/index.csv", index)
    reading = read_one(make_calls(), settings)
    assert reading.refused.select("file", "row", "field").rows() == [("calls/k1.vtt", None, field)]
    assert word in find_reason(reading)
    assert "index.csv" in find_reason(reading)


def test_an_index_that_is_no_table_is_told(settings: Settings, put: Put) -> None:
    put("calls/k1.vtt", VTT)
    put("calls/index.srt", INDEX)
    assert "holds no records" in find_reason(read_one(make_calls(metadata="calls/index.srt"), settings))


def test_a_mended_row_of_the_index_makes_a_new_digest_and_another_calls_row_does_not(
    settings: Settings, put: Put
) -> None:
    def digest() -> str:
        return list_source_files(make_calls(), settings)[0].digest

    put("calls/k1.vtt", VTT)
    without = digest()
    put("calls/index.csv", INDEX)
    first = digest()
    put("calls/index.csv", INDEX + "k3,2026-05-06,602,Ventas\n")
    assert digest() == first
    put("calls/index.csv", INDEX.replace("600", "699"))
    assert len({without, first, digest()}) == 3


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (cue("Cliente: No funciona") + cue("Agente: Veamos") + cue("Cliente: Nada"), "No funciona\nNada"),
        (cue("CLIENTE:No funciona\nAgente: Veamos"), "No funciona"),
        (cue("[Cliente] No funciona") + cue("[Agente] Veamos"), "No funciona"),
        (cue("Cliente: No funciona") + cue("y tengo un problema: se apaga") + cue("Agente: Ya"),
         "No funciona y tengo un problema: se apaga"),
        (cue("Customer 1: Broken") + cue("Customer Service: Sorry"), "Broken"),
        (cue("Llevo dos días") + cue("esperando: llámenme"), "Llevo dos días esperando: llámenme"),
        (cue("<v Cliente>uno") + cue("<v Agente>dos") + cue("<v Agente>tres") + cue("<v Cliente>cuatro"),
         "uno\ncuatro"),
        ("WEBVTT\r\n\r\n" + cue("<v Cliente>uno").replace("\n", "\r\n"), "uno"),
        (cue("<v Cliente>vale 3 < 5 &lt;eso&gt;"), "vale 3 < 5 <eso>"),
    ],
)  # fmt: skip
def test_who_speaks_is_told_by_voice_or_prefix(settings: Settings, put: Put, body: str, text: str) -> None:
    assert pick(read_vtt(body, settings, put), "text") == [text]


def test_configured_speakers_decide_alone_whatever_their_case_and_accents(
    settings: Settings, put: Put
) -> None:
    body = cue("<v Señora López>Se cortó") + cue("<v Cliente>Soy del banco")
    assert pick(read_vtt(body, settings, put, customer_speakers=("senora lopez",)), "text") == ["Se cortó"]


@pytest.mark.parametrize("body", ["", "WEBVTT\n", "Cliente: sin tiempos", VTT.split("1\n", 1)[0], cue(" ")])
def test_a_transcript_without_turns_is_refused(settings: Settings, put: Put, body: str) -> None:
    reading = read_vtt(body, settings, put)
    assert list_refusals(reading) == [(None, "text")]
    assert "no turns" in find_reason(reading)


def test_a_transcript_without_a_turn_of_the_customers_says_what_to_configure(
    settings: Settings, put: Put
) -> None:
    body = cue("<v Agente>Hola") + cue("<v Marta Ruiz>Mi router no va")
    reason = find_reason(read_vtt(body, settings, put))
    assert "customer_speakers" in reason
    assert "Agente" in reason
    assert "Marta" not in reason


def test_a_broken_subrip_file_loses_nothing_that_was_said(settings: Settings, put: Put) -> None:
    body = (
        "1\n00:00:01,000 --> 00:00:02,000\nAgente: Hola\n"
        "2\n00:00:03,000 --> 00:00:04,000\nCliente: Uno\n\nseguido\n"
        "00:00:05.000 --> 00:00:06.000\n<i>{\\an8}dos</i>\n\n\n4\n0:07 -> 0:08\nCliente: tres\n"
    )
    put("calls/k1.srt", body.encode("cp1252"))
    put("calls/index.csv", INDEX)
    assert pick(read_one(make_calls(path="calls/*.srt"), settings), "text") == ["Uno seguido dos tres"]


def test_without_an_index_a_note_may_say_when_the_call_was(settings: Settings, put: Put) -> None:
    put(
        "calls/k1.vtt",
        "WEBVTT\n\nNOTE occurred_at: 2026-05-04T08:00:00Z\nphone: 600\n\n" + cue("<v Cliente>Hola"),
    )
    put("calls/k2.vtt", "WEBVTT\n\n" + cue("<v Cliente>Hola"))
    readings = read_all(make_calls(metadata=None), settings)
    assert pick(readings["calls/k1.vtt"], "occurred_at") == [AT]
    assert pick(readings["calls/k1.vtt"], "customer") == ["600"]
    assert list_refusals(readings["calls/k2.vtt"]) == [(None, "occurred_at")]


TURNS = [
    {"speaker": "agent", "text": "Hello", "start": 0.0},
    {"speaker": "customer", "text": "It is\nbroken", "start": 1.0, "end": 2.0},
    {"speaker": "customer", "text": "Again"},
]
CALL = {"call_id": "c1", "started_at": "2026-05-04T08:00:00Z", "turns": TURNS}


@pytest.mark.parametrize("content", [json.dumps(CALL), json.dumps([CALL]), json.dumps({"calls": [CALL]})])
def test_calls_in_json_are_read_one_or_many(read: ReadFile, content: str) -> None:
    reading = read("a.json", content, channel="call", fields=FIELDS)
    assert reading.rows.select("row", "source_id", "text").rows() == [(1, "c1", "It is broken\nAgain")]


def test_each_line_of_json_lines_is_a_call_that_stands_alone(read: ReadFile) -> None:
    lines = [
        CALL,
        CALL | {"turns": []},
        CALL | {"turns": TURNS[:1]},
        {k: CALL[k] for k in ("call_id", "started_at")},
    ]
    content = gzip.compress("\n".join(json.dumps(line) for line in [*lines, CALL]).encode() + b"\n{bad")
    reading = read("a.jsonl.gz", content, channel="call", fields=FIELDS)
    assert pick(reading, "row") == [1, 5]
    assert list_refusals(reading) == [(2, "text"), (3, "text"), (4, "text"), (6, None)]


@pytest.mark.parametrize(
    "turns",
    [
        {"turns": [{"speaker_role": "caller", "human_transcript": "Hi"}, {"role": "agent", "text": "Y"}]},
        {"Transcript": [{"ParticipantRole": "CUSTOMER", "Content": "Hi"},
                        {"ParticipantRole": "AGENT", "Content": "Y"}]},
        {"r": {"phrases": [{"participantPurpose": "external", "text": "Hi"},
                           {"participantPurpose": "internal", "text": "Y"}]}},
        {"transcripts": [{"phrases": [{"participantPurpose": "external", "text": "Hi"},
                                      {"participantPurpose": "internal", "text": "Y"}]}]},
        {"results": {"transcripts": [{"transcript": "Hi Y"}],
                     "audio_segments": [{"transcript": "Hi", "speaker_label": "customer"},
                                        {"transcript": "Y", "speaker_label": "agent"}]}},
        {"turns": [{"author": {"role": "end-user", "name": "Ana"}, "text": "Hi"}]},
        {"turns": ["Customer: Hi", "Agent: Yes"]},
        {"turns": "Customer: Hi\nAgent: Yes"},
    ],
)  # fmt: skip
def test_turns_are_found_under_the_keys_that_telephone_systems_use(
    read: ReadFile, turns: dict[str, Any]
) -> None:
    record = {"call_id": "c1", "started_at": "2026-05-04"} | turns
    assert pick(read("a.jsonl", json.dumps(record), channel="call", fields=FIELDS), "text") == ["Hi"]


def test_a_json_call_may_take_its_date_from_the_index(settings: Settings, put: Put) -> None:
    put("calls/k1.json", json.dumps({"turns": TURNS}))
    put("calls/k2.json", json.dumps(TURNS))
    put("calls/k9.json", json.dumps({"turns": TURNS}))
    put("calls/index.csv", INDEX)
    readings = read_all(make_calls(path="calls/*.json"), settings)
    assert pick(readings["calls/k1.json"], "customer") == ["600"]
    assert pick(readings["calls/k2.json"], "source_id") == ["k2"]
    assert list_refusals(readings["calls/k9.json"]) == [(None, "occurred_at")]


def test_a_table_of_calls_has_its_turns_in_a_column(read: ReadFile) -> None:
    content = 'call_id,started_at,transcript\nc1,2026-05-04,"Cliente: No va\nAgente: Ya\nCliente: Gracias"\n'
    reading = read("a.csv", content, channel="call", fields=FIELDS | {"text": "transcript"})
    assert pick(reading, "text") == ["No va\nGracias"]
