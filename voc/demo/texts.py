"""What are the words of a planned contact? A note, a survey's answer, a web comment, a call's turns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from voc.demo.blemishes import Hand, blemish_sentence, break_encoding, choose_hand, dress_in_html
from voc.demo.catalogue import Catalogue, Topic
from voc.demo.personal import invent_dni, invent_iban, invent_mail, invent_phone
from voc.demo.phrases import end_sentence, expand_phrase
from voc.demo.plan import Planned

AMERICAS = ("MX", "CO", "AR")
IDENTIFIES = {"agent_note": 0.16, "survey": 0.02, "web": 0.08}
KEPT_CAPITALS = ("I ", "I'", "Aurora")
PERSONAL = ("name", "dni", "phone", "mail", "iban")
AGENTS = {
    "es": ("Sonia", "Marcos", "Pilar", "Andrés", "Leticia", "Kevin", "Rosa"),
    "en": ("Sonia", "Marcus", "Paula", "Andrew", "Lettie", "Kevin", "Rose"),
}

Turn = tuple[str, str]  # who ("agent" or "customer"), what


@dataclass
class Words:
    """A contact's words, and what personal data they hold."""

    text: str
    turns: list[Turn] = field(default_factory=list)
    personal: list[tuple[str, str]] = field(default_factory=list)  # kind, string


@dataclass
class Pen:
    """What is at hand while one contact is written."""

    contact: Planned
    lists: Mapping[str, Sequence[str]]
    slots: dict[str, Sequence[str]]
    people: dict[str, str]  # kind -> the personal string, should it be needed
    hand: Hand
    rng: Random
    personal: list[tuple[str, str]] = field(default_factory=list)

    def pick(self, name: str) -> str:
        """Pick and expand one of the lists' phrases."""
        return expand_phrase(self.rng.choice(self.lists[name]), self.slots, self.rng)

    def speak(self, topic: Topic, voice: str) -> str:
        """Say something of a topic in one of its voices; a voice that is missing falls back on what is said."""
        voices = topic.voices[self.contact.language]
        patterns = voices.get(voice) or voices["said"]
        slots = {**self.slots, **topic.slots[self.contact.language]}
        return expand_phrase(self.rng.choice(patterns), slots, self.rng)

    def write(self, sentence: str) -> str:
        """Write a sentence in the contact's hand, ended."""
        return blemish_sentence(end_sentence(sentence), self.hand, self.contact.language, self.rng)

    def identify(self, name: str) -> str:
        """Plant personal data in a sentence that is not blemished, and remember it."""
        pattern = self.rng.choice(self.lists[name])
        text = expand_phrase(pattern, {**self.slots, **{k: [v] for k, v in self.people.items()}}, self.rng)
        self.personal += [(kind, self.people[kind]) for kind in PERSONAL if self.people[kind] in text]
        return text

    def chance(self, probability: float) -> bool:
        """Whether something of this probability happens."""
        return self.rng.random() < probability


def write_contact(contact: Planned, number: int, catalogue: Catalogue, seed: int) -> Words:
    """Write a planned contact's words; its number in the plan and the seed decide every choice."""
    rng = Random(f"{seed} words {number}")
    around = catalogue.around[contact.language]
    slots: dict[str, Sequence[str]] = {**catalogue.slots[contact.language], **_invent_details(contact, rng)}
    pen = Pen(contact, around, slots, _invent_people(contact, rng), choose_hand(contact.channel, rng), rng)
    if contact.what == "nothing":
        name = "nothing_note" if contact.channel == "agent_note" else "nothing"
        return Words(pen.rng.choice(around[name]))
    if contact.what == "french":
        return Words(pen.pick("said"))
    topics = [catalogue.find_topic(key) for key in contact.topics]
    first = expand_phrase(contact.aside, slots, rng)
    if contact.channel == "call":
        return _write_call(pen, topics, first)
    write = _write_note if contact.channel == "agent_note" else _write_comment
    return Words(_spoil_text(write(pen, topics, first), pen), personal=pen.personal)


def _write_note(pen: Pen, topics: Sequence[Topic], aside: str) -> str:
    parts = [pen.write(aside or pen.speak(topics[0], "note"))]
    if pen.contact.follow_up:
        parts.insert(pen.rng.randrange(2), pen.write(pen.pick("again_note")))
    if pen.chance(IDENTIFIES["agent_note"]):
        parts.insert(pen.rng.randrange(2), pen.identify("identify_note"))
    if len(topics) > 1:
        parts.append(pen.write(pen.speak(topics[1], "note")))
    if topics and pen.chance(0.6):
        parts.append(pen.write(pen.speak(topics[0], "done")))
    if pen.chance(0.3):
        parts.append(pen.write(pen.pick("macro")))
    return " ".join(parts)


def _write_comment(pen: Pen, topics: Sequence[Topic], aside: str) -> str:
    is_survey = pen.contact.channel == "survey"
    parts = [pen.write(pen.pick("greet"))] if pen.chance(0.03 if is_survey else 0.3) else []
    if aside:
        return " ".join([*parts, pen.write(aside)])
    parts.append(pen.write(pen.speak(topics[0], _choose_voice(pen, 0.4 if is_survey else 0.04))))
    if pen.chance(0.25 if is_survey else 0.6):
        parts.append(pen.write(pen.speak(topics[0], "detail")))
    if pen.contact.follow_up and topics[0].kind == "avoidable":
        parts.append(pen.write(pen.pick("again")))
    for second in topics[1:]:
        parts.append(_join_second(pen, second, is_survey))
    if topics[0].kind == "avoidable" and pen.chance(0.15):
        parts.append(pen.write(pen.pick("fuss")))
    if pen.chance(IDENTIFIES[pen.contact.channel]):
        parts.append(pen.identify("identify"))
    if pen.chance(0.03 if is_survey else 0.3):
        parts.append(pen.write(pen.pick("close")))
    return " ".join(
        part if part.endswith((".", "!", "?", ",", ":")) or i == len(parts) - 1 else f"{part}{_separate(pen)}"
        for i, part in enumerate(parts)
    )


def _separate(pen: Pen) -> str:
    return "," if pen.hand.skips_stops else "."


def _join_second(pen: Pen, topic: Topic, is_survey: bool) -> str:
    join = pen.pick("join")
    said = pen.speak(topic, _choose_voice(pen, 0.4 if is_survey else 0.1))
    if join and not said.startswith(("¿", "¡", "{")) and said[1:2].islower():
        said = f"{join} {said if said.startswith(KEPT_CAPITALS) else said[0].lower() + said[1:]}"
    return pen.write(said)


def _choose_voice(pen: Pen, short: float) -> str:
    if pen.contact.country in AMERICAS and pen.contact.language == "es" and pen.chance(0.65):
        return "latam"
    return "short" if pen.chance(short) else "said"


def _write_call(pen: Pen, topics: Sequence[Topic], aside: str) -> Words:
    opening = " ".join(filter(None, (pen.pick("call_hello"), aside or pen.speak(topics[0], "call"))))
    turns = [("agent", pen.pick("agent_hello")), ("customer", end_sentence(opening))]
    if pen.chance(0.6):
        turns += [("agent", pen.pick("agent_identity")), ("customer", pen.identify("call_identity"))]
    if topics:
        turns += [("agent", pen.pick("agent_probe")), ("customer", end_sentence(_add_detail(pen, topics[0])))]
    for second in topics[1:]:
        turns.append(("customer", end_sentence(pen.speak(second, "call"))))
    turns.append(("agent", pen.pick("agent_answer")))
    turns.append(("customer", pen.pick("call_close")))
    if pen.chance(0.7):
        turns.append(("agent", pen.pick("agent_close")))
    return Words("", turns, pen.personal)


def _add_detail(pen: Pen, topic: Topic) -> str:
    detail = end_sentence(pen.speak(topic, "detail"))
    return f"{pen.pick('call_again')} {detail}" if pen.contact.follow_up else detail


def _spoil_text(text: str, pen: Pen) -> str:
    """On the web some texts come dressed in HTML, some broken; never those that hold personal data."""
    if pen.contact.channel != "web" or pen.personal:
        return text
    if pen.chance(0.06):
        return dress_in_html(text, pen.rng)
    return break_encoding(text) if pen.chance(0.02) else text


def _invent_people(contact: Planned, rng: Random) -> dict[str, str]:
    """The contact's personal strings. Who is not known as a customer still has a name to give."""
    name = contact.customer.name if contact.customer else rng.choice(("Ainhoa Sarmiento", "Dylan Prescott"))
    return {
        "name": name,
        "dni": invent_dni(rng),
        "phone": invent_phone(rng, contact.country),
        "mail": invent_mail(rng, name),
        "iban": invent_iban(rng, "GB" if contact.country == "GB" else "ES"),
    }


def _invent_details(contact: Planned, rng: Random) -> dict[str, Sequence[str]]:
    """What stays the same within one contact: its amount, order, ticket, days, city."""
    cents = rng.randrange(900, 18_000)
    spanish = f"{cents // 100},{cents % 100:02d}"
    whole = str(cents // 100)
    amounts = {
        "GB": f"£{cents / 100:.2f}" if rng.random() < 0.6 else f"£{whole}",
        "ES": rng.choice((f"{spanish} €", f"{spanish} euros", f"{whole} euros", f"{whole}€")),
    }
    if contact.language == "en" and contact.country == "ES":
        amounts["ES"] = f"€{cents / 100:.2f}"
    pesos = rng.choice((f"{cents // 10 * 10} pesos", f"{cents // 1000 + 1}.{rng.randrange(10)}00 pesos"))
    city = contact.customer.city if contact.customer else ("Leeds" if contact.language == "en" else "Madrid")
    return {
        "amount": [amounts.get(contact.country, pesos)],
        "order": [rng.choice((f"AT{rng.randrange(10**7, 10**8)}", f"PED-{rng.randrange(10**5, 10**6)}"))],
        "ticket": [rng.choice((f"INC{rng.randrange(10**6, 10**7)}", f"R-{rng.randrange(10**5, 10**6)}"))],
        "days": [str(rng.choice((4, 5, 6, 8, 10, 12, 15, 20)))],
        "city": [city],
        "agent": AGENTS.get(contact.language, AGENTS["es"]),
    }
