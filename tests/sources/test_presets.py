"""Exports of surveys as each system writes them, mapped by a preset's name alone."""

# ruff: noqa: E501  the systems' own lines are long

import json
from datetime import UTC, datetime

import pytest

from tests.sources.blocks import Put, list_rows, read_block
from tests.sources.conftest import find_reason
from voc.errors import SettingsError
from voc.schema import CHANNELS, RATING_SCALES
from voc.settings.presets import CUES, DERIVED_ID, DOCUMENT, TABLE, list_presets, load_preset
from voc.settings.workspace import FIELDS
from voc.sources.plugins import SHAPES

WANTED = {
    "qualtrics", "surveymonkey", "typeform", "google_forms", "zendesk", "freshdesk", "intercom", "salesforce",
    "amazon_transcribe", "amazon_connect", "genesys", "whisper", "deepgram", "teams", "zoom",
}  # fmt: skip
ASKED = '[sources.fields]\ntext = "{}"\nrating = "{}"\nrating_scale = "nps"'
QUALTRICS = (
    "\ufeffStartDate,EndDate,Status,IPAddress,Progress,Duration (in seconds),Finished,RecordedDate,ResponseId,"
    "RecipientEmail,ExternalReference,DistributionChannel,UserLanguage,Q1_NPS_GROUP,Q1_NPS,Q2\n"
    "{},Finaliza,Tipo,IP,Progreso,Duración,Finalizado,Fecha de registro,ID,Correo,Ref,Canal,Idioma,Grupo,"
    '¿Nos recomendaría?,"¿Por qué, exactamente?"\n' + ",".join(['"{""ImportId"":""x""}"'] * 16) + "\n"
    '2026-05-04 09:58:12,2026-05-04 10:00:01,0,,100,109,1,2026-05-04 10:00:02,R_1abc,,C-7,email,ES,1,3,"La '
    'fibra\nse corta"\n'
)
SURVEYMONKEY = {
    "en": (
        "Respondent ID,Collector ID,Start Date,End Date,IP Address,Email Address,First Name,Last Name,"
        "Custom Data 1,How likely are you to recommend us?,What should we improve?,Which services do you use?,\n"
        ",,,,,,,,,Response,Open-Ended Response,Fibre,Mobile\n"
        "11400000001,400000001,05/13/2026 09:58:12 AM,05/13/2026 10:00:00 AM,,ana@example.com,,,,7,"
        "The router drops,Fibre,\n",
        "What should we improve?",
        "How likely are you to recommend us?",
    ),
    "es": (
        "Identificador del encuestado;Identificador del recopilador;Fecha de inicio;Fecha de finalización;"
        "Dirección IP;Dirección de correo electrónico;Nombre;Apellidos;Datos personalizados 1;¿Nos recomendaría?;"
        "¿Qué debemos mejorar?\n;;;;;;;;;Respuesta;Respuesta abierta\n"
        "11400000001;400000001;13/05/2026 9:58:12;13/05/2026 10:00:00;;ana@example.com;;;;7;The router drops\n",
        "¿Qué debemos mejorar?",
        "¿Nos recomendaría?",
    ),
    "new": (
        "respondent_id,collector_id,date_created,date_modified,ip_address,email_address,first_name,last_name,"
        "custom_1,NPS,¿Por qué?\n,,,,,,,,,Respuesta,Respuesta abierta\n"
        "11400000001,400000001,2026-05-13 09:58:12,2026-05-13 10:00:00,,ana@example.com,,,,7,The router drops\n",
        "¿Por qué?",
        "NPS",
    ),
}
TYPEFORM = (
    "#,¿Nos recomendaría?,¿Qué podemos mejorar?,Response Type,Start Date (UTC),Stage Date (UTC),"
    "Submit Date (UTC),Network ID,Tags,Ending\n"
    "m3u6jx2k0q9vd1mdbm3u6jx2k3l0p7yt,9,La app se cierra sola,completed,2026-05-04 07:58:00,,"
    "2026-05-04 08:00:00,9f1,,Default ending\n"
)
FORMS = {
    "es": 'Marca temporal,Dirección de correo electrónico,¿Qué podemos mejorar?,Del 0 al 10\n'
    '"2026/05/04 10:00:00 a. m. EET",ana@example.com,"La app se cierra, sola",9\n',
    "en": "Timestamp,Email Address,¿Qué podemos mejorar?,Del 0 al 10\n"
    '5/14/2026 10:00:00,ana@example.com,"La app se cierra, sola",9\n',
}  # fmt: skip


def test_every_system_has_a_preset_whose_data_are_right() -> None:
    assert set(list_presets()) == WANTED
    for preset in map(load_preset, list_presets()):
        assert preset.channel in CHANNELS
        assert preset.rating_scale in (None, *RATING_SCALES)
        assert set(preset.asks) <= set(FIELDS)
        for variant in preset.variants:
            assert variant.files in (TABLE, DOCUMENT, CUES)
            assert set(variant.fields) <= set(FIELDS)
            assert (variant.format in SHAPES) == (variant.files == DOCUMENT), preset.name


def test_every_preset_cites_where_its_shape_is_documented() -> None:
    from importlib.resources import files

    for name in list_presets():
        text = (files("voc.settings.presets") / f"{name}.toml").read_text("utf-8")
        assert text.startswith("# https://"), name


def test_qualtrics_gives_id_date_customer_and_language(put: Put) -> None:
    block = 'preset = "qualtrics"\n' + ASKED.format("Q2", "Q1_NPS")
    reading = read_block(put, block, "q.csv", QUALTRICS)
    assert list_rows(reading, "source_id", "customer", "rating", "language", "text") == [
        ("R_1abc", "C-7", 3.0, "es", "La fibra\nse corta")
    ]


def test_qualtrics_json_has_answers_under_their_question(put: Put) -> None:
    values = {
        "recordedDate": "2026-05-04T08:00:02.123Z",
        "QID2_TEXT": "Se corta",
        "QID1": 3,
        "userLanguage": "EN",
    }
    body = json.dumps({"responses": [{"responseId": "R_1", "values": values, "labels": {}}]})
    reading = read_block(put, 'preset = "qualtrics"\n' + ASKED.format("QID2_TEXT", "QID1"), "q.json", body)
    assert list_rows(reading, "source_id", "text", "rating", "language") == [("R_1", "Se corta", 3.0, "en")]


@pytest.mark.parametrize("edition", SURVEYMONKEY)
def test_surveymonkey_in_each_edition_skips_its_second_header_row(put: Put, edition: str) -> None:
    content, text, rating = SURVEYMONKEY[edition]
    reading = read_block(put, 'preset = "surveymonkey"\n' + ASKED.format(text, rating), "s.csv", content)
    assert list_rows(reading, "row", "source_id", "occurred_at", "customer", "rating", "text") == [
        (1, "11400000001", datetime(2026, 5, 13, 8, tzinfo=UTC), "ana@example.com", 7.0, "The router drops")
    ]


def test_typeforms_table_and_its_interface_say_the_same(put: Put) -> None:
    token = "m3u6jx2k0q9vd1mdbm3u6jx2k3l0p7yt"
    block = 'preset = "typeform"\n' + ASKED.format("¿Qué podemos mejorar?", "¿Nos recomendaría?")
    from_table = list_rows(read_block(put, block, "t.csv", TYPEFORM), "source_id", "text", "rating")
    answers = [
        {"field": {"id": "a1", "type": "nps", "ref": "nps_ref"}, "type": "number", "number": 9},
        {"field": {"id": "a2", "ref": "why"}, "type": "text", "text": "La app se cierra sola"},
    ]
    item = {"landing_id": token, "token": token, "landed_at": "2026-05-04T07:58:00Z",
            "submitted_at": "2026-05-04T08:00:00Z", "answers": answers}  # fmt: skip
    body = json.dumps({"total_items": 1, "page_count": 1, "items": [item]})
    reading = read_block(put, 'preset = "typeform"\n' + ASKED.format("why", "a1"), "t.json", body)
    assert from_table == [(token, "La app se cierra sola", 9.0)]
    assert list_rows(reading, "source_id", "text", "rating") == from_table


@pytest.mark.parametrize("language", FORMS)
def test_google_forms_rows_get_an_id_of_their_own(put: Put, language: str) -> None:
    block = 'preset = "google_forms"\n' + ASKED.format("¿Qué podemos mejorar?", "Del 0 al 10")
    reading = read_block(put, block, "f.csv", FORMS[language])
    ((source_id, customer, rating, text),) = list_rows(reading, "source_id", "customer", "rating", "text")
    assert (customer, rating, text) == ("ana@example.com", 9.0, "La app se cierra, sola")
    assert source_id.startswith("202605")


def test_the_forms_interface_has_ids_of_its_own(put: Put) -> None:
    answers = {
        "3f2a": {"questionId": "3f2a", "textAnswers": {"answers": [{"value": "La app se cierra"}]}},
        "77aa": {"questionId": "77aa", "textAnswers": {"answers": [{"value": "9"}]}},
    }
    response = {"responseId": "ACYD", "createTime": "2026-05-04T08:00:00Z", "respondentEmail": "ana@example.com",
                "lastSubmittedTime": "2026-05-04T08:00:00.123Z", "answers": answers}  # fmt: skip
    block = 'preset = "google_forms"\n' + ASKED.format("3f2a", "77aa")
    reading = read_block(put, block, "f.json", json.dumps({"responses": [response]}))
    assert list_rows(reading, "source_id", "customer", "rating", "text") == [
        ("ACYD", "ana@example.com", 9.0, "La app se cierra")
    ]


def read_ids(put: Put, content: str, block: str = "") -> list[str]:
    asked = 'preset = "google_forms"\n[sources.fields]\ntext = "Comentario"\n' + block
    return [row[0] for row in list_rows(read_block(put, asked, "f.csv", content), "source_id")]


def test_a_derived_id_stays_when_rows_and_questions_are_added_or_sorted_otherwise(put: Put) -> None:
    rows = [
        "2026-05-04 10:00:00,No va la app",
        "2026-05-04 10:00:00,Va muy lenta",
        "2026-05-05 11:30:00,No va la app",
    ]
    first = read_ids(put, "\n".join(["Marca temporal,Comentario", *rows]))
    assert len(set(first)) == 3
    more = [
        "Marca temporal,Comentario,Tienda",
        *(f"{row},Sol" for row in reversed(rows)),
        "2026-05-06 9:00:00,Bien,Sol",
    ]
    second = read_ids(put, "\n".join(more), 'department = "Tienda"\n')
    assert second[:3] == first[::-1]


def test_two_who_say_the_same_at_the_same_moment_are_two(put: Put) -> None:
    content = "Marca temporal,Comentario\n" + "04/05/2026,Todo bien\n" * 2
    first, second = read_ids(put, content)
    assert second == f"{first}-2"


def test_a_derived_id_says_nothing_that_redaction_would_take_out(put: Put) -> None:
    head = "Marca temporal,Comentario\n2026-05-04 10:00:00,"
    plain = read_ids(put, head + "soy Ana López y mi correo es ana@example.com tel 600123123")
    other = read_ids(put, head + "soy Luis Gil y mi correo es luis.gil@example.org tel 699999999")
    assert plain == other


def test_an_id_can_be_derived_without_a_preset_too(put: Put) -> None:
    block = f'channel = "web"\n[sources.fields]\nid = "{DERIVED_ID}"\ntext = "t"\noccurred_at = "d"'
    reading = read_block(put, block, "w.csv", "d,t\n2026-05-04,Hola\n,Sin fecha\n2026-05-05,\n")
    assert reading.rows.height == 1
    assert reading.refused["field"].to_list() == ["occurred_at", "text"]
    assert reading.refused["source_id"].null_count() == 0  # so that a mended row can be taken in


def test_a_survey_whose_question_nobody_named_says_which_it_may_be(put: Put) -> None:
    block = 'preset = "surveymonkey"'
    reason = find_reason(read_block(put, block, "s.csv", SURVEYMONKEY["en"][0]))
    assert "text = " in reason
    assert "'What should we improve?'" in reason
    assert "drops" not in reason


def test_a_file_that_fits_no_variant_names_what_is_missing_from_the_nearest(put: Put) -> None:
    body = SURVEYMONKEY["en"][0].replace("Respondent ID", "Respondent")
    reason = find_reason(read_block(put, 'preset = "surveymonkey"\n' + ASKED.format("a", "b"), "s.csv", body))
    assert "'surveymonkey', older export, in English" in reason
    assert "'Respondent ID'" in reason
    assert "[sources.fields]" in reason


def test_a_preset_refuses_a_kind_of_file_that_its_system_does_not_write(put: Put) -> None:
    reason = find_reason(read_block(put, 'preset = "zoom"', "z.csv", "a,b\n1,2\n"))
    assert "'zoom'" in reason
    assert "WebVTT" in reason


def test_what_the_block_says_wins_over_the_preset(put: Put) -> None:
    block = (
        'preset = "qualtrics"\nchannel = "kiosk"\n[sources.fields]\ntext = "Q2"\nid = "ExternalReference"\n'
        'occurred_at = "StartDate"\nlanguage = "DistributionChannel"'
    )
    reading = read_block(put, block, "q.csv", QUALTRICS)
    assert list_rows(reading, "source_id", "occurred_at", "language") == [
        ("C-7", datetime(2026, 5, 4, 7, 58, 12, tzinfo=UTC), None)
    ]


def test_an_empty_table_is_zero_rows_whatever_the_preset(put: Put) -> None:
    assert read_block(put, 'preset = "zendesk"', "z.csv", b"").received == 0


def test_an_unknown_preset_names_the_nearest(put: Put) -> None:
    with pytest.raises(SettingsError, match="did you mean 'zendesk'"):
        read_block(put, 'preset = "zendeks"', "z.csv", "")
