import pytest

from voc.text.phrases import Phrase, extract_phrases


def find_forms(text: str, language: str = "es") -> list[str]:
    return [phrase.form for phrase in extract_phrases([text], [language])[0]]


@pytest.mark.parametrize(
    ("language", "text", "form"),
    [
        ("es", "Me han hecho un cobro duplicado en la factura de marzo", "cobro duplicado en la factura"),
        ("es", "el router se reinicia solo cada noche", "router se reinicia solo"),
        ("es", "llevo días y no puedo acceder a mi cuenta", "no puedo acceder a mi cuenta"),
        ("es", "estoy sin línea fija", "sin línea fija"),
        ("en", "I was charged twice for the same order", "charged twice"),
        ("en", "I can't log in to my account", "can't log in to my account"),
        ("en", "my bag was lost in Dublin", "bag was lost"),
    ],
)
def test_what_a_person_would_say_is_among_the_candidates(language: str, text: str, form: str) -> None:
    assert form in find_forms(text, language)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("cobro doble, factura tarde", "doble factura"),
        ("factura de <NAME> perdida", "factura de perdida"),
        ("cobro de la", "cobro de la"),
        ("de la factura", "de la factura"),
        ("fibra 600", "fibra 600"),
        ("600 megas", "600 megas"),
        ("cobro por favor", "cobro por favor"),
    ],
)
def test_no_candidate_crosses_a_mark_or_ends_on_a_light_word(text: str, form: str) -> None:
    assert form not in find_forms(text)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("cobro duplicado", "cobros duplicados"),
        ("no funciona", "no me funciona"),
        ("avería de línea", "averias de lineas"),
    ],
)
def test_variants_share_a_lemma(left: str, right: str) -> None:
    keys = [extract_phrases([text], ["es"])[0] for text in (left, right)]
    longest = [max(phrases, key=lambda phrase: len(phrase.form)) for phrases in keys]
    assert longest[0].lemma == longest[1].lemma
    assert longest[0].form != longest[1].form


def test_each_phrase_is_given_once_and_is_short() -> None:
    phrases = extract_phrases(
        ["cobro doble y cobro doble por un pedido perdido en el almacén del centro comercial"], ["es"]
    )[0]
    assert len(phrases) == len(set(phrases))
    assert Phrase("cobro doble", "cobro doble") in phrases
    assert all(1 <= len(phrase.form.split()) <= 6 for phrase in phrases)


def test_every_text_gets_its_own_list_in_place() -> None:
    assert extract_phrases(["", "refund", "ok 12"], ["es", "en", "en"]) == [
        [],
        [Phrase("refund", "refund")],
        [],
    ]


def list_forms(text: str, language: str) -> set[str]:
    return {phrase.form for phrase in extract_phrases([text], [language])[0]}


def test_a_participle_takes_its_auxiliary_along_and_keeps_its_lemma() -> None:
    found = {p.form: p.lemma for p in extract_phrases(["A mí me han subido el precio"], ["es"])[0]}
    assert found["me han subido el precio"] == "subir precio"
    assert "subido el precio" not in found


def test_a_negation_may_stand_inside_a_phrase() -> None:
    assert "pedido no ha llegado" in list_forms("El pedido no ha llegado", "es")


def test_a_turned_question_and_what_ni_joins_are_no_phrases() -> None:
    assert not any(form.startswith("hasn't") for form in list_forms("Why hasn't my transfer arrived?", "en"))
    assert not any(form.startswith("ni ") for form in list_forms("No tengo luz ni hipoteca", "es"))


@pytest.mark.parametrize(
    ("language", "text", "form"),
    [
        ("es", "Pésima atención al cliente", "atención al cliente"),
        ("en", "Called customer service", "customer service"),
        ("es", "Siempre se lavan las manos", "se lavan las manos"),
        ("es", "Ayer me cobraron dos veces la cuota", "me cobraron"),
        ("en", "I recommend this hotel to my friends", "recommend this hotel to my friends"),
    ],
)
def test_a_phrase_begins_and_ends_where_people_begin_and_end_it(language: str, text: str, form: str) -> None:
    assert form in list_forms(text, language)


def test_a_clitic_changes_no_lemma() -> None:
    with_it, without = (
        extract_phrases([text], ["es"])[0][-1] for text in ("se cortan las llamadas", "cortan las llamadas")
    )
    assert with_it.lemma == without.lemma
