"""Is there anything to show yet?"""

from typing import Any

from dashboards import data
from dashboards.elements import Desk, show_notice
from voc.answers import Reading


def open_or_tell(desk: Desk) -> Reading | None:
    """Open what a page is answered from; where nothing was published yet, say so and what to do."""
    reading = data.open_page(desk.settings)
    if reading is None:
        words = desk.words
        show_notice(words.say("empty.unpublished.title"), words.say("empty.unpublished.advice"))
    return reading


def open_with_contacts(desk: Desk) -> tuple[Reading, dict[str, Any]] | None:
    """Open a page that tells of weeks, with its headline figures; where there is no contact, say so."""
    reading = open_or_tell(desk)
    if reading is None:
        return None
    summary = data.ask_headlines(reading)
    if not summary["all"]["contacts"]:
        words = desk.words
        show_notice(words.say("empty.contacts.title"), words.say("empty.contacts.advice"))
        return None
    return reading, summary
