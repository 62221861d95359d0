import pytest

from voc.issues.name_habits import learn_habits
from voc.issues.name_phrases import measure_wholeness, read_phrases, shortlist_names
from voc.issues.name_rules import NO_NEWS, WORDS_WORTH, Judge
from voc.issues.name_used import UsedNames

SPANISH = [
    "El router se reinicia y la factura viene mal", "Compré un coche en la tienda de Zaragoza",
    "La factura de la luz, y el banco no responde", "Estuve en Zaragoza y en la oficina de Iberbank",
    "Pedí ayuda a Iberbank por la tarjeta de crédito", "Fui al banco y la atención fue nula",
    "Una estafa, la verguenza del banco", "No la uso, la vergüenza es la factura",
    "Las habitaciones y el supervisor", "Quiero hablar con el supervisor",
]  # fmt: skip
ENGLISH = [
    "I lost my bag and the flight was late", "the bag was on the flight to New York",
    "Ask for Sarah at the desk", "I told Sarah",
    "We went to New York with the bag", "my flight from New York was late", "the staff were rude",
]  # fmt: skip


def judge(language: str, common: frozenset[str] = frozenset()) -> Judge:
    return Judge(language, learn_habits(SPANISH if language == "es" else ENGLISH), common)


@pytest.mark.parametrize(
    ("language", "form"),
    [
        ("es", "respeto la del agente"),
        ("es", "no la factura"),
        ("es", "no banco"),
        ("es", "app la no funciona"),
        ("es", "factura el banco"),
        ("es", "pequeño habitaciones"),
        ("es", "devolver no hay prisa"),
        ("es", "definitivamente volveremos"),
        ("es", "correo de aitor"),
        ("en", "not a"),
        ("en", "definitely stay"),
        ("en", "bag of sarah jones"),
    ],
)
def test_what_no_person_would_say_or_may_is_worth_nothing(language: str, form: str) -> None:
    assert judge(language).judge_shape(form).worth == 0


@pytest.mark.parametrize(
    ("language", "form"),
    [
        ("es", "absoluta vergüenza"),
        ("es", "cero empatía"),
        ("es", "terrible"),
        ("es", "iberbank"),
        ("es", "cliente"),
        ("en", "worst ever"),
        ("en", "new york"),
    ],
)
def test_anger_talk_and_a_brand_alone_hold_no_matter(language: str, form: str) -> None:
    found = judge(language).judge_shape(form)
    assert found.worth <= NO_NEWS * max(WORDS_WORTH.values()) and not found.is_thing


@pytest.mark.parametrize(
    ("language", "form"),
    [
        ("es", "cobro duplicado en la factura"),
        ("es", "atención al cliente pésima"),
        ("es", "no puedo acceder a mi cuenta"),
        ("es", "pedido no ha llegado"),
        ("es", "tarjeta de iberbank"),
        ("en", "lost my bag"),
        ("en", "rude staff"),
        ("en", "flight to new york"),
    ],
)
def test_what_people_say_of_a_matter_is_worth_much(language: str, form: str) -> None:
    assert judge(language).judge_shape(form).worth > 0.5


def test_one_everyday_word_names_nothing_but_two_may() -> None:
    common = frozenset({"factura", "banco"})
    assert (
        judge("es", common).judge_shape("peor factura").worth < judge("es").judge_shape("peor factura").worth
    )
    assert judge("es", common).judge_shape("factura del banco") == judge("es").judge_shape(
        "factura del banco"
    )


def test_a_phrase_between_a_noun_and_a_bare_one_by_por_is_worth_less() -> None:
    found = judge("es").judge_shape
    assert found("supervisor por trato").worth < 0.6 * found("supervisor de trato").worth


@pytest.mark.parametrize(
    ("form", "shown"),
    [
        ("compré un coche", "Comprar un coche"),
        ("hice un pedido", "Hacer un pedido"),
        ("me han subido el precio", "Me han subido el precio"),
        ("verguenza del banco", "Vergüenza del banco"),
        ("tienda de zaragoza", "Tienda de Zaragoza"),
        ("perdido el paquete", "Perdido el paquete"),
    ],
)
def test_a_name_is_well_spelt_and_nobodys(form: str, shown: str) -> None:
    assert judge("es").show_phrase(form) == shown


@pytest.mark.parametrize(
    ("language", "one", "two", "joint"),
    [
        ("es", "Fuga de agua", "Fontanero", "Fuga de agua y fontanero"),
        ("es", "Teléfono", "Internet", "Teléfono e internet"),
        ("es", "Agua", "Hielo", "Agua y hielo"),
        ("en", "Bar", "Music", "Bar and music"),
    ],
)
def test_two_things_are_joined_as_people_join_them(language: str, one: str, two: str, joint: str) -> None:
    assert judge(language).join_phrases(one, two) == joint


def test_a_piece_of_a_longer_phrase_is_less_than_the_whole() -> None:
    texts = [f"not a bad {what}" for what in ("hotel", "place", "choice")] + [
        "recommend it to my friends"
    ] * 3
    whole = measure_wholeness(read_phrases(texts, ["en"] * len(texts)))
    assert whole["bad no"] < 0.5 < whole["bad hotel no"]


def test_what_people_deny_is_not_said_without_its_no() -> None:
    texts = ["no funciona el wifi", "ya no funciona el wifi", "no me funciona el wifi"]
    found = shortlist_names([read_phrases(texts, ["es"] * 3), read_phrases(["pedido perdido"], ["es"])])[0]
    assert found and "funciona el wifi" not in [candidate.form for candidate in found]
    assert any(candidate.form == "no funciona el wifi" for candidate in found)


def test_two_orders_of_words_are_one_phrase() -> None:
    read = read_phrases(["delayed flight", "my flight was delayed"], ["en", "en"])
    assert set(read[0]) & set(read[1]) == {"delay", "delay flight", "flight"}


@pytest.mark.parametrize(
    ("taken", "name", "is_taken"),
    [
        ("El wifi no funciona", "No funciona el wifi", True),
        ("Tarjeta", "Tarjeta de crédito", True),
        ("Tarjeta de crédito", "Tarjetas", True),
        ("El wifi funciona", "Wifi lento", False),
        ("Cobro duplicado", "Cobro de comisiones", False),
    ],
)
def test_a_name_that_would_be_taken_for_another_is_taken(taken: str, name: str, is_taken: bool) -> None:
    assert UsedNames([taken], ["es"]).is_taken(name, "es") is is_taken


def test_when_all_are_taken_the_least_alike_that_does_not_deny_the_other_is_chosen() -> None:
    used = UsedNames(["No funciona el wifi"], ["es"])
    options = ["Wifi no funciona", "Funciona el wifi", "Wifi"]
    assert used.choose(options, "es") == ""
    assert used.choose_unlike(options, "es") == "Wifi"
