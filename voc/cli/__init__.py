"""The door for people and scripts: `voc COMMAND`.

Nothing heavy is imported before the command that needs it runs, so that a reading answers in about a second.
"""

from voc.cli.door import main

__all__ = ["main"]
