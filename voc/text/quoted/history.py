"""Where does a mail begin to repeat an earlier one?

Mail programs say it in few ways: `>` before each line under a line that ends with "wrote:", a block of
header lines, or a line of dashes with words in it. The words are those of the sender's language.
"""

import re
from collections.abc import Iterator, Sequence

_LABELS = {
    "from": "de|from|von|da|desde|remitente",
    "date": "enviado(?: el)?|sent|fecha(?: de env[ií]o)?|date|data|envoy[ée]|gesendet|inviato",
    "to": "para|to|a|an|à|destinatarios?",
    "subject": "asunto|subject|objet|betreff|oggetto|assunto|assumpte",
    "other": "cco?|bcc|responder a|reply-to|importan(?:ce|cia)|attachments|(?:datos )?adjuntos",
}
_LABEL = re.compile(
    r"[*_\s]*(?:" + "|".join(f"(?P<{kind}>{words})" for kind, words in _LABELS.items()) + r")\s*[*_]*:[*_]*"
    r"(?P<value>(?:\s.*)?)$",
    re.IGNORECASE,
)
_MOST_HEADER_LINES = 14  # a long list of recipients is wrapped
_RULE = re.compile(r"\s*[_=-]{5,}\s*$")
_ORIGINAL = re.compile(
    r"\W{0,12}(?:original message|mensaje original|mensagem original|missatge original|message d'origine"
    r"|ursprüngliche nachricht)\W{0,12}$",
    re.IGNORECASE,
)
_FORWARD = re.compile(
    r"(?:[-_*\s]{3,40}(?:original )?(?:forwarded (?:message|mail|by [^-]{1,60})|mensaje reenviado"
    r"|mensaje reenviado por [^-]{1,60}|missatge reenviat|mensagem encaminhada|message transféré"
    r"|weitergeleitete nachricht)[-_*\s:]*"
    r"|\s*\*?(?:begin forwarded message|inicio del mensaje reenviado|start of forwarded message"
    r"|comienza el mensaje reenviado):?\*?\s*)$",
    re.IGNORECASE,
)
_WROTE = re.compile(
    r"(?:escribi[óo]|wrote|a écrit|schrieb|ha scritto|escreveu|va escriure)\s?:$|<\S+@\S+>:$", re.IGNORECASE
)
_ANNOUNCES = re.compile(r"(?:el|on|em|le|am|il|en|a|\d{4}-\d{2}-\d{2})\s|.{0,80}<?\S+@\S+", re.IGNORECASE)
_DATED = re.compile(r"\b\d{4}\b|\d{1,2}[/.-]\d{1,2}[/.-]\d{2}|@")
_MOST_ANNOUNCING_LINES, _LONGEST_ANNOUNCEMENT = 4, 320
_QUOTE = re.compile(r"\s?(?:>\s?)+")


def part_history(lines: Sequence[str]) -> tuple[list[str], list[str], bool]:
    """Part a mail's own lines from what it repeats.

    Returns:
        The own lines; the lines of the mail that follows, from its header on, [] where none does or where
        it is quoted with `>`; whether a mark says that this one was forwarded.
    """
    own: list[str] = []
    i = 0
    while i < len(lines):
        line = lines[i]
        if _FORWARD.match(line):
            return own, list(lines[i + 1 :]), True
        if _ORIGINAL.match(line):
            return own, list(lines[i + 1 :]), False
        if _is_header_block(lines, i):
            return own, list(lines[i:]), False
        length = _measure_announcement(lines, i)
        if length and not _is_quoted_next(lines, i + length):
            return own, list(lines[i + length :]), False
        if not length and not _QUOTE.match(line):
            own.append(line)
        i += length or 1
    return own, [], False


def _is_header_block(lines: Sequence[str], start: int) -> bool:
    """Tell a mail's header: who, about what, and when or to whom, in lines that follow each other.

    A traveller's "De: Madrid, Para: Roma, Fecha: ..." is none, for it has no subject.
    """
    if not _LABEL.match(lines[start]) or (start and _LABEL.match(lines[start - 1])):
        return False  # a block begins with its first line
    kinds = {kind for kind, _ in _list_header_lines(lines, start)}
    return {"from", "subject"} <= kinds and bool(kinds & {"date", "to"})


def _list_header_lines(lines: Sequence[str], start: int) -> Iterator[tuple[str, str]]:
    """List a header's lines as kind and value; a line without a label goes on from the one before."""
    for line in lines[start : start + _MOST_HEADER_LINES]:
        if not line.strip():
            return
        found = _LABEL.match(line)
        kind = next(kind for kind in _LABELS if found[kind]) if found else ""
        yield kind, found["value"].strip() if found else ""


def read_header_block(lines: Sequence[str]) -> tuple[dict[str, str], list[str]]:
    """Read the header that a repeated mail begins with, if it has one, and the lines below it."""
    start = next((i for i, line in enumerate(lines) if line.strip() and not _RULE.match(line)), len(lines))
    if start == len(lines) or not _LABEL.match(lines[start]):
        return {}, list(lines[start:])
    entries = list(_list_header_lines(lines, start))
    header: dict[str, str] = {}
    for kind, value in entries:
        if kind and value:
            header.setdefault(kind, value)
    return header, list(lines[start + len(entries) :])


def _measure_announcement(lines: Sequence[str], start: int) -> int:
    """Count the lines, 0 to 4, of a wrapped "El 4 may 2026, a las 10:00, Ana <...> escribió:"."""
    first = lines[start].lstrip(" *_")
    if len(first) > _LONGEST_ANNOUNCEMENT or not _ANNOUNCES.match(first):
        return 0
    text = ""
    for length, line in enumerate(lines[start : start + _MOST_ANNOUNCING_LINES], start=1):
        if not line.strip():
            return 0
        text = f"{text} {line.strip(' *_')}".strip()
        if len(text) > _LONGEST_ANNOUNCEMENT:
            return 0
        if _WROTE.search(text):
            return length if _DATED.search(text) and (set(text) & set(",<(@")) else 0
    return 0


def _is_quoted_next(lines: Sequence[str], start: int) -> bool:
    following = next((line for line in lines[start:] if line.strip()), "")
    return _QUOTE.match(following) is not None


def unquote_lines(lines: Sequence[str]) -> list[str]:
    """Take one `>` off every line of a mail that is repeated as a quotation, as Apple Mail forwards."""
    if not _is_quoted_next(lines, 0):
        return list(lines)
    return [re.sub(r"^\s?> ?", "", line) for line in lines]
