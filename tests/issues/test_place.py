"""What was placed before is known again by the steps that it was placed by."""

import os
import subprocess
import sys

from voc.issues.place import digest_steps
from voc.issues.steps import Placement, Taking, Version, View

STEPS = """
from voc.issues.place import digest_steps
from voc.issues.steps import Placement, Taking, View
ids = [f"ISS-{number:04d}" for number in range(40)]
view = View(0, 0, (), {}, {}, frozenset(ids), {ids[0]: Taking(0, frozenset(ids))})
print(digest_steps([view, Placement(frozenset(ids), None)]))
"""


def digest_elsewhere(hash_seed: int) -> str:
    environment = {**os.environ, "PYTHONHASHSEED": str(hash_seed)}
    command = [sys.executable, "-c", STEPS]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout


def test_every_process_tells_the_same_steps_by_the_same_digest() -> None:
    assert len({digest_elsewhere(seed) for seed in (1, 2, 3)}) == 1


def test_other_steps_have_another_digest() -> None:
    version = Version("ISS-0001", 0, (("a", "1", 1, "key"),), 0.5)
    view = View(0, 0, (version,), {}, {})
    others = [
        [],
        [view],
        [view, Placement(frozenset({"a"}), None)],
        [view, Placement(frozenset({"a"}), "ISS-0001")],
        [View(0, 0, (version,), {"ISS-0002": "ISS-0001"}, {})],
        [View(0, 0, (version,), {}, {"a": None})],
        [View(0, 0, (version,), {}, {}, frozenset({"ISS-0001"}))],
        [View(0, 0, (version,), {}, {}, takings={"ISS-0001": Taking(0, frozenset({"ISS-0002"}))})],
    ]
    assert len({digest_steps(steps) for steps in others}) == len(others)


def test_sessions_that_a_view_has_held_for_since_do_not_count() -> None:
    assert digest_steps([View(2, 2, (), {}, {})]) == digest_steps([View(2, 5, (), {}, {})])
