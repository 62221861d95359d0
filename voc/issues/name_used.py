"""Would a name be taken for another one?

Word order and small words do not part two names: "no funciona el wifi" is "el wifi no funciona", and
"tarjeta" beside "tarjeta de crédito" tells nobody which is which.
"""

from collections.abc import Sequence

from voc.text.lemmas import read_words


class UsedNames:
    """The names that are taken, by the words they are made of: word order and small words do not part two."""

    def __init__(self, taken: Sequence[str], languages: Sequence[str]) -> None:
        self.forms = {name.casefold() for name in taken}
        self.keys = {code: [self.read_key(name, code) for name in taken] for code in languages}

    def read_key(self, name: str, language: str) -> frozenset[str]:
        """Read the words of content of a name, and whether it denies, as a set."""
        words = read_words([name.lower()], [language])[0]
        return frozenset(word.lemma for word in words if word.is_content or word.lemma == "no")

    def choose(self, options: Sequence[str], language: str) -> str:
        """Choose the first that no other name holds or is held by; "" if there is none."""
        return next((name for name in options if not self.is_taken(name, language)), "")

    def choose_unlike(self, options: Sequence[str], language: str) -> str:
        """Choose the first that no other name equals but for small words and a "no"; "" if there is none."""
        keys = {key - {"no"} for key in self.keys[language]}
        return next((name for name in options if self.read_key(name, language) - {"no"} not in keys), "")

    def is_taken(self, name: str, language: str) -> bool:
        """Tell whether a name would be taken for another: the words of one are all in the other."""
        key = self.read_key(name, language)
        if name.casefold() in self.forms:
            return True
        return any(key <= other or other <= key for other in self.keys[language] if other)

    def take(self, name: str, language: str) -> str:
        """Take a name."""
        self.forms.add(name.casefold())
        self.keys[language].append(self.read_key(name, language))
        return name
