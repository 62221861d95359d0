"""How far is it?

On a terminal a bar that rewrites its line; in a log a plain line a stage, and one a quarter of long ones.
All on standard error: standard output belongs to the answer.
"""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Progress = Callable[[str, int, int], None]


@contextmanager
def show_progress() -> Iterator[Progress]:
    """Give a callable `(stage, done, total)` that shows what it is told."""
    if sys.stderr.isatty():
        with _draw_bars() as progress:
            yield progress
    else:
        yield _write_lines()


@contextmanager
def _draw_bars() -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bars

    columns = (TextColumn("{task.description:<12}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    tasks: dict[str, TaskID] = {}
    with Bars(*columns, console=Console(stderr=True)) as bars:

        def progress(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage, total=total)
            bars.update(tasks[stage], completed=done, total=total)

        yield progress


def _write_lines() -> Progress:
    begun = time.monotonic()
    quarters: dict[str, int] = {}

    def progress(stage: str, done: int, total: int) -> None:
        quarter = 4 * done // total if total else 4
        if quarter <= quarters.get(stage, -1):
            return
        quarters[stage] = quarter
        sys.stderr.write(f"{stage}: {done} of {total} ({time.monotonic() - begun:.1f} s)\n")
        sys.stderr.flush()

    return progress
