"""What is written comes back as the schema says; changes make mining do a contact again."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import duckdb
import numpy as np
import polars as pl
import pytest

from voc.errors import CallError, VocError
from voc.schema import (
    ASSIGNMENTS,
    CONTACTS,
    MENTION_KINDS,
    MENTIONS,
    REFUSALS,
    check_frame,
    derive_mention_id,
    make_frame,
)
from voc.settings import Settings
from voc.store.batches import Batch
from voc.store.warehouse import Warehouse, open_warehouse

AT = datetime(2026, 4, 1, tzinfo=UTC)
Make = Callable[..., pl.DataFrame]
MakeBatch = Callable[..., Batch]


def split_in_two(contacts: pl.DataFrame) -> pl.DataFrame:
    return make_frame(
        [
            {"mention_id": derive_mention_id(contact_id, n), "contact_id": contact_id, "ordinal": n,
             "language": "es", "text": f"pieza {n}", "text_key": f"key{n}"}
            for contact_id in contacts["contact_id"]
            for n in (1, 2)
        ],
        MENTIONS,
    )  # fmt: skip


def mine_all(warehouse: Warehouse, issue_id: str | None, as_of: datetime = AT) -> None:
    ids = warehouse.read_mentions().select("mention_id")
    warehouse.write_mining(
        ids.with_columns(
            issue_id=pl.lit(issue_id, dtype=pl.String), similarity=pl.lit(0.5, dtype=pl.Float64)
        ).select(list(ASSIGNMENTS)),
        ids.with_columns(
            kind=pl.lit("other"),
            opportunity=pl.lit(None, dtype=pl.String),
            confidence=pl.lit(0.5),
            reason=pl.lit("issue"),
        ).select(list(MENTION_KINDS)),
        {"model": "use"},
        method="anchors",
        as_of=as_of,
    )


def test_contacts_come_back_as_they_went_in_oldest_first(
    settings: Settings, make_contacts: Make, make_batch: MakeBatch
) -> None:
    contacts = make_contacts(("2", "A"), ("1", "B"), ("3", "C"))
    with open_warehouse(settings) as warehouse:
        warehouse.store_batch(make_batch(contacts.reverse()), at=AT)
        assert check_frame(warehouse.read_contacts(), CONTACTS).equals(contacts)
        assert warehouse.last_contact_at() == contacts["occurred_at"][2]


def test_contacts_before_an_instant_leave_out_that_instant(
    settings: Settings, make_contacts: Make, make_batch: MakeBatch
) -> None:
    contacts = make_contacts(("1", "A"), ("2", "A"))
    with open_warehouse(settings) as warehouse:
        warehouse.store_batch(make_batch(contacts), at=AT)
        warehouse.write_mentions(contacts["contact_id"].to_list(), split_in_two(contacts))
        before = contacts["occurred_at"][1]
        assert warehouse.read_contacts(before)["source_id"].to_list() == ["1"]
        assert warehouse.read_mentions(before)["source_id"].to_list() == ["1", "1"]


def test_a_contact_without_mentions_is_split_only_once(
    settings: Settings, make_contacts: Make, make_batch: MakeBatch
) -> None:
    with open_warehouse(settings) as warehouse:
        warehouse.store_batch(make_batch(make_contacts(("1", "A"), ("2", "A"))), at=AT)
        fresh = warehouse.read_unsplit_contacts()
        assert check_frame(fresh, CONTACTS).height == 2
        warehouse.write_mentions(fresh["contact_id"].to_list(), make_frame([], MENTIONS))
        assert warehouse.read_unsplit_contacts().is_empty()


def test_a_changed_contact_loses_what_was_made_of_it_and_is_split_again(
    settings: Settings, make_contacts: Make, make_batch: MakeBatch
) -> None:
    with open_warehouse(settings) as warehouse:
        warehouse.store_batch(make_batch(make_contacts(("1", "A"), ("2", "A"))), at=AT)
        contacts = warehouse.read_unsplit_contacts()
        warehouse.write_mentions(contacts["contact_id"].to_list(), split_in_two(contacts))
        mine_all(warehouse, "ISS-0001")
        warehouse.store_batch(make_batch(make_contacts(("1", "B")), digest="d2"), at=AT)
        assert warehouse.read_unsplit_contacts()["source_id"].to_list() == ["1"]
        assert set(warehouse.read_mentions()["source_id"]) == {"2"}
        assert warehouse.read_assignments().height == 2
        assert warehouse.read_kinds().height == 2


def test_a_contact_that_ends_as_it_was_keeps_what_was_made_of_it(
    settings: Settings, make_contacts: Make, make_batch: MakeBatch
) -> None:
    with open_warehouse(settings) as warehouse:
        warehouse.store_batch(make_batch(make_contacts(("1", "A"))), at=AT)
        contacts = warehouse.read_unsplit_contacts()
        warehouse.write_mentions(contacts["contact_id"].to_list(), split_in_two(contacts))
        warehouse.store_batch(make_batch(make_contacts(("1", "B"), ("1", "A")), digest="d2"), at=AT)
        assert warehouse.read_mentions().height == 2


def test_mentions_bring_what_is_known_of_their_contact(
    settings: Settings, make_contacts: Make, make_batch: MakeBatch
) -> None:
    with open_warehouse(settings) as warehouse:
        warehouse.store_batch(make_batch(make_contacts(("2", "A"), ("1", "A"))), at=AT)
        contacts = warehouse.read_unsplit_contacts()
        warehouse.write_mentions(contacts["contact_id"].to_list(), split_in_two(contacts))
        mentions = warehouse.read_mentions()
    check_frame(mentions, MENTIONS)
    assert mentions.select("source_id", "ordinal").rows() == [("1", 1), ("1", 2), ("2", 1), ("2", 2)]
    assert {"source", "occurred_at", "customer_id", "agent_id", "channel", "product"} <= set(mentions.columns)


def test_mentions_of_contacts_that_were_not_split_are_refused(
    settings: Settings, make_contacts: Make
) -> None:
    mentions = split_in_two(make_contacts(("1", "A")))
    with open_warehouse(settings) as warehouse, pytest.raises(ValueError, match="not among those split"):
        warehouse.write_mentions([], mentions)


def test_a_mention_that_keeps_its_issue_keeps_its_date_and_one_that_moves_leaves_a_trace(
    settings: Settings, make_contacts: Make, make_batch: MakeBatch
) -> None:
    later = AT + timedelta(days=7)
    with open_warehouse(settings) as warehouse:
        warehouse.store_batch(make_batch(make_contacts(("1", "A"))), at=AT)
        contacts = warehouse.read_unsplit_contacts()
        warehouse.write_mentions(contacts["contact_id"].to_list(), split_in_two(contacts))
        mine_all(warehouse, "ISS-0001")
        mine_all(warehouse, "ISS-0001", later)
        assert warehouse.read_assignment_history()["from_at"].to_list() == [AT, AT]
        mine_all(warehouse, None, later)
        history = warehouse.read_assignment_history()
        assert history["to_at"].to_list() == [later, None] * 2
        assert warehouse.read_assignments()["issue_id"].to_list() == [None, None]
        assert (warehouse.last_mining() or {})["as_of"] == later.isoformat()


def test_a_mention_cannot_have_two_issues_and_then_nothing_is_replaced(
    settings: Settings, make_contacts: Make, make_batch: MakeBatch
) -> None:
    twice = make_frame(
        [{"mention_id": "m1", "issue_id": issue} for issue in ("ISS-0001", "ISS-0002")], ASSIGNMENTS
    )
    with open_warehouse(settings) as warehouse:
        with pytest.raises(ValueError, match="assigned twice"):
            warehouse.write_mining(twice, make_frame([], MENTION_KINDS), {}, method="m", as_of=AT)
        assert warehouse.last_mining() is None


def test_vectors_come_back_bit_for_bit_and_only_the_known_ones(settings: Settings) -> None:
    matrix = np.random.default_rng(1).standard_normal((3, 7)).astype(np.float32)
    with open_warehouse(settings) as warehouse:
        warehouse.write_embeddings("one", ["c", "a", "b"], matrix)
        warehouse.write_embeddings("one", ["a"], matrix[2:])
        keys, found = warehouse.read_embeddings("one", ["b", "zz", "a", "a"])
        assert keys == ["a", "b"]
        assert np.array_equal(found, matrix[[1, 2]])
        assert warehouse.read_embeddings("two", ["a"])[0] == []


@pytest.mark.parametrize("matrix", [np.zeros((1, 3)), np.zeros(2), np.full((2, 3), np.nan)])
def test_vectors_that_fit_no_text_are_refused(settings: Settings, matrix: np.ndarray) -> None:
    with open_warehouse(settings) as warehouse, pytest.raises(ValueError):
        warehouse.write_embeddings("one", ["a", "b"], matrix)


def test_refusals_come_back_in_the_order_of_their_files_and_rows(
    settings: Settings, make_contacts: Make, make_batch: MakeBatch
) -> None:
    with open_warehouse(settings) as warehouse:
        warehouse.store_batch(make_batch(make_contacts(), refused=[7, 2], digest="d1", file="b.csv"), at=AT)
        warehouse.store_batch(make_batch(make_contacts(), refused=[None], digest="d2", file="a.csv"), at=AT)
        refused = check_frame(warehouse.read_quarantine(), REFUSALS)
    assert refused.select("file", "row").rows() == [("a.csv", None), ("b.csv", 2), ("b.csv", 7)]


def test_what_was_stored_is_there_after_closing(
    settings: Settings, make_contacts: Make, make_batch: MakeBatch
) -> None:
    with open_warehouse(settings) as warehouse:
        warehouse.store_batch(make_batch(make_contacts(("1", "A"))), at=AT)
    with open_warehouse(settings, read_only=True) as warehouse:
        assert warehouse.read_contacts().height == 1


def test_a_reader_of_a_workspace_without_warehouse_is_told_to_run(settings: Settings) -> None:
    with pytest.raises(CallError, match="voc run"):
        open_warehouse(settings, read_only=True)
    assert not settings.warehouse_path.parent.exists()


def test_a_warehouse_whose_making_was_cut_short_is_one_that_is_not_there_yet(settings: Settings) -> None:
    settings.warehouse_path.parent.mkdir()
    with duckdb.connect(str(settings.warehouse_path)):
        pass
    with pytest.raises(CallError, match="no warehouse yet"):
        open_warehouse(settings, read_only=True)
    with open_warehouse(settings) as warehouse:
        assert warehouse.read_contacts().is_empty()


@pytest.mark.parametrize("read_only", [True, False])
def test_a_damaged_warehouse_is_told_in_words(settings: Settings, read_only: bool) -> None:
    settings.warehouse_path.parent.mkdir()
    settings.warehouse_path.write_bytes(b"not a database" * 1000)
    with pytest.raises(VocError, match=r"damaged, or not a DuckDB file.\nMove it away"):
        open_warehouse(settings, read_only=read_only)


def test_a_foreign_database_is_not_written_into(settings: Settings) -> None:
    settings.warehouse_path.parent.mkdir()
    with duckdb.connect(str(settings.warehouse_path)) as con:
        con.execute("CREATE TABLE somebody_elses (x INTEGER)")
    with pytest.raises(VocError, match="not a warehouse that voc made"):
        open_warehouse(settings)
    with duckdb.connect(str(settings.warehouse_path)) as con:
        assert con.execute("SELECT table_name FROM duckdb_tables()").fetchall() == [("somebody_elses",)]


def test_a_warehouse_of_another_version_is_told_in_words(settings: Settings) -> None:
    with open_warehouse(settings):
        pass
    with duckdb.connect(str(settings.warehouse_path)) as con:
        con.execute("UPDATE warehouse_version SET version = 99")
    with pytest.raises(VocError, match=r"tables 99, wanted \d"):
        open_warehouse(settings)
