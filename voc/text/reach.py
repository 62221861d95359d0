"""How could one reach the person? E-mail addresses, phones, handles, personal links, written or dictated.

Phones are the trap: amounts, dates and order numbers look alike. A number is a phone when a word beside it
says so, when it is written the international way, or when it is a valid number (phonenumbers) of a country
we know and nothing beside it says order, price or date.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from voc.text.lists import read_list_lines
from voc.text.orders import names_an_order
from voc.text.spans import Span

_EMAIL = re.compile(
    r"[\w.+%-]*\w@[\w-]+(?:\.[\w-]{2,})+"
    r"|[\w.+%-]*\w(?: ?@ ?| ?[(\[](?:at|arroba)[)\]] ?)[\w-]+(?: ?[(\[](?:dot|punto)[)\]] ?| ?\. ?)"
    r"(?:com|net|org|es|mx|ar|cl|co|pe|uk|eu)(?:\.\w\w)?(?!\w)",
    re.IGNORECASE,
)
_EMAIL_BARE = re.compile(
    r"[\w.+%-]+@(?:gmail|hotmail|yahoo|outlook|icloud|live|msn)(?:com|es)?\b", re.IGNORECASE
)
_BRACKETED_AT = re.compile(r"[(\[](?:at|arroba)[)\]]")
_URL = re.compile(
    r"(?:https?://|www\.)[^\s<>\"]+|(?<![\w@.-])(?:[\w-]+\.)+(?:com|net|org|es|co|ly|me|io|mx|ar|cl|pe|uk"
    r"|eu|gl|app)"
    r"/[^\s<>\"]{3,}",
    re.IGNORECASE,
)
_BARE_SITE = re.compile(r"(?:https?://)?[\w.-]+/?", re.IGNORECASE)
_HANDLE = re.compile(r"(?<![\w@.<])@[^\W\d]\w{1,30}(?:\.[a-z0-9_]{2,30})*")
_PHONE = re.compile(
    r"(?<![\w/.,-])(?<!\d[:])(?:\+|00)?\(?\d(?:(?:[ \-()]{0,3}|\.)\d){6,16}"
    r"(?:\s?(?:x|ext\.?)\s?\d{1,5})?(?![\w]|[/.,-]\d)"
)
_PHONE_WORD = re.compile(
    r"tel\b|telf|tlfn?o?\b|tfno|telefonos?|movil\b|celular|\bcel\b|whats?app|wsp\b|llam(?:ar|en|eme|enme"
    r"|ad|adme|ame|arme)\b|fax\b"
    r"|contact(?:o|ar|arme)\b|phone|mobile|\bcell\b|\bcall(?: me)?(?: back)?(?: at| on)\b|reach me|text me"
    r"|comuni\w+ al\b|desk|telephone"
    r"|\bfijo\b|contact (?:no|number|me)\b|my number|number(?:'s| is)|localizarme|mi numero"
    r"|\bapunte\b|marc(?:ar|ad|que|quen)\b|\bdial\b|\bring\b|answer(?:ing)? (?:at|on)\b|\bregistered\b"
)
_PHONE_WORD_AFTER = re.compile(
    r"\s?[(,-]?\s?(?:movil|mobile|cell|fijo|whats?app|phone|es mi (?:telefono|movil|celular|numero)|is my)\b"
)
_AMOUNT_BEFORE = re.compile(
    r"(?:cost|cuest|pag|cobr|abon|deb|val|preci|total|import|suma|son|por|paid|charg|owe|price|amount)\w*\W{1,3}"
    r"(?:(?:de|unos|casi|los|las|me|el|is|of|about)\W){0,2}$"
)
_NUMBERED = re.compile(r"(?:\bn\.?[º°]|\bnro\.?|\bnum\.?|#)\s?:?\s?$")  # a number of something
_MONEY_BEFORE = re.compile(r"(?:[$€£]|eur|usd|mxn|cop|ars|clp)\s?$")
_MONEY_AFTER = re.compile(
    r"\s?(?:[$€£%]|euros?\b|eur\b|pesos?\b|dolares?\b|dollars?\b|usd\b|soles\b|pounds?\b|centimos\b|gb\b|mb\b"
    r"|millones\b|unidades\b|puntos\b|points\b|miles\b|km\b|kg\b|bolivares\b|mxn\b|cop\b|clp\b|ars\b)"
)
_DATE = re.compile(
    r"\d{1,2}[.-]\d{1,2}[.-](?:19|20)?\d{2}(?: .*)?|(?:19|20)\d{2}[-. ]?(?:0[1-9]|1[0-2])[-. ]?[0-3]\d.*"
)
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+|\d{1,3}(?:,\d{3})+")
_MOST_CUTS = 4  # what a pass leaves the next one finds
_REGIONS = ("ES", "US", "GB", "MX", "CO", "AR", "CL", "PE")

_LOCAL = (
    r"[\w+-]+(?:(?:\s*[._]\s*|\s+(?:punto|dot|guion(?: bajo| medio)?|underscore|dash|hyphen)\s+)[\w+-]+)*"
)
_HOST = r"[\w-]+(?:\s*(?:\.|\bpunto\b|\bdot\b)\s*[a-z]{2,12}\b)+"
_DOMAINS = frozenset(
    "com es net org edu gov mx ar co cl pe uk eu info io cat gob app dev biz ca fr pt br ec uy ve bo py cr gt"
    " example".split()
)
_EMAIL_WORD = re.compile(
    r"e-?mail|correo|\bmail\b|address|(?:send|sent|write|reply|forward) (?:it |them |this )?to|escrib"
    r"|reach me"
)
_DICTATED_EMAIL = re.compile(
    rf"(?<!\w){_LOCAL}\s+(?:arroba|at)\s+{_HOST}"
    r"|(?<!\w)" + _LOCAL + r"\s+arroba\s+(?:gmail|hotmail|yahoo|outlook|icloud|live)\b"
)
_SPOKEN_MARK = re.compile(r"\b(?:dot|underscore|dash|hyphen)\b")
_SPELT_BEFORE = re.compile(r"(?:(?:es|is|correo|email|mail|electronico|address)\W+)((?:[\w]+\s+){1,3})$")
_PLACES = {  # how many digits a number word stands for
    word: int(places)
    for places, words in (line.split(":") for line in read_list_lines("number_words"))
    for word in words.split()
}
_NUMBER_WORD = "|".join(sorted({*_PLACES, "double", "triple", "doble"}, key=lambda word: (-len(word), word)))
_DICTATED = re.compile(
    rf"(?<![\w€$£])(?:\d{{2,4}}[\s,.-]+)?(?:{_NUMBER_WORD})(?:[\s,.-]+(?:y\s+)?(?:{_NUMBER_WORD}|\d{{1,4}}(?!\w)))+(?!\w)"
)
_DICTATED_GATE = re.compile(
    rf"(?:\b(?:{_NUMBER_WORD})\b[\s,.-]+(?:y\s+)?){{2}}|\b\d{{2,4}}[\s,.-]+(?:{_NUMBER_WORD})[\s,.-]+(?:\d\d|y)\b"
)
_AMOUNT_WORD_AFTER = re.compile(
    r"\W{0,2}(?:mil|millones|euros?|pesos|dolares|dollars|thousand|hundred|million)\b"
)


def find_reach(text: str, folded: str) -> Iterator[Span]:
    """Find what would let someone reach the person (`EMAIL`, `URL`, `HANDLE`, `PHONE`), the surest first."""
    if "@" in text or _BRACKETED_AT.search(folded):
        for pattern, kind in ((_EMAIL, "EMAIL"), (_EMAIL_BARE, "EMAIL"), (_HANDLE, "HANDLE")):
            yield from (Span(match.start(), match.end(), kind) for match in pattern.finditer(text))
    if "/" in text or "www." in folded:
        yield from _find_links(text)
    if "arroba" in folded or (" dot " in folded and " at " in folded):
        yield from _find_dictated_emails(folded)
    yield from _find_phones(folded)
    if _DICTATED_GATE.search(folded):
        yield from _find_dictated_phones(folded)


def _find_links(text: str) -> Iterator[Span]:
    for match in _URL.finditer(text):
        link = match[0].rstrip(".,;:!?)]}'\"…»")
        if not _BARE_SITE.fullmatch(link):
            yield Span(match.start(), match.start() + len(link), "URL")


def _find_dictated_emails(folded: str) -> Iterator[Span]:
    for match in _DICTATED_EMAIL.finditer(folded):
        asked = _EMAIL_WORD.search(folded[max(0, match.start() - 40) : match.start()])
        local = match[0].partition(" at ")[0]
        sure = " arroba " in match[0] or match[0].split()[-1] in _DOMAINS or _SPOKEN_MARK.search(local)
        if not asked and not sure:
            continue  # "look at this dot on the screen"
        spelt = _SPELT_BEFORE.search(folded[: match.start()])
        yield Span(spelt.start(1) if spelt else match.start(), match.end(), "EMAIL")


def _find_phones(folded: str) -> Iterator[Span]:
    for match in _PHONE.finditer(folded):
        start, end = match.span()
        for _ in range(_MOST_CUTS):  # two numbers with a space between them match as one
            if _is_phone(folded, start, end):
                yield Span(start, end, "PHONE")
                break
            cut = folded.find(" ", start, end)
            if cut < 0 or sum(char.isdigit() for char in folded[cut:end]) < 7:
                break
            start = cut + 1


def _is_phone(folded: str, start: int, end: int) -> bool:
    value, before, after = folded[start:end], folded[max(0, start - 45) : start], folded[end : end + 20]
    digits = re.sub(r"\D", "", re.split(r"\s?[xe]", value)[0])
    if (
        _MONEY_BEFORE.search(before)
        or _MONEY_AFTER.match(after)
        or _DATE.fullmatch(value)
        or names_an_order(folded, start)
    ):
        return False
    if _PHONE_WORD.search(before) or _PHONE_WORD_AFTER.match(after):
        return 7 <= len(digits) <= 15
    if _NUMBERED.search(before):
        return False
    if _THOUSANDS.fullmatch(value):  # "645.799.204" is a Spanish phone, unless something was paid
        mobile = value[0] in "679" and len(digits) == 9 and not value.endswith("000")
        return mobile and "." in value and not _AMOUNT_BEFORE.search(before)
    return _looks_like_phone(value, digits)


def _looks_like_phone(value: str, digits: str) -> bool:
    """Judge a number by its own form, with no word beside it."""
    if value.startswith(("+", "00")):
        return 9 <= len(digits) <= 16
    if len(digits) == 9 and digits[0] in "67":
        return True  # a Spanish mobile
    if re.fullmatch(r"0[1-9]\d{8,9}", value):
        return True  # with a trunk prefix
    if len(digits) == 9 and value == digits:
        return digits[0] in "89" and _is_valid_number(digits)
    if re.match(r"(?:19|20)\d\d(?:\D|$)", value) or not 9 <= len(digits) <= 12:
        return False
    groups = re.split(r"\D+", value.strip("()"))
    ones = sum(len(group) == 1 for group in groups)
    single = 0 < ones < len(groups) and not value.startswith("1")
    local = len(groups) > 1 and value[0] in "0("  # a trunk prefix, written in groups
    return local or (not single and _is_valid_number(digits))


@lru_cache(maxsize=4096)
def _is_valid_number(digits: str) -> bool:
    from phonenumbers import NumberParseException, is_valid_number, parse

    for region in _REGIONS:
        try:
            if is_valid_number(parse(digits, region)):
                return True
        except NumberParseException:
            continue
    return False


def _find_dictated_phones(folded: str) -> Iterator[Span]:
    for match in _DICTATED.finditer(folded):
        if _AMOUNT_WORD_AFTER.match(folded[match.end() :]) or names_an_order(folded, match.start()):
            continue
        count = _count_dictated_digits(match[0])
        if 7 <= count <= 20:
            yield Span(match.start(), match.end(), "CARD" if count >= 15 else "PHONE")


def _count_dictated_digits(spoken: str) -> int:
    """Count the digits that number words stand for: "seiscientos doce" three, "double five" two."""
    total, open_places = 0, 0
    for word in re.findall(r"\w+", spoken):
        if word in {"y", "double", "doble"}:
            total += word != "y"
        elif word.isdigit():
            total, open_places = total + len(word), 0
        elif word == "triple":
            total += 2
        else:
            places = _PLACES[word]
            total += 0 if places < open_places else places
            open_places = places if places > 1 and word.endswith(("nta", "ty", "os", "ciento")) else 0
    return total
