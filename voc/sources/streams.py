"""What are a file's bytes, unpacked? A stream that can be opened again, however it is packed.

Nothing is unpacked onto the disk, and nothing is unpacked without end: a file that grows beyond all
measure while it is unpacked is made to exhaust a machine, and is refused.
"""

import gzip
import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from voc.errors import SourceError

GZIP_MAGIC = b"\x1f\x8b"
MEGABYTE = 1 << 20
CHUNK_BYTES = MEGABYTE
LARGEST_WHOLE = 256 * MEGABYTE  # of a file that cannot be read piece by piece
LARGEST_UNPACKED = 64 << 30
BOMB_FLOOR = 64 * MEGABYTE  # unpacked; below, no ratio is suspicious
BOMB_RATIO = 500  # unpacked to packed; the most repetitive real exports stay below a hundred
BROKEN_PACKING = (  # what gzip and zipfile raise at bytes that are not theirs
    EOFError,
    NotImplementedError,
    OverflowError,
    RuntimeError,
    ValueError,
    gzip.BadGzipFile,
    lzma.LZMAError,
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
)


class GuardedStream(io.RawIOBase):
    """A stream whose faults are worded, and which ends before it exhausts anything."""

    def __init__(self, inner: BinaryIO, packed_size: int, packing: str) -> None:
        super().__init__()
        self.inner = inner
        self.packed_size = packed_size
        self.packing = packing
        self.count = 0  # bytes given so far

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Read what fits.

        Raises:
            SourceError: the packing is broken, or unpacks to too much.
        """
        try:
            data = self.inner.read(len(buffer))
        except (OSError, *BROKEN_PACKING) as error:
            raise self._reword(error) from error
        self.count += len(data)
        if self.packing and exceeds_packing(self.count, self.packed_size):
            raise SourceError(word_bomb(self.packing))
        buffer[: len(data)] = data
        return len(data)

    def _reword(self, error: Exception) -> SourceError:
        if isinstance(error, OSError) and not isinstance(error, gzip.BadGzipFile) and error.errno:
            return SourceError(f"the file cannot be opened: {error.strerror or 'unknown error'}")
        return SourceError(f"the {self.packing or 'file'} is corrupt or cut short; export it again")

    def close(self) -> None:
        """Close what it reads from."""
        self.inner.close()
        super().close()


@dataclass(frozen=True)
class Plain:
    """A file's bytes, unpacked."""

    open_inner: Callable[[], BinaryIO]
    packed_size: int
    packing: str  # "gzip file", "zip archive", or "" of a file as it is
    path: Path | None = None  # of a file as it is

    def open(self) -> io.BufferedReader:
        """Open the bytes from their beginning.

        Raises:
            SourceError: the file cannot be opened; also later, while it is read.
        """
        return io.BufferedReader(self.open_guarded(), CHUNK_BYTES)

    def open_guarded(self) -> GuardedStream:
        """Open the bytes as `open` does, without a buffer; it counts what it gave."""
        try:
            inner = self.open_inner()
        except OSError as error:
            raise SourceError(f"the file cannot be opened: {error.strerror or 'unknown error'}") from error
        except BROKEN_PACKING as error:
            raise SourceError(f"the {self.packing} is corrupt or cut short; export it again") from error
        return GuardedStream(inner, self.packed_size, self.packing)

    def read_head(self, count: int) -> bytes:
        """Read the first bytes."""
        with self.open() as stream:
            return stream.read(count)

    def read_whole(self, advice: str = "export less at once") -> bytes:
        """Read all bytes of a file that can only be read whole.

        Raises:
            SourceError: they are more than `LARGEST_WHOLE`; says so with the advice.
        """
        with self.open() as stream:
            data = stream.read(LARGEST_WHOLE + 1)
        if len(data) > LARGEST_WHOLE:
            size = f"{LARGEST_WHOLE // MEGABYTE:,} MB"
            raise SourceError(f"is larger than {size}, the most that is read of this format; {advice}")
        return data


def exceeds_packing(count: int, packed_size: int) -> bool:
    """Tell whether so many unpacked bytes of so few packed ones are beyond all measure."""
    return count > LARGEST_UNPACKED or (count > BOMB_FLOOR and count > packed_size * BOMB_RATIO)


def word_bomb(packing: str) -> str:
    """Word that something unpacks to too much."""
    return (
        f"the {packing} unpacks to more than {BOMB_RATIO} times its size "
        f"or {LARGEST_UNPACKED >> 30} GB; unpack it by hand if it is to be trusted"
    )


def open_path(path: Path) -> Plain:
    """Open a file of the disk, unpacked where it is gzipped.

    Raises:
        SourceError: it cannot be opened.
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as stream:
            head = stream.read(2)
    except OSError as error:
        raise SourceError(f"the file cannot be opened: {error.strerror or 'unknown error'}") from error
    if is_gzipped(path.name, head):
        return Plain(lambda: open_gzip(path.open("rb")), size, "gzip file")
    return Plain(lambda: path.open("rb"), size, "", path)


def open_held(data: bytes) -> Plain:
    """Open bytes that are in memory."""
    return Plain(lambda: io.BytesIO(data), len(data), "")


def is_gzipped(name: str, head: bytes) -> bool:
    """Tell gzip by its first bytes, else by the name; a file of nothing is none."""
    return bool(head) and (head.startswith(GZIP_MAGIC) or name.lower().endswith(".gz"))


class _GzipStream(gzip.GzipFile):
    """A gzip file that closes what it reads from."""

    def __init__(self, packed: BinaryIO) -> None:
        super().__init__(fileobj=packed, mode="rb")
        self.packed = packed

    def close(self) -> None:
        super().close()
        self.packed.close()


def open_gzip(packed: BinaryIO) -> BinaryIO:
    """Open what a gzip stream holds; closing it closes the stream."""
    return _GzipStream(packed)  # type: ignore[return-value]
