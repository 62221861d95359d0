import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voc.text.sentences import cut_sentences
from voc.text.split import split_contact


def list_texts(text: str, language: str, *, channel: str | None = None) -> list[str]:
    return [mention.text for mention in split_contact(text, language, channel=channel)]


CASES = [
    ("es", "Hola, buenas tardes. Me llamo <NAME> y no tengo internet desde ayer. Gracias, un saludo",
     ["no tengo internet desde ayer."]),
    ("es", "Cte llama porque la fact. viene con un cobro doble. Se validan datos. Cliente conforme",
     ["la fact. viene con un cobro doble."]),
    ("es", "El Sr. <NAME> me prometió venir el lunes. Nadie vino... y sigo sin línea fija en casa.",
     ["El Sr. <NAME> me prometió venir el lunes.", "Nadie vino... y sigo sin línea fija en casa."]),
    ("es", "El router. Se reinicia solo", ["El router. Se reinicia solo"]),
    ("es", "La factura trae un cobro duplicado\nLa app móvil se cierra al pagar con tarjeta",
     ["La factura trae un cobro duplicado", "La app móvil se cierra al pagar con tarjeta"]),
    ("es", "Muy caro", ["Muy caro"]),
    ("es", "no funciona", ["no funciona"]),
    ("es", "Excelente servicio", ["Excelente servicio"]),
    ("es", "mi DNI es <ID>, quiero cancelar el contrato", ["quiero cancelar el contrato"]),
    ("es", "La entrega tardó 3.5 días más. El pedido nº. 4 llegó roto a la oficina",
     ["La entrega tardó 3.5 días más.", "El pedido nº. 4 llegó roto a la oficina"]),
    ("en", "Hi, my name is <NAME>. I was charged twice for the same order. Thanks for your help!",
     ["I was charged twice for the same order."]),
    ("en", "Cx called in stating that the router keeps rebooting. Verified account. No further action.",
     ["the router keeps rebooting."]),
    ("en", "please cancel my order", ["cancel my order"]),
    ("en", "No refund after two months of waiting", ["No refund after two months of waiting"]),
    ("en", "Great service", ["Great service"]),
    ("en", "So slow!", ["So slow!"]),
    ("en", "£142 charged for roaming", ["£142 charged for roaming"]),
    ("fr", "Ma commande est perdue. Le colis arrive demain matin",
     ["Ma commande est perdue.", "Le colis arrive demain matin"]),
]  # fmt: skip

NOTHING = {
    "es": """

nada que decir
No tengo nada que añadir.
ninguna sugerencia
prefiero no contestar
ok
.
...
Gracias
muchas gracias!!
todo bien
sin comentarios
n/a
nada
12345
<NAME> <PHONE>
No, gracias
Sí
👍
Hola buenas tardes
Un saludo, <NAME>""",
    "en": """No comment.
nothing to add
can't think of anything
No suggestions
ok
no thanks
yes
None
N/A
nothing
Thank you so much!
hello
<HANDLE> thanks
Kind regards, <NAME>
That's all, bye""",
}


@pytest.mark.parametrize(("language", "text", "mentions"), CASES)
def test_a_contact_is_cut_into_what_it_says(language: str, text: str, mentions: list[str]) -> None:
    assert list_texts(text, language) == mentions


@pytest.mark.parametrize(
    ("language", "text"), [(code, text) for code, texts in NOTHING.items() for text in texts.split("\n")]
)
def test_a_text_that_says_nothing_gives_no_mention(language: str, text: str) -> None:
    assert list_texts(text, language) == []


def test_a_long_run_on_is_cut_where_both_halves_say_something() -> None:
    text = (
        "llevo desde el martes sin poder entrar en la aplicación del banco porque dice que mi contraseña"
        " está caducada y nadie responde pero además me cobraron comisión por una transferencia que no llegó"
    )
    assert [mention.split()[0] for mention in list_texts(text, "es")] == ["llevo", "pero"]


def test_a_short_sentence_is_never_cut_at_a_connector() -> None:
    text = "El pedido llegó tarde y además roto"
    assert list_texts(text, "es") == [text]


def test_two_complaints_of_one_contact_are_two_mentions() -> None:
    text = "La factura de mayo trae un cobro duplicado. El técnico no apareció el día de la cita."
    assert len(list_texts(text, "es")) == 2


CALL = """sí
exacto
el router se reinicia solo
no, todavía no
cada vez que llueve
mi DNI es <ID>
vale gracias
aparte me cobraron dos veces la cuota de marzo
y la app no deja pagar el recibo
sí
gracias hasta luego"""


def test_a_call_gives_windows_of_informative_talk_parted_where_the_subject_turns() -> None:
    mentions = list_texts(CALL, "es", channel="call")
    assert mentions == [
        "el router se reinicia solo. cada vez que llueve",
        "aparte me cobraron dos veces la cuota de marzo. y la app no deja pagar el recibo",
    ]


@pytest.mark.parametrize(
    ("text", "count"),
    [("Uno. Dos! Tres? Cuatro", 4), ("a las 10.30 p.m. del lunes", 1), ("precio: 3.500 euros", 1),
     ("Mal.Nunca más", 2),
     ("uno; dos", 2), ("línea uno / línea dos", 2), ("- uno\n- dos", 2), ("sigue... igual", 1),
     ("Fin... Empieza", 2)],
)  # fmt: skip
def test_sentences_end_where_a_reader_would_end_them(text: str, count: int) -> None:
    assert len(cut_sentences(text)) == count


PIECES = st.sampled_from([
    "Hola", "buenas tardes", "gracias", "un saludo", "me llamo <NAME>", "el router no funciona",
    "la factura trae un cobro",
    "ok", "no", "sí", "12345", "<PHONE>", ".", "\n", "!", "...", ",", "y", "pero además",
    "cliente indica que", "se validan datos", "İstanbul ﬁn 👍🏽", "\u00a0",
    "Se envía.", "y otra cosa", "(", "¿cuándo?",
    "the app crashes", "thanks", "my order is late", "n/a",
])  # fmt: skip


@settings(deadline=None, max_examples=300)
@given(
    st.lists(PIECES, max_size=14).map(" ".join),
    st.sampled_from(["es", "en", "fr"]),
    st.sampled_from([None, "call", "survey"]),
)
def test_a_mention_holds_exactly_the_words_of_its_spans(
    text: str, language: str, channel: str | None
) -> None:
    reached = 0
    for mention in split_contact(text, language, channel=channel):
        for start, end in mention.spans:
            assert reached <= start < end <= len(text)
            reached = end
        written = " ".join(text[start:end] for start, end in mention.spans)
        assert re.findall(r"\w+", mention.text) == re.findall(r"\w+", written)
        assert re.sub(r"<[A-Z]+>|[\W\d_]", "", mention.text)


def test_what_says_nothing_between_two_pieces_of_a_mention_lies_outside_its_spans() -> None:
    text = "El router. Muchas gracias. Y se reinicia solo"
    (mention,) = split_contact(text, "es", channel="survey")
    assert mention.text == "El router. Y se reinicia solo"
    assert [text[start:end] for start, end in mention.spans] == ["El router.", "Y se reinicia solo"]


@pytest.mark.parametrize(
    ("language", "text", "mentions"),
    [
        ("es", "Cte consulta saldo. Se informa saldo. Se envía encuesta.", ["Cte consulta saldo."]),
        ("es", "Se envía encuesta de satisfacción.", ["Se envía encuesta de satisfacción."]),
        ("es", "El router se reinicia solo. Se corta la línea fija.",
         ["El router se reinicia solo.", "Se corta la línea fija."]),
        ("en", "Cust billed after exit. Refund raised. Survey sent.", ["Cust billed after exit."]),
        ("en", "Billed after exit. Refund not issued.", ["Billed after exit.", "Refund not issued."]),
    ],
)  # fmt: skip
def test_what_the_agent_did_is_left_out_where_the_note_says_more(
    language: str, text: str, mentions: list[str]
) -> None:
    assert list_texts(text, language, channel="agent_note") == mentions


def test_what_a_customer_wrote_is_never_taken_for_an_agents_report() -> None:
    text = "Se me estropeó el decodificador nuevo. Se envía todo tarde y mal."
    assert len(list_texts(text, "es", channel="survey")) == 2


def test_a_piece_that_only_says_who_is_calling_is_no_mention() -> None:
    text = "Titular: <NAME>, DNI <ID>. Solicita duplicado de la SIM"
    assert list_texts(text, "es") == ["Solicita duplicado de la SIM"]


def test_after_a_comma_a_connector_begins_another_subject() -> None:
    text = "no me tramitan la baja, quiero darme de baja ya, y otra cosa: no entiendo qué me están facturando"
    assert list_texts(text, "es", channel="survey") == [
        "no me tramitan la baja, quiero darme de baja ya",
        "y otra cosa: no entiendo qué me están facturando",
    ]


def test_another_subject_is_another_mention() -> None:
    text = "Consumo de datos. También refiere que la fibra va lenta por las tardes."
    assert list_texts(text, "es") == ["Consumo de datos.", "la fibra va lenta por las tardes."]


@pytest.mark.parametrize(
    ("language", "text", "mentions"),
    [
        ("es", "La atención telefónica fue rápida pero la app va lentísima y se cierra sola",
         ["La atención telefónica fue rápida", "pero la app va lentísima y se cierra sola"]),
        ("en", "They charged me postage twice and also the shirt came in the wrong size",
         ["They charged me postage twice", "and also the shirt came in the wrong size"]),
        ("en", "The room was large, the staff helped us with everything",
         ["The room was large", "the staff helped us with everything"]),
        ("es", "Pedí una mesa en junio pero la mesa llegó con un golpe", 1),
        ("es", "Muy contento con la entrega en casa y el montaje del mueble", 1),
        ("es", "nadie avisa de que en Turquía los datos se pagan aparte y me encuentro con 41 euros", 1),
        ("en", "One of my lines was moved over and the other one was not moved", 1),
    ],
)  # fmt: skip
def test_a_sentence_is_cut_only_where_it_turns_to_another_subject(
    language: str, text: str, mentions: list[str] | int
) -> None:
    found = list_texts(text, language, channel="survey")
    assert found == ([text] if mentions == 1 else mentions)
