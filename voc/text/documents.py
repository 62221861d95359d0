"""Which numbers are a person's documents? National ids, tax and social security numbers, passports.

A checksum (python-stdnum) decides where there is one. A number that fails it, or has none, is taken out
only beside a word that says what it is ("mi DNI es ..."): a mistyped document still names its owner.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module

from voc.text.lists import read_list_lines
from voc.text.orders import names_an_order
from voc.text.spans import Span

_DOCUMENTS: tuple[tuple[str, str], ...] = (  # pattern, stdnum module ("" where the form is sure enough)
    (r"[xyz][ .-]?\d[. ]?\d{3}[. ]?\d{3}[ .-]?[a-z]", "stdnum.es.nie"),
    (r"(?<!\.)\d{1,2}[. ]?\d{3}[. ]?\d{3}[ .-]{0,2}[a-z](?!')", "stdnum.es.dni"),
    (r"[abcdefghjnpqrsuvw][ .-]?\d{2}\.?\d{3}\.?\d{2}-?[0-9a-j]", "stdnum.es.cif"),
    (r"[a-z]{4}\d{6}[hmx][a-z]{5}[a-z0-9]\d", ""),  # Mexico's CURP
    (r"[a-z&]{3,4}[ -]?\d{6}[ -]?[a-z0-9]{3}", "stdnum.mx.rfc"),
    (r"(?:2[03-7]|3[034])-?\d{8}-?\d", "stdnum.ar.cuit"),
    (r"(?<!\.)\d{1,2}\.?\d{3}\.?\d{3}-[\dk]", "stdnum.cl.rut"),
    (r"\d{3}\.\d{3}\.\d{3}-\d{2}", "stdnum.br.cpf"),
    (r"(?<!-)\d{3}-\d{2}-\d{4}(?!-)", ""),  # United States' social security
    (r"[a-ceghj-prstw-z]{2} ?\d{2} ?\d{2} ?\d{2} ?[a-d]", ""),  # United Kingdom's national insurance
    (r"\d{2} \d{8}(?: \d{2})?|(?<!/)\d{2}[/-]\d{8}[/-]\d{2}", ""),  # Spain's social security
    (r"[a-z]{6}\d{2}[a-z]\d{2}[a-z]\d{3}[a-z]", "stdnum.it.codicefiscale"),
)
_COMPILED = tuple((re.compile(rf"(?<!\w)(?:{form})(?!\w)"), module) for form, module in _DOCUMENTS)
_GATE = re.compile(r"\d(?:[ .\-/]{0,2}[0-9a-z]){4}")
_SMALL_WORDS = frozenset("aey")  # one-letter words that are letters of a DNI too: "12345678 y"
_MARK = r"(?:n[o.º°]{1,2}|num(?:ero)?\.?|nro\.?|number|no\.?|nr|id|#)"
_OWNERS = (
    r"(?:cliente|socio|abonado|cuenta|usuario|afiliado|titular|customer|account|member|membership"
    r"|client|acct)"
)
_LINKS = (
    r"(?:numero|num|nro|number|nº|n°|nr|no|n|is|es|el|la|con|era|was|of|mi|my|id|fiscal|card|code"
    r"|de (?:la )?empresa|del? titular|titular"
    r"|(?:argentin|mexican|colombian|chilen|peruan|cuban|ecuatorian)[oa]|venezolan[oa]|espanol[a]?)"
)
_VALUE = (
    r"[a-z]{0,4}[-. ]?\d(?:[ .\-/]?\d){4,17}(?:[ -]?[a-z](?!\w)|-[a-z0-9]{3}(?!\w))?"
    r"|(?=[a-z0-9.-]*\d[a-z0-9.-]*\d[a-z0-9.-]*\d)[a-z0-9][a-z0-9-]{5,19}"
)


def find_documents(text: str, folded: str) -> Iterator[Span]:
    """Find documents and other numbers that name a person or a company (`ID`)."""
    if not _GATE.search(folded):
        return
    for match in _labels().finditer(folded):
        digits = sum(char.isdigit() for char in match[1])
        if digits >= 5 or (digits == 4 and match[1][0].isalpha()):
            right = passes_checksum("stdnum.es.dni", match[1])
            end = match.end(1) if right else _cut_small_word(text, match.start(1), match.end(1))
            yield Span(match.start(1), end, "ID")
    for pattern, module in _COMPILED:
        for match in pattern.finditer(folded):
            whole = _cut_small_word(text, match.start(), match.end()) == match.end()
            if whole and not names_an_order(folded, match.start()) and passes_checksum(module, match[0]):
                yield Span(match.start(), match.end(), "ID")


def passes_checksum(module: str, value: str) -> bool:
    """Tell whether python-stdnum's module takes a value for right; without a module every value is."""
    bare = re.sub(r"[ .\-/]", "", value).upper()
    return not module or _load_checker(module)(bare.rjust(9, "0") if module == "stdnum.es.dni" else bare)


def _cut_small_word(text: str, start: int, end: int) -> int:
    """Return where a number ends: a small "y" after a space is the next word, not the number's letter."""
    apart = end - start > 2 and text[end - 2] == " "
    return end - 2 if apart and text[end - 1] in _SMALL_WORDS else end


@cache
def _labels() -> re.Pattern[str]:
    """Build the pattern of a number with its name before it, from the list of such names."""
    names = sorted(read_list_lines("document_words"), key=lambda name: (-len(name), name))
    written = "|".join(_allow_dots(name) for name in names)
    return re.compile(
        rf"(?<!\w)(?:{written}|{_MARK} ?(?:del? )?{_OWNERS}|{_OWNERS} ?{_MARK}"
        r"|n[o.º°]{1,2} ?col(?:egiado)?)"
        rf"(?!\w)\W{{0,3}}(?:{_LINKS}\W{{1,3}}){{0,4}}({_VALUE})(?!\w)"
    )


def _allow_dots(name: str) -> str:
    """Let an abbreviation be written with dots: dni, d.n.i., D. N. I."""
    if len(name) > 4 or not name.isalpha():
        return re.escape(name)
    return r"\.?".join(name) + r"\.?"


@cache
def _load_checker(module: str) -> Callable[[str], bool]:
    checker: Callable[[str], bool] = import_module(module).is_valid
    return checker
