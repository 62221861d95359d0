"""How well do the issues agree with labels that people gave?

One issue a contact: the one with most of its mentions, then the nearest. Scores are over contacts that
have an issue; those that have none are counted apart, since leaving out the hard ones is no merit.
"""

import csv
from collections import Counter
from pathlib import Path
from typing import Any

from voc.answers.figures import round_figure
from voc.answers.reading import Reading
from voc.errors import CallError

COLUMNS = ("id", "label")
SCORES = ("nmi", "ari", "v_measure", "homogeneity", "completeness")


def evaluate_labels(reading: Reading, labels_path: Path, source: str | None = None) -> dict[str, Any]:
    """Compare the issues found with people's labels.

    Args:
        reading: What to answer from.
        labels_path: CSV with the columns `id` (the file's own id of a contact) and `label`. A row
            without a label is passed over.
        source: The source that the ids belong to; needed where an id stands in two.

    Returns:
        `n` contacts scored, their `labels` and `clusters` (how many), the scores (0 to 1; ari from -0.5;
        null where nothing could be scored), and `unassigned`: labelled contacts without an issue.

    Raises:
        CallError: the file cannot be read, lacks a column, or labels nothing that is here; an id stands
            in two sources, or an unknown source was named.
    """
    labels = read_labels(labels_path)
    issues = _match_issues(reading, labels, labels_path, source)
    assigned = {key: issue for key, issue in issues.items() if issue is not None}
    told = [labels[key] for key in assigned]
    found = list(assigned.values())
    return {
        "n": len(assigned),
        "labels": len(set(told)),
        "clusters": len(set(found)),
        **_score_agreement(told, found),
        "unassigned": len(issues) - len(assigned),
    }


def read_labels(path: Path) -> dict[str, str]:
    """Read a file of labels: label by id, in the file's order.

    Raises:
        CallError: it cannot be read, lacks a column, or gives an id two labels.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            lines = list(csv.reader(stream))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise CallError(f"{path}: cannot be read as a CSV file in UTF-8 ({_word_cause(error)})") from error
    header = [cell.strip().lower() for cell in lines[0]] if lines else []
    if not set(COLUMNS) <= set(header):
        raise CallError(f"{path}: the columns are {', '.join(header) or 'none'}; wanted id and label")
    places = header.index("id"), header.index("label")
    labels: dict[str, str] = {}
    for number, cells in enumerate(lines[1:], start=2):
        if len(cells) > max(places):
            _add_label(labels, cells[places[0]].strip(), cells[places[1]].strip(), f"{path}, row {number}")
    return labels


def _add_label(labels: dict[str, str], key: str, label: str, where: str) -> None:
    if not key or not label:
        return
    if labels.setdefault(key, label) != label:
        raise CallError(f"{where}: id {key!r} has two labels; wanted one label an id")


def _match_issues(
    reading: Reading, labels: dict[str, str], path: Path, source: str | None
) -> dict[str, str | None]:
    """Find the issue of each labelled contact that is in the snapshot."""
    known = {entry.name for entry in reading.settings.sources}
    rows = [row for row in reading.snapshot.read("read_main_issues").iter_rows() if row[1] in labels]
    if source is not None:
        if source not in known | {row[0] for row in rows}:
            raise CallError(f"source {source!r}: no such source; known: {', '.join(sorted(known))}")
        rows = [row for row in rows if row[0] == source]
    twice = [key for key, count in Counter(row[1] for row in rows).items() if count > 1]
    if twice:
        where = sorted(row[0] for row in rows if row[1] == twice[0])
        raise CallError(
            f"{path}: id {twice[0]!r} stands in more than one source ({', '.join(where)}); "
            "say which with --source"
        )
    if not rows:
        raise CallError(
            f"{path}: none of its {len(labels)} ids is a contact of this workspace; "
            "wanted ids as the source's files have them"
        )
    resolve = reading.standing.resolve
    return {source_id: issue_id and resolve(issue_id) for _, source_id, issue_id in rows}


def _score_agreement(told: list[str], found: list[str]) -> dict[str, float | None]:
    if not told:
        return dict.fromkeys(SCORES)
    from sklearn import metrics

    return {
        "nmi": round_figure(float(metrics.normalized_mutual_info_score(told, found)), 6),
        "ari": round_figure(float(metrics.adjusted_rand_score(told, found)), 6),
        "v_measure": round_figure(float(metrics.v_measure_score(told, found)), 6),
        "homogeneity": round_figure(float(metrics.homogeneity_score(told, found)), 6),
        "completeness": round_figure(float(metrics.completeness_score(told, found)), 6),
    }


def _word_cause(error: Exception) -> str:
    return error.strerror or "" if isinstance(error, OSError) else "not text in UTF-8"
