"""An address goes to its end, and a street where nobody lives stays."""

import pytest

from voc.text.redact import redact_text


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        ("vivo en C/. Guzmán el Bueno, 98, 6º D. Madrid", "vivo en <ADDRESS>. Madrid"),
        ("Calle Mayor 12, 5, A.", "<ADDRESS>."),
        ("Avda. Campanar, 21 - 46017 Valencia", "<ADDRESS>"),
        ("Av. Insurgentes Sur 1200, Col. Del Valle", "<ADDRESS>"),
        ("vivo en Jr. Puno 291", "vivo en <ADDRESS>"),
        ("P.º Isabel la Católica, 1 y 3", "<ADDRESS>"),
        ("I live at 12 Maple Grove Drive, Flat 2", "I live at <ADDRESS>"),
        ("it is 12 High Street, Oxford, England 60210", "it is <ADDRESS>"),
        ("calle mayor 12 a las cinco", "<ADDRESS> a las cinco"),
        ("vivo en Gran Vía 55, 7º A", "vivo en <ADDRESS>"),
        ("C/Gran Via 55 7A", "<ADDRESS>"),
        ("envío a Calz. de Tlalpan 1838 depto 302", "envío a <ADDRESS>"),
        ("calle 48 nro 620", "<ADDRESS>"),
        ("Diagonal 40A bis 13-22", "<ADDRESS>"),
        ("Mz. B Lt. 14", "<ADDRESS>"),
        ("sent via DHL 1234 boxes", "sent via DHL 1234 boxes"),
        ("la gran vía de comunicación son 3 carriles", "la gran vía de comunicación son 3 carriles"),
        ("en la calle Mayor 3 días sin luz", "en la calle Mayor 3 días sin luz"),
        ("todos saben lo que cuesta ganar 5000 pavos", "todos saben lo que cuesta ganar 5000 pavos"),
        ("Plz put us on standby for 4 people", "Plz put us on standby for 4 people"),
    ],
)
def test_an_address_goes_with_its_door_its_quarter_and_its_town(text: str, redacted: str) -> None:
    assert redact_text(text).text == redacted
