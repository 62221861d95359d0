from pathlib import Path

import pytest

from voc.errors import SettingsError
from voc.settings import NamingSettings, load_settings


def write(tmp_path: Path, naming: str) -> Path:
    (tmp_path / "voc.toml").write_text(f'[workspace]\nname = "W"\n{naming}', encoding="utf-8")
    return tmp_path


def test_names_are_our_own_unless_an_endpoint_is_given(tmp_path: Path) -> None:
    assert load_settings(write(tmp_path, "")).naming == NamingSettings()


@pytest.mark.parametrize("url", ["https://models.example.com/v1", "http://localhost:8000/v1"])
def test_an_endpoint_has_a_url_a_model_and_perhaps_a_key(tmp_path: Path, url: str) -> None:
    found = load_settings(write(tmp_path, f'[naming]\nurl = "{url}"\nmodel = "m"\nkey_env = "K"\n'))
    assert found.naming == NamingSettings(url, "m", "K")


@pytest.mark.parametrize(
    ("naming", "wanted"),
    [
        ('url = "http://models.example.com/v1"\nmodel = "m"', "wanted https://"),
        ('url = "file:///etc/passwd"\nmodel = "m"', "wanted https://"),
        ('url = "https://models.example.com/v1"', "'model' is missing"),
        ('model = "m"', "'url' is missing"),
        ('url = "https://models.example.com/v1"\nmodel = "m"\nkey = "secret"', "unknown key 'key'"),
    ],
)
def test_words_of_customers_travel_only_where_nobody_listens(
    tmp_path: Path, naming: str, wanted: str
) -> None:
    with pytest.raises(SettingsError, match="naming") as raised:
        load_settings(write(tmp_path, f"[naming]\n{naming}\n"))
    assert wanted in str(raised.value)
