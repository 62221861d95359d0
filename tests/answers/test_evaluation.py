"""Labels against issues: scores over assigned contacts, the rest counted apart, unclear input refused."""

import json
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from voc.answers import Reading, evaluate_labels
from voc.errors import CallError


@pytest.fixture
def write_labels(tmp_path: Path) -> Callable[..., Path]:
    def write(*rows: tuple[str, str], header: str = "id,label", encoding: str = "utf-8") -> Path:
        path = tmp_path / "labels.csv"
        lines = [header, *(f"{key},{label}" for key, label in rows)]
        path.write_text("\n".join(lines) + "\n", encoding=encoding)
        return path

    return write


def list_plan() -> list[tuple[str, str]]:
    """The planted reason of every contact: ten charges, four parcels, one praise, two of something else."""
    return [(f"n{n}", "cobro" if n < 10 else "paquete" if n < 14 else "otro") for n in range(17)]


def test_labels_that_agree_score_one_and_the_unassigned_are_counted_apart(
    reading: Reading, write_labels: Callable[..., Path]
) -> None:
    document = evaluate_labels(reading, write_labels(*list_plan(), ("n99", "de fuera")))
    assert json.loads(json.dumps(document)) == document
    assert document == {
        "n": 15, "labels": 3, "clusters": 3, "nmi": 1.0, "ari": 1.0, "v_measure": 1.0, "homogeneity": 1.0,
        "completeness": 1.0, "unassigned": 2,
    }  # fmt: skip


def test_labels_that_know_nothing_score_nothing(reading: Reading, write_labels: Callable[..., Path]) -> None:
    one = evaluate_labels(reading, write_labels(*[(key, "todo") for key, _ in list_plan()]))
    assert (one["nmi"], one["completeness"], one["homogeneity"]) == (0.0, 0.0, 1.0)


def test_where_no_labelled_contact_has_an_issue_there_is_no_score(
    reading: Reading, write_labels: Callable[..., Path]
) -> None:
    document = evaluate_labels(reading, write_labels(("n15", "x"), ("n16", "y")))
    assert (document["n"], document["unassigned"], document["nmi"]) == (0, 2, None)


def test_a_contact_counts_for_its_issue_with_most_mentions_then_the_nearest(
    republish: Callable[..., Reading], tables: dict[str, pl.DataFrame], write_labels: Callable[..., Path]
) -> None:
    links = tables["contact_issues"]
    first = tables["contacts"].filter(pl.col("source_id") == "n0")["contact_id"][0]
    rival = links.filter(pl.col("contact_id") == first).with_columns(issue_id=pl.lit("ISS-0002"))
    for mention_count, similarity, clusters in ((2, 0.1, 2), (1, 0.95, 2), (1, 0.2, 1)):
        changed = rival.with_columns(
            mention_count=pl.lit(mention_count, dtype=pl.Int64), similarity=pl.lit(similarity)
        )
        with republish({**tables, "contact_issues": pl.concat([links, changed])}) as reading:
            labels = write_labels(("n0", "a"), ("n1", "a"))
            assert evaluate_labels(reading, labels)["clusters"] == clusters


def test_an_id_in_two_sources_needs_the_source(
    republish: Callable[..., Reading], tables: dict[str, pl.DataFrame], write_labels: Callable[..., Path]
) -> None:
    contacts = tables["contacts"].with_columns(
        source_id=pl.when(pl.col("source_id") == "n1").then(pl.lit("n0")).otherwise("source_id")
    )
    labels = write_labels(("n0", "cobro"), ("n2", "cobro"))
    with republish({**tables, "contacts": contacts}) as reading:
        with pytest.raises(CallError, match=r"'n0' stands in more than one source \(notes, web\)"):
            evaluate_labels(reading, labels)
        assert evaluate_labels(reading, labels, source="notes")["n"] == 2
        assert evaluate_labels(reading, labels, source="web")["n"] == 1
        with pytest.raises(CallError, match="'nots': no such source"):
            evaluate_labels(reading, labels, source="nots")


def test_a_spreadsheets_csv_is_read(reading: Reading, write_labels: Callable[..., Path]) -> None:
    path = write_labels(
        ("cobro", "n0"), ("", "n1"), ("cobro", "n2"), header="Label, ID ", encoding="utf-8-sig"
    )
    assert evaluate_labels(reading, path)["n"] == 2


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "the columns are none; wanted id and label"),
        (b"id,tag\nn0,x\n", "the columns are id, tag; wanted id and label"),
        (b"id,label\nn0,x\nn0,y\n", "row 3: id 'n0' has two labels"),
        (b"id,label\nzz,x\n", "none of its 1 ids is a contact"),
        (b"id,label\nn0,\xff\xfe\n", "cannot be read as a CSV file in UTF-8"),
    ],
)
def test_labels_that_cannot_be_used_are_refused(
    reading: Reading, tmp_path: Path, content: bytes, words: str
) -> None:
    path = tmp_path / "labels.csv"
    path.write_bytes(content)
    with pytest.raises(CallError, match=words):
        evaluate_labels(reading, path)


def test_a_missing_file_of_labels_is_refused(reading: Reading, tmp_path: Path) -> None:
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(CallError, match="cannot be read"):
            evaluate_labels(reading, path)
