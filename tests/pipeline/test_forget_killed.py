"""Killed at any moment, forgetting is completed by another attempt or by the next run."""

import shutil
from pathlib import Path

from tests.pipeline.bytes import find_somebody
from tests.pipeline.dying import NEVER, forget, run_in_child
from tests.pipeline.lived import CUSTOMER, list_traces
from voc.answers import tell_status
from voc.pipeline import ingest_sources
from voc.pipeline.forget import forget_customer
from voc.settings import Settings, load_settings
from voc.store.forgetting import read_pending

KILLS = 2
LEAST_MOMENT = 60  # before it the promise is not yet recorded, and there is nothing to complete


def forget_in_child(root: Path, moment: int) -> int | None:
    return run_in_child(forget, root, CUSTOMER, moment=moment, told=root.parent / "calls")


def test_killed_at_any_moment_it_is_completed_by_another_attempt_or_by_the_next_run(
    lives: Settings, tmp_path: Path
) -> None:
    shutil.copytree(lives.root, tmp_path / "whole")
    calls = forget_in_child(tmp_path / "whole", NEVER)
    assert calls is not None
    traces = list_traces(lives)
    killed = 0
    for kill in range(KILLS):
        root = tmp_path / f"killed-{kill}"
        shutil.copytree(lives.root, root)
        for moment in (calls * (2 * kill + 1) // (2 * KILLS), calls * (2 * kill + 2) // (2 * KILLS) - 1):
            killed += forget_in_child(root, max(moment, LEAST_MOMENT)) is None
        settings = load_settings(root)
        if kill % 2:
            forget_customer(settings, CUSTOMER, by_whom="Ana")
        else:
            ingest_sources(settings)
        assert find_somebody(root, traces) == []
        assert read_pending(settings) == frozenset() and tell_status(settings)["balanced"]
    assert killed >= KILLS
