"""The demo's files read as real exports do: every source's reader finds what was planted, row for row."""

import gzip
import json
from pathlib import Path

import polars as pl
import pytest

from voc.demo import DemoSummary, write_demo
from voc.settings import Settings, load_settings
from voc.sources.read import list_source_files, read_whole_file

SOURCES = (
    "crm-notes",
    "helpdesk",
    "nps-survey",
    "store-survey",
    "service-survey",
    "calls",
    "call-center",
    "web-feedback",
)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> DemoSummary:
    return write_demo(tmp_path_factory.mktemp("demo"), 900, 12, 7)


@pytest.fixture(scope="module")
def settings(demo: DemoSummary) -> Settings:
    return load_settings(demo.root)


@pytest.mark.parametrize("name", SOURCES)
def test_a_source_is_read_as_it_was_planted(demo: DemoSummary, settings: Settings, name: str) -> None:
    source = next(s for s in settings.sources if s.name == name)
    readings = [read_whole_file(source, f, settings) for f in list_source_files(source, settings)]
    account = demo.accounts[name]
    assert sum(reading.received for reading in readings) == account.received
    assert sum(len(reading.refused) for reading in readings) == account.quarantined
    ids = {i for reading in readings for i in reading.rows["source_id"]}
    assert len(ids) == account.stored


def test_notes_are_written_in_an_old_code_page(demo: DemoSummary) -> None:
    data = b"".join(p.read_bytes() for p in sorted((demo.root / "inbox" / "notes").glob("*.csv")))
    assert "ó".encode("cp1252") in data
    with pytest.raises(UnicodeDecodeError):
        data.decode("utf-8")


def test_web_feedback_comes_broken_dressed_and_packed(tmp_path: Path) -> None:
    write_demo(tmp_path / "demo", 2500, 26, 7)
    web = tmp_path / "demo" / "inbox" / "web"
    packed = gzip.decompress((web / "feedback_1.jsonl.gz").read_bytes()).decode()
    lines = (packed + (web / "feedback_2.jsonl").read_text(encoding="utf-8")).splitlines()
    texts = [json.loads(line)["comment"] or "" for line in lines]
    assert any("Ã³" in text for text in texts)
    assert any(text.startswith("<p>") for text in texts)
    assert any("&nbsp;" in text for text in texts)


def test_transcripts_are_few_enough_and_lie_in_the_whole_period(demo: DemoSummary) -> None:
    begun = sorted(pl.read_csv(demo.root / "inbox" / "calls" / "index.csv")["inicio"].to_list())
    assert len(list((demo.root / "inbox" / "calls").glob("*.vtt"))) <= 300
    assert begun[-1] > "2026-05-10"
    assert begun[0] < "2026-03-02"


def test_no_text_in_a_labelled_contact_is_empty(demo: DemoSummary) -> None:
    labels = pl.read_csv(demo.root / "truth" / "labels.csv", infer_schema=False)
    tickets = json.loads((demo.root / "inbox" / "tickets" / "tickets.json").read_text(encoding="utf-8"))[
        "tickets"
    ]
    texts = {str(t["id"]): t["description"] for t in tickets if t["id"] and t["description"]}
    mine = labels.filter(pl.col("source") == "helpdesk")["id"].to_list()
    assert mine
    assert set(mine) <= set(texts)
