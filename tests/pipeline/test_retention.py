"""What is too old goes, with all that was made of it; issues and accounts outlive it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.pipeline.bytes import find_somebody
from tests.pipeline.workspaces import Row, make_workspace, see_assignments, see_issues
from voc.answers import tell_status
from voc.issues.register import fold_register
from voc.pipeline import ingest_sources, publish_snapshot, run_pipeline
from voc.pipeline.forget import purge_expired
from voc.settings import PrivacySettings, Settings
from voc.store.ledger import open_ledger
from voc.store.warehouse import open_warehouse

KEEP_FROM = datetime(2026, 4, 5, tzinfo=UTC)
OLD = "zarzaparrilla"


def keep_months(settings: Settings, months: int) -> Settings:
    return replace(settings, privacy=PrivacySettings(keep_months=months))


def test_issues_keep_their_ids_and_names_when_their_first_contacts_expire(
    rows: list[Row], tmp_path: Path
) -> None:
    settings = make_workspace(tmp_path, {"a.csv": rows})
    run_pipeline(settings)
    before = {str(issue["issue_id"]): issue for issue in see_issues(settings)}
    with open_warehouse(settings) as warehouse:
        dates = warehouse.read_contacts()["occurred_at"]
    removed = purge_expired(settings, KEEP_FROM, at=KEEP_FROM)
    assert 0 < removed == (dates < KEEP_FROM).sum() < len(dates)
    assert purge_expired(settings, KEEP_FROM, at=KEEP_FROM) == 0
    publish_snapshot(settings)
    after = {str(issue["issue_id"]): issue for issue in see_issues(settings)}
    assert set(after) == set(before)
    assert {i: issue["name"] for i, issue in after.items()} == {
        i: issue["name"] for i, issue in before.items()
    }
    with open_warehouse(settings) as warehouse:
        assert warehouse.read_contacts()["occurred_at"].min() >= KEEP_FROM  # type: ignore[operator]
        assert warehouse.check_accounts() == []


def test_settled_issues_take_the_same_contacts_when_all_that_they_were_known_by_has_expired(
    rows: list[Row], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("voc.issues.mine.SETTLED_MENTIONS", 1)  # issues are anchors from their birth on
    settings = make_workspace(tmp_path, {"a.csv": rows})
    run_pipeline(settings, KEEP_FROM.date())
    run_pipeline(settings)
    before = see_assignments(settings)
    register = fold_register(open_ledger(settings).read_events())
    first = [issue for issue in register.issues.values() if issue.version.session == 0]
    assert purge_expired(settings, KEEP_FROM, at=KEEP_FROM)
    run_pipeline(settings)
    after = see_assignments(settings)
    register = fold_register(open_ledger(settings).read_events())
    known_by = {key[1] for issue in register.issues.values() for key in issue.exemplars}
    assert known_by <= {source_id for source_id, _ in after}
    assert not known_by & {key[1] for issue in first for key in issue.exemplars}
    same = [before[place] == issue_id for place, issue_id in after.items()]
    assert sum(same) / len(same) > 0.8


def test_every_ingestion_drops_what_has_expired_and_the_next_publication_older_snapshots(
    tmp_path: Path,
) -> None:
    now = datetime.now(UTC)
    old = {"id": "old-1", "at": "2019-03-04", "customer": "c1", "team": "", "text": f"La {OLD} no llega"}
    new = {"id": "new-1", "at": (now - timedelta(days=9)).date().isoformat(), "customer": "c2", "team": "",
           "text": "Me han cobrado dos veces la misma factura"}  # fmt: skip
    settings = make_workspace(tmp_path, {"a.csv": [old, new]})
    run_pipeline(settings)
    assert find_somebody(tmp_path, [OLD])
    short = keep_months(settings, 12)
    counts = run_pipeline(short)
    assert counts["ingest"]["faults"] == [] and find_somebody(tmp_path, [OLD]) == []
    assert len(list(settings.published_dir.glob("voc-*"))) == 1
    make_workspace(tmp_path, {"b.csv": [{**old, "id": "old-2"}, {**new, "id": "new-2"}]})
    ingest_sources(short)
    source = tell_status(short)["sources"][0]
    assert (source["received"], source["stored"]) == (4, 4) and find_somebody(tmp_path, [OLD]) == []
    with open_warehouse(short) as warehouse:
        assert set(warehouse.read_contacts()["source_id"]) == {"new-1", "new-2"}
        assert warehouse.check_accounts() == []
