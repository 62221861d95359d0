import polars as pl

from voc.text.boilerplate import find_boilerplate
from voc.text.normalise import derive_text_key

SUBJECTS = [
    "router reinicia cada noche", "factura con cobro duplicado", "pedido perdido por mensajero",
    "tarjeta bloqueada cajero",
    "portabilidad rechazada", "técnico ausente a la cita", "descuento de bienvenida sin aplicar",
    "velocidad de fibra baja",
]  # fmt: skip
SYLLABLES = "ba ce di fo gu la me ni po ru sa te vi zo".split()
MACRO = "Se ofrece encuesta de calidad al finalizar"


def invent_word(number: int) -> str:
    return "".join(SYLLABLES[number // 14**place % 14] for place in range(3))


def tell_case(number: int) -> str:
    return f"{SUBJECTS[number % 8]} {invent_word(number)}"


def make_mentions(contacts: list[list[str]], *, agents: int, channel: str = "agent_note") -> pl.DataFrame:
    return pl.DataFrame([
        {"contact_id": f"c{place}", "text": text, "text_key": derive_text_key(text), "channel": channel,
         "agent_id": f"a{place % agents}" if agents else None, "customer_id": f"k{place}"}
        for place, texts in enumerate(contacts)
        for text in texts
    ], infer_schema_length=None)  # fmt: skip


def test_what_several_agents_write_beside_anything_is_boilerplate() -> None:
    mentions = make_mentions([[tell_case(i), MACRO] for i in range(80)], agents=5)
    assert find_boilerplate(mentions) == {derive_text_key(MACRO)}


def test_a_short_complaint_that_is_all_its_contact_says_is_content() -> None:
    contacts = [["muy caro"]] * 50 + [[SUBJECTS[i % 8]] for i in range(100)]
    assert find_boilerplate(make_mentions(contacts, agents=5)) == set()


def test_a_complaint_that_stands_beside_its_own_subject_is_content() -> None:
    about = [
        ["no funciona la línea fija", f"router cambiado y sigue sin tono {invent_word(i)}"] for i in range(20)
    ]
    other = [[tell_case(i + 20), f"asunto {invent_word(i + 999)}"] for i in range(160)]
    assert derive_text_key("no funciona la línea fija") not in find_boilerplate(
        make_mentions(about + other, agents=6)
    )


def test_what_customers_write_is_never_boilerplate() -> None:
    contacts = [[tell_case(i), "muy caro todo"] for i in range(80)]
    assert find_boilerplate(make_mentions(contacts, agents=0, channel="survey")) == set()


def test_without_agents_a_sentence_must_be_very_common() -> None:
    contacts = [
        [tell_case(i), *([MACRO] if i % 4 == 0 else []), *(["rara frase suelta"] if i < 9 else [])]
        for i in range(480)
    ]
    assert find_boilerplate(make_mentions(contacts, agents=0)) == {derive_text_key(MACRO)}


def test_without_a_channel_rows_that_name_an_agent_count() -> None:
    mentions = make_mentions([[tell_case(i), MACRO] for i in range(80)], agents=5).drop("channel")
    assert derive_text_key(MACRO) in find_boilerplate(mentions)
    assert find_boilerplate(mentions.with_columns(agent_id=pl.lit(None, dtype=pl.String))) == set()


def test_the_order_of_rows_does_not_matter() -> None:
    mentions = make_mentions([[tell_case(i), MACRO] for i in range(80)], agents=5)
    assert find_boilerplate(mentions.reverse()) == find_boilerplate(mentions)


def test_a_subject_that_stands_beside_nothing_but_boilerplate_is_content() -> None:
    contacts = [[SUBJECTS[i % 8], MACRO] for i in range(80)]
    assert find_boilerplate(make_mentions(contacts, agents=5)).isdisjoint(map(derive_text_key, SUBJECTS))


CLOSINGS = ["Pendiente de firma del gestor", "Ficha al día y archivada", "Formulario verde entregado",
            "Turno de tarde lo revisa"]  # fmt: skip


def test_closings_that_are_in_no_list_are_learned_and_reports_about_one_subject_stay() -> None:
    contacts = [[tell_case(i), CLOSINGS[i // 8 % 4]] for i in range(160)]
    contacts += [
        [f"pedido perdido por mensajero {invent_word(i + 500)}", "Se pide foto de fachada"] for i in range(15)
    ]
    found = find_boilerplate(make_mentions(contacts, agents=7))
    assert found == set(map(derive_text_key, CLOSINGS))


def test_a_handful_of_companions_that_share_a_word_by_chance_makes_no_subject() -> None:
    contacts = [[f"{tell_case(i)} {'barrio' if i % 24 == 0 else invent_word(i + 99)}"] for i in range(240)]
    for place in (0, 24, 48, 5, 7, 9, 50, 61, 75, 83, 94, 110):
        contacts[place].append(MACRO)
    assert find_boilerplate(make_mentions(contacts, agents=5)) == {derive_text_key(MACRO)}


def test_what_customers_write_as_often_is_content() -> None:
    notes = make_mentions([[tell_case(i), "Quiere hablar con un responsable"] for i in range(80)], agents=5)
    assert find_boilerplate(notes) == {derive_text_key("Quiere hablar con un responsable")}
    told = [["Quiere hablar con un responsable", tell_case(i)] for i in range(60)]
    surveys = make_mentions(told, agents=0, channel="survey").with_columns(
        contact_id=pl.concat_str(pl.lit("s"), "contact_id")
    )
    assert find_boilerplate(pl.concat([notes, surveys], how="vertical_relaxed")) == set()


def test_words_of_agents_are_left_out_where_a_mail_brings_them_back() -> None:
    notes = make_mentions([[tell_case(i), MACRO] for i in range(80)], agents=5)
    mails = make_mentions([[f"asunto {invent_word(i)}", MACRO] for i in range(9)], agents=0, channel="email")
    mails = mails.with_columns(contact_id=pl.concat_str(pl.lit("m"), "contact_id"))
    both = pl.concat([notes, mails], how="vertical_relaxed")
    assert derive_text_key(MACRO) in find_boilerplate(both)
