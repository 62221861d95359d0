"""What Prefect must be told before it is imported.

Its home lies in the workspace, it sends nothing to anyone, and its temporary server has time to start.
What the environment says already, such as a server of the company's own, is left as it is.
"""

import logging
import os
from pathlib import Path

from voc.errors import VocError

QUIET = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_CLOUD_ENABLE_ORCHESTRATION_TELEMETRY": "false",
    "PREFECT_SERVER_LOGGING_LEVEL": "CRITICAL",
    "PREFECT_LOGGING_LEVEL": "INFO",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
    "PREFECT_CLI_PROMPT": "false",
}


def prepare_environment(workspace: Path) -> None:
    """Set what is not set yet; call it before the first import of Prefect."""
    for name, value in {**QUIET, "PREFECT_HOME": str(workspace / ".prefect")}.items():
        os.environ.setdefault(name, value)


def word_failures() -> None:
    """Let Prefect log our own errors as the sentence they are, without a traceback."""
    for name in ("prefect.flow_runs", "prefect.task_runs"):
        for handler in (*logging.getLogger(name).handlers, *logging.getLogger("prefect").handlers):
            handler.addFilter(_drop_traceback)


def _drop_traceback(record: logging.LogRecord) -> bool:
    if record.exc_info and isinstance(record.exc_info[1], VocError):
        record.exc_info = None
    return True
