"""What does each message of an e-mail file or a mailbox say? One record a message.

A record's text is the subject and its sender's own new words; whoever answers or forwards repeats the rest.
A mail that somebody forwards without a word of their own is the first sender's.
"""

from collections.abc import Iterator
from email.message import Message
from email.parser import BytesParser
from email.policy import Compat32
from hashlib import sha256
from typing import Any, BinaryIO

from voc.sources.mail.bodies import Body, read_body
from voc.sources.mail.boxes import read_single_message, split_mailbox
from voc.sources.mail.headers import (
    Fields,
    find_robot,
    gather_fields,
    read_message_id,
    read_person,
    read_sent,
    read_subject,
)
from voc.text.quoted import find_own_words, join_wrapped_lines

__all__ = ["MAIL_FORMATS", "iterate_messages"]

MAIL_FORMATS = ("eml", "mbox")
_FEW_WORDS = 15  # of who forwards: "Hola, os paso el correo de un cliente. Gracias"
_LONGEST_FIELD = 8_000  # characters of a field of the header
_MOST_BOUNDARIES, _MOST_PARTS = 200, 10_000
_DEEPEST_ATTACHED = 3
ENCRYPTED = "is encrypted, and cannot be read; export it decrypted"
TANGLED = "has parts inside parts without end, and is not read"


class _BoundedFields(Compat32):
    """Fields as they stand, none without end: reading parameters takes time that grows with the square."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name, value[:_LONGEST_FIELD]


def iterate_messages(stream: BinaryIO, form: str) -> Iterator[dict[str, Any]]:
    """Read the messages of a file one at a time.

    Args:
        stream: The file's bytes, unpacked.
        form: `eml` (one message) or `mbox`.

    Yields:
        A record with `message_id` (of a message without one, a digest), `text`, `subject`, `date`, `from`
        (the address of whose words these are), `from_name`, `to`, `reply_to`, `in_reply_to`, `is_forwarded`,
        `attachments` (how many, unread) and `refusal` (why this is nobody's words, or None). Null is None.

    Raises:
        SourceError: the file does not begin as e-mail does.
    """
    messages = split_mailbox(stream) if form == "mbox" else iter([read_single_message(stream)])
    for data in messages:
        yield _read_message(data.replace(b"\0", b""))  # which no mail holds, and no codec's name may


def _read_message(data: bytes) -> dict[str, Any]:
    digest = f"sha256-{sha256(data).hexdigest()[:32]}"
    is_tangled = data.lower().count(b"boundary=") > _MOST_BOUNDARIES or data.count(b"\n--") > _MOST_PARTS
    try:
        message = BytesParser(policy=_BoundedFields()).parsebytes(b"" if is_tangled else data)
        record = read_message(message, _DEEPEST_ATTACHED)
    except RecursionError:
        is_tangled, record = True, {}
    if is_tangled:
        return record | {"message_id": digest, "text": None, "refusal": TANGLED, "attachments": 0}
    return record | {"message_id": record["message_id"] or digest}


def read_message(message: Message, depth: int = 0) -> dict[str, Any]:
    """Read a parsed message into a record; `message_id` is None where it has none."""
    fields = gather_fields(message)
    refusal = find_robot(message, fields)
    body = Body() if refusal else read_body(message)
    address, name = read_person(fields.get("from", [""])[0])
    subject, _ = read_subject(fields)
    record: dict[str, Any] = {
        "message_id": read_message_id(fields),
        "date": read_sent(fields),
        "subject": subject or None,
        "from": address,
        "from_name": name,
        "to": read_person(fields.get("to", [""])[0])[0],
        "reply_to": read_person(fields.get("reply-to", [""])[0])[0],
        "in_reply_to": read_message_id(fields, "in-reply-to") or read_message_id(fields, "references"),
        "attachments": body.attachment_count,
        "refusal": refusal or (ENCRYPTED if body.is_encrypted else None),
    }
    words = (
        {"text": None, "is_forwarded": False}
        if record["refusal"]
        else _read_words(record, fields, body, depth)
    )
    return record | words


def _read_words(record: dict[str, Any], fields: Fields, body: Body, depth: int) -> dict[str, Any]:
    """Choose between the sender's words and those of the mail that they forward."""
    found = find_own_words(body.text, author=record["from_name"])
    is_forwarded = found.is_forwarded or read_subject(fields)[1] or bool(body.attached and not found.text)
    words: dict[str, Any] = {"text": found.text, "is_forwarded": is_forwarded}
    if is_forwarded and len(found.text.split()) <= _FEW_WORDS:
        address, name = read_person(found.forwarded_from or "")
        inner = {"text": found.forwarded, "from": address, "from_name": name}
        if not found.forwarded and body.attached and depth:
            attached = read_message(body.attached[0], depth - 1)
            inner = {key: attached[key] for key in inner}
        if inner["text"] and not _is_recipients_own(inner["from"], record):
            words |= inner
    return words | {"text": _join_subject(record["subject"], str(words["text"]), body.is_wrapped)}


def _join_subject(subject: str | None, text: str, is_wrapped: bool) -> str | None:
    """Put the subject above a text that does not begin with it."""
    lines = join_wrapped_lines(text) if is_wrapped else text
    if subject and not lines.startswith(subject):
        lines = f"{subject}\n\n{lines}".strip()
    return lines or None


def _is_recipients_own(address: str | None, record: dict[str, Any]) -> bool:
    """Tell a customer who forwards to a company what that company wrote: the words are the company's."""
    domains = [(who or "").rpartition("@")[2] for who in (address, record["to"], record["from"])]
    return bool(domains[0]) and domains[0] == domains[1] != domains[2]
