"""What do the call systems export? WebVTT with voice tags and an index, and JSON Lines with turns."""

import csv
import io
import json
from typing import TypedDict

from voc.demo.records import Record

VOICES = {
    "es": {"agent": "Agente", "customer": "Cliente"},
    "en": {"agent": "Agent", "customer": "Customer"},
}
WORDS_A_SECOND = 2.6
PAUSE = 0.8


class Cue(TypedDict):
    """One turn: who, what, and its seconds from the call's start."""

    speaker: str
    text: str
    start: float
    end: float


def write_transcripts(records: list[Record]) -> dict[str, bytes]:
    """One WebVTT file a call, and index.csv; the call without a date stands in no index."""
    out = io.StringIO()
    index = csv.writer(out, lineterminator="\n")
    index.writerow(("llamada", "inicio", "cliente", "agente", "cola", "producto", "duracion_s"))
    files = {}
    for r in records:
        cues = time_turns(r)
        files[f"calls/{r.id}.vtt"] = _write_cues(cues).encode()
        if r.when is not None:
            customer = r.contact.customer.id if r.contact.customer else ""
            lasts = round(cues[-1]["end"]) if cues else 4
            index.writerow(
                (r.id, f"{r.when:%Y-%m-%dT%H:%M:%S}", customer, r.agent, r.department, r.product, lasts)
            )
    return {**files, "calls/index.csv": out.getvalue().encode()}


def write_call_center(records: list[Record]) -> dict[str, bytes]:
    """The outsourced call centre's JSON Lines: a call a line, its turns inside."""
    lines = [
        {
            "call_id": r.id or None,
            "started_at": f"{r.when:%Y-%m-%dT%H:%M:%S}" if r.when else None,
            "customer": {"ref": r.contact.customer.id if r.contact.customer else None},
            "agent": {"ref": r.agent},
            "queue": r.department or None,
            "product": r.product or None,
            "turns": time_turns(r),
        }
        for r in records
    ]
    return {
        "call_center/llamadas.jsonl": "".join(
            json.dumps(x, ensure_ascii=False) + "\n" for x in lines
        ).encode()
    }


def time_turns(record: Record) -> list[Cue]:
    """Give every turn its speaker's name and its seconds from the call's start."""
    at = 1.2
    turns: list[Cue] = []
    for who, text in record.words.turns:
        lasts = 0.6 + len(text.split()) / WORDS_A_SECOND
        speaker = VOICES[record.contact.language][who]
        turns.append({"speaker": speaker, "text": text, "start": round(at, 2), "end": round(at + lasts, 2)})
        at += lasts + PAUSE
    return turns


def _write_cues(cues: list[Cue]) -> str:
    blocks = [
        f"{_tell_time(c['start'])} --> {_tell_time(c['end'])}\n<v {c['speaker']}>{c['text']}</v>\n"
        for c in cues
    ]
    return "\n".join(("WEBVTT\n", *blocks))


def _tell_time(seconds: float) -> str:
    minutes, rest = divmod(seconds, 60)
    return f"{int(minutes) // 60:02d}:{int(minutes) % 60:02d}:{rest:06.3f}"
