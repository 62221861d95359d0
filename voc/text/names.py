"""Who is named? People's names after an introduction, a title or a sign-off, and known names anywhere.

No statistical model: those at hand are heavy or poor at Spanish, and miss exactly what matters here, names
typed in lower case. An introduction ("me llamo", "my name is") is trusted with unknown names; a weaker one
("soy", "this is") only with names that we know, so that "soy cliente" and "this is ridiculous" stay.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from voc.text.candidates import Candidate, are_titled, is_dictionary_word, is_shouting, read_candidates
from voc.text.lists import load_words
from voc.text.spans import Span

_STRONG = re.compile(
    r"(?<!\w)(?:me llamo|mi nombre(?: completo)?(?: es)?|a nombre de|en nombre de|de nombre"
    r"|nombre y apellidos?|nombres?\s?:|apellidos?\s?:"
    r"|(?:cliente|titular|paciente|medico|contacto|agente|gestor|usuario|firmado|fdo|asesor|remitente"
    r"|destinatario|huesped|pasajero)\.?\s?:"
    r"|(?:my|his|her|their|full|first|last|middle|maiden|family) name(?: is|'s)|name(?:d)?\s?:"
    r"|the name(?: is|'s)"
    r"|(?<!\w)name's|(?:cust|customer|caller|contact) name|(?:la |el )titular es|quien (?:llama|escribe) es"
    r"|firmo como|con el nombre(?: de)?|persona de contacto|(?:una? )tal"
    r"|your name\?|(?:partner|husband|wife|mother|father|son|daughter)'s name(?: is)?"
    r"|under the name(?: of)?|in the name of"
    r"|(?:remitido|enviado|firmado|escrito|signed|written|sent) (?:por|by)\s?:"
    r"|(?:customer|agent|caller|contact"
    r"|patient|guest|passenger)(?: name)?\s?:|(?:account|acct|policy) holder\s?:?|first name(?: is|\s?:)"
    r"|last name(?: is"
    r"|\s?:)|surname(?: is|\s?:)"
    r"|apellido(?: es)?|se llama(?:ba)?|who is called)(?:[ \t,:;]{1,3}(?:es\s|is\s|de\s)?[\"'«“]?|(?<=:))"
)
_PERSON = re.compile(  # a person follows, if a name does: two unknown capitalised words will do
    r"(?<!\w)(?:soy|l[ea]s? (?:atiende|saluda|habla|atendio|escribe)|te (?:atiende|saluda|habla)"
    r"|(?:habla|hable|hablado|hablo|hablando|comunica|comunicado) con|con quien hable fue"
    r"|me (?:atendio|ayudo|llamo|dijo|confirmo|informo)|atendid[oa] por|al habla con"
    r"|pregunten? por|agradecer a|felicitar a|sent from|it's under|cte\.?"
    r"|this is|i'm|i am|spoke (?:to|with)|speaking (?:to|with)|talked (?:to|with)|talking (?:to|with)"
    r"|chatted with|(?:helped|served|assisted|handled) by)[ ,:]{1,3}"
)
_WEAK = re.compile(
    r"(?<!\w)(?:parte de|gracias a|agente|operador|operadora|asesor|asesora|gestor|gestora"
    r"|comercial|tecnico|supervisor|supervisora"
    r"|empleado|empleada|companero|companera|aqui|mi (?:marido|esposo|mujer|esposa|hijo|hija|madre|padre"
    r"|hermano|hermana)"
    r"|im|it's|here is|(?:called|told) by|ask(?:ed)? for|agent|advisor|adviser"
    r"|representative|rep|technician|engineer|manager"
    r"|colleague|named|called|my (?:husband|wife|son|daughter|mother|father|brother|sister)|thanks to"
    r"|thank you|thanks|hi|hello"
    r"|hey|dear|hola|estimad[oa]|querid[oa]|gracias)[ ,:]{1,3}"
)
_TITLE = re.compile(
    r"(?<![\wº°ª])(?<![º°ª\d] )(?:(?:sr|sra|srta|sres|dr|dra|dna|d|mr|mrs|ms|lic|ing|prof)(?:\(a\))?[.ª]?"
    r"(?:/[a-z]+\.?)? ?(?<=[ .])"
    r"|(?:don|dona|mister|senor|senora|senorita|profesora?|doctora?) )"
)
_SIGN_OFF = re.compile(
    r"(?<!\w)(?:atte|att|atentamente|fdo|firmado|firma|cordialmente|sinceramente|un (?:cordial )?saludo"
    r"|saludos(?: cordiales)?|cordial saludo"
    r"|(?:best|kind|kindest|warm)? ?regards|(?:yours )?(?:sincerely|faithfully|truly)|best wishes"
    r"|respectfully|signed|cheers|best|(?:thanks|thank you|gracias)(?=[ \t]*[,.!]?[ \t]*\n))"
    r"[ \t]*[,.:;!\-\n][\s,.:;\-]{0,4}"
)
_INTRODUCTIONS = (
    (_STRONG, "strong"),
    (_TITLE, "title"),
    (_PERSON, "person"),
    (_WEAK, "weak"),
    (_SIGN_OFF, "sign_off"),
)
_LONE = re.compile(r"(?m)^[ \t]*([^\W\d_]+) ([^\W\d_]+)[ \t.!]*$")  # a turn that answers "your name?"
_CLOSES = re.compile(r"[\s.,!)]*(?:$|\n|<|tel|dni|\d)")
_PLACE_BEFORE = re.compile(  # places bear people's names
    r"(?:\b(?:san|santa|santo|st\.?|saint|checkpoint|plaza|pza\.?|colegio|hospital|museo|teatro|aeropuerto|calle"
    r"|c/|avenida|avda?\.?|paseo|parque|jardin|distrito|barrio|estadio|instituto|piscina|puente|glorieta|ronda"
    r"|carrer|rua|hotel|room mate)) ?$"
)
_PLACE_AFTER = re.compile(
    r" (?:park|airport|street|avenue|road|hotel|stadium|beach|island|bridge|tower|cent(?:er|re)|square"
    r"|university|hospital|college|school|station)(?!\w)"
)
_CAPITALISED = re.compile(r"(?<![\w@#</'’])[A-ZÁÉÍÓÚÑÜÀÈÒÇ](?:[^\W\d_]|-(?=[^\W\d_]))*")


def find_names(text: str, folded: str) -> Iterator[Span]:
    """Find people's names (`NAME`): after introductions, titles and sign-offs, then known names anywhere."""
    for pattern, trust in _INTRODUCTIONS:
        for match in pattern.finditer(folded):
            if trust == "title" and _is_shouted_title(text, match):
                continue
            start = match.end() - 3 if text.startswith("De ", match.end() - 3) else match.end()
            end = _take_name(text, folded, start, trust)
            if end > start:
                yield Span(start, end, "NAME")
    if not is_shouting(text):
        yield from _find_capitalised_names(text, folded)
        yield from _find_lone_names(text)
    yield from _find_plain_pairs(folded)


def _is_shouted_title(text: str, title: re.Match[str]) -> bool:
    """Tell whether a title is a company in capitals: "ING. Expliqué ..."."""
    written = title[0].strip(" .")
    return len(written) > 2 and text[title.start() :].startswith(written.upper()) and not is_shouting(text)


def _find_lone_names(text: str) -> Iterator[Span]:
    """Find a line that is nothing but two capitalised words, an unknown one and a surname."""
    for match in _LONE.finditer(text):
        first, second = read_candidates(text, match.start(1))[:2]
        if (
            first.is_capital
            and second.is_capital
            and second.is_surname
            and not is_dictionary_word(first.folded)
        ):
            yield Span(match.start(1), match.end(2), "NAME")


def _take_name(text: str, folded: str, start: int, trust: str) -> int:
    """Return where the name that begins at `start` ends, or `start` where none does."""
    words = read_candidates(text, start)
    taken = _count_name_words(words, trust, titled=are_titled(text))
    if not taken:
        return start
    end = words[taken - 1].end
    return start if trust == "sign_off" and not _CLOSES.match(folded, end) else end


def _count_name_words(words: list[Candidate], trust: str, *, titled: bool) -> int:
    """Count the words that belong to the name; 0 where the first is none."""
    if not words or not _begins_name(words, trust):
        return 0
    taken, shouted = 1, words[0].is_shouted and trust != "weak"
    for place in range(1, len(words)):
        word, linked = words[place], words[place - 1].is_link
        if word.is_link and any(
            _continues_name(later, trust, linked=True, titled=titled)
            for later in words[place + 1 : place + 3]
        ):
            continue
        if not _continues_name(word, trust, linked=linked, titled=titled, shouted=shouted):
            closes = (
                trust == "strong" and place == 1 and len(words) == 2 and not word.is_common and not linked
            )
            return 2 if closes else taken
        taken = place + 1
    return taken


def _begins_name(words: list[Candidate], trust: str) -> bool:
    first, second = words[0], words[1] if len(words) > 1 else None
    if first.is_link and first.is_capital and any(word.is_capital for word in words[1:3]):
        return trust in {"strong", "title"}  # "Apellidos: De Miguel Rivera", "Dr. J. Vidal"
    if first.is_barred:
        return trust == "strong" and first.is_given and first.is_capital  # "Nombre: Julio"
    paired = bool(second and second.is_name and (second.is_capital or not first.is_capital))
    if first.is_given and (not first.is_ambiguous or paired):
        return True
    return _is_trusted_start(first, second, trust)


def _is_trusted_start(first: Candidate, second: Candidate | None, trust: str) -> bool:
    """Judge a first word that is no sure given name, by how much the introduction is trusted."""
    unknown = not is_dictionary_word(first.folded)
    if trust == "strong":
        return first.is_capital or first.is_name or unknown
    if trust == "title":
        return len(first.folded) > 2 and not first.is_common and (first.is_capital or first.is_surname)
    if trust == "sign_off":
        return _signs_with(first, second, unknown)
    if first.is_given:
        return first.is_capital
    return bool(unknown and second) and _are_strangers(first, second, trust)  # type: ignore[arg-type]


def _are_strangers(first: Candidate, second: Candidate, trust: str) -> bool:
    """Tell whether a word that no list knows is a name by the word after it, as far as it is trusted."""
    unknown = not (second.is_barred or is_dictionary_word(second.folded))
    if not first.is_capital and not second.is_capital:  # "hablé con yuleisi quispe"
        return trust == "person" and second.is_surname and unknown
    if not (first.is_capital and second.is_capital):
        return False
    least = 4 if first.is_shouted else 1  # "Soy NAHIKARE ZUBIA", "this is DHL UK"
    shouts_alone = first.is_shouted and not second.is_shouted
    long = min(len(first.folded), len(second.folded)) >= least
    return second.is_surname or (trust == "person" and unknown and long and not shouts_alone)


def _signs_with(first: Candidate, second: Candidate | None, unknown: bool) -> bool:
    """Tell whether a first word signs: "Zuriñe", "Zuriñe Etxea", "zuriñe etxea", but no "Brand India"."""
    if not first.is_capital:
        return unknown and second is not None and not is_dictionary_word(second.folded)
    if first.is_given:
        return True
    if second is None or not second.is_capital:
        return unknown
    return second.is_surname or (unknown and not is_dictionary_word(second.folded))


def _continues_name(
    word: Candidate, trust: str, *, linked: bool, titled: bool, shouted: bool = False
) -> bool:
    """Tell whether a word goes on with a name already begun; of a text in title case only known names do.

    `shouted`: the name began in capitals, so that capitals go on with it.
    """
    if word.is_barred and not (word.is_surname or (trust == "strong" and word.is_given and word.is_capital)):
        return False
    if word.is_shouted and not word.is_name and trust != "strong" and not shouted:
        return False  # "Dr. Johnson ASAP"
    if word.is_capital:
        plain = not word.is_common and len(word.folded) > 2
        return word.is_name or (plain and (not titled or linked or not is_dictionary_word(word.folded)))
    least = {"strong": 3, "title": 5, "person": 5}.get(trust)  # letters of a surname that no list knows
    if least and not linked and len(word.folded) >= least and not is_dictionary_word(word.folded):
        return True
    return (
        word.is_surname
        if linked or len(word.folded) < 3
        else word.is_surname or (word.is_given and not word.is_ambiguous)
    )


def _find_capitalised_names(text: str, folded: str) -> Iterator[Span]:
    """Find capitalised given names, with the surnames that follow; an ambiguous one needs a surname."""
    place, titled, names = 0, are_titled(text), load_words("given_names", "given_names_world", "surnames")
    while match := _CAPITALISED.search(text, place):
        known = any(part in names for part in folded[match.start() : match.end()].split("-"))
        words = read_candidates(text, match.start()) if known else []
        taken = _count_free_words(words, titled=titled) if words else 0
        if taken and not _names_place(folded, match.start(), match.end()):
            yield Span(match.start(), words[taken - 1].end, "NAME")
        place = words[max(taken, 1) - 1].end if words else match.end()


def _names_place(folded: str, start: int, end: int) -> bool:
    """Tell whether a name is a street's, a park's or an airport's by the word before or after its first."""
    before = folded[max(0, start - 14) : start]
    return bool(_PLACE_BEFORE.search(before) or _PLACE_AFTER.match(folded, end))


def _count_free_words(words: list[Candidate], *, titled: bool) -> int:
    first = words[0]
    if not first.is_given:
        inverted = len(words) > 2 and first.is_surname and words[1].is_surname and words[2].is_given
        return 3 if inverted and all(word.is_capital for word in words[:3]) else 0
    taken = _count_name_words(words, "weak", titled=titled)
    if taken > 1:
        sure = any(
            word.is_capital and (word.is_name or not is_dictionary_word(word.folded))
            for word in words[1:taken]
        )
        return taken if sure or not first.is_ambiguous else 0
    return 0 if first.is_ambiguous or first.is_surname or first.is_barred or first.is_shouted else 1


def _find_plain_pairs(folded: str) -> Iterator[Span]:
    """Find a known given name and an unmistakable surname side by side in lower case: "ana lopez me dijo"."""
    if load_words("given_names").isdisjoint(folded.split()):
        return
    given = load_words("given_names") - load_words("ambiguous_names")
    words = list(re.finditer(r"[a-z]{3,}", folded))
    for first, second, third in zip(words, words[1:], [*words[2:], None], strict=False):
        beside = second.start() == first.end() + 1 and _is_sure_surname(second[0])
        if first[0] in given and beside and not _names_place(folded, first.start(), first.end()):
            follows = third is not None and third.start() == second.end() + 1 and _is_sure_surname(third[0])
            yield Span(first.start(), third.end() if third is not None and follows else second.end(), "NAME")


@lru_cache(maxsize=4096)
def _is_sure_surname(word: str) -> bool:
    """Tell whether a surname is no word of its own: lópez, but not bueno."""
    return word in load_words("surnames") and not is_dictionary_word(word)
