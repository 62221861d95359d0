"""Which columns does the list of issues have, and what does each mean?

One line a column, in both languages; a figure's definition travels with the figure.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from voc.exports.words import say_word

Issue = Mapping[str, Any]
Value = str | int | float | date | None
Shape = Literal["text", "count", "share", "money", "number", "rate", "day"]

RECENT_WEEKS = 8


@dataclass(frozen=True)
class Column:
    """A column: its field in the document, how it is written, its header and definition by language."""

    field: str
    shape: Shape
    width: int  # in characters, for a workbook
    headers: Mapping[str, str]
    definitions: Mapping[str, str]


def list_rows(document: Issue) -> list[Issue]:
    """List the issues as rows, each with what the document says of all contacts."""
    same = {"assigned": document["assigned"]["share"], "exposure": document["exposure"]["name"]}
    return [{**issue, **same} for issue in document["issues"]]


def read_cell(issue: Issue, column: Column, language: str) -> Value:
    """Read an issue's value for a column, as a person reads it: words translated, lists in one line."""
    value = issue.get(column.field)
    if column.shape == "day":
        return date.fromisoformat(str(value)[:10]) if value else None
    if column.field in FLATTENERS:
        return FLATTENERS[column.field](value) if value else None
    if column.field in TRANSLATED:
        return say_word(value, language)
    if value is None or isinstance(value, str | int | float):
        return value
    return str(value)


def join_counts(counts: Mapping[str, int]) -> str:
    """Write counts in one line, largest first: `call 12 · web 3`."""
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return " · ".join(f"{name} {count}" for name, count in ordered)


def _join_weeks(weeks: Sequence[Mapping[str, Any]]) -> str:
    return " · ".join(f"{week['week']}: {week['contacts']}" for week in weeks[-RECENT_WEEKS:])


def _join_verbatims(verbatims: Sequence[Mapping[str, Any]]) -> str:
    return "\n".join(f"«{' '.join(str(verbatim['text']).split())}»" for verbatim in verbatims)


def _join_neighbours(neighbours: Sequence[Mapping[str, Any]]) -> str:
    return "\n".join(f"{neighbour['issue_id']} {neighbour['name']}" for neighbour in neighbours)


def _join_target(target: object) -> str:
    if isinstance(target, Mapping):
        return " ".join(str(value) for value in target.values() if value is not None)
    return str(target)


FLATTENERS: Mapping[str, Callable[[Any], str]] = {
    "channels": join_counts,
    "languages": " · ".join,
    "keyphrases": " · ".join,
    "weeks": _join_weeks,
    "verbatims": _join_verbatims,
    "neighbours": _join_neighbours,
}
TRANSLATED = ("state", "trend", "lifecycle", "kind", "opportunity", "lever")


def _column(
    field: str, shape: Shape, width: int, spanish: tuple[str, str], english: tuple[str, str]
) -> Column:
    return Column(
        field, shape, width, {"es": spanish[0], "en": english[0]}, {"es": spanish[1], "en": english[1]}
    )


COLUMNS: tuple[Column, ...] = (
    _column(
        "issue_id", "text", 10,
        ("Motivo", "Identificador del motivo; no cambia de una semana a otra."),
        ("Issue", "The issue's identifier; it stays the same from week to week."),
    ),
    _column(
        "name", "text", 44,
        ("Nombre", "Cómo lo diría una persona; el Consejo puede cambiarlo."),
        ("Name", "As a person would say it; the council may change it."),
    ),
    _column(
        "contacts", "count", 11,
        ("Contactos", "Contactos con al menos una mención del motivo; cada uno cuenta una vez por motivo."),
        ("Contacts", "Contacts with at least one mention of the issue; each counts once an issue."),
    ),
    _column(
        "share", "share", 11,
        ("% del total", "Contactos del motivo entre todos los contactos del periodo, con o sin motivo."),
        ("Share", "The issue's contacts among all contacts of the period, with or without an issue."),
    ),
    _column(
        "customers", "count", 11,
        ("Clientes", "Clientes distintos; un contacto sin cliente conocido cuenta como uno."),
        ("Customers", "Different customers; a contact without a known customer counts as one."),
    ),
    _column(
        "trend", "text", 13,
        ("Tendencia", "Nuevo, creciente, estable, en descenso, inactivo o reabierto."),
        ("Trend", "New, growing, stable, declining, dormant or reopened."),
    ),
    _column(
        "state", "text", 13,
        ("Estado", "Recurrente: bastantes clientes distintos y semanas distintas; si no, aislado."),
        ("State", "Recurring: enough different customers and different weeks; else isolated."),
    ),
    _column(
        "kind", "text", 13,
        ("Tipo", "El tipo de contacto más frecuente: evitable, repetido, sencillo, valioso u otro."),
        ("Kind", "The commonest kind of contact: avoidable, repeat, simple, valuable or other."),
    ),
    _column(
        "opportunity", "text", 22,
        ("Oportunidad", "Fui ignorado, dónde está lo mío, falta información, quiere comprar más; o ninguna."),
        ("Opportunity", "I was ignored, where is my stuff, missing information, buy more; or none."),
    ),
    _column(
        "repeat_rate", "share", 11,
        ("Repetidos", "De los contactos con cliente conocido, los que repiten el motivo dentro del plazo."),
        ("Repeats", "Of contacts with a known customer, those that repeat the issue within the window."),
    ),
    _column(
        "cost", "money", 12,
        ("Costo", "Suma del costo de sus contactos según el canal; un canal sin costo vale 0."),
        ("Cost", "What its contacts cost by channel; a channel without a cost is 0."),
    ),
    _column(
        "silent_customers", "count", 12,
        ("Silenciosos", "Clientes que callan, estimados: los que hablan por el multiplicador configurado."),
        ("Silent", "Estimate of customers who stay silent: those who speak by the configured multiplier."),
    ),
    _column(
        "rating_effect", "number", 12,
        ("Efecto nota", "Puntos de la escala con los que va asociado; negativo la baja. No dice la causa."),
        ("Rating effect", "Points of the scale that it goes with; negative lowers it. No claim of cause."),
    ),
    _column(
        "department", "text", 18,
        ("Departamento", "El que asignó el Consejo; si no, el más frecuente en sus contactos."),
        ("Department", "The one the council assigned; else the commonest among its contacts."),
    ),
    _column(
        "owner", "text", 18,
        ("Responsable", "A quién lo asignó el Consejo."),
        ("Owner", "Whom the council assigned it to."),
    ),
    _column(
        "target", "number", 10,
        ("Meta", "Contactos por semana a los que se quiere llegar."),
        ("Target", "Contacts a week that are aimed at."),
    ),
    _column(
        "lever", "text", 13,
        ("Decisión", "Eliminar, automatizar, simplificar o mejorar; vacío mientras no se decida."),
        ("Decision", "Eliminate, automate, simplify or improve; empty while undecided."),
    ),
    _column(
        "lifecycle", "text", 18,
        ("Fase", "Oído, agregado, asignado, solución elegida, corregido, prevenido."),
        ("Lifecycle", "Heard, aggregated, owned, solution chosen, fixed, prevented."),
    ),
    _column(
        "first_seen", "day", 12,
        ("Desde", "Día del primer contacto."),
        ("First seen", "Day of the first contact."),
    ),
    _column(
        "last_seen", "day", 12,
        ("Hasta", "Día del último contacto."),
        ("Last seen", "Day of the last contact."),
    ),
    _column(
        "theme", "text", 26,
        ("Tema", "El grupo de motivos al que pertenece."),
        ("Theme", "The group of issues that it belongs to."),
    ),
    _column(
        "channels", "text", 34,
        ("Canales", "Contactos por canal."),
        ("Channels", "Contacts by channel."),
    ),
    _column(
        "languages", "text", 14,
        ("Idiomas", "Los de sus contactos, el más frecuente primero."),
        ("Languages", "Those of its contacts, the commonest first."),
    ),
    _column(
        "keyphrases", "text", 40,
        ("Palabras clave", "Las expresiones que lo distinguen de los demás."),
        ("Keyphrases", "The expressions that tell it apart from the others."),
    ),
    _column(
        "weeks", "text", 44,
        ("Últimas semanas", f"Contactos en cada una de las últimas {RECENT_WEEKS} semanas."),
        ("Recent weeks", f"Contacts in each of the last {RECENT_WEEKS} weeks."),
    ),
    _column(
        "verbatims", "text", 70,
        ("En palabras del cliente", "Frases reales sin datos personales, como evidencia."),
        ("In customers' words", "Real sentences without personal data, as evidence."),
    ),
    _column(
        "stability", "number", 12,
        ("Estabilidad", "De 0 a 1: cuánto se repite el motivo al agrupar otra vez parte de los textos."
                        " Desde 0,75 es firme; por debajo de 0,5, dudoso."),
        ("Stability", "0 to 1: how far the issue comes back when part of the texts is grouped anew."
                      " From 0.75 it is firm; below 0.5, doubtful."),
    ),
    _column(
        "neighbours", "text", 44,
        ("Motivos cercanos", "Los que más se le parecen, el más cercano primero."),
        ("Nearest issues", "Those most like it, the nearest first."),
    ),
    _column(
        "assigned", "share", 12,
        ("Cobertura", "Contactos con algún motivo entre todos los del periodo; igual en todas las filas."
                      " El resto queda sin motivo."),
        ("Coverage", "Contacts with any issue among all of the period; the same in every row."
                     " The rest have none."),
    ),
    _column(
        "rate", "rate", 12,
        ("Tasa", "Contactos del motivo por cada unidad del denominador, en semanas completas."),
        ("Rate", "The issue's contacts for each unit of the denominator, in the period's whole weeks."),
    ),
    _column(
        "exposure", "text", 16,
        ("Denominador", "Entre qué se divide: lo primero que entrega la empresa (pedidos, clientes); si no"
                        " entrega nada, «contacts»: todos los contactos, y la tasa es una parte."),
        ("Denominator", "What rates are told by: what the company delivers first (orders, customers); where"
                        " it delivers nothing, \"contacts\": all contacts, and the rate is a share."),
    ),
)  # fmt: skip
