"""Who is this customer, without saying who?

HMAC-SHA256 under the workspace's own key, which lies in `.secrets/` and never in the warehouse.
"""

import hmac
import json
import os
import secrets
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from voc.errors import VocError

KEY_BYTES = 32


def load_key(root: Path) -> bytes:
    """Load the workspace's pseudonym key; make it, readable by its owner alone, where there is none."""
    folder = root / ".secrets"
    path = folder / "pseudonym.key"
    if not path.exists():
        _make_key(folder, path)
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except (OSError, ValueError):
        key = b""
    if len(key) != KEY_BYTES:
        raise VocError(
            f"{path}: not a pseudonym key (wanted 64 hexadecimal digits); put the one back "
            "that this workspace began with, or customers will not be recognised"
        )
    return key


def _make_key(folder: Path, path: Path) -> None:
    """Write a key aside and link it, so that of two first runs at once both read the same whole key."""
    folder.mkdir(mode=0o700, exist_ok=True)
    folder.chmod(0o700)
    handle, aside = tempfile.mkstemp(dir=folder)  # readable by its owner alone
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(KEY_BYTES) + "\n")
    with suppress(FileExistsError):
        os.link(aside, path)
    Path(aside).unlink()


def pseudonymise(key: bytes, role: str, value: str | None) -> str | None:
    """Give a person's id a pseudonym of 24 hexadecimal digits; `role` keeps customers and agents apart."""
    if value is None or not value.strip():
        return None
    return hmac.digest(key, f"{role}\0{value.strip()}".encode(), "sha256").hex()[:24]


def fingerprint_content(key: bytes, fields: Mapping[str, object]) -> str:
    """Fingerprint a row's mapped fields, so that an update is told from a duplicate: 32 hexadecimal digits.

    Keyed, since the fields are still personal.
    """
    told = json.dumps(fields, ensure_ascii=False, sort_keys=True, default=str)
    return hmac.digest(key, told.encode(), "sha256").hex()[:32]
