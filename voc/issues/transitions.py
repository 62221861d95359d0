"""Which issues fell silent, and which are heard again?

A birth, a merge and a split are events of their own; these two are told from when an issue was last heard.
A silent issue keeps its id, its name and its exemplars, so that what comes back is the same issue.

References:
    Spiliopoulou, Ntoutsi, Theodoridis, Schult (2006), MONIC, KDD, 706-711.
"""

from datetime import datetime, timedelta

import polars as pl

from voc.issues.register import Register
from voc.schema import NewEvent

SILENCE = timedelta(weeks=12)


def word_transitions(heard: pl.DataFrame, register: Register, as_of: datetime) -> list[NewEvent]:
    """Word what fell silent (`dies`) or is heard again (`reopens`) by a session's as-of.

    Args:
        heard: issue_id, occurred_at of every placed mention before the as-of.
        register: As it stands after the session.
        as_of: Of the session.
    """
    last = dict(
        heard.filter(pl.col("occurred_at") < as_of)
        .group_by("issue_id")
        .agg(pl.col("occurred_at").max())
        .iter_rows()
    )
    events = []
    for issue_id, issue in sorted(register.issues.items()):
        is_silent = last.get(issue_id, issue.born_as_of) < as_of - SILENCE
        if is_silent != (issue_id in register.silent):
            payload = {"what": "dies" if is_silent else "reopens", "as_of": as_of.isoformat()}
            events.append(NewEvent("transition", issue_id, payload))
    return events
