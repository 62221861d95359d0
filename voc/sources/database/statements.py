"""What is a database asked? The person's query, wrapped, so that it gives its new rows in order."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlalchemy import BindParameter, Select, Subquery


def select_columns(query: str) -> "Select[Any]":
    """Ask a query for its columns and none of its rows."""
    from sqlalchemy import false, literal_column, select

    return select(literal_column("*")).select_from(_wrap_query(query)).where(false())


def select_rows(query: str, cursor: str | None, tie: str | None, last: Any) -> "Select[Any]":
    """Ask a query for its rows from `last` on, in an order that is the same every time.

    Rows whose cursor is null are given each time: nothing else says whether they are new.

    Args:
        query: One SELECT.
        cursor: The column that only grows.
        tie: The column that orders rows with the same cursor: their id.
        last: The cursor's value to begin with, or None.
    """
    from sqlalchemy import literal_column, or_, select

    names = [name for name in dict.fromkeys((cursor, tie)) if name is not None]
    wrapped = _wrap_query(query, *names)
    order = [wrapped.c[name] for name in names]
    statement: Select[Any] = select(literal_column("*")).select_from(wrapped).order_by(*order)
    if cursor is None or last is None:
        return statement
    column = wrapped.c[cursor]
    return statement.where(or_(column >= _bind_value(last), column.is_(None)))


def _wrap_query(query: str, *names: str) -> "Subquery":
    """Make a query a table; its colons are its own, and a comment in its last line ends with that."""
    from sqlalchemy import column, text

    return text(query.replace(":", r"\:") + "\n").columns(*map(column, names)).subquery("q")


def _bind_value(value: Any) -> "BindParameter[Any]":
    from sqlalchemy import DateTime, bindparam

    kind = DateTime(timezone=value.tzinfo is not None) if isinstance(value, datetime) else None
    return bindparam("after", value, type_=kind)
