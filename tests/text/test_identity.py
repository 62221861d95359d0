"""Who somebody is, is no reason for contact."""

import pytest

from voc.text.identity import strip_identity


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (
            "Me cobraron dos veces soy el <CUSTOMER>, mi correo es <EMAIL> y tel <PHONE>",
            "Me cobraron dos veces",
        ),
        ("My name is <NAME>, my router keeps dropping", "my router keeps dropping"),
        ("<HANDLE> you lost my bag", "you lost my bag"),
        ("El técnico no vino a <ADDRESS>", "El técnico no vino"),
        ("No me llega el correo de confirmación", "No me llega el correo de confirmación"),
        ("No me llega el correo. <NAME>", "No me llega el correo."),
        ("<NAME> <PHONE>", ""),
        ("", ""),
    ],
)
def test_placeholders_go_with_the_words_that_lead_up_to_them(text: str, left: str) -> None:
    assert strip_identity(text) == left
