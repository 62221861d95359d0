"""Where is a query's database, and how is it opened so that nothing there can change?

Passwords come from the environment and appear nowhere: not in voc.toml, a message, a log or the warehouse.
"""

import os
import re
from collections.abc import Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from voc.errors import SettingsError, SourceError
from voc.settings import Settings, SourceSettings
from voc.sources.encoding import decode_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import URL, Connection

_VARIABLE = re.compile(r"\$(?:\{(\w+)\}|(\w+))")
_TEMPLATE = re.compile(r"(?P<scheme>[^/]*://)?(?P<person>[^/@]*@)?(?P<place>[^?]*)(?P<options>.*)", re.DOTALL)
_READ_ONLY = {"mysql": "SET SESSION TRANSACTION READ ONLY", "mariadb": "SET SESSION TRANSACTION READ ONLY"}


def resolve_url(
    source: SourceSettings, settings: Settings, environment: Mapping[str, str] | None = None
) -> "URL":
    """Build a source's database URL: names filled in, a SQLite file's path from the workspace, read-only.

    A name that stands for a person, a password or an option may hold any character; one that is the whole
    url holds a url.

    Raises:
        SettingsError: a name is not in the environment, or the url is none; the message never quotes it.
    """
    from sqlalchemy import make_url
    from sqlalchemy.exc import ArgumentError

    where = f"voc.toml [[sources]] {source.name!r}: url"
    known = os.environ if environment is None else environment
    try:
        url = make_url(_fill_names(source.url or "", known, where))
    except (ArgumentError, ValueError):
        raise SettingsError(
            f"{where} is not a database's URL; wanted one like postgresql+psycopg://$USER:$PASSWORD@host/name"
        ) from None
    return _open_sqlite_for_reading(url, settings.root) if url.get_backend_name() == "sqlite" else url


def _fill_names(template: str, known: Mapping[str, str], where: str) -> str:
    if _VARIABLE.fullmatch(template):
        return _fill_part(template, known, where, is_quoted=False)
    parts = _TEMPLATE.fullmatch(template)
    if parts is None:
        return template
    return "".join(
        _fill_part(parts[name] or "", known, where, is_quoted=name in {"person", "options"})
        for name in ("scheme", "person", "place", "options")
    )


def _fill_part(part: str, known: Mapping[str, str], where: str, *, is_quoted: bool) -> str:
    def fill(match: re.Match[str]) -> str:
        name = match[1] or match[2]
        if name not in known:
            raise SettingsError(
                f"{where} names ${name}, which is not set in the environment\nSet it before the run, as in "
                f"export {name}=..."
            )
        return quote(known[name], safe="") if is_quoted else known[name]

    return _VARIABLE.sub(fill, part)


def _open_sqlite_for_reading(url: "URL", root: Path) -> "URL":
    """Open a SQLite file as it is: SQLite makes an empty one where none is, and a reader must not."""
    if not url.database or url.database == ":memory:" or url.database.startswith("file:"):
        return url
    path = (root / url.database).resolve()
    return url.set(database=f"file:{quote(str(path))}", query={"mode": "ro", "uri": "true"})


@contextmanager
def open_for_reading(url: "URL") -> "Iterator[Connection]":
    """Connect; the connection reads, and streams what it reads.

    Raises:
        SourceError: the driver is not installed, or SQLite's file is not there.
        sqlalchemy.exc.DBAPIError: the database refuses.
    """
    from sqlalchemy import create_engine
    from sqlalchemy.exc import NoSuchModuleError
    from sqlalchemy.pool import NullPool

    _require_sqlite_file(url)
    try:
        engine = create_engine(url, poolclass=NullPool)
    except (ModuleNotFoundError, NoSuchModuleError) as error:
        raise SourceError(_word_missing_driver(url, error)) from error
    try:
        with engine.connect() as connection:
            if url.get_backend_name() in _READ_ONLY:
                connection.exec_driver_sql(_READ_ONLY[url.get_backend_name()])
            if url.get_backend_name() == "sqlite":  # which keeps whatever bytes it was given as text
                connection.connection.driver_connection.text_factory = decode_bytes  # type: ignore[union-attr]
            if url.get_backend_name() == "postgresql":
                connection.execution_options(postgresql_readonly=True)
            yield connection
    finally:
        engine.dispose()


def _require_sqlite_file(url: "URL") -> None:
    from urllib.parse import unquote

    if url.get_backend_name() == "sqlite" and (url.database or "").startswith("file:"):
        path = Path(unquote((url.database or "").removeprefix("file:")))
        if not path.is_file():
            raise SourceError(
                f"no SQLite file is at {path.name!r}; a relative path counts from the workspace"
            )


def _word_missing_driver(url: "URL", error: Exception) -> str:
    backend = url.get_backend_name()
    missing = getattr(error, "name", None)
    if backend == "postgresql":
        advice = "pip install 'voc[postgresql]', and begin the url with postgresql+psycopg://"
    else:
        advice = "install it beside voc, and name it in the url as SQLAlchemy's documentation says"
    return f"the driver for {url.drivername}{f' ({missing})' if missing else ''} is not installed; {advice}"
