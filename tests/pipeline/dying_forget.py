"""Forget a customer in a process that kills itself at a chosen moment, as `dying` does with a run."""

import os
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import Any

from voc.pipeline.forget import forget_customer
from voc.settings import load_settings

PLACES = (f"voc{os.sep}store{os.sep}", f"voc{os.sep}pipeline{os.sep}")


def forget_until(root: Path, customer: str, moment: int, told: Path) -> None:
    """Forget, dead at the `moment`-th call into the store or the pipeline; else tell how many there were."""
    seen = 0

    def count_call(frame: FrameType, event: str, _argument: Any) -> None:
        nonlocal seen
        if event == "call" and any(part in frame.f_code.co_filename for part in PLACES):
            seen += 1
            if seen == moment:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.setprofile(count_call)
    forget_customer(load_settings(root), customer, by_whom="Ana")
    sys.setprofile(None)
    told.write_text(str(seen), encoding="ascii")
