"""What people say that contacts are: shown at once, kept by the next run, gone with a forgotten customer."""

from collections.abc import Callable
from datetime import UTC, datetime

from voc.answers import list_contacts, list_issues, open_reading
from voc.answers.recording import classify_known, record_said
from voc.pipeline import mine_issues, publish_snapshot
from voc.pipeline.forget import forget_customer
from voc.settings import Settings
from voc.store.ledger import open_ledger

Copy = Callable[[], Settings]
NOW = datetime.now(UTC)


def see_kinds(settings: Settings, issue_id: str) -> tuple[str, dict[str, tuple[str, str, str]]]:
    with open_reading(settings) as reading:
        issue = next(i for i in list_issues(reading, state="all")["issues"] if i["issue_id"] == issue_id)
        contacts = list_contacts(reading, issue_id=issue_id)["contacts"]
    told = {c["contact_id"]: (c["kind"], c["opportunity"], c["kind_reason"]) for c in contacts}
    return issue["kind"], told


def test_kinds_put_right_show_at_once_and_hold_after_the_next_run(copy: Copy) -> None:
    settings = copy()
    before, told = see_kinds(settings, "ISS-0001")
    wanted = "valuable" if before != "valuable" else "simple"
    record_said(settings, lambda now: [classify_known(now, list(told), wanted, None)], by_whom="Ana", at=NOW)
    at_once = see_kinds(settings, "ISS-0001")
    assert at_once == (wanted, dict.fromkeys(told, (wanted, None, "person")))
    mine_issues(settings)
    publish_snapshot(settings)
    assert see_kinds(settings, "ISS-0001") == at_once


def test_a_forgotten_customers_contacts_leave_what_people_said_of_kinds(copy: Copy) -> None:
    settings = copy()
    with open_reading(settings) as reading:
        contacts = list_contacts(reading)["contacts"]
    gone = next(c for c in contacts if c["customer"])
    kept = next(c for c in contacts if c["customer"] and c["customer"] != gone["customer"])
    ids = [gone["contact_id"], kept["contact_id"]]
    record_said(settings, lambda now: [classify_known(now, ids, "other", None)], by_whom="Ana", at=NOW)
    forget_customer(settings, _find_customer(settings, gone["source_id"]), by_whom="Ana")
    (event,) = [event for event in open_ledger(settings).read_events() if event.kind == "classify"]
    assert event.payload["contacts"] == [[kept["source"], kept["source_id"]]]


def _find_customer(settings: Settings, source_id: str) -> str:
    import csv

    for path in sorted((settings.root / "inbox").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if row["id"] == source_id:
                    return row["customer"]
    raise AssertionError(source_id)
