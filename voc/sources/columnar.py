"""What do the rows of a Parquet or SPSS file say?

SPSS codes give way to their labels where a label is what people call the thing; a rating and an id stay
the number they are.
"""

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from voc.errors import SourceError
from voc.sources.grid import tidy_name
from voc.sources.rowset import Parts, Record, Rowset, Wanted, gather_parts, locate_columns
from voc.sources.streams import Plain

if TYPE_CHECKING:
    from pyarrow.parquet import ParquetFile  # type: ignore[import-untyped]

LABELLED_FIELDS = ("text", "product", "department", "touchpoint", "language", "agent")
BATCH_ROWS = 2_000
NOT_PARQUET = "is not a Parquet file, or is damaged; export it again"


def open_parquet(plain: Plain, wanted: Wanted, part_rows: int) -> Parts:
    """Open a Parquet file's rows; one that is packed is read whole first.

    Raises:
        SourceError: it is no Parquet file, lacks a required column, or is packed and too large.
    """
    if not plain.read_head(1):
        return lambda: iter([Rowset()])
    data = None if plain.path else plain.read_whole(advice="unpack it: Parquet is compressed already")

    def open_file() -> "ParquetFile":
        from pyarrow.parquet import ParquetFile

        return ParquetFile(io.BytesIO(data) if data is not None else str(plain.path), pre_buffer=False)

    def read_parts() -> Iterator[Rowset]:
        with open_file() as file:
            yield from _read_batches(file, wanted, part_rows)

    return lambda: _reword_faults(read_parts())


def _reword_faults(parts: Iterator[Rowset]) -> Iterator[Rowset]:
    # Of a damaged file pyarrow says so, where polars' reader panics.
    from pyarrow import ArrowException  # type: ignore[import-untyped]

    try:
        yield from parts
    except (ArrowException, OSError, ValueError, OverflowError, KeyError) as error:
        raise SourceError(NOT_PARQUET) from error


def _read_batches(file: "ParquetFile", wanted: Wanted, part_rows: int) -> Iterator[Rowset]:
    header = file.schema_arrow.names
    places = locate_columns([tidy_name(name) for name in header], wanted)
    names = {name: header[place] for name, place in places.items()}
    row_count, done = max(1, file.metadata.num_rows), 0

    def list_records() -> Iterator[Record]:
        nonlocal done
        for batch in file.iter_batches(BATCH_ROWS, columns=list(dict.fromkeys(names.values()))):
            size = batch.nbytes // max(1, batch.num_rows)
            for cells in zip(*(batch.column(name).to_pylist() for name in names.values()), strict=True):
                done += 1
                yield Record(cells, size=size)

    yield from gather_parts(
        list_records(),
        list(names),
        part_rows,
        columns=lambda: [tidy_name(name) for name in header],
        share=lambda: min(1.0, done / row_count),
    )


def open_spss(plain: Plain, wanted: Wanted, part_rows: int) -> Parts:
    """Open an SPSS file's cases.

    Raises:
        SourceError: it is no SPSS file, lacks a required column, or is too large.
    """
    data = plain.read_whole(advice="save it as CSV, or as Parquet")
    if not data:
        return lambda: iter([Rowset()])
    columns, labels = _load_spss(data)
    header = [tidy_name(name) for name in columns]
    places = locate_columns(header, wanted)
    values = list(columns.values())
    codes = [
        labels.get(list(columns)[at], {}) if name in LABELLED_FIELDS else {} for name, at in places.items()
    ]

    def list_records() -> Iterator[Record]:
        for cells in zip(*(values[at] for at in places.values()), strict=True):
            yield Record(
                [known.get(cell, cell) if known else cell for cell, known in zip(cells, codes, strict=True)],
                size=sum(len(cell) for cell in cells if isinstance(cell, str)),
            )

    return lambda: gather_parts(list_records(), list(places), part_rows, columns=lambda: header)


def _load_spss(data: bytes) -> tuple[dict[str, list[Any]], dict[str, dict[Any, str]]]:
    from pyreadstat import ReadstatError, read_sav

    for encoding in (None, "WINDOWS-1252"):  # old files name no encoding, or the wrong one
        try:
            columns, meta = read_sav(io.BytesIO(data), output_format="dict", encoding=encoding)
        except (ReadstatError, ValueError, OverflowError):
            continue
        return {name: list(values) for name, values in columns.items()}, meta.variable_value_labels
    raise SourceError("is not an SPSS file, or is damaged; export it again as .sav")
