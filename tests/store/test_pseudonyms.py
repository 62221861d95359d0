"""A pseudonym tells customers apart and says nothing of them."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from voc.errors import VocError
from voc.store.pseudonyms import fingerprint_content, load_key, pseudonymise


def test_the_key_is_made_once_and_is_its_owners_alone(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(load_key, [tmp_path] * 16))
    assert len(keys) == 1
    assert (tmp_path / ".secrets").stat().st_mode & 0o777 == 0o700
    assert [f.name for f in (tmp_path / ".secrets").iterdir()] == ["pseudonym.key"]
    assert (tmp_path / ".secrets" / "pseudonym.key").stat().st_mode & 0o777 == 0o600


def test_a_damaged_key_is_told_and_not_replaced(tmp_path: Path) -> None:
    load_key(tmp_path)
    (tmp_path / ".secrets" / "pseudonym.key").write_text("not a key", encoding="ascii")
    with pytest.raises(VocError, match="64 hexadecimal digits"):
        load_key(tmp_path)
    assert (tmp_path / ".secrets" / "pseudonym.key").read_text(encoding="ascii") == "not a key"


def test_a_pseudonym_depends_on_the_key_and_the_role_and_not_on_spaces() -> None:
    one, other = b"1" * 32, b"2" * 32
    known = pseudonymise(one, "customer", "C-1001")
    assert known is not None and len(known) == 24 and "1001" not in known
    assert pseudonymise(one, "customer", " C-1001 ") == known
    assert len({known, pseudonymise(other, "customer", "C-1001"), pseudonymise(one, "agent", "C-1001")}) == 3
    assert pseudonymise(one, "customer", None) is None and pseudonymise(one, "customer", "  ") is None


def test_content_is_told_apart_by_any_field_whatever_their_order() -> None:
    key = b"1" * 32
    first = fingerprint_content(key, {"text": "hola", "rating": 3.0})
    assert fingerprint_content(key, {"rating": 3.0, "text": "hola"}) == first
    assert fingerprint_content(key, {"text": "hola", "rating": 4.0}) != first
