"""What `voc init` leaves behind."""

from pathlib import Path

import pytest

from voc.errors import CallError
from voc.schema import CHANNELS
from voc.settings import load_settings, write_template


def test_the_template_loads_as_it_stands_and_shows_the_four_channels(tmp_path: Path) -> None:
    write_template(tmp_path / "new")
    settings = load_settings(tmp_path / "new")
    assert [source.channel for source in settings.sources] == list(CHANNELS[:4])
    assert {path.name for path in (tmp_path / "new" / "inbox").iterdir()} == {
        "notes",
        "surveys",
        "calls",
        "web",
    }


def test_a_configuration_that_is_there_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "voc.toml").write_text("# mine", encoding="utf-8")
    with pytest.raises(CallError, match="nothing was changed"):
        write_template(tmp_path)
    assert (tmp_path / "voc.toml").read_text(encoding="utf-8") == "# mine"


def test_a_place_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "taken").touch()
    with pytest.raises(CallError, match="taken"):
        write_template(tmp_path / "taken")
