"""Which `[[sources]]` block would take a file in?

The block is TOML that loads as it is. What no column gives is said in a comment beside a name to replace, and
nothing that a customer wrote is repeated.
"""

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from voc.settings.presets import CUES, DERIVED_ID, DOCUMENT, TABLE, Preset
from voc.sources.cues import read_cues
from voc.sources.files import derive_stem, strip_gzip_ending
from voc.sources.mail import MAIL_FORMATS
from voc.sources.presets import KINDS, match_variant
from voc.sources.probe import words
from voc.sources.probe.guesses import TURNS, guess_columns
from voc.sources.probe.indexes import CallIndex, find_index
from voc.sources.probe.recognition import recognise_preset
from voc.sources.probe.sampling import Sample, sample_file
from voc.sources.probe.traits import Guess, split_name
from voc.sources.speakers import is_customer, is_role_name
from voc.sources.turns import split_cues

ORDER = (
    "id", "text", "occurred_at", "customer", "agent", "rating", "product", "department", "touchpoint",
    "language",
)  # fmt: skip
REPLACE_ME = "REPLACE ME"
INDEXED = "id", "text"  # what a call need not map: the file's name and its turns


@dataclass(frozen=True)
class Proposal:
    """What a file seems to be, and the block that would take it in."""

    path: Path
    form: str
    count: int  # records looked at
    columns: tuple[Guess, ...]
    preset: str | None
    channel: str
    block: str  # TOML
    missing: tuple[str, ...]  # required fields for which nothing was found
    notes: tuple[str, ...]


def propose_source(
    path: Path, *, form: str | None = None, root: Path | None = None, taken: Collection[str] = ()
) -> Proposal:
    """Look at a file and propose its block.

    Args:
        path: The file.
        form: Its format, where its name's ending does not say it.
        root: The workspace, from which the block's path is then.
        taken: Names that other sources have.

    Raises:
        SourceError: the file cannot be read.
    """
    sample = sample_file(path, form)
    preset = recognise_preset(sample, path.name)
    guesses = tuple(guess_columns(sample.columns))
    index = find_index(path) if _is_one_call(sample, preset) else None
    fields, missing = _choose_fields(sample, preset, guesses, index)
    channel = preset.channel if preset else _guess_channel(path, guesses, sample)
    notes = _list_notes(sample, preset, guesses, missing, channel)
    lines = [
        "[[sources]]",
        f"name = {_quote(_name_source(path, taken))}",
        *([f"preset = {_quote(preset.name)}"] if preset else [f"channel = {_quote(channel)}"]),
        f"path = {_quote(_generalise_path(path, root, channel))}",
        *([f"format = {_quote(form)}"] if form else []),
        *([f"metadata = {_quote(_place(index.path, root))}"] if index else []),
        *_list_speakers(sample, preset),
        *_write_fields(fields, missing, guesses),
    ]
    return Proposal(
        path=path,
        form=sample.form,
        count=sample.count,
        columns=guesses,
        preset=preset.name if preset else None,
        channel=channel,
        block="\n".join(lines) + "\n",
        missing=tuple(missing),
        notes=tuple(notes),
    )


def _is_one_call(sample: Sample, preset: Preset | None) -> bool:
    is_cues = KINDS.get(sample.form) == CUES
    return is_cues or (preset is not None and preset.channel == "call")


def _choose_fields(
    sample: Sample, preset: Preset | None, guesses: tuple[Guess, ...], index: CallIndex | None
) -> tuple[dict[str, str], list[str]]:
    """Choose each field's column; also the required fields that have none."""
    guessed = {guess.kind: guess.name for guess in guesses if guess.kind in ORDER}
    kind = KINDS.get(sample.form)
    if index is not None:
        return dict(index.fields), []
    if _is_one_call(sample, preset):
        dated = preset is not None and any("occurred_at" in variant.fields for variant in preset.variants)
        return {}, [] if dated or (preset and preset.name in ("zoom", "teams")) else ["metadata"]
    if sample.form in MAIL_FORMATS or (preset is not None and kind == DOCUMENT and not preset.asks):
        return {}, []
    if preset is not None:
        return _ask_fields(preset, sample, guessed)
    has_turns = any(guess.kind == TURNS for guess in guesses)
    if "id" not in guessed and "occurred_at" in guessed and not has_turns:
        guessed["id"] = DERIVED_ID
    required = [name for name in ("id", "text", "occurred_at") if not (has_turns and name == "text")]
    return guessed, [name for name in required if name not in guessed]


def _ask_fields(
    preset: Preset, sample: Sample, guessed: Mapping[str, str]
) -> tuple[dict[str, str], list[str]]:
    """Of a survey's own columns the preset knows; what it cannot know is guessed from the rest."""
    known = match_variant(preset, {}, sample.columns).fields if KINDS[sample.form] == TABLE else {}
    if "text" in known:
        return {}, []
    rest = {
        k: v
        for k, v in guessed.items()
        if k not in known and k not in ("id", "occurred_at", "language", "agent")
    }
    fields = {k: v for k, v in rest.items() if v not in known.values()}
    return fields, [name for name in ("text",) if name not in fields]


def _guess_channel(path: Path, guesses: tuple[Guess, ...], sample: Sample) -> str:
    """Guess the channel by what the columns are called, then by the file's and its folder's name."""
    kinds = {guess.kind: guess for guess in guesses}
    if sample.form in MAIL_FORMATS:
        return "email"
    if KINDS.get(sample.form) == CUES or TURNS in kinds:
        return "call"
    columns = [guess.traits.tokens for kind, guess in kinds.items() if kind in ("id", "text")]
    places = [split_name(strip_gzip_ending(path.name)), split_name(path.parent.name)]
    for tokens in (frozenset().union(*columns) - words.CHANNELS["web"], *places):
        found = next((channel for channel, signs in words.CHANNELS.items() if tokens & signs), None)
        if found is None and tokens & words.TICKETING and "agent" in kinds:
            found = "agent_note"
        if found is not None:
            return found
    if "rating" in kinds and kinds["rating"].scale != "stars5":
        return "survey"
    return "agent_note" if "agent" in kinds else "web"


def _list_notes(
    sample: Sample, preset: Preset | None, guesses: tuple[Guess, ...], missing: list[str], channel: str
) -> list[str]:
    notes = []
    if sample.count == 0:
        notes.append("the file has no records: probe one that has")
    kinds = {guess.kind for guess in guesses}
    if KINDS.get(sample.form) == TABLE and preset is None and "text" not in kinds and "id" in kinds:
        notes.append("no column holds texts; of an index, probe a transcript that it lists")
    if "metadata" in missing:
        notes.append("no table beside it has this file's name in a column; set metadata to the calls' index")
    if preset is None and "id" not in kinds and "occurred_at" in kinds and channel != "call":
        notes.append('no column is an id: "*" derives one from date, customer and text')
    return notes


def _list_speakers(sample: Sample, preset: Preset | None) -> list[str]:
    """Name the customer among a transcript's roles; a person's name is never repeated."""
    if not _is_one_call(sample, preset) or (preset and preset.customer_speakers):
        return []
    turns = split_cues(read_cues(sample.text).cues, ()) if KINDS.get(sample.form) == CUES else []
    names = dict.fromkeys(name for turn in turns for name in turn.speakers)
    mine = [name for name in names if is_role_name(name) and is_customer([name], ())]
    if mine:
        return [f"customer_speakers = {json.dumps(mine, ensure_ascii=False)}"]
    return ["customer_speakers = []  # whose turns are the customer's: names or labels as the file has them"]


def _write_fields(fields: Mapping[str, str], missing: list[str], guesses: tuple[Guess, ...]) -> list[str]:
    lines = []
    for name in ORDER:
        if name in fields:
            lines.append(f"{name} = {_quote(fields[name])}")
        elif name in missing:
            lines.append(f"{name} = {_quote(REPLACE_ME)}  # no column was recognised as {name}")
    scale = next((guess.scale for guess in guesses if guess.name == fields.get("rating")), None)
    if scale:
        lines.append(f"rating_scale = {_quote(scale)}")
    return ["[sources.fields]", *lines] if lines else []


def _name_source(path: Path, taken: Collection[str]) -> str:
    """Name a source after its file, without dates and numbers, or after its folder."""
    stem = re.sub(r"[\W\d_]+", "-", derive_stem(path.name)).strip("-").lower()
    folder = re.sub(r"[\W\d_]+", "-", path.parent.name).strip("-").lower()
    name = stem if len(stem) > 2 and stem != "data" else folder or "source"
    numbered = (f"{name}-{number}" for number in range(2, len(taken) + 3))
    return name if name not in taken else next(n for n in numbered if n not in taken)


def _generalise_path(path: Path, root: Path | None, channel: str) -> str:
    """Make the path a glob where the name holds numbers, as one of many files' does."""
    stem, ending = derive_stem(path.name), path.name[len(derive_stem(path.name)) :]
    glob = "*" if channel == "call" and re.search(r"\d", stem) else re.sub(r"\d+(?:[-_.T]\d+)*Z?", "*", stem)
    return _place(path.with_name(glob + ending), root)


def _place(path: Path, root: Path | None) -> str:
    absolute = path.absolute()
    is_inside = root is not None and absolute.is_relative_to(root)
    return (absolute.relative_to(root) if is_inside and root else absolute).as_posix()


def _quote(text: str) -> str:
    """Quote a text as TOML does."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
