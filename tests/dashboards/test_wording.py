"""Every word that a person reads comes from the locales, in both languages."""

import ast
import json
import re
from pathlib import Path
from string import Formatter

import pytest

from dashboards.views.edits import ASKED
from dashboards.wording import LANGUAGES, load_words
from voc.answers.repeats import QUESTIONS
from voc.cli.levers import REASONS as REASONS_OF_LEVERS
from voc.council.statement import REMAINDERS
from voc.schema import (
    ALERT_KINDS,
    CHANNELS,
    CONTACT_KINDS,
    LEVERS,
    LIFECYCLE,
    OPPORTUNITIES,
    RATING_SCALES,
    STATES,
    TRENDS,
)
from voc.signals.fixed import REASONS
from voc.signals.kind_witnesses import WITNESSES
from voc.signals.levers import FACTORS
from voc.signals.proactive import FACTORS as PROACTIVE_FACTORS
from voc.signals.resolution import WITNESSES as WITNESSES_OF_ANSWERS

FOLDER = Path(__file__).parents[2] / "dashboards"
MODULES = sorted(path for path in FOLDER.rglob("*.py") if path.name != "__init__.py")
FAMILIES = {
    "channel": CHANNELS, "kind": CONTACT_KINDS, "opportunity": OPPORTUNITIES, "lever": LEVERS,
    "lifecycle": LIFECYCLE, "state": STATES, "trend": TRENDS, "alert": ALERT_KINDS,
    "edit": tuple(ASKED),
    "factor": FACTORS, "lever.reason": (*REASONS_OF_LEVERS, "few_contacts", "no_contacts"),
    "effect.reason": REASONS, "verdict": ("worked", "did_not", "too_early", "cannot_tell"),
    "question": QUESTIONS, "witness": tuple({name for _, name in WITNESSES_OF_ANSWERS}),
    "returns.reason": ("nobody_asked", "nobody_says", "no_customers", "window_open"),
    "scale": tuple(RATING_SCALES), "measure": ("nps", "csat"), "side": ("dissatisfier", "satisfier", "both"),
    "ratings.reason": ("few_raters", "few_others", "not_separable", "no_ratings"),
    "remainder": tuple(name.replace(" ", "_") for name in REMAINDERS),
    "open": ("owned", "action", "alert", "asked"),
    "proactive.factor": tuple(factor.name for factor in PROACTIVE_FACTORS),
    "proactive.because": ("third_time", "again", "waiting", "low_rating", "several_issues",
                          *OPPORTUNITIES[:3]),
    "method": ("negative_binomial", "emergence", "cusum"),
    "kind.reason": (*WITNESSES, "nothing"),
    "evidence": ("closeness_between", "closeness_within", "share_in_group", "closeness_inside",
                 "closeness_to_rest", "held_share", "nearer_by"),
}  # fmt: skip
SILENT = {
    "markup",
    "palette",
    "sparkline",
    "wording",
}  # HTML, colours and formats; they show nothing themselves
SPEAKING = [path for path in MODULES if path.stem not in SILENT]
NO_WORDS = {
    *("%-d %b", "%d/%m/%Y", "%H:%M:%S", "%x, %X", "AM", "PM", "T00:00:00", "Encoder", "DD/MM/YYYY"),
    *(" · ", " · n = ", "× ", " … × ", " … ", "▲ ", "✓", "✗", "…"),
}
FIELD = re.compile("[a-z_]+:[TQNO]")  # of a chart


def list_keys() -> dict[str, set[str]]:
    return {
        language: set(json.loads((FOLDER / "locales" / f"{language}.json").read_text("utf-8")))
        for language in LANGUAGES
    }


def find_asked_keys() -> list[str]:
    """The keys that code asks for, as patterns: what an f-string fills in may be anything."""
    patterns = []
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and "." in node.value:
                patterns.append(re.escape(node.value))
            if isinstance(node, ast.JoinedStr):
                parts = (
                    re.escape(p.value) if isinstance(p, ast.Constant) else "[a-z_]+" for p in node.values
                )
                patterns.append("".join(parts))
    return [pattern for pattern in patterns if re.match(r"[a-z_\[]+\\?\.", pattern)]


def list_literals(path: Path) -> list[str]:
    """The texts in a module's code, without docstrings and type annotations."""
    tree = ast.parse(path.read_text("utf-8"))
    skipped = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef)
        and isinstance(node.body[0], ast.Expr)
    }
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in skipped
    ]


def test_both_languages_have_the_same_keys_in_the_same_order() -> None:
    spanish, english = (
        list(json.loads((FOLDER / "locales" / f"{language}.json").read_text("utf-8")))
        for language in LANGUAGES
    )
    assert spanish == english


def test_both_languages_fill_in_the_same_values() -> None:
    spanish, english = load_words("es").texts, load_words("en").texts
    for key in spanish:
        wanted, found = (
            sorted(name for _, name, _, _ in Formatter().parse(texts[key]) if name)
            for texts in (spanish, english)
        )
        assert wanted == found, key


def test_no_text_is_left_untranslated_by_mistake() -> None:
    spanish, english = load_words("es").texts, load_words("en").texts
    same = {key for key in spanish if spanish[key] == english[key]}
    assert same == {"log.part", "log.by", "channel.web", "channel.chat", "lever.factor"}


def test_every_key_is_asked_for_and_every_asked_key_is_there() -> None:
    known = list_keys()["es"]
    terms = {f"{family}.{value}" for family, values in FAMILIES.items() for value in values}
    assert terms <= known
    patterns = [
        re.compile(f"{pattern}(\\.one|\\.other)?")
        for pattern in find_asked_keys()
        if pattern != "[a-z_]+\\.[a-z_]+"
    ]
    unused = [key for key in known - terms if not any(pattern.fullmatch(key) for pattern in patterns)]
    assert unused == []


def is_worded(text: str) -> bool:
    """Tell whether a literal reads like words: a capital, an accent, or two words side by side."""
    return (
        text not in NO_WORDS
        and not FIELD.fullmatch(text)
        and bool(re.search(r"[A-Z]|[^\x00-\x7f]|\w \w", text))
    )


@pytest.mark.parametrize("path", SPEAKING, ids=lambda path: path.stem)
def test_no_word_for_readers_is_written_in_code(path: Path) -> None:
    assert [text for text in list_literals(path) if is_worded(text)] == []


def test_a_word_written_in_code_would_be_found(tmp_path: Path) -> None:
    (tmp_path / "view.py").write_text(
        '"""A page."""\nst.title("Los diez")\nst.caption(f"{n} más")\n', encoding="utf-8"
    )
    assert [text for text in list_literals(tmp_path / "view.py") if is_worded(text)] == ["Los diez", " más"]


def test_modules_that_hold_formats_and_markup_cannot_show_anything_themselves() -> None:
    for path in MODULES:
        if path not in SPEAKING:
            assert "import streamlit" not in path.read_text("utf-8")


@pytest.mark.parametrize(
    ("share", "spanish", "english"),
    [(0.113, "11 %", "11%"), (0.053, "5,3 %", "5.3%"), (0.0, "0 %", "0%"), (1.0, "100 %", "100%"),
     (0.0996, "10 %", "10%"), (None, "–", "–")],
)  # fmt: skip
def test_shares_are_written_in_per_cent(share: float | None, spanish: str, english: str) -> None:
    assert load_words("es").write_share(share).replace("\N{NO-BREAK SPACE}", " ") == spanish
    assert load_words("en").write_share(share) == english


@pytest.mark.parametrize(
    ("now", "before", "written"),
    [(104, 100, "+4%"), (96, 100, "-4%"), (100, 100, "0%"), (5, 0, None), (5, None, None)],
)
def test_a_change_says_nothing_where_there_was_nothing(
    now: int, before: int | None, written: str | None
) -> None:
    assert load_words("en").write_change(now, before) == written


def test_money_is_written_in_whole_units_of_its_currency() -> None:
    assert load_words("es").write_money(8431.4, "EUR").replace("\N{NO-BREAK SPACE}", " ") == "8.431 €"
    assert load_words("en").write_money(8431.4, "USD") == "$8,431"


def test_one_and_many_are_told_apart() -> None:
    assert load_words("es").say_count("search.found", 1) == "1 contacto, por parecido."
    assert load_words("en").say_count("quotes.shown", 1200, shown="5") == "5 of 1,200 contacts"


def test_a_week_over_the_turn_of_the_year_is_written_with_both_years() -> None:
    assert load_words("en").write_week("2026-W01") == "Dec 29, 2025 – Jan 4, 2026".replace(
        " – ", "\u2009–\u2009"
    )


def test_an_as_of_is_told_as_the_last_day_that_counts() -> None:
    assert load_words("es").write_last_day("2026-05-18T00:00:00+02:00") == "17 may 2026"


def test_a_language_without_words_reads_english() -> None:
    assert load_words("pt").language == "en"
