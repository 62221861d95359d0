"""What is said in a WebVTT or SubRip file, cue by cue?

Real exports lack numbers, blank lines or the header, so a cue is whatever follows a line of times, up
to the next: nothing that was said is dropped for its place.
"""

import re
from dataclasses import dataclass, field

TIME = r"(?:\d+:)?\d{1,2}:\d{1,2}(?:[.,]\d{1,3})?"
TIMES = re.compile(rf"\s*{TIME}\s*-{{1,2}}>\s*{TIME}(?:\s.*)?$")
BLOCK = re.compile(r"\s*(NOTE|STYLE|REGION|WEBVTT)(?:\s|$)")


@dataclass(frozen=True)
class CueSheet:
    """A transcript's cues in order, a string each with its inner lines, and its comments."""

    cues: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)


def read_cues(text: str) -> CueSheet:
    """Read the cues and NOTE comments of a WebVTT or SubRip text; a text without times has no cues."""
    lines = re.split(r"\r\n|\n|\r", text)
    times = [i for i, line in enumerate(lines) if TIMES.match(line)]
    if not times:
        return CueSheet()
    has_names = lines[0].lstrip().startswith("WEBVTT")  # SubRip only numbers its cues
    first, *ends = [_find_end(lines, start, has_names) for start in times] + [len(lines)]
    opening = lines[:first]
    sheet = CueSheet(comments=_split_blocks(opening, after_blank=True)[1])
    for start, end in zip(times, ends, strict=True):
        said, comments = _split_blocks(lines[start + 1 : end], after_blank=False)
        sheet.comments.extend(comments)
        if said.strip():
            sheet.cues.append(said)
    return sheet


def _find_end(lines: list[str], times: int, has_names: bool) -> int:
    """Find where the cue before a line of times ends: nobody says the next one's number or name."""
    before = lines[times - 1].strip() if times else ""
    stands_apart = times == 1 or not lines[times - 2].strip()
    is_name = before.isdecimal() or (has_names and stands_apart)
    return times - 1 if before and is_name else times


def _split_blocks(lines: list[str], *, after_blank: bool) -> tuple[str, list[str]]:
    """Part what is said from the blocks that only players read; one stands between blank lines."""
    said: list[str] = []
    comments: list[str] = []
    block = ""
    for line in lines:
        opened = BLOCK.match(line) if after_blank else None
        after_blank = not line.strip()
        if opened:
            block = opened[1]
            if block == "NOTE":
                comments.append(line.strip().removeprefix("NOTE").strip())
        elif after_blank:
            block = ""
        elif block == "NOTE":
            comments[-1] = f"{comments[-1]}\n{line.strip()}".strip()
        elif not block:
            said.append(line)
    return "\n".join(said), comments
