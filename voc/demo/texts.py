"""What are the words of a planned contact? A note, a survey's answer, a web comment, a call's turns."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from random import Random

from voc.demo.blemishes import Hand, blemish_sentence, break_encoding, choose_hand, dress_in_html
from voc.demo.catalogue import Catalogue, Topic
from voc.demo.customers import invent_name
from voc.demo.personal import (
    dictate_mail,
    dictate_phone,
    invent_address,
    invent_document,
    invent_iban,
    invent_mail,
    invent_phone,
)
from voc.demo.phrases import end_sentence, expand_phrase, start_random
from voc.demo.plan import Planned

AMERICAS = ("MX", "CO", "AR")
IDENTIFIES = {"agent_note": 0.16, "survey": 0.02, "web": 0.08}
MONTHS = {
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split(),
    "en": "January February March April May June July August September October November December".split(),
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
}
JOINTS = {"es": (",", ",", "", " y"), "en": (",", ",", "", " and")}
KEPT_CAPITALS = ("I ", "I'", "Aurora")
PERSONAL = ("name", "dni", "phone", "mail", "iban", "address", "spoken_phone", "spoken_mail")
HABITS = {
    "es": ("Cte", "Cte", "Cte", "Cliente", "Cliente", "Clte", "Cli", "CTE"),
    "en": ("Cust", "Cust", "Cust", "Customer", "Customer", "Cx", "Cstmr"),
}
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
    hand: Hand
    rng: Random
    people: dict[str, str] = field(default_factory=dict)  # kind -> the personal string, once it is needed
    personal: list[tuple[str, str]] = field(default_factory=list)

    def pick(self, name: str) -> str:
        """Pick and expand one of the lists' phrases."""
        return expand_phrase(self.rng.choice(self.lists[name]), self.slots, self.rng)

    def speak(self, topic: Topic, voice: str) -> str:
        """Say something of a topic in one of its voices, or what is generally said where it lacks one."""
        voices = topic.voices[self.contact.language]
        patterns = voices.get(voice) or voices["said"]
        slots = {**self.slots, **topic.slots[self.contact.language]}
        return expand_phrase(self.rng.choice(patterns), slots, self.rng)

    def write(self, sentence: str) -> str:
        """Write a sentence in the contact's hand, ended."""
        return blemish_sentence(end_sentence(sentence), self.hand, self.contact.language, self.rng)

    def identify(self, name: str) -> str:
        """Plant personal data in a sentence that is not blemished, and remember it."""
        self.people = self.people or _invent_people(self.contact, self.rng)
        pattern = self.rng.choice(self.lists[name])
        text = expand_phrase(pattern, {**self.slots, **{k: [v] for k, v in self.people.items()}}, self.rng)
        self.personal += [(kind, self.people[kind]) for kind in PERSONAL if self.people[kind] in text]
        return text

    def chance(self, probability: float) -> bool:
        """Whether something of this probability happens."""
        return self.rng.random() < probability


def write_contact(contact: Planned, number: int, catalogue: Catalogue, seed: int) -> Words:
    """Write a planned contact's words; its number in the plan and the seed decide every choice."""
    rng = start_random(f"{seed} words {number}")
    around = catalogue.around[contact.language]
    slots: dict[str, Sequence[str]] = {**catalogue.slots[contact.language], **_invent_details(contact, rng)}
    pen = Pen(contact, around, slots, choose_hand(contact.channel, rng), rng)
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
    """Write an agent's note; each agent has a word of their own for the customer."""
    habit = pen.rng.choice(HABITS[pen.contact.language])
    return re.sub(r"\b(Cte|Cust)\b", habit, _note_down(pen, topics, aside))


def _note_down(pen: Pen, topics: Sequence[Topic], aside: str) -> str:
    parts = [pen.write(f"{pen.pick('aside_note')} {aside}" if aside else pen.speak(topics[0], "note"))]
    if pen.contact.follow_up:
        parts.insert(pen.rng.randrange(2), pen.write(pen.pick("again_note")))
    if pen.chance(IDENTIFIES["agent_note"]):
        parts.insert(pen.rng.randrange(2), pen.identify("identify_note"))
    if len(topics) > 1:
        parts.append(pen.write(f"{pen.pick('join_note')} {_uncapitalise(pen.speak(topics[1], 'note'))}"))
    if topics and pen.chance(0.6):
        parts.append(pen.write(pen.speak(topics[0], "done")))
    if pen.chance(0.3):
        parts.append(pen.write(pen.pick("macro")))
    return " ".join(parts)


def _write_comment(pen: Pen, topics: Sequence[Topic], aside: str) -> str:
    is_survey = pen.contact.channel == "survey"
    parts = [pen.write(aside)] if aside else _say_first(pen, topics[0], is_survey)
    parts += [_join_second(pen, second, is_survey) for second in topics[1:]]
    if topics and topics[0].kind == "avoidable" and pen.chance(0.15):
        parts.append(pen.write(pen.pick("fuss")))
    if topics and pen.chance(IDENTIFIES[pen.contact.channel]):
        parts.append(pen.identify("identify"))
    if pen.chance(0.03 if is_survey else 0.3):
        parts.append(pen.write(pen.pick("close")))
    greeting = _greet(pen) if pen.chance(0.03 if is_survey else 0.3) else ""
    return greeting + _run_together(parts, pen)


def _say_first(pen: Pen, topic: Topic, is_survey: bool) -> list[str]:
    parts = [pen.write(pen.speak(topic, _choose_voice(pen, 0.4 if is_survey else 0.04)))]
    if pen.chance(0.25 if is_survey else 0.6):
        parts.append(pen.write(pen.speak(topic, "detail")))
    if pen.contact.follow_up and topic.kind == "avoidable":
        parts.append(pen.write(pen.pick("again")))
    return parts


def _greet(pen: Pen) -> str:
    greeting = pen.pick("greet")
    greeting = greeting.lower() if pen.hand.is_lower else greeting
    return f"{greeting}\n" if pen.chance(0.15) else f"{greeting} "


def _run_together(parts: Sequence[str], pen: Pen) -> str:
    """Put sentences together; who leaves out full stops runs on with a comma, or with nothing."""
    text = parts[0]
    for part in parts[1:]:
        if text.endswith((".", "!", "?", "…")):
            text += f" {part}"
        else:
            keeps = part.startswith(KEPT_CAPITALS) or any(part.startswith(v) for _, v in pen.personal)
            joint = pen.rng.choice(JOINTS[pen.contact.language])
            text += f"{joint} {part if keeps else part[0].lower() + part[1:]}"
    return text


def _join_second(pen: Pen, topic: Topic, is_survey: bool) -> str:
    join = pen.pick("join")
    said = pen.speak(topic, _choose_voice(pen, 0.4 if is_survey else 0.1))
    if join and said[0].isalpha() and said[1:2].islower():
        said = f"{join} {said if said.startswith(KEPT_CAPITALS) else said[0].lower() + said[1:]}"
    return pen.write(said)


def _choose_voice(pen: Pen, short: float) -> str:
    if pen.contact.country in AMERICAS and pen.contact.language == "es" and pen.chance(0.65):
        return "latam"
    return "short" if pen.chance(short) else "said"


def _write_call(pen: Pen, topics: Sequence[Topic], aside: str) -> Words:
    hello, reason = pen.pick("call_hello"), aside or pen.speak(topics[0], "call")
    opening = f"{hello} {reason if hello.endswith(',') else end_sentence(reason)}".strip()
    turns = [("agent", pen.pick("agent_hello")), ("customer", end_sentence(opening))]
    if pen.chance(0.6):
        turns += [("agent", pen.pick("agent_identity")), ("customer", pen.identify("call_identity"))]
    if topics and pen.chance(0.9 if topics[0].kind == "avoidable" else 0.4):
        probe = "agent_probe" if topics[0].kind == "avoidable" else "agent_probe_plain"
        turns += [("agent", pen.pick(probe)), ("customer", _add_detail(pen, topics[0]))]
    for second in topics[1:]:
        turns += [("agent", pen.pick("agent_more")), ("customer", end_sentence(pen.speak(second, "call")))]
    is_fault = bool(topics) and topics[0].kind == "avoidable"
    turns.append(("agent", pen.pick("agent_answer" if is_fault else "agent_answer_plain")))
    turns.append(("customer", pen.pick("call_close" if is_fault else "call_close_plain")))
    if pen.chance(0.7):
        turns.append(("agent", pen.pick("agent_close")))
    return Words("", turns, pen.personal)


def _add_detail(pen: Pen, topic: Topic) -> str:
    detail = end_sentence(pen.speak(topic, "detail"))
    again = pen.contact.follow_up and topic.kind == "avoidable"
    return f"{pen.pick('call_again')} {detail}" if again else detail


def _spoil_text(text: str, pen: Pen) -> str:
    """On the web some texts come dressed in HTML, some broken; never those that hold personal data."""
    if pen.contact.channel != "web" or pen.personal:
        return text
    if pen.chance(0.06):
        return dress_in_html(text, pen.rng)
    return break_encoding(text) if pen.chance(0.05) else text


def _uncapitalise(text: str) -> str:
    return text if text[1:2].isupper() else text[0].lower() + text[1:]


def _invent_people(contact: Planned, rng: Random) -> dict[str, str]:
    """The contact's personal strings. Who is not known as a customer still has a name to give."""
    name = contact.customer.name if contact.customer else invent_name(contact.language, rng)
    country = contact.country
    word, number = invent_document(rng, country if contact.language != "en" or country != "ES" else "expat")
    phone, mail = invent_phone(rng, country), invent_mail(rng, name)
    return {
        "name": name,
        "idword": word,
        "dni": number,
        "phone": phone,
        "mail": mail,
        "iban": invent_iban(rng, "GB" if country == "GB" else "ES"),
        "address": invent_address(rng, contact.language),
        "spoken_phone": dictate_phone(phone, contact.language),
        "spoken_mail": dictate_mail(mail, contact.language),
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
        "month": [name_month(contact.when, rng.choice((1, 1, 1, 2, 2, 3)), contact.language)],
        "agent": AGENTS.get(contact.language, AGENTS["es"]),
    }


def name_month(when: datetime, before: int, language: str) -> str:
    """Name the month that lies `before` months before a contact."""
    return MONTHS[language][(when.month - 1 - before) % 12]
