"""Invented personal values, each with the checksum that the real ones have; and the same with a slip in it.

Every value is drawn from a seeded generator; checksums are python-stdnum's. Half of the names are in none
of the lists that redaction carries (a test holds that), since most of the world's are not.
"""

from random import Random
from string import ascii_uppercase, digits

from stdnum import iban, luhn
from stdnum.ar import cbu, cuit
from stdnum.cl import rut
from stdnum.es import cif, dni
from stdnum.mx import curp, rfc

GIVEN = "Ana Laura Marta Javier Sergio Beatriz Emily Thomas Michelle Daniel".split()
SURNAMES = "López Navarro Gutiérrez Castillo Romero Vargas Watson Fletcher Hughes Murray".split()
RARE_GIVEN = "Yurisleidy Yolotzin Nahikare Oihane Xiadani Bolanle Thandeka Oluwaseun Priyanka Yuleisi".split()
RARE_SURNAMES = (
    "Etxegaray Zubimendi Huamaní Ñahui Kowalczyk Adeyemi Subramanian Popescu Ostrowska Caicho".split()
)
CONSONANTS = "BCDFGHJKLMNPRSTVWXYZ"


def draw_digits(dice: Random, count: int) -> str:
    return "".join(dice.choices(digits, k=count))


def draw_name(dice: Random) -> str:
    """A full name, with one surname or two; every other one unknown to the lists."""
    given, surnames = (GIVEN, SURNAMES) if dice.random() < 0.5 else (RARE_GIVEN, RARE_SURNAMES)
    return " ".join([dice.choice(given), *dice.sample(surnames, dice.choice((1, 1, 2)))])


def write_lower(dice: Random, value: str) -> str:
    """Leave a value as it is, or in lower case as many customers type it."""
    return value.lower() if dice.random() < 0.3 else value


def draw_dni(dice: Random) -> str:
    number = draw_digits(dice, 8)
    letter = dni.calc_check_digit(number)
    dotted = f"{number[:2]}.{number[2:5]}.{number[5:]}"
    spaced = dotted.replace(".", " ")
    return write_lower(
        dice,
        dice.choice(
            [
                f"{number}{letter}",
                f"{number}-{letter}",
                f"{dotted}-{letter}",
                f"{dotted}{letter}",
                f"{spaced} {letter}",
            ]
        ),
    )


def draw_nie(dice: Random) -> str:
    place, number = dice.randrange(3), draw_digits(dice, 7)
    letter = dni.calc_check_digit(f"{place}{number}")
    return write_lower(
        dice, dice.choice([f"{'XYZ'[place]}{number}{letter}", f"{'XYZ'[place]}-{number}-{letter}"])
    )


def draw_cif(dice: Random) -> str:
    body = dice.choice("ABEFGHJ") + draw_digits(dice, 7)
    check = next(char for char in cif.calc_check_digits(body) if char.isdigit())
    return write_lower(dice, dice.choice([f"{body}{check}", f"{body[0]}-{body[1:]}{check}"]))


def draw_birth(dice: Random) -> str:
    return f"{dice.randint(50, 99):02}{dice.randint(1, 12):02}{dice.randint(1, 28):02}"


def draw_curp(dice: Random) -> str:
    body = (
        f"{''.join(dice.choices('LMPRGHS', k=1))}{dice.choice('AEIOU')}{''.join(dice.choices('LMPRG', k=2))}"
    )
    body += (
        draw_birth(dice)
        + dice.choice("HM")
        + dice.choice(("DF", "JC", "NL", "PL"))
        + "".join(dice.choices("BCDFGLMNPRS", k=3))
    )
    body += "0"
    return write_lower(dice, body + curp.calc_check_digit(body))


def draw_rfc(dice: Random) -> str:
    body = "".join(dice.choices("GLMPRTX", k=1)) + dice.choice("AEIOU") + "".join(dice.choices("LMPRG", k=2))
    if dice.random() < 0.3:
        body = "".join(dice.choices("CDFGLM", k=3))  # a company's has three letters
    body += draw_birth(dice) + "".join(dice.choices(ascii_uppercase[:20] + "123456789", k=2))
    return write_lower(dice, body + rfc.calc_check_digit(body))


def draw_cuit(dice: Random) -> str:
    body = dice.choice(("20", "27", "23", "30")) + draw_digits(dice, 8)
    check = cuit.calc_check_digit(body)
    return dice.choice([f"{body[:2]}-{body[2:]}-{check}", f"{body}{check}"])


def draw_rut(dice: Random) -> str:
    number = str(dice.randint(5_000_000, 25_000_000))
    check = rut.calc_check_digit(number)
    return write_lower(dice, dice.choice([f"{number}-{check}", f"{int(number):,}-{check}".replace(",", ".")]))


def draw_cedula(dice: Random) -> str:
    number = str(dice.randint(10_000_000, 1_199_999_999))
    return dice.choice([number, f"{int(number):,}".replace(",", ".")])


def draw_ssn(dice: Random) -> str:
    return f"{dice.randint(100, 665)}-{dice.randint(10, 99)}-{dice.randint(1000, 9999)}"


def draw_passport(dice: Random) -> str:
    return dice.choice(
        [f"{''.join(dice.choices(CONSONANTS, k=3))}{draw_digits(dice, 6)}", draw_digits(dice, 9)]
    )


def draw_card(dice: Random) -> str:
    body = dice.choice(("4", "51", "55", "2221"))
    body += draw_digits(dice, 15 - len(body))
    number = body + luhn.calc_check_digit(body)
    grouped = " ".join(number[place : place + 4] for place in range(0, 16, 4))
    return dice.choice([number, grouped, grouped.replace(" ", "-")])


def draw_iban(dice: Random) -> str:
    country, size = dice.choice((("ES", 20), ("DE", 18), ("PT", 21)))
    body = draw_digits(dice, size)
    number = country + iban.calc_check_digits(f"{country}00{body}") + body
    spaced = " ".join(number[place : place + 4] for place in range(0, len(number), 4))
    return write_lower(dice, dice.choice([number, spaced]))


def draw_cbu(dice: Random) -> str:
    first, second = draw_digits(dice, 7), draw_digits(dice, 13)
    return first + cbu.calc_check_digit(first) + second + cbu.calc_check_digit(second)


def draw_plate(dice: Random) -> str:
    letters = "".join(dice.choices(CONSONANTS, k=3))
    number = draw_digits(dice, 4)
    return dice.choice(
        [
            f"{number}{letters}",
            f"{number} {letters}",
            f"{number}-{letters}",
            f"{letters}-{number[:3]}",
            f"{letters} {number[:3]}",
        ]
    )


def draw_foreign(dice: Random) -> str:
    """A document of another country; the words before the § name it and are no part of it."""
    number, letters = draw_digits(dice, 9), "".join(dice.choices(CONSONANTS, k=5))
    a, b, c = number[:3], number[3:6], number[6:]
    birth = draw_birth(dice)
    return dice.choice(
        [
            f"NHS number §{a} {b} {dice.randint(1000, 9999)}",
            f"PESEL §{birth}{number[:5]}",
            f"NIT §{number}-1",
            f"CPF §{a}.{b}.{c}-{number[:2]}",
            f"RUC §20{number}",
            f"TFN §{a} {b} {c}",
            f"BSN §{number}",
            f"Aadhaar §{number[:4]} {number[4:8]} {draw_digits(dice, 4)}",
            f"PAN card §{letters}{number[:4]}A",
            f"NRIC §S{number[:7]}D",
            f"ITIN §9{a[1:]}-7{a[0]}-{c}1",
            f"EIN §{number[:2]}-{number[2:]}",
            f"Medicare number §{number[:4]} {number[4:]} 1",
            f"DUI §{number[:8]}-1",
            f"MRN §{number[:7]}",
            f"codice fiscale §RSSMRA{a[:2]}A{b[:2]}H{c}Z",
            f"DPI §{number[:4]} {number[:5]} 0101",
            f"driver's license §{letters[0]}{number[:7]}",
            f"national insurance §QQ {number[:6]} C",
            f"clave de elector §{letters}{letters[0]}{birth}{a[:2]}H{b}",
            f"personnummer §{birth}-{number[:4]}",
        ]
    )


def slip(dice: Random, value: str) -> str:
    """Put another digit in the place of one, as a typing error does: the checksum then fails."""
    place = dice.choice([place for place, char in enumerate(value) if char.isdigit()])
    other = dice.choice([digit for digit in digits if digit != value[place]])
    return value[:place] + other + value[place + 1 :]
