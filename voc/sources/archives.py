"""What lies in a zip archive? The files of a folder, each read from where it is.

Nothing is unpacked to the disk, so a member's name leads nowhere. An archive beyond all measure is refused
whole, by what its directory says: `zipfile` gives no more of a member than that.
"""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from voc.errors import SourceError
from voc.sources.streams import BROKEN_PACKING, Plain, exceeds_packing, is_gzipped, open_gzip, word_bomb

ENDING = ".zip"
MOST_MEMBERS = 10_000
ENCRYPTED = 0x1
PACKING = "zip archive"
SKIPPED_FOLDERS = ("__MACOSX",)


@dataclass(frozen=True)
class Member:
    """A file inside an archive."""

    archive: Path
    place: int  # in the archive's directory: two members may have one name
    name: str  # with `/`, without a root or a way up
    size: int  # bytes, unpacked, as the directory says


def is_archive(path: Path) -> bool:
    """Tell an archive by its name; workbooks are zip archives too, under names of their own."""
    return path.name.lower().endswith(ENDING)


def list_members(archive: Path) -> list[Member]:
    """List an archive's files by name: no folders, no hidden files, no resource forks.

    Raises:
        SourceError: it is no zip archive, is damaged, or holds too much.
    """
    entries = _open_archive(archive).infolist()
    if len(entries) > MOST_MEMBERS:
        raise SourceError(f"the zip archive holds {len(entries):,} files; at most {MOST_MEMBERS:,} are read")
    if exceeds_packing(sum(entry.file_size for entry in entries), archive.stat().st_size):
        raise SourceError(word_bomb(PACKING))
    members = [
        Member(archive, place, "/".join(parts), entry.file_size)
        for place, entry in enumerate(entries)
        if not entry.is_dir() and (parts := list(_tidy_parts(entry.filename))) and not _is_hidden(parts)
    ]
    return sorted(members, key=lambda member: (member.name, member.place))


def _tidy_parts(name: str) -> Iterator[str]:
    for part in PurePosixPath(name.replace("\\", "/")).parts:
        if part not in ("/", ".", ".."):
            yield part


def _is_hidden(parts: list[str]) -> bool:
    return any(part.startswith((".", "~$")) or part in SKIPPED_FOLDERS for part in parts)


def open_member(member: Member, *, unpack: bool = True) -> Plain:
    """Open a member's bytes, where `unpack` says so also unpacked where it is itself gzipped.

    Raises:
        SourceError: the archive cannot be read, or the member is encrypted or an archive itself.
    """
    book = _open_archive(member.archive)
    entry = book.infolist()[member.place]
    if entry.flag_bits & ENCRYPTED:
        raise SourceError("is encrypted in the zip archive; pack it without a password")
    if is_archive(Path(member.name)):
        raise SourceError("is a zip archive inside a zip archive; put it into the folder itself")
    plain = Plain(lambda: _open_entry(book, entry), entry.compress_size, PACKING)
    if unpack and is_gzipped(member.name, plain.read_head(2)):
        return Plain(lambda: open_gzip(_open_entry(book, entry)), entry.compress_size, "gzip file")
    return plain


def _open_entry(book: zipfile.ZipFile, entry: zipfile.ZipInfo) -> BinaryIO:
    return book.open(entry)  # type: ignore[return-value]


def describe_member(member: Member) -> bytes:
    """Say what tells a member that cannot be unpacked from others: its checksum and sizes."""
    entry = _open_archive(member.archive).infolist()[member.place]
    return f"{entry.CRC} {entry.file_size} {entry.compress_size} {entry.flag_bits}".encode()


def _open_archive(path: Path) -> zipfile.ZipFile:
    try:
        stat = path.stat()
        path.open("rb").close()
    except OSError as error:
        raise SourceError(f"the file cannot be opened: {error.strerror or 'unknown error'}") from error
    try:
        return _open_version(path, stat.st_mtime_ns, stat.st_size)
    except (OSError, *BROKEN_PACKING) as error:
        raise SourceError("is not a zip archive, or is damaged or cut short; pack it again") from error


@lru_cache(maxsize=1)  # reading a directory of 10,000 for each of its members would take hours
def _open_version(path: Path, _modified: int, _size: int) -> zipfile.ZipFile:
    return zipfile.ZipFile(path)
