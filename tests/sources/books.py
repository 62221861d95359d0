"""Workbooks in the formats that no library of ours writes, made byte by byte as the formats' pages say."""

import io
import struct
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

import xlwt

Rows = Sequence[Sequence[str | float | None]]
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
WORKSHEET = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"


def pack(members: dict[str, str | bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in members.items():
            book.writestr(name, content)
    return stream.getvalue()


def write_xls(rows: Rows) -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Hoja1")
    for i, row in enumerate(rows):
        for j, cell in enumerate(row):
            sheet.write(i, j, cell)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def write_ods(rows: Rows, tail: str = "") -> bytes:
    """Write as LibreOffice does: the rest of the sheet is one empty cell, repeated."""
    lines = "".join(
        f"<table:table-row>{''.join(map(_write_ods_cell, row))}"
        '<table:table-cell table:number-columns-repeated="16370"/></table:table-row>'
        for row in rows
    )
    rest = (
        '<table:table-row table:number-rows-repeated="1048000">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    return pack(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="{OFFICE}manifest:1.0"/>',
            "content.xml": (
                f'<office:document-content xmlns:office="{OFFICE}office:1.0" '
                f'xmlns:table="{OFFICE}table:1.0" xmlns:text="{OFFICE}text:1.0">'
                '<office:body><office:spreadsheet><table:table table:name="Hoja1">'
                f"{lines}{tail or rest}</table:table></office:spreadsheet></office:body>"
                "</office:document-content>"
            ),
        }
    )


def _write_ods_cell(cell: str | float | None) -> str:
    if cell is None:
        return "<table:table-cell/>"
    if isinstance(cell, str):
        said = "".join(f"<text:p>{escape(line)}</text:p>" for line in cell.split("\n"))
        return f'<table:table-cell office:value-type="string">{said}</table:table-cell>'
    return f'<table:table-cell office:value-type="float" office:value={quoteattr(str(cell))}/>'


def write_xlsb(rows: Rows, far: tuple[int, int] | None = None) -> bytes:
    """Write a binary workbook, with one cell more that stands anywhere."""
    sheet = [_record(129), _record(148, bytes(16)), _record(145)]
    for i, row in enumerate(rows):
        sheet.append(_record(0, struct.pack("<I", i) + bytes(21)))
        for j, cell in enumerate(row):
            if cell is not None:
                sheet.append(_write_binary_cell(j, cell))
    if far:
        sheet += [_record(0, struct.pack("<I", far[0]) + bytes(21)), _write_binary_cell(far[1], "x")]
    sheet += [_record(146), _record(130)]
    bundle = struct.pack("<II", 0, 1) + _write_wide("rId1") + _write_wide("Hoja1")
    book = [_record(131), _record(143), _record(156, bundle), _record(144), _record(132)]
    return pack(
        {
            "xl/workbook.bin": b"".join(book),
            "xl/_rels/workbook.bin.rels": (
                f'<Relationships xmlns="{RELATIONS}"><Relationship Id="rId1" Type="{WORKSHEET}" '
                'Target="worksheets/sheet1.bin"/></Relationships>'
            ),
            "xl/worksheets/sheet1.bin": b"".join(sheet),
        }
    )


def _write_binary_cell(column: int, cell: str | float) -> bytes:
    head = struct.pack("<II", column, 0)
    return _record(6, head + _write_wide(cell)) if isinstance(cell, str) else _record(5, head + _real(cell))


def _real(value: float) -> bytes:
    return struct.pack("<d", value)


def _write_wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _record(kind: int, data: bytes = b"") -> bytes:
    return _varint(kind) + _varint(len(data)) + data


def _varint(value: int) -> bytes:
    low, rest = value & 0x7F, value >> 7
    return bytes([low | 0x80]) + _varint(rest) if rest else bytes([low])
