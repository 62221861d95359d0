"""Which system holds each contact, under what id and with what beside the text?

Real metadata is a hint: a team that took the contact is often, not always, the one that caused it, and
cells are left empty. Flaws are planted here too, so that the accounts of every source are known.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime
from random import Random

from voc.demo.catalogue import Catalogue, Topic
from voc.demo.phrases import start_random
from voc.demo.plan import Planned
from voc.demo.texts import Words

# source, channel, share of the channel, rating scale
SOURCES = (
    ("crm-notes", "agent_note", 0.65, ""),
    ("helpdesk", "agent_note", 0.35, ""),
    ("nps-survey", "survey", 0.42, "nps"),
    ("store-survey", "survey", 0.28, "csat5"),
    ("service-survey", "survey", 0.30, "nps"),
    ("calls", "call", 0.62, ""),
    ("call-center", "call", 0.38, ""),
    ("web-feedback", "web", 1.0, "stars5"),
)
MOST_TRANSCRIPTS = 300
SCALES = {"nps": (0, 10), "csat5": (1, 5), "stars5": (1, 5)}
PLAIN_RATINGS = {"aside": 6.0, "nothing": 6.5, "french": 5.0}
TEAMS = ("Atención al cliente", "Soporte N1", "Comercial", "Facturación")
PRODUCTS = ("Fibra", "Móvil", "Convergente", "Televisión")


@dataclass(frozen=True)
class Record:
    """One row as a system exports it; an empty id or text, or no time, is a flaw."""

    source: str
    id: str
    when: datetime | None
    words: Words
    contact: Planned
    rating: int | None
    agent: str
    product: str
    department: str
    touchpoint: str
    flaw: str = ""  # duplicate, update, no id, no date, no text: an extra row


@dataclass
class Account:
    """What ingest should find of one source."""

    received: int = 0
    stored: int = 0
    updated: int = 0
    duplicate: int = 0
    quarantined: int = 0


@dataclass
class Shelf:
    """The records of all sources, in time's order; the extra rows after the rest."""

    records: list[Record] = field(default_factory=list)
    extras: list[Record] = field(default_factory=list)

    def of(self, source: str) -> list[Record]:
        """Take one source's rows, the extra ones last."""
        return [r for r in (*self.records, *self.extras) if r.source == source]

    def count(self) -> dict[str, Account]:
        """Count what ingest should find."""
        accounts = {name: Account() for name, *_ in SOURCES}
        kinds = {"duplicate": "duplicate", "update": "updated", "": "stored"}
        for record in (*self.records, *self.extras):
            account = accounts[record.source]
            kind = kinds.get(record.flaw, "quarantined")
            account.received += 1
            setattr(account, kind, getattr(account, kind) + 1)
        return accounts


def file_records(planned: list[Planned], words: list[Words], catalogue: Catalogue, seed: int) -> Shelf:
    """File every contact in one of its channel's systems, and add the rows that are flawed."""
    rng = start_random(f"records {seed}")
    shelf = Shelf()
    counts: dict[str, int] = {}
    agents = [f"AG-{number:03d}" for number in rng.sample(range(100, 400), 40)]
    transcribed = _choose_transcribed(planned, rng)
    for number, (contact, said) in enumerate(zip(planned, words, strict=True)):
        source, scale = _choose_source(contact.channel, number in transcribed, rng)
        counts[source] = counts.get(source, 0) + 1
        identity = _number_record(source, contact, counts[source], rng)
        shelf.records.append(_build_record(source, scale, identity, contact, said, catalogue, agents, rng))
    for source, *_ in SOURCES:
        shelf.extras.extend(_plant_flaws(source, shelf.of(source), rng))
    return shelf


def _choose_transcribed(planned: list[Planned], rng: Random) -> set[int]:
    """Choose the calls that get a WebVTT file: never too many files, and spread over the whole period."""
    calls = [number for number, contact in enumerate(planned) if contact.channel == "call"]
    share = next(share for name, _, share, _ in SOURCES if name == "calls")
    most = MOST_TRANSCRIPTS - 2  # two more are planted flaws
    return set(rng.sample(calls, min(round(len(calls) * share), most)))


def _choose_source(channel: str, is_transcribed: bool, rng: Random) -> tuple[str, str]:
    if channel == "call":
        return ("calls" if is_transcribed else "call-center"), ""
    options = [(name, share, scale) for name, c, share, scale in SOURCES if c == channel]
    name, _, scale = rng.choices(options, [share for _, share, _ in options])[0]
    return name, scale


def _number_record(source: str, contact: Planned, number: int, rng: Random) -> str:
    day = f"{contact.when:%Y%m%d}"
    letters = "".join(
        rng.choice("abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ123456789") for _ in range(15)
    )
    return {
        "crm-notes": f"CRM-{200_000 + number * 3 + rng.randrange(3)}",
        "helpdesk": str(480_000 + number * 7 + rng.randrange(7)),
        "nps-survey": f"R_{letters}",
        "store-survey": f"TDA-{number:05d}",
        "service-survey": f"SAT-{day[2:]}-{number:04d}",
        "calls": f"LL-{day}-{number:04d}",
        "call-center": f"CC{day}{number:05d}",
        "web-feedback": f"fb_{letters[:12].lower()}{number:x}",
    }[source]


def _build_record(
    source: str,
    scale: str,
    identity: str,
    contact: Planned,
    said: Words,
    catalogue: Catalogue,
    agents: list[str],
    rng: Random,
) -> Record:
    topic = catalogue.find_topic(contact.topics[0]) if contact.topics else None
    return Record(
        source=source,
        id=identity,
        when=contact.when,
        words=said,
        contact=contact,
        rating=_rate_contact(contact, scale, catalogue, rng),
        agent=rng.choice(agents),
        product=_hint(topic.product if topic else "", PRODUCTS, 0.1, rng),
        department=_hint(topic.department if topic else "", TEAMS, 0.16, rng),
        touchpoint=_hint(topic.touchpoint if topic else "", ("uso", "consulta", "gestión"), 0.08, rng),
    )


def _hint(truth: str, others: tuple[str, ...], wrong: float, rng: Random) -> str:
    """The truth, or another value, or nothing: as people fill forms in."""
    chance = rng.random()
    if chance < 0.1:
        return ""
    return truth if truth and chance > 0.1 + wrong else rng.choice(others)


def _rate_contact(contact: Planned, scale: str, catalogue: Catalogue, rng: Random) -> int | None:
    if not scale or rng.random() < 0.07:
        return None
    found: list[Topic] = [catalogue.find_topic(key) for key in contact.topics]
    mean = sum(t.rating for t in found) / len(found) if found else PLAIN_RATINGS[contact.what]
    ten = min(10.0, max(0.0, rng.gauss(mean, 1.8)))
    low, high = SCALES[scale]
    return low + round(ten / 10 * (high - low))


def _plant_flaws(source: str, records: list[Record], rng: Random) -> list[Record]:
    """Plant duplicates, corrections and rows that must be refused; a transcript has no second of its name."""
    if len(records) < 3:
        return []
    flaws = []
    if source != "calls":
        flaws += [replace(r, flaw="duplicate") for r in rng.sample(records, max(1, len(records) // 130))]
        flaws += [_correct_record(r) for r in rng.sample(records, max(1, len(records) // 200))]
        flaws.append(replace(rng.choice(records), id="", flaw="no id"))
    spoilt = [replace(r, id=f"{r.id}9") for r in rng.sample(records, 2)]
    flaws.append(replace(spoilt[0], when=None, flaw="no date"))
    flaws.append(replace(spoilt[1], words=Words(""), flaw="no text"))
    return flaws


def _correct_record(record: Record) -> Record:
    """The same row, sent again with something added by hand."""
    more = "(corregido)" if record.contact.language == "es" else "(edited)"
    turns = [*record.words.turns, ("customer", more)] if record.words.turns else []
    words = Words(f"{record.words.text} {more}".strip() if not turns else "", turns, record.words.personal)
    return replace(record, words=words, flaw="update")
