"""In which words and formats does a reader read this?

Every word on a page comes from `locales/<language>.json`; numbers, dates and money are written by
Babel in the reader's language. Names of issues and customers' words are never translated.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

from babel import Locale
from babel.dates import format_date, format_interval, format_skeleton, format_time
from babel.numbers import format_currency, format_decimal, format_percent

LANGUAGES = ("es", "en")
DASH = "–"


@dataclass(frozen=True)
class Words:
    """One language's texts and formats."""

    language: str
    texts: Mapping[str, str]

    @property
    def locale(self) -> Locale:
        """The language's conventions for numbers and dates."""
        return Locale.parse(self.language)

    def say(self, key: str, **values: object) -> str:
        """Return the text of this key with its values filled in; an unknown key is a KeyError."""
        return self.texts[key].format(**values)

    def say_count(self, key: str, count: float, **values: object) -> str:
        """Return the text for this many, `{n}` in it being the number as the reader writes it."""
        form = "one" if count == 1 else "other"
        return self.say(f"{key}.{form}", n=self.write_count(count), **values)

    def say_term(self, family: str, value: str | None) -> str:
        """Return the reader's word for a term of a closed vocabulary; a dash where there is none."""
        return DASH if value is None else self.texts.get(f"{family}.{value}", value)

    def write_count(self, value: float) -> str:
        """Write a whole number."""
        return format_decimal(round(value), locale=self.locale)

    def write_decimal(self, value: float) -> str:
        """Write a number with one decimal, none where it is whole."""
        return format_decimal(round(value, 1), format="#,##0.#", locale=self.locale)

    def write_share(self, share: float | None) -> str:
        """Write a proportion (0 to 1) in per cent; below 10 % with one decimal."""
        if share is None:
            return DASH
        return self._write_percent(share, digits=1 if 0 < abs(share) < 0.0995 else 0)

    def _write_percent(self, share: float, digits: int) -> str:
        pattern = self.locale.percent_formats[None].pattern
        precise = pattern.replace("0", "0." + "0" * digits) if digits else pattern
        return format_percent(share, format=precise, locale=self.locale)

    def write_change(self, now: float, before: float | None) -> str | None:
        """Write by how much a figure changed, in per cent with its sign; None where that says nothing."""
        if not before:
            return None
        change = now / before - 1
        return ("+" if round(change, 2) > 0 else "") + format_percent(round(change, 2), locale=self.locale)

    def write_points(self, now: float | None, before: float | None) -> str | None:
        """Write by how many percentage points a proportion changed; None where that says nothing."""
        if now is None or before is None:
            return None
        points = round(100 * (now - before), 1)
        return ("+" if points > 0 else "") + f"{self.write_decimal(points)} {self.say('word.points')}"

    def write_interval(self, low: float | None, high: float | None) -> str:
        """Write the bounds of a proportion."""
        if low is None or high is None:
            return DASH
        return f"{self._write_percent(low, 1)} – {self._write_percent(high, 1)}"

    def write_effect(self, points: float | None) -> str:
        """Write what goes with a rating, in points of its scale, with its sign."""
        return DASH if points is None else format_decimal(points, format="+0.00;-0.00", locale=self.locale)

    def write_score(self, score: float) -> str:
        """Write a number of the tool's own scales, with at most two decimals."""
        return format_decimal(score, format="#,##0.##", locale=self.locale)

    def write_money(self, amount: float, currency: str) -> str:
        """Write an amount in whole units of its currency."""
        pattern = self.locale.currency_formats["standard"].pattern.replace(".00", "")
        return format_currency(
            round(amount), currency, format=pattern, currency_digits=False, locale=self.locale
        )

    def write_day(self, day: date | str) -> str:
        """Write a date, given as such or in ISO form, at medium length."""
        return format_date(_take_day(day), "medium", locale=self.locale)

    def write_moment(self, moment: str) -> str:
        """Write an instant, given in ISO form with the workspace's offset, as a date and a time."""
        instant = datetime.fromisoformat(moment)
        return f"{self.write_day(instant.date())}, {format_time(instant, 'short', locale=self.locale)}"

    def write_last_day(self, as_of: str) -> str:
        """Write the last day that is counted before an as-of, which is exclusive."""
        return self.write_day((datetime.fromisoformat(as_of) - timedelta(microseconds=1)).date())

    def write_week(self, week: str) -> str:
        """Write an ISO week by its days: `11–17 may 2026`."""
        monday = take_monday(week)
        return format_interval(monday, monday + timedelta(days=6), "yMMMd", locale=self.locale)

    def write_rate(self, rate: float | None) -> str:
        """Write how many there are of one for each of another, with the digits that it can bear."""
        if rate is None:
            return DASH
        digits = 3 if abs(rate) < 1 else 2 if abs(rate) < 10 else 1
        return format_decimal(round(rate, digits), format="#,##0." + "#" * digits, locale=self.locale)

    def write_signed(self, value: float | None) -> str:
        """Write a difference with its sign, with one decimal below ten."""
        if value is None:
            return DASH
        pattern = "+#,##0;-#,##0" if abs(value) >= 10 else "+#,##0.#;-#,##0.#"
        rounded = round(value) if abs(value) >= 10 else round(value, 1)
        return format_decimal(rounded, format=pattern, locale=self.locale) if rounded else "0"

    def write_span(self, low: float | None, high: float | None) -> str:
        """Write the bounds of a difference, each with its sign."""
        return (
            DASH if low is None or high is None else f"{self.write_signed(low)} … {self.write_signed(high)}"
        )

    def write_cents(self, amount: float, currency: str) -> str:
        """Write an amount to the cent, as a bill does."""
        return format_currency(amount, currency, locale=self.locale)

    def write_month(self, month: str) -> str:
        """Write a month such as `2026-03` by its name."""
        return format_skeleton("yMMMM", date.fromisoformat(f"{month}-01"), locale=self.locale)

    def say_unit(self, name: str, count: float = 2) -> str:
        """Name what rates are told by; a name that the company chose stands as it is."""
        form = "one" if count == 1 else "other"
        return self.texts.get(f"exposure.{name.casefold().replace(' ', '_')}.{form}", name)

    def write_language(self, code: str) -> str:
        """Name a language; a code that nobody knows stands as it is."""
        return str(self.locale.languages.get(code, code))


def take_monday(week: str) -> date:
    """Return the first day of an ISO week such as `2026-W20`."""
    year, number = week.split("-W")
    return date.fromisocalendar(int(year), int(number), 1)


@cache
def load_words(language: str) -> Words:
    """Load a language's words; a language without any is English."""
    known = language if language in LANGUAGES else "en"
    path = Path(__file__).parent / "locales" / f"{known}.json"
    return Words(known, json.loads(path.read_text(encoding="utf-8")))


def _take_day(day: date | str) -> date:
    return date.fromisoformat(day[:10]) if isinstance(day, str) else day
