"""Invented personal data that looks real: valid in form and checksum, nobody's on purpose.

Every string that is planted in a text is also written to truth/personal.json, so that a test can ask
whether it leaked.
"""

from random import Random

DNI_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"
CURP_SIGNS = "0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ"
DIGITS = {
    "es": "cero uno dos tres cuatro cinco seis siete ocho nueve".split(),
    "en": "zero one two three four five six seven eight nine".split(),
}
STREETS = {
    "es": (
        "calle del Olmo",
        "avenida de los Almendros",
        "c/ Molino Viejo",
        "plaza de la Fuente",
        "calle Cantareros",
    ),
    "en": ("Elm Road", "Orchard Close", "Millfield Lane", "Station Street", "Priory Avenue"),
}
MAIL_HOSTS = ("example.com", "example.org", "example.net")
FOLD = str.maketrans("áéíóúüñ", "aeiouun")


def invent_document(rng: Random, country: str) -> tuple[str, str]:
    """Invent an identity document: what it is called in the country, and its number with its check signs."""
    if country == "ES":
        return "DNI", _invent_dni(rng)
    if country == "MX":
        return "CURP", _invent_curp(rng)
    if country == "CO":
        return rng.choice(
            ("cédula", "C.C.")
        ), f"1.0{rng.randrange(10, 99)}.{rng.randrange(100, 999)}.{rng.randrange(100, 999)}"
    if country == "AR":
        return "DNI", f"{rng.randrange(20, 45)}.{rng.randrange(100, 999)}.{rng.randrange(100, 999)}"
    if country == "expat":
        number = rng.randrange(1_000_000, 9_999_999)
        return "NIE", f"X{number}{DNI_LETTERS[number % 23]}"
    return "passport", f"{rng.randrange(500_000_000, 599_999_999)}"


def _invent_dni(rng: Random) -> str:
    """A Spanish number with its letter; some write it with a hyphen, some in lower case."""
    number = rng.randrange(10_000_000, 99_999_999)
    letter = DNI_LETTERS[number % 23]
    return f"{number}{rng.choice(('', '', '-'))}{rng.choice((letter, letter, letter, letter.lower()))}"


def _invent_curp(rng: Random) -> str:
    letters = "".join(rng.choice("ABCDEFGHLMNPRST") for _ in range(4))
    born = f"{rng.randrange(60, 99)}{rng.randrange(1, 12):02d}{rng.randrange(1, 28):02d}"
    tail = "".join(rng.choice("BCDFGLMNPRST") for _ in range(3))
    body = f"{letters}{born}{rng.choice('HM')}{rng.choice(('DF', 'JC', 'PL', 'QT'))}{tail}0"
    total = sum((18 - at) * CURP_SIGNS.index(sign) for at, sign in enumerate(body))
    return f"{body}{(10 - total % 10) % 10}"


def invent_iban(rng: Random, country: str) -> str:
    """Invent an IBAN of Spain or Britain with right check digits (ISO 13616, mod 97)."""
    digits = "".join(str(rng.randrange(10)) for _ in range(20))
    body = digits if country == "ES" else f"{rng.choice(('AURB', 'NWBK', 'MIDL'))}{digits[:14]}"
    if country == "ES":
        body = digits[:8] + _check_spanish_account(digits[:8], digits[10:]) + digits[10:]
    numeric = "".join(str(int(c, 36)) for c in f"{body}{country}00")
    iban = f"{country}{98 - int(numeric) % 97:02d}{body}"
    return " ".join(iban[i : i + 4] for i in range(0, len(iban), 4)) if rng.random() < 0.6 else iban


def _check_spanish_account(branch: str, account: str) -> str:
    """The two check digits within a Spanish account number."""
    weights = (1, 2, 4, 8, 5, 10, 9, 7, 3, 6)
    sums = (sum(w * int(d) for w, d in zip(weights, part, strict=True)) for part in (f"00{branch}", account))
    return "".join(str({10: 1, 11: 0}.get(11 - s % 11, 11 - s % 11)) for s in sums)


def invent_phone(rng: Random, country: str) -> str:
    """Invent a phone number in the form that people of the country write it."""
    if country == "ES":
        a = rng.choice((rng.randrange(610, 699), rng.randrange(610, 699), rng.randrange(711, 744)))
        b, c = rng.randrange(1000), rng.randrange(1000)
        return rng.choice((f"{a} {b:03d} {c:03d}", f"{a}{b:03d}{c:03d}", f"+34 {a} {b:03d} {c:03d}"))
    if country == "GB":  # Ofcom's range for drama
        tail = rng.randrange(100, 999)
        return rng.choice((f"07700 900{tail}", f"+44 7700 900{tail}", f"07700900{tail}"))
    if country == "MX":
        return f"+52 55 {rng.randrange(1000, 9999)} {rng.randrange(1000, 9999)}"
    if country == "CO":
        return f"+57 3{rng.randrange(10, 24)} {rng.randrange(100, 999)} {rng.randrange(1000, 9999)}"
    return f"+54 9 11 {rng.randrange(2000, 6999)}-{rng.randrange(1000, 9999)}"


def invent_mail(rng: Random, name: str) -> str:
    """Invent a mail address from a name, at a domain that is reserved for examples."""
    given, *surnames = name.lower().translate(FOLD).split()
    local = rng.choice((f"{given}.{surnames[0]}", f"{given[0]}{surnames[0]}", f"{given}{surnames[0]}"))
    return f"{local}{rng.choice(('', '', str(rng.randrange(60, 99))))}@{rng.choice(MAIL_HOSTS)}"


def invent_address(rng: Random, language: str) -> str:
    """Invent a street address as people of the language write it."""
    street, number = rng.choice(STREETS.get(language, STREETS["es"])), rng.randrange(2, 90)
    if language == "en":
        return f"{number} {street}"
    return f"{street} {number}, {rng.randrange(1, 8)}º {rng.choice('ABCD')}"


def dictate_phone(phone: str, language: str) -> str:
    """Write a phone number as it is said aloud, digit by digit, without the country's prefix."""
    digits = [c for c in phone.removeprefix("+34 ").removeprefix("+44 ") if c.isdigit()]
    return " ".join(DIGITS.get(language, DIGITS["es"])[int(c)] for c in digits)


def dictate_mail(mail: str, language: str) -> str:
    """Write a mail address as it is said aloud."""
    at, dot = (" at ", " dot ") if language == "en" else (" arroba ", " punto ")
    return mail.replace("@", at).replace(".", dot)
