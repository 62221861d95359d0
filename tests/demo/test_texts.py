"""What is said: natural, mostly different, and true to what truth/ tells."""

import json
from collections import defaultdict
from datetime import date
from random import Random

import pytest

from voc.demo.catalogue import DYNAMICS, KINDS, OPPORTUNITIES, Topic, load_catalogue
from voc.demo.personal import invent_document, invent_iban
from voc.demo.phrases import count_phrases, end_sentence, expand_phrase
from voc.demo.plan import LAST_DAY, list_mondays, measure_pull, plan_contacts
from voc.demo.texts import Words, write_contact

CATALOGUE = load_catalogue()


@pytest.fixture(scope="module")
def contacts() -> list[tuple[tuple[str, ...], str, Words]]:
    planned = plan_contacts(CATALOGUE, 4000, 26, 7)
    return [(c.topics, c.language, write_contact(c, n, CATALOGUE, 7)) for n, c in enumerate(planned)]


@pytest.mark.parametrize("topic", CATALOGUE.topics, ids=lambda topic: topic.key)
def test_an_issue_is_whole(topic: Topic) -> None:
    assert topic.kind in KINDS
    assert topic.opportunity in OPPORTUNITIES
    assert topic.dynamic in DYNAMICS
    assert 0 <= topic.rating <= 10
    assert set(topic.channels) == {"agent_note", "survey", "call", "web"}


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("topic", CATALOGUE.topics, ids=lambda topic: topic.key)
def test_an_issue_can_be_said_in_many_ways(topic: Topic, language: str) -> None:
    voices = topic.voices[language]
    cores = [p for name in ("said", "short", "latam", "call", "note") for p in voices.get(name, [])]
    assert len(set(cores)) >= 15
    assert len(voices["said"]) >= 8
    assert sum(count_phrases(p) for p in cores) >= 30


def test_what_is_said_of_an_issue_is_mostly_different(
    contacts: list[tuple[tuple[str, ...], str, Words]],
) -> None:
    texts: dict[str, list[str]] = defaultdict(list)
    for topics, _, words in contacts:
        if topics:
            said = words.text or " ".join(t for who, t in words.turns if who == "customer")
            texts[topics[0]].append(said.casefold())
    for key, found in texts.items():
        assert len(set(found)) / len(found) > 0.8, key


def test_no_text_keeps_the_marks_of_the_grammar(contacts: list[tuple[tuple[str, ...], str, Words]]) -> None:
    for _, _, words in contacts:
        for text in (words.text, *(t for _, t in words.turns)):
            assert not set("[]{}|") & set(text)
            assert "  " not in text


def test_personal_data_stands_in_the_text_letter_by_letter(
    contacts: list[tuple[tuple[str, ...], str, Words]],
) -> None:
    planted = 0
    for _, _, words in contacts:
        whole = words.text + json.dumps(words.turns, ensure_ascii=False)
        for _, text in words.personal:
            planted += 1
            assert text in whole
    assert planted > 300


def test_the_last_week_ends_on_the_last_day() -> None:
    weeks = list_mondays(26)
    assert len(weeks) == 26
    assert weeks[-1] == date(2026, 5, 11)
    assert all(c.when.date() <= LAST_DAY for c in plan_contacts(CATALOGUE, 300, 4, 1))


def test_customers_come_back_about_what_was_not_solved() -> None:
    planned = plan_contacts(CATALOGUE, 2000, 26, 7)
    again = [c for c in planned if c.follow_up]
    assert 0.04 < len(again) / len(planned) < 0.2
    assert all(c.customer for c in again)


def test_a_one_off_is_said_once() -> None:
    asides = [c.aside for c in plan_contacts(CATALOGUE, 6000, 26, 7) if c.aside]
    assert len(asides) == len(set(asides)) > 20


def test_a_burst_is_over_after_its_weeks() -> None:
    topic = CATALOGUE.find_topic("no_mobile_coverage")
    pulls = [measure_pull(topic, week, 26) for week in range(26)]
    assert pulls.count(1.0) == 26 - topic.length


def test_documents_have_their_check_signs() -> None:
    rng = Random(3)
    for _ in range(50):
        number = invent_document(rng, "ES")[1].replace("-", "")
        assert "TRWAGMYFPDXBNJZSQVHLCKE"[int(number[:8]) % 23] == number[8].upper()
    assert len(invent_document(rng, "MX")[1]) == 18


@pytest.mark.parametrize("country", ["ES", "GB"])
def test_an_account_number_passes_the_bank_s_check(country: str) -> None:
    rng = Random(4)
    for _ in range(50):
        iban = invent_iban(rng, country).replace(" ", "")
        assert len(iban) == {"ES": 24, "GB": 22}[country]
        assert int("".join(str(int(c, 36)) for c in iban[4:] + iban[:4])) % 97 == 1


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [("plain", {"plain"}), ("a [b|c] d", {"a b d", "a c d"}), ("a [|x], b", {"a, b", "a x, b"})],
)
def test_a_phrase_expands_into_its_choices(pattern: str, expected: set[str]) -> None:
    rng = Random(1)
    assert {expand_phrase(pattern, {}, rng) for _ in range(50)} == expected


def test_a_phrase_that_names_itself_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="never ends"):
        expand_phrase("{a}", {"a": ["{a}"]}, Random(1))


@pytest.mark.parametrize(("text", "ended"), [("hola", "Hola."), ("¿qué?", "¿Qué?"), ("£3 more", "£3 more.")])
def test_a_sentence_is_ended(text: str, ended: str) -> None:
    assert end_sentence(text) == ended
