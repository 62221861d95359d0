"""Tables on a screen: aligned, within the width, nothing as a dash."""

import io
import json
import sys
from datetime import date

import pytest

from voc.cli.printing import (
    format_columns,
    measure_width,
    print_document,
    shorten_text,
    show_share,
    show_value,
)
from voc.cli.progress import show_progress


def test_figures_stand_to_the_right_and_texts_to_the_left() -> None:
    assert format_columns(("name", "n"), [("ab", 5), ("c", 1200)], right="n") == [
        "name      n",
        "ab        5",
        "c     1,200",
    ]


def test_the_widest_text_is_shortened_to_fit_the_width() -> None:
    lines = format_columns(("id", "text"), [("x1", "word " * 60)], width=60)
    assert max(map(len, lines)) <= 60
    assert lines[1].endswith("…")


def test_nothing_is_a_dash_and_breaks_become_spaces() -> None:
    assert show_value(None) == "–"
    assert show_value("a\n b") == "a b"
    assert show_value(2.25) == "2.2"
    assert show_share(0.126) == "13 %"
    assert show_share(None) == "–"


def test_width_counts_columns_and_not_characters() -> None:
    assert measure_width("año") == 3
    assert measure_width("n\u0303") == 1
    assert measure_width("日本") == 4
    assert shorten_text("日本語", 5) == "日本…"


def test_a_document_keeps_its_accents_and_writes_dates(capsys: pytest.CaptureFixture[str]) -> None:
    print_document({"name": "año", "on": date(2026, 5, 18)})
    out = capsys.readouterr().out
    assert "año" in out
    assert json.loads(out) == {"name": "año", "on": "2026-05-18"}


def test_progress_in_a_log_is_a_line_a_quarter(monkeypatch: pytest.MonkeyPatch) -> None:
    written = io.StringIO()
    monkeypatch.setattr(sys, "stderr", written)
    with show_progress() as progress:
        for done in range(101):
            progress("mine", done, 100)
        progress("publish", 0, 0)
    stages = [line.split(":")[0] for line in written.getvalue().splitlines()]
    assert stages == ["mine"] * 5 + ["publish"]
