from time import perf_counter

import pytest

from voc.text.clean import clean_text


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("El router estÃ¡ roto", "El router está roto"),
        ("<p>Hola<br>Qu&eacute; tal &amp; adi&oacute;s</p><script>x()</script>", "Hola\nQué tal & adiós"),
        ("R&amp;D", "R&D"),
        ("uno\r\ndos\u200b  tres\n\n\n\ncuatro", "uno\ndos tres\n\ncuatro"),
        ("tab\taquí\x00\x07", "tab aquí"),
        ("  ", ""),
        ("", ""),
        ("3 < 5 y 6 > 2", "3 < 5 y 6 > 2"),
        ("mi correo es <EMAIL> <NAME>", "mi correo es <EMAIL> <NAME>"),
        ("<div>Escribe a <EMAIL></div>", "Escribe a <EMAIL>"),
        ("dijo “ven” y no ‘vino’", "dijo “ven” y no ‘vino’"),
        ("precio &lt; 20", "precio < 20"),
    ],
)
def test_a_text_is_repaired_and_keeps_what_is_no_markup(raw: str, clean: str) -> None:
    assert clean_text(raw) == clean


@pytest.mark.parametrize("text", ["Hola\nQué tal", "a < b", "“x”", "cobro de 3 €\n\nadiós"])
def test_a_clean_text_stays_as_it_is(text: str) -> None:
    assert clean_text(clean_text(text)) == clean_text(text) == text


def test_markup_nested_without_end_is_cut_out_in_no_time() -> None:
    started = perf_counter()
    assert clean_text("<div>" * 100_000 + "El router falla &amp; cae") == "El router falla & cae"
    assert perf_counter() - started < 2.0
