"""Which reader reads which format? A registry of functions from a file to its records, part by part."""

from collections.abc import Callable, Mapping

from voc.errors import SourceError
from voc.sources.columnar import open_parquet, open_spss
from voc.sources.delimited import open_delimited
from voc.sources.mail.opening import open_mail_file, open_mailbox
from voc.sources.parts import join_parts, open_parts
from voc.sources.records import open_document, open_lines
from voc.sources.rowset import PART_ROWS, Parts, Rowset, Wanted
from voc.sources.streams import Plain, open_held
from voc.sources.workbooks import open_workbook

READERS: Mapping[str, Callable[[Plain, Wanted, int], Parts]] = {
    "csv": open_delimited,
    "tsv": open_delimited,
    "json": open_document,
    "jsonl": open_lines,
    "parquet": open_parquet,
    "sav": open_spss,
    "xlsx": open_workbook,
    "eml": open_mail_file,
    "mbox": open_mailbox,
}
TEXT_FORMATS = ("csv", "tsv", "json", "jsonl", "mbox")
SIGNATURES = {
    b"PK\x03\x04": "an Excel workbook or a zip archive",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook",
    b"PAR1": "a Parquet file",
    b"$FL2": "an SPSS file",
    b"%PDF": "a PDF",
}


def open_records(plain: Plain, form: str, wanted: Wanted, part_rows: int = PART_ROWS) -> Parts:
    """Open a file's records in the given format.

    Raises:
        SourceError: the bytes are not of this format, or lack a required column.
    """
    if form not in READERS:
        raise SourceError(f"format {form!r} holds no records; known: {', '.join(READERS)}")
    head = plain.read_head(4)
    found = next((name for mark, name in SIGNATURES.items() if head.startswith(mark)), None)
    if found and form in TEXT_FORMATS:
        raise SourceError(f"is {found} and not {form}; set format in voc.toml, or rename the file")
    return READERS[form](plain, wanted, part_rows)


def read_records(data: bytes, form: str, wanted: Wanted) -> Rowset:
    """Read all records of a file that is in memory.

    Raises:
        SourceError: the bytes are not of this format, or lack a required column.
    """
    try:
        _, parts = open_parts(open_records(open_held(data), form, wanted), wanted)
        return join_parts(parts)
    except RecursionError as error:
        raise SourceError("is nested too deeply to be read") from error
