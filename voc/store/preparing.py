"""Is this file a warehouse of this version, and how does a new one get its tables?"""

from pathlib import Path

import duckdb

from voc.errors import CallError, VocError
from voc.store.questions import ask_value, commit_together, run_statement

VERSION = 5
REBUILD = "Move it away and run `voc run`: the warehouse is rebuilt from the inbox, council/ and .secrets/."


def prepare_tables(con: duckdb.DuckDBPyConnection, path: Path, *, read_only: bool) -> None:
    """Create the tables of a new warehouse; refuse a file that is not one of ours."""
    if ask_value(con, "count_tables") == 0:
        if read_only:
            raise word_missing(path)
        with commit_together(con):
            run_statement(con, "create_warehouse")
            run_statement(con, "mark_version", version=VERSION)
    try:
        found = ask_value(con, "read_version")
    except duckdb.CatalogException as error:
        raise VocError(f"{path}: a DuckDB file, but not a warehouse that voc made.\n{REBUILD}") from error
    if found != VERSION:
        raise VocError(f"{path}: of another version of voc (tables {found}, wanted {VERSION}).\n{REBUILD}")


def word_missing(path: Path) -> CallError:
    """Word that nothing was ingested yet."""
    return CallError(f"{path}: there is no warehouse yet; run `voc run` first")
