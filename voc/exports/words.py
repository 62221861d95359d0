"""How do the contract's words read in the reader's language?"""

from collections.abc import Mapping

from voc.schema import CONTACT_KINDS, LEVERS, LIFECYCLE, OPPORTUNITIES, STATES, TRENDS

SPANISH: Mapping[str, str] = {
    "recurring": "recurrente",
    "isolated": "aislado",
    "new": "nuevo",
    "growing": "creciente",
    "stable": "estable",
    "declining": "en descenso",
    "dormant": "inactivo",
    "reopened": "reabierto",
    "heard": "oído",
    "aggregated": "agregado",
    "owned": "asignado",
    "solution_chosen": "solución elegida",
    "fixed": "corregido",
    "prevented": "prevenido",
    "avoidable": "evitable",
    "repeat": "repetido",
    "simple": "sencillo",
    "valuable": "valioso",
    "other": "otro",
    "ignored": "fui ignorado",
    "where_is_my_stuff": "dónde está lo mío",
    "missing_information": "falta información",
    "buy_more": "quiere comprar más",
    "eliminate": "eliminar",
    "automate": "automatizar",
    "simplify": "simplificar",
    "improve": "mejorar",
}

ALL_WORDS = (*STATES, *TRENDS, *LIFECYCLE, *CONTACT_KINDS, *OPPORTUNITIES, *LEVERS)

TITLES: Mapping[str, Mapping[str, str]] = {
    "es": {
        "issues": "Motivos",
        "weeks": "Semanas",
        "verbatims": "Palabras",
        "definitions": "Definiciones",
        "sources": "Fuentes",
        "issue": "Motivo",
        "name": "Nombre",
        "column": "Columna",
        "meaning": "Qué significa",
        "contact": "Contacto",
        "text": "Texto",
        "source": "Fuente",
        "received": "Recibidos",
        "stored": "Guardados",
        "updated": "Actualizados",
        "duplicate": "Duplicados",
        "quarantined": "En cuarentena",
        "erased": "Borrados",
        "last_contact": "Último contacto",
        "as_of": "Hasta (sin incluir)",
        "week": "Última semana completa",
        "contacts": "Contactos en total",
        "customers": "Clientes en total",
        "assigned": "Contactos con motivo",
        "unassigned": "Contactos sin motivo",
        "snapshot": "Fotografía",
    },
    "en": {
        "issues": "Issues",
        "weeks": "Weeks",
        "verbatims": "Words",
        "definitions": "Definitions",
        "sources": "Sources",
        "issue": "Issue",
        "name": "Name",
        "column": "Column",
        "meaning": "What it means",
        "contact": "Contact",
        "text": "Text",
        "source": "Source",
        "received": "Received",
        "stored": "Stored",
        "updated": "Updated",
        "duplicate": "Duplicate",
        "quarantined": "Quarantined",
        "erased": "Erased",
        "last_contact": "Last contact",
        "as_of": "As of (exclusive)",
        "week": "Last complete week",
        "contacts": "Contacts in all",
        "customers": "Customers in all",
        "assigned": "Contacts with an issue",
        "unassigned": "Contacts without an issue",
        "snapshot": "Snapshot",
    },
}


def say_word(word: str | None, language: str) -> str | None:
    """Say a word of the contract in the reader's language; none stays none."""
    if word is None:
        return None
    if language == "es":
        return SPANISH.get(word, word)
    return word.replace("_", " ")
