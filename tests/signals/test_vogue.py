"""Words in vogue: planted rises are found; waves, copies, agents, calendars and two people are not."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import polars as pl
import pytest

from voc.schema.signals import VOGUE
from voc.signals.isoweeks import list_weeks, week_monday
from voc.signals.vogue import choose_form, find_vogue
from voc.signals.vogue_words import gather_sayings

WEEKS = list_weeks("2026-W04", "2026-W20")  # seventeen: a month, and a quarter before it
LAST = WEEKS[-1]
CALM = (
    ("es", "la factura llega con un cargo que no reconozco"),
    ("es", "el router pierde la señal por la noche"),
    ("es", "el técnico no vino a la cita"),
    ("en", "the engineer missed my appointment"),
    ("en", "my broadband drops in the evening"),
    ("en", "the invoice shows a wrong amount"),
)

PURPLE = (
    "sale una pantalla morada",
    "pantalla morada desde el cambio",
    "veo la pantalla morada",
    "qué pantalla morada",
)

Row = dict[str, Any]


def _say(week: str, text: str, times: int = 1, **facts: Any) -> Iterable[Row]:
    row = {"language": "es", "source": "notas", "customer_id": None, "issue_id": None, "copy_of": None}
    return ({**row, "week": week, "text": text, **facts} for _ in range(times))


def _talk(weeks: Iterable[str] = WEEKS, times: int = 6, **facts: Any) -> list[Row]:
    """Say what is said every week, each sentence so many times a week."""
    return [
        row
        for week in weeks
        for language, text in CALM
        for row in _say(week, text, times, language=language, **facts)
    ]


def _plant(times: int, **facts: Any) -> list[Row]:
    """Say the planted phrase in the last week, each time in other words."""
    return [row for n in range(times) for row in _say(LAST, PURPLE[n % len(PURPLE)], **facts)]


def _find(rows: Iterable[Row], k_people: int = 3) -> pl.DataFrame:
    frame = pl.DataFrame(list(rows), infer_schema_length=None).with_row_index("n")
    told = frame.with_columns(
        pl.col("customer_id", "issue_id", "copy_of").cast(pl.String),
        contact_id=pl.format("c{}", pl.col("n").cast(pl.String).str.zfill(5)),
        occurred_at=pl.Series([_date(week) + timedelta(minutes=n) for n, week in enumerate(frame["week"])]),
    )
    return find_vogue(told, told.drop("issue_id", "language", "text"), week=LAST, k_people=k_people)


def _date(week: str) -> datetime:
    monday = week_monday(week)
    return datetime(monday.year, monday.month, monday.day, 9, tzinfo=UTC)


def _phrases(found: pl.DataFrame) -> list[str]:
    return found.filter(pl.col("issue_id").is_null())["phrase"].to_list()


def test_a_new_phrase_is_found_with_its_contacts_and_that_no_issue_has_them() -> None:
    planted = _plant(5)
    found = _find([*_talk(), *planted])
    assert found.schema == VOGUE
    row = found.row(0, named=True)
    assert (row["phrase"], row["language"], row["contacts"], row["customers"]) == (
        "pantalla morada",
        "es",
        5,
        5,
    )
    assert (row["issue_id"], row["week"], row["week_count"]) == (None, LAST, 1)
    assert (row["before_count"], row["expected"]) == (0, 0.0)
    assert (row["issue_ids"], row["unassigned_share"]) == ([], 1.0)
    assert row["z"] > 2
    assert row["q"] < 0.01
    assert row["contact_ids"] == [f"c{n:05d}" for n in range(len(_talk()), len(_talk()) + 5)]
    assert found.height == 1
    assert set(row["also"]) == {"pantalla", "morada"}


def test_words_are_counted_by_lemma_and_shown_as_most_write_them() -> None:
    said = [
        "veo cargos fantasma",
        "un cargo fantasma",
        "cargos fantasma",
        "más cargos fantasma",
        "cargo fantasma",
    ]
    rows = [row for text in said for row in _say(LAST, text)]
    assert "cargos fantasma" in _phrases(_find([*_talk(), *rows]))


@pytest.mark.parametrize(
    ("forms", "shown"),
    [({"codigo": 5, "código": 3}, "código"), ({"codigo": 9, "código": 1}, "codigo"),
     ({"códigos": 2, "codigo": 2, "código": 2}, "código"), ({"luz": 1, "luces": 3}, "luces")],
)  # fmt: skip
def test_accents_that_many_leave_out_are_given_back(forms: dict[str, int], shown: str) -> None:
    assert choose_form([{"form": form, "n": n} for form, n in forms.items()]) == shown


def test_both_languages_are_heard() -> None:
    rows = [*_say(LAST, "a purple screen", 5, language="en"), *_plant(5)]
    assert {"pantalla morada", "purple screen"} <= set(_phrases(_find([*_talk(), *rows])))


def test_a_steady_phrase_is_not_in_vogue() -> None:
    rows = [row for week in WEEKS for row in _say(week, "la pantalla morada no se quita", 5)]
    assert _phrases(_find([*_talk(), *rows])) == []


def test_a_wave_of_one_source_is_not_a_vogue() -> None:
    """Surveys speak of their own things; this week there are ten times as many."""
    survey = [row for week in WEEKS for row in _say(week, "la encuesta es larguísima", 3, source="encuesta")]
    wave = _say(LAST, "la encuesta es larguísima", 30, source="encuesta")
    assert _phrases(_find([*_talk(), *survey, *wave])) == []


def test_a_source_that_has_just_begun_is_not_a_vogue() -> None:
    new = [row for week in WEEKS[-4:] for row in _say(week, "el quiosco está averiado", 9, source="quiosco")]
    assert _phrases(_find([*_talk(), *new])) == []


def test_a_first_run_with_little_history_finds_nothing() -> None:
    few = _talk(WEEKS[-5:], times=12)
    assert _find([*few, *_say(LAST, "la pantalla morada no se quita", 9)]).is_empty()
    enough = _talk(WEEKS[-6:], times=12)
    assert not _find([*enough, *_say(LAST, "la pantalla morada no se quita", 9)]).is_empty()


def test_what_two_people_say_is_not_shown_however_often() -> None:
    rows = [row for n in range(12) for row in _say(LAST, "pantalla morada", customer_id=f"k{n % 2}")]
    assert _phrases(_find([*_talk(), *rows])) == []


def test_more_people_are_asked_for_where_the_workspace_asks_for_more() -> None:
    rows = [*_talk(), *_plant(6)]
    assert _phrases(_find(rows, k_people=6)) == ["pantalla morada"]
    assert _phrases(_find(rows, k_people=7)) == []


def test_a_text_that_many_paste_is_counted_once_and_its_copies_are_told() -> None:
    text = "la pantalla morada no se quita por más que reinicio"
    copies = list(_say(LAST, text, 20, copy_of="c00000"))
    assert _phrases(_find([*_talk(), *_say(LAST, text), *copies])) == []
    found = _find([*_talk(), *_say(LAST, text, 5), *copies])
    row = found.row(0, named=True)
    assert (row["contacts"], row["copies"], len(row["contact_ids"])) == (5, 20, 25)


def test_one_agents_way_of_writing_is_not_the_customers() -> None:
    agents = [{**row, "agent_id": f"a{n % 4}"} for n, row in enumerate(_talk())]
    rows = list(_say(LAST, "gestión telefónica cerrada", 8))
    alone = [{**row, "agent_id": "a1"} for row in rows]
    several = [{**row, "agent_id": f"a{n % 3}"} for n, row in enumerate(rows)]
    assert _phrases(_find([*agents, *alone])) == []
    assert len(_phrases(_find([*agents, *several]))) == 1


@pytest.mark.parametrize(
    "text", ["el martes por la tarde", "muchas gracias, un saludo", "1234 <EMAIL> 99", "last week"]
)
def test_what_only_says_when_or_greets_or_counts_is_left_out(text: str) -> None:
    assert _phrases(_find([*_talk(), *_say(LAST, text, 9)])) == []


def test_hostile_text_is_plain_text() -> None:
    rows = _say(LAST, "<script>alerta()</script> =HYPERLINK(1) @ana sale humo verde", 6)
    found = _phrases(_find([*_talk(), *rows]))
    assert found == ["sale humo verde"]
    assert not any(char in phrase for phrase in found for char in "<>=()")


def test_an_issue_has_its_own_words_of_the_month() -> None:
    old = [row for week in WEEKS for row in _talk([week], 2, issue_id="ISS-0001")]
    late = [
        row for week in WEEKS[-4:] for row in _say(week, "el router azul parpadea", 2, issue_id="ISS-0001")
    ]
    found = _find([*old, *late]).filter(pl.col("issue_id") == "ISS-0001")
    row = found.row(0, named=True)
    assert (row["week_count"], row["contacts"], row["issue_ids"]) == (4, 8, ["ISS-0001"])
    assert "azul" in row["phrase"]


def test_the_issues_of_a_phrase_are_those_of_the_mentions_that_say_it() -> None:
    rows = [
        *_say(LAST, "pantalla morada", 4, issue_id="ISS-0002"),
        *_say(LAST, "pantalla morada", 2, issue_id="ISS-0001"),
        *_say(LAST, "pantalla morada", 2),
    ]
    row = _find([*_talk(), *rows]).row(0, named=True)
    assert (row["issue_ids"], row["unassigned_share"]) == (["ISS-0002", "ISS-0001"], 0.25)


def test_nothing_depends_on_the_order_in_which_rows_come() -> None:
    rows = [*_talk(), *_say(LAST, "pantalla morada", 5), *_say(LAST, "purple screen", 5, language="en")]
    told = pl.DataFrame(rows, infer_schema_length=None).with_row_index("n").with_columns(
        pl.col("customer_id", "issue_id", "copy_of").cast(pl.String),
        contact_id=pl.format("c{}", "n"), occurred_at=pl.lit(_date(LAST)),
    )  # fmt: skip
    shuffled = told.sample(fraction=1.0, shuffle=True, seed=4)
    one, two = (
        find_vogue(frame, frame.drop("issue_id", "language", "text"), week=LAST, k_people=3)
        for frame in (told, shuffled)
    )
    assert one.equals(two)


def test_without_contacts_there_is_nothing() -> None:
    assert _find(_talk(WEEKS[:2])).is_empty()


def test_nothing_depends_on_the_pseudonyms() -> None:
    rows = [{**row, "customer_id": f"k{n}"} for n, row in enumerate([*_talk(), *_plant(5)])]
    other = [{**row, "customer_id": f"x{9999 - n}"} for n, row in enumerate(rows)]
    assert _find(rows).equals(_find(other))


def test_of_very_many_contacts_before_a_sample_is_read_and_the_last_weeks_whole() -> None:
    rows = pl.DataFrame(_talk(), infer_schema_length=None).with_row_index("n")
    told = rows.with_columns(contact_id=pl.format("c{}", "n"), occurred_at=pl.lit(_date(LAST)))
    contacts = told.drop("issue_id", "language", "text")
    read = gather_sayings(told, contacts, WEEKS, whole=2, most_before=50)
    counts = read.group_by("place").len().sort("place")
    late = counts.filter(pl.col("place") >= 15)
    assert late["len"].to_list() == [36, 36]
    assert counts["len"].sum() == 50 + 72
    again = gather_sayings(told, contacts.reverse(), WEEKS, whole=2, most_before=50)
    assert read.equals(again)
