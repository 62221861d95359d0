"""What does a WebVTT or SubRip file hold?

It is one call, known by its file's stem.
"""

import json
import re
from typing import Any

from voc.errors import SourceError
from voc.settings import SourceSettings
from voc.sources.cues import CueSheet, read_cues
from voc.sources.encoding import decode_bytes
from voc.sources.files import SourceFile, derive_stem
from voc.sources.index import TranscriptIndex
from voc.sources.rowset import Rowset
from voc.sources.turns import Turn, split_cues

TRANSCRIPT_ROW = 0  # a transcript stands at no row of its file
NAMED_VALUE = re.compile(r"\s*(\w[\w .-]*?)\s*[:=]\s*(.+)")
ZOOM_NAME = re.compile(r"GMT(\d{4})(\d{2})(\d{2})-(\d{2})(\d{2})(\d{2})")
NO_DATE = "nothing says when the call was; set metadata to an index, or write 'NOTE occurred_at: ...' in it"


def read_cue_transcript(
    data: bytes, source: SourceSettings, source_file: SourceFile, index: TranscriptIndex | None
) -> Rowset:
    """Read a WebVTT or SubRip file as one record, whose text is its turns.

    Raises:
        SourceError: nothing says when the call was.
    """
    sheet = read_cues(decode_bytes(data))
    stem = derive_stem(source_file.path.name)
    said = _read_spoken_objects(sheet.cues)
    known = index.find_row(stem) if index else _find_date(sheet, stem, said, source)
    turns = _join_spoken(said) if said else split_cues(sheet.cues, source.customer_speakers)
    cells = {name: [cell] for name, cell in known.items()} | {"id": [stem], "text": [turns]}
    return Rowset(positions=[TRANSCRIPT_ROW], cells=cells)


def _read_spoken_objects(cues: list[str]) -> list[dict[str, Any]]:
    """Read the JSON that Teams' metadataContent has in each cue: who said what, and when."""
    if not cues or not all(cue.lstrip().startswith("{") for cue in cues):
        return []
    try:
        read = [json.loads(cue) for cue in cues]
    except ValueError:
        return []
    return [item for item in read if isinstance(item, dict) and isinstance(item.get("spokenText"), str)]


def _join_spoken(said: list[dict[str, Any]]) -> list[Turn]:
    names = [str(item.get("speakerName") or "").strip() for item in said]
    return [
        Turn((name,) if name else (), " ".join(item["spokenText"].split()))
        for name, item in zip(names, said, strict=True)
    ]


def _find_date(
    sheet: CueSheet, stem: str, said: list[dict[str, Any]], source: SourceSettings
) -> dict[str, Any]:
    """Find when a call without an index was: in its comments, its cues, or the name that Zoom gives it."""
    known = _read_comments(sheet.comments, source)
    named = ZOOM_NAME.search(stem) if source.preset == "zoom" else None
    spoken = next((item["startDateTime"] for item in said if item.get("startDateTime")), None)
    if named:
        known.setdefault("occurred_at", "{}-{}-{}T{}:{}:{}Z".format(*named.groups()))
    if spoken:
        known.setdefault("occurred_at", spoken)
    if "occurred_at" not in known:
        raise SourceError(NO_DATE, field="occurred_at")
    return known


def _read_comments(comments: list[str], source: SourceSettings) -> dict[str, str]:
    """Read what NOTE lines say by a field's name, or by its column's."""
    names = {"occurred_at": "occurred_at"} | {column: name for name, column in source.fields.items()}
    lines = [line for comment in comments for line in comment.split("\n")]
    said = filter(None, map(NAMED_VALUE.match, lines))
    return {names[match[1]]: match[2].strip() for match in said if match[1] in names}
