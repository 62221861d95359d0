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
        ("Sarah's bill is wrong", "<NAME>'s bill is wrong"),
        ("la titular es nahikare etxeko y no yo", "la titular es <NAME> y no yo"),
        ("hablé con laura etxekobarri y me colgó", "hablé con <NAME> y me colgó"),
        ("hablé con yuleisi quispe ayer", "hablé con <NAME> ayer"),
        ("Sra. LAURA ETXEKOBARRI pide la baja", "Sra. <NAME> pide la baja"),
        ("I want my money back.\nThanks,\nZuriñe Etxea", "I want my money back.\nThanks,\n<NAME>"),
        ("a doctor like Dr. Johnson asap", "a doctor like Dr. <NAME> asap"),
        ("el torneo CRUZ ROJA de ayer", "el torneo CRUZ ROJA de ayer"),
        ("la titular es mi madre", "la titular es mi madre"),
        ("it's under warranty", "it's under warranty"),
        ("cte. indica que no tiene luz", "cte. indica que no tiene luz"),
        ("un tal problema no existe", "un tal problema no existe"),
        ("I left at 5 o'clock", "I left at 5 o'clock"),
        ("our flight to Orlando was late", "our flight to Orlando was late"),
        ("hablé con Línea Directa", "hablé con Línea Directa"),
        ("this is Customer Service", "this is Customer Service"),
    ],
)
def test_people_go_and_what_only_looks_like_them_stays(text: str, redacted: str) -> None:
    assert redact_text(text).text == redacted


@pytest.mark.parametrize(
    "text",
    [
        "las cañas junto a la calle Manuel Saavedra",
        "two blocks from Bryant Park",
        "el parque Juan Carlos está cerrado",
        "Hope this is of help. Regards, Samsung India",
        "paga la matrícula antes del 30 de junio",
        "dos siniestros (n.º 0284006970)",
    ],
)
def test_a_place_or_a_company_that_bears_a_name_stays(text: str) -> None:
    assert redact_text(text).text == text


def test_an_address_that_somebody_is_called_by_stays_a_name() -> None:
    assert redact_text("Buenas, Don Ramón, usted sabe").text == "Buenas, Don <NAME>, usted sabe"
