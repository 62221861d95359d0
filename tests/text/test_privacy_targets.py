"""The invented corpus, drawn anew with another seed, holds redaction to its targets."""

import subprocess
import sys
from collections import Counter

import pytest

from benchmarks.privacy import count_hits
from benchmarks.privacy_corpus import invent_texts
from benchmarks.privacy_values import RARE_GIVEN, RARE_SURNAMES
from voc.text.fold import fold_text
from voc.text.lists import load_words


@pytest.fixture(scope="module")
def tallies() -> tuple[Counter[tuple[str, bool]], Counter[tuple[str, bool]]]:
    """Pieces by what they are and whether they were reached, and the same of what must stay."""
    both = count_hits(invent_texts(seed=7, each=8), None)
    reached, destroyed = (Counter[tuple[str, bool]](), Counter[tuple[str, bool]]())
    for tally, whole in zip(both, (reached, destroyed), strict=True):
        for (what, _, is_hit), count in tally.items():
            whole[what, is_hit] += count
    return reached, destroyed


def share(tally: Counter[tuple[str, bool]], begins: str | tuple[str, ...]) -> float:
    hits = sum(count for (what, is_hit), count in tally.items() if is_hit and what.startswith(begins))
    return hits / sum(count for (what, _), count in tally.items() if what.startswith(begins))


def test_of_what_has_a_format_99_in_100_are_reached(
    tallies: tuple[Counter[tuple[str, bool]], Counter[tuple[str, bool]]],
) -> None:
    kinds = {what for what, _ in tallies[0] if not what.startswith(("name", "street"))}
    assert share(tallies[0], tuple(kinds)) >= 0.99
    assert {what for what in kinds if share(tallies[0], what) < 0.95} == set()


def test_of_names_after_an_introduction_95_in_100_are_reached(
    tallies: tuple[Counter[tuple[str, bool]], Counter[tuple[str, bool]]],
) -> None:
    assert share(tallies[0], "name, introduced") >= 0.95


def test_of_amounts_dates_orders_and_models_at_most_2_in_100_are_destroyed(
    tallies: tuple[Counter[tuple[str, bool]], Counter[tuple[str, bool]]],
) -> None:
    assert {what for what, _ in tallies[1] if share(tallies[1], what) > 0.02} == set()


def test_half_of_the_corpus_names_are_in_no_list() -> None:
    known = load_words("given_names", "given_names_world", "surnames")
    assert {fold_text(name) for name in RARE_GIVEN + RARE_SURNAMES}.isdisjoint(known)


def test_checking_a_cell_imports_no_model_library() -> None:
    code = (
        "import sys; from voc.text.redact import redact_text, redact_label;"
        "redact_text('soy Ana López, 612345678'); redact_label('Fibra 600');"
        "print(*{'spacy', 'presidio_analyzer', 'onnxruntime', 'numpy'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == ""
