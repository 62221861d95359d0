"""How do people write the words of these texts: with a capital, after an article, with which accents?

No tagger: a word before which people put an article is a thing; one with a capital in the middle of
sentences bears a proper name; one that follows "me atendió" or "thanks to" with a capital may be a person.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from voc.text.candidates import is_dictionary_word, is_shouting
from voc.text.fold import fold_text
from voc.text.lists import load_words

_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|[.!?¡¿:;\n…\"“«(#@|<>*•-]")
_ARTICLES = frozenset(
    "el la los las un una unos unas mi mis su sus tu tus nuestro nuestra del este esta ese esa"
    " the a an my your our their his her its this that these those".split()
)
_PERSON_CUES = frozenset(
    "agente asesor asesora gestor gestora comercial tecnico supervisor supervisora atendio ayudo don dona"
    " senor senora sr sra srta agent advisor adviser rep representative technician engineer manager mr mrs"
    " ms miss named called llamado llamada gracias thanks thank".split()
)
_PERSON_LINKS = frozenset("a con por to with by you".split())
PROPER_SHARE, THING_SHARE = 0.6, 0.2
ODD_SHARE = 0.0005


@dataclass
class WordHabits:
    """Counts by lower-case word as written, over all texts that names are made of."""

    total: int = 0  # words in all
    seen: Counter[str] = field(default_factory=Counter)
    inside: Counter[str] = field(default_factory=Counter)  # not first in a sentence
    capitals: Counter[str] = field(default_factory=Counter)  # of those inside
    articles: Counter[str] = field(default_factory=Counter)  # those after an article
    written: dict[str, Counter[str]] = field(default_factory=dict)  # capitalised forms
    pairs: Counter[tuple[str, str]] = field(default_factory=Counter)  # side by side
    capital_pairs: Counter[tuple[str, str]] = field(default_factory=Counter)
    persons: set[str] = field(default_factory=set)  # folded: perhaps people, by what stands before
    spellings: dict[str, Counter[str]] = field(default_factory=dict)  # folded -> forms as written

    def is_proper(self, form: str) -> bool:
        """Tell whether people write a word with a capital where no sentence begins: a brand, a place."""
        return self.capitals[form] >= 2 and self.capitals[form] >= PROPER_SHARE * self.inside[form]

    def is_proper_pair(self, one: str, two: str) -> bool:
        """Tell whether people write two words side by side with capitals: "New York", "Jet Blue"."""
        capitals = self.capital_pairs[one, two]
        return capitals >= 2 and capitals >= PROPER_SHARE / 2 * self.pairs[one, two]

    def is_thing(self, form: str, share: float = THING_SHARE) -> bool:
        """Tell whether people put an article before a word; of a word hardly seen, nothing is known."""
        return self.articles[form] >= 2 and self.articles[form] >= share * self.seen[form]

    def is_person(self, form: str) -> bool:
        """Tell whether a word may be a person whom redaction missed: listed or cued, and no other word.

        A cued word in the dictionary is one if people write it with a capital ("el agente Zorrilla"), and so
        is a usual given name.
        """
        folded = fold_text(form).removesuffix("'s")
        cued = folded in self.persons
        if is_dictionary_word(folded):
            usual = folded in load_words("given_names") and folded not in load_words("ambiguous_names")
            return (cued or usual) and self.is_proper(form)
        return cued or folded in load_words("given_names", "given_names_world", "surnames")

    def is_odd(self, form: str) -> bool:
        """Tell a word of no dictionary that few write, and none with a capital: a slip ("definately")."""
        rare = self.seen[form] < ODD_SHARE * self.total
        return rare and not self.is_proper(form) and not _is_known(form)

    def show_word(self, form: str) -> str:
        """Show a word as people write it who write it well: accents, and capitals of a proper name."""
        form = self._accent_word(form)
        if not self.is_proper(form) or form not in self.written:
            return form
        found = self.written[form]
        return min(found, key=lambda word: (-found[word], word))

    def _accent_word(self, form: str) -> str:
        variants = self.spellings.get(fold_text(form), Counter())
        if len(variants) < 2 or _is_known(form):
            return form
        known = [word for word in variants if _is_known(word)]
        return min(known, key=lambda word: (-variants[word], word)) if known else form


@lru_cache(maxsize=65_536)
def _is_known(word: str) -> bool:
    """Tell whether a word, its accents as written, is in a dictionary."""
    from simplemma import is_known

    return any(is_known(word, lang=code) for code in ("es", "en"))


def learn_habits(texts: Iterable[str]) -> WordHabits:
    """Learn the habits of texts as their customers wrote them; a text in capitals tells nothing of them."""
    habits = WordHabits()
    for text in texts:
        _read_habits(habits, _TOKEN.findall(text), is_shouting(text))
    habits.total = habits.seen.total()
    for form in habits.seen:
        habits.spellings.setdefault(fold_text(form), Counter())[form] = habits.seen[form]
    return habits


def _read_habits(habits: WordHabits, tokens: list[str], shouting: bool) -> None:
    before, second, was_capital = ".", ".", False
    for token in tokens:
        form = token.lower().replace("’", "'")
        if form[0].isalpha():
            habits.seen[form] += 1
            habits.articles[form] += fold_text(before) in _ARTICLES
            habits.pairs[before, form] += 1
            habits.capital_pairs[before, form] += was_capital and token[0].isupper() and not shouting
            if before[0].isalpha() and not shouting:
                habits.inside[form] += 1
                if token[0].isupper():
                    habits.capitals[form] += 1
                    habits.written.setdefault(form, Counter())[token] += 1
                    cue = second if before in _PERSON_LINKS else before
                    if fold_text(cue) in _PERSON_CUES:
                        habits.persons.add(fold_text(form).removesuffix("'s"))
        before, second, was_capital = form, before, token[0].isupper()
