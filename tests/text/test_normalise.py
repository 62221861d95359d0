import pytest

from voc.text.normalise import derive_text_key, find_plain_words, normalise_text


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
     ("el cte. espera 3 días", "el cliente espera 15 dias"), ("me llamo <NAME>, no va", "me llamo no va 👍")],
)  # fmt: skip
def test_equal_texts_share_a_key(left: str, right: str) -> None:
    assert derive_text_key(left) == derive_text_key(right)
    assert len(derive_text_key(left)) == 16


@pytest.mark.parametrize(
    ("left", "right"), [("funciona", "no funciona"), ("cobro doble", "doble cobro"), ("", "x")]
)
def test_different_texts_have_different_keys(left: str, right: str) -> None:
    assert derive_text_key(left) != derive_text_key(right)


def test_plain_words_are_folded_and_without_placeholders() -> None:
    assert find_plain_words("Averías de <NAME>: 3, don’t") == ["averias", "de", "don't"]
