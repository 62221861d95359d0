"""A file is taken in by parts: what memory it takes does not grow with its rows."""

import json
import subprocess
import sys
from pathlib import Path

from benchmarks.rows import write_rows

CHILD = """
import json, sys
from pathlib import Path
from benchmarks.rows import measure_peak
from voc.pipeline import ingest_sources
from voc.settings import load_settings
from voc.sources.read import read_source_file

read_source_file.__kwdefaults__["part_rows"] = 2000
peaks = {}
settings = load_settings(Path(sys.argv[1]))
told = ingest_sources(settings, lambda _, done, total: peaks.update({done: measure_peak()}))
print(json.dumps({"rows": told["rows"], "peaks": peaks}))
"""
ROWS, FEW = 30_000, 6_000
MOST_GROWTH = 60  # MB; the file itself has 4, as Python objects it would be some 40 and its contacts more


def test_five_times_the_rows_take_no_more_memory(tmp_path: Path) -> None:
    write_rows(tmp_path, ROWS)
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(tmp_path)], capture_output=True, text=True, check=True, timeout=300
    )
    told = json.loads(done.stdout)
    peaks = {int(rows): peak for rows, peak in told["peaks"].items()}
    assert told["rows"] == ROWS
    rows, early = next(entry for entry in sorted(peaks.items()) if entry[0] >= FEW)
    assert rows < ROWS / 2, "the file came in one piece"
    assert max(peaks.values()) - early < MOST_GROWTH, peaks
