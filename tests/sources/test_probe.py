"""What `voc sources probe` understands of a file, and the block it proposes."""

# ruff: noqa: E501  the systems' own lines are long

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from voc.errors import SourceError
from voc.settings import Settings, SourceSettings, load_settings
from voc.sources.probe.guesses import guess_columns
from voc.sources.probe.proposal import Proposal, propose_source

Put = Callable[[str, bytes | str], Path]
COMPLAINTS = (
    "La fibra se corta cada tarde",
    "No me llega la factura por correo",
    "El router no enciende desde ayer",
    "Quiero cambiar de tarifa y nadie me atiende",
    "Me han cobrado dos veces el mismo mes",
    "La aplicación no me deja entrar",
)


def make_rows(count: int = 12) -> list[dict[str, Any]]:
    """Invent rows of a CRM's notes."""
    return [
        {
            "num": f"CRM-{1000 + i}",
            "cliente": f"AUR-{7000 + i % 9}",
            "gestor": f"AG-{10 + i % 4}",
            "fecha": f"{1 + i:02d}/05/2026 10:{i:02d}",
            "texto": f"{COMPLAINTS[i % 6]} (van {i})",
            "nps": i % 11,
            "equipo": ("Ventas", "Averías", "Facturación")[i % 3],
        }
        for i in range(count)
    ]


def write_csv(rows: list[dict[str, Any]], delimiter: str = ";") -> str:
    lines = [delimiter.join(rows[0]), *(delimiter.join(map(str, row.values())) for row in rows)]
    return "\n".join(lines) + "\n"


def load_block(proposal: Proposal, root: Path) -> SourceSettings:
    """Load what was proposed, as voc.toml would be: it must be valid as it is."""
    (root / "voc.toml").write_text(proposal.block, encoding="utf-8")
    (source,) = load_settings(root).sources
    return source


def propose(put: Put, root: Path, label: str, content: bytes | str) -> tuple[Proposal, SourceSettings]:
    proposal = propose_source(put(label, content), root=root)
    return proposal, load_block(proposal, root)


def kinds_of(rows: list[dict[str, Any]]) -> dict[str, str]:
    samples = {name: [row[name] for row in rows] for name in rows[0]}
    return {guess.name: guess.kind for guess in guess_columns(samples)}


def test_a_table_of_notes_is_understood_column_by_column(settings: Settings, put: Put) -> None:
    proposal, source = propose(put, settings.root, "inbox/notas/notas_2026-05.csv", write_csv(make_rows()))
    assert source.fields == {
        "id": "num", "text": "texto", "occurred_at": "fecha", "customer": "cliente", "agent": "gestor",
        "rating": "nps", "department": "equipo",
    }  # fmt: skip
    assert (source.name, source.channel, source.rating_scale) == ("notas", "agent_note", "nps")
    assert source.path == "inbox/notas/notas_*.csv"
    assert (proposal.missing, proposal.count) == ((), 12)


def test_nothing_that_anybody_wrote_is_repeated(settings: Settings, put: Put) -> None:
    rows = make_rows()
    proposal = propose_source(put("inbox/notas.csv", write_csv(rows)), root=settings.root)
    said = json.dumps([str(getattr(proposal, f.name)) for f in fields(proposal)], ensure_ascii=False)
    for row in rows:
        for value in (row["texto"], row["num"], row["cliente"], row["gestor"], row["equipo"]):
            assert str(value) not in said


def test_nested_json_with_turns_is_a_call(settings: Settings, put: Put) -> None:
    turns = [{"speaker": "agent", "text": "Hola"}, {"speaker": "customer", "text": "No tengo línea"}]
    calls = [
        {
            "call_id": f"C{i:03d}",
            "started_at": f"2026-05-{i:02d}T10:00:00",
            "caller": {"id": i},
            "turns": turns,
        }
        for i in range(1, 9)
    ]
    body = "\n".join(map(json.dumps, calls))
    _, source = propose(put, settings.root, "inbox/x/llamadas.jsonl", body)
    assert source.channel == "call"
    assert source.fields == {"id": "call_id", "occurred_at": "started_at", "customer": "caller.id"}


def test_a_transcript_finds_its_index_and_its_customer(settings: Settings, put: Put) -> None:
    put("calls/index.csv", "llamada,inicio,cliente\nk1,2026-05-04 10:00,600\nk2,2026-05-05 11:00,601\n")
    body = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Agente>Hola\n\n00:03.000 --> 00:04.000\n<v Cliente>No va\n"
    _, source = propose(put, settings.root, "calls/k1.vtt", body)
    assert (source.channel, source.path, source.metadata) == ("call", "calls/*.vtt", "calls/index.csv")
    assert source.fields == {"id": "llamada", "occurred_at": "inicio", "customer": "cliente"}
    assert source.customer_speakers == ("Cliente",)


def test_a_person_in_a_transcript_is_not_named(settings: Settings, put: Put) -> None:
    body = (
        "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Marta Ruiz>Hola\n\n00:03.000 --> 00:04.000\n<v Luis Gil>Sí\n"
    )
    proposal, source = propose(put, settings.root, "calls/k1.vtt", body)
    assert "Marta" not in proposal.block
    assert source.customer_speakers == ()
    assert any("metadata" in note for note in proposal.notes)


def test_what_no_column_gives_is_said_and_the_block_still_loads(settings: Settings, put: Put) -> None:
    rows = [{"texto": row["texto"]} for row in make_rows()]
    proposal, source = propose(put, settings.root, "web.csv", write_csv(rows))
    assert proposal.missing == ("id", "occurred_at")
    assert source.fields == {"id": "REPLACE ME", "text": "texto", "occurred_at": "REPLACE ME"}
    assert "# no column was recognised as id" in proposal.block


def test_without_an_id_one_is_derived(settings: Settings, put: Put) -> None:
    rows = [{"fecha": row["fecha"], "comentario": row["texto"]} for row in make_rows()]
    proposal, source = propose(put, settings.root, "web.csv", write_csv(rows))
    assert source.fields["id"] == "*"
    assert proposal.missing == ()


def test_a_name_that_is_taken_gets_a_number(settings: Settings, put: Put) -> None:
    path = put("notas.csv", write_csv(make_rows()))
    assert 'name = "notas-3"' in propose_source(path, root=settings.root, taken=["notas", "notas-2"]).block


def test_a_file_outside_the_workspace_has_an_absolute_path(settings: Settings, put: Put) -> None:
    path = put("elsewhere/notas.csv", write_csv(make_rows()))
    block = propose_source(path, root=settings.root / "workspace").block
    assert f'path = "{path.as_posix()}"' in block


@pytest.mark.parametrize(
    ("rows", "kinds"),
    [
        ([{"rating": i % 5 + 1, "rating_note": f"{COMPLAINTS[i % 6]} {i}"} for i in range(12)],
         {"rating": "rating", "rating_note": "text"}),
        ([{"Created at": f"2026-05-{i + 1:02d}", "Updated at": f"2026-06-{i + 1:02d}"} for i in range(12)],
         {"Created at": "occurred_at", "Updated at": "other"}),
        ([{"subject": f"{COMPLAINTS[i % 6]}", "body": f"{COMPLAINTS[i % 6]} y espero respuesta {i}"}
          for i in range(12)], {"subject": "other", "body": "text"}),
        ([{"agent_id": f"A{i}", "customer_id": f"C{i}"} for i in range(12)],
         {"agent_id": "agent", "customer_id": "customer"}),
        ([{"idioma": ("es", "en")[i % 2], "vacia": None} for i in range(12)],
         {"idioma": "language", "vacia": "empty"}),
        ([{"row": i, "importe": i * 3.5} for i in range(12)], {"row": "other", "importe": "other"}),
        ([{"epoch_ms": 1_780_000_000_000 + i, "created_ms": 1_780_000_000_000 + i} for i in range(12)],
         {"epoch_ms": "other", "created_ms": "occurred_at"}),
    ],
)  # fmt: skip
def test_a_column_is_told_by_its_name_and_its_values(
    rows: list[dict[str, Any]], kinds: dict[str, str]
) -> None:
    assert kinds_of(rows) == kinds


@pytest.mark.parametrize(
    ("name", "values", "scale"),
    [
        ("¿Nos recomendaría? (nps)", range(11), "nps"),
        ("satisfaccion", range(1, 6), "csat5"),
        ("estrellas", range(1, 6), "stars5"),
        ("ces", range(1, 8), "ces7"),
        ("score", range(11), "nps"),
        ("score", range(1, 8), "ces7"),
    ],
)
def test_a_scale_is_told_by_its_name_else_by_its_ends(name: str, values: range, scale: str) -> None:
    (guess,) = guess_columns({name: [str(v) for v in values] * 3})
    assert (guess.kind, guess.scale) == ("rating", scale)


def test_a_file_without_a_header_is_refused_without_quoting_it(settings: Settings, put: Put) -> None:
    path = put("x.csv", "ana@example.com,2026-05-04,No funciona\nluis@example.com,2026-05-05,Gracias\n")
    with pytest.raises(SourceError, match="header") as caught:
        propose_source(path, root=settings.root)
    assert "ana@" not in str(caught.value)


@pytest.mark.parametrize("content", [b"", b"\n", b"a,b\n", b"{}", b"[]"])
def test_a_file_with_nothing_in_it_is_said_to_be_empty(settings: Settings, put: Put, content: bytes) -> None:
    name = "x.json" if content in (b"{}", b"[]") else "x.csv"
    proposal, _ = propose(put, settings.root, name, content)
    assert proposal.missing


def test_a_message_needs_no_fields(settings: Settings, put: Put) -> None:
    body = (
        "From: Ana <ana@example.com>\nDate: Mon, 4 May 2026 10:00:00 +0200\nSubject: Factura\n\nNo llega.\n"
    )
    proposal, source = propose(put, settings.root, "inbox/correo/0001.eml", body)
    assert (source.channel, source.path, proposal.missing) == ("email", "inbox/correo/*.eml", ())


def test_an_archive_is_told_by_its_largest_file(settings: Settings, put: Put) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("LEEME.txt", "Exportado del CRM\n")
        archive.writestr("notas.csv", write_csv(make_rows()))
    _, source = propose(put, settings.root, "inbox/notas.zip", held.getvalue())
    assert (source.fields["text"], source.path) == ("texto", "inbox/notas.zip")


SYSTEMS = {
    "zendesk": ("t.json", json.dumps({"tickets": [{"id": 1, "requester_id": 2, "assignee_id": 3, "via": {}}]})),
    "intercom": ("c.json", json.dumps({"id": "1", "source": {"body": "x"}, "conversation_parts": {}})),
    "salesforce": ("c.csv", "Número del caso,Asunto,Descripción,Fecha de apertura\n1,a,No va la app,04/05/2026\n"),
    "freshdesk": ("t.csv", "Ticket ID,Subject,Created time,Agent interactions\n1,No va la app,2026-05-04 10:00,2\n"),
    "deepgram": ("d.json", json.dumps({"metadata": {}, "results": {"channels": []}})),
    "amazon_connect": ("k.json", json.dumps({"Transcript": [], "Participants": []})),
    "genesys": ("k.json", json.dumps({"conversationId": "c", "transcripts": []})),
    "whisper": ("k.json", json.dumps({"text": "Hola", "segments": [], "language": "es"})),
    "zoom": ("GMT20260504-080000_Recording.transcript.vtt", "WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.000\nAna: Hola\n"),
    "typeform": ("r.csv", "#,¿Qué mejorar?,Submit Date (UTC),Network ID\na1,Todo va muy lento,2026-05-04 08:00,x\n"),
    "google_forms": ("f.csv", "Marca temporal,¿Qué mejorar?\n04/05/2026 10:00:00,Todo va muy lento\n"),
}  # fmt: skip


@pytest.mark.parametrize("system", SYSTEMS)
def test_a_systems_export_is_recognised(settings: Settings, put: Put, system: str) -> None:
    name, content = SYSTEMS[system]
    proposal, source = propose(put, settings.root, f"inbox/{name}", content)
    assert (proposal.preset, source.preset) == (system, system)


ZENDESK_VIEW = "Summation column,Id,Requester id,Requester domain,Subject,Created at\n" + "".join(
    f"1,{i},{i % 3},ejemplo.com,{COMPLAINTS[i % 6]},2026-05-04 10:{i:02d}:00 +0200\n" for i in range(12)
)
SALESFORCE_CASES = '"CaseNumber","ContactId","Subject","Description","CreatedDate"\n' + "".join(
    f'"{i:08d}","003{i % 3}","Duda","{COMPLAINTS[i % 6]}","2026-05-04T10:{i:02d}:00.000+0000"\n'
    for i in range(12)
)


@pytest.mark.parametrize("export", [ZENDESK_VIEW, SALESFORCE_CASES])
def test_a_preset_that_knows_the_text_is_left_to_map_it(settings: Settings, put: Put, export: str) -> None:
    proposal, source = propose(put, settings.root, "inbox/x.csv", export)
    assert proposal.preset and (proposal.missing, source.fields) == ((), {})


def test_a_call_whose_speakers_are_numbered_asks_who_the_customer_is(settings: Settings, put: Put) -> None:
    proposal, _ = propose(put, settings.root, "inbox/k/d.json", SYSTEMS["deepgram"][1])
    assert "customer_speakers = []" in proposal.block
    proposal, _ = propose(put, settings.root, "inbox/k/g.json", SYSTEMS["genesys"][1])
    assert "customer_speakers" not in proposal.block and proposal.notes == ()


def test_a_column_called_timestamp_alone_is_no_form(settings: Settings, put: Put) -> None:
    body = "id,Timestamp,comment\n" + "".join(f"a{i},2026-05-{i:02d},No va la app {i}\n" for i in range(1, 9))
    assert propose(put, settings.root, "inbox/x.csv", body)[0].preset is None
