"""Where does the person live? Streets with a number, in Spanish and English, with floor, door, postcode.

A street without a number stays ("la tienda de la calle Mayor"), since it names a place and not a home.
"""

import re
from collections.abc import Iterator

from voc.text.fold import fold_text
from voc.text.lists import load_words
from voc.text.spans import Span

_LINKS = frozenset("de del la las los el y san santa da do don dona".split())
_KIND = (
    r"(?:c/\.?|p\.[º°]|pº|(?:calle|cl|cll|avenida|avda|av|paseo|plaza|pza|pz|carretera|ctra|crta|camino|ronda"
    r"|travesia|urbanizacion|urb|gran(?=\s+via)|calz|psje|bv|bvar"
    r"|glorieta|rua|carrer|pasaje|pje|poligono|calzada|carrera|cra|kra|diagonal|transversal|jiron|rambla"
    r"|alameda|callejon"
    r"|barrio|colonia|boulevard|blvd|autovia|prolongacion)(?!\w)\.?"
    r"|jr\.)"
)
_WORD = r"[^\W\d_][\w.'ªº-]*"
_NOT_A_COUNT = (  # "en la calle 3 días", "calle 3,5 km": a number that counts something is no house's
    r"(?!\s?[€$%]|[.,:/]?\d|\s?(?:minutos?|min|mins|dias?|horas?|hrs?|euros?|eur|veces|meses|semanas?"
    r"|anos?|personas|km|kms|metros|m"
    r"|am|pm|gb|mb|pedidos|unidades|estrellas)\b)"
)
_DOOR = re.compile(  # in the folded text: floor, door, building
    r"[\s,.-]{0,3}(?:(?:piso|planta|puerta|pta|portal|esc(?:alera)?|bloque|bl|bajo|bjo|atico|sotano|interior|int"
    r"|depto|dpto|departamento|casa|apto|apt|apartamento|apartment|suite|ste|unit|flat|floor|local|oficina|of"
    r"|izq(?:uierda)?|izda|dcha|der(?:echa)?|iz|ed(?:ificio)?|torre|manzana|mz|lote)(?!\w)\.?"
    r"(?:\s?n?[oº°#]?\s?(?:\d{1,4}|[a-z](?!\w))\s?[ºª°]?\s?(?:[a-z](?!\w))?)?"
    r"|\d{1,2}\s?[.]?[ºª°oa]?\.?\s?(?:izq\w*|izda|dcha|der(?:echa)?|iz|centro)(?!\w)|\d{1,2}\s?[.]?[ºª°](?!\w)"
    r"|\d{1,2}[a-h](?!\w))"
)
_FLAT = re.compile(  # in the text as written: ", 5", ", 5, A", " 2. A", " D"
    r"\s?,\s?\d{1,2}(?![\d:/%€$]|[.,]\d)(?!\.?[oaºª]?\s?[a-zà-ü]{2})"
    r"|\s?[,\s]\s?(?:\d{1,2}\.?[oaºª]?\s?)?[A-H](?![\w'’]|\.\w)"
)
_SPANISH = re.compile(
    rf"(?<![\w/]){_KIND}\s*(?P<name>(?:{_WORD}\s+|\d{{1,3}}\s+(?:de|bis)\s+){{0,6}}?{_WORD})"
    r"(?:[\s,.]+(?:n|num|numero|no|nro)?[.º°]*\s?|\s?#\s?)"
    r"(?:\d{1,4}|s/n|sn(?!\w)|km\.? ?\d{1,3}(?:[,.]\d{1,3})?)"
    rf"(?:(?:\s?-\s?|\sy\s)\d{{1,4}}(?!\d))?(?:[a-z]|\s?bis)?(?!\w){_NOT_A_COUNT}"
)
_GRID = re.compile(  # Colombia: Calle 45 # 23-12
    r"(?<!\w)(?:calle|cll?\.?|carrera|cra\.?|kra\.?|kr\.?|diagonal|transversal|av\.?"
    r"|avenida)\s+\d{1,3}\s?[a-z]?(?:\s?bis)?"
    r"(?:\s?(?:sur|norte|este))?\s*(?:(?:#|nro\.?|no\.?|n[º°]|num\.?|numero|con)\s*\d{1,4}"
    r"|(?<=\s)\d{1,3}(?=\s?[a-z]?\s?-\s?\d))\s?[a-z]?"
    r"(?:\s?-\s?\d{1,3}|\s(?:sur|norte|este)(?:\s\d{1,3})?)?(?!\w)"
)
_TOWN = r"[A-ZÀ-Ž][\w.'’-]*"
_QUARTER = re.compile(
    rf"[\s,.]{{1,3}}(?:Col|Colonia|Fracc|Barrio|Urb|Delegación)\.? {_TOWN}(?: {_TOWN}){{0,3}}"
)
_POSTED = re.compile(  # what follows a street, in the text as written: postcode and town, in either order
    r"[\s,.-]{1,3}(?:[cC]\.?[pP]\.?\s?:?\s?)?(?:\d{5}(?!\d)"
    rf"(?:[\s,]{{1,3}}(?:de |la |el )?{_TOWN}(?: (?:de |la |del ){_TOWN})?)?"
    rf"|(?:(?:{_TOWN}|de|del|la|of|the)[\s,]{{1,4}}){{1,7}}(?:[A-Z]{{1,2}}-)?\d{{4,5}}(?:-\d{{3,4}})?(?![\w.,]*\d))"
)
_PLAIN_KINDS = "street avenue road lane boulevard terrace crescent gardens highway parkway".split()
_SHORT_KINDS = (
    "drive st ave rd ln dr court ct close way blvd place pl square sq grove hwy pkwy circle trail mews row"
    " walk hill"
).split()
_ROADS = "|".join([*_PLAIN_KINDS, *_SHORT_KINDS])
_ENGLISH = re.compile(
    r"(?<![\w/.,-])\d{1,5}[a-z]?,?\s+(?P<name>(?:(?:[nsew]|[ns][ew])\.?\s+)?"
    rf"(?:{_WORD}\s+|\d{{1,3}}(?:st|nd|rd|th)\s+){{1,4}}?)"
    rf"(?P<kind>{_ROADS})(?!\w)(?:\.?\s(?:{_ROADS})(?!\w))?"
    r"(?:\.?[\s,]+(?:apt|apartment|suite|ste|unit|flat|floor|room|#)\.?\s?#?\s?\w{1,5}(?!\w))?"
)
_UNIT_FIRST = re.compile(r"(?<!\w)(?:apt|apartment|flat|unit|suite)\.?\s?#?\s?\d{1,5}[a-z]?,?\s*$")
_LOT = re.compile(
    r"(?<!\w)(?:mz|manzana|mza)\.?\s?[a-z0-9]{1,3},?\s(?:lt|lote|lt?e)\.?\s?\d{1,4}[a-z]?(?!\w)"
)
_UNIT_LAST = re.compile(
    rf"(?<![\w.,-])\d{{1,6}} (?:(?:{_TOWN}|\d{{1,5}}|d[ae]s?|del|la|ul\.|út)\s{{1,4}}){{1,6}}"
    r"(?:Apt|Suite|Unit|Apto)\.? ?\d{1,5}(?!\w)"
)
_POSTCODE = re.compile(r"(?<!\w)[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}(?!\w)")
_BOX = re.compile(
    r"(?<!\w)(?:p\.?\s?o\.?\s?box|apartado(?: de correos| postal)?|unit \d+ box|psc \d+,? box)\s*"
    r"(?:n[oº°.]*\s?)?\d{1,6}(?!\w)"
)
_LABEL = re.compile(
    r"(?<!\w)(?:mi direccion(?: es)?|domicilio|direccion(?: de (?:envio|entrega|facturacion))?"
    r"|my address is|address)\s*[:=]\s*"
    r"(?P<value>[^\n;<]{3,60}?(?:\d{1,5}|s/n)[^\n;<]{0,30}?)(?=\.?\s*(?:[\n;<]|$)|\. [a-z]{3})"
)
_GATE = re.compile(r"\d|\bs/?n\b")


def find_addresses(text: str, folded: str) -> Iterator[Span]:
    """Find postal addresses (`ADDRESS`): street and number, with floor, door, postcode and town."""
    if not _GATE.search(folded):
        return
    for match in _SPANISH.finditer(folded):
        if _names_street(match["name"]):
            yield Span(match.start(), _reach_end(text, folded, match.end()), "ADDRESS")
    for match in _ENGLISH.finditer(folded):
        if _names_road(text, match):
            unit = _UNIT_FIRST.search(folded[max(0, match.start() - 25) : match.start()])
            start = match.start() - len(unit[0]) if unit else match.start()
            yield Span(start, _reach_end(text, folded, match.end()), "ADDRESS")
    lower, written = (_GRID, _LOT, _BOX), (_UNIT_LAST, _POSTCODE)
    for pattern, where in (*((form, folded) for form in lower), *((form, text) for form in written)):
        for match in pattern.finditer(where):
            yield Span(match.start(), _reach_end(text, folded, match.end()), "ADDRESS")
    yield from (
        Span(match.start("value"), match.end("value"), "ADDRESS") for match in _LABEL.finditer(folded)
    )


def _reach_end(text: str, folded: str, end: int) -> int:
    """Return where an address ends whose street and number end at `end`: door, quarter, postcode, town."""
    for pattern in (_DOOR, _FLAT, _DOOR, _FLAT, _DOOR, _QUARTER, _POSTED):
        match = pattern.match(folded if pattern is _DOOR else text, end)
        end = match.end() if match else end
    return end


def _names_street(name: str) -> bool:
    """A street's name holds a word of its own, and no function word but the links that names have."""
    own = [word for word in re.findall(r"[^\W\d_][\w'-]*", name) if word not in _LINKS]
    return bool(own) and not any(
        word in load_words("stopwords_es", "stopwords_en", "verb_hints") for word in own if word != "via"
    )


def _names_road(text: str, match: re.Match[str]) -> bool:
    """An English road is capitalised; in lower case only unmistakable kinds count, without function words."""
    words = re.findall(r"[^\W\d_][\w.'-]*", text[match.start("name") : match.end("name")])
    if text[match.start("kind")].isupper() and all(
        word[0].isupper() or word in {"of", "the", *_LINKS} for word in words
    ):
        return bool(words) or any(char.isdigit() for char in match["name"])
    own = [fold_text(word) for word in words]
    plain = match["kind"] in _PLAIN_KINDS and all(len(word) > 2 for word in own)
    return plain and not any(word in load_words("stopwords_en", "stopwords_es") for word in own)
