"""Where does it hurt: by touchpoint, product or channel, and by which way do contacts reach a department?

Issues that people ignore are left out. A place's own figures take in its contacts without an issue.
"""

from typing import Any

import polars as pl

from voc.answers.figures import round_chance, round_figure, write_instant
from voc.answers.reading import Reading
from voc.answers.statement import list_departments
from voc.errors import CallError, suggest_nearest
from voc.signals.places import DIMENSIONS, find_places, trace_flows

Document = dict[str, Any]
MOST_FALSE = 0.10  # of the cells that are said to stand out, those that may do so by chance
LEAST_PEOPLE = 3  # behind a cell that stands out
MOST_PLACES = 60  # of a dimension that are listed, those with most contacts
EXACT = ("contacts", "customers", "known_count", "repeat_count", "rating_scale", "rating_count")
DEFINITIONS = {
    "pain": "contacts but for praise and wishes to buy, times repeat_factor, times rating_factor",
    "repeat_factor": "(1 + share that came back) over the same of all places; drawn to 1 by 20 contacts",
    "rating_factor": "(1 + how low its ratings stand in their scale, 0 to 1) / 1.5; drawn to 1 by 10 ratings",
    "lift": "people here who have the issue, over what it would be if places did not matter; 95 % interval",
    "stands_out": "at least 3 people, and at most 10 % of the cells said to stand out do so by chance",
    "cost": "each contact with its whole cost",
}
SHARES = ("share", "lift", "lift_low", "lift_high", "repeat_factor", "rating_factor")


def list_places(reading: Reading, dimension: str = "touchpoint") -> Document:
    """List the places of a dimension in order, with their issues, those that hurt most first.

    Args:
        reading: What to answer from.
        dimension: `touchpoint`, `product` or `channel`.

    Returns:
        `dimension`, `order` (`cycle` or `contacts`), `known` and `unknown` (contacts that tell the place, or
        not), `issues` (ids, those that hurt most over all places first: the heat map's other side), `names`,
        `places` (the 60 with most contacts; `others` is how many more there are): each with `value`, its
        figures, `pain`, `pain_share` and `issues`, whose cells have `stands_out` where the place has the
        issue more than others have; `definitions`.

    Raises:
        CallError: an unknown dimension.
    """
    if dimension not in DIMENSIONS:
        hint = suggest_nearest(dimension, list(DIMENSIONS))
        raise CallError(f"by {dimension!r}: unknown{hint}")
    cells, totals = _read_places(reading, dimension)
    is_ignored = pl.col("issue_id").is_in(sorted(reading.standing.ignored)).fill_null(False)
    cells = cells.filter(~is_ignored)
    all_pain = float(cells["pain"].sum())
    told = [row for row in totals.iter_rows(named=True) if row["value"] is not None]
    listed = _choose_places(told)
    issues = _rank_issues(cells)
    return {
        "as_of": write_instant(reading.as_of, reading.zone),
        "dimension": dimension,
        "order": "cycle" if any(row["is_cycle"] for row in told) else "contacts",
        "known": sum(row["contacts"] for row in told),
        "unknown": sum(row["contacts"] for row in totals.iter_rows(named=True) if row["value"] is None),
        "issues": issues,
        "names": {issue_id: reading.shown_names.get(issue_id) for issue_id in issues},
        "places": [_word_place(reading, row, cells, all_pain) for row in listed],
        "others": len(told) - len(listed),
        "definitions": DEFINITIONS,
    }


def list_flows(reading: Reading) -> Document:
    """List by which ways contacts flow: channel, issue, department.

    Returns:
        `flows`: channel, issue_id (null: no issue), name, department (null: none), contacts (whole) and
        split_contacts, shared_cost (each contact split equally among its issues: these add up).
    """
    contacts = reading.read_contacts(None)
    held = reading.links.filter(~pl.col("issue_id").is_in(sorted(reading.standing.ignored)))
    departments = list_departments(reading)
    return {
        "as_of": write_instant(reading.as_of, reading.zone),
        "flows": [
            {
                **row,
                "name": reading.shown_names.get(str(row["issue_id"])),
                "department": departments.get(str(row["issue_id"])),
            }
            for row in trace_flows(contacts, held).iter_rows(named=True)
        ],
    }


def _read_places(reading: Reading, dimension: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Read PLACES and PLACE_TOTALS; measured again where people edited since."""
    if reading.overlay is None:
        snapshot = reading.snapshot
        return (
            snapshot.read("read_places", dimension=dimension),
            snapshot.read("read_place_totals", dimension=dimension),
        )
    cells, totals = find_places(reading.read_contacts(None), reading.links)
    wanted = pl.col("dimension") == dimension
    return cells.filter(wanted), totals.filter(wanted)


def _choose_places(told: list[Document]) -> list[Document]:
    """Keep the places with most contacts, in the order that they have."""
    kept = sorted(told, key=lambda row: (-row["contacts"], row["position"]))[:MOST_PLACES]
    return sorted(kept, key=lambda row: row["position"])


def _rank_issues(cells: pl.DataFrame) -> list[str]:
    summed = cells.drop_nulls("issue_id").group_by("issue_id").agg(pl.col("pain").sum().round(6))
    return summed.sort("pain", "issue_id", descending=[True, False])["issue_id"].to_list()


def _word_place(reading: Reading, total: Document, cells: pl.DataFrame, all_pain: float) -> Document:
    here = cells.filter(pl.col("value") == total["value"])
    pain = float(here["pain"].sum())
    issues = here.drop_nulls("issue_id").sort("pain", "issue_id", descending=[True, False])
    without = here.filter(pl.col("issue_id").is_null())["contacts"].sum()
    return {
        "value": total["value"],
        "position": total["position"],
        **_word_figures(total),
        "without_issue": int(without),
        "pain": round_figure(pain, 2),
        "pain_share": round_figure(pain / all_pain, 6) if all_pain else None,
        "issues": [_word_cell(reading, row, all_pain) for row in issues.iter_rows(named=True)],
    }


def _word_cell(reading: Reading, row: Document, all_pain: float) -> Document:
    is_more = row["q_value"] <= MOST_FALSE and row["customers"] >= LEAST_PEOPLE and row["lift"] > 1
    return {
        "issue_id": row["issue_id"],
        "name": reading.shown_names.get(row["issue_id"]),
        **_word_figures(row),
        **{name: round_figure(row[name], 6) for name in SHARES},
        "q_value": round_chance(row["q_value"]),
        "stands_out": is_more,
        "hurting_count": row["hurting_count"],
        "pain": round_figure(row["pain"], 2),
        "pain_share": round_figure(row["pain"] / all_pain, 6) if all_pain else None,
    }


def _word_figures(row: Document) -> Document:
    known = row["known_count"]
    return {
        **{name: row[name] for name in EXACT},
        "repeat_rate": round_figure(row["repeat_count"] / known, 6) if known else None,
        "cost": round_figure(row["cost"], 4),
        "rating_mean": round_figure(row["rating_mean"], 4),
        "ranked_count": row["ranked_count"],
        "rating_rank": round_figure(row["rating_rank"], 6),
    }
