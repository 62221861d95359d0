"""Exports of ticket systems as each writes them: what customers wrote, and what agents noted."""

# ruff: noqa: E501  the systems' own lines are long

import json
from typing import Any

import pytest

from tests.sources.blocks import Put, list_rows, read_block
from tests.sources.conftest import find_reason

Document = dict[str, Any]
ZENDESK: Document = {
    "url": "https://aurora.zendesk.com/api/v2/tickets/35.json",
    "id": 35,
    "created_at": "2026-05-04T08:00:00Z",
    "updated_at": "2026-05-05T08:00:00Z",
    "subject": "Factura",
    "raw_subject": "Factura",
    "description": "Me han cobrado dos veces",
    "status": "solved",
    "via": {"channel": "web", "source": {}},
    "requester_id": 501,
    "submitter_id": 501,
    "assignee_id": 77,
    "group_id": 9,
    "tags": ["factura"],
    "custom_fields": [{"id": 1, "value": "fibra"}],
}
COMMENTS = [
    {"id": 1, "type": "Comment", "author_id": 501, "body": "Me han cobrado dos veces", "public": True,
     "created_at": "2026-05-04T08:00:00Z"},
    {"id": 2, "type": "Comment", "author_id": 77, "body": "Lo miramos", "public": True,
     "created_at": "2026-05-04T09:00:00Z"},
    {"id": 3, "type": "Comment", "author_id": 77, "body": "Cliente enfadado, cobro duplicado", "public": False,
     "created_at": "2026-05-04T09:05:00Z"},
    {"id": 4, "type": "Comment", "author_id": 501, "body": "Sigo esperando", "public": True,
     "created_at": "2026-05-05T08:00:00Z"},
]  # fmt: skip
FRESHDESK: Document = {
    "id": 12, "subject": "Router", "description": "<div>No enciende</div>", "description_text": "No enciende",
    "created_at": "2026-05-04T08:00:00Z", "requester_id": 501, "responder_id": 77, "group_id": 9, "product_id": 3,
    "conversations": [
        {"id": 1, "body_text": "¿Hay novedades?", "incoming": True, "private": False, "user_id": 501,
         "created_at": "2026-05-05T08:00:00Z"},
        {"id": 2, "body_text": "Le llamamos", "incoming": False, "private": False, "user_id": 77,
         "created_at": "2026-05-05T09:00:00Z"},
        {"id": 3, "body_text": "Equipo defectuoso", "incoming": False, "private": True, "user_id": 77,
         "created_at": "2026-05-05T09:01:00Z"},
    ],
}  # fmt: skip
INTERCOM: Document = {
    "type": "conversation", "id": "147", "created_at": 1777881600, "updated_at": 1777885200,
    "source": {"type": "conversation", "id": "3", "delivered_as": "customer_initiated", "body": "<p>No va la app</p>",
               "author": {"type": "user", "id": "5ba6", "name": "Ana", "email": "ana@example.com"}},
    "contacts": {"type": "contact.list", "contacts": [{"type": "contact", "id": "5ba6", "external_id": "C-7"}]},
    "admin_assignee_id": 77, "team_assignee_id": "9", "open": False,
    "conversation_rating": {"rating": 2, "remark": "lento"},
    "conversation_parts": {"type": "conversation_part.list", "total_count": 4, "conversation_parts": [
        {"type": "conversation_part", "id": "4", "part_type": "comment", "body": "<p>¿Qué versión?</p>",
         "created_at": 1777882000, "author": {"type": "admin", "id": "77"}},
        {"type": "conversation_part", "id": "5", "part_type": "comment", "body": "<p>La última</p>",
         "created_at": 1777882100, "author": {"type": "user", "id": "5ba6"}},
        {"type": "conversation_part", "id": "6", "part_type": "note", "body": "<p>Fallo conocido</p>",
         "created_at": 1777882200, "author": {"type": "admin", "id": "77"}},
        {"type": "conversation_part", "id": "7", "part_type": "close", "body": None,
         "created_at": 1777882300, "author": {"type": "bot", "id": "1"}},
    ]},
}  # fmt: skip
CASE: Document = {
    "attributes": {"type": "Case", "url": "/services/data/v61.0/sobjects/Case/500"}, "Id": "500AA", "Subject": "Baja",
    "CaseNumber": "00001026", "Description": "Quiero darme de baja", "CreatedDate": "2026-05-04T08:00:00.000+0000",
    "ContactId": "003AA", "OwnerId": "005AA", "Owner": {"Name": "Retención"},
    "CaseComments": {"totalSize": 1, "done": True, "records": [
        {"Id": "00aAA", "CommentBody": "Se ofrece descuento", "CreatedDate": "2026-05-04T09:00:00.000+0000",
         "CreatedById": "005AA", "IsPublished": False}]},
}  # fmt: skip
NOTES = 'channel = "agent_note"\n'


def read_words(put: Put, preset: str, document: object, more: str = "") -> list[tuple[Any, ...]]:
    body = document if isinstance(document, str) else json.dumps(document, ensure_ascii=False)
    reading = read_block(put, f'preset = "{preset}"\n{more}', "tickets.json", body)
    return list_rows(reading, "source_id", "customer", "agent", "text")


def test_a_zendesk_ticket_is_what_its_requester_wrote(put: Put) -> None:
    said = [("35", "501", "77", "Me han cobrado dos veces\nSigo esperando")]
    assert read_words(put, "zendesk", {"tickets": [ZENDESK | {"comments": COMMENTS}], "count": 1}) == said


def test_a_zendesk_ticket_without_comments_is_its_description(put: Put) -> None:
    assert read_words(put, "zendesk", {"tickets": [ZENDESK]})[0][3] == "Me han cobrado dos veces"


def test_zendesks_account_export_is_a_ticket_a_line_and_a_broken_line_costs_itself(put: Put) -> None:
    person = {"id": 501, "name": "Ana", "email": "ana@example.com", "external_id": "C-7"}
    nested = {k: v for k, v in ZENDESK.items() if not k.endswith("_id")}
    nested |= {"requester": person, "assignee": {"id": 77}, "group": {"id": 9, "name": "Facturas"}}
    lines = [json.dumps(nested | {"comments": COMMENTS}), '{"id": 36, "requ', json.dumps(nested | {"id": 37})]
    reading = read_block(put, 'preset = "zendesk"', "export.json", "\n".join(lines))
    assert reading.rows.select("row", "source_id", "customer", "department").rows() == [
        (1, "35", "C-7", "Facturas"),
        (3, "37", "C-7", "Facturas"),
    ]
    assert reading.refused["row"].to_list() == [2]


def test_agents_notes_in_zendesk_are_comments_that_are_not_public(put: Put) -> None:
    tickets = {"tickets": [ZENDESK | {"comments": COMMENTS}, ZENDESK | {"id": 36}]}
    assert read_words(put, "zendesk", tickets, NOTES) == [
        ("35-3", "501", "77", "Cliente enfadado, cobro duplicado")
    ]


def test_other_fields_of_a_ticket_can_be_mapped_too(put: Put) -> None:
    block = (
        'preset = "zendesk"\n[sources.fields]\nproduct = "custom_fields.0.value"\ntouchpoint = "via.channel"'
    )
    reading = read_block(put, block, "t.json", json.dumps({"tickets": [ZENDESK]}))
    assert list_rows(reading, "product", "touchpoint") == [("fibra", "web")]


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("Summation column,Id,Requester,Requester id,Requester external id,Assignee,Group,Subject,Status,Created at",
         "1,35,Ana,501,,Luis,Facturas,No llega la factura,Open,2026-05-04 08:00"),
        ("ID,Asunto,Solicitante,Solicitado,Agente asignado,Grupo",
         "35,No llega la factura,501,2026-05-04 08:00,Luis,Facturas"),
    ],
)  # fmt: skip
def test_zendesks_csv_is_known_in_both_languages(put: Put, header: str, row: str) -> None:
    reading = read_block(put, 'preset = "zendesk"', "t.csv", f"{header}\n{row}\n")
    columns = ("source_id", "customer", "agent", "department", "text")
    assert list_rows(reading, *columns) == [("35", "501", "Luis", "Facturas", "No llega la factura")]


def test_a_freshdesk_ticket_is_what_came_in(put: Put) -> None:
    assert read_words(put, "freshdesk", [FRESHDESK]) == [("12", "501", "77", "No enciende\n¿Hay novedades?")]
    assert read_words(put, "freshdesk", [FRESHDESK], NOTES) == [("12-3", "501", "77", "Equipo defectuoso")]
    assert read_words(put, "freshdesk", [{"helpdesk_ticket": FRESHDESK}])[0][0] == "12"


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("Ticket ID,Subject,Description,Status,Agent,Group,Created time,First response time (in hrs),Product,"
         "Full name,Email,Contact ID", "12,Router,No enciende,Closed,Luis,N1,2026-05-04 10:00:00,0:10,Fibra,Ana,,501"),
        ("ID de ticket,Asunto,Descripción,Estado,Agente,Grupo,Hora de creación,Producto,ID de contacto",
         "12,Router,No enciende,Cerrado,Luis,N1,2026-05-04 10:00:00,Fibra,501"),
    ],
)  # fmt: skip
def test_freshdesks_export_is_known_in_both_languages(put: Put, header: str, row: str) -> None:
    reading = read_block(put, 'preset = "freshdesk"', "t.csv", f"{header}\n{row}\n")
    columns = ("source_id", "customer", "agent", "department", "product", "text")
    assert list_rows(reading, *columns) == [("12", "501", "Luis", "N1", "Fibra", "No enciende")]


def test_an_intercom_conversation_is_what_people_wrote_in_it(put: Put) -> None:
    block = 'preset = "intercom"'
    reading = read_block(
        put, block, "c.json", json.dumps({"conversations": [INTERCOM], "type": "conversation.list"})
    )
    columns = ("source_id", "customer", "agent", "rating", "text")
    assert list_rows(reading, *columns) == [
        ("147", "C-7", "77", 2.0, "<p>No va la app</p>\n<p>La última</p>")
    ]
    assert reading.rows["occurred_at"].dt.epoch("s").to_list() == [1777881600]
    assert read_words(put, "intercom", INTERCOM, NOTES) == [("147-6", "C-7", "77", "<p>Fallo conocido</p>")]


def test_salesforce_cases_and_their_comments(put: Put) -> None:
    page = {"totalSize": 1, "done": True, "records": [CASE]}
    assert read_words(put, "salesforce", page) == [("00001026", "003AA", "005AA", "Quiero darme de baja")]
    assert read_words(put, "salesforce", page, NOTES) == [
        ("00001026-00aAA", "003AA", "005AA", "Se ofrece descuento")
    ]


@pytest.mark.parametrize(
    ("header", "row", "expected"),
    [
        ('"Id","CaseNumber","ContactId","Type","Subject","Description","OwnerId","CreatedDate"',
         '"500AA","00001026","003AA","Baja","Baja","Quiero irme","005AA","2026-05-04T08:00:00.000Z"',
         ("00001026", "003AA", "Quiero irme")),
        ('"Case Owner","Contact Name","Subject","Description","Date/Time Opened","Case Number"',
         '"Luis","003AA","Baja","Quiero irme","5/14/2026, 10:00 AM","00001026"', ("00001026", "003AA", "Quiero irme")),
        ("Propietario del caso;Nombre del contacto;Asunto;Descripción;Fecha/Hora de apertura;Número del caso",
         "Luis;003AA;Baja;Quiero irme;14/05/2026 10:00;00001026", ("00001026", "003AA", "Quiero irme")),
        ('"Id","ParentId","IsPublished","CommentBody","CreatedById","CreatedDate"',
         '"00aAA","500AA","0","Quiero irme","005AA","2026-05-04T08:00:00.000Z"', ("00aAA", None, "Quiero irme")),
    ],
)  # fmt: skip
def test_salesforces_tables_are_known_by_their_columns(
    put: Put, header: str, row: str, expected: tuple[str, ...]
) -> None:
    reading = read_block(put, 'preset = "salesforce"', "case.csv", f"{header}\n{row}\n")
    assert list_rows(reading, "source_id", "customer", "text") == [expected]


@pytest.mark.parametrize(
    "preset", ["zendesk", "freshdesk", "intercom", "salesforce", "qualtrics", "typeform", "google_forms"]
)
@pytest.mark.parametrize(
    "body", ['[{"a": 1}]', "[1]", "{", "", "[]", "null", '{"tickets": null}', "\x00\xff"]
)
def test_another_systems_json_is_refused_and_nothing_fails(put: Put, preset: str, body: str) -> None:
    reading = read_block(put, f'preset = "{preset}"\n[sources.fields]\ntext = "t"', "x.json", body)
    assert reading.rows.is_empty()
    if body == '[{"a": 1}]':
        assert preset.capitalize()[:4].lower() in find_reason(reading).lower()
