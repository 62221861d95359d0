"""Transcripts as each transcription system writes them: who said what, and when it was."""

# ruff: noqa: E501  the systems' own lines are long

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.sources.blocks import Put, list_rows, read_block

AT = datetime(2026, 5, 4, 8, 0, tzinfo=UTC)
INDEX = "id,occurred_at,customer\nk1,2026-05-04 10:00,600\n"
INDEXED = 'metadata = "inbox/index.csv"\n'
SPEAKER = 'customer_speakers = ["spk_1"]\n'
SAID = "No tengo línea desde ayer.\n¿Cuándo vienen?"


def say_words(text: str, label: dict[str, str], at: float) -> list[dict[str, Any]]:
    """Write words as Transcribe does: each with times in strings, punctuation without."""
    items: list[dict[str, Any]] = []
    for i, word in enumerate(text.replace("?", " ?").replace(".", " .").split()):
        is_mark = word in "?."
        times = {} if is_mark else {"start_time": f"{at + i:.2f}", "end_time": f"{at + i + 0.5:.2f}"}
        kind = "punctuation" if is_mark else "pronunciation"
        items.append(
            {"type": kind, "alternatives": [{"confidence": "0.9", "content": word}], **times, **label}
        )
    return items


SPOKEN = [("spk_0", "Hola dígame.", 0), ("spk_1", "No tengo línea desde ayer.", 10), ("spk_0", "Entiendo.", 30),
          ("spk_1", "¿Cuándo vienen?", 40)]  # fmt: skip
ITEMS = [item for label, text, at in SPOKEN for item in say_words(text, {}, at)]
SEGMENTS = [
    {"start_time": f"{at}.00", "end_time": f"{at + 5}.00", "speaker_label": label,
     "items": [{"start_time": i["start_time"], "end_time": i["end_time"], "speaker_label": label}
               for i in say_words(text, {}, at) if "start_time" in i]}
    for label, text, at in SPOKEN
]  # fmt: skip
TRANSCRIBE = {"jobName": "k1-job", "accountId": "111122223333", "status": "COMPLETED"}
RESULTS = {
    "newer": {
        "speaker_labels": {"speakers": 2, "segments": SEGMENTS}, "items": ITEMS,
        "audio_segments": [{"id": i, "transcript": text, "start_time": str(at), "end_time": str(at + 5),
                            "speaker_label": label, "items": [i]} for i, (label, text, at) in enumerate(SPOKEN)],
    },
    "older": {"speaker_labels": {"speakers": 2, "segments": SEGMENTS}, "items": ITEMS},
    "labelled items": {"items": [i for label, text, at in SPOKEN for i in say_words(text, {"speaker_label": label}, at)]},
    "channels": {
        "items": ITEMS,
        "channel_labels": {"number_of_channels": 2, "channels": [
            {"channel_label": f"ch_{n}", "items": [i for label, text, at in SPOKEN if label == f"spk_{n}"
                                                  for i in say_words(text, {}, at)]} for n in (0, 1)]},
    },
}  # fmt: skip
CONNECT = {
    "Version": "1.1.0", "AccountId": "111122223333", "Channel": "VOICE", "JobStatus": "COMPLETED",
    "LanguageCode": "es-ES", "ContentMetadata": {"Output": "Raw"}, "Categories": {"MatchedCategories": []},
    "Participants": [{"ParticipantId": "AGENT", "ParticipantRole": "AGENT"},
                     {"ParticipantId": "CUSTOMER", "ParticipantRole": "CUSTOMER"}],
    "CustomerMetadata": {"ContactId": "75b5-11", "InstanceId": "f0e1",
                         "InputS3Uri": "s3://b/CallRecordings/2026/05/04/75b5-11_20260504T08:00_UTC.wav"},
    "Transcript": [
        {"BeginOffsetMillis": 0, "EndOffsetMillis": 900, "Content": "Hola, dígame.", "Id": "a",
         "ParticipantId": "AGENT", "ParticipantRole": "AGENT", "Sentiment": "NEUTRAL"},
        {"BeginOffsetMillis": 1000, "EndOffsetMillis": 2900, "Content": "No tengo línea desde ayer.", "Id": "b",
         "ParticipantId": "CUSTOMER", "ParticipantRole": "CUSTOMER", "Sentiment": "NEGATIVE"},
        {"BeginOffsetMillis": 3000, "EndOffsetMillis": 3900, "Content": "Entiendo.", "Id": "c",
         "ParticipantId": "AGENT", "ParticipantRole": "AGENT"},
        {"BeginOffsetMillis": 4000, "EndOffsetMillis": 4900, "Content": "¿Cuándo vienen?", "Id": "d",
         "ParticipantId": "CUSTOMER", "ParticipantRole": "CUSTOMER"},
    ],
}  # fmt: skip
GENESYS = {
    "organizationId": "o1", "conversationId": "c-77", "communicationId": "m1", "recordingId": "r1",
    "mediaType": "call", "conversationStartTime": 1777881600000, "startTime": 1777881602000,
    "participants": [{"participantPurpose": "external", "startTimeMs": 1777881600000}],
    "transcripts": [{"transcriptId": "t1", "language": "es-es", "startTime": 1777881602000, "phrases": [
        {"text": "hola dígame", "stability": 1.0, "confidence": 0.9, "startTimeMs": 1777881602000,
         "duration": {"milliseconds": 900}, "participantPurpose": "internal", "phraseIndex": 0},
        {"text": "No tengo línea", "startTimeMs": 1777881603000, "participantPurpose": "external", "phraseIndex": 1},
        {"text": "desde ayer.", "startTimeMs": 1777881604000, "participantPurpose": "external", "phraseIndex": 2},
        {"text": "entiendo", "startTimeMs": 1777881605000, "participantPurpose": "internal", "phraseIndex": 3},
        {"text": "¿Cuándo vienen?", "startTimeMs": 1777881606000, "participantPurpose": "external",
         "phraseIndex": 4}]}],
}  # fmt: skip


def read_call(
    put: Put, preset: str, document: object, more: str = "", name: str = "k1.json"
) -> list[tuple[Any, ...]]:
    body = document if isinstance(document, str) else json.dumps(document)
    put("inbox/index.csv", INDEX)
    reading = read_block(put, f'preset = "{preset}"\n{more}', name, body)
    return list_rows(reading, "source_id", "occurred_at", "text")


def find_fault(put: Put, preset: str, document: object, more: str = "", name: str = "k1.json") -> str:
    body = document if isinstance(document, str) else json.dumps(document)
    put("inbox/index.csv", INDEX)
    return str(read_block(put, f'preset = "{preset}"\n{more}', name, body).refused["reason"].item())


@pytest.mark.parametrize("shape", RESULTS)
def test_amazon_transcribe_in_each_of_its_shapes(put: Put, shape: str) -> None:
    document = TRANSCRIBE | {"results": {"transcripts": [{"transcript": "todo"}], **RESULTS[shape]}}
    who = 'customer_speakers = ["ch_1"]\n' if shape == "channels" else SPEAKER
    assert read_call(put, "amazon_transcribe", document, INDEXED + who) == [("k1", AT, SAID)]


def test_where_nobody_says_who_the_customer_is_the_refusal_says_how_to(put: Put) -> None:
    document = TRANSCRIBE | {"results": RESULTS["newer"]}
    reason = find_fault(put, "amazon_transcribe", document, INDEXED)
    assert "'spk_0', 'spk_1'" in reason
    assert 'customer_speakers, like ["spk_1"]' in reason


def test_where_nothing_says_when_it_was_the_refusal_says_how_to(put: Put) -> None:
    reason = find_fault(put, "amazon_transcribe", TRANSCRIBE | {"results": RESULTS["newer"]}, SPEAKER)
    assert "metadata" in reason
    assert "occurred_at" in reason


def test_contact_lens_says_who_and_its_recording_when(put: Put) -> None:
    assert read_call(put, "amazon_connect", CONNECT) == [("75b5-11", AT, SAID)]


@pytest.mark.parametrize(
    "name", ["75b5-11_analysis_2026-05-04T08:00:00Z.json", "75b5_analysis_redacted_2026-05-04T08_00_00Z.json"]
)
def test_contact_lens_file_says_when_where_the_recording_does_not(put: Put, name: str) -> None:
    document = CONNECT | {"CustomerMetadata": {"ContactId": "75b5-11"}}
    assert read_call(put, "amazon_connect", document, name=name) == [("75b5-11", AT, SAID)]


def test_genesys_external_is_the_customer(put: Put) -> None:
    assert read_call(put, "genesys", GENESYS) == [("c-77", AT, SAID)]


def test_whisper_tells_nobody_apart_and_all_is_taken(put: Put) -> None:
    segments = [{"id": i, "seek": 0, "start": at, "end": at + 4.0, "text": f" {text}", "no_speech_prob": 0.01}
                for i, (_, text, at) in enumerate(SPOKEN)]  # fmt: skip
    document = {"text": " ".join(text for _, text, _ in SPOKEN), "segments": segments, "language": "es"}
    all_said = "Hola dígame. No tengo línea desde ayer. Entiendo. ¿Cuándo vienen?"
    assert read_call(put, "whisper", document, INDEXED) == [("k1", AT, all_said)]


def test_whisperx_has_speakers(put: Put) -> None:
    segments = [{"start": at, "end": at + 4.0, "text": f" {text}", "speaker": f"SPEAKER_0{label[-1]}", "words": []}
                for label, text, at in SPOKEN]  # fmt: skip
    document = {"segments": segments, "word_segments": [], "language": "es"}
    more = INDEXED + 'customer_speakers = ["SPEAKER_01"]\n'
    assert read_call(put, "whisper", document, more) == [("k1", AT, SAID)]
    assert "'SPEAKER_00', 'SPEAKER_01'" in find_fault(put, "whisper", document, INDEXED)


def test_whisper_cpp_calls_its_segments_transcription(put: Put) -> None:
    parts = [{"timestamps": {"from": "00:00:00,000", "to": "00:00:02,000"}, "offsets": {"from": 0, "to": 2000},
              "text": " No tengo línea desde ayer."}]  # fmt: skip
    document = {"systeminfo": "", "model": {}, "result": {"language": "es"}, "transcription": parts}
    assert read_call(put, "whisper", document, INDEXED) == [("k1", AT, "No tengo línea desde ayer.")]


UTTERANCES = [{"start": float(at), "end": at + 4.0, "confidence": 0.9, "channel": 0, "transcript": text, "id": str(at),
               "speaker": int(label[-1]), "words": []} for label, text, at in SPOKEN]  # fmt: skip
ABOUT = {
    "request_id": "d1",
    "sha256": "ab",
    "created": "2026-05-04T08:00:00.000Z",
    "duration": 50.0,
    "channels": 1,
}


def make_channel(chosen: str | None) -> dict[str, Any]:
    """Write a channel with its paragraphs: of one speaker, or of all."""
    paragraphs = [
        {"sentences": [{"text": text, "start": at, "end": at + 4}], "start": at, "end": at + 4, "num_words": 3,
         **({} if chosen else {"speaker": int(label[-1])})}
        for label, text, at in SPOKEN if chosen in (None, label)
    ]  # fmt: skip
    words = " ".join(p["sentences"][0]["text"] for p in paragraphs)
    best = {
        "transcript": words,
        "confidence": 0.9,
        "words": [],
        "paragraphs": {"transcript": "", "paragraphs": paragraphs},
    }
    return {"alternatives": [best]}


@pytest.mark.parametrize(
    ("results", "customer"),
    [
        ({"channels": [make_channel(None)], "utterances": UTTERANCES}, "speaker 1"),
        ({"channels": [make_channel(None)]}, "speaker 1"),
        ({"channels": [make_channel("spk_0"), make_channel("spk_1")]}, "channel 1"),
        ({"channels": [make_channel("spk_0"), make_channel("spk_1")],
          "utterances": [u | {"channel": u["speaker"]} for u in UTTERANCES]}, "channel 1"),
    ],
)  # fmt: skip
def test_deepgram_by_speakers_or_channels(put: Put, results: dict[str, Any], customer: str) -> None:
    more = f'customer_speakers = ["{customer}"]\n'
    document = {"metadata": ABOUT, "results": results}
    assert read_call(put, "deepgram", document, more) == [("k1", AT, SAID)]


def test_deepgrams_date_gives_way_to_an_index(put: Put) -> None:
    document = {
        "metadata": ABOUT | {"created": "2026-07-01T00:00:00Z"},
        "results": {"utterances": UTTERANCES},
    }
    more = INDEXED + 'customer_speakers = ["speaker 1"]\n'
    assert read_call(put, "deepgram", document, more)[0][1] == AT


def make_vtt(cues: list[str], head: str = "WEBVTT", names: list[str] | None = None) -> str:
    blocks = [
        (f"{names[i]}\n" if names else "") + f"00:00:{i * 5:02d}.000 --> 00:00:{i * 5 + 4:02d}.000\n{cue}\n"
        for i, cue in enumerate(cues)
    ]
    return "\n".join([f"{head}\n", *blocks])


TEAMS_NAMES = [f"f3d6a0d5-2b1c-4b5e-9a0a-1c2d3e4f5a6b/{i}-0" for i in range(9, 13)]
TEAMS_WHO = ["Luis Gil", "Ana López (Guest)", "Luis Gil", "Ana López (Guest)"]
TEAMS = make_vtt(
    [f"<v {who}>{text}</v>" for who, (_, text, _) in zip(TEAMS_WHO, SPOKEN, strict=True)], names=TEAMS_NAMES
)


def test_teams_guests_are_the_customer(put: Put) -> None:
    assert read_call(put, "teams", TEAMS, INDEXED, "k1.vtt") == [("k1", AT, SAID)]


def test_people_in_teams_are_counted_and_never_named(put: Put) -> None:
    reason = find_fault(put, "teams", TEAMS.replace(" (Guest)", ""), INDEXED, "k1.vtt")
    assert "2 by a person's name" in reason
    assert "customer_speakers" in reason
    assert "Ana" not in reason


def test_teams_metadata_says_when_it_was(put: Put) -> None:
    cues = [
        json.dumps({"startDateTime": f"2026-05-04T08:00:{at:02d}+00:00", "endDateTime": "2026-05-04T08:01:00+00:00",
                    "speakerName": who, "spokenText": text, "spokenLanguage": "es-es"}, ensure_ascii=False)
        for who, (_, text, at) in zip(TEAMS_WHO, SPOKEN, strict=True)
    ]  # fmt: skip
    assert read_call(put, "teams", make_vtt(cues), name="k1.vtt") == [("k1", AT, SAID)]


def test_zoom_says_when_in_the_files_name_and_who_before_a_colon(put: Put) -> None:
    cues = [f"{'Luis Gil' if label == 'spk_0' else 'Ana López'}: {text}" for label, text, _ in SPOKEN]
    body = make_vtt(cues, names=["1", "2", "3", "4"])
    name = "GMT20260504-080000_Recording.transcript.vtt"
    more = 'customer_speakers = ["Ana López"]\n'
    assert read_call(put, "zoom", body, more, name) == [("GMT20260504-080000_Recording.transcript", AT, SAID)]
    assert "Ana" not in find_fault(put, "zoom", body, "", name)
    assert "when the call was" in find_fault(put, "zoom", body, more, "k9.vtt")


@pytest.mark.parametrize("preset", ["amazon_transcribe", "amazon_connect", "genesys", "whisper", "deepgram"])
@pytest.mark.parametrize(
    "body", ['{"a": 1}', "[1]", "{", "[]", "null", '{"results": 3}', '{"segments": [{}]}']
)
def test_what_is_no_transcript_is_refused_and_nothing_fails(put: Put, preset: str, body: str) -> None:
    reading = read_block(put, f'preset = "{preset}"\n{INDEXED}', "k1.json", body)
    assert reading.rows.is_empty()
