"""The blocks that the pages on queries and e-mail show can be loaded as they stand."""

import re
from pathlib import Path

import pytest

from voc.settings import load_settings

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("page", ["sql-sources.md", "email-sources.md"])
def test_a_documented_block_is_a_source(page: str, tmp_path: Path) -> None:
    (block,) = re.findall(r"^```toml\n(.*?)^```", (DOCS / page).read_text("utf-8"), re.DOTALL | re.MULTILINE)
    (tmp_path / "voc.toml").write_text(block, encoding="utf-8")
    (source,) = load_settings(tmp_path).sources
    assert {"id", "text", "occurred_at"} <= set(source.fields)


def test_a_mail_source_maps_what_its_block_does_not_say(tmp_path: Path) -> None:
    block = (
        '[[sources]]\nname = "m"\nchannel = "email"\npath = "a/*"\nformat = "mbox"\n'
        '[sources.fields]\ncustomer = "reply_to"\n'
    )
    (tmp_path / "voc.toml").write_text(block, encoding="utf-8")
    (source,) = load_settings(tmp_path).sources
    assert source.fields == {
        "id": "message_id", "text": "text", "occurred_at": "date", "customer": "reply_to",
        "forwarded": "is_forwarded",
    }  # fmt: skip
