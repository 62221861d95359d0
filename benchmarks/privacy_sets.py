"""The sets that redaction is measured on, in one form: a text, what in it is personal, what must stay.

A part called `looked at` was read while rules were written; `untouched` was not: its figures are the ones
to believe. MEDDOCAN is parted by its own train and dev, the presidio set by the number of the template.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

MEDDOCAN = {  # the set's types by what is measured; what is left out names nobody by itself
    "NOMBRE_SUJETO_ASISTENCIA": "name, introduced",
    "NOMBRE_PERSONAL_SANITARIO": "name, introduced",
    "CALLE": "street",
    "ID_SUJETO_ASISTENCIA": "patient number",
    "ID_ASEGURAMIENTO": "social security",
    "ID_TITULACION_PERSONAL_SANITARIO": "licence number",
    "CORREO_ELECTRONICO": "e-mail",
    "NUMERO_TELEFONO": "phone",
    "NUMERO_FAX": "phone",
}
PRESIDIO = {
    "PERSON": "name, elsewhere",
    "STREET_ADDRESS": "street",
    "CREDIT_CARD": "card",
    "PHONE_NUMBER": "phone",
    "EMAIL_ADDRESS": "e-mail",
    "IBAN_CODE": "IBAN",
    "US_SSN": "SSN",
    "IP_ADDRESS": "IP",
    "US_DRIVER_LICENSE": "licence number",
}
KEPT = {"FECHAS": "date", "DATE_TIME": "date", "EDAD_SUJETO_ASISTENCIA": "age", "AGE": "age"}


@dataclass(frozen=True)
class Marked:
    """A text and its marks: `(start, end, what)`; what is personal, and what must stay."""

    text: str
    personal: tuple[tuple[int, int, str], ...]
    kept: tuple[tuple[int, int, str], ...]
    is_looked_at: bool
    language: str


def read_marked(path: Path, kinds: dict[str, str], language: str) -> Iterator[Marked]:
    """Read one labelled set."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        marks = [(mark["start"], mark["end"], mark["type"]) for mark in row["spans"]]
        yield Marked(
            row["text"],
            tuple(_name_marks(row["text"], marks, kinds)),
            tuple((start, end, KEPT[kind]) for start, end, kind in marks if kind in KEPT),
            row["split"] == "train" if "split" in row else row["template_id"] % 2 == 0,
            language,
        )


def _name_marks(
    text: str, marks: list[tuple[int, int, str]], kinds: dict[str, str]
) -> Iterator[tuple[int, int, str]]:
    """Name the personal marks; a "number" without a digit ("niña", "caucásica") is an error of the set's."""
    for start, end, kind in marks:
        what = kinds.get(kind)
        if what and (
            what.split()[-1] not in {"number", "security"} or any(map(str.isdigit, text[start:end]))
        ):
            yield start, end, what


def load_meddocan(data: Path) -> list[Marked]:
    """Spanish clinical records with invented persons: train looked at, dev untouched."""
    folder = data / "meddocan_pii_es"
    return [
        text for part in ("train", "dev") for text in read_marked(folder / f"{part}.jsonl", MEDDOCAN, "es")
    ]


def load_presidio(data: Path) -> list[Marked]:
    """Made English sentences with persons and addresses of many countries: even templates looked at."""
    return list(read_marked(data / "presidio_pii_en" / "data.jsonl", PRESIDIO, "en"))
