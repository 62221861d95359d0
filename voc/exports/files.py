"""How does a file appear: whole, or not at all.

Written aside in the same folder and then put in place, so that a reader never sees half a file and a
failure leaves the old one.
"""

import os
from pathlib import Path

from voc.errors import CallError


def write_whole(path: Path, content: bytes) -> Path:
    """Write a file in one step.

    Raises:
        CallError: the path is a folder, its folder is missing, or it cannot be written.
    """
    if path.is_dir():
        raise CallError(f"{path} is a folder; wanted the name of a file in it")
    try:
        if path.exists() and not path.is_file():  # a device or a pipe: nothing to put in place
            path.write_bytes(content)
        else:
            _replace_file(path, content)
    except OSError as error:
        raise CallError(f"{path} cannot be written: {error.strerror}") from None
    return path


def _replace_file(path: Path, content: bytes) -> None:
    aside = path.with_name(f".voc-{os.getpid()}.part")
    try:
        with aside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
