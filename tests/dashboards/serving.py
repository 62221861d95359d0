"""Serve the dashboard to a real browser, and end it afterwards."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

APP = Path(__file__).parents[2] / "dashboards" / "app.py"
START_SECONDS = 90


def find_chromium() -> str | None:
    """The system's Chromium; None where there is none."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@contextmanager
def serve_dashboard(root: Path) -> Iterator[str]:
    """Serve a workspace's dashboard on a free port of this machine; gives its address."""
    port = _find_port()
    command = [
        sys.executable, "-m", "streamlit", "run", str(APP), "--server.headless=true",
        "--server.address=127.0.0.1", f"--server.port={port}", "--server.fileWatcherType=none",
    ]  # fmt: skip
    child = subprocess.Popen(
        command,
        cwd=APP.parent.parent,
        env={**os.environ, "VOC_WORKSPACE": str(root)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_until_served(f"http://127.0.0.1:{port}", child)
        yield f"http://127.0.0.1:{port}"
    finally:
        child.terminate()
        child.wait(20)


def _find_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_until_served(address: str, child: "subprocess.Popen[bytes]") -> None:
    """Wait until a page has run once, so that its imports are not counted to whoever comes first."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and child.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/_stcore/script-health-check", timeout=START_SECONDS):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the dashboard did not start")
