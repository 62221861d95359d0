"""voc.toml at the door: what is accepted, and what is said of what is not."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from voc.errors import SettingsError
from voc.settings import CouncilSettings, Settings, find_workspace, load_settings

CONTRACT_EXAMPLE = """
[workspace]
name = "Aurora Telecom"
timezone = "Europe/Madrid"
languages = ["es", "en"]
currency = "EUR"

[[sources]]
name = "crm-notes"
channel = "agent_note"
path = "inbox/notes/*.csv"
format = "csv"
[sources.fields]
id = "ticket_id"
text = "note"
occurred_at = "created_at"
customer = "customer_id"
agent = "agent_id"
rating = "nps"
rating_scale = "nps"
product = "product"
department = "team"
touchpoint = "stage"
language = "lang"

[[sources]]
name = "calls"
channel = "call"
path = "inbox/calls/*.vtt"
metadata = "inbox/calls/index.csv"
customer_speakers = ["Cliente", "Customer"]

[council]
recurring_min_customers = 3
recurring_min_weeks = 2
repeat_window_days = 14
silent_multiplier = 26

[costs]
call = 6.5
agent_note = 4.0
"""
SOURCE = '[[sources]]\nname = "web"\nchannel = "web"\npath = "in/*.csv"\n'
FIELDS = '[sources.fields]\nid = "a"\ntext = "b"\noccurred_at = "c"\n'


def load(folder: Path, text: str) -> Settings:
    (folder / "voc.toml").write_text(text, encoding="utf-8")
    return load_settings(folder)


def complain(folder: Path, text: str) -> str:
    with pytest.raises(SettingsError) as caught:
        load(folder, text)
    message = str(caught.value)
    assert caught.value.exit_status == 2
    assert "voc.toml" in message
    assert 1 <= len(message.splitlines()) <= 3
    return message


def test_the_contracts_example_loads(tmp_path: Path) -> None:
    settings = load(tmp_path, CONTRACT_EXAMPLE)
    notes, calls = settings.sources
    assert (settings.name, settings.timezone, settings.currency) == ("Aurora Telecom", "Europe/Madrid", "EUR")
    assert notes.rating_scale == "nps"
    assert "rating_scale" not in notes.fields
    assert notes.fields["department"] == "team"
    assert calls.customer_speakers == ("Cliente", "Customer")
    assert calls.fields == {}
    assert settings.costs == {"call": 6.5, "agent_note": 4.0}
    assert settings.council.silent_multiplier == 26.0


def test_what_is_left_out_has_its_default(tmp_path: Path) -> None:
    settings = load(tmp_path, "")
    assert settings.languages == ("es", "en")
    assert (settings.timezone, settings.currency) == ("UTC", "EUR")
    assert settings.name == tmp_path.name
    assert settings.council == CouncilSettings(3, 2, 14, 26.0)
    assert settings.sources == ()


def test_a_byte_order_mark_is_accepted(tmp_path: Path) -> None:
    (tmp_path / "voc.toml").write_bytes(b'\xef\xbb\xbf[workspace]\r\nname = "A"\r\n')
    assert load_settings(tmp_path).name == "A"


@pytest.mark.parametrize("written", ["auto", "coarse", "medium", "fine", 5, 70])
def test_granularity_is_a_word_or_a_number_of_issues(tmp_path: Path, written: str | int) -> None:
    (tmp_path / "voc.toml").write_text(f"[mining]\ngranularity = {json.dumps(written)}\n")
    assert load_settings(tmp_path).mining.granularity == written


@pytest.mark.parametrize("written", ['"fien"', "4", "71", "true", "12.5"])
def test_another_granularity_is_refused_with_what_is_wanted(tmp_path: Path, written: str) -> None:
    message = complain(tmp_path, f"[mining]\ngranularity = {written}\n")
    assert written in message.replace("'", '"')
    assert "fine" in message


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("[workspce]\n", ["'workspce'", "'workspace'"]),
        ('[workspace]\ntimezon = "UTC"\n', ["[workspace]", "'timezon'", "'timezone'"]),
        ("[council]\nrepeat_window = 3\n", ["[council]", "'repeat_window'", "'repeat_window_days'"]),
        ("[costs]\ncalls = 3\n", ["[costs]", "'calls'", "'call'"]),
        ('[mining]\nencodr = "use"\n', ["[mining]", "'encodr'", "'encoder'"]),
        (SOURCE + 'chanel = "web"\n' + FIELDS, ["'web'", "'chanel'", "'channel'"]),
        (SOURCE + FIELDS + 'custmer = "x"\n', ["fields", "'web'", "'custmer'", "'customer'"]),
        (SOURCE + FIELDS + 'zzzz = "x"\n', ["'zzzz'", "known:", "occurred_at"]),
    ],
)
def test_an_unknown_key_is_named_with_its_table_and_the_nearest(
    tmp_path: Path, text: str, parts: list[str]
) -> None:
    message = complain(tmp_path, text)
    assert "unknown key" in message
    for part in parts:
        assert part in message


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ('[workspace]\ntimezone = "Europe/Madird"\n', ["timezone", "Europe/Madird", "'Europe/Madrid'"]),
        ('[workspace]\ntimezone = "Madrid"\n', ["'Europe/Madrid'"]),
        ('[workspace]\ntimezone = "Europe"\n', ["unknown timezone"]),
        ('[workspace]\ntimezone = "../../etc/passwd"\n', ["unknown timezone"]),
        ("[workspace]\ntimezone = 2\n", ["timezone is 2", "text"]),
        ('[workspace]\nlanguages = ["es", "spanish"]\n', ["languag", "spanish"]),
        ('[workspace]\nlanguages = ["es", "es"]\n', ["twice"]),
        ("[workspace]\nlanguages = []\n", ["empty"]),
        ('[workspace]\nlanguages = "es"\n', ['"es"', "texts"]),
        ('[workspace]\ncurrency = "euros"\n', ["currency", "euros", "EUR"]),
        ('[workspace]\nname = ""\n', ["name", "empty"]),
        ("workspace = 3\n", ["workspace", "3", "table"]),
        ("[council]\nrecurring_min_weeks = 0\n", ["recurring_min_weeks is 0", "1 or more"]),
        ("[council]\nrecurring_min_customers = true\n", ["recurring_min_customers is true"]),
        ("[council]\nrepeat_window_days = -1\n", ["repeat_window_days is -1"]),
        ("[council]\nrepeat_window_days = 1.5\n", ["1.5", "whole number"]),
        ("[council]\nsilent_multiplier = nan\n", ["silent_multiplier"]),
        ("[costs]\ncall = -2\n", ["[costs]", "call is -2"]),
        ("[costs]\ncall = inf\n", ["call"]),
        ('[costs]\ncall = "2"\n', ['call is "2"', "number"]),
        ("[sources]\nname = 'a'\n", ["[[sources]]"]),
        (SOURCE.replace('"web"\npath', '"webb"\npath') + FIELDS, ["channel", "webb", "'web'"]),
        (SOURCE + 'format = "docx"\n' + FIELDS, ["format", "docx", "xlsx"]),
        (SOURCE + FIELDS + 'rating_scale = "nps10"\n', ["rating_scale", "nps10", "'nps'"]),
        (SOURCE + FIELDS + "text2 = 1\n", ["'text2'"]),
        (SOURCE + FIELDS.replace('"b"', "2"), ["text is 2"]),
        (SOURCE + FIELDS + SOURCE + FIELDS, ["twice", "web"]),
        (SOURCE.replace('name = "web"\n', "") + FIELDS, ["number 1", "'name' is missing"]),
        (SOURCE.replace('path = "in/*.csv"\n', "") + FIELDS, ["'web'", "'path' is missing"]),
        (SOURCE.replace('channel = "web"\n', "") + FIELDS, ["'channel' is missing"]),
        (SOURCE, ["'web'", "'id' is missing", "required"]),
        (SOURCE + FIELDS.replace('text = "b"\n', ""), ["'text' is missing"]),
        (SOURCE + FIELDS.replace('occurred_at = "c"\n', ""), ["'occurred_at' is missing"]),
    ],
)
def test_a_value_that_cannot_be_is_quoted_with_its_key(tmp_path: Path, text: str, parts: list[str]) -> None:
    message = complain(tmp_path, text)
    for part in parts:
        assert part in message


def test_a_call_needs_no_text_but_json_without_an_index_needs_id_and_time(tmp_path: Path) -> None:
    call = SOURCE.replace('"web"\npath', '"call"\npath').replace("csv", "json")
    assert load(tmp_path, call + FIELDS.replace('text = "b"\n', "")).sources[0].channel == "call"
    assert "'id' is missing" in complain(tmp_path, call)
    assert load(tmp_path, call + 'metadata = "in/index.csv"\n').sources[0].metadata == "in/index.csv"


def test_broken_toml_is_told_with_its_line(tmp_path: Path) -> None:
    message = complain(tmp_path, '[workspace]\nname = "A\n')
    assert "line 2" in message


def test_a_file_that_is_not_utf8_is_told(tmp_path: Path) -> None:
    (tmp_path / "voc.toml").write_bytes('[workspace]\nname = "Año"\n'.encode("latin-1"))
    with pytest.raises(SettingsError, match="UTF-8"):
        load_settings(tmp_path)


def test_a_missing_file_is_told_with_the_folder_and_what_makes_one(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="voc init") as caught:
        load_settings(tmp_path)
    assert str(tmp_path) in str(caught.value)


def test_a_folder_named_voc_toml_is_told(tmp_path: Path) -> None:
    (tmp_path / "voc.toml").mkdir()
    with pytest.raises(SettingsError, match="cannot be read"):
        load_settings(tmp_path)


def test_other_names_of_formats_mean_the_same(tmp_path: Path) -> None:
    assert load(tmp_path, SOURCE + 'format = "ndjson"\n' + FIELDS).sources[0].format == "jsonl"


def make_workspace(folder: Path) -> Path:
    folder.mkdir(parents=True)
    (folder / "voc.toml").touch()
    return folder


def test_the_given_folder_comes_before_the_environment_and_the_current_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given, named, current = (make_workspace(tmp_path / name) for name in ("given", "named", "current"))
    (current / "deep" / "down").mkdir(parents=True)
    monkeypatch.chdir(current / "deep" / "down")
    monkeypatch.setenv("VOC_WORKSPACE", str(named))
    assert find_workspace(given) == given
    assert find_workspace() == named
    monkeypatch.setenv("VOC_WORKSPACE", "")
    assert find_workspace() == current


def test_a_folder_without_a_workspace_is_told_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("VOC_WORKSPACE", raising=False)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SettingsError, match="--workspace"):
        find_workspace()
    with pytest.raises(SettingsError, match=r"no voc\.toml in"):
        find_workspace(tmp_path)
    monkeypatch.setenv("VOC_WORKSPACE", str(tmp_path / "gone"))
    with pytest.raises(SettingsError, match="VOC_WORKSPACE: no such folder"):
        find_workspace()


VALUES = st.one_of(
    st.text(max_size=8), st.integers(-3, 40), st.floats(), st.booleans(), st.just([]), st.just(["es", 3])
)
KEYS = st.sampled_from(
    "name timezone languages currency channel path format metadata customer_speakers recurring_min_weeks"
    " repeat_window_days silent_multiplier encoder call web id text occurred_at rating_scale zz".split()
)
TABLES = st.sampled_from(
    ["[workspace]", "[[sources]]", "[sources.fields]", "[council]", "[mining]", "[costs]", "[sources]"]
)


def write_toml(value: object) -> str:
    return json.dumps(value).replace("NaN", "nan").replace("Infinity", "inf")


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tables=st.lists(st.tuples(TABLES, st.dictionaries(KEYS, VALUES, max_size=4)), max_size=4))
def test_any_table_loads_or_is_told_in_three_lines(
    tmp_path: Path, tables: list[tuple[str, dict[str, object]]]
) -> None:
    lines = [
        line
        for head, table in tables
        for line in (head, *(f"{key} = {write_toml(value)}" for key, value in table.items()))
    ]
    message = "loads"
    try:
        load(tmp_path, "\n".join(lines))
    except SettingsError as error:
        message = str(error)
    assert 1 <= len(message.splitlines()) <= 3
