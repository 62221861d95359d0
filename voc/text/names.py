"""Who is named? People's names after an introduction, a title or a sign-off, and given names with or without surnames.

No statistical model: those at hand are heavy or poor at Spanish, and miss exactly what matters here, names typed in lower
case. An introduction ("me llamo", "my name is") is trusted with unknown names; a weaker one ("soy", "this is") only with
names that we know, so that "soy cliente" and "this is ridiculous" stay.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from voc.text.lists import load_words
from voc.text.spans import Span

_TOKEN = re.compile(r"[^\W\d_](?:[^\W\d_]|['’-](?=[^\W\d_]))*\.?")
_GAP = re.compile(r"[ \t]{1,3}")
_LINKS = {"de", "del", "la", "las", "los", "y", "da", "do", "dos", "van", "von", "der", "di", "mc", "o", "e", "bin", "al", "i"}
_STRONG = re.compile(
    r"(?<!\w)(?:me llamo|mi nombre(?: completo)?(?: es)?|a nombre de|en nombre de|de nombre|nombre y apellidos?|nombres?\s?:|apellidos?\s?:"
    r"|(?:cliente|titular|paciente|medico|contacto|agente|gestor|usuario|firmado|fdo|asesor|remitente|destinatario|huesped|pasajero)\.?\s?:"
    r"|my (?:full )?name(?: is|'s)|name(?:d)?\s?:|the name(?: is|'s)|under the name(?: of)?|in the name of|(?:customer|agent|caller|contact"
    r"|patient|guest|passenger)(?: name)?\s?:|account holder\s?:?|first name(?: is|\s?:)|last name(?: is|\s?:)|surname(?: is|\s?:)"
    r"|apellido(?: es)?|se llama(?:ba)?|who is called)\W{1,3}(?:es\s|is\s|de\s)?\W{0,2}"
)
_WEAK = re.compile(
    r"(?<!\w)(?:soy|le (?:atiende|saluda|habla|atendio|escribe)|les (?:habla|saluda|escribe)|te (?:atiende|saluda|habla)|(?:habla|hable"
    r"|hablado|hablo|hablando|comunica|comunicado) con|con quien hable fue|me (?:atendio|ayudo|llamo|dijo|confirmo|informo)"
    r"|atendid[oa] por|parte de|gracias a|agente|operador|operadora|asesor|asesora|gestor|gestora|comercial|tecnico|supervisor|supervisora"
    r"|empleado|empleada|companero|companera|senorita|senora|senor|aqui|mi (?:marido|esposo|mujer|esposa|hijo|hija|madre|padre|hermano|hermana)"
    r"|this is|i'm|i am|im|it's|here is|spoke (?:to|with)|speaking (?:to|with)|talked (?:to|with)|talking (?:to|with)|chatted with"
    r"|(?:helped|served|assisted|handled|called|told) by|ask(?:ed)? for|agent|advisor|adviser|representative|rep|technician|engineer|manager"
    r"|supervisor|colleague|named|called|my (?:husband|wife|son|daughter|mother|father|brother|sister)|thanks to|thank you|thanks|hi|hello"
    r"|hey|dear|hola|estimad[oa]|querid[oa]|gracias)[ ,:]{1,3}"
)
_TITLE = re.compile(r"(?<!\w)(?:sr|sra|srta|sres|dr|dra|don|dona|dna|d|dn|mr|mrs|ms|miss|mister|senor|senora|senorita|lic|ing|prof|sir|madam"
                    r"|prof(?:esora?)?|doctora?)(?:\(a\))?[.ª]?(?:/[a-z]+\.?)?[ ]{1,2}")
_SIGN_OFF = re.compile(
    r"(?<!\w)(?P<sure>atte|att|atentamente|fdo|firmado|firma|cordialmente|sinceramente|un (?:cordial )?saludo|saludos(?: cordiales)?|cordial saludo"
    r"|(?:best|kind|kindest|warm)? ?regards|(?:yours )?(?:sincerely|faithfully|truly)|best wishes|respectfully|signed|cheers|best)"
    r"[ \t]*[,.:;!\-\n][\s,.:;\-]{0,4}"
)
_CAPITAL = re.compile(r"[A-ZÁÉÍÓÚÑÜÀÈÌÒÙÂÊÎÔÛÄËÏÖÇŠŽ]")


def find_names(text: str, folded: str) -> Iterator[Span]:
    """Find people's names (`NAME`): after introductions, titles and sign-offs, then known names anywhere."""
    for pattern, trust in ((_STRONG, "strong"), (_TITLE, "title"), (_WEAK, "weak"), (_SIGN_OFF, "sign_off")):
        for match in pattern.finditer(folded):
            end = _take_name(text, folded, match.end(), trust)
            if end > match.end():
                yield Span(match.end(), end, "NAME")
    if _CAPITAL.search(text):
        yield from _find_known_names(text, folded)


def _take_name(text: str, folded: str, start: int, trust: str) -> int:
    """Return where the name that begins at `start` ends, or `start` where none does."""
    tokens = _read_tokens(text, start)
    taken = _count_name_tokens(tokens, trust, shouting=_is_shouting(text))
    if not taken:
        return start
    end = tokens[taken - 1][1]
    if text[end - 1] == "." and tokens[taken - 1][1] - tokens[taken - 1][0] > 2:
        end -= 1
    if trust == "sign_off" and not re.match(r"[\s.,!)]*(?:$|\n|<|tel|dni|\d)", folded[end : end + 12]):
        return start
    return end


def _read_tokens(text: str, start: int, most: int = 6) -> list[tuple[int, int, str]]:
    """Read the words that stand directly one after another from `start`: (start, end, as written)."""
    tokens: list[tuple[int, int, str]] = []
    place = start
    while len(tokens) < most and (match := _TOKEN.match(text, place)):
        tokens.append((match.start(), match.end(), match[0].rstrip(".") if len(match[0]) > 2 else match[0]))
        if len(match[0]) > 2 and match[0].endswith("."):
            break
        gap = _GAP.match(text, match.end())
        if not gap:
            break
        place = gap.end()
    return tokens


def _count_name_tokens(tokens: list[tuple[int, int, str]], trust: str, *, shouting: bool) -> int:
    """Count the words that belong to the name; 0 where the first is none."""
    words = [_Word(written, shouting) for _, _, written in tokens]
    if not words or not _begins_name(words, trust):
        return 0
    taken = 1
    for index in range(1, len(words)):
        word = words[index]
        if word.is_link and index + 1 < len(words) and words[index + 1].continues_name(trust, linked=True):
            continue
        if word.is_link and index + 2 < len(words) and words[index + 1].is_link and words[index + 2].continues_name(trust, linked=True):
            continue
        if not word.continues_name(trust, linked=words[index - 1].is_link):
            break
        taken = index + 1
    return taken


def _begins_name(words: list["_Word"], trust: str) -> bool:
    first, second = words[0], words[1] if len(words) > 1 else None
    if first.is_link and first.is_capital and second and second.is_capital:
        return trust == "strong"  # "Apellidos: De Miguel Rivera"
    if first.is_barred:
        return False
    known_pair = bool(second and (second.is_surname or second.is_given) and (second.is_capital or not first.is_capital))
    if first.is_given and (not first.is_ambiguous or known_pair):
        return True
    if trust == "strong":
        return first.is_capital or first.is_given or first.is_surname or not _is_dictionary_word(first.folded)
    if trust == "title":
        return first.is_capital or first.is_surname or (first.is_given and not first.is_ambiguous)
    if trust == "sign_off":
        return first.is_capital and (first.is_given or not _is_dictionary_word(first.folded) or bool(second and second.is_capital))
    if first.is_given and first.is_capital:
        return True
    return bool(first.is_capital and second and second.is_capital and second.is_surname and not _is_dictionary_word(first.folded))


class _Word:
    """A word as a candidate part of a name."""

    __slots__ = ("folded", "is_ambiguous", "is_barred", "is_capital", "is_given", "is_link", "is_surname")

    def __init__(self, written: str, shouting: bool) -> None:
        from voc.text.fold import fold_text

        folded = fold_text(written).rstrip(".").replace("'", "")
        self.folded = folded
        self.is_capital = written[0].isupper() and not shouting
        self.is_given = folded in load_words("given_names") or all(part in load_words("given_names") for part in folded.split("-"))
        self.is_surname = folded in load_words("surnames") or any(part in load_words("surnames") for part in folded.split("-"))
        self.is_ambiguous = folded in load_words("ambiguous_names")
        self.is_barred = folded in load_words("not_names")
        self.is_link = folded in _LINKS

    def continues_name(self, trust: str, *, linked: bool) -> bool:
        """Tell whether this word goes on with a name already begun."""
        if self.is_barred and not self.is_surname:
            return False
        if self.is_capital:
            return trust != "weak" or self.is_given or self.is_surname or not _is_dictionary_word(self.folded)
        if linked or len(self.folded) < 3:
            return self.is_surname
        return self.is_surname or (self.is_given and not self.is_ambiguous)


def _find_known_names(text: str, folded: str) -> Iterator[Span]:
    """Find capitalised given names, with the surnames that follow; an ambiguous one needs a surname."""
    if _is_shouting(text):
        return
    place = 0
    while match := _CAPITAL.search(text, place):
        start = match.start()
        if start and (text[start - 1].isalnum() or text[start - 1] in "@#<_/'’"):
            place = start + 1
            continue
        tokens = _read_tokens(text, start)
        first = _Word(tokens[0][2], False) if tokens else None
        if not first or not (first.is_given or first.is_surname):
            place = tokens[0][1] if tokens else start + 1
            continue
        taken = _count_free_name(tokens)
        if taken:
            end = tokens[taken - 1][1]
            yield Span(start, end - (text[end - 1] == "." and end - tokens[taken - 1][0] > 2), "NAME")
            place = end
        else:
            place = tokens[0][1]


def _count_free_name(tokens: list[tuple[int, int, str]]) -> int:
    words = [_Word(written, False) for _, _, written in tokens]
    first = words[0]
    rest = _count_name_tokens(tokens, "weak", shouting=False) if first.is_given else 0
    if first.is_given and rest > 1:
        sure = any(word.is_capital and (word.is_surname or word.is_given) for word in words[1:rest])
        return rest if sure or not first.is_ambiguous else 0
    if first.is_given:
        shouted = len(first.folded) > 1 and tokens[0][2].isupper()
        return 0 if first.is_ambiguous or first.is_surname or first.is_barred or shouted else 1
    pair = len(words) > 2 and words[1].is_surname and words[1].is_capital and words[2].is_given and words[2].is_capital
    return 3 if pair else 0


@lru_cache(maxsize=4096)
def _is_shouting(text: str) -> bool:
    """Tell whether the text is in capitals throughout, so that a capital means nothing."""
    letters = [char for char in text if char.isalpha()]
    return len(letters) > 12 and sum(char.isupper() for char in letters) > 0.8 * len(letters)


@lru_cache(maxsize=8192)
def _is_dictionary_word(folded: str) -> bool:
    """Tell whether a word is in the Spanish or English dictionary (simplemma), hence hardly an unknown name."""
    from simplemma import is_known

    return folded in load_words("stopwords_es", "stopwords_en", "empty_es", "empty_en") or any(
        is_known(folded, lang=code) for code in ("es", "en")
    )
