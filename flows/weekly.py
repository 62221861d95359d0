"""The main deployment: `python -m flows.weekly` runs it at once, without a configured server.

`--workspace DIR` and `--as-of DATE` as for `voc run`; a server is used where PREFECT_API_URL names one.
"""

import argparse
import sys
from datetime import date
from pathlib import Path

from flows.environment import prepare_environment, word_failures
from voc.errors import VocError
from voc.settings import find_workspace, load_settings


def main(arguments: list[str] | None = None) -> int:
    """Run the main job as a flow; the exit status is that of `voc run`."""
    parser = argparse.ArgumentParser(prog="python -m flows.weekly", description=__doc__)
    parser.add_argument("--workspace", metavar="DIR")
    parser.add_argument("--as-of", metavar="DATE", type=date.fromisoformat)
    given = parser.parse_args(arguments)
    try:
        root = find_workspace(Path(given.workspace) if given.workspace else None)
        load_settings(root)  # a wrong configuration is told before a server is started for it
        prepare_environment(root)
        from flows.stages import weekly

        word_failures()
        weekly(str(root), given.as_of and given.as_of.isoformat())
    except VocError as error:
        sys.stderr.write(f"voc: {error}\n")
        return error.exit_status
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
