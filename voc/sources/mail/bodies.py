"""Which part of a mail holds its words, and what do they say?

Plain text is preferred to HTML of the same words. Everything that has a name, or is no text, is an
attachment: counted, not read; but a whole mail that is attached was forwarded, and is.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from email.message import Message
from typing import cast

from voc.sources.mail.charsets import decode_declared
from voc.sources.mail.markup import render_html
from voc.text.quoted import join_flowed_lines

_DEEPEST = 30  # parts inside parts
_LOOKS_LIKE_HTML = re.compile(r"\s*<(?:!doctype html|html|body|div|p)\b", re.IGNORECASE)
_ENCRYPTED_TEXT = "-----BEGIN PGP MESSAGE-----"
_ENVELOPES = ("application/pkcs7-mime", "application/x-pkcs7-mime")


@dataclass
class Body:
    """What a mail holds below its header."""

    text: str = ""
    is_wrapped: bool = False  # plain text, whose lines a program may have broken
    is_encrypted: bool = False
    attachment_count: int = 0
    attached: list[Message] = field(default_factory=list)  # whole mails


def read_body(message: Message) -> Body:
    """Read a mail's words as plain text, quoted lines with `>`; "" where it has none."""
    body = Body()
    body.text = _read_part(message, body, _DEEPEST)
    body.is_encrypted |= body.text.lstrip().startswith(_ENCRYPTED_TEXT)
    return body


def _read_part(part: Message, body: Body, depth: int) -> str:
    form = part.get_content_type()
    if form == "message/rfc822":
        body.attached.extend(_list_children(part)[:1])
        return ""
    children = _list_children(part)
    if form == "multipart/encrypted" or (form in _ENVELOPES and _is_enveloped(part)):
        body.is_encrypted = True
        return ""
    if form == "multipart/alternative":
        return _read_alternative(children, body, depth - 1)
    if children:
        texts = [_read_part(child, body, depth - 1) for child in children] if depth else []
        return "\n\n".join(text for text in texts if text.strip())
    return _read_leaf(part, form, body)


def _list_children(part: Message) -> list[Message]:
    if not part.is_multipart():
        return []
    return [child for child in cast("list[object]", part.get_payload()) if isinstance(child, Message)]


def _is_enveloped(part: Message) -> bool:
    return str(part.get_param("smime-type") or "enveloped").lower().startswith("enveloped")


def _read_alternative(children: Sequence[Message], body: Body, depth: int) -> str:
    """Read the plain one of several forms of the same words, else the last that says something."""
    ordered = sorted(children, key=lambda child: child.get_content_type() != "text/plain")
    plain_count = sum(child.get_content_type() == "text/plain" for child in children)
    chosen = ""
    for place, child in enumerate(ordered if depth > 0 else ()):
        if chosen and place >= plain_count:
            body.attachment_count += sum(_is_attachment(leaf) for leaf in child.walk())
        else:
            text = _read_part(child, body, depth)
            chosen = text if text.strip() else chosen
    return chosen


def _is_attachment(part: Message) -> bool:
    if part.is_multipart() or part.get("content-id") is not None:
        return False
    return part.get_content_maintype() != "text" or _has_name(part)


def _has_name(part: Message) -> bool:
    """Tell a part that is a file; its name is not decoded, which fails for charsets that are none."""
    return any(
        part.get_param(name, header=field) is not None
        for name, field in (("filename", "content-disposition"), ("name", "content-type"))
    )


def _read_leaf(part: Message, form: str, body: Body) -> str:
    is_mail_itself = form.startswith("multipart/")  # one whose boundary is nowhere
    if _has_name(part) or part.get_content_disposition() == "attachment":
        body.attachment_count += 1
        return ""
    if form not in {"text/plain", "text/html"} and not is_mail_itself:
        body.attachment_count += part.get("content-id") is None
        return ""
    data = cast("bytes", part.get_payload(decode=True) or b"")
    text = decode_declared(data, part.get_content_charset()).replace("\r\n", "\n").replace("\r", "\n")
    if form == "text/html" or _LOOKS_LIKE_HTML.match(text):
        return render_html(text)
    if str(part.get_param("format") or "").lower() == "flowed":
        return join_flowed_lines(text, delete_space=str(part.get_param("delsp") or "").lower() == "yes")
    body.is_wrapped |= bool(text.strip())
    return text
