"""Which reader reads which format? A registry of functions from bytes to records."""

from collections.abc import Callable, Mapping

from voc.errors import SourceError
from voc.sources.delimited import read_delimited
from voc.sources.records import read_document, read_lines
from voc.sources.rowset import Rowset, Wanted
from voc.sources.workbooks import read_parquet, read_spss, read_workbook

READERS: Mapping[str, Callable[[bytes, Wanted], Rowset]] = {
    "csv": read_delimited,
    "tsv": read_delimited,
    "json": read_document,
    "jsonl": read_lines,
    "parquet": read_parquet,
    "sav": read_spss,
    "xlsx": read_workbook,
}
TEXT_FORMATS = ("csv", "tsv", "json", "jsonl")
SIGNATURES = {
    b"PK\x03\x04": "an Excel workbook or a zip archive",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook",
    b"PAR1": "a Parquet file",
    b"$FL2": "an SPSS file",
    b"%PDF": "a PDF",
}


def read_records(data: bytes, form: str, wanted: Wanted) -> Rowset:
    """Read a file's records in the given format.

    Raises:
        SourceError: the bytes are not of this format, or lack a required column.
    """
    if form not in READERS:
        raise SourceError(f"format {form!r} holds no records; known: {', '.join(READERS)}")
    found = next((name for mark, name in SIGNATURES.items() if data.startswith(mark)), None)
    if found and form in TEXT_FORMATS:
        raise SourceError(f"is {found} and not {form}; set format in voc.toml, or rename the file")
    try:
        return READERS[form](data, wanted)
    except RecursionError as error:
        raise SourceError("is nested too deeply to be read") from error
