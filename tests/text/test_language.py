import pytest

from voc.text.language import identify_languages, read_language_hint

BOTH = ["es", "en"]

SPANISH = """no funciona el internet desde ayer por la noche
me cobraron dos veces la misma factura
llevo tres semanas esperando el pedido
muy buena atención y rapidez
la app se cierra sola al pagar
xq no me contestan el telefono
pesimo servicio nadie responde
el router se reinicia solo cada rato""".splitlines()

ENGLISH = """my internet has been down since yesterday
i was charged twice for the same order
still waiting for my package after three weeks
great service and very friendly staff
the app crashes every time i pay
nobody answers the phone
worst customer service ever, never again
the router keeps rebooting by itself""".splitlines()

FOREIGN = {
    "fr": """Ma commande n'est toujours pas arrivée
On m'a facturé deux fois le même mois
Le technicien n'est jamais venu malgré le rendez-vous
Impossible de joindre le service client par téléphone
Le colis est arrivé cassé et vous refusez de rembourser
Internet coupe tous les soirs depuis une semaine
Votre site affiche une erreur quand je paie
Très mauvais service, personne ne m'a rappelé
Je n'arrive pas à me connecter à l'application
Deux heures d'attente au téléphone pour rien""",
    "de": """Meine Bestellung ist immer noch nicht angekommen
Die Rechnung wurde zweimal abgebucht
Der Techniker ist nicht zum Termin erschienen
Ich möchte meinen Vertrag kündigen
Das Internet fällt jeden Abend aus
Ich warte seit zwei Monaten auf meine Rückerstattung
Sehr schlechter Service, niemand ruft zurück
Der Preis wurde ohne Ankündigung erhöht
Ich kann mich nicht in der App anmelden
Zwei Stunden in der Warteschleife gehangen""",
    "pt": """O meu pedido ainda não chegou
Cobraram duas vezes a mesma fatura
O técnico não apareceu na hora marcada
Quero cancelar o meu contrato mas ninguém responde
A internet cai todas as noites
Estou à espera do reembolso há dois meses
A entrega foi adiada três vezes
Péssimo atendimento, ninguém me ligou de volta
Não consigo entrar no aplicativo
Duas horas de espera ao telefone para nada""",
    "it": """Il mio ordine non è ancora arrivato
Mi hanno addebitato due volte la stessa fattura
Il tecnico non si è presentato all'appuntamento
Voglio disdire il contratto ma nessuno risponde
Internet cade tutte le sere da una settimana
Aspetto il rimborso da due mesi
La consegna è stata rinviata tre volte
Pessimo servizio, nessuno mi ha richiamato
Non riesco ad accedere all'applicazione
Due ore di attesa al telefono per niente""",
}


def identify(texts: list[str], configured: list[str] | None = None) -> list[str]:
    return identify_languages(texts, configured or BOTH, [None] * len(texts))


@pytest.mark.parametrize(("texts", "code"), [(SPANISH, "es"), (ENGLISH, "en")])
def test_service_talk_is_read_as_the_configured_language_it_is_in(texts: list[str], code: str) -> None:
    assert identify(texts) == [code] * len(texts)


@pytest.mark.parametrize("code", FOREIGN)
def test_nine_of_ten_complaints_in_another_language_are_seen_as_foreign(code: str) -> None:
    texts = FOREIGN[code].splitlines()
    foreign = [found for found in identify(texts) if found not in BOTH]
    assert len(foreign) >= 0.9 * len(texts)


@pytest.mark.parametrize(
    ("text", "code"),
    [("", "es"), ("👍👍", "es"), ("12345", "es"), ("<NAME> <PHONE>", "es"), ("ok", "es"), ("muy caro", "es"),
     ("great service", "en"), ("¿atención?", "es"), ("thank you", "en")],
)  # fmt: skip
def test_a_text_too_short_to_tell_is_never_foreign(text: str, code: str) -> None:
    assert identify([text]) == [code]


def test_what_stays_unclear_is_the_first_configured_language() -> None:
    assert identify(["12345"], ["en", "es"]) == ["en"]


def test_the_words_of_the_file_win() -> None:
    texts = ["my internet is down again"] * 4
    assert identify_languages(texts, BOTH, ["es", "fr-FR", "Spanish", "?"]) == ["es", "fr", "es", "en"]


@pytest.mark.parametrize(
    ("hint", "code"),
    [("es", "es"), ("ES_mx", "es"), ("en-GB", "en"), ("Español", "es"), ("English", "en"), ("Deutsch", "de"),
     (None, None), ("", None), ("n/a", None), ("NA", None), ("whatever", None)],
)  # fmt: skip
def test_a_language_column_is_read_leniently(hint: str | None, code: str | None) -> None:
    assert read_language_hint(hint) == code


def test_a_text_is_judged_alone_whatever_stands_beside_it() -> None:
    texts = SPANISH + ENGLISH + ["ok", "👍"]
    assert identify(texts) == list(reversed(identify(list(reversed(texts)))))
    assert identify(texts) == [identify([text])[0] for text in texts]


def test_a_configured_language_beyond_spanish_and_english_is_home() -> None:
    assert identify(["Ma commande n'est toujours pas arrivée"], ["fr", "es"]) == ["fr"]


def test_no_configured_language_is_an_error() -> None:
    with pytest.raises(ValueError, match="at least one language"):
        identify_languages(["hola"], [], [None])
