"""One writer at a time, across processes; killed anywhere, nothing is lost and nothing counts twice."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

import voc
from voc.errors import BusyError
from voc.settings import Settings
from voc.store.batches import Batch
from voc.store.connect import hold_writer_lock
from voc.store.warehouse import open_warehouse

AT = datetime(2026, 4, 1, tzinfo=UTC)
PATIENCE = 0.2
BATCHES, ROWS = 20, 2000

PRELUDE = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from voc.settings import Settings
from voc.store.warehouse import open_warehouse
root = Path(sys.argv[1])
settings = Settings(root=root, name="P", timezone="Europe/Madrid", languages=("es",), currency="EUR")
"""

HOLD = (
    PRELUDE
    + """
with open_warehouse(settings, read_only=sys.argv[2] == "read"):
    print("open", flush=True)
    sys.stdin.read()
"""
)

LOAD = (
    PRELUDE
    + """
import polars as pl
from voc.schema import CONTACTS, REFUSALS
from voc.store.batches import Batch
given = pl.read_parquet(settings.root / "rows.parquet")
refused = pl.DataFrame(schema=dict(REFUSALS))
with open_warehouse(settings) as warehouse:
    for number in range(int(sys.argv[2])):
        rows = given.with_columns(contact_id=pl.format("c{}-{}", pl.lit(number), "source_id"))
        batch = Batch("notes", f"{number}.csv", f"d{number}", "f", rows.height, rows, refused)
        warehouse.store_batch(batch, at=datetime(2026, 4, 1, tzinfo=UTC))
        print(number, flush=True)
"""
)


@contextmanager
def start_python(code: str, *arguments: str) -> Iterator["subprocess.Popen[str]"]:
    """Run code in a process of its own from the repository's folder; it is ended with the block."""
    with subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(voc.__file__).parents[1],
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def test_a_second_writer_is_told_who_holds_the_warehouse(settings: Settings) -> None:
    with start_python(HOLD, str(settings.root), "write") as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "open\n"
        for read_only in (False, True):
            with pytest.raises(BusyError, match=f"process {holder.pid} holds the warehouse") as caught:
                open_warehouse(settings, read_only=read_only, patience=PATIENCE)
            assert caught.value.exit_status == 3
    with open_warehouse(settings) as warehouse:
        assert warehouse.read_contacts().is_empty()


def test_a_reader_keeps_a_writer_waiting_but_not_another_reader(settings: Settings) -> None:
    with open_warehouse(settings):
        pass
    with start_python(HOLD, str(settings.root), "read") as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "open\n"
        with open_warehouse(settings, read_only=True) as warehouse:
            assert warehouse.read_accounts().is_empty()
        with pytest.raises(BusyError, match=f"process {holder.pid}"):
            open_warehouse(settings, patience=PATIENCE)


def test_the_lock_of_a_killed_writer_is_free(settings: Settings) -> None:
    with start_python(HOLD, str(settings.root), "write") as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        os.kill(holder.pid, signal.SIGKILL)
        holder.wait()
        with open_warehouse(settings) as warehouse:
            assert warehouse.last_mining() is None


def test_a_run_may_hold_the_lock_while_its_stages_open_the_warehouse(settings: Settings) -> None:
    with hold_writer_lock(settings.warehouse_path.parent):
        for _ in range(2):
            with open_warehouse(settings) as warehouse:
                assert warehouse.read_contacts().is_empty()


def test_a_load_killed_half_way_leaves_whole_batches_and_ends_the_same_when_repeated(
    settings: Settings, make_contacts: Callable[..., pl.DataFrame]
) -> None:
    make_contacts(*[(str(n), "A") for n in range(ROWS)]).write_parquet(settings.root / "rows.parquet")
    with start_python(LOAD, str(settings.root), str(BATCHES)) as loader:
        assert loader.stdout is not None
        reported = [loader.stdout.readline() for _ in range(2)]
        os.kill(loader.pid, signal.SIGKILL)
        loader.wait()
    with open_warehouse(settings, read_only=True) as warehouse:
        seen = warehouse.read_contacts().height
    with open_warehouse(settings) as warehouse:
        taken = len(warehouse.known_digests("notes"))
        assert len(reported) <= taken < BATCHES
        assert warehouse.read_contacts().height == seen == taken * ROWS
        assert warehouse.read_accounts()["stored"].to_list() == [taken * ROWS]
    with start_python(LOAD, str(settings.root), str(taken + 1)) as again:
        assert again.wait() == 0
    with open_warehouse(settings) as warehouse:
        row = warehouse.read_accounts().row(0, named=True)
        assert (row["received"], row["stored"], row["duplicate"]) == (
            (taken + 1) * ROWS,
            (taken + 1) * ROWS,
            0,
        )


def test_what_fails_inside_a_batch_is_taken_back_whole(
    settings: Settings, make_contacts: Callable[..., pl.DataFrame], make_batch: Callable[..., Batch]
) -> None:
    good = make_batch(make_contacts(("1", "A")), digest="d1")
    bad = make_batch(make_contacts(("2", "A")).drop("text"), digest="d2")
    with open_warehouse(settings) as warehouse:
        with pytest.raises(ValueError, match="'text' is missing"):
            warehouse.store_batches([good, bad], at=AT)
        assert warehouse.known_digests("notes") == set()
        assert warehouse.store_batch(good, at=AT).stored == 1
