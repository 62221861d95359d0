"""Encrypted, nothing that was said can be read from the disk; each wrong state has its own sentence."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from tests.store.test_connect import HOLD, PATIENCE, start_python
from voc.errors import BusyError, SettingsError, VocError
from voc.schema import PUBLISHED, make_frame
from voc.settings import PrivacySettings, Settings
from voc.store.batches import Batch
from voc.store.connect import connect_duckdb
from voc.store.encryption import KEY_NAME, find_encryption, is_encrypted
from voc.store.snapshot import find_snapshot, open_snapshot, write_snapshot
from voc.store.warehouse import open_warehouse

AT = datetime(2026, 4, 1, tzinfo=UTC)
KEY = 'a secret that\'s "quoted" and long'
PLANTED = "zanahoria"  # a word of the stored texts
MakeContacts = Callable[..., pl.DataFrame]
MakeBatch = Callable[..., Batch]


@pytest.fixture
def sealed(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A workspace that asks for encryption, with a key in the environment."""
    monkeypatch.setenv(KEY_NAME, KEY)
    return replace(settings, privacy=PrivacySettings(encrypt=True))


@pytest.fixture
def store(make_contacts: MakeContacts, make_batch: MakeBatch) -> Callable[[Settings], None]:
    """Store a few hundred contacts that say the planted word."""

    def store_planted(settings: Settings) -> None:
        contacts = make_contacts(*[(str(n), PLANTED) for n in range(300)])
        with open_warehouse(settings) as warehouse:
            warehouse.store_batch(make_batch(contacts), at=AT)

    return store_planted


def publish(settings: Settings, name: str) -> Path:
    schema = PUBLISHED["contacts"]
    rows = [{"contact_id": f"c{n}", "text": f"{PLANTED} {n}", "language": "es"} for n in range(300)]
    contacts = make_frame(rows, schema)
    return write_snapshot(settings, {"contacts": contacts}, {"as_of": "x"}, name=name, written_at=AT)


def find_planted(root: Path) -> list[str]:
    """Files of the workspace in which the planted word can be read."""
    return [path.name for path in root.rglob("*") if path.is_file() and PLANTED.encode() in path.read_bytes()]


def read_texts(settings: Settings) -> set[str]:
    with open_warehouse(settings, read_only=True) as warehouse:
        return set(warehouse.read_contacts()["text"])


def test_what_was_said_cannot_be_read_from_the_disk_at_any_moment(
    sealed: Settings, store: Callable[[Settings], None], make_contacts: MakeContacts, make_batch: MakeBatch
) -> None:
    store(sealed)
    with open_warehouse(sealed) as warehouse:  # the log of a commit stands beside the file while it is open
        more = make_contacts(("late", f"{PLANTED} tarde"))
        warehouse.store_batch(make_batch(more, digest="d2"), at=AT)
        assert [path.name for path in sealed.root.rglob("*.wal")] == ["voc.duckdb.wal"]
        assert find_planted(sealed.root) == []
    publish(sealed, "one")
    assert find_planted(sealed.root) == []
    with open_snapshot(sealed) as snapshot:
        found = snapshot.search("search_by_words", terms="zanahori", most=10)
        assert found.height and snapshot.meta["as_of"] == "x"
    assert read_texts(sealed) == {f"texto {PLANTED}", f"texto {PLANTED} tarde"}


def test_what_does_not_fit_into_memory_spills_encrypted_into_the_workspace(sealed: Settings) -> None:
    path = sealed.root / "big.duckdb"
    with connect_duckdb(path, read_only=False, remedy="", encryption=find_encryption(sealed)) as con:
        con.execute("SET memory_limit = '50MB'; SET threads = 1")
        con.execute(
            f"CREATE TEMP TABLE t AS SELECT '{PLANTED}' || repeat('x', 99) || i FROM range(900000) n(i)"
        )
        assert any(spill.stat().st_size for spill in sealed.root.glob("big.duckdb.tmp/*"))
        assert find_planted(sealed.root) == []
    assert not list(sealed.root.glob("big.duckdb.tmp/*"))


@pytest.mark.parametrize(
    ("key", "said"), [(None, f"the environment has no {KEY_NAME}"), ("short", "5 characters")]
)
def test_without_a_key_that_can_be_used_nothing_is_opened(
    sealed: Settings, monkeypatch: pytest.MonkeyPatch, key: str | None, said: str
) -> None:
    monkeypatch.setenv(KEY_NAME, key) if key else monkeypatch.delenv(KEY_NAME)
    for attempt in (lambda: open_warehouse(sealed), lambda: publish(sealed, "one")):
        with pytest.raises(SettingsError, match=said) as caught:
            attempt()
        assert caught.value.exit_status == 2 and KEY_NAME in str(caught.value)
    assert not sealed.warehouse_path.exists() and find_snapshot(sealed) is None


def test_another_key_is_told_and_changes_nothing(
    sealed: Settings, store: Callable[[Settings], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    store(sealed)
    publish(sealed, "one")
    before = sealed.warehouse_path.read_bytes()
    monkeypatch.setenv(KEY_NAME, "another secret of enough length")
    for attempt in (
        lambda: open_warehouse(sealed),
        lambda: open_warehouse(sealed, read_only=True),
        lambda: open_snapshot(sealed),
    ):
        with pytest.raises(SettingsError, match="written with another key") as caught:
            attempt()
        assert KEY not in str(caught.value) and "another secret" not in str(caught.value)
    assert sealed.warehouse_path.read_bytes() == before


def test_a_key_that_nobody_asked_for_changes_nothing(
    settings: Settings, store: Callable[[Settings], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(KEY_NAME, KEY)
    store(settings)
    assert not is_encrypted(settings.warehouse_path)
    assert read_texts(settings) == {f"texto {PLANTED}"}


def test_a_plain_workspace_is_encrypted_by_the_next_run_that_writes(
    settings: Settings, sealed: Settings, store: Callable[[Settings], None]
) -> None:
    store(settings)
    publish(settings, "one")
    assert read_texts(sealed) == {f"texto {PLANTED}"}  # readers read what there is
    assert sorted(find_planted(settings.root)) == ["voc-one.duckdb", "voc.duckdb"]
    aside = settings.warehouse_path.with_name(".voc.duckdb.rewritten")
    aside.write_bytes(b"what a killed run left: " + PLANTED.encode())
    with open_warehouse(sealed) as warehouse:
        assert warehouse.read_contacts().height == 300
        assert warehouse.known_digests("notes") == {"d1"}
    assert find_planted(settings.root) == ["voc-one.duckdb"] and not aside.exists()
    publish(sealed, "two")
    assert find_planted(settings.root) == []
    assert [path.name for path in settings.published_dir.glob("voc-*")] == ["voc-two.duckdb"]


def test_switched_off_the_next_run_that_writes_leaves_it_open_if_it_has_the_key(
    settings: Settings, sealed: Settings, store: Callable[[Settings], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    store(sealed)
    publish(sealed, "one")
    assert read_texts(settings) == {f"texto {PLANTED}"}  # with the key it can still be read
    with monkeypatch.context() as without:
        without.delenv(KEY_NAME)
        for attempt in (lambda: open_warehouse(settings), lambda: open_snapshot(settings)):
            with pytest.raises(SettingsError, match="encrypted, but the environment has no"):
                attempt()
    with open_warehouse(settings) as warehouse:
        assert warehouse.read_contacts().height == 300
    monkeypatch.delenv(KEY_NAME)
    assert read_texts(settings) == {f"texto {PLANTED}"} and not is_encrypted(settings.warehouse_path)


def test_an_encrypted_warehouse_has_one_writer_too(
    sealed: Settings, store: Callable[[Settings], None]
) -> None:
    store(sealed)
    code = HOLD.replace('currency="EUR")', 'currency="EUR", privacy=PrivacySettings(encrypt=True))')
    code = code.replace("import Settings", "import PrivacySettings, Settings")
    with start_python(code, str(sealed.root), "read") as holder:
        assert holder.stdout is not None and holder.stdout.readline() == "open\n"
        assert read_texts(sealed)
        with pytest.raises(BusyError, match=f"process {holder.pid}"):
            open_warehouse(sealed, patience=PATIENCE)
    with open_warehouse(sealed), pytest.raises(BusyError):
        open_warehouse(sealed, read_only=True, patience=PATIENCE)


def test_a_damaged_file_is_told_as_before(sealed: Settings, store: Callable[[Settings], None]) -> None:
    store(sealed)
    content = bytearray(sealed.warehouse_path.read_bytes())
    content[4096:8192] = bytes(4096)
    sealed.warehouse_path.write_bytes(bytes(content))
    with pytest.raises(VocError):
        open_warehouse(sealed, read_only=True)
