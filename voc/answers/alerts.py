"""What emerged or burst so far?"""

from typing import Any

from voc.answers.figures import round_chance, round_figure
from voc.answers.reading import Reading


def list_alerts(reading: Reading) -> dict[str, Any]:
    """List all alerts, the latest week first, then the least likely by chance."""
    names = dict(reading.issues.select("issue_id", "name").iter_rows())
    return {
        "alerts": [
            {
                "issue_id": row["issue_id"],
                "name": reading.name_issue(row["issue_id"], names.get(row["issue_id"])),
                "kind": row["kind"],
                "week": row["week"],
                "observed": row["observed"],
                "expected": round_figure(row["expected"], 2),
                "p_value": round_chance(row["p_value"]),
                "contact_ids": row["contact_ids"],
            }
            for row in reading.snapshot.read("read_alerts").iter_rows(named=True)
        ]
    }
