"""The command that serves the dashboard.

Streamlit runs as a child on this machine's own address; the address is printed once it answers.
"""

import http.client
import importlib.util
import os
import signal
import socket
import subprocess
import sys
import time
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import click

from voc.cli.options import Count, open_settings, with_workspace
from voc.cli.printing import print_lines
from voc.errors import CallError

HOST = "127.0.0.1"
USUAL_PORT = 8501
WARM_SECONDS = 30.0
START_SECONDS = 120.0


@click.command()
@click.option("--port", type=Count(1, 65535), metavar="N", help="The port; else a free one is chosen.")
@with_workspace
def dashboard(port: int | None, workspace: str | None) -> None:
    """Serve the dashboard on this machine and print its address; Ctrl-C stops it."""
    settings = open_settings(workspace)
    app = find_app()
    chosen = check_port(port) if port is not None else choose_port()
    with _serve_app(app, chosen, settings.root) as child:
        _wait_until_healthy(child, chosen)
        _request_status(
            chosen, "/_stcore/script-health-check", WARM_SECONDS
        )  # so that no visitor waits for imports
        address = f"http://localhost:{chosen}"
        print_lines(address)
        sys.stdout.flush()
        if has_display():
            webbrowser.open(address)
        try:
            child.wait()
        except KeyboardInterrupt:
            return
    if child.returncode:
        raise CallError(f"the dashboard stopped with status {child.returncode}; see `voc doctor`")


def find_app() -> Path:
    """Find the dashboard's script beside this package, without importing it.

    Raises:
        CallError: it is not installed.
    """
    spec = importlib.util.find_spec("dashboards")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        if (app := Path(folder) / "app.py").is_file():
            return app
    raise CallError("the dashboard is not installed here; `make setup` in the project's folder installs it")


def choose_port() -> int:
    """Choose the usual port if it is free, else any free one."""
    if _is_free(USUAL_PORT):
        return USUAL_PORT
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        number: int = probe.getsockname()[1]
        return number


def check_port(port: int) -> int:
    """Return the port if nothing else has it.

    Raises:
        CallError: it is taken, or not ours to take.
    """
    if not _is_free(port):
        raise CallError(f"port {port} is in use or not allowed; give another --port, or none")
    return port


def has_display() -> bool:
    """Tell whether a browser would show up on a screen here."""
    if sys.platform in ("darwin", "win32"):
        return "SSH_CONNECTION" not in os.environ
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


@contextmanager
def _serve_app(app: Path, port: int, root: Path) -> Iterator[subprocess.Popen[bytes]]:
    command = [
        sys.executable, "-m", "streamlit", "run", str(app),
        f"--server.address={HOST}", f"--server.port={port}", "--server.headless=true",
        "--server.fileWatcherType=none", "--browser.gatherUsageStats=false", "--client.showErrorDetails=none",
        "--client.toolbarMode=minimal", "--logger.level=warning",
    ]  # fmt: skip
    environment = {**os.environ, "VOC_WORKSPACE": str(root)}
    previous = signal.signal(signal.SIGTERM, _stop_serving)
    child = subprocess.Popen(
        command, cwd=app.parent.parent, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    )
    try:
        yield child
    finally:
        _end_child(child)
        signal.signal(signal.SIGTERM, previous)


def _stop_serving(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _end_child(child: subprocess.Popen[bytes]) -> None:
    if child.poll() is None:
        child.terminate()
        try:
            child.wait(10)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def _wait_until_healthy(child: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if child.poll() is not None:
            raise CallError(f"the dashboard did not start (status {child.returncode}); see `voc doctor`")
        if _is_healthy(port):
            return
        time.sleep(0.1)
    raise CallError(f"the dashboard did not answer on port {port} within {START_SECONDS:.0f} seconds")


def _is_healthy(port: int) -> bool:
    return _request_status(port, "/_stcore/health", seconds=2) == http.HTTPStatus.OK


def _request_status(port: int, path: str, seconds: float) -> int | None:
    """Ask our own child for a page; the answer's status, None where it gives none in time."""
    connection = http.client.HTTPConnection(HOST, port, timeout=seconds)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()
