"""What did somebody answer, in the JSON of a survey's own interface?

Answers stand in lists or under `values`; here each stands under its question's own name, so that
`text = "QID3_TEXT"` or `text = "why_ref"` maps it as a column would.
"""

from collections.abc import Iterator
from typing import Any, BinaryIO

from voc.errors import SourceError
from voc.settings import SourceSettings
from voc.sources.shapes.documents import get_object, list_objects, read_objects

VALUE_KEYS = ("text", "number", "boolean", "email", "url", "date", "phone_number", "file_url")


def read_qualtrics(stream: BinaryIO, _source: SourceSettings) -> Iterator[Any]:
    """Read Qualtrics' JSON responses: what is under `values` stands beside `responseId`."""
    for response in read_objects(stream, "responses"):
        if not isinstance(response, dict):
            yield response
            continue
        if "responseId" not in response:
            raise SourceError("holds no Qualtrics responses: none has a responseId")
        yield {**get_object(response.get("values")), **response}


def read_typeform(stream: BinaryIO, _source: SourceSettings) -> Iterator[Any]:
    """Read Typeform's responses: an answer stands under its field's ref and id."""
    for item in read_objects(stream, "items", "form_response"):
        if not isinstance(item, dict):
            yield item
            continue
        if "answers" not in item and "submitted_at" not in item:
            raise SourceError("holds no Typeform responses: none has answers and submitted_at")
        answers: dict[str, Any] = {}
        for answer in list_objects(item.get("answers")):
            field = get_object(answer.get("field"))
            names = [field[key] for key in ("ref", "id") if isinstance(field.get(key), str)]
            answers |= dict.fromkeys(names, _take_answer(answer))
        yield {
            **answers,
            **get_object(item.get("hidden")),
            **item,
            "token": item.get("token") or item.get("response_id"),
        }


def read_google_forms(stream: BinaryIO, _source: SourceSettings) -> Iterator[Any]:
    """Read the Forms API's responses: an answer stands under its question's id."""
    for response in read_objects(stream, "responses"):
        if not isinstance(response, dict):
            yield response
            continue
        if "responseId" not in response:
            raise SourceError("holds no responses of Google Forms: none has a responseId")
        answers = {
            name: [value.get("value") for value in list_objects(_find_texts(answer))]
            for name, answer in get_object(response.get("answers")).items()
        }
        yield {**answers, **response}


def _find_texts(answer: Any) -> Any:
    return get_object(get_object(answer).get("textAnswers")).get("answers")


def _take_answer(answer: dict[str, Any]) -> Any:
    choices = get_object(answer.get("choices")).get("labels")
    choice = get_object(answer.get("choice"))
    single = choice.get("label") or choice.get("other")
    return choices or single or next((answer[key] for key in VALUE_KEYS if key in answer), None)
