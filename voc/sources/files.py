"""Which files does a source have, and what is in them?

A file is known by the digest of its bytes, not by its name: the same export saved twice is one.
Compression is recognised by the bytes, the format by the name's ending unless the source says it.
"""

import os
import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from voc.errors import SettingsError, SourceError
from voc.settings import Settings
from voc.sources.archives import Member, describe_member, is_archive, list_members, open_member
from voc.sources.cells import store_safely
from voc.sources.streams import CHUNK_BYTES, Plain, open_path

FORMATS = ("csv", "tsv", "json", "jsonl", "parquet", "xlsx", "sav", "vtt", "srt", "eml", "mbox")
ENDINGS = {
    **{name: name for name in FORMATS},
    **dict.fromkeys(("txt", "tab"), "csv"),
    **dict.fromkeys(("ndjson", "jl"), "jsonl"),
    **dict.fromkeys(("xls", "xlsm", "xlsb", "ods"), "xlsx"),
    **dict.fromkeys(("pq",), "parquet"),
    **dict.fromkeys(("zsav",), "sav"),
}
TRANSCRIPT_FORMATS = ("vtt", "srt")
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")  # in a file's name they would drive the terminal


@dataclass(frozen=True)
class SourceFile:
    """A file of a source: where it is, what people call it, and what makes it this file."""

    path: Path
    label: str  # relative to the workspace with `/`, else absolute
    digest: str  # of its bytes; of a transcript with an index, of its row there too
    member: Member | None = None  # where it lies if it is inside an archive; `path` goes through that


def list_contents(path: Path) -> list[tuple[Path, Member | None]]:
    """List what a file stands for: itself, or of a zip archive its files as if it were a folder.

    An archive that cannot be read stands for itself, and reading it says why.
    """
    if not is_archive(path):
        return [(path, None)]
    try:
        return [(path / member.name, member) for member in list_members(path)]
    except SourceError:
        return [(path, None)]


def open_source_file(source_file: SourceFile) -> Plain:
    """Open a file's bytes, unpacked.

    Raises:
        SourceError: it cannot be opened, or is an archive that cannot be read.
    """
    if source_file.member is not None:
        return open_member(source_file.member)
    if is_archive(source_file.path):
        list_members(source_file.path)
    return open_path(source_file.path)


def find_paths(pattern: str, settings: Settings) -> list[Path]:
    """Find the files that a path or glob names, in the order of their labels.

    Folders, hidden files, links that lead nowhere and the lock files of office programs
    (`~$notes.xlsx`) are no files of a source.

    Raises:
        SettingsError: the glob is not one.
    """
    base = Path(pattern)
    anchor = Path(base.anchor) if base.is_absolute() else settings.root
    literal = anchor / pattern
    try:
        paths = [literal] if literal.is_file() else list(anchor.glob(_strip_anchor(pattern)))
    except (ValueError, NotImplementedError) as error:
        raise SettingsError(f"voc.toml: path {pattern!r} is not a glob: {error}") from error
    found = {Path(os.path.normpath(path)) for path in paths if _is_readable_name(path) and _is_file(path)}
    return sorted(found, key=lambda path: label_path(path, settings))


def _strip_anchor(pattern: str) -> str:
    return pattern.removeprefix(Path(pattern).anchor) if Path(pattern).is_absolute() else pattern


def _is_readable_name(path: Path) -> bool:
    return not path.name.startswith((".", "~$"))


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a loop of links, a name too long
        return False


def label_path(path: Path, settings: Settings) -> str:
    """Name a file as people see it, on one line: relative to the workspace, else absolute."""
    is_inside = path.is_relative_to(settings.root)
    name = (path.relative_to(settings.root) if is_inside else path).as_posix()
    return CONTROL.sub("\ufffd", store_safely(name))


def digest_file(path: Path, label: str, extra: bytes = b"", member: Member | None = None) -> str:
    """Hash a file's bytes, and what else decides how it is read.

    One that cannot be opened is hashed by its label, so that it is accounted once and taken in
    when it can be opened. A file has one digest inside an archive and out of it.
    """
    digest = sha256()
    try:
        with _open_as_it_is(path, member) as stream:
            while chunk := stream.read(CHUNK_BYTES):
                digest.update(chunk)
    except (OSError, SourceError):
        digest = sha256(b"unreadable\0" + label.encode("utf-8", "surrogateescape"))
        digest.update(describe_member(member) if member else b"")
    digest.update(extra)
    return digest.hexdigest()


def _open_as_it_is(path: Path, member: Member | None) -> BinaryIO:
    return open_member(member, unpack=False).open() if member else path.open("rb")


def read_plain_bytes(path: Path) -> bytes:
    """Read a file, unpacked where it is gzipped.

    Raises:
        SourceError: it cannot be opened, its compression is broken, or it is too large.
    """
    return open_path(path).read_whole()


def name_format(path: Path, said: str | None = None) -> str:
    """Name the format to read a file in: what voc.toml said, else what the name's ending says.

    Raises:
        SourceError: neither says one.
    """
    if said is not None:
        return said
    ending = Path(strip_gzip_ending(path.name)).suffix.lower().lstrip(".")
    if ending not in ENDINGS:
        known = ", ".join(FORMATS)
        raise SourceError(f"the ending of its name says no format; set format in voc.toml to one of {known}")
    return ENDINGS[ending]


def strip_gzip_ending(name: str) -> str:
    """Take `.gz` off a file's name."""
    return name[:-3] if name.lower().endswith(".gz") else name


def derive_stem(name: str) -> str:
    """Derive a transcript's id from its file's name: without folders, `.gz` and the format's ending."""
    bare = strip_gzip_ending(name.strip().replace("\\", "/").rsplit("/", 1)[-1])
    stem, dot, ending = bare.rpartition(".")
    return stem if dot and stem and ending.lower() in ENDINGS else bare
