"""A mail's own words stay, whatever program repeats, signs or forwards around them."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import settings as tune
from hypothesis import strategies as st

from voc.text.quoted import find_own_words, join_flowed_lines, join_wrapped_lines

OWN = "Sigo sin recibir el pedido.\n\n¿Cuándo llega?"
OLD = "Estimada cliente:\n\nSu pedido salió el lunes."


def quote(text: str) -> str:
    return "\n".join(f"> {line}" for line in text.split("\n"))


AURORA = "Aurora <ayuda@aurora.example>"
BELOW_OWN = {
    "gmail es": f"El lun, 4 may 2026 a las 10:00, Aurora (<a@aurora.example>)\nescribió:\n\n{quote(OLD)}",
    "gmail en": f"On Mon, May 4, 2026 at 10:00 AM {AURORA} wrote:\n\n{quote(OLD)}",
    "gmail without >": f"El lun, 4 may 2026 a las 10:00, {AURORA} escribió:\n{OLD}",
    "apple es": f"> El 4 may 2026, a las 10:00, {AURORA} escribió:\n> \n{quote(OLD)}",
    "apple en": f"> On 4 May 2026, at 10:00, {AURORA} wrote:\n> \n{quote(OLD)}",
    "yahoo": f" El lunes, 4 de mayo de 2026, 10:00:00 CEST, {AURORA} escribió:\n\n{OLD}",
    "outlook es": f"{'_' * 32}\nDe: {AURORA}\nEnviado: lunes, 4 de mayo de 2026 10:00\n"
    f"Para: Ana <ana@correo.example>\nAsunto: Su pedido\n\n{OLD}",
    "outlook desktop": f"De: {AURORA}\nEnviado el: lunes, 4 de mayo de 2026 10:00\nPara: 'Ana'\n"
    f"CC: caja@aurora.example;\n otra@aurora.example\nAsunto: RE: Su pedido\n\n{OLD}",
    "outlook en": f"From: {AURORA}\nSent: Monday, May 4, 2026\nTo: Ana\nSubject: Your order\n\n{OLD}",
    "outlook bold": f"*De:* Aurora\n*Enviado:* lunes 4\n*Para:* Ana\n*Asunto:* Su pedido\n\n{OLD}",
    "old outlook": f"-----Original Message-----\nFrom: Aurora\nSent: lunes\nTo: Ana\nSubject: x\n\n{OLD}",
    "old outlook es": f"-----Mensaje original-----\nDe: Aurora\nEnviado el: lunes\nAsunto: x\n\n{OLD}",
}
ABOVE_OWN = {
    "thunderbird": f"El 04/05/2026 a las 10:00, Aurora escribió:\n{quote(OLD)}",
    "thunderbird en": f"On 5/4/26 10:00, Aurora wrote:\n{quote(OLD)}",
}
REPLIES = {name: f"{OWN}\n\n{tail}" for name, tail in BELOW_OWN.items()} | {
    name: f"{head}\n\n{OWN}" for name, head in ABOVE_OWN.items()
}


@pytest.mark.parametrize("text", REPLIES.values(), ids=list(REPLIES))
def test_what_an_answer_repeats_is_cut(text: str) -> None:
    found = find_own_words(text)
    assert found.text == OWN
    assert not found.is_forwarded


def test_answers_between_quoted_lines_stay() -> None:
    text = (
        "El 04/05/2026 a las 10:00, Aurora escribió:\n> ¿Qué aparece?\nNada, se apaga.\n"
        "> ¿Desde cuándo?\nDesde el martes."
    )
    assert find_own_words(text).text == "Nada, se apaga.\nDesde el martes."


@pytest.mark.parametrize(
    "text",
    [
        "De: Madrid\nPara: Roma\nFecha: 4 de mayo\nno me dejan cambiar el vuelo",
        "El técnico que vino el martes me escribió: no hay línea.\nY sigo igual.",
        "On Monday nobody answered, I wrote: please call me.\nStill nothing.",
        "He recibido este correo por error: borren mis datos según el RGPD.",
        "Me piden datos confidenciales por teléfono y no me fío de este mensaje.",
        "Gracias\n\nNo funciona el router desde que vino el técnico a cambiar la fibra el lunes pasado",
        "No llega a >30 megas\nY pago 600",
        "Enviado desde la tienda de Málaga, el paquete llegó roto",
        "Sent from Spain last week, the parcel never arrived at my mail box",
    ],
)
def test_what_only_resembles_a_repeated_mail_stays(text: str) -> None:
    assert find_own_words(text).text == text


@pytest.mark.parametrize(
    ("tail", "author"),
    [
        ("-- \nAna López\nCalle Mayor 3", None),
        ("--\nAna López", None),
        ("Enviado desde mi iPhone", None),
        ("Sent from my Samsung Galaxy smartphone.", None),
        ("Obtener Outlook para iOS<https://aka.ms/o0ukef>", None),
        ("Enviado desde Correo para Windows", None),
        ("Un saludo,\nAna López\nTel. 600 000 000\nwww.lopez.example", None),
        ("Best regards,\n\nAna", None),
        ("Atentamente, Ana López", None),
        ("Ana López\nDirectora | Talleres López S.L.\n600 000 000", "Ana López Gil"),
        ("Ana", "Ana López"),
        ("AVISO LEGAL: Este mensaje es para su destinatario.\nBórrelo si no lo es.", None),
        (
            "Este mensaje y sus archivos adjuntos van dirigidos exclusivamente a su destinatario y pueden\n"
            "contener información confidencial. Si no es usted el destinatario, bórrelo.",
            None,
        ),
        (
            "This e-mail and any attachments are confidential and intended solely for the addressee.\n\n"
            "Please consider the environment before printing this e-mail.",
            None,
        ),
        (
            "Conforme al Reglamento (UE) 2016/679, le informamos de que sus datos serán tratados por "
            "Talleres López; puede ejercer sus derechos por escrito.",
            None,
        ),
        ("Libre de virus. www.avast.com", None),
        ("_______________________", None),
    ],
)
def test_signatures_and_disclaimers_are_cut(tail: str, author: str | None) -> None:
    assert find_own_words(f"{OWN}\n\n{tail}", author=author).text == OWN


def test_a_disclaimer_without_a_gap_before_it_goes_alone() -> None:
    text = (
        "No me llega la factura\nEste mensaje y sus adjuntos son confidenciales, queda prohibida su difusión."
    )
    assert find_own_words(text).text == "No me llega la factura"


def test_a_gateways_banner_above_the_text_is_cut() -> None:
    text = f"CAUTION: This email originated from outside of the organization. Do not click links.\n\n{OWN}"
    assert find_own_words(text).text == OWN


def test_a_postscript_below_a_signature_stays() -> None:
    text = f"{OWN}\n\nUn saludo,\nAna\n\nPD: tampoco va la app"
    assert find_own_words(text, author="Ana").text == text


HEADER = (
    "De: Ana López <ana@correo.example>\nFecha: 4 de mayo\nAsunto: Avería\nPara: ayuda@aurora.example\n\n"
)
FORWARDS = {
    "gmail es": f"Para vosotros\n\n---------- Forwarded message ---------\n{HEADER}\n{OWN}\n\n-- \nAna",
    "gmail new es": f"Para vosotros\n\n---------- Mensaje reenviado ----------\n{HEADER}{OWN}",
    "apple": f"Para vosotros\n\nInicio del mensaje reenviado:\n\n{quote(HEADER + OWN)}",
    "apple en": f"Para vosotros\n\nBegin forwarded message:\n\n{quote(HEADER + OWN)}",
    "thunderbird": "Para vosotros\n\n-------- Mensaje reenviado --------\nAsunto: \tAvería\n"
    f"Fecha: \tMon, 4 May\nDe: \tAna López <ana@correo.example>\nPara: \tayuda@aurora.example\n\n\n{OWN}",
    "twice": f"Para vosotros\n\n---------- Mensaje reenviado ---------\nDe: Caja <caja@aurora.example>\n"
    f"Asunto: RV\nPara: x\n\n---------- Mensaje reenviado ---------\n{HEADER}{OWN}",
}


@pytest.mark.parametrize("text", FORWARDS.values(), ids=list(FORWARDS))
def test_a_forwarded_mail_gives_its_words_and_who_wrote_them(text: str) -> None:
    found = find_own_words(text)
    assert (found.text, found.is_forwarded) == ("Para vosotros", True)
    assert (found.forwarded, found.forwarded_from) == (OWN, "Ana López <ana@correo.example>")


def test_a_forwarded_answer_loses_what_it_answers() -> None:
    text = f"---------- Mensaje reenviado ---------\n{HEADER}{REPLIES['gmail es']}"
    assert find_own_words(text).forwarded == OWN


def test_a_line_that_a_program_broke_is_one_line_again() -> None:
    text = (
        "Llevo tres semanas esperando a que alguien me diga dónde está el pedido\n"
        "que hice el cuatro de mayo.\n\nNadie contesta:\n- por teléfono\n- por correo"
    )
    assert join_wrapped_lines(text) == text.replace("pedido\nque", "pedido que")


@pytest.mark.parametrize("text", ["No va.\nQuiero otro", "", "a" * 60 + "\n- b", "a" * 300 + "\nb"])
def test_a_line_that_a_person_broke_stays_broken(text: str) -> None:
    assert join_wrapped_lines(text) == text


def test_flowed_lines_are_joined_within_their_depth() -> None:
    assert join_flowed_lines("Sigo \nsin pedido.\n> ¿Qué \n> pasa?\n \n-- \nAna") == (
        "Sigo sin pedido.\n> ¿Qué pasa?\n\n-- \nAna"
    )
    assert join_flowed_lines("So \nfort", delete_space=True) == "Sofort"


LINES = [
    "> a", ">> b", "On 4 May 2026, Ana wrote:", "El 4 de mayo de 2026,", "De: x", "Asunto: y", "Para: z", "",
    "-- ", "---------- Forwarded message ---------", "Inicio del mensaje reenviado:", "Un saludo", "hola",
    "Este mensaje y sus adjuntos son confidenciales", "-----Mensaje original-----", "<a@b.c>:", ">" * 50,
]  # fmt: skip


@tune(max_examples=300, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(LINES), st.text(max_size=30)), max_size=40).map("\n".join))
def test_whatever_a_mail_says_nothing_is_invented_and_cutting_again_cuts_nothing_back(text: str) -> None:
    found = find_own_words(text, author="Ana")
    words = {word for said in (text, text.replace(">", " ")) for word in said.replace("\xa0", " ").split()}
    assert set(found.text.split()) <= words
    assert set(found.forwarded.split()) <= words
    join_wrapped_lines(join_flowed_lines(text))


@pytest.mark.parametrize(
    "text",
    [
        "De: x\n" * 40_000, "Un saludo\n" * 40_000, "El 4,\n" * 40_000, ">" * 200_000, "a@" * 100_000,
        "---------- Forwarded message ---------\n" * 20_000, "_" * 200_000 + "x", " " * 200_000,
    ],
    ids=lambda text: text[:12].strip(),
)  # fmt: skip
def test_no_text_takes_long(text: str) -> None:
    begun = process_time()
    find_own_words(text, author="Ana")
    assert process_time() - begun < 5
