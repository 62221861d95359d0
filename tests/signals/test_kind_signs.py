"""Which turns of phrase tell what a contact is? Both languages; strong ones first, then what is left."""

import re
from importlib.resources import files

import numpy as np
import polars as pl
import pytest

from voc.signals.kind_signs import Floats, find_signs, load_signs
from voc.signals.kinds import KINDS, MEANINGS

PLAIN = {kind: MEANINGS.index((kind, None)) for kind in KINDS}


def weigh_texts(texts: list[str]) -> Floats:
    """The weights alone, without the words that were found."""
    return find_signs(texts, MEANINGS, ())[0]


def test_every_sign_speaks_for_a_known_meaning_and_fills_its_word_classes() -> None:
    for sign in load_signs():
        assert (sign.kind, sign.opportunity) in MEANINGS
        assert not re.search(r"\{[a-z]", "".join(sign.patterns))


def test_signs_are_written_without_accents_since_texts_are_folded() -> None:
    rows = pl.read_csv(files("voc").joinpath("lists", "kind_signs.csv").read_bytes())
    assert all(
        pattern.isascii() and pattern == pattern.lower()
        for pattern in rows["pattern"].str.replace_all(r"\\[A-Z]", "")
    )
    assert set(rows["language"]) == {"es", "en", "both"}
    assert rows["pattern"].n_unique() == rows.height


SAYS = [
    ("Ya he llamado tres veces", "ignored"),
    ("ya les escribí como cinco veces y nada", "ignored"),
    ("NADIE RESPONDE EL TELÉFONO", "ignored"),
    ("no me han contestado", "ignored"),
    ("es la tercera vez que reporto lo mismo", "ignored"),
    ("I've called three times already", "ignored"),
    ("nobody ever gets back to me", "ignored"),
    ("they havent replied", "ignored"),
    ("can't get through to anyone", "ignored"),
    ("¿dónde está mi pedido?", "where_is_my_stuff"),
    ("donde esta mi tarjeta nueva", "where_is_my_stuff"),
    ("mi paquete todavía no ha llegado", "where_is_my_stuff"),
    ("sigo esperando el reembolso", "where_is_my_stuff"),
    ("figura como entregado", "where_is_my_stuff"),
    ("where's my order", "where_is_my_stuff"),
    ("my new card still hasn't arrived", "where_is_my_stuff"),
    ("I never received my refund", "where_is_my_stuff"),
    ("no me informaron de la penalización", "missing_information"),
    ("nadie me avisó", "missing_information"),
    ("lo cortaron sin previo aviso", "missing_information"),
    ("nobody told me about the fee", "missing_information"),
    ("I wasn't informed", "missing_information"),
    ("it was buried in the small print", "missing_information"),
    ("quiero contratar la fibra", "buy_more"),
    ("me gustaría ampliar mi póliza", "buy_more"),
    ("solicita presupuesto para una alarma", "buy_more"),
    ("I'd like to upgrade my plan", "buy_more"),
    ("looking to take out a mortgage", "buy_more"),
]

SAYS_NOT = [
    ("llamé una vez y me lo arreglaron", "ignored"),
    ("he ido tres veces de vacaciones allí", "ignored"),
    ("nadie como ellos", "ignored"),
    ("I transferred money from savings to my current account", "ignored"),
    ("they replied within the hour", "ignored"),
    ("I bought it three times last year", "ignored"),
    ("mi pedido llegó ayer", "where_is_my_stuff"),
    ("¿dónde está la oficina?", "where_is_my_stuff"),
    ("my order arrived early", "where_is_my_stuff"),
    ("where is the nearest branch", "where_is_my_stuff"),
    ("it helps me keep track of my spending", "where_is_my_stuff"),
    ("I can't get my phone to charge", "where_is_my_stuff"),
    ("me informaron de todo", "missing_information"),
    ("they told me everything", "missing_information"),
    ("quiero cancelar mi contrato", "buy_more"),
    ("quiero abrir una reclamación", "buy_more"),
    ("I want to cancel my plan", "buy_more"),
    ("would like to make a complaint", "buy_more"),
    ("I want to apply for a refund", "buy_more"),
    ("necesito añadir una dirección", "buy_more"),
]


def is_said(text: str, opportunity: str) -> bool:
    """Is there a sign for the opportunity beyond what its kind gets anyway?"""
    evidence = weigh_texts([text])[0]
    place = next(place for place, (_, told) in enumerate(MEANINGS) if told == opportunity)
    return bool(evidence[place] > evidence[PLAIN[MEANINGS[place][0]]])


@pytest.mark.parametrize(("text", "opportunity"), SAYS)
def test_a_turn_of_phrase_tells_the_opportunity(text: str, opportunity: str) -> None:
    assert is_said(text, opportunity)


@pytest.mark.parametrize(("text", "opportunity"), SAYS_NOT)
def test_a_like_turn_of_phrase_does_not(text: str, opportunity: str) -> None:
    assert not is_said(text, opportunity)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("sin ningún problema", "valuable"),
        ("nunca he tenido una avería ni un retraso, no tengo quejas", "valuable"),
        ("no problems at all", "valuable"),
        ("can't fault it", "valuable"),
        ("no lo recomiendo", "avoidable"),
        ("nada contento con el trato", "avoidable"),
        ("not happy with the service", "avoidable"),
        ("I would not recommend them", "avoidable"),
        ("sería ideal poder pagar con el móvil", "valuable"),
        ("it would be great if it had a dark mode", "valuable"),
        ("¿a qué hora abren?", "simple"),
        ("how do I change my pin", "simple"),
        ("nada que comentar", "other"),
        ("N/A", "other"),
    ],
)
def test_a_turn_of_phrase_tells_the_kind_also_where_it_is_negated(text: str, kind: str) -> None:
    evidence = weigh_texts([text])[0]
    assert max(KINDS, key=lambda each: evidence[PLAIN[each]]) == kind


def test_a_text_without_signs_and_an_emoji_weigh_nothing() -> None:
    assert not weigh_texts(["compré una lámpara azul", "🙂🙂", "", "<EMAIL>"]).any()


def test_accents_case_and_curly_quotes_do_not_matter() -> None:
    written = weigh_texts(["No Me Informarón de nada", "I wasn’t informed"])
    plain = weigh_texts(["no me informaron de nada", "I wasn't informed"])
    assert np.array_equal(written, plain)


def test_the_words_of_the_strongest_sign_of_each_kind_are_shown() -> None:
    _, words = find_signs(["El router no funciona. ¿A qué hora abren?", "", "una lámpara"], MEANINGS, KINDS)
    assert dict(zip(KINDS, words[0], strict=True))["avoidable"] == "no funciona"
    assert dict(zip(KINDS, words[0], strict=True))["valuable"] == ""
    assert words[1] == words[2] == ("", "", "", "")
