"""What is a contact to the company? Reference sentences, turns of phrase, and the issue's other mentions."""

import random
import re
from collections.abc import Callable, Sequence
from importlib.resources import files

import numpy as np
import polars as pl
import pytest

from voc.issues.embed import UseEncoder, embed_texts, learn_offsets, remove_offsets
from voc.schema import CONTACT_KINDS, OPPORTUNITIES
from voc.signals.kind_signs import load_signs, weigh_signs
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


def test_every_sign_speaks_for_a_known_meaning_and_fills_its_word_classes() -> None:
    for sign in load_signs():
        assert (sign.kind, sign.opportunity) in MEANINGS
        assert not re.search(r"\{[a-z]", "".join(sign.patterns))


def test_signs_are_written_without_accents_since_texts_are_folded() -> None:
    rows = pl.read_csv(files("voc").joinpath("lists", "kind_signs.csv").read_bytes())
    assert all(
        pattern.isascii() and pattern == pattern.lower()
        for pattern in rows["pattern"].str.replace_all(r"\\[A-Z]", "")
    )
    assert set(rows["language"]) == {"es", "en", "both"}
    assert rows["pattern"].n_unique() == rows.height


# --- turns of phrase alone

SAYS = [
    ("Ya he llamado tres veces", "ignored"),
    ("ya les escribí como cinco veces y nada", "ignored"),
    ("NADIE RESPONDE EL TELÉFONO", "ignored"),
    ("no me han contestado", "ignored"),
    ("es la tercera vez que reporto lo mismo", "ignored"),
    ("I've called three times already", "ignored"),
    ("nobody ever gets back to me", "ignored"),
    ("they havent replied", "ignored"),
    ("can't get through to anyone", "ignored"),
    ("¿dónde está mi pedido?", "where_is_my_stuff"),
    ("donde esta mi tarjeta nueva", "where_is_my_stuff"),
    ("mi paquete todavía no ha llegado", "where_is_my_stuff"),
    ("sigo esperando el reembolso", "where_is_my_stuff"),
    ("figura como entregado", "where_is_my_stuff"),
    ("where's my order", "where_is_my_stuff"),
    ("my new card still hasn't arrived", "where_is_my_stuff"),
    ("I never received my refund", "where_is_my_stuff"),
    ("no me informaron de la penalización", "missing_information"),
    ("nadie me avisó", "missing_information"),
    ("lo cortaron sin previo aviso", "missing_information"),
    ("nobody told me about the fee", "missing_information"),
    ("I wasn't informed", "missing_information"),
    ("it was buried in the small print", "missing_information"),
    ("quiero contratar la fibra", "buy_more"),
    ("me gustaría ampliar mi póliza", "buy_more"),
    ("solicita presupuesto para una alarma", "buy_more"),
    ("I'd like to upgrade my plan", "buy_more"),
    ("looking to take out a mortgage", "buy_more"),
]

SAYS_NOT = [
    ("llamé una vez y me lo arreglaron", "ignored"),
    ("he ido tres veces de vacaciones allí", "ignored"),
    ("nadie como ellos", "ignored"),
    ("I transferred money from savings to my current account", "ignored"),
    ("they replied within the hour", "ignored"),
    ("I bought it three times last year", "ignored"),
    ("mi pedido llegó ayer", "where_is_my_stuff"),
    ("¿dónde está la oficina?", "where_is_my_stuff"),
    ("my order arrived early", "where_is_my_stuff"),
    ("where is the nearest branch", "where_is_my_stuff"),
    ("it helps me keep track of my spending", "where_is_my_stuff"),
    ("I can't get my phone to charge", "where_is_my_stuff"),
    ("me informaron de todo", "missing_information"),
    ("they told me everything", "missing_information"),
    ("quiero cancelar mi contrato", "buy_more"),
    ("quiero abrir una reclamación", "buy_more"),
    ("I want to cancel my plan", "buy_more"),
    ("would like to make a complaint", "buy_more"),
    ("I want to apply for a refund", "buy_more"),
    ("necesito añadir una dirección", "buy_more"),
]


def is_said(text: str, opportunity: str) -> bool:
    """Is there a sign for the opportunity beyond what its kind gets anyway?"""
    evidence = weigh_signs([text], MEANINGS)[0]
    place = next(place for place, (_, told) in enumerate(MEANINGS) if told == opportunity)
    return bool(evidence[place] > evidence[PLAIN[MEANINGS[place][0]]])


@pytest.mark.parametrize(("text", "opportunity"), SAYS)
def test_a_turn_of_phrase_tells_the_opportunity(text: str, opportunity: str) -> None:
    assert is_said(text, opportunity)


@pytest.mark.parametrize(("text", "opportunity"), SAYS_NOT)
def test_a_like_turn_of_phrase_does_not(text: str, opportunity: str) -> None:
    assert not is_said(text, opportunity)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("sin ningún problema", "valuable"),
        ("nunca he tenido una avería ni un retraso, no tengo quejas", "valuable"),
        ("no problems at all", "valuable"),
        ("can't fault it", "valuable"),
        ("no lo recomiendo", "avoidable"),
        ("nada contento con el trato", "avoidable"),
        ("not happy with the service", "avoidable"),
        ("I would not recommend them", "avoidable"),
        ("sería ideal poder pagar con el móvil", "valuable"),
        ("it would be great if it had a dark mode", "valuable"),
        ("¿a qué hora abren?", "simple"),
        ("how do I change my pin", "simple"),
        ("nada que comentar", "other"),
        ("N/A", "other"),
    ],
)
def test_a_turn_of_phrase_tells_the_kind_also_where_it_is_negated(text: str, kind: str) -> None:
    evidence = weigh_signs([text], MEANINGS)[0]
    assert max(KINDS, key=lambda each: evidence[PLAIN[each]]) == kind


def test_a_text_without_signs_and_an_emoji_weigh_nothing() -> None:
    assert not weigh_signs(["compré una lámpara azul", "🙂🙂", "", "<EMAIL>"], MEANINGS).any()


def test_accents_case_and_curly_quotes_do_not_matter() -> None:
    written = weigh_signs(["No Me Informarón de nada", "I wasn’t informed"], MEANINGS)
    plain = weigh_signs(["no me informaron de nada", "I wasn't informed"], MEANINGS)
    assert np.array_equal(written, plain)


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
