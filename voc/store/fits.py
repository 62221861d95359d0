"""Where lies what an encoder learned from the workspace's own texts?

In council/encoders/, beside the ledger that names it: a rebuild of the warehouse must read texts as they were
read before. It holds hashes and numbers, no words.
"""

import os
from pathlib import Path

from voc.errors import SettingsError
from voc.issues.encoders import LexicalFit
from voc.settings import Settings

FOLDER = "encoders"
LEXICAL_NAME = "tfidf.safetensors"


def find_fit_path(settings: Settings) -> Path:
    """Say where the lexical fit lies, or would."""
    return settings.root / "council" / FOLDER / LEXICAL_NAME


def read_fit(settings: Settings) -> LexicalFit | None:
    """Read the lexical fit; None where none was kept yet.

    Raises:
        SettingsError: the file is damaged.
    """
    from safetensors import SafetensorError
    from safetensors.numpy import load_file

    path = find_fit_path(settings)
    if not path.is_file():
        return None
    try:
        return LexicalFit.unpack(load_file(path))
    except (SafetensorError, KeyError, OSError) as error:
        raise SettingsError(
            f"{path}: not what the encoder 'tfidf' learned ({type(error).__name__})\n"
            "Restore it from a backup, or remove it: `voc run` then fits anew and carries the issues over."
        ) from None


def keep_fit(settings: Settings, fit: LexicalFit) -> Path:
    """Keep a lexical fit in the place of the one before; whole or not at all."""
    from safetensors.numpy import save_file

    path = find_fit_path(settings)
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_suffix(".new")
    save_file(fit.pack(), aside)
    with aside.open("rb") as file:
        os.fsync(file.fileno())
    aside.replace(path)
    return path
