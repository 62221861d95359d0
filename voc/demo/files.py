"""What do the systems export? One writer a source: bytes by their path under inbox/, and nothing else.

Each file has the habits of the system it comes from: an old CRM's code page and semicolons, a ticketing
system's UTC, a survey tool's extra header rows, a spreadsheet's typed cells.
"""

import csv
import gzip
import io
import json
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from voc.demo.records import Record, Shelf
from voc.demo.transcripts import write_call_center, write_transcripts

ZONE = ZoneInfo("Europe/Madrid")
MADE_AT = datetime(2026, 5, 18, 6, 0, 0, tzinfo=UTC)  # what the spreadsheet says of its making
SUBJECTS = {
    "es": ("Consulta cliente", "Incidencia", "Reclamación", "Nota de llamada", "Gestión"),
    "en": ("Customer query", "Fault", "Complaint", "Call note", "Request"),
    "fr": ("Demande client",),
}

Files = dict[str, bytes]


def write_inbox(shelf: Shelf) -> Files:
    """Write every source's files."""
    writers: dict[str, Callable[[list[Record]], Files]] = {
        "crm-notes": write_notes,
        "helpdesk": write_tickets,
        "nps-survey": write_qualtrics,
        "store-survey": write_store_survey,
        "service-survey": write_service_survey,
        "calls": write_transcripts,
        "call-center": write_call_center,
        "web-feedback": write_feedback,
    }
    files: Files = {}
    for source, write in writers.items():
        files.update(write(shelf.of(source)))
    return files


def write_notes(records: list[Record]) -> Files:
    """The CRM's notes: a CSV a month, cp1252, semicolons; what is sent again comes a month later."""
    header = ("num_nota", "fecha", "cod_cliente", "agente", "equipo", "producto", "etapa", "nota")
    months = sorted({f"{r.contact.when:%Y-%m}" for r in records})
    parts: dict[str, list[Sequence[object]]] = {month: [] for month in months}
    for r in records:
        at = months.index(f"{r.contact.when:%Y-%m}") + (1 if r.flaw in ("duplicate", "update") else 0)
        row = (
            r.id,
            _tell_day(r.when),
            _tell_customer(r),
            r.agent,
            r.department,
            r.product,
            r.touchpoint,
            r.words.text,
        )
        parts[months[min(at, len(months) - 1)]].append(row)
    return {
        f"notes/notas_{month}.csv": _write_table([header, *rows], ";").encode("cp1252", errors="replace")
        for month, rows in parts.items()
    }


def write_tickets(records: list[Record]) -> Files:
    """The ticketing system's answer: one document, ids as numbers, times in UTC."""
    tickets = [
        {
            "id": int(r.id) if r.id else None,
            "created_at": _tell_utc(r.when),
            "subject": SUBJECTS[r.contact.language][len(r.words.text) % len(SUBJECTS[r.contact.language])],
            "description": r.words.text or None,
            "requester": {"id": _tell_customer(r) or None},
            "assignee": {"id": r.agent, "group": r.department or None},
            "custom_fields": {"product": r.product or None, "stage": r.touchpoint or None},
            "tags": ["aurora", r.contact.country.lower()],
            "status": "closed" if r.rating is None and len(r.words.text) % 3 else "open",
        }
        for r in records
    ]
    document = {"tickets": tickets, "count": len(tickets), "next_page": None}
    return {"tickets/tickets.json": _dump(document, indent=1).encode()}


def write_qualtrics(records: list[Record]) -> Files:
    """Qualtrics' CSV: names, then the questions, then the import ids, then the answers."""
    names = ("StartDate", "EndDate", "Status", "Progress", "Finished", "RecordedDate", "ResponseId")
    header = (*names, "UserLanguage", "Q1_NPS", "Q2", "CustomerID", "Producto")
    questions = (
        "Start Date", "End Date", "Response Type", "Progress", "Finished", "Recorded Date", "Response ID",
        "User Language", "¿Con qué probabilidad recomendaría Aurora Telecom a un amigo o familiar?",
        "¿Cuál es el motivo principal de su puntuación?", "CustomerID", "Producto",
    )  # fmt: skip
    imports = (
        "startDate", "endDate", "status", "progress", "finished", "recordedDate", "_recordId",
        "userLanguage", "QID1", "QID2_TEXT", "CustomerID", "Producto",
    )  # fmt: skip
    rows: list[Sequence[object]] = [header, questions, [json.dumps({"ImportId": name}) for name in imports]]
    for r in records:
        begun = _tell_clock(r.when - timedelta(seconds=35 + len(r.words.text)) if r.when else None)
        ended = _tell_clock(r.when)
        answer = (
            r.contact.language.upper(),
            _tell_number(r.rating),
            r.words.text,
            _tell_customer(r),
            r.product,
        )
        rows.append((begun, ended, "IP Address", 100, "True", ended, r.id, *answer))
    return {"surveys/nps_relacional_qualtrics.csv": _write_table(rows, ",").encode("utf-8-sig")}


def write_store_survey(records: list[Record]) -> Files:
    """The shops' satisfaction survey: a plain CSV with a byte order mark."""
    rows: list[Sequence[object]] = [
        ("encuesta_id", "fecha", "cliente", "satisfaccion", "producto", "comentario")
    ]
    for r in records:
        when = _tell_clock(r.when)
        rows.append((r.id, when, _tell_customer(r), _tell_number(r.rating), r.product, r.words.text))
    return {"surveys/encuesta_tiendas.csv": _write_table(rows, ",").encode("utf-8-sig")}


def write_service_survey(records: list[Record]) -> Files:
    """The survey after a service: an Excel export with typed cells and a second, summary sheet."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_urls": False, "strings_to_formulas": False}
    )
    book.set_properties({"title": "Encuesta posservicio", "author": "Aurora Telecom", "created": MADE_AT})
    sheet = book.add_worksheet("Respuestas")
    bold, clock = book.add_format({"bold": True}), book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
    sheet.write_row(
        0, 0, ("ID respuesta", "Fecha", "Cliente", "NPS", "Equipo", "Momento", "Comentario"), bold
    )
    for line, r in enumerate(records, start=1):
        cells = (r.id, r.when, _tell_customer(r), r.rating, r.department, r.touchpoint, r.words.text)
        for column, value in enumerate(cells):
            if isinstance(value, datetime):
                sheet.write_datetime(line, column, value, clock)
            elif value not in ("", None):
                sheet.write(line, column, value)
    sheet.set_column(1, 1, 17)
    sheet.set_column(6, 6, 80)
    book.close()
    return {"surveys/posservicio.xlsx": out.getvalue()}


def write_feedback(records: list[Record]) -> Files:
    """The web form's log: JSON Lines, the older half gzipped."""
    lines = [_dump(_tell_feedback(r)) for r in records]
    kept = [line for line, r in zip(lines, records, strict=True) if not r.flaw]
    extra = [line for line, r in zip(lines, records, strict=True) if r.flaw]
    half = len(kept) // 2
    old, new = "\n".join(kept[:half]) + "\n", "\n".join(kept[half:] + extra) + "\n"
    return {
        "web/feedback_1.jsonl.gz": gzip.compress(old.encode(), mtime=0),
        "web/feedback_2.jsonl": new.encode(),
    }


def _tell_feedback(r: Record) -> dict[str, object]:
    pages = {"uso": "/ayuda", "facturación": "/area-cliente/facturas", "contratación": "/tienda"}
    return {
        "feedback_id": r.id or None,
        "submitted_at": r.when.replace(tzinfo=ZONE).isoformat() if r.when else None,
        "user": {"id": _tell_customer(r) or None},
        "page": pages.get(r.touchpoint, "/contacto"),
        "moment": r.touchpoint or None,
        "stars": r.rating,
        "comment": r.words.text or None,
        "client": {"device": ("mobile", "desktop")[len(r.id) % 2], "locale": r.contact.language},
    }


def _tell_customer(r: Record) -> str:
    return r.contact.customer.id if r.contact.customer else ""


def _tell_day(when: datetime | None) -> str:
    return f"{when:%d/%m/%Y %H:%M:%S}" if when else ""


def _tell_clock(when: datetime | None) -> str:
    return f"{when:%Y-%m-%d %H:%M:%S}" if when else ""


def _tell_utc(when: datetime | None) -> str | None:
    return f"{when.replace(tzinfo=ZONE).astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if when else None


def _tell_number(value: int | None) -> str:
    return "" if value is None else str(value)


def _write_table(rows: Iterable[Sequence[object]], delimiter: str) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return out.getvalue()


def _dump(value: object, indent: int | None = None) -> str:
    return json.dumps(value, ensure_ascii=False, indent=indent)
