"""How tests call `voc`: in a process of its own, as a person does."""

import os
import subprocess
import sys


def run_voc(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `voc`, with no setting of the developer's own but what is given."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("VOC_")}
    return subprocess.run(
        [sys.executable, "-m", "voc.cli", *arguments],
        capture_output=True, text=True, encoding="utf-8", env={**clean, **environment}, check=False,
    )  # fmt: skip
