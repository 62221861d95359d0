"""Who reads a format that is in no file ending: a plug-in's function, or one of our own shapes?

A reader is a function `read(stream, source)` that yields a mapping for each record; `[sources.fields]` says
which of its keys, or dotted paths, mean what. `stream.name` is the file's name, without folders.
"""

import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from typing import Any, BinaryIO

from voc.errors import SourceError
from voc.settings import SourceSettings
from voc.settings.sources import PLUGIN_GROUP
from voc.sources.records import gather_objects
from voc.sources.rowset import PART_ROWS, Parts, Rowset, Wanted
from voc.sources.streams import Plain

Reader = Callable[[BinaryIO, SourceSettings], Iterable[Mapping[str, Any]]]

SHAPES = {  # the formats that presets name -> where their reader is
    "zendesk": "tickets:read_zendesk",
    "freshdesk": "tickets:read_freshdesk",
    "intercom": "tickets:read_intercom",
    "salesforce": "tickets:read_salesforce",
    "qualtrics": "surveys:read_qualtrics",
    "typeform": "surveys:read_typeform",
    "google_forms": "surveys:read_google_forms",
    "amazon_transcribe": "calls:read_amazon_transcribe",
    "amazon_connect": "calls:read_amazon_connect",
    "genesys": "calls:read_genesys",
    "whisper": "calls:read_whisper",
    "deepgram": "calls:read_deepgram",
}


class NamedStream(io.BufferedReader):
    """A stream that goes by its file's name, also where it is unpacked on the way."""

    def __init__(self, stream: io.BufferedReader, name: str) -> None:
        super().__init__(stream)
        self.file_name = name

    @property
    def name(self) -> str:
        """Tell the file's name, without folders."""
        return self.file_name


def list_plugins() -> dict[str, EntryPoint]:
    """List the installed plug-ins by the format they read."""
    return {entry.name: entry for entry in entry_points(group=PLUGIN_GROUP)}


def is_plugin_format(form: str) -> bool:
    """Tell whether a plug-in, or a shape of ours in code, reads this format."""
    return form in SHAPES or form in list_plugins()


def read_with_plugin(form: str, stream: BinaryIO, source: SourceSettings) -> Iterator[Any]:
    """Read the records of a format that `is_plugin_format` knows, one by one.

    Yields:
        Mappings; of our own shapes also `MISSING` for a record that cannot be parsed.

    Raises:
        SourceError: the reader says so, or fails in any other way.
    """
    try:
        for record in _find_reader(form)(stream, source):
            yield dict(record) if isinstance(record, Mapping) else record
    except SourceError:
        raise
    # A plug-in is somebody else's code: whatever it raises, the file is refused and the others go on.
    except Exception as error:
        where = "this file" if form in SHAPES else f"plug-in {form!r} failed on this file"
        kind = type(error).__name__
        raise SourceError(
            f"{where}: {kind} in its reader; tell whoever maintains it, or export again"
        ) from error


def open_plugin(
    plain: Plain, form: str, source: SourceSettings, name: str, wanted: Wanted, part_rows: int = PART_ROWS
) -> Parts:
    """Open the records of a format that `is_plugin_format` knows, as the built-in readers do.

    Raises:
        SourceError: while the parts are read: the reader says so, or fails.
    """

    def read_parts() -> Iterator[Rowset]:
        with NamedStream(plain.open(), name) as stream:
            records = ((record, len(str(record))) for record in read_with_plugin(form, stream, source))
            yield from gather_objects(records, wanted, part_rows)

    return read_parts


def _find_reader(form: str) -> Reader:
    if form in SHAPES:
        module, _, name = SHAPES[form].partition(":")
        reader: Reader = getattr(import_module(f"voc.sources.shapes.{module}"), name)
        return reader
    loaded: Reader = list_plugins()[form].load()
    return loaded
