"""How do messages become records like any file's, part by part?"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from voc.sources.mail import iterate_messages
from voc.sources.paths import look_up
from voc.sources.rowset import Parts, Record, Rowset, Wanted, gather_parts
from voc.sources.streams import Plain


def open_mail_file(plain: Plain, wanted: Wanted, part_rows: int) -> Parts:
    """Open an `.eml` file: one message.

    Raises:
        SourceError: when it is read, if it does not begin as a message does.
    """
    return lambda: _read_parts(_Messages(plain, "eml", wanted), part_rows)


def open_mailbox(plain: Plain, wanted: Wanted, part_rows: int) -> Parts:
    """Open an mbox, of which one message at a time is in memory.

    Raises:
        SourceError: when it is read, if it does not begin as a mailbox does.
    """
    messages = _Messages(plain, "mbox", wanted)
    return lambda: _read_parts(messages, part_rows)


class _Messages:
    """A file's messages, and how many attachments they had when last all were read."""

    def __init__(self, plain: Plain, form: str, wanted: Wanted) -> None:
        self.plain, self.form, self.wanted = plain, form, wanted
        self.columns: tuple[str, ...] = ()
        self.attachment_count = 0

    def list_records(self) -> Iterator[Record]:
        """Read messages as records; an automatic reply is none, and the reason says so."""
        count = 0
        with self.plain.open() as stream:
            for message in iterate_messages(stream, self.form):
                count += message["attachments"]
                self.columns = tuple(name for name in message if name != "refusal")
                size = len(message["text"] or "")
                cells = [look_up(message, column) for column in self.wanted.columns.values()]
                yield Record(None, message["refusal"]) if message["refusal"] else Record(cells, size=size)
        self.attachment_count = count


def _read_parts(messages: _Messages, part_rows: int) -> Iterator[Rowset]:
    """Read parts; how many attachments were passed over is in the first, as soon as it is known."""
    parts = gather_parts(
        messages.list_records(), list(messages.wanted.columns), part_rows, columns=lambda: messages.columns
    )
    first = next(parts)
    second = next(parts, None)
    count = messages.attachment_count
    yield replace(first, notes=[f"{count:,} attachments are not read"] if count else [])
    yield from chain([second] if second else [], parts)
