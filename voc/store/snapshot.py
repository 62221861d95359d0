"""What do dashboards, exports and readings read, while the next run writes?

A snapshot is a DuckDB file with a name of its own that never changes once a small pointer file names it.
It is written aside, read again, and only then pointed to; a reader keeps the file it has open. (DuckDB
caches open files by path: replacing one in place would serve old data.)
"""

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import duckdb
import polars as pl

from voc.errors import CallError, VocError
from voc.schema import PUBLISHED, check_frame
from voc.settings import Settings
from voc.store.connect import connect_duckdb, open_cursor
from voc.store.encryption import PLAIN, Encryption, find_encryption, lies_as_wanted
from voc.store.questions import ask_question, lend_frame, load_text_search, run_statement
from voc.store.rewriting import sync_path

KEPT_SNAPSHOTS = 5
POINTER = "current.json"
POINTED = ("snapshot", "as_of", "written_at")  # what the pointer tells
REPUBLISH = "Run `voc publish` to write a new snapshot."


def write_snapshot(
    settings: Settings,
    tables: Mapping[str, pl.DataFrame],
    meta: Mapping[str, Any],
    *,
    name: str,
    written_at: datetime,
) -> Path:
    """Publish these tables as the snapshot that readers see from now on.

    A kill anywhere leaves the snapshot before this one in place. The last five are kept, but for those
    that lie in the open where encryption is asked for; only this one where contacts expire.

    Args:
        settings: The workspace.
        tables: Those of `schema.PUBLISHED`, by name; one that lacks is published empty. Columns beyond
            the schema's, and tables beyond it, are published as they are.
        meta: What readers are told of it, JSON; `as_of` among it goes into the pointer too.
        name: A name that was not used before, such as `20260518-231002`; one in use gets a number.
        written_at: Now, with a zone.

    Returns:
        The snapshot's path, `published/voc-<name>.duckdb`.
    """
    encryption = find_encryption(settings)
    folder = settings.published_dir
    folder.mkdir(parents=True, exist_ok=True)
    path = _choose_path(folder, name)
    document = {**meta, "snapshot": path.name, "written_at": written_at.isoformat()}
    complete = _complete_tables(tables)
    aside = folder / f".{path.name}.{os.getpid()}.tmp"
    try:
        _write_tables(aside, complete, document, encryption)
        _check_tables(aside, complete, encryption)
        sync_path(aside)
        aside.rename(path)
    finally:
        for left in (aside, aside.with_name(f"{aside.name}.wal")):
            left.unlink(missing_ok=True)
    pointer: dict[str, Any] = {key: document[key] for key in POINTED if key in document}
    _replace_pointer(folder, pointer)
    kept = KEPT_SNAPSHOTS if settings.privacy.keep_months is None else 1  # older ones hold what has expired
    _drop_old_snapshots(folder, path, encryption, kept)
    return path


def open_snapshot(settings: Settings) -> "Snapshot":
    """Open the published snapshot to read; use it in a `with` block, or keep it and close it.

    Raises:
        CallError: nothing was published yet.
        VocError: the pointer or the snapshot is damaged.
    """
    for _ in range(3):  # a snapshot may be dropped between reading its name and opening it
        path = find_snapshot(settings)
        if path is None:
            raise CallError(f"{settings.root}: nothing was published yet; run `voc run` first")
        with suppress(FileNotFoundError):
            return Snapshot(path, find_encryption(settings))
    raise VocError(f"{settings.published_dir / POINTER}: it names a snapshot that is not there.\n{REPUBLISH}")


def find_snapshot(settings: Settings) -> Path | None:
    """Find the published snapshot's path; None where nothing was published yet.

    The path changes with every publication: a cache of open snapshots goes by it.
    """
    pointer = settings.published_dir / POINTER
    try:
        name = json.loads(pointer.read_text(encoding="utf-8"))["snapshot"]
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError) as error:
        raise VocError(f"{pointer}: this is not a pointer that voc wrote.\n{REPUBLISH}") from error
    return settings.published_dir / Path(str(name)).name


class Snapshot:
    """An open snapshot, read-only; threads may read from it at once."""

    def __init__(self, path: Path, encryption: Encryption = PLAIN) -> None:
        if not path.is_file():
            raise FileNotFoundError(path)
        self.path = path
        self._con = connect_duckdb(path, read_only=True, remedy=REPUBLISH, encryption=encryption)
        self._can_search = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._con.close()

    def read(self, question: str, **params: object) -> pl.DataFrame:
        """Put the question in `sql/<question>.sql` to this snapshot.

        Raises:
            VocError: the snapshot was written by an older voc and has no answer to it.
        """
        try:
            with open_cursor(self._con) as cursor:
                return ask_question(cursor, question, **params)
        except (duckdb.CatalogException, duckdb.BinderException) as error:
            raise VocError(
                f"{self.path}: written by another version of voc, without what {question!r} asks.\n"
                f"{REPUBLISH}"
            ) from error

    def search(self, question: str, **params: object) -> pl.DataFrame:
        """Put a question that needs the full-text extension."""
        if not self._can_search:
            load_text_search(self._con)
            self._can_search = True
        return self.read(question, **params)

    @cached_property
    def meta(self) -> dict[str, Any]:
        """What the publication told of this snapshot: as_of, written_at, model, ..."""
        return {key: json.loads(value) for key, value in self.read("read_meta").iter_rows()}


def _choose_path(folder: Path, name: str) -> Path:
    path, number = folder / f"voc-{name}.duckdb", 1
    while path.exists():
        number += 1
        path = folder / f"voc-{name}-{number}.duckdb"
    return path


def _complete_tables(tables: Mapping[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """Check the tables that readers rely on, and add the empty ones."""
    complete = dict(tables)
    for name, schema in PUBLISHED.items():
        empty = pl.DataFrame(schema=dict(schema))
        frame = tables.get(name, empty)
        if name == "search_vectors":  # of any width, lists or arrays; an array without rows has no width
            complete[name] = frame if frame.height else empty
        else:
            complete[name] = check_frame(frame, schema).with_columns(frame.select(pl.exclude(schema)))
    return complete


def _write_tables(
    path: Path, tables: Mapping[str, pl.DataFrame], meta: Mapping[str, Any], encryption: Encryption
) -> None:
    rows = [(key, json.dumps(value, ensure_ascii=False, allow_nan=False)) for key, value in meta.items()]
    described = pl.DataFrame(rows, schema={"key": pl.String(), "value": pl.String()}, orient="row")
    path.unlink(missing_ok=True)
    with connect_duckdb(path, read_only=False, remedy=REPUBLISH, encryption=encryption) as con:
        for name, frame in {**tables, "meta": described}.items():
            with lend_frame(con, "incoming", frame):
                con.view("incoming").create(name)
        if tables["contacts"].height:
            load_text_search(con)
            run_statement(con, "create_search_macros")
            run_statement(con, "create_search_terms")
            run_statement(con, "index_search_terms")
        con.execute("CHECKPOINT")


def _check_tables(path: Path, tables: Mapping[str, pl.DataFrame], encryption: Encryption) -> None:
    """Read the file again, as a reader will, and count what it holds."""
    with connect_duckdb(path, read_only=True, remedy=REPUBLISH, encryption=encryption) as con:
        for name, frame in tables.items():
            found = con.table(name).count("*").fetchone()
            if found is None or found[0] != frame.height:
                raise VocError(
                    f"{path}: table {name} came back incomplete; the snapshot before it stays.\n"
                    "Check the disk's free space and run `voc publish` again."
                )


def _replace_pointer(folder: Path, pointer: Mapping[str, Any]) -> None:
    aside = folder / f".{POINTER}.{os.getpid()}.tmp"
    aside.write_text(json.dumps(pointer, indent=2) + "\n", encoding="utf-8")
    sync_path(aside)
    sync_path(folder)
    aside.replace(folder / POINTER)
    sync_path(folder)


def drop_other_snapshots(settings: Settings, keep: str | None) -> None:
    """Delete all snapshots but the one of this name, and what killed runs left of any."""
    for path in settings.published_dir.glob("*voc-*"):
        if path.name != keep:
            path.unlink(missing_ok=True)


def _drop_old_snapshots(folder: Path, keep: Path, encryption: Encryption, kept: int) -> None:
    paths = sorted(
        folder.glob("voc-*.duckdb"), key=lambda path: (path.stat().st_mtime_ns, path.name), reverse=True
    )
    others = [path for path in paths if path != keep]
    open_ones = [path for path in others if encryption.is_wanted and not lies_as_wanted(path, encryption)]
    for path in {*others[kept - 1 :], *open_ones}:
        path.unlink(missing_ok=True)
