"""Where does a contact come from, and what was it before?

The auditor's question: the file that brought it, when, and what each later file changed.
"""

import json
from typing import Any

from voc.answers.figures import write_instant
from voc.errors import CallError
from voc.schema import derive_contact_id
from voc.settings import Settings
from voc.store.warehouse import open_warehouse

Document = dict[str, Any]


def tell_trace(settings: Settings, name: str) -> Document:
    """Tell the history of a contact, by its contact id or its id in the file.

    Returns:
        `contacts`: for each contact of that name `contact_id` and `history`, oldest first: `event`, `file`,
        `taken_at`, `changed` (names of fields) and `before` (their values).

    Raises:
        CallError: no contact has this id.
    """
    ids = [name, *(derive_contact_id(source.name, name) for source in settings.sources)]
    with open_warehouse(settings, read_only=True) as warehouse:
        traces = {contact_id: warehouse.read_trace(contact_id) for contact_id in ids}
    found = [
        {
            "contact_id": contact_id,
            "history": [_word_event(row, settings) for row in trace.iter_rows(named=True)],
        }
        for contact_id, trace in traces.items()
        if trace.height
    ]
    if not found:
        raise CallError(
            f"no contact has the id {name!r}; wanted a contact_id of `voc contacts`, or the id in your file"
        )
    return {"contacts": found}


def _word_event(row: Document, settings: Settings) -> Document:
    before = json.loads(row["before"]) if row["before"] else {}
    return {
        "event": row["event"],
        "file": row["file"],
        "taken_at": write_instant(row["taken_at"], settings.zone),
        "changed": row["changed"],
        "before": {name: before[name] for name in row["changed"] or [] if name in before} or None,
    }
