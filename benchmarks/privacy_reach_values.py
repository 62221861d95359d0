"""Invented ways to reach a person, written and dictated, and what only looks like one: amounts, orders."""

from random import Random

from benchmarks.privacy_values import CONSONANTS, GIVEN, RARE_SURNAMES, SURNAMES, draw_digits

WORDS_ES = "cero uno dos tres cuatro cinco seis siete ocho nueve".split()
WORDS_EN = "zero one two three four five six seven eight nine".split()
TENS_ES = {
    2: "veinti",
    3: "treinta",
    4: "cuarenta",
    5: "cincuenta",
    6: "sesenta",
    7: "setenta",
    8: "ochenta",
    9: "noventa",
}
HOSTS = ("gmail.com", "hotmail.es", "yahoo.com.mx", "correo.example", "outlook.com")
MARKS_ES = {".": " punto ", "_": " guion bajo ", "-": " guion ", "@": " arroba "}
MARKS_EN = {".": " dot ", "_": " underscore ", "-": " dash ", "@": " at "}


def fold_name(name: str) -> str:
    return name.lower().translate(str.maketrans("áéíóúñ", "aeioun"))


def draw_email(dice: Random) -> str:
    given, surname = fold_name(dice.choice(GIVEN)), fold_name(dice.choice(SURNAMES + RARE_SURNAMES))
    local = dice.choice(
        [
            f"{given}.{surname}",
            f"{given[0]}{surname}",
            f"{surname}_{given}",
            f"{given}{draw_digits(dice, 2)}",
            f"{given}-{surname}",
        ]
    )
    return f"{local}@{dice.choice(HOSTS)}"


def dictate_email(dice: Random, marks: dict[str, str]) -> str:
    spoken = draw_email(dice)
    for mark, word in marks.items():
        spoken = spoken.replace(mark, word)
    return spoken


def dictate_email_es(dice: Random) -> str:
    return dictate_email(dice, MARKS_ES)


def dictate_email_en(dice: Random) -> str:
    return dictate_email(dice, MARKS_EN)


def draw_spanish_phone(dice: Random) -> str:
    number = dice.choice("6679") + dice.choice("1234") + draw_digits(dice, 7)
    a, b, c = number[:3], number[3:6], number[6:]
    return dice.choice(
        [
            number,
            f"{a} {b} {c}",
            f"{a} {number[3:5]} {number[5:7]} {number[7:]}",
            f"{a}-{b}-{c}",
            f"+34 {a} {b} {c}",
            f"+34{number}",
            f"0034 {number}",
            f"{a}.{b}.{c}",
        ]
    )


def draw_latin_phone(dice: Random) -> str:
    tail = draw_digits(dice, 7)
    return dice.choice(
        [
            f"+52 55 {dice.randint(1000, 9999)} {tail[:4]}",
            f"55 {dice.randint(1000, 9999)} {tail[:4]}",
            f"+57 3{draw_digits(dice, 2)} {tail}",
            f"31{dice.randint(0, 9)} {tail[:3]} {tail[3:]}",
            f"+54 9 11 {dice.randint(4000, 6999)}-{tail[:4]}",
            f"011 {dice.randint(4000, 4999)}-{tail[:4]}",
            f"+56 9 {dice.randint(4000, 9999)} {tail[:4]}",
            f"+51 9{draw_digits(dice, 2)} {tail[:3]} {tail[3:6]}",
            f"(55) {dice.randint(1000, 9999)}-{tail[:4]}",
            f"+593 9{draw_digits(dice, 8)}",
        ]
    )


def draw_english_phone(dice: Random) -> str:
    area, middle, last = dice.choice(("212", "415", "713")), dice.randint(222, 999), draw_digits(dice, 4)
    return dice.choice(
        [
            f"({area}) {middle}-{last}",
            f"{area}-{middle}-{last}",
            f"+1 {area} {middle} {last}",
            f"07{dice.randint(700, 999)} {draw_digits(dice, 6)}",
            f"{area}.{middle}.{last}",
            f"+44 7{dice.randint(700, 999)} {draw_digits(dice, 6)}",
        ]
    )


def dictate_phone_es(dice: Random) -> str:
    return " ".join(WORDS_ES[int(digit)] for digit in dice.choice("67") + draw_digits(dice, 8))


def dictate_phone_en(dice: Random) -> str:
    return " ".join(WORDS_EN[int(digit)] for digit in dice.choice("23467") + draw_digits(dice, 9))


def dictate_pairs_es(dice: Random) -> str:
    """Three digits one by one, then three pairs: "seis uno dos treinta y cuatro ..."."""
    head = " ".join(WORDS_ES[int(digit)] for digit in "6" + draw_digits(dice, 2))
    pairs = [f"{TENS_ES[dice.randint(3, 9)]} y {WORDS_ES[dice.randint(1, 9)]}" for _ in range(3)]
    return " ".join([head, *pairs])


def draw_street_es(dice: Random) -> str:
    kind = dice.choice(("calle", "Calle", "C/", "avenida", "Avda.", "Paseo", "plaza", "Camino"))
    name = dice.choice(("Mayor", "de la Constitución", "Alcalá", "los Olivos", "San Martín", "del Río Ebro"))
    tail = dice.choice(("", ", 3º B", ", piso 2", " bajo", ", 28013 Madrid", " 2º izq"))
    return f"{kind} {name}{dice.choice((' ', ', ', ' nº '))}{dice.randint(1, 190)}{tail}"


def draw_street_latin(dice: Random) -> str:
    return dice.choice(
        [
            f"Calle {dice.randint(2, 150)} # {dice.randint(2, 99)}-{dice.randint(2, 99)}",
            f"Carrera {dice.randint(2, 99)} No. {dice.randint(2, 99)}-{dice.randint(2, 99)}",
            f"Av. Insurgentes Sur {dice.randint(100, 1999)}, Col. Del Valle",
            f"Jr. Puno {dice.randint(100, 999)}",
            f"Av. Corrientes {dice.randint(100, 5999)}, piso {dice.randint(1, 12)}",
        ]
    )


def draw_street_en(dice: Random) -> str:
    name = dice.choice(("Baker", "High", "Oak", "Maple Grove", "St Johns", "Old Mill", "Washington"))
    kind = dice.choice(("Street", "Road", "St", "Avenue", "Lane", "Drive", "Ave.", "Close"))
    return f"{dice.randint(1, 999)} {name} {kind}{dice.choice(('', ', Apt 4B', ', Flat 2'))}"


def draw_handle(dice: Random) -> str:
    return (
        f"@{dice.choice(GIVEN)}{dice.choice(('_', ''))}{dice.choice(('oficial', 'mx', draw_digits(dice, 2)))}"
    )


def draw_link(dice: Random) -> str:
    return f"https://tienda.example.com/cuenta/{fold_name(dice.choice(GIVEN))}?id={draw_digits(dice, 6)}"


def draw_amount(dice: Random) -> str:
    big = f"{dice.randint(1_000_000, 999_999_999):,}"
    small = f"{dice.randint(1, 9999)}"
    return dice.choice(
        [
            f"{big.replace(',', '.')} pesos",
            f"${big}",
            f"{small},{draw_digits(dice, 2)} €",
            f"{small} euros",
            f"{big} COP",
            f"US$ {small}.{draw_digits(dice, 2)}",
            f"{big.replace(',', ' ')} pesos",
            f"£{small}.{draw_digits(dice, 2)}",
            f"{dice.randint(100000000, 999999999)} pesos",
        ]
    )


def draw_date(dice: Random) -> str:
    day, month, year = dice.randint(1, 28), dice.randint(1, 12), dice.randint(2015, 2026)
    return dice.choice(
        [
            f"{day:02}/{month:02}/{year}",
            f"{day}-{month}-{year}",
            f"{year}-{month:02}-{day:02}",
            f"{day:02}.{month:02}.{year}",
            f"{day} de marzo de {year}",
            f"March {day}, {year}",
            f"{year}-{month:02}-{day:02} 10:{draw_digits(dice, 2)}",
            f"{year}{month:02}{day:02}",
        ]
    )


def draw_order(dice: Random) -> str:
    return dice.choice(
        [
            draw_digits(dice, 8),
            draw_digits(dice, 9),
            draw_digits(dice, 12),
            f"ORD-{draw_digits(dice, 8)}",
            f"{dice.choice(CONSONANTS)}{draw_digits(dice, 9)}",
            f"2024-{draw_digits(dice, 6)}",
            f"#{draw_digits(dice, 7)}",
            f"1Z{draw_digits(dice, 10)}",
            draw_digits(dice, 10),
            f"{draw_digits(dice, 3)}-{draw_digits(dice, 7)}-{draw_digits(dice, 7)}",
        ]
    )


def draw_model(dice: Random) -> str:
    return dice.choice(
        [
            "iPhone 13 Pro 256 GB",
            "Samsung Galaxy S23",
            "ThinkPad X1",
            f"HG{draw_digits(dice, 4)}Q",
            f"DSC-RX{draw_digits(dice, 3)}",
            f"RTX {draw_digits(dice, 4)}",
            f"modelo XR-{draw_digits(dice, 4)}",
            f"versión {dice.randint(1, 20)}.{dice.randint(0, 9)}.{dice.randint(0, 99)}",
            f"firmware {dice.randint(10, 20)}.{dice.randint(0, 9)}.4.{dice.randint(0, 99)}",
            "Windows 11 23H2",
            f"EAN {draw_digits(dice, 13)}",
            f"error 0x{draw_digits(dice, 8)}",
        ]
    )
