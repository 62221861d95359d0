"""Who says what, when and where? The whole period, decided before a word is written.

Volume grows by a third over the period whatever is said, so that growth of everything is no event;
what each issue does comes on top, as a factor on its weight in each week.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from voc.demo.catalogue import Catalogue, Topic
from voc.demo.customers import Customer, invent_customers
from voc.demo.phrases import start_random

LAST_DAY = date(2026, 5, 17)  # a Sunday
GROWTH = 0.30
FOLLOW_UP_DAYS = (1, 10)
NO_CUSTOMER = {"web": 0.35, "survey": 0.08, "call": 0.02, "agent_note": 0.0}
OTHER_SHARES = {"aside": 0.012, "nothing": 0.016, "french": 0.011}
OTHER_CHANNELS = {"aside": (2, 3, 2, 4), "nothing": (1, 6, 0, 4), "french": (3, 3, 0, 4)}
CHANNELS = ("agent_note", "survey", "call", "web")
SECOND_ISSUE = {"survey": 0.25, "web": 0.05, "call": 0.05, "agent_note": 0.04}
WEEKDAYS = (19, 17, 16, 15, 15, 10, 8)  # parts of a week's contacts, Monday first
HOURS = {8: 3, 9: 8, 10: 11, 11: 11, 12: 9, 13: 7, 14: 5, 15: 5, 16: 8, 17: 9, 18: 9, 19: 7, 20: 5, 21: 3}


@dataclass(frozen=True)
class Planned:
    """One contact before its words: `what` is issue, aside, nothing or french."""

    when: datetime  # naive, in the workspace's zone
    channel: str
    language: str
    country: str
    customer: Customer | None
    what: str
    topics: tuple[str, ...]
    aside: str  # the one-off's pattern, used in no other contact
    follow_up: int  # how many contacts of the same customer about the same issue came before in the chain


@dataclass(frozen=True)
class FollowUp:
    """A contact that is to come: its customer was not helped."""

    when: datetime
    customer: Customer
    topic: str
    number: int


def list_mondays(weeks: int) -> list[date]:
    """List the Mondays of the period's weeks; the last week ends on `LAST_DAY`."""
    last = LAST_DAY - timedelta(days=6)
    return [last - timedelta(weeks=back) for back in range(weeks - 1, -1, -1)]


def measure_pull(topic: Topic, week: int, weeks: int) -> float:
    """Factor on a topic's weight in a week of the period, by its dynamic; 1 is a normal week."""
    position = (week + 0.5) / weeks
    start = min(int(topic.at * weeks), weeks - 1)
    since = week - start
    shapes = {
        "stable": 1.0,
        "growth": 0.4 + 1.8 * position,
        "decline": 1.8 - 1.5 * position,
        "emergence": 0.0 if since < 0 else min(1.0 + 0.5 * since, 3.0),
        "burst": 7.0 if 0 <= since < topic.length else 1.0,
        "fix": 1.3 if since < 0 else 0.1,
        "dormant": 1.7 if since < 0 else 0.0,
        "reopening": 1.4 if position < 0.3 else (1.6 if since >= 0 else 0.0),
    }
    return shapes[topic.dynamic]


def plan_contacts(catalogue: Catalogue, contacts: int, weeks: int, seed: int) -> list[Planned]:
    """Plan exactly `contacts` contacts, in the order of their times."""
    rng = start_random(f"plan {seed}")
    pool = invent_customers(max(8, int(contacts * 0.6)), rng)
    asides = {code: rng.sample(texts, len(texts)) for code, texts in sorted(catalogue.asides.items())}
    due: list[FollowUp] = []
    planned: list[Planned] = []
    for week, (monday, count) in enumerate(
        zip(list_mondays(weeks), spread_volume(contacts, weeks, rng), strict=True)
    ):
        pulls = [topic.weight * measure_pull(topic, week, weeks) for topic in catalogue.topics]
        planned.extend(_plan_week(catalogue, monday, count, pulls, pool, asides, due, rng))
    return sorted(planned, key=lambda contact: contact.when)


def spread_volume(contacts: int, weeks: int, rng: Random) -> list[int]:
    """Spread the contacts over the weeks: a steady rise and a little noise; sums to `contacts`."""
    parts = [(1 + GROWTH * week / max(weeks - 1, 1)) * rng.uniform(0.96, 1.04) for week in range(weeks)]
    total, taken, counts = sum(parts), 0.0, []
    for part in parts:
        before = round(taken * contacts / total)
        taken += part
        counts.append(round(taken * contacts / total) - before)
    return counts


def _plan_week(
    catalogue: Catalogue,
    monday: date,
    count: int,
    pulls: list[float],
    pool: list[Customer],
    asides: dict[str, list[str]],
    due: list[FollowUp],
    rng: Random,
) -> list[Planned]:
    end = datetime.combine(monday + timedelta(days=7), time())
    now_due = sorted((f for f in due if f.when < end), key=lambda f: f.when)[: count // 3]
    due[:] = [f for f in due if f.when >= end]
    by_key = {topic.key: topic for topic in catalogue.topics}
    found = []
    for number in range(count):
        if number < len(now_due):
            contact = _plan_follow_up(now_due[number], by_key, rng)
        else:
            contact = _plan_first(catalogue, monday, pulls, pool, asides, rng)
        found.append(contact)
        _schedule_follow_up(contact, by_key, due, rng)
    return found


def _plan_first(
    catalogue: Catalogue,
    monday: date,
    pulls: list[float],
    pool: list[Customer],
    asides: dict[str, list[str]],
    rng: Random,
) -> Planned:
    customer = rng.choice(pool)
    what = next((w for w, share in OTHER_SHARES.items() if rng.random() < share), "issue")
    if what == "aside" and not asides[customer.language]:
        what = "issue"
    aside = asides[customer.language].pop() if what == "aside" else ""
    topics = tuple(t.key for t in rng.choices(catalogue.topics, pulls)) if what == "issue" else ()
    weights = _weigh_channels(catalogue, topics) if topics else OTHER_CHANNELS[what]
    channel = rng.choices(CHANNELS, weights)[0]
    if topics and rng.random() < SECOND_ISSUE[channel]:
        second = rng.choices(catalogue.topics, pulls)[0].key
        topics = topics if second in topics else (*topics, second)
    known = None if rng.random() < NO_CUSTOMER[channel] else customer
    language = "fr" if what == "french" else customer.language
    when = _pick_time(monday, channel, rng)
    return Planned(when, channel, language, customer.country, known, what, topics, aside, 0)


def _weigh_channels(catalogue: Catalogue, topics: tuple[str, ...]) -> list[float]:
    topic = next(t for t in catalogue.topics if t.key == topics[0])
    return [topic.channels.get(channel, 0.0) for channel in CHANNELS]


def _plan_follow_up(due: FollowUp, by_key: dict[str, Topic], rng: Random) -> Planned:
    topic = by_key[due.topic]
    channel = rng.choices(CHANNELS, [topic.channels.get(c, 0.0) for c in CHANNELS])[0]
    who = due.customer
    return Planned(due.when, channel, who.language, who.country, who, "issue", (due.topic,), "", due.number)


def _schedule_follow_up(contact: Planned, by_key: dict[str, Topic], due: list[FollowUp], rng: Random) -> None:
    if contact.customer is None or not contact.topics:
        return
    chance = by_key[contact.topics[0]].repeats / (1 + contact.follow_up)
    if rng.random() < chance:
        days, minutes = rng.randint(*FOLLOW_UP_DAYS), rng.randrange(-180, 180)
        when = contact.when + timedelta(days=days, minutes=minutes)
        due.append(FollowUp(when, contact.customer, contact.topics[0], contact.follow_up + 1))


def _pick_time(monday: date, channel: str, rng: Random) -> datetime:
    day = monday + timedelta(days=rng.choices(range(7), WEEKDAYS)[0])
    hour = (
        rng.randrange(24)
        if channel == "web" and rng.random() < 0.3
        else rng.choices([*HOURS], [*HOURS.values()])[0]
    )
    return datetime.combine(day, time(hour, rng.randrange(60), rng.randrange(60)))
