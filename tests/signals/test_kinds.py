"""What is a contact to the company? Reference sentences, turns of phrase, and the issue's other mentions."""

import random
from collections.abc import Callable, Sequence

import numpy as np
import polars as pl
import pytest

from voc.issues.embed import UseEncoder, embed_texts, learn_offsets, remove_offsets
from voc.schema import CONTACT_KINDS, OPPORTUNITIES
from voc.signals.kind_verdicts import Evidence, reach_verdicts
from voc.signals.kind_witnesses import group_mentions, hear_all, hear_words
from voc.signals.kinds import (
    KINDS,
    MEANINGS,
    KindModel,
    read_kind_prototypes,
    read_meanings,
    read_wider_references,
    train_kinds,
)

Verdict = tuple[str, str | None]
Classify = Callable[..., list[Verdict]]
PLAIN = {kind: MEANINGS.index((kind, None)) for kind in KINDS}


def classify_with(
    model: KindModel, texts: Sequence[str], vectors: np.ndarray, issue_ids: Sequence[str | None]
) -> list[Verdict]:
    """Classify mentions of as many contacts."""
    groups = group_mentions([f"c{n}" for n in range(len(texts))], issue_ids, [None] * len(texts))
    readings = read_meanings(model, texts, vectors)
    hearing = hear_all(hear_words(readings, groups), groups)
    verdicts = reach_verdicts(hearing, Evidence(readings.words, [("",) * len(KINDS)] * len(texts)))
    return list(verdicts.select("kind", "opportunity").iter_rows())


@pytest.fixture(scope="module")
def classify() -> Classify:
    """Classify texts of one language with the packaged encoder, as the main job does."""
    prototypes, encoder = read_kind_prototypes(), UseEncoder()
    references = pl.concat([prototypes, read_wider_references()])
    languages = references["language"].to_list()
    raw = embed_texts(encoder, references["text"].to_list())
    offsets = learn_offsets(raw[: prototypes.height], languages[: prototypes.height])
    rows = remove_offsets(raw, languages, offsets)
    model = train_kinds(rows, references["kind"].to_list(), references["opportunity"].to_list())

    def tell(language: str, texts: list[str], issue_ids: list[str | None] | None = None) -> list[Verdict]:
        vectors = remove_offsets(embed_texts(encoder, texts), [language] * len(texts), offsets)
        return classify_with(model, texts, vectors, issue_ids or [None] * len(texts))

    return tell


# --- the lists


@pytest.mark.parametrize("prototypes", [read_kind_prototypes(), read_wider_references()])
def test_reference_sentences_come_in_pairs_of_one_meaning_in_both_languages(prototypes: pl.DataFrame) -> None:
    spanish, english = prototypes[::2], prototypes[1::2]
    assert spanish["language"].unique().to_list() == ["es"]
    assert english["language"].unique().to_list() == ["en"]
    assert spanish.height == english.height >= 120
    assert spanish.select("kind", "opportunity").equals(english.select("kind", "opportunity"))


def test_reference_sentences_are_unique_and_use_the_closed_vocabularies() -> None:
    prototypes = pl.concat([read_kind_prototypes(), read_wider_references()])
    assert prototypes["text"].n_unique() == prototypes.height
    assert set(prototypes["kind"]) == set(CONTACT_KINDS) - {"repeat"}
    assert set(prototypes["opportunity"]) == {*OPPORTUNITIES, None}
    assert set(prototypes.select("kind", "opportunity").rows()) == set(MEANINGS)


# --- all witnesses together


@pytest.mark.parametrize(
    ("language", "text", "kind", "opportunity"),
    [
        ("es", "Me cobraron dos veces el mismo recibo", "avoidable", None),
        ("es", "el decodificador se reinicia cada rato", "avoidable", None),
        ("es", "Llamé tres veces por la avería y nadie me da solución", "avoidable", "ignored"),
        ("es", "donde esta mi pedido, lo compre hace un mes", "avoidable", "where_is_my_stuff"),
        ("es", "No me informaron de que había que pagar un depósito", "avoidable", "missing_information"),
        ("es", "¿A qué hora abre la oficina?", "simple", "missing_information"),
        ("es", "¿Cuánto debo este mes?", "simple", "missing_information"),
        ("es", "Quiero contratar una línea adicional", "valuable", "buy_more"),
        ("es", "El personal fue amabilísimo, estamos encantados", "valuable", None),
        ("es", "Estaría bien que hubiera taquillas", "valuable", None),
        ("es", "Nada que comentar", "other", None),
        ("en", "I was billed twice for the same month", "avoidable", None),
        ("en", "the set-top box keeps restarting", "avoidable", None),
        ("en", "Phoned three times about the fault and nobody helps", "avoidable", "ignored"),
        ("en", "wheres my order, bought it a month ago", "avoidable", "where_is_my_stuff"),
        ("en", "Nobody told me I had to pay a deposit", "avoidable", "missing_information"),
        ("en", "What time does the office open?", "simple", "missing_information"),
        ("en", "How much do I owe this month?", "simple", "missing_information"),
        ("en", "I want to take out an additional line", "valuable", "buy_more"),
        ("en", "The staff were incredibly kind, we are delighted", "valuable", None),
        ("en", "It would be nice to have lockers", "valuable", None),
        ("en", "Nothing to add", "other", None),
    ],
)
def test_a_mention_is_what_a_council_member_would_call_it(
    classify: Classify, language: str, text: str, kind: str, opportunity: str | None
) -> None:
    assert classify(language, [text]) == [(kind, opportunity)]


def test_a_question_about_a_fault_is_avoidable_and_not_simple(classify: Classify) -> None:
    assert classify("es", ["¿Por qué me han cobrado de más otra vez?"])[0][0] == "avoidable"
    assert classify("en", ["Why has my payment been declined again?"])[0][0] == "avoidable"


def test_a_doubtful_mention_follows_its_issue(classify: Classify) -> None:
    doubtful = "me toca pagar la cuota de mantenimiento"
    faults = [
        "me cobran una comisión que no debo",
        "otra vez un cargo indebido",
        "comisión abusiva",
        "cargo de más",
    ] * 4
    questions = [
        "¿cuánto es la cuota?",
        "¿cuándo vence la cuota?",
        "¿qué incluye la cuota?",
        "¿cómo pago?",
    ] * 4
    among_faults = classify("es", [doubtful, *faults], ["ISS-0001"] * 17)[0][0]
    among_questions = classify("es", [doubtful, *questions], ["ISS-0001"] * 17)[0][0]
    assert (among_faults, among_questions) == ("avoidable", "simple")


def test_clear_praise_in_an_issue_of_complaints_stays_praise(classify: Classify) -> None:
    texts = ["Delivery was excellent, highly recommend them", *["my delivery was late again"] * 20]
    assert classify("en", texts, ["ISS-0001"] * 21)[0][0] == "valuable"


def test_unassigned_mentions_are_judged_alone(classify: Classify) -> None:
    texts = ["the router is in the hall", *["the router is broken again"] * 20]
    assert classify("en", texts)[0] == classify("en", texts[:1])[0]


# --- synthetic vectors


def make_model() -> KindModel:
    return train_kinds(np.eye(len(MEANINGS)), [kind for kind, _ in MEANINGS], [told for _, told in MEANINGS])


def test_the_result_does_not_depend_on_the_order_of_mentions() -> None:
    rng = np.random.default_rng(3)
    vectors = rng.normal(size=(300, len(MEANINGS)))
    texts = ["", "no funciona", "what time is it?", "muy amable"] * 75
    issues = [None if draw < 0.2 else f"ISS-{int(draw * 9):04d}" for draw in rng.random(300)]
    order = random.Random(5).sample(range(300), 300)
    told = classify_with(make_model(), texts, vectors, issues)
    shuffled = classify_with(
        make_model(), [texts[i] for i in order], vectors[order], [issues[i] for i in order]
    )
    assert shuffled == [told[i] for i in order]


def test_repeat_is_never_told_here_and_no_mention_is_lost() -> None:
    vectors = np.random.default_rng(1).normal(size=(50, len(MEANINGS)))
    told = classify_with(make_model(), [""] * 50, vectors, [None] * 50)
    assert len(told) == 50
    assert {kind for kind, _ in told} <= set(CONTACT_KINDS) - {"repeat"}
    assert set(told) <= set(MEANINGS)


def test_no_mentions_give_no_kinds() -> None:
    assert classify_with(make_model(), [], np.zeros((0, len(MEANINGS))), []) == []


def test_two_meanings_are_enough_to_learn_from() -> None:
    model = train_kinds(np.eye(2), ["avoidable", "simple"], [None, None])
    told = classify_with(model, ["", ""], np.eye(2) * 9, [None, None])
    assert [kind for kind, _ in told] == ["avoidable", "simple"]


def test_a_kind_that_does_not_go_with_the_opportunity_is_refused() -> None:
    with pytest.raises(ValueError, match="buy_more"):
        train_kinds(np.eye(2), ["avoidable", "simple"], ["buy_more", None])
