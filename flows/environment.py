"""What Prefect must be told before it is imported.

Its home lies in the workspace, it sends nothing to anyone, and its temporary server has time to start.
What the environment says already, such as a server of the company's own, is left as it is.
"""

import os
from pathlib import Path

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
