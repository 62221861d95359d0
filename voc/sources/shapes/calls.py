"""Who said what in a transcript, as each transcription system writes it?

A file is one call. Its id is the system's own for the conversation, else the file's name; when it was, the
file says only where its system does: the rest is for the index.
"""

import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import PurePath
from typing import Any, BinaryIO

from voc.errors import SourceError
from voc.settings import SourceSettings
from voc.sources.files import derive_stem
from voc.sources.shapes.documents import get_number, get_object, get_text, list_objects, read_objects

Record = dict[str, Any]
Line = tuple[Any, str]  # its speaker's label as the file has it, and what was said
RECORDED = re.compile(r"_(\d{4})-?(\d{2})-?(\d{2})[T_ ](\d{2})[:_]?(\d{2})(?:[:_]?(\d{2}))?_?(?:Z|UTC)")


def read_amazon_transcribe(stream: BinaryIO, _source: SourceSettings) -> Iterator[Any]:
    """Read Transcribe's job output: `audio_segments`, or `items` with speaker or channel labels."""
    for document in _read_calls(stream, "Amazon Transcribe", "results"):
        results = get_object(document["results"])
        lines = _list_audio_segments(results) or _join_items(_list_items(results))
        if not lines:
            lines = [
                (None, get_text(part.get("transcript"))) for part in list_objects(results.get("transcripts"))
            ]
        yield {**document, "id": _name_call(stream), "text": make_turns(lines)}


def _list_audio_segments(results: Record) -> list[Line]:
    segments = list_objects(results.get("audio_segments"))
    return [
        (segment.get("speaker_label") or segment.get("channel_label"), segment["transcript"])
        for segment in segments
        if isinstance(segment.get("transcript"), str)
    ]


def _list_items(results: Record) -> list[Record]:
    """List the words in order of time, each with its speaker's or channel's label."""
    channels = list_objects(get_object(results.get("channel_labels")).get("channels"))
    if channels:
        words = [
            {**item, "label": channel.get("channel_label")}
            for channel in channels
            for item in _place_punctuation(list_objects(channel.get("items")))
        ]
        return sorted(words, key=lambda item: item["at"])
    segments = list_objects(get_object(results.get("speaker_labels")).get("segments"))
    said = {
        str(i.get("start_time")): i.get("speaker_label")
        for s in segments
        for i in list_objects(s.get("items"))
    }
    items = list_objects(results.get("items"))
    return [
        {**item, "label": item.get("speaker_label") or said.get(str(item.get("start_time")))}
        for item in items
    ]


def _place_punctuation(items: list[Record]) -> Iterator[Record]:
    """Give punctuation, which has no time, the time of the word before it."""
    at = 0.0
    for item in items:
        at = get_number(item.get("start_time"), at)
        yield {**item, "at": at}


def _join_items(items: list[Record]) -> list[Line]:
    lines: list[tuple[str | None, list[str]]] = []
    for item in items:
        alternatives = list_objects(item.get("alternatives"))
        word = get_text(alternatives[0].get("content")) if alternatives else ""
        is_mark = item.get("type") == "punctuation"
        if lines and (is_mark or item["label"] == lines[-1][0]):
            lines[-1][1].append(word if is_mark else f" {word}")
        else:
            lines.append((item["label"], [word]))
    return [(label, "".join(words).strip()) for label, words in lines]


def read_amazon_connect(stream: BinaryIO, _source: SourceSettings) -> Iterator[Any]:
    """Read Contact Lens' analysis of a call or chat, also Transcribe Call Analytics'."""
    for document in _read_calls(stream, "Amazon Connect", "Transcript"):
        about = get_object(document.get("CustomerMetadata"))
        lines = [
            (part.get("ParticipantRole") or part.get("ParticipantId"), get_text(part.get("Content")))
            for part in list_objects(document["Transcript"])
        ]
        yield {
            **document,
            "id": about.get("ContactId") or _name_call(stream),
            "occurred_at": _find_time(str(about.get("InputS3Uri"))) or _find_time(stream.name),
            "language": document.get("LanguageCode"),
            "text": make_turns(lines),
        }


def read_genesys(stream: BinaryIO, _source: SourceSettings) -> Iterator[Any]:
    """Read Genesys Cloud's transcripts: `external` is the customer."""
    for document in _read_calls(stream, "Genesys Cloud", "transcripts"):
        transcripts = list_objects(document["transcripts"])
        phrases = [phrase for part in transcripts for phrase in list_objects(part.get("phrases"))]
        phrases.sort(key=lambda phrase: get_number(phrase.get("startTimeMs")))
        first = transcripts[0] if transcripts else {}
        yield {
            **document,
            "id": document.get("conversationId") or _name_call(stream),
            "occurred_at": document.get("conversationStartTime")
            or document.get("startTime")
            or first.get("startTime"),
            "language": first.get("language"),
            "text": make_turns([(p.get("participantPurpose"), get_text(p.get("text"))) for p in phrases]),
        }


def read_whisper(stream: BinaryIO, _source: SourceSettings) -> Iterator[Any]:
    """Read Whisper's JSON, whisperX's with speakers, or whisper.cpp's `transcription`."""
    for document in _read_calls(stream, "Whisper", "segments", "transcription", "text"):
        segments = list_objects(document.get("segments") or document.get("transcription"))
        lines = [(part.get("speaker"), get_text(part.get("text"))) for part in segments]
        yield {
            **document,
            "id": _name_call(stream),
            "language": document.get("language") or get_object(document.get("result")).get("language"),
            "text": make_turns(lines or [(None, get_text(document.get("text")))]),
        }


def read_deepgram(stream: BinaryIO, source: SourceSettings) -> Iterator[Any]:
    """Read Deepgram's response: utterances, else each channel's paragraphs, else its transcript."""
    for document in _read_calls(stream, "Deepgram", "results"):
        results, about = get_object(document["results"]), get_object(document.get("metadata"))
        channels = list_objects(results.get("channels"))
        has_channels = len(channels) > 1
        utterances = list_objects(results.get("utterances"))
        lines = [
            (_label_deepgram(u, u.get("channel"), has_channels), get_text(u.get("transcript")))
            for u in utterances
        ]
        yield {
            **document,
            "id": _name_call(stream),
            "occurred_at": None if source.metadata else about.get("created"),
            "language": channels[0].get("detected_language") if channels else None,
            "text": make_turns(lines or _list_paragraphs(channels)),
        }


def _list_paragraphs(channels: list[Record]) -> list[Line]:
    """List all channels' paragraphs in order of time."""
    found: list[tuple[float, Line]] = []
    for number, channel in enumerate(channels):
        best = (list_objects(channel.get("alternatives")) or [{}])[0]
        paragraphs = list_objects(get_object(best.get("paragraphs")).get("paragraphs"))
        for part in paragraphs or [best]:
            said = " ".join(get_text(s.get("text")) for s in list_objects(part.get("sentences")))
            label = _label_deepgram(part, number, len(channels) > 1)
            found.append((get_number(part.get("start")), (label, said or get_text(part.get("transcript")))))
    return [line for _, line in sorted(found, key=lambda entry: entry[0])]


def _label_deepgram(part: Record, channel: Any, has_channels: bool) -> str | None:
    """Label a speaker: by channel where there are several, since each is one side of the call."""
    if has_channels and channel is not None:
        return f"channel {channel}"
    return f"speaker {part['speaker']}" if part.get("speaker") is not None else None


def _read_calls(stream: BinaryIO, system: str, *needed: str) -> Iterator[Record]:
    for document in read_objects(stream):
        if not isinstance(document, dict) or not set(needed) & set(document):
            raise SourceError(f"is no transcript of {system}: it has no {needed[0]!r}")
        yield document


def make_turns(lines: list[Line]) -> list[dict[str, Any]]:
    """Make turns of lines: what one speaker says on end is one turn; what says nothing is none."""
    said = [(get_text(label), " ".join(text.split())) for label, text in lines if text.strip()]
    return [
        {"text": " ".join(text for _, text in group), **({"speaker": label} if label else {})}
        for label, group in groupby(said, key=lambda line: line[0])
    ]


def _name_call(stream: BinaryIO) -> str:
    return derive_stem(PurePath(stream.name).name)


def _find_time(name: str) -> str | None:
    """Find the time in the name of a recording (`…_20260504T08:00_UTC.wav`) or of its analysis."""
    match = RECORDED.search(name)
    return "{}-{}-{}T{}:{}:{}Z".format(*(part or "00" for part in match.groups())) if match else None
