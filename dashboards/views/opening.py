"""Is there anything to show yet?"""

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
