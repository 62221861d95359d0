"""What was planted, for tests and for `voc evaluate`: truth/ holds nothing that the pipeline reads."""

import csv
import io
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime, timedelta

from voc.demo.catalogue import Catalogue
from voc.demo.plan import list_mondays, measure_pull
from voc.demo.records import Record, Shelf

README = """# What was planted

The pipeline never reads this folder. Ids are the sources' own.

- labels.csv: the issue of each contact, its first; `voc evaluate --labels truth/labels.csv` compares
- mentioned.csv: all issues of each contact; others.csv: contacts with none (one-offs, empty words, French)
- kinds.csv: contact kind and opportunity; `repeat` within 14 days
- events.json: how each issue moves, week by week
- personal.json: personal data that stands in texts, letter by letter
- accounts.json: what ingest should count of each source
"""
REPEAT_WINDOW = timedelta(days=14)


def describe_truth(shelf: Shelf, catalogue: Catalogue, weeks: int) -> dict[str, str]:
    """Describe what was planted, as file names and their contents."""
    records = shelf.records
    issues = [r for r in records if r.contact.what == "issue"]
    return {
        "README.md": README,
        "labels.csv": _write_csv(
            ("id", "label", "source"), [(r.id, r.contact.topics[0], r.source) for r in issues]
        ),
        "kinds.csv": _write_csv(("id", "source", "kind", "opportunity"), _judge_kinds(records, catalogue)),
        "mentioned.csv": _write_csv(
            ("id", "source", "label"), [(r.id, r.source, key) for r in issues for key in r.contact.topics]
        ),
        "others.csv": _write_csv(
            ("id", "source", "what"),
            [(r.id, r.source, r.contact.what) for r in records if r.contact.what != "issue"],
        ),
        "events.json": _write_json(_tell_events(records, catalogue, weeks)),
        "personal.json": _write_json(_list_personal(records)),
        "accounts.json": _write_json({name: asdict(account) for name, account in shelf.count().items()}),
    }


def name_week(day: date) -> str:
    """Name a day's ISO week, like 2026-W07."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def _judge_kinds(records: list[Record], catalogue: Catalogue) -> list[tuple[str, str, str, str]]:
    """Kind and opportunity by the first issue; a repeat is one of any issue that the company caused."""
    latest: dict[tuple[str, str], datetime] = {}
    rows = []
    for record in sorted(records, key=lambda r: r.contact.when):
        contact = record.contact
        repeats = False
        for key in contact.topics if contact.customer else ():
            before = latest.get((contact.customer.id, key)) if contact.customer else None
            repeats |= before is not None and timedelta(0) < contact.when - before <= REPEAT_WINDOW
            if contact.customer:
                latest[contact.customer.id, key] = contact.when
        topic = catalogue.find_topic(contact.topics[0]) if contact.topics else None
        kind = topic.kind if topic else "other"
        shown = "repeat" if repeats and kind == "avoidable" else kind
        rows.append((record.id, record.source, shown, topic.opportunity if topic else "none"))
    return rows


def _tell_events(records: list[Record], catalogue: Catalogue, weeks: int) -> list[dict[str, object]]:
    mondays = list_mondays(weeks)
    counts = Counter((key, name_week(r.contact.when.date())) for r in records for key in r.contact.topics)
    events: list[dict[str, object]] = []
    for topic in catalogue.topics:
        pulls = [measure_pull(topic, week, weeks) for week in range(weeks)]
        start = min(int(topic.at * weeks), weeks - 1)
        events.append(
            {
                "issue": topic.key,
                "title": topic.title,
                "department": topic.department,
                "dynamic": topic.dynamic,
                "from_week": name_week(mondays[start]) if topic.at else None,
                "weeks": [
                    {
                        "week": name_week(day),
                        "contacts": counts[topic.key, name_week(day)],
                        "pull": round(pull, 3),
                    }
                    for day, pull in zip(mondays, pulls, strict=True)
                ],
            }
        )
    return events


def _list_personal(records: list[Record]) -> list[dict[str, str]]:
    return [
        {"id": r.id, "source": r.source, "kind": kind, "text": text}
        for r in records
        for kind, text in dict.fromkeys(r.words.personal)
    ]


def _write_csv(header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue()


def _write_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
