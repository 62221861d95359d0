"""Mails become contacts like any file's rows: forwarded, refused, from mailboxes, and whatever they hold."""

import io
from email.header import Header
from email.message import EmailMessage
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as tune
from hypothesis import strategies as st

from tests.sources.conftest import ReadFile, find_reason, list_refusals, pick
from tests.sources.mails import (
    APPLE,
    BODY,
    GMAIL,
    HEAD,
    OUTLOOK,
    PLAIN,
    read_one_mail,
    write_html,
    write_mail,
    write_parts,
)
from voc.errors import SourceError
from voc.sources.mail import iterate_messages

AGENT_HEAD = HEAD.replace("=?utf-8?Q?Ana_L=C3=B3pez?= <Ana.Lopez@Correo.example>", "Eva <eva@aurora.example>")
INNER = f"De: Ana <ana@correo.example>\nFecha: 4 de mayo\nAsunto: Sin fibra\nPara: x@aurora.example\n\n{BODY}"


def test_what_an_agent_only_passes_on_is_the_customers() -> None:
    mark = "---------- Mensaje reenviado ---------"
    record = read_one_mail(write_mail(head=AGENT_HEAD, body=f"Para vosotros, gracias\n\n{mark}\n{INNER}"))
    assert (record["text"], record["is_forwarded"]) == (f"Sin fibra\n\n{BODY}", True)
    assert (record["from"], record["from_name"]) == ("ana@correo.example", "Ana")


def test_a_subject_may_be_all_that_says_forwarded() -> None:
    head = AGENT_HEAD.replace("Sin fibra", "RV: Sin fibra")
    record = read_one_mail(write_mail(head=head, body=f"\n\n{INNER}"))
    assert (record["text"], record["from"]) == (f"Sin fibra\n\n{BODY}", "ana@correo.example")


def test_a_mail_that_is_attached_whole_is_forwarded() -> None:
    attached = f"Content-Type: message/rfc822\n\n{write_mail().decode()}"
    record = read_one_mail(write_parts("mixed", PLAIN + " ", attached, head=AGENT_HEAD))
    assert (record["text"], record["from"]) == (f"Sin fibra\n\n{BODY}", "ana.lopez@correo.example")
    assert record["is_forwarded"]


def test_who_forwards_and_says_something_is_who_says_it() -> None:
    mark = "---------- Mensaje reenviado ---------"
    long = "Este cliente ha llamado ya cuatro veces y creo que la avería es de la centralita, no suya, no."
    record = read_one_mail(write_mail(head=AGENT_HEAD, body=f"{long}\n\n{mark}\n{INNER}"))
    assert (record["text"], record["from"], record["is_forwarded"]) == (
        f"Sin fibra\n\n{long}", "eva@aurora.example", True,
    )  # fmt: skip


def test_a_customer_who_sends_back_what_the_company_wrote_is_who_speaks() -> None:
    written = INNER.replace("ana@correo.example", "facturas@aurora.example")
    record = read_one_mail(
        write_mail(body=f"No entiendo esto\n\n-------- Mensaje reenviado --------\n{written}")
    )
    assert (record["text"], record["from"]) == ("Sin fibra\n\nNo entiendo esto", "ana.lopez@correo.example")


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (["Auto-Submitted: auto-replied"], "automatic reply"),
        (["X-Autoreply: yes"], "automatic reply"),
        (["Precedence: auto_reply"], "automatic reply"),
        (['Content-Type: multipart/report; report-type=delivery-status; boundary="x"'], "not delivered"),
        (['Content-Type: multipart/encrypted; boundary="x"'], "encrypted"),
        (["Content-Type: application/pkcs7-mime; smime-type=enveloped-data"], "encrypted"),
    ],
)
def test_a_mail_that_nobody_wrote_is_refused_and_the_reason_says_so(
    lines: list[str], words: str, read: ReadFile
) -> None:
    reading = read_mails(read, write_mail(*lines))
    assert reading.received == 1
    assert words in find_reason(reading, 1)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("Subject", "Automatic reply: Sin fibra"),
        ("Subject", "Respuesta automática: vacaciones"),
        ("From", "Mail Delivery System <MAILER-DAEMON@correo.example>"),
    ],
)
def test_automatic_mails_are_also_known_by_their_subject_and_sender(field: str, value: str) -> None:
    lines = [
        f"{field}: {Header(value).encode()}" if x.startswith(f"{field}:") else x for x in HEAD.splitlines()
    ]
    record = read_one_mail(write_mail(head="\n".join(lines) + "\n"))
    assert record["refusal"] and record["text"] is None


def test_a_person_who_says_no_robot_wrote_it_is_a_person() -> None:
    assert read_one_mail(write_mail("Auto-Submitted: no"))["refusal"] is None


MAIL = {"id": "message_id", "text": "text", "occurred_at": "date", "customer": "from"}


def read_mails(read: ReadFile, data: bytes, name: str = "a.eml", **changes: Any) -> Any:
    return read(name, data, **({"fields": MAIL, "channel": "email"} | changes))


ENVELOPE = b"From ana@correo.example Mon May  4 10:00:00 2026\n"


def write_box(*mails: bytes) -> bytes:
    return b"".join(ENVELOPE + mail.replace(b"\nFrom ", b"\n>From ") + b"\n\n" for mail in mails)


def change_id(mail: bytes, number: int) -> bytes:
    return mail.replace(b"<m1@", b"<m%d@" % number)


def test_a_mailbox_gives_its_messages_one_by_one(read: ReadFile) -> None:
    body = "From Monday on nothing works.\n\nFrom here I cannot call."
    box = write_box(change_id(write_mail(body=body), 1), change_id(write_mail(), 2))
    reading = read_mails(read, box, "all.mbox", fields=MAIL | {"agent": "to"})
    assert pick(reading, "source_id") == ["m1@correo.example", "m2@correo.example"]
    assert pick(reading, "text")[0] == f"Sin fibra\n\n{body}"
    assert pick(reading, "customer") == ["ana.lopez@correo.example"] * 2
    assert pick(reading, "agent") == ["ayuda@aurora.example"] * 2


def test_a_sentence_that_begins_with_from_is_no_new_message() -> None:
    body = b"Hola.\n\nFrom Monday on nothing works.\n"
    box = ENVELOPE + write_mail(body=body.decode()) + b"\n" + ENVELOPE + write_mail()
    assert len(list(iterate_messages(io.BytesIO(box), "mbox"))) == 2


def test_a_mailbox_is_read_a_message_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("voc.sources.mail.boxes.LARGEST_MESSAGE", 2_000)
    box = io.BytesIO(
        write_box(*(change_id(write_mail(body=BODY + "\n" + "x " * 5_000), i) for i in range(50)))
    )
    messages = iterate_messages(box, "mbox")
    first = next(messages)
    assert first["text"].startswith(f"Sin fibra\n\n{BODY}")
    assert box.tell() < len(box.getvalue()) / 10
    assert len(first["text"]) < 70_000 and len(list(messages)) == 49


def test_refused_and_kept_messages_are_accounted_in_order(read: ReadFile) -> None:
    robot = change_id(write_mail("Auto-Submitted: auto-generated"), 2)
    undated = change_id(write_mail(head=HEAD.replace("Date: Mon, 4 May 2026 10:00:00 +0200\n", "")), 3)
    silent = change_id(write_mail(head=HEAD.replace("Sin fibra", ""), body="\n"), 4)
    reading = read_mails(read, write_box(write_mail(), robot, undated, silent), "a.mbox")
    assert pick(reading, "row") == [1]
    assert list_refusals(reading) == [(2, None), (3, "occurred_at"), (4, "text")]


def test_attachments_that_were_passed_over_are_noted(read: ReadFile) -> None:
    mail = write_parts("mixed", PLAIN + BODY, "Content-Type: application/pdf; name=f.pdf\n\nx")
    assert (
        "2 attachments are not read" in read_mails(read, write_box(mail, change_id(mail, 2)), "a.mbox").notes
    )


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "does not begin as an e-mail"),
        (b"ticket;note\n1;No va\n", "does not begin as an e-mail"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 50, "Outlook .msg"),
        (b"PK\x03\x04" + b"\0" * 50, "does not begin as an e-mail"),
    ],
)
def test_a_file_that_is_no_mail_is_refused(data: bytes, words: str, read: ReadFile) -> None:
    reading = read_mails(read, data)
    assert list_refusals(reading) == [(None, None)]
    assert words in find_reason(reading)


def test_an_empty_mailbox_is_no_rows_and_one_mail_by_that_name_is_one(read: ReadFile) -> None:
    assert read_mails(read, b"", "a.mbox").received == 0
    assert pick(read_mails(read, write_mail(), "b.mbox"), "source_id") == ["m1@correo.example"]


def test_a_mail_with_an_envelope_line_above_it_is_read(read: ReadFile) -> None:
    assert pick(read_mails(read, ENVELOPE + write_mail()), "source_id") == ["m1@correo.example"]


def test_a_field_that_mails_do_not_have_is_refused_with_the_nearest(read: ReadFile) -> None:
    reading = read_mails(read, write_mail(), fields=MAIL | {"text": "texts"})
    assert "did you mean 'text'?" in find_reason(reading)


def test_parts_inside_parts_without_end_are_not_followed() -> None:
    nested = "".join(f"Content-Type: multipart/mixed; boundary=b{i}\n\n--b{i}\n" for i in range(5_000))
    record = read_one_mail(f"{HEAD}{nested}".encode())
    assert "without end" in record["refusal"]
    many = "Content-Type: multipart/mixed; boundary=b\n\n" + "--b\n\n" * 50_000
    assert "without end" in read_one_mail(f"{HEAD}{many}".encode())["refusal"]


SAMPLES = [
    write_mail(),
    write_html(GMAIL),
    write_html(OUTLOOK),
    write_parts(
        "mixed", PLAIN + BODY, f"Content-Type: message/rfc822\n\n{HEAD}\n{BODY}", "Content-Type: a/b\n\nx"
    ),
    write_parts("alternative", PLAIN + INNER, f"Content-Type: text/html\n\n{APPLE}", "x"),
]
SCRAPS = [
    b"\n", b"\n\n", b"\r", b"\0", b"\xff", b"=", b"=?", b"?=", b";", b'"', b"<", b">", b"--b1", b"--b1--",
    b"Content-Type: ", b"multipart/report", b"boundary=b1", b"; charset=idna", b"; charset=utf-7", b"From ",
    b"; name*0*=x''%ff", b"Content-Transfer-Encoding: base64\n", b"Content-Transfer-Encoding: uuencode\n",
    b"<blockquote type=cite>", b"99999999999999999999", b"message/rfc822", b"-0000", b"\n.\n",
]  # fmt: skip


@st.composite
def damage_mails(draw: st.DrawFn) -> bytes:
    data = draw(st.sampled_from(SAMPLES))
    for _ in range(draw(st.integers(0, 8))):
        place = draw(st.integers(0, len(data)))
        cut = draw(st.sampled_from([0, 0, 1, 7, 100]))
        data = data[:place] + draw(st.sampled_from(SCRAPS)) + data[place + cut :]
    return data


@tune(max_examples=250, deadline=None)
@given(damage_mails(), st.sampled_from(["eml", "mbox"]))
def test_whatever_a_mail_holds_it_is_read_or_refused(data: bytes, form: str) -> None:
    whole = ENVELOPE + data if form == "mbox" else data
    try:
        records = list(iterate_messages(io.BytesIO(whole), form))
    except SourceError:
        return
    assert all(record["message_id"] for record in records)
    assert len(records) == 1 or form == "mbox"


@tune(max_examples=100, deadline=None)
@given(st.text(max_size=200), st.sampled_from(["plain", "html"]))
def test_whatever_the_standard_library_writes_is_read(text: str, kind: str) -> None:
    message = EmailMessage()
    message["From"] = "ana@correo.example"
    message["Subject"] = "x"
    try:
        message.set_content(text, subtype=kind)
    except UnicodeEncodeError:  # half a surrogate pair is no text
        return
    assert read_one_mail(message.as_bytes())["text"].startswith("x")
