import gzip
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.sources.conftest import find_reason, list_refusals, make_source, pick, read_one
from voc.errors import SettingsError
from voc.settings import Settings
from voc.sources.files import SourceFile, derive_stem
from voc.sources.read import list_source_files, read_whole_file

Put = Callable[[str, bytes | str], Path]
ROWS = "ticket_id,note,created_at\nT1,uno,2026-05-04\n"


def list_labels(settings: Settings, path: str) -> list[str]:
    return [file.label for file in list_source_files(make_source(path=path), settings)]


def test_files_come_by_label_and_folders_hidden_and_lock_files_are_none(settings: Settings, put: Put) -> None:
    for name in ("b.csv", "a.csv", "sub/c.csv", ".hidden.csv", "~$a.csv"):
        put(f"inbox/{name}", ROWS)
    (settings.root / "inbox" / "folder.csv").mkdir()
    assert list_labels(settings, "inbox/*.csv") == ["inbox/a.csv", "inbox/b.csv"]
    assert list_labels(settings, "inbox/**/*.csv") == ["inbox/a.csv", "inbox/b.csv", "inbox/sub/c.csv"]
    assert list_labels(settings, "inbox") == []
    assert list_labels(settings, "nowhere/*.csv") == []


def test_links_that_turn_in_circles_or_lead_nowhere_are_skipped(settings: Settings, put: Put) -> None:
    put("inbox/a.csv", ROWS)
    (settings.root / "inbox" / "round").symlink_to(settings.root / "inbox")
    (settings.root / "inbox" / "self.csv").symlink_to(settings.root / "inbox" / "self.csv")
    (settings.root / "inbox" / "gone.csv").symlink_to(settings.root / "nothing.csv")
    assert list_labels(settings, "inbox/**/*.csv") == ["inbox/a.csv"]


def test_a_path_may_be_absolute_or_lead_out_of_the_workspace(
    settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (outside / "a.csv").write_text(ROWS)
    expected = [(outside / "a.csv").as_posix()]
    assert list_labels(settings, f"{outside}/*.csv") == expected
    assert list_labels(settings, os.path.relpath(outside, settings.root) + "/*.csv") == expected


def test_a_name_with_brackets_is_found_as_it_stands(settings: Settings, put: Put) -> None:
    put("inbox/[mayo] notas.csv", ROWS)
    assert list_labels(settings, "inbox/[mayo] notas.csv") == ["inbox/[mayo] notas.csv"]


def test_what_is_no_glob_is_an_error_of_the_configuration(settings: Settings) -> None:
    with pytest.raises(SettingsError, match=r"voc\.toml"):
        list_labels(settings, "inbox/**.csv")


def test_the_same_bytes_have_one_digest_under_any_name(settings: Settings, put: Put) -> None:
    put("inbox/a.csv", ROWS)
    put("inbox/b.csv", ROWS)
    put("inbox/c.csv", ROWS + "\n")
    one, two, three = (file.digest for file in list_source_files(make_source(), settings))
    assert one == two != three


def test_what_cannot_be_opened_is_one_refusal(settings: Settings, put: Put) -> None:
    source = make_source()
    for path in (settings.root / "gone.csv", put("inbox/a.csv", ROWS).parent):
        reading = read_whole_file(source, SourceFile(path, path.name, "x"), settings)
        assert (reading.received, list_refusals(reading)) == (1, [(None, None)])


@pytest.mark.parametrize(
    "content", [gzip.compress(ROWS.encode())[:-9], b"\x1f\x8b\x08garbage", b"plain text"]
)
def test_a_corrupt_gzip_file_is_one_refusal(settings: Settings, put: Put, content: bytes) -> None:
    put("inbox/a.csv.gz", content)
    reading = read_one(make_source(), settings)
    assert (reading.received, list_refusals(reading)) == (1, [(None, None)])
    assert "gzip" in find_reason(reading)


def test_the_format_in_the_source_overrides_the_ending(settings: Settings, put: Put) -> None:
    put("inbox/export.dat", ROWS)
    assert "set format" in find_reason(read_one(make_source(), settings))
    assert pick(read_one(make_source(format="csv"), settings), "source_id") == ["T1"]


def test_a_file_name_that_would_drive_the_terminal_is_shown_on_one_line(settings: Settings, put: Put) -> None:
    put("inbox/a\x1b[31m\nb.csv", ROWS)
    assert list_labels(settings, "inbox/*.csv") == ["inbox/a\ufffd[31m\ufffdb.csv"]
    assert pick(read_one(make_source(path="inbox/*.csv"), settings), "source_id") == ["T1"]


def test_a_file_name_that_is_not_utf8_can_be_shown(settings: Settings) -> None:
    (settings.root / "inbox").mkdir()
    (settings.root / "inbox" / os.fsdecode(b"a\xf1o.csv")).write_text(ROWS.replace("T1", ""))
    reading = read_one(make_source(), settings)
    assert reading.refused["file"].to_list() == ["inbox/a?o.csv"]


@pytest.mark.parametrize(
    ("name", "stem"),
    [("k1.vtt", "k1"), ("k1.vtt.gz", "k1"), ("2026.05.04-k1.srt", "2026.05.04-k1"), ("k1", "k1"),
     ("a/b/k1.VTT", "k1"), ("2026.05.04", "2026.05.04"), (".vtt", ".vtt")],
)  # fmt: skip
def test_a_stem_is_the_name_without_folders_and_the_formats_ending(name: str, stem: str) -> None:
    assert derive_stem(name) == stem
