import subprocess
import sys

import pytest

from voc.text.lemmas import find_lemma, lemmatise_texts, read_words


@pytest.mark.parametrize(
    ("text", "language", "lemmas"),
    [
        ("No funciona el router, se reinicia solo y me cobraron la factura de <NAME>", "es",
         ["funcionar", "router", "reiniciar", "solo", "cobrar", "factura"]),
        ("Cobros duplicados en la fact. de marzo", "es", ["cobro", "duplicado", "factura"]),
        ("I can't log in, the app crashes and my bill's total is wrong", "en",
         ["log", "app", "crash", "bill", "total", "wrong"]),
        ("cannot pay w/ my cards", "en", ["pay", "card"]),
        ("hola, gracias, quiero ayuda por favor", "es", []),
        ("4G 2024 :-)", "es", []),
        ("", "en", []),
        ("commande perdue", "fr", ["commande", "perdre"]),
        ("palabra", "xx", ["palabra"]),
    ],
)  # fmt: skip
def test_content_words_come_in_their_dictionary_form(text: str, language: str, lemmas: list[str]) -> None:
    assert lemmatise_texts([text], [language]) == [lemmas]


@pytest.mark.parametrize(
    ("plain", "accented"),
    [
        ("averia", "avería"),
        ("lineas", "líneas"),
        ("telefono", "teléfono"),
        ("tecnicos", "técnicos"),
        ("envio", "envío"),
    ],
)
def test_an_omitted_accent_changes_no_lemma(plain: str, accented: str) -> None:
    assert find_lemma(plain, "es") == find_lemma(accented, "es")


@pytest.mark.parametrize(
    ("form", "lemma"), [("solicito", "solicitar"), ("cobro", "cobro"), ("pago", "pago"), ("caro", "caro")]
)
def test_a_word_that_needs_no_accent_gets_none(form: str, lemma: str) -> None:
    assert find_lemma(form, "es") == lemma


def test_texts_of_both_languages_keep_their_places() -> None:
    assert lemmatise_texts(["cobros", "charges", "cobro"], ["es", "en", "es"]) == [
        ["cobro"],
        ["charge"],
        ["cobro"],
    ]


def test_contractions_are_one_word() -> None:
    forms = [
        word.form for word in read_words(["I can't pay; it's my bill’s total"], ["en"])[0] if word.is_word
    ]
    assert forms == ["i", "can't", "pay", "it's", "my", "bill's", "total"]


def test_importing_the_package_loads_nothing_heavy() -> None:
    modules = "clean language redact split boilerplate duplicates phrases lemmas lists normalise".split()
    code = (
        f"import sys\nfor m in {modules}: __import__('voc.text.' + m)\n"
        "print([m for m in ('spacy', 'simplemma', 'py3langid',"
        " 'phonenumbers', 'ftfy', 'selectolax', 'presidio_analyzer', 'sklearn') if m in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
