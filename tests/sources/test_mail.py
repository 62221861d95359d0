"""Mails as programs write them become one record each: who, when, and the sender's own words."""

import base64
import quopri
from datetime import UTC, datetime

import pytest

from tests.sources.mails import (
    APPLE,
    BODY,
    GMAIL,
    HEAD,
    OUTLOOK,
    OUTLOOK_WEB,
    PLAIN,
    THUNDERBIRD,
    find_words,
    read_one_mail,
    write_html,
    write_mail,
    write_parts,
)


def test_a_mail_is_a_record_with_who_when_and_what() -> None:
    record = read_one_mail(write_mail("In-Reply-To: <m0@aurora.example>", "Reply-To: otra@correo.example"))
    assert record == {
        "message_id": "m1@correo.example",
        "text": f"Sin fibra\n\n{BODY}",
        "date": datetime(2026, 5, 4, 8, tzinfo=UTC),
        "subject": "Sin fibra",
        "from": "ana.lopez@correo.example",
        "from_name": "Ana López",
        "to": "ayuda@aurora.example",
        "reply_to": "otra@correo.example",
        "in_reply_to": "m0@aurora.example",
        "is_forwarded": False,
        "attachments": 0,
        "refusal": None,
    }


def test_a_mail_without_an_id_has_one_that_its_bytes_give() -> None:
    head = HEAD.replace("Message-ID: <m1@correo.example>\n", "")
    ids = [read_one_mail(write_mail(head=head, body=body))["message_id"] for body in ("a", "a", "b")]
    assert ids[0] == ids[1] != ids[2]


@pytest.mark.parametrize(
    "html", [GMAIL, OUTLOOK, OUTLOOK_WEB, APPLE, THUNDERBIRD],
    ids=["gmail", "outlook", "outlook web", "apple", "thunderbird"],
)  # fmt: skip
def test_of_html_alone_the_own_words_are_kept(html: str) -> None:
    assert find_words(write_html(html)).split() == f"{BODY} ¿Cuándo vuelve?".split()


def test_html_keeps_lines_lists_and_cells_and_drops_what_is_not_seen() -> None:
    html = (
        "<title>t</title><div style='display:none'>oculto</div><p>Uno\n dos</p><ul><li>a<li>b</ul>"
        "<table><tr><td>Pedido</td><td>77</td></tr></table><pre>x\n y</pre>"
        "<blockquote style='margin:0 0 0 40px;border:none'>sangrado</blockquote><script>z</script>"
    )
    assert find_words(write_html(html)) == "Uno dos\n\n- a\n- b\n\nPedido 77\n\nx\ny\n\nsangrado"


def test_plain_text_is_preferred_unless_it_says_nothing() -> None:
    html = "Content-Type: text/html; charset=utf-8\n\n<p>De la web</p>"
    assert find_words(write_parts("alternative", PLAIN + BODY, html)) == BODY
    assert find_words(write_parts("alternative", html, PLAIN + BODY)) == BODY
    assert find_words(write_parts("alternative", PLAIN + " \n", html)) == "De la web"


def test_attachments_are_counted_and_not_read() -> None:
    pdf = "Content-Type: application/pdf; name=f.pdf\nContent-Transfer-Encoding: base64\n\nJVBERi0="
    winmail = "Content-Type: application/ms-tnef; name=winmail.dat\n\nxx"
    note = "Content-Type: text/plain\nContent-Disposition: attachment; filename=a.txt\n\nsecreto"
    logo = "Content-Type: image/png\nContent-ID: <logo>\n\nxx"
    record = read_one_mail(
        write_parts("mixed", PLAIN + BODY, pdf, winmail, note, logo, PLAIN + "Y otra cosa.")
    )
    assert record["attachments"] == 3
    assert record["text"] == f"Sin fibra\n\n{BODY}\n\nY otra cosa."


def test_a_mail_whose_words_are_all_in_winmail_is_its_subject() -> None:
    winmail = "Content-Type: application/ms-tnef; name=winmail.dat\n\nxx"
    assert read_one_mail(write_parts("mixed", winmail))["text"] == "Sin fibra"


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("utf-8", "utf-8"),
        ("iso-8859-1", "latin-1"),
        ("iso-8859-1", "cp1252"),
        ("utf-8", "latin-1"),
        ("us-ascii", "cp1252"),
        ("x-no-such-charset", "utf-8"),
        ("base64", "latin-1"),
        ("utf-16", "utf-16"),
        ("", "utf-8"),
    ],
)
@pytest.mark.parametrize("transfer", ["8bit", "base64", "quoted-printable"])
def test_a_charset_is_survived_whatever_is_declared(declared: str, encoding: str, transfer: str) -> None:
    if encoding == "utf-16" and transfer == "8bit":
        pytest.skip("UTF-16 cannot be sent so: every second byte is NUL")
    text = "Mañana no habrá conexión, ¿verdad? Según ustedes, sí."
    raw = text.encode(encoding)
    encoded = {"base64": base64.encodebytes(raw), "quoted-printable": quopri.encodestring(raw)}.get(
        transfer, raw
    )
    lines = (f"Content-Type: text/plain; charset={declared}", f"Content-Transfer-Encoding: {transfer}")
    assert find_words(write_mail(*lines, body="") + encoded) == text


@pytest.mark.parametrize(
    "written",
    [
        "=?iso-8859-1?B?QXZlcu1h?=",
        "=?UTF-8?Q?Aver=C3=ADa?=",
        "=?UTF-8?Q?Aver=C3?= =?UTF-8?Q?=ADa?=",
        "Avería",
        "Re: RV: [EXTERNO] Avería",
        "RE: AW: =?utf-8?Q?Aver=C3=ADa?=",
    ],
)
def test_a_subject_is_decoded_and_loses_its_prefixes(written: str) -> None:
    head = HEAD.replace("Sin fibra", written)
    assert read_one_mail(write_mail(head=head))["subject"] == "Avería"


@pytest.mark.parametrize(
    ("written", "address", "name"),
    [
        ("ana@correo.example", "ana@correo.example", None),
        ("ana@correo.example (Ana López)", "ana@correo.example", "Ana López"),
        ('"López, Ana" <ana@correo.example>', "ana@correo.example", "López, Ana"),
        ("=?latin-1?Q?L=F3pez=2C_Ana?= <ana@correo.example>", "ana@correo.example", "López, Ana"),
        ("Ana López", None, "Ana López"),
        ("<>", None, None),
        ("Ana <ana@correo.example>, Eva <eva@correo.example>", "ana@correo.example", "Ana"),
    ],
)
def test_a_person_is_an_address_and_a_name(written: str, address: str | None, name: str | None) -> None:
    head = HEAD.replace("=?utf-8?Q?Ana_L=C3=B3pez?= <Ana.Lopez@Correo.example>", written)
    record = read_one_mail(write_mail(head=head))
    assert (record["from"], record["from_name"]) == (address, name)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Mon, 4 May 2026 10:00:00 +0200 (CEST)", "2026-05-04T10:00:00+02:00"),
        ("4 May 2026 08:00 GMT", "2026-05-04T08:00:00+00:00"),
        ("Mon, 4 May 2026 08:00:00 -0000", "2026-05-04T08:00:00+00:00"),
        ("Mon, 4 May 2026 08:00:00", "2026-05-04T08:00:00"),
        ("lunes 4 de mayo", "lunes 4 de mayo"),
    ],
)
def test_a_date_keeps_its_zone_and_an_unreadable_one_its_words(written: str, read: str) -> None:
    date = read_one_mail(write_mail(head=HEAD.replace("Mon, 4 May 2026 10:00:00 +0200", written)))["date"]
    assert (date.isoformat() if isinstance(date, datetime) else date) == read


def test_without_a_date_it_is_when_the_last_server_received_it() -> None:
    head = HEAD.replace("Date: Mon, 4 May 2026 10:00:00 +0200\n", "")
    received = "Received: from a by b; Tue, 5 May 2026 10:00:00 +0000"
    assert read_one_mail(write_mail(received, head=head))["date"] == datetime(2026, 5, 5, 10, tzinfo=UTC)
    assert read_one_mail(write_mail(head=head))["date"] is None


def test_wrapped_and_flowed_lines_become_sentences_again() -> None:
    wrapped = "Llevo tres semanas esperando a que alguien me diga dónde está el pedido\nque hice en mayo."
    joined = wrapped.replace("\n", " ")
    assert find_words(write_mail(body=wrapped)) == joined
    flowed = "Content-Type: text/plain; charset=utf-8; format=flowed"
    assert find_words(write_mail(flowed, body=wrapped.replace("\n", " \n"))) == joined
