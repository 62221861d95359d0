"""What contacts say of their own handling: invented sentences, and as many that only look like it."""

import polars as pl
import pytest

from voc.schema.signals import SAID
from voc.signals.said import flatten_words, load_said, tell_said
from voc.text.lists import read_list_lines


def _said(text: str) -> set[str]:
    told = tell_said(pl.DataFrame({"contact_id": ["c"], "text": [text]}))
    return set(told["sign"])


@pytest.mark.parametrize(
    "text",
    [
        "Ya llamé la semana pasada por esto mismo",
        "Llamo por tercera vez y nadie me ayuda",
        "Esta es la segunda vez que tengo que escribir",
        "Llevo tres semanas llamando y nada",
        "Vuelvo a escribir porque nadie lo ha arreglado",
        "Les he llamado cinco veces este mes",
        "Después de varios correos sigo sin respuesta",
        "Cte vuelve a llamar, no se le ha solucionado",
        "2ª llamada por el mismo motivo",
        "Reitera reclamación <ID>.",
        "Como expliqué en mi anterior mensaje, no hay cobertura",
        "Me dijeron que en 48 horas quedaba resuelto y no",
        "Cada vez que llamo me cuentan otra historia",
        "This is the third time I've called about my bill",
        "I already rang on Monday about this",
        "Writing again because the parcel is lost",
        "I have been chasing this refund for weeks",
        "After numerous phone calls nothing works",
        "It's still not resolved",
        "Repeat caller, prev ref <ID>.",
        "Every time I call I get another answer",
        "I don't want to fight, but I've emailed you four times",
    ],
)
def test_a_contact_says_that_it_is_not_the_first_time(text: str) -> None:
    assert "again" in _said(text)


@pytest.mark.parametrize(
    "text",
    [
        "Es la primera vez que llamo",
        "No vuelvo a comprar aquí",
        "Llamé y me atendieron muy bien",
        "Me han llamado varias veces para venderme una alarma",
        "Nos llamaron tres veces del departamento comercial",
        "Recibo muchas llamadas de publicidad",
        "Llevo media hora esperando al teléfono",
        "Me han cobrado dos veces la factura",
        "He comprado por segunda vez en la tienda",
        "El router se reinicia otra vez",
        "Ya no llamo a nadie, uso la aplicación",
        "Sin previo aviso, otra vez sube el precio",
        "This is the first time I've called",
        "I called and it was sorted in a minute",
        "I'd never use you again",
        "They called me several times to sell insurance",
        "I will not call you again",
        "My second bill is higher than the first",
        "Bought from you several times",
        "The light goes on again and again",
        "",
        "<NAME> <PHONE>",
    ],
)
def test_what_only_looks_like_it_is_not_taken_for_a_return(text: str) -> None:
    assert "again" not in _said(text)


def test_spelling_does_not_matter() -> None:
    assert _said("YA LLAMÉ AYER") == _said("ya llame ayer") == {"again"}
    flat = flatten_words(pl.Series(["I’ve e-mailed  <NAME>: twice…", "2ª vez, ¿no?", "a-b-c"]))
    assert flat.to_list() == ["ive emailed twice", "2a vez, no?", "abc"]


def test_a_contact_is_told_once_for_each_sign_and_the_rest_not_at_all() -> None:
    contacts = pl.DataFrame(
        {"contact_id": ["b", "a", "n"], "text": ["Ya llamé, ya llamé", "Ya llamé, ya llamé", None]}
    )
    told = tell_said(contacts)
    assert dict(told.schema) == dict(SAID)
    assert told.filter(pl.col("sign") == "again")["contact_id"].to_list() == ["a", "b"]
    assert "n" not in told["contact_id"]
    assert tell_said(contacts.clear()).is_empty()


def test_every_line_of_the_list_is_a_sign_of_ours_with_a_pattern() -> None:
    lines = [line.split("\t") for line in read_list_lines("said_signs")]
    signs = {"again", "solved", "unsolved", "kind", "unkind", "right", "wrong"}
    assert {line[0].removeprefix("-") for line in lines} <= signs
    assert all(len(line) == 2 and line[1] for line in lines)
    assert all("{" not in pattern.replace("{0,", "") for sign in signs for pattern in load_said(sign))


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("Me lo solucionaron en el momento", "solved"),
        ("La incidencia ya está resuelta, gracias", "solved"),
        ("The lady sorted it straight away", "solved"),
        ("My problem was resolved quickly", "solved"),
        ("Nadie me ha solucionado el problema", "unsolved"),
        ("Sigo sin internet", "unsolved"),
        ("A día de hoy no tengo respuesta", "unsolved"),
        ("It hasn't been fixed", "unsolved"),
        ("Nothing has changed since", "unsolved"),
        ("El chico que me atendió fue muy amable", "kind"),
        ("Me trataron muy bien", "kind"),
        ("The agent was really helpful", "kind"),
        ("Very polite and patient", "kind"),
        ("La operadora fue muy maleducada", "unkind"),
        ("Poco profesionales y nada amables", "unkind"),
        ("Me colgaron el teléfono", "unkind"),
        ("He hung up on me", "unkind"),
        ("The staff were not helpful at all", "unkind"),
        ("Cada agente me dice una cosa distinta", "wrong"),
        ("Me dieron información errónea", "wrong"),
        ("I got conflicting information", "wrong"),
        ("I was told it would arrive on Monday but nothing came", "wrong"),
        ("Me lo resolvieron a la primera", "right"),
        ("Me explicaron todo con claridad", "right"),
        ("Answered all my questions", "right"),
        ("Fixed in one call", "right"),
    ],
)
def test_a_contact_says_how_it_was_handled(text: str, sign: str) -> None:
    opposites = {"solved": "unsolved", "kind": "unkind", "right": "wrong"}
    opposites |= {no: yes for yes, no in opposites.items()}
    assert sign in _said(text)
    assert opposites[sign] not in _said(text)


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("Espero que lo solucionen pronto", "solved"),
        ("Exijo una solución inmediata", "solved"),
        ("Me dijeron que estaba solucionado", "solved"),
        ("When will this be resolved?", "solved"),
        ("I hope it gets sorted", "solved"),
        ("No tuve ningún problema que resolver", "unsolved"),
        ("No pudo ser más amable", "unkind"),
        ("She could not have been more helpful", "unkind"),
        ("Nobody was rude", "unkind"),
        ("Falta de empatía y profesionalidad", "kind"),
        ("The staff were not helpful", "kind"),
        ("I was never given correct information", "right"),
        ("Nunca me informaron con claridad", "right"),
        ("The problem lies with my phone", "wrong"),
        ("Me dijeron que llegaba el lunes y llegó", "wrong"),
    ],
)
def test_what_denies_a_sign_is_read_first(text: str, sign: str) -> None:
    assert sign not in _said(text)
