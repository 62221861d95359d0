"""How is a question put to DuckDB, and how does its answer come back?

A question is a file in `sql/`, named after it; parameters are bound as `$names`. Answers come back
over Arrow's C interface without pyarrow, whose import alone would cost a reading command half a second.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from voc.errors import VocError

CONFIG: dict[str, str | bool | int | float | list[str]] = {
    # Nothing is fetched: extensions come as wheels and are loaded by path.
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}

EXTENSIONS = {"fts": "full-text search", "httpfs": "encryption"}  # package: what it is for


@cache
def load_question(name: str) -> str:
    """Return the SQL of `sql/<name>.sql`; an unknown name is a ValueError."""
    path = Path(__file__).parent / "sql" / f"{name}.sql"
    if not path.is_file():
        raise ValueError(f"no question {name!r} in {path.parent}")
    return path.read_text(encoding="utf-8")


def ask_question(con: duckdb.DuckDBPyConnection, name: str, **params: object) -> pl.DataFrame:
    """Run a question that returns rows; a parameter it does not use is an error, as in SQL.

    With parameters the answer goes through a temporary table: a relation with parameters would hand each
    value over as a Python object, ten times slower for 20,000 vectors.
    """
    if not params:
        return pl.DataFrame(con.sql(load_question(name)))
    con.execute("CREATE OR REPLACE TEMP TABLE answer AS\n" + load_question(name), params)
    answer = pl.DataFrame(con.sql("FROM answer ORDER BY rowid"))
    con.execute("DROP TABLE answer")
    return answer


def ask_value(con: duckdb.DuckDBPyConnection, name: str, **params: object) -> Any:
    """Run a question that returns one value; None where it returns no row."""
    frame = ask_question(con, name, **params)
    return frame.item(0, 0) if frame.height else None


def run_statement(con: duckdb.DuckDBPyConnection, name: str, **params: object) -> None:
    """Run a statement that changes something and returns nothing."""
    con.execute(load_question(name), params or None)


@contextmanager
def lend_frame(con: duckdb.DuckDBPyConnection, name: str, frame: pl.DataFrame) -> Iterator[None]:
    """Let SQL read a frame under this name for as long as the block lasts."""
    con.register(name, frame)
    try:
        yield
    finally:
        con.unregister(name)


@contextmanager
def commit_together(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Commit all of the block or nothing of it."""
    con.begin()
    try:
        yield
    except BaseException:
        con.rollback()
        raise
    con.commit()


def locate_extension(name: str) -> Path:
    """Find a DuckDB extension that fits this DuckDB among the installed packages."""
    spec = find_spec(f"duckdb_extension_{name}")
    folders = list(spec.submodule_search_locations or []) if spec else []
    for folder in folders:
        path = Path(folder) / "extensions" / f"v{duckdb.__version__}" / f"{name}.duckdb_extension"
        if path.is_file():
            return path
    raise VocError(
        f"{EXTENSIONS[name]} for DuckDB {duckdb.__version__} is not installed"
        f" (package duckdb-extension-{name}).\nInstall what requirements.lock names: `make setup`."
    )


def load_text_search(con: duckdb.DuckDBPyConnection) -> None:
    """Load the full-text extension into this connection's database, without network."""
    con.load_extension(str(locate_extension("fts")))


def load_encryption(con: duckdb.DuckDBPyConnection) -> None:
    """Load the cryptography that DuckDB needs to write an encrypted file; to read one it has its own."""
    con.load_extension(str(locate_extension("httpfs")))


def try_extension(name: str) -> str:
    """Load an extension for once and return the version of DuckDB that it is made for."""
    path = locate_extension(name)
    with duckdb.connect(config=CONFIG) as con:
        con.load_extension(str(path))
    return path.parent.name
