"""Does the workspace keep its promises about personal data: its key, its encryption, its model of names?"""

from collections.abc import Iterator
from pathlib import Path
from stat import S_IMODE

from voc.cli.checks import Check, join_lines
from voc.errors import VocError
from voc.settings import Settings

OWNERS_FOLDER, OWNERS_FILE = 0o700, 0o600


def check_privacy(settings: Settings) -> Iterator[Check]:
    """Check what `[privacy]` asks for, and who may read the pseudonym key."""
    yield check_secrets(settings.root / ".secrets")
    yield check_encryption(settings)
    if settings.privacy.names_model is not None:
        yield check_names_model(settings.privacy.names_model)


def check_secrets(folder: Path) -> Check:
    """Check that only the owner may read the key from which pseudonyms are made."""
    if not folder.is_dir():
        return Check("secrets", True, "not there yet; the first run makes them")
    wanted = [(folder, OWNERS_FOLDER), *((path, OWNERS_FILE) for path in sorted(folder.iterdir()))]
    for path, mode in wanted:
        found = S_IMODE(path.stat().st_mode)
        if found & ~mode:
            return Check("secrets", False, f"{path} has mode {found:04o}: chmod {mode:o} {path}")
    return Check("secrets", True, "readable by their owner alone")


def check_encryption(settings: Settings) -> Check:
    """Check that files lie as they should, and that there is a key for those that are encrypted."""
    from voc.store.encryption import find_encryption, is_encrypted, lies_as_wanted
    from voc.store.questions import try_extension

    try:
        encryption = find_encryption(settings)
        version = try_extension("httpfs") if encryption.is_wanted else ""
    except VocError as error:
        return Check("encryption", False, join_lines(error))
    files = [settings.warehouse_path, *settings.published_dir.glob("voc-*.duckdb")]
    left = [path for path in files if not lies_as_wanted(path, encryption)]
    if left and encryption.is_wanted:
        return Check("encryption", False, f"{left[0]} lies in the open; `voc run` encrypts it")
    if encryption.key is None and any(is_encrypted(path) for path in files):
        return Check(
            "encryption", False, f"{left[0]} is encrypted, but VOC_ENCRYPTION_KEY is not set: set it"
        )
    return Check(
        "encryption", True, f"on, with DuckDB {version}" if encryption.is_wanted else "not asked for"
    )


def check_names_model(name: str) -> Check:
    """Check that the model that finds names is installed."""
    from voc.text.names_model import describe_names_model

    try:
        return Check("names model", True, describe_names_model(name))
    except VocError as error:
        return Check("names model", False, join_lines(error))
