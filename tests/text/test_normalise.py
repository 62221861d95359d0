import pytest

from voc.text.normalise import derive_text_key, find_plain_words, normalise_text, write_embedded


@pytest.mark.parametrize(
    ("text", "language", "normal"),
    [
        ("cte llama xq la fact. esta mal", "es", "cliente llama porque la factura esta mal"),
        ("cx called re acct, pls refund pymt", "en", "customer called re account, please refund payment"),
        ("cte llama xq tarda", None, "cliente llama porque tarda"),
        ("w/o internet w/ my acct", "en", "without internet with my account"),
        ("in fact it is late", "en", "in fact it is late"),
        ("MUY CARO!!", "es", "muy caro!!"),
        ("muuuuy maaal", "es", "muy mal"),
        ("el correo <EMAIL> no llega", "es", "el correo no llega"),
        ("24/7 y/o", "es", "24/7 y/o"),
        ("Ma cde q", "fr", "Ma cde q"),
    ],
)  # fmt: skip
def test_shorthand_shouting_and_placeholders_are_normalised(
    text: str, language: str | None, normal: str
) -> None:
    assert normalise_text(text, language) == normal


@pytest.mark.parametrize(
    ("left", "right"),
    [("¡El Router no FUNCIONA!", "el router no funciona"), ("avería en la línea", "averia en la linea"),
     ("espera 3 días", "Espera 15 dias!"), ("me llamo <NAME>, no va", "no va 👍"), ("muuuy mal", "Muy mal")],
)  # fmt: skip
def test_equal_texts_share_a_key(left: str, right: str) -> None:
    assert derive_text_key(left) == derive_text_key(right)
    assert len(derive_text_key(left)) == 16


@pytest.mark.parametrize(
    ("left", "right"), [("funciona", "no funciona"), ("cobro doble", "doble cobro"), ("", "x")]
)
def test_different_texts_have_different_keys(left: str, right: str) -> None:
    assert derive_text_key(left) != derive_text_key(right)


@pytest.mark.parametrize(
    "spellings",
    [
        ["¡El Router no FUNCIONA!", "el router no funciona", "EL ROUTER, NO FUNCIONA..."],
        ["el cte. espera 3 días", "El cte espera 15 dias", "el CTE espera dias"],
        ["me llamo <NAME>, no va", "no va 👍", "No vaaaa: <EMAIL>"],
        ["24", "7"],
        ["👍", "", "..."],
    ],
)
def test_what_is_embedded_is_the_same_for_all_spellings_of_a_key(spellings: list[str]) -> None:
    assert len({derive_text_key(text) for text in spellings}) == 1
    assert len({write_embedded(text) for text in spellings}) == 1


def test_numbers_and_who_somebody_is_are_not_embedded() -> None:
    assert write_embedded("Soy <NAME>. El pedido 4411 no llega") == "el pedido no llega"
    assert write_embedded("Soy <NAME>") == "soy"


def test_shorthand_is_embedded_as_written() -> None:
    assert write_embedded("Cte. dice xq tarda") == "cte dice xq tarda"


def test_plain_words_are_folded_and_without_placeholders() -> None:
    assert find_plain_words("Averías de <NAME>: 3, don’t") == ["averias", "de", "don't"]
