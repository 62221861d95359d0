import gzip

import pytest

from tests.sources.conftest import FIELDS, ReadFile, find_reason, list_refusals, pick

HEADER = "ticket_id,note,created_at\n"
PLAIN = HEADER + "T1,No llega el pedido,2026-05-04 10:00\nT2,Cobro doble,2026-05-05 11:00\n"


def test_rows_come_in_file_order_with_their_position(read: ReadFile) -> None:
    reading = read("a.csv", PLAIN)
    assert pick(reading, "row") == [1, 2]
    assert pick(reading, "source_id") == ["T1", "T2"]
    assert pick(reading, "text") == ["No llega el pedido", "Cobro doble"]


@pytest.mark.parametrize(
    ("encoding", "delimiter"),
    [
        ("utf-8", ","),
        ("utf-8-sig", ";"),
        ("cp1252", ";"),
        ("utf-16", "\t"),
        ("utf-16-le", "\t"),
        ("utf-16-be", ";"),
        ("utf-32", ","),
        ("mac_roman", ";"),
        ("cp850", ";"),
        ("utf-8", "|"),
        ("utf-8", "^"),
        ("utf-8", "\x1f"),
    ],
)
def test_any_encoding_and_delimiter_that_a_spreadsheet_writes(
    read: ReadFile, encoding: str, delimiter: str
) -> None:
    rows = [
        ("ticket_id", "note", "created_at", "nps"),
        (
            "T1",
            "¿Cuándo llegará mi pedido? La señora está enfadada; más de 3, días",
            "04/05/2026 10:00",
            "8,5",
        ),
        ("T2", "El niño pagó después, según él", "13/05/2026 10:00", "7"),
    ]
    text = "".join(delimiter.join(f'"{cell}"' for cell in row) + "\r\n" for row in rows)
    reading = read("a.csv", text.encode(encoding), fields=FIELDS | {"rating": "nps"})
    assert pick(reading, "text") == [row[1] for row in rows[1:]]
    assert pick(reading, "rating") == [8.5, 7.0]
    assert reading.refused.is_empty()


def test_a_quoted_text_may_hold_line_ends_quotes_and_delimiters(read: ReadFile) -> None:
    text = HEADER + 'T1,"Hola:\r\nno ""llega"", nunca\n\nadiós",2026-05-04\nT2,ok,2026-05-05\n'
    reading = read("a.csv", text)
    assert pick(reading, "text") == ['Hola:\r\nno "llega", nunca\n\nadiós', "ok"]
    assert pick(reading, "row") == [1, 2]


def test_the_separator_line_that_excel_writes_is_no_header(read: ReadFile) -> None:
    reading = read("a.csv", "sep=;\r\nticket_id;note;created_at\r\nT1;a, b, c;2026-05-04\r\n")
    assert pick(reading, "text") == ["a, b, c"]


def test_quotes_escaped_by_a_backslash_are_understood(read: ReadFile) -> None:
    reading = read("a.csv", HEADER + 'T1,"dijo \\"no, nunca\\" y colgó",2026-05-04\n')
    assert pick(reading, "text") == ['dijo "no, nunca" y colgó']


def test_single_quotes_may_stand_around_fields(read: ReadFile) -> None:
    reading = read("a.csv", "'ticket_id','note','created_at'\n'T1','uno, dos','2026-05-04'\n")
    assert pick(reading, "text") == ["uno, dos"]


def test_a_title_above_the_header_and_blank_lines_are_no_records(read: ReadFile) -> None:
    reading = read("a.csv", "Informe de mayo\n\n" + HEADER + "T1,uno,2026-05-04\n\n,,\nT2,dos,2026-05-05\n")
    assert pick(reading, "row") == [1, 2]


def test_old_mac_line_ends_are_line_ends(read: ReadFile) -> None:
    assert pick(read("a.csv", PLAIN.replace("\n", "\r")), "source_id") == ["T1", "T2"]


def test_a_row_with_another_number_of_fields_is_refused_and_not_quoted(read: ReadFile) -> None:
    reading = read("a.csv", HEADER + "T1,mi secreto, partido,2026-05-04\nT2,corta\nT3,bien,2026-05-05,,\n")
    assert list_refusals(reading) == [(1, None), (2, None)]
    assert "4 fields where the header has 3" in find_reason(reading, 1)
    assert "secreto" not in str(reading.refused.rows())
    assert pick(reading, "row") == [3]


def test_columns_without_a_name_at_the_end_may_be_left_out(read: ReadFile) -> None:
    reading = read("a.csv", "ticket_id;note;created_at;;\nT1;uno;2026-05-04;;\nT2;dos;2026-05-05\n")
    assert pick(reading, "row") == [1, 2]


@pytest.mark.parametrize("broken", ['T2,"abierta,2026-05-05\n', 'T2,"abierta,2026-05-05\nT2b,"otra\n'])
def test_a_quote_that_is_never_closed_costs_its_own_rows_only(read: ReadFile, broken: str) -> None:
    reading = read("a.csv", HEADER + "T1,uno,2026-05-04\n" + broken + "T3,tres,2026-05-06\nT4,x,2026-05-06\n")
    assert pick(reading, "source_id") == ["T1", "T3", "T4"]
    assert list_refusals(reading) == [(2, None)]


def test_a_quote_that_the_next_rows_quote_closes_does_not_join_two_rows(read: ReadFile) -> None:
    text = 'ticket_id,created_at,note\nT1,2026-05-04,"abierta\nT2,2026-05-05,"bien"\nT3,2026-05-06,tres\n'
    reading = read("a.csv", text)
    assert pick(reading, "source_id") == ["T2", "T3"]
    assert list_refusals(reading) == [(1, None)]


def test_a_last_row_cut_inside_a_quote_is_refused(read: ReadFile) -> None:
    reading = read("a.csv", HEADER + 'T1,uno,2026-05-04\nT2,"cortad')
    assert pick(reading, "source_id") == ["T1"]
    assert list_refusals(reading) == [(2, None)]


def test_quotes_inside_a_quoted_field_that_nobody_doubled_are_kept(read: ReadFile) -> None:
    reading = read(
        "a.csv", HEADER + 'T1,"la "oferta" era falsa",2026-05-04\nT2,tele de 42" rota,2026-05-04\n'
    )
    assert pick(reading, "source_id") == ["T1", "T2"]
    assert "oferta" in pick(reading, "text")[0]


def test_nul_bytes_are_taken_out(read: ReadFile) -> None:
    reading = read("a.csv", HEADER + "T1,un\x00o,2026-05-04\nT2,\x00\x00,2026-05-04\n")
    assert pick(reading, "text") == ["uno"]
    assert list_refusals(reading) == [(2, "text")]


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf", gzip.compress(b"")])
def test_a_table_of_nothing_is_zero_rows(read: ReadFile, content: bytes) -> None:
    assert read("a.csv", content).received == 0


def test_a_header_without_rows_is_zero_rows(read: ReadFile) -> None:
    assert read("a.csv", HEADER).received == 0


def test_a_missing_required_column_is_one_refusal_that_suggests_the_nearest(read: ReadFile) -> None:
    reading = read("a.csv", PLAIN.replace("note", "notes"))
    assert (reading.received, list_refusals(reading)) == (1, [(None, "text")])
    assert "'note'" in find_reason(reading)
    assert "did you mean 'notes'" in find_reason(reading)


def test_a_file_without_a_header_is_refused_without_its_words(read: ReadFile) -> None:
    reading = read("a.csv", "1,Mi factura está mal,2026-05-04\n2,No llega,2026-05-04\n")
    assert reading.received == 1
    assert "factura" not in find_reason(reading)
    assert "3 columns" in find_reason(reading)


def test_a_missing_optional_column_is_a_note(read: ReadFile) -> None:
    reading = read("a.csv", PLAIN, fields=FIELDS | {"product": "producto"})
    assert reading.rows.height == 2
    assert any("producto" in note for note in reading.notes)


def test_qualtrics_extra_header_rows_are_skipped_and_not_counted(read: ReadFile) -> None:
    text = (
        "StartDate,ResponseId,Q1_NPS,Q2\n"
        '"Start Date","Response ID","¿Nos recomendaría?","¿Por qué, en\nsus palabras?"\n'
        '"{""ImportId"":""startDate"",""timeZone"":""Z""}","{""ImportId"":""_recordId""}",'
        '"{""ImportId"":""QID1""}","{""ImportId"":""QID2_TEXT""}"\n'
        "2026-05-04 10:00:00,R_1,3,Tardan mucho\n2026-05-04 11:00:00,R_2,9,\n"
    )
    fields = {"id": "ResponseId", "text": "Q2", "occurred_at": "StartDate", "rating": "Q1_NPS"}
    reading = read("s.csv", text, fields=fields, rating_scale="nps")
    assert pick(reading, "row") == [1]
    assert list_refusals(reading) == [(2, "text")]


def test_the_same_rows_gzipped_are_the_same(read: ReadFile) -> None:
    plain = read("a.csv", PLAIN)
    assert read("b.csv.gz", gzip.compress(PLAIN.encode())).rows.equals(plain.rows)
    assert read("c.csv", gzip.compress(PLAIN.encode())).rows.equals(plain.rows)


def test_a_few_stray_bytes_do_not_spoil_the_accents_of_a_utf8_file(read: ReadFile) -> None:
    content = (HEADER + "T1,La señora pagó más,2026-05-04\n").encode() + "T2,mañana,2026-05-05\n".encode(
        "cp1252"
    )
    assert pick(read("a.csv", content), "text") == ["La señora pagó más", "mañana"]


def test_letters_that_come_late_in_a_large_file_are_not_lost(read: ReadFile) -> None:
    rows = "".join(f"T{i},nada nuevo por aquí,2026-05-04\n".replace("í", "i") for i in range(9000))
    content = (HEADER + rows + "TX,señora,2026-05-04\n").encode("cp1252")
    assert pick(read("a.csv", content), "text")[-1] == "señora"


def test_another_script_is_guessed(read: ReadFile) -> None:
    said = "Заказ не пришёл вовремя, позвоните мне пожалуйста"
    content = (HEADER + f'T1,"{said}",2026-05-04\n').encode("cp1251")
    assert pick(read("a.csv", content), "text") == [said]


def test_an_excel_file_called_csv_is_told(read: ReadFile) -> None:
    assert "Excel" in find_reason(read("a.csv", b"PK\x03\x04rest"))
