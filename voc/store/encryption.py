"""Does a DuckDB file lie encrypted on the disk, and with which key?

The key comes from the environment and stays there: it is never written, logged or put into a message.
DuckDB encrypts the file, its write-ahead log and what it spills (AES-GCM); only writing needs an extension.
"""

import os
from dataclasses import dataclass, field
from pathlib import Path

from voc.errors import SettingsError
from voc.settings import Settings

KEY_NAME = "VOC_ENCRYPTION_KEY"
LEAST_KEY = 16  # characters
_MAGIC, _FLAGS = slice(8, 12), 20  # of DuckDB's header: its mark, and the byte whose first bit says encrypted


@dataclass(frozen=True)
class Encryption:
    """How files are to lie, and the key for those that are encrypted, where one is known."""

    is_wanted: bool = False
    key: str | None = field(default=None, repr=False)


PLAIN = Encryption()


def find_encryption(settings: Settings) -> Encryption:
    """Find out how the workspace's files are to lie; the key is the environment's.

    Raises:
        SettingsError: encryption is asked for without a key that can be used.
    """
    key = os.environ.get(KEY_NAME) or None
    if settings.privacy.encrypt:
        if key is None:
            raise SettingsError(
                f"voc.toml [privacy]: encrypt is true, but the environment has no {KEY_NAME}\n"
                f"Set {KEY_NAME} to a secret of at least {LEAST_KEY} characters, the same for every command."
            )
        if len(key) < LEAST_KEY:
            raise SettingsError(
                f"{KEY_NAME} has {len(key)} characters; wanted at least {LEAST_KEY}\n"
                "Set it to a longer secret, such as `openssl rand -hex 32` gives."
            )
    return Encryption(settings.privacy.encrypt, key)


def is_encrypted(path: Path) -> bool:
    """Tell whether a file is a DuckDB file that is encrypted; a missing one is not."""
    try:
        with path.open("rb") as file:
            head = file.read(_FLAGS + 1)
    except OSError:
        return False
    return len(head) > _FLAGS and head[_MAGIC] == b"DUCK" and bool(head[_FLAGS] & 1)


def lies_as_wanted(path: Path, encryption: Encryption) -> bool:
    """Tell whether a file lies as the settings want it; one that is not there yet does."""
    return not path.is_file() or path.stat().st_size == 0 or is_encrypted(path) == encryption.is_wanted


def choose_key(path: Path, encryption: Encryption) -> str | None:
    """Choose the key that a file is opened with; None is a plain file.

    An existing file is opened as it lies, whatever the settings want of files that are still to be written.

    Raises:
        SettingsError: the file is encrypted, and the environment has no key.
    """
    if not is_encrypted(path):
        return encryption.key if encryption.is_wanted and lies_as_wanted(path, encryption) else None
    if encryption.key is None:
        raise SettingsError(
            f"{path}: encrypted, but the environment has no {KEY_NAME}\n"
            f"Set {KEY_NAME} to the secret that it was written with."
        )
    return encryption.key


def word_wrong_key(path: Path) -> SettingsError:
    """Word that a file does not open with the key that there is."""
    return SettingsError(
        f"{path}: written with another key than {KEY_NAME} has now\n"
        f"Set {KEY_NAME} to the secret that it was written with. If that is lost, move warehouse/ and "
        "published/ away and run `voc run`: they are rebuilt from the inbox, council/ and .secrets/."
    )
