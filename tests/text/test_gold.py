import pytest

from benchmarks.gold import GoldContact, read_gold, read_gold_line, score_gold

GOLD = [contact for language in ("es", "en") for contact in read_gold(language)]


@pytest.mark.parametrize("is_aside", [False, True])
def test_contacts_are_cut_about_where_a_person_cuts_them(is_aside: bool) -> None:
    scores = score_gold([contact for contact in GOLD if contact.is_aside == is_aside])
    assert scores["boundary_f1"] >= 0.72
    assert scores["words_f1"] >= 0.92


def test_the_gold_covers_four_channels_in_two_languages() -> None:
    assert len(GOLD) >= 60
    assert {(contact.language, contact.channel) for contact in GOLD} == {
        (language, channel)
        for language in ("es", "en")
        for channel in ("agent_note", "survey", "call", "web")
    }


def test_a_line_of_gold_gives_places_in_its_text() -> None:
    contact = read_gold_line("survey\tBien. [Caro] y⏎[lento].", "es", is_aside=False)
    assert contact == GoldContact("es", "survey", "Bien. Caro y\nlento.", [(6, 10), (13, 18)], False)
    assert [contact.text[start:end] for start, end in contact.mentions] == ["Caro", "lento"]
