"""What emerged or burst so far?"""

from typing import Any

from voc.answers.figures import round_chance, round_figure
from voc.answers.reading import Reading


def list_alerts(reading: Reading) -> dict[str, Any]:
    """List all alerts, the latest week first, then the least likely by chance.

    Of an issue that was merged since, the one that has its contacts; of an ignored one, none.
    """
    names = dict(reading.issues.select("issue_id", "name").iter_rows())
    told: dict[tuple[str, str, str], dict[str, Any]] = {}
    for row in reading.snapshot.read("read_alerts").iter_rows(named=True):
        issue_id = reading.standing.resolve(row["issue_id"])
        if issue_id not in reading.standing.ignored:
            alert = {
                "issue_id": issue_id,
                "name": reading.name_issue(issue_id, names.get(issue_id)),
                "kind": row["kind"],
                "week": row["week"],
                "observed": row["observed"],
                "expected": round_figure(row["expected"], 2),
                "p_value": round_chance(row["p_value"]),
                "contact_ids": row["contact_ids"],
            }
            told.setdefault((issue_id, row["kind"], row["week"]), alert)
    return {"alerts": list(told.values())}
