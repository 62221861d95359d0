"""How many rows are done, and how many are left?

Nobody knows how many rows a file has before it is read; the bytes read so far tell how many to expect.
"""

from collections.abc import Sequence

from voc.pipeline.clock import Progress
from voc.sources.read import Reading, SourceFile


class RowsLeft:
    """Counts the rows of an ingestion, and estimates its end by the share of bytes read."""

    def __init__(self, tell: Progress) -> None:
        self._tell = tell
        self._sizes: dict[str, int] = {}
        self._bytes_read: dict[str, float] = {}
        self._rows_read = self._rows_stored = 0
        self._expected = 0

    def expect_files(self, files: Sequence[SourceFile]) -> None:
        """Take note of the files that will be read."""
        self._sizes = {file.digest: _measure_file(file) for file in files}

    def tell_rows(self, rows: int) -> None:
        """Take note of rows that came from elsewhere than a file."""
        self._rows_read += rows
        self._expected = max(self._expected, self._rows_read)

    def tell_read(self, file: SourceFile, reading: Reading) -> None:
        """Take note of a part that was read, and tell at once how many rows to expect."""
        self._rows_read += reading.received
        self._bytes_read[file.digest] = reading.share_done * self._sizes.get(file.digest, 0)
        done, total = sum(self._bytes_read.values()), sum(self._sizes.values())
        share = done / total if total else 1.0
        self._expected = max(self._rows_read, round(self._rows_read / share) if share else 0)
        if self._rows_stored < self._expected:
            self._tell("ingest", self._rows_stored, self._expected)

    def tell_stored(self, rows: int) -> None:
        """Tell how many rows are stored, of how many are expected."""
        self._rows_stored = rows
        self._tell("ingest", rows, max(rows, self._expected))

    def tell_end(self, rows: int) -> None:
        """Tell that all rows are stored."""
        self._tell("ingest", rows, rows)


def _measure_file(file: SourceFile) -> int:
    try:
        return max(1, file.path.stat().st_size)
    except OSError:
        return 1
