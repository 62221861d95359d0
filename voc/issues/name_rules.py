"""Could a person say this phrase as the name of an issue, and how well does its shape serve?

A name holds a matter: a word that neither judges ("vergüenza"), nor is talk, nor a brand or a place. No
person is in it, and it is no piece of a longer phrase that people always say whole.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

from voc.issues.name_habits import WordHabits
from voc.text.fold import fold_text
from voc.text.lemmas import NEGATIONS, Word, find_lemma, make_word
from voc.text.lists import load_words
from voc.text.phrases import PARTIES
from voc.text.redact import find_personal

WORDS_WORTH = {1: 0.22, 2: 1.0, 3: 1.15, 4: 1.2, 5: 1.1, 6: 0.9}
MOST_THING_WORDS = 3  # of a thing that stands beside another
NO_NEWS = 0.2  # what one without more than an everyday word, a brand or a place is worth
NO_MATTER = 0.08  # what a phrase without a matter is worth beside one with
_INFINITIVE = re.compile(r"[aei]r(?:se|la|lo|las|los)?$")
_ADVERB = re.compile(r"[a-z]{3}mente$")
_GERUND = re.compile(r"[aei]ndo$")
_FIRST_PERSON = re.compile(
    r"(?:[éí]|mos|(?<![aeií]d)(?<!ch)(?<!st)(?<!rt)o|[íb]a|(?:hic|pus|tuv|pud|vin|dij|quis|sup|traj)e)$"
)
_E_BEFORE = re.compile(r"h?[ií](?![aeou])")
_ARTICLES = {"es": frozenset("el la los las un una unos unas".split()), "en": frozenset("the a an".split())}
_CLITICS = frozenset("se me nos te le les".split())
_OWNERS = frozenset("the a an my your our to".split())  # after a verb: "rebook my flight"
_COPULAS = frozenset("es era eran son fue is was are were be been".split())
_OTHERS = frozenset("her his their your she he te os les nos".split())  # of whom we know nothing


@dataclass(frozen=True)
class Shape:
    """What a phrase is worth by its form alone: 0 disqualifies it."""

    worth: float
    is_thing: bool = False  # a plain thing with a matter: it may stand beside another


@dataclass(frozen=True)
class Judge:
    """Judges phrases of one language.

    `common` holds the lemmas that so many texts say that one of them alone names nothing.
    """

    language: str
    habits: WordHabits
    common: frozenset[str]

    def judge_shape(self, form: str) -> Shape:
        """Judge a phrase, as customers write it in lower case, as a name."""
        words = [make_word(part, self.language) for part in form.split()]
        if (
            any(self.habits.is_person(word.form) for word in words)
            or self._is_broken(words)
            or find_personal(form)
        ):
            return Shape(0.0)
        has_matter = self._has_matter(words)
        is_light = all(self._is_light(word) for word in words if word.is_content)
        n_words = sum(word.form not in _CLITICS for word in words)
        worth = WORDS_WORTH.get(n_words, 0.5) * (1.0 if has_matter else NO_MATTER if is_light else NO_NEWS)
        for left, word in zip([None, *words], words, strict=False):
            worth *= self._weigh_word(left, word)
        worth *= self._weigh_lead(words[0]) * self._weigh_end(words)
        return Shape(worth, has_matter and self._is_thing(words))

    def show_phrase(self, form: str) -> str:
        """Show a phrase as a name: well spelt, a leading "compré" as "comprar", a capital at its head."""
        parts = form.split()
        first = make_word(parts[0], self.language)
        if len(parts) > 1 and self._is_verb(first) and _FIRST_PERSON.search(first.form):
            parts[0] = find_lemma(first.form, self.language)
        shown = " ".join(self.habits.show_word(part) for part in parts)
        return shown[0].upper() + shown[1:]

    def join_phrases(self, one: str, two: str) -> str:
        """Join two names: "fuga de agua y fontanero"."""
        second = (
            two
            if two[1:2].isupper() or self.habits.is_proper(two.split(maxsplit=1)[0].lower())
            else two[0].lower() + two[1:]
        )
        joint = "and" if self.language == "en" else "e" if _E_BEFORE.match(second.lower()) else "y"
        return f"{one} {joint} {second}"

    def _has_matter(self, words: list[Word]) -> bool:
        """A matter is a word of content that does not merely judge, talk, or call a brand or a place."""
        held = {
            word.lemma
            for word, proper in zip(words, self._find_proper(words), strict=True)
            if word.is_content and not proper and not self._is_light(word)
        }
        return bool(held - self.common) or len(held) > 1

    def _find_proper(self, words: list[Word]) -> list[bool]:
        proper = [self.habits.is_proper(word.form) for word in words]
        for place in range(len(words) - 1):
            if self.habits.is_proper_pair(words[place].form, words[place + 1].form):
                proper[place] = proper[place + 1] = True
        return proper

    def _is_light(self, word: Word) -> bool:
        light = load_words(f"verdicts_{self.language}", f"chatty_{self.language}", f"empty_{self.language}")
        return bool({fold_text(word.form), word.lemma} & light)

    def _is_verb(self, word: Word) -> bool:
        """Tell a Spanish verb form by its lemma, an infinitive, unless people put articles before it."""
        infinitive = self.language == "es" and word.lemma[-2:] in {"ar", "er", "ir"}
        return infinitive and not self.habits.is_thing(word.form)

    def _is_thing(self, words: list[Word]) -> bool:
        """Tell a noun with what goes with it, and no verb: "fuga de agua", "delayed flight"."""
        head = words[0] if self.language == "es" else words[-1]
        inside = {word.form for word in words}
        plain = (
            inside.isdisjoint(NEGATIONS | _COPULAS | {"por"})
            and head.form not in PARTIES
            and (self.language == "es" or inside.isdisjoint(_OWNERS))
        )
        plain = plain and len(words) <= MOST_THING_WORDS
        return plain and self.habits.is_thing(head.form) and not any(self._is_verb(word) for word in words)

    def _is_broken(self, words: list[Word]) -> bool:
        """Tell a phrase that no sentence holds as a whole: "respeto la del", "no la piscina", "no banco"."""
        ends = {fold_text(words[0].form), fold_text(words[-1].form)}
        if ends & load_words(f"name_edges_{self.language}") or any(_ADVERB.search(end) for end in ends):
            return True
        if words[0].form == "not" and len(words) < 3:
            return True
        if self.language == "es" and self._denies_thing(words):
            return True
        return any(self._part_ways(left, right) for left, right in pairwise(words))

    def _denies_thing(self, words: list[Word]) -> bool:
        """Tell a phrase in which a "no" after its first word denies no verb: "devolver no hay prisa"."""
        for place, word in enumerate(words[1:], start=1):
            if word.form == "no":
                return not any(self._is_verb(after) for after in words[place + 1 :] if after.is_content)
        return False

    def _part_ways(self, left: Word, right: Word) -> bool:
        """Tell two words that do not stand side by side in one phrase."""
        articles = _ARTICLES.get(self.language, frozenset[str]())
        if left.form in articles and not right.is_content:
            return True
        if right.form in articles and left.is_content and self.habits.is_thing(left.form, 0.4):
            return True
        if self.language != "es":
            return False
        if left.form == "no":
            return right.form in articles or (right.is_content and not self._is_verb(right))
        return self._is_at_odds(left, right) or self._is_at_odds(right, left)

    def _is_at_odds(self, one: Word, many: Word) -> bool:
        """Tell a masculine singular beside a plural: "pequeño habitaciones"."""
        plural = many.form.endswith("s") and many.lemma != fold_text(many.form) and not self._is_verb(many)
        return (
            plural
            and many.is_content
            and one.is_content
            and one.form.endswith("o")
            and not self._is_verb(one)
        )

    def _weigh_word(self, left: Word | None, word: Word) -> float:
        if word.form == "por" and left and self.habits.is_thing(left.form):
            return 0.4  # "supervisor por trato"; a verb may: "llamar por teléfono"
        if word.form in _OTHERS:
            return 0.7
        odd = word.is_content and self.habits.is_odd(word.form)
        return 0.35 if odd else 1.0

    def _weigh_lead(self, first: Word) -> float:
        """Weigh how a phrase begins: a thing, an infinitive or what does not work, rather than "I …"."""
        if first.form in NEGATIONS:
            return 1.0
        if first.lemma in load_words(f"chatty_{self.language}") and first.form not in PARTIES:
            return 0.5
        return 0.75 if self._is_verb(first) and not _INFINITIVE.search(fold_text(first.form)) else 1.0

    def _weigh_end(self, words: list[Word]) -> float:
        last = words[-1]
        if last.lemma in load_words(f"chatty_{self.language}") and last.form not in PARTIES:
            return 0.6
        if len(words) > 1 and self.language == "es" and _GERUND.search(last.form):
            return 0.5
        return (
            0.8 if len(words) > 1 and fold_text(last.form) in load_words(f"verdicts_{self.language}") else 1.0
        )
