from importlib.resources import files

import pytest

from voc.text.fold import fold_text
from voc.text.lists import load_pairs, load_sentences, load_words, read_list_lines

NAMES = sorted(
    entry.name.removesuffix(".txt")
    for entry in files("voc").joinpath("lists").iterdir()
    if entry.name.endswith(".txt")
)


@pytest.mark.parametrize("name", NAMES)
def test_every_list_holds_something_and_no_phrase_twice(name: str) -> None:
    lines = read_list_lines(name)
    assert lines
    assert all(line == line.strip() and line for line in lines)
    if name.startswith(("courtesy", "openers", "macros", "connectors")):
        assert len({fold_text(line.lstrip("!")) for line in lines}) == len(lines)


def test_words_are_folded_and_of_both_lists() -> None:
    words = load_words("stopwords_es", "stopwords_en")
    assert {"mas", "the", "don't"} <= words
    assert "más" not in words


def test_phrases_come_longest_first() -> None:
    found = load_sentences("connectors")
    assert list(found) == sorted(found, key=lambda line: (-len(line), line))


def test_shorthand_is_read_as_pairs() -> None:
    assert load_pairs("shorthand_es")["xq"] == "porque"


def test_ambiguous_names_are_names() -> None:
    assert load_words("ambiguous_names") <= load_words("given_names", "surnames")
