"""The main job: its stages in order, as plain functions.

The command line calls them, flows wrap them. Each stage commits once and is safe to repeat; what was
done already costs next to nothing.
"""

from datetime import date
from typing import Any

from voc.issues.embed import check_encoder
from voc.pipeline.clock import Progress, find_as_of
from voc.pipeline.ingest import ingest_sources
from voc.pipeline.mine import mine_issues
from voc.pipeline.publish import publish_snapshot
from voc.settings import Settings
from voc.store.connect import hold_writer_lock

__all__ = ["Progress", "find_as_of", "ingest_sources", "mine_issues", "publish_snapshot", "run_pipeline"]


def run_pipeline(
    settings: Settings, as_of: date | None = None, progress: Progress | None = None
) -> dict[str, Any]:
    """Ingest, mine, measure and publish; `as_of` limits all but ingest to contacts before that day.

    Returns:
        What each stage counted: `ingest`, `mine`, `publish`.
    """
    check_encoder(settings.mining.encoder)
    with hold_writer_lock(settings.warehouse_path.parent):  # nobody slips in between two stages
        return {
            "ingest": ingest_sources(settings, progress),
            "mine": mine_issues(settings, as_of, progress),
            "publish": publish_snapshot(settings, as_of, progress),
        }
