"""Names after introductions are believed whole; brands, cities and shouts are not people."""

import pytest

from voc.text.redact import redact_text


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        ("Cliente: Bolanle Popescu Ñahui. Pide la baja", "Cliente: <NAME>. Pide la baja"),
        ("Un saludo, Yuleisi Kowalczyk Adeyemi", "Un saludo, <NAME>"),
        ("soy Nahikare Huamaní, clienta", "soy <NAME>, clienta"),
        ("I spoke with Priyanka Subramanian yesterday", "I spoke with <NAME> yesterday"),
        ("Nombre: Julio", "Nombre: <NAME>"),
        ("Apellidos: De la Puebla Ruiz", "Apellidos: <NAME>"),
        ("la Dra. M. Dolores Prieto", "la Dra. <NAME>"),
        ("we need to add Peter P Costa as guardian", "we need to add <NAME> as guardian"),
        ("What's your name? Shinobu Hamaguchi", "What's your name? <NAME>"),
        ("Tadeusz Popowicz never called me back", "<NAME> never called me back"),
        ("lo vio el Dr. Aritz Bidaguren Paseo Mayor 3", "lo vio el Dr. <NAME> <ADDRESS>"),
        ("an appointment with Dr. Johnson ASAP", "an appointment with Dr. <NAME> ASAP"),
        ("soy especialista de ING. Expliqué mi caso", "soy especialista de ING. Expliqué mi caso"),
        ("our flight to Orlando was late", "our flight to Orlando was late"),
        ("hablé con Línea Directa", "hablé con Línea Directa"),
        ("this is Customer Service", "this is Customer Service"),
    ],
)
def test_people_go_and_what_only_looks_like_them_stays(text: str, redacted: str) -> None:
    assert redact_text(text).text == redacted
