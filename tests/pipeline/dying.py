"""A run that kills its own process at a chosen moment: a power cut, but at the same place each time."""

import os
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import Any

from voc.pipeline import ingest, run_pipeline
from voc.settings import load_settings
from voc.sources.read import read_source_file

STAGES = (f"voc{os.sep}store{os.sep}", f"voc{os.sep}pipeline{os.sep}")
SMALL = 40  # rows of a part and of a commit, so that a small file has many


def run_until(root: Path, moment: int, told: Path) -> None:
    """Run the main job, dead at its `moment`-th call into the store or the pipeline; else tell how many."""
    (read_source_file.__kwdefaults__ or {})["part_rows"] = SMALL
    ingest.COMMIT_ROWS = SMALL
    seen = 0

    def count_call(frame: FrameType, event: str, _argument: Any) -> None:
        nonlocal seen
        if event == "call" and any(part in frame.f_code.co_filename for part in STAGES):
            seen += 1
            if seen == moment:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.setprofile(count_call)
    run_pipeline(load_settings(root))
    sys.setprofile(None)
    told.write_text(str(seen), encoding="ascii")
