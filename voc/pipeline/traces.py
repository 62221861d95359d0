"""Where else does a person stand: in exports and caches, which go, and in files that are not ours?"""

import json
import re
from pathlib import Path

from voc.issues.succession import list_folded_words
from voc.settings import Settings
from voc.sources.files import find_paths, label_path
from voc.store.erasing import Doomed
from voc.store.traces import Traces, holds_id, tells_of
from voc.store.warehouse import Warehouse

LEAST_WORD = 4  # letters of a word that may be somebody's own
LEAST_ID = 4  # characters of an id below which it would be found everywhere
MADE = ("exports", ".prefect", ".cache")  # folders of files that the tool made, and can make again
OURS = (*MADE, "warehouse", "published", "council", ".secrets")
INBOX = "inbox"
EXPORTED = (".csv", ".json", ".xlsx")  # what exports are, where they can be looked into
SIDECARS = ("-wal", "-shm", "-journal")  # of an SQLite file: they go with it


def gather_traces(
    warehouse: Warehouse | None, doomed: Doomed, customer: str | None
) -> tuple[Traces, frozenset[str]]:
    """Gather what tells of contacts that must go, and the words that nobody else says."""
    texts = {*doomed.contacts["text"], *doomed.mentions["text"], *_list_old_words(doomed)}
    words = {word for word in list_folded_words(sorted(texts)) if len(word) >= LEAST_WORD}
    shared = warehouse.find_shared_words(doomed, sorted(words)) if warehouse and words else set()
    own = frozenset(words - shared)
    named = [*doomed.pseudonyms, *doomed.contacts["contact_id"], *doomed.contacts["source_id"]]
    ids = {value for value in [*named, customer] if value and len(value) >= LEAST_ID}
    return Traces(frozenset(ids), own, frozenset(texts)), own


def _list_old_words(doomed: Doomed) -> list[str]:
    """List what contacts said before they were updated, piece by piece, as exports may have it."""
    said = (str(json.loads(before).get("text") or "") for before in doomed.before if before)
    return [piece for text in said for piece in re.split(r"[.!?\n]+", text) if piece.strip()]


def delete_telling_files(settings: Settings, traces: Traces) -> list[str]:
    """Delete exports and caches that hold any of these traces, or cannot be looked into; list them."""
    deleted = []
    for folder in MADE:
        for path in sorted(_walk_files(settings.root / folder)):
            if path.exists() and not path.name.endswith(SIDECARS) and tells_of(path, traces) is not False:
                for gone in (path, *(path.with_name(path.name + ending) for ending in SIDECARS)):
                    gone.unlink(missing_ok=True)
                deleted.append(path.relative_to(settings.root).as_posix())
    return deleted


def find_strays(settings: Settings, traces: Traces) -> list[str]:
    """Find lists that were exported into other folders of the workspace and hold any of these traces."""
    paths = sorted(_list_strangers(settings) - _list_source_files(settings))
    likely = [path for path in paths if path.suffix.lower() in EXPORTED]
    return [label_path(path, settings) for path in likely if tells_of(path, traces)]


def search_others(settings: Settings, customer: str) -> tuple[list[str], list[str]]:
    """Search files that are not ours for a customer's id: those that hold it, and those not searched."""
    found: list[str] = []
    opaque: list[str] = []
    for path in sorted(_list_strangers(settings) | _list_source_files(settings)):
        answer = holds_id(path, customer)
        if answer is not False:
            (found if answer else opaque).append(label_path(path, settings))
    opaque += [f"the database of source {source.name}" for source in settings.sources if source.url]
    return found, opaque


def _list_source_files(settings: Settings) -> set[Path]:
    """List the files that sources name, wherever they are, and all that lies in the inbox."""
    globs = [
        glob
        for source in settings.sources
        for glob in (source.path, source.metadata, source.withdrawals)
        if glob
    ]
    named = {path for glob in globs for path in find_paths(glob, settings)}
    return named | set(_walk_files(settings.root / INBOX))


def _list_strangers(settings: Settings) -> set[Path]:
    """List the workspace's files that lie where the tool writes nothing by itself."""
    entries = (path for path in settings.root.iterdir() if path.name not in OURS and path.name[0] != ".")
    return {file for entry in entries for file in ([entry] if entry.is_file() else _walk_files(entry))}


def _walk_files(folder: Path) -> list[Path]:
    """List the files of a folder and of those inside it, links left aside."""
    return [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
