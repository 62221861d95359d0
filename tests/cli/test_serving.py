"""The dashboard is served on this machine alone, and leaves nothing behind."""

import http.client
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from voc.cli.serving import HOST, check_port, choose_port, find_app
from voc.errors import CallError
from voc.settings import write_template


def test_a_port_that_something_else_has_is_refused() -> None:
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(CallError, match=str(port)):
            check_port(port)
    assert 0 < choose_port() < 65536


def test_the_dashboards_script_is_found_without_importing_it() -> None:
    assert find_app().name == "app.py"


def test_the_address_is_printed_once_it_answers_and_the_child_ends_with_us(tmp_path: Path) -> None:
    write_template(tmp_path)
    port = choose_port()
    call = [sys.executable, "-m", "voc.cli", "dashboard", "--port", str(port), "--workspace", str(tmp_path)]
    with subprocess.Popen(call, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as served:
        assert served.stdout is not None
        assert served.stdout.readline() == f"http://localhost:{port}\n"
        connection = http.client.HTTPConnection(HOST, port, timeout=10)
        connection.request("GET", "/_stcore/health")
        assert connection.getresponse().status == http.HTTPStatus.OK
        connection.close()
        served.send_signal(signal.SIGTERM)
        assert served.wait(20) == 0
    assert check_port(port) == port
