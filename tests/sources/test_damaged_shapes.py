"""A real export with any one value turned into anything else gives records or a reason, never an accident."""

# ruff: noqa: E501  the systems' own lines are long

import copy
import io
import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.sources.conftest import make_source
from tests.sources.test_call_shapes import (
    ABOUT,
    CONNECT,
    GENESYS,
    RESULTS,
    TRANSCRIBE,
    UTTERANCES,
    make_channel,
)
from tests.sources.test_ticket_shapes import CASE, COMMENTS, FRESHDESK, INTERCOM, ZENDESK
from voc.errors import SourceError
from voc.sources.plugins import SHAPES, NamedStream, read_with_plugin

ODD = (None, True, 3, -1.5, "x", "", [], {}, [None], [[1]], {"a": 1}, [{"a": 1}])
ANSWERS = [{"field": {"id": "a", "ref": "b"}, "type": "choice", "choice": {"label": "Sí"}}]
DOCUMENTS = {
    "zendesk": [{"tickets": [ZENDESK | {"comments": COMMENTS}]}],
    "freshdesk": [FRESHDESK],
    "intercom": [INTERCOM],
    "salesforce": [{"records": [CASE]}],
    "qualtrics": [{"responses": [{"responseId": "R_1", "values": {"QID1": 3}}]}],
    "typeform": [{"items": [{"token": "a", "submitted_at": "2026-05-04", "answers": ANSWERS, "hidden": {"h": 1}}]}],
    "google_forms": [{"responses": [{"responseId": "A", "answers": {"q": {"textAnswers": {"answers": [{"value": 1}]}}}}]}],
    "amazon_transcribe": [TRANSCRIBE | {"results": results} for results in RESULTS.values()],
    "amazon_connect": [CONNECT],
    "genesys": [GENESYS],
    "whisper": [{"text": "a", "segments": [{"text": "b", "speaker": "S"}], "result": {"language": "es"}}],
    "deepgram": [{"metadata": ABOUT, "results": {"channels": [make_channel(None), make_channel("spk_1")],
                                                 "utterances": UTTERANCES[:count]}} for count in (0, 4)],
}  # fmt: skip


def list_places(value: Any) -> Iterator[tuple[Any, ...]]:
    """List the way to every value in a document, of a list's items the first two."""
    pairs = (
        value.items() if isinstance(value, dict) else enumerate(value[:2]) if isinstance(value, list) else ()
    )
    for key, inner in pairs:
        yield (key,)
        yield from ((key, *rest) for rest in list_places(inner))


def damage(document: Any, place: tuple[Any, ...], odd: object) -> Any:
    damaged = copy.deepcopy(document)
    *way, last = place
    holder = damaged
    for key in way:
        holder = holder[key]
    holder[last] = odd
    return damaged


def find_accident(form: str, document: object, channel: str) -> str:
    stream = NamedStream(io.BufferedReader(io.BytesIO(json.dumps(document).encode())), "k1.json")
    try:
        list(read_with_plugin(form, stream, make_source(channel=channel, preset=form)))
    except SourceError as error:
        return error.reason if "in its reader" in error.reason else ""
    return ""


@pytest.mark.parametrize("channel", ["web", "agent_note"])
@pytest.mark.parametrize("form", SHAPES)
def test_no_single_value_makes_a_reader_fail(form: str, channel: str) -> None:
    accidents = {
        (".".join(map(str, place)), str(odd)): reason
        for document in DOCUMENTS[form]
        for place in list_places(document)
        for odd in ODD
        if (reason := find_accident(form, damage(document, place, odd), channel))
    }
    assert accidents == {}
