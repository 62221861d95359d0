"""What date do these words say? The shapes that are too rare or too wordy for a column at once.

Month names in Spanish and English, e-mail's and Twitter's order, compact digits, named zones. A text
is read only if all of it is understood: a date inside a sentence is not a date.
"""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from unicodedata import combining, normalize

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "enero ene january jan",
            "febrero feb february",
            "marzo mar march",
            "abril abr april apr",
            "mayo may",
            "junio jun june",
            "julio jul july",
            "agosto ago august aug",
            "septiembre setiembre sep set sept september",
            "octubre oct october",
            "noviembre nov november",
            "diciembre dic december dec",
        ),
        start=1,
    )
    for name in names.split()
}
WEEKDAYS = frozenset(
    """
    lunes martes miercoles jueves viernes sabado domingo lun mar mie jue vie sab dom
    monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun
    """.split()
)
FILLERS = frozenset("de del a las la los at of the on el h hs hrs".split())
ZONE_HOURS = {
    "z": 0, "utc": 0, "gmt": 0, "wet": 0, "west": 1, "bst": 1, "cet": 1, "cest": 2, "eet": 2, "eest": 3,
    "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7,
    "art": -3, "brt": -3, "clt": -4, "cot": -5, "pet": -5,
}  # fmt: skip

LONGEST = 80  # characters: a browser's date with its zone spelt out
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:[t ]?(\d{2})(\d{2})(\d{2})?(?:[.,]\d+)?(z)?)?")
ISO_IN_ZONE = re.compile(r"(\d{4}-\d{2}-\d{2}t[\d:.]+(?:z|[+-][\d:]+))\[[a-z_/+-]+\]")
BRACKETED_ZONE = re.compile(r"\([a-z0-9 ,.:_/+-]+\)$")
OFFSET = re.compile(r"(?:utc|gmt)?([+-])(\d{2}):?(\d{2})?$")
CLOCK = re.compile(
    r"(?<![\d:.+-])(\d{1,2})(?:[:.h](\d{2}))(?:[:.](\d{2}))?(?:[.,](\d+))?(?!\d) ?(h(?:s|rs)?\b)?\.?"
    r"(?: ?\b([ap])\.? ?m\b\.?)?"
)
HOUR_ONLY = re.compile(r"(?<![\d:.])(\d{1,2}) ?\b([ap])\.? ?m\b\.?()()")
WORDS = re.compile(r"[^\W\d_]+|\d+")
SEPARATORS = re.compile(r"[\s,./-]*")


def read_written_date(text: str, *, day_first: bool) -> datetime | None:
    """Read one date that is written out; with a zone only if the text names one.

    Returns:
        The date, naive where it names no zone, or None if any part of it is not understood.
    """
    folded = "".join(c for c in normalize("NFKD", text.casefold()) if not combining(c)).strip()
    if not 6 <= len(folded) <= LONGEST:
        return None
    try:
        return _read_compact(folded) or _read_in_zone(folded) or _read_words(folded, day_first)
    except (ValueError, OverflowError):  # February 30th, or a number of twenty digits
        return None


def _read_compact(text: str) -> datetime | None:
    match = COMPACT.fullmatch(text)
    if match is None:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups()[:6])
    return datetime(year, month, day, hour, minute, second, tzinfo=UTC if match[7] else None)


def _read_in_zone(text: str) -> datetime | None:
    """Read what Java writes: 2026-05-17T10:30+02:00[Europe/Madrid]."""
    match = ISO_IN_ZONE.fullmatch(text)
    return datetime.fromisoformat(match[1].upper()) if match else None


def _read_words(text: str, day_first: bool) -> datetime | None:
    rest, clock = _take_clock(text)
    if clock is None:
        return None
    rest, zone = _take_zone(rest)
    day = _read_day(rest, day_first)
    if day is None:
        return None
    return datetime(*day, *clock, tzinfo=zone)


def _take_clock(text: str) -> tuple[str, tuple[int, int, int, int] | None]:
    """Take the time of day out; a text without one is at 00:00; an impossible one gives None."""
    match = CLOCK.search(text) if ":" in text or "h" in text or text.count(".") > 2 else None
    hourly = None if match else HOUR_ONLY.search(text)
    if hourly:
        hour = int(hourly[1]) % 12 + (12 if hourly[2] == "p" else 0)
        return _cut(text, hourly), (hour, 0, 0, 0) if int(hourly[1]) <= 12 else None
    if match is None:
        return text, (0, 0, 0, 0)
    hour, minute, second = int(match[1]), int(match[2]), int(match[3] or 0)
    if match[6] and hour <= 12:
        hour = hour % 12 + (12 if match[6] == "p" else 0)
    is_possible = hour < 24 and minute < 60 and second < 60
    micro = int((match[4] or "0").ljust(6, "0")[:6])
    return _cut(text, match), (hour, minute, second, micro) if is_possible else None


def _cut(text: str, match: re.Match[str]) -> str:
    return f"{text[: match.start()]} {text[match.end() :]}".strip()


def _take_zone(text: str) -> tuple[str, tzinfo | None]:
    text = BRACKETED_ZONE.sub("", text).strip()
    year_last = re.search(r" (\d{4})$", text)  # Twitter writes the year after the zone
    head, tail = (text[: year_last.start()], year_last[0]) if year_last else (text, "")
    offset = re.search(r"(?<= )" + OFFSET.pattern, head)
    if offset:
        minutes = int(offset[2]) * 60 + int(offset[3] or 0)
        signed = timedelta(minutes=-minutes if offset[1] == "-" else minutes)
        return head[: offset.start()] + tail, timezone(signed)
    word = head.rpartition(" ")[2]
    if word in ZONE_HOURS:
        return head.removesuffix(word) + tail, timezone(timedelta(hours=ZONE_HOURS[word]))
    return text, None


def _read_day(text: str, day_first: bool) -> tuple[int, int, int] | None:
    """Read day, month and year from what is left; None unless every word has a part in it."""
    if SEPARATORS.sub("", WORDS.sub("", text)):
        return None
    words = [w for w in WORDS.findall(text) if w not in FILLERS and w not in ("st", "nd", "rd", "th")]
    numbers = [w for w in words if w.isdigit()]
    names = [w for w in words if not w.isdigit()]
    months = [MONTHS[w] for w in names if w in MONTHS]
    strangers = [w for w in names if w not in MONTHS and w not in WEEKDAYS]
    if strangers:
        return None
    if names[:1] == ["mar"] and len(months) > 1:  # martes, not marzo
        months = months[1:]
    if len(months) == 1 and len(numbers) == 2:
        return _order_day_and_year(months[0], numbers)
    return _read_numbers(numbers, day_first) if not months and len(numbers) == 3 else None


def _order_day_and_year(month: int, numbers: list[str]) -> tuple[int, int, int] | None:
    first, second = numbers
    if len(first) == 4 and len(second) <= 2:
        return int(first), month, int(second)
    return (_complete_year(second), month, int(first)) if len(first) <= 2 and len(second) in (2, 4) else None


def _read_numbers(numbers: list[str], day_first: bool) -> tuple[int, int, int] | None:
    one, two, three = numbers
    if len(one) == 4:
        return int(one), int(two), int(three)
    if len(one) > 2 or len(two) > 2 or len(three) not in (2, 4):
        return None
    day, month = (one, two) if (day_first or int(one) > 12) and int(two) <= 12 else (two, one)
    return _complete_year(three), int(month), int(day)


def _complete_year(digits: str) -> int:
    short_of = 0 if len(digits) == 4 else 2000 if int(digits) < 70 else 1900
    return int(digits) + short_of
