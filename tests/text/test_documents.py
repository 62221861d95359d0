"""Documents go by checksum or by the word beside them; numbers of things stay."""

import pytest

from voc.text.redact import redact_label, redact_text

# All invented; the checksums are right unless the name of the case says mistyped.
TAKEN_OUT = [
    ("mi D.N.I. es 12345678A", "mi D.N.I. es <ID>"),  # mistyped
    ("dni: 12 345 678 z", "dni: <ID>"),
    ("tengo 12345678 y nada más", "tengo 12345678 y nada más"),
    ("el X-1234567-L sigue sin verse", "el <ID> sigue sin verse"),
    ("NIF de la empresa B12345675", "NIF de la empresa <ID>"),  # mistyped
    ("R.F.C. GODE561231GR9", "R.F.C. <ID>"),  # mistyped
    ("adjunto 20-12345678-6", "adjunto <ID>"),
    ("adjunto 20123456786 para el trámite", "adjunto <ID> para el trámite"),
    ("R.U.T. 12.345.678-9", "R.U.T. <ID>"),  # mistyped
    ("identificado con cc 1093870697", "identificado con cc <ID>"),
    ("my NHS number is 943 476 5919", "my NHS number is <ID>"),
    ("PESEL 44051401359", "PESEL <ID>"),
    ("my PAN card ABCDE1234F", "my PAN card <ID>"),
    ("el CPF 529.982.247-25", "el CPF <ID>"),
    ("número de colegiado 28 28 70973", "número de colegiado <ID>"),
    ("cobradlo al es21 1465 0100 72 2030876293", "cobradlo al <IBAN>"),
    ("mi cuenta es ES22 1465 0100 7220 3087 6293", "mi cuenta es <IBAN>"),  # mistyped
    ("CLABE de la cuenta 032180000118359719", "CLABE de la cuenta <IBAN>"),
    ("desde 83.45.12.200 no carga", "desde <ID> no carga"),
]

STAYS = [
    "firmware 12.4.1.22 no arranca", "EAN 4006381333931", "lote 4006381333931", "póliza nº 250420406970",
    "(Nº 0295384440) sigue abierto", "documento 2024 de la factura", "pedido 20123456786", "son 645.799.000",
    "me cobraron 645.799.204 pesos", "el expediente B12345674 sigue", "son 12345678 y basta",
]  # fmt: skip


@pytest.mark.parametrize(("text", "redacted"), TAKEN_OUT)
def test_a_document_goes_by_its_checksum_or_by_the_word_beside_it(text: str, redacted: str) -> None:
    assert redact_text(text).text == redacted


@pytest.mark.parametrize("text", STAYS)
def test_the_number_of_a_thing_stays(text: str) -> None:
    assert redact_text(text).text == text


@pytest.mark.parametrize(
    ("label", "masked"),
    [
        ("ana.lopez@example.com", "<EMAIL>"),
        ("Tienda 612 345 678", "Tienda <PHONE>"),
        ("cuenta ES9121000418450200051332", "cuenta <IBAN>"),
        ("12345678Z", "<ID>"),
        ("4111 1111 1111 1111", "<CARD>"),
        ("Plan Clara López", "Plan Clara López"),
        ("Tienda Calle Mayor 12", "Tienda Calle Mayor 12"),
        ("Router 1234BCD", "Router 1234BCD"),
        ("https://example.com/pago?paso=2", "https://example.com/pago?paso=2"),
        ("Fibra 600", "Fibra 600"),
        ("", ""),
    ],
)
def test_a_label_loses_only_what_has_a_format(label: str, masked: str) -> None:
    assert redact_label(label) == masked
    assert redact_label(masked) == masked
