"""Who said what in a conversation, and which of it did the customer say?

A speaker is told by a voice tag, by a prefix (`Cliente: ...`) or by a turn's own keys. Only words that
are surely the customer's are taken; where nobody is named at all, as in a voicemail, all are.
"""

import html
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from voc.sources.speakers import fold_name, is_customer, is_role_name, knows_speaker

VOICE = re.compile(r"<v(?:\.[^\s>]*)?(?:\s+([^>]*))?>")
MARKUP = re.compile(
    r"</?(?:c|i|b|u|v|ruby|rt|lang|font)(?:[.\s][^>]*)?>|<\d{1,2}:[\d:.]+>|\{\\[^}]*\}", re.IGNORECASE
)
STAMP = re.compile(r"^\s*[\[(]?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d+)?[\])]?\s*[-\u2013]?\s*(?=\S)")
BRACKETED = re.compile(r"^\s*[\[(]([^\])\n]{1,40})[\])]\s*:?\s*(.*)$", re.DOTALL)
PREFIXED = re.compile(r"^\s*([^:\n.,;!?¿¡\"]{1,40}?)\s*:(\s|$)?\s*(.*)$", re.DOTALL)
LONGEST_NAME_WORDS = 4
TEXT_KEYS = (
    "text", "content", "transcript", "utterance", "message", "body", "phrase", "sentence",
    "humantranscript", "asrtranscript", "texto", "mensaje", "contenido",
)  # fmt: skip
SPEAKER_KEYS = (
    "speaker", "role", "speakerrole", "speakerlabel", "speakertype", "participant", "participantrole",
    "participantpurpose", "author", "from", "sender", "hablante", "rol", "interlocutor",
)  # fmt: skip
NAME_KEYS = ("role", "type", "purpose", "name", "id")  # of a speaker that is an object itself
LAST_SPEAKER_KEYS = ("channel", "canal")  # only where no other key names the speaker


@dataclass(frozen=True)
class Turn:
    """What one speaker said at once; `speakers` holds every name the file gives them, none if none."""

    speakers: tuple[str, ...]
    text: str


def split_cues(cues: Sequence[str], configured: Sequence[str]) -> list[Turn]:
    """Split cues into turns: consecutive words of one speaker are one turn.

    A cue that names nobody goes on with the speaker before it.
    """
    if any(VOICE.search(cue) for cue in cues):
        pieces = [piece for cue in cues for piece in _split_voices(cue)]
    else:
        pieces = list(_split_prefixes([line for cue in cues for line in cue.split("\n")], configured))
    turns: list[Turn] = []
    for speakers, text in pieces:
        clean = _tidy_speech(text)
        if turns and (speakers is None or speakers == turns[-1].speakers):
            turns[-1] = Turn(turns[-1].speakers, f"{turns[-1].text} {clean}".strip())
        elif clean or speakers:
            turns.append(Turn(speakers or (), clean))
    return [turn for turn in turns if turn.text]


def _split_voices(cue: str) -> Iterable[tuple[tuple[str, ...] | None, str]]:
    before, *rest = VOICE.split(cue)
    if before.strip():
        yield None, before
    for name, text in zip(rest[::2], rest[1::2], strict=True):
        label = html.unescape(name or "").strip()
        yield (label,) if label else None, text


def _split_prefixes(
    lines: Sequence[str], configured: Sequence[str]
) -> Iterable[tuple[tuple[str, ...] | None, str]]:
    """Split lines by their prefixes; a word before a colon is a speaker if known, or if it comes again."""
    plain = [MARKUP.sub("", STAMP.sub("", line)) for line in lines if line.strip()]
    found = [_find_prefix(line, configured) for line in plain]
    counts = Counter(fold_name(name) for name, _ in found if name)
    has_roles = any(knows_speaker(name, configured) for name in counts)
    is_script = len(counts) > 1 and not has_roles and all(name for name, _ in found)
    for line, (name, text) in zip(plain, found, strict=True):
        if name and (is_script or counts[fold_name(name)] > 1 or knows_speaker(name, configured)):
            yield (name,), text
        else:
            yield None, line


def _find_prefix(line: str, configured: Sequence[str]) -> tuple[str, str]:
    """Find a line's speaker and words; no speaker is an empty name."""
    bracketed = BRACKETED.match(line)
    if bracketed and knows_speaker(bracketed[1], configured):
        return bracketed[1].strip(), bracketed[2]
    match = PREFIXED.match(line)
    if match is None or not any(c.isalpha() for c in match[1]) or len(match[1].split()) > LONGEST_NAME_WORDS:
        return "", line
    if match[2] is None and not knows_speaker(match[1], configured):  # http://, 10:30
        return "", line
    return match[1].strip(), match[3]


def _tidy_speech(text: str) -> str:
    return " ".join(html.unescape(MARKUP.sub("", text)).split())


def read_turns(value: Any, configured: Sequence[str]) -> list[Turn]:
    """Read the turns of a call as a file gives them: objects, lines, one text, or turns already."""
    if isinstance(value, str):
        return split_cues([value], configured)
    if not isinstance(value, list):
        return []
    if value and all(isinstance(item, str) for item in value):
        return split_cues(value, configured)
    read = [_read_turn(item) if isinstance(item, dict) else item for item in value]
    return [turn for turn in read if isinstance(turn, Turn) and turn.text]


def _read_turn(item: dict[str, Any]) -> Turn:
    values = {re.sub(r"[^a-z]", "", fold_name(key)): value for key, value in item.items()}
    text = next((values[key] for key in TEXT_KEYS if isinstance(values.get(key), str)), "")
    names = [name for key in SPEAKER_KEYS if (name := _name_speaker(values.get(key)))]
    names = names or [name for key in LAST_SPEAKER_KEYS if (name := _name_speaker(values.get(key)))]
    return Turn(tuple(dict.fromkeys(names)), " ".join(text.split()))


def _name_speaker(value: Any) -> str:
    if isinstance(value, dict):
        value = next((value[key] for key in NAME_KEYS if value.get(key)), None)
    return str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""


def looks_like_turns(value: Any) -> bool:
    """Tell a list of objects that are turns: each a text, some with a speaker."""
    if not isinstance(value, list) or not value or not all(isinstance(item, dict) for item in value):
        return False
    turns = [_read_turn(item) for item in value]
    return any(turn.text for turn in turns) and any(turn.speakers for turn in turns)


def join_customer_turns(turns: Sequence[Turn], configured: Sequence[str]) -> tuple[str | None, str]:
    """Join what the customer said, a turn a line.

    Returns:
        The text and an empty reason, or None and the reason why there is none.
    """
    if not turns:
        return None, "holds no turns: nobody says anything"
    if not any(turn.speakers for turn in turns):
        return "\n".join(turn.text for turn in turns), ""
    mine = [turn.text for turn in turns if is_customer(turn.speakers, configured)]
    if mine:
        return "\n".join(mine), ""
    return None, _word_nobody(turns, configured)


def _word_nobody(turns: Sequence[Turn], configured: Sequence[str]) -> str:
    """Word that no turn is the customer's; a role or a label is named, a person is only counted."""
    names = {name for turn in turns for name in turn.speakers}
    roles = sorted(filter(is_role_name, names))
    people = len(names) - len(roles)
    found = [*map(repr, roles), *([f"{people} by a person's name"] if people else [])]
    wanted = "name somebody else" if configured else "say who the customer is"
    return (
        f"none of its {len(turns)} turns is the customer's; speakers: {', '.join(found)}; "
        f'{wanted} with customer_speakers, like ["{roles[-1] if roles else "Cliente"}"]'
    )
