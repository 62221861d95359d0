"""Every row is accounted for, the later one wins, and bytes count once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import polars as pl
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as limits
from hypothesis import strategies as st

from voc.schema import derive_contact_id
from voc.settings import Settings
from voc.store.batches import Batch, BatchCounts, tell_outcomes
from voc.store.warehouse import Warehouse, open_warehouse

AT = datetime(2026, 4, 1, tzinfo=UTC)
Make = Callable[..., pl.DataFrame]
MakeBatch = Callable[..., Batch]


def sum_accounts(warehouse: Warehouse) -> dict[str, int]:
    row = warehouse.read_accounts().row(0, named=True)
    return {
        name: row[name] for name in ("received", "stored", "updated", "duplicate", "quarantined", "erased")
    }


def test_a_first_sight_is_stored_and_the_same_content_again_is_a_duplicate(
    settings: Settings, make_contacts: Make, make_batch: MakeBatch
) -> None:
    with open_warehouse(settings) as warehouse:
        first = warehouse.store_batch(make_batch(make_contacts(("1", "A"), ("2", "B"))), at=AT)
        again = warehouse.store_batch(make_batch(make_contacts(("1", "A")), digest="d2"), at=AT)
    assert first == BatchCounts(received=2, stored=2)
    assert again == BatchCounts(received=1, duplicate=1)


def test_inside_one_file_the_later_row_wins(
    settings: Settings, make_contacts: Make, make_batch: MakeBatch
) -> None:
    with open_warehouse(settings) as warehouse:
        rows = make_contacts(("1", "A"), ("1", "B"), ("1", "B"), ("1", "C"), ("2", "A"))
        counts = warehouse.store_batch(make_batch(rows), at=AT)
        stored = warehouse.read_contacts()
    assert counts == BatchCounts(received=5, stored=2, updated=2, duplicate=1)
    assert dict(stored.select("source_id", "content_hash").iter_rows()) == {"1": "C", "2": "A"}


def test_there_and_back_again_is_stored_updated_updated(
    settings: Settings, make_contacts: Make, make_batch: MakeBatch
) -> None:
    with open_warehouse(settings) as warehouse:
        counts = warehouse.store_batch(make_batch(make_contacts(("1", "A"), ("1", "B"), ("1", "A"))), at=AT)
    assert counts == BatchCounts(received=3, stored=1, updated=2)


def test_a_row_is_compared_with_the_rows_of_files_before_it_in_the_same_call(
    settings: Settings, make_contacts: Make, make_batch: MakeBatch
) -> None:
    with open_warehouse(settings) as warehouse:
        counts = warehouse.store_batches(
            [
                make_batch(make_contacts(("1", "A")), digest="d1"),
                make_batch(make_contacts(("1", "B"), ("2", "A")), digest="d2"),
                make_batch(make_contacts(("1", "B")), digest="d3"),
            ],
            at=AT,
        )
    assert counts == [
        BatchCounts(received=1, stored=1),
        BatchCounts(received=2, updated=1, stored=1),
        BatchCounts(received=1, duplicate=1),
    ]


@pytest.mark.parametrize("in_one_call", [True, False])
def test_the_same_bytes_add_nothing(
    settings: Settings, make_contacts: Make, make_batch: MakeBatch, in_one_call: bool
) -> None:
    batches = [
        make_batch(make_contacts(("1", "A")), file="a.csv", refused=[2]),
        make_batch(make_contacts(("1", "A")), file="copy.csv", refused=[2]),
    ]
    with open_warehouse(settings) as warehouse:
        if in_one_call:
            counts = warehouse.store_batches(batches, at=AT)
        else:
            counts = [warehouse.store_batch(batch, at=AT) for batch in batches]
        assert counts == [BatchCounts(received=2, stored=1, quarantined=1), BatchCounts()]
        assert sum_accounts(warehouse)["received"] == 2
        assert warehouse.read_quarantine().height == 1


def test_two_sources_may_use_the_same_ids_and_bytes(
    settings: Settings, make_contacts: Make, make_batch: MakeBatch
) -> None:
    other = make_contacts(("1", "A"), source="web")
    with open_warehouse(settings) as warehouse:
        warehouse.store_batch(make_batch(make_contacts(("1", "A"))), at=AT)
        counts = warehouse.store_batch(
            Batch("web", "w.csv", "d1", "f1", 1, other, make_batch(other.clear()).refusals), at=AT
        )
        assert counts.stored == 1
        assert warehouse.read_contacts().height == 2


def test_what_a_kept_row_count_hides_is_refused(make_contacts: Make, make_batch: MakeBatch) -> None:
    contacts = make_contacts(("1", "A"))
    with pytest.raises(ValueError, match="3 rows received, but 1"):
        Batch("notes", "a.csv", "d", "f", 3, contacts, make_batch(contacts).refusals)


def test_erased_rows_count_and_are_not_stored(
    settings: Settings, make_contacts: Make, make_batch: MakeBatch
) -> None:
    with open_warehouse(settings) as warehouse:
        warehouse.store_batch(make_batch(make_contacts(("1", "A")), erased=2), at=AT)
        assert sum_accounts(warehouse) == {
            "received": 3, "stored": 1, "updated": 0, "duplicate": 0, "quarantined": 0, "erased": 2,
        }  # fmt: skip


def test_a_file_refused_whole_is_tried_again_only_when_its_settings_changed(
    settings: Settings, make_contacts: Make, make_batch: MakeBatch
) -> None:
    nothing = make_contacts()
    with open_warehouse(settings) as warehouse:
        warehouse.store_batch(make_batch(nothing, refused=[None]), at=AT)
        assert warehouse.known_digests("notes", "f1") == {"d1"}
        assert warehouse.known_digests("notes", "f2") == set()
        assert warehouse.store_batch(make_batch(nothing, refused=[None]), at=AT) == BatchCounts()

        mended = make_batch(make_contacts(("1", "A"), ("2", "A")), fingerprint="f2")
        assert warehouse.store_batch(mended, at=AT).stored == 2
        assert sum_accounts(warehouse)["received"] == 2
        assert warehouse.read_quarantine().is_empty()
        assert warehouse.known_digests("notes", "f3") == {"d1"}


def test_a_file_with_a_refused_row_is_not_read_again_when_settings_change(
    settings: Settings, make_contacts: Make, make_batch: MakeBatch
) -> None:
    with open_warehouse(settings) as warehouse:
        warehouse.store_batch(make_batch(make_contacts(("1", "A")), refused=[2]), at=AT)
        warehouse.store_batch(make_batch(make_contacts(), digest="d2", refused=[1]), at=AT)
        warehouse.store_batch(make_batch(make_contacts(), digest="d3"), at=AT)
        assert warehouse.known_digests("notes", "f2") == {"d1", "d2", "d3"}


def test_nothing_given_changes_nothing(settings: Settings) -> None:
    with open_warehouse(settings) as warehouse:
        assert warehouse.store_batches([], at=AT) == []
        assert warehouse.read_accounts().is_empty()
        assert warehouse.last_contact_at() is None


arrivals = st.lists(st.tuples(st.sampled_from("123"), st.sampled_from("AB")), max_size=8)


@limits(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(stored=st.dictionaries(st.sampled_from("123"), st.sampled_from("AB")), rows=arrivals)
def test_outcomes_follow_a_row_by_row_reading(
    make_contacts: Make, stored: dict[str, str], rows: list[tuple[str, str]]
) -> None:
    held = dict(stored)
    wanted = []
    for key, content in rows:
        known = held.get(key)
        wanted.append("stored" if known is None else "duplicate" if known == content else "updated")
        held[key] = content
    before = pl.DataFrame(
        {
            "contact_id": [derive_contact_id("notes", key) for key in stored],
            "stored_hash": list(stored.values()),
            "is_withdrawn": [False] * len(stored),
        },
        schema={"contact_id": pl.String, "stored_hash": pl.String, "is_withdrawn": pl.Boolean},
    )
    assert tell_outcomes(make_contacts(*rows), before)["outcome"].to_list() == wanted


def test_a_large_file_is_taken_in_by_parts_and_goes_on_where_it_was_cut(
    settings: Settings, make_contacts: Make, make_batch: MakeBatch
) -> None:
    first = replace(make_batch(make_contacts(("1", "A"), ("2", "A")), refused=[3]), is_last=False)
    second = replace(make_batch(make_contacts(("4", "A"), ("1", "B")), refused=[6]), part=1)
    with open_warehouse(settings) as warehouse:
        warehouse.store_batch(first, at=AT)
        assert warehouse.known_digests("notes") == set()
        again = warehouse.store_batches([first, second], at=AT)
        assert warehouse.known_digests("notes") == {"d1"}
        assert again == [BatchCounts(), BatchCounts(received=3, stored=1, updated=1, quarantined=1)]
        assert sum_accounts(warehouse) == {
            "received": 6,
            "stored": 3,
            "updated": 1,
            "duplicate": 0,
            "quarantined": 2,
            "erased": 0,
        }
        assert warehouse.read_quarantine()["row"].to_list() == [3, 6]


def test_a_part_whose_parts_before_it_are_not_recorded_is_refused(
    settings: Settings, make_contacts: Make, make_batch: MakeBatch
) -> None:
    with open_warehouse(settings) as warehouse, pytest.raises(ValueError, match="part 1 came before part 0"):
        warehouse.store_batch(replace(make_batch(make_contacts(("1", "A"))), part=1), at=AT)


def test_an_update_leaves_a_trace_of_what_was_before(
    settings: Settings, make_contacts: Make, make_batch: MakeBatch
) -> None:
    with open_warehouse(settings) as warehouse:
        warehouse.store_batch(make_batch(make_contacts(("1", "A"), ("2", "A"))), at=AT)
        warehouse.store_batch(make_batch(make_contacts(("1", "B")), digest="d2"), at=AT)
        trace = warehouse.read_trace(derive_contact_id("notes", "1"))
        untouched = warehouse.read_trace(derive_contact_id("notes", "2"))
    assert trace.select("event", "file").rows() == [("updated", "inbox/a.csv"), ("present", "inbox/a.csv")]
    assert trace["changed"].to_list() == [["text"], None]
    assert "texto A" in trace["before"][0]
    assert untouched["event"].to_list() == ["present"]


def make_tombstones(make_batch: MakeBatch, contacts: pl.DataFrame, *ids: str, digest: str = "t1") -> Batch:
    rows = make_batch(contacts.clear(), digest=digest)
    return replace(rows, received=len(ids), withdrawn=[derive_contact_id("notes", i) for i in ids])


def test_a_withdrawn_contact_is_gone_and_does_not_come_back(
    settings: Settings, make_contacts: Make, make_batch: MakeBatch
) -> None:
    contacts = make_contacts(("1", "A"), ("2", "A"))
    with open_warehouse(settings) as warehouse:
        warehouse.store_batch(make_batch(contacts), at=AT)
        counts = warehouse.store_batch(make_tombstones(make_batch, contacts, "1", "9", "1"), at=AT)
        assert counts == BatchCounts(received=3, stored=1, updated=1, duplicate=1)
        late = warehouse.store_batch(make_batch(make_contacts(("1", "C"), ("9", "A")), digest="d2"), at=AT)
        assert late == BatchCounts(received=2, duplicate=2)
        assert warehouse.read_contacts()["source_id"].to_list() == ["2"]
        assert warehouse.check_accounts() == []


def test_rows_older_than_what_is_kept_are_counted_and_not_kept(
    settings: Settings, make_contacts: Make, make_batch: MakeBatch
) -> None:
    contacts = make_contacts(("1", "A"), ("2", "A"), ("3", "A"))
    keep_from = contacts["occurred_at"][1]
    with open_warehouse(settings) as warehouse:
        counts = warehouse.store_batches([make_batch(contacts)], at=AT, keep_from=keep_from)
        assert counts == [BatchCounts(received=3, stored=3)]
        assert warehouse.read_contacts()["source_id"].to_list() == ["2", "3"]
        assert warehouse.check_accounts() == []
