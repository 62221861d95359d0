"""Who wrote a mail, when, about what, and was it a person? What its header says.

The standard library's newer parser of headers raises on what old and careless programs write, so fields
are taken as they stand and read here.
"""

import re
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime

from voc.sources.mail.charsets import decode_words

Fields = dict[str, list[str]]  # by lower-case name, in the order of the header

_ADDRESS = re.compile(r"[^\s<>()\[\]\"',;:]+@[^\s<>()\[\]\"',;:]+")
_IN_BRACKETS = re.compile(r"<\s*(?:mailto:)?([^\s<>]+@[^\s<>]+?)\s*>")
_LONGEST_PERSON = 1_000  # characters
_ID = re.compile(r"<\s*([^<>]+?)\s*>")
_PREFIX = re.compile(
    r"\s*(?:\[(?:externo?|external|ext|spam\??)\]|(?P<forward>rv|fwd?|tr|wg|enc|reenv)(?:\[\d+\])?\s*:"
    r"|(?:re|aw|res|resp|sv|vs|antw)(?:\[\d+\])?\s*:)\s*",
    re.IGNORECASE,
)
_AWAY = re.compile(
    r"\W*(?:automatic reply|auto(?:matic)?[ -]?repl(?:y|ies)|autorespuesta|respuesta autom[aá]tica"
    r"|out of (?:the )?office|fuera de (?:la )?oficina|ausencia temporal|abwesenheit)\b",
    re.IGNORECASE,
)
_ROBOT = re.compile(r"(?:mailer-daemon|postmaster|mail-daemon)@|mailer-daemon$", re.IGNORECASE)
AUTOMATIC = "is an automatic reply and not a customer's words; nothing to do"
UNDELIVERED = "reports that a mail was not delivered, and holds no customer's words; nothing to do"


def gather_fields(message: Message) -> Fields:
    """Gather a header's fields as they stand in the file."""
    fields: Fields = {}
    for name, value in message.raw_items():
        fields.setdefault(name.lower(), []).append(value)
    return fields


def read_field(fields: Fields, name: str) -> str:
    """Read a field as text; "" where it is not there."""
    return decode_words(fields[name][0]) if name in fields else ""


def read_person(raw: str) -> tuple[str | None, str | None]:
    """Read the address, in lower case, and the name of the first person of a From or To field."""
    raw = " ".join(raw.split())[:_LONGEST_PERSON]
    found = _IN_BRACKETS.search(raw)
    bare = None if found else _ADDRESS.search(raw)
    address = found[1] if found else bare[0] if bare else None
    rest = raw[: found.start()] if found else raw.replace(address or "", "")
    name = decode_words(rest).strip(" \"'()<>[],;")
    return decode_words(address).lower() if address else None, name or None


def read_message_id(fields: Fields, name: str = "message-id") -> str | None:
    """Read an id without its brackets; of several (References) the last."""
    raw = " ".join(" ".join(fields.get(name, [])[:1]).split())
    return (_ID.findall(raw) or [raw])[-1].strip("<> ") or None


def read_sent(fields: Fields) -> datetime | str | None:
    """Read when it was sent, with its zone; a date that cannot be read is given as it stands.

    Without a Date it is when the last server received it.
    """
    received = [value.rpartition(";")[2] for value in fields.get("received", [])[:1]]
    for raw in [*fields.get("date", []), *received]:
        try:
            sent = parsedate_to_datetime(" ".join(raw.split()))
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        is_utc = sent.tzinfo is None and raw.rstrip().endswith("-0000")
        return sent.replace(tzinfo=UTC) if is_utc else sent
    return read_field(fields, "date") or None


def read_subject(fields: Fields) -> tuple[str, bool]:
    """Read the subject without "Re:", "RV:" and the like, and whether the first of these says forwarded."""
    subject = read_field(fields, "subject")
    first = None
    while found := _PREFIX.match(subject):
        is_tag = found[0].lstrip().startswith("[")
        first = found if first is None and not is_tag else first
        subject = subject[found.end() :]
    return subject.strip(), bool(first and first["forward"])


def find_robot(message: Message, fields: Fields) -> str | None:
    """Tell why a mail is nobody's words: an automatic reply or a report of delivery; None for a person's."""
    if message.get_content_type() == "multipart/report" or _ROBOT.search(read_field(fields, "from")):
        return UNDELIVERED
    said = read_field(fields, "auto-submitted").lower()
    is_automatic = (
        (said and not said.startswith("no"))
        or any(name in fields for name in ("x-autoreply", "x-autorespond", "x-autoreply-from"))
        or read_field(fields, "precedence").lower() == "auto_reply"
        or _AWAY.match(read_field(fields, "subject"))
    )
    return AUTOMATIC if is_automatic else None
