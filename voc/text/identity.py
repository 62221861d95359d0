"""What is left of a text without the words by which a person said who they are?

Redaction leaves "soy <NAME>, mi correo es <EMAIL>": the placeholder and the words that lead up to it say
nothing about the reason for contact, and would make issues and names of their own.
"""

import re

from voc.text.fold import PLACEHOLDER, fold_text
from voc.text.lists import load_words

_LEADS = frozenset(
    "mi mis el la los las un una es son era y e o de del al a con su sus me se le lo que no nº soy my the an"
    " is are was and or of to at on in with his her their i am i'm im this it's its you".split()
)
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")


def strip_identity(text: str) -> str:
    """Take placeholders out, each with the identity words and links that lead up to it in its sentence."""
    if not PLACEHOLDER.search(text):
        return text
    kept: list[str] = []
    for token in PLACEHOLDER.sub(lambda match: f" {match.group()} ", text).split():
        if PLACEHOLDER.fullmatch(token):
            while kept and _leads_to_person(kept[-1]):
                kept.pop()
        else:
            kept.append(token)
    return " ".join(kept).lstrip(" ,;:-")


def _leads_to_person(token: str) -> bool:
    if token[-1] in ".!?;":
        return False
    word = fold_text(_EDGES.sub("", token)).casefold()
    return not word or word in _LEADS or word in load_words("identity_words")
