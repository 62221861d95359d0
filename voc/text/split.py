"""What single things does a contact say? Cuts it into mentions, in order, courtesy gone.

A mention is a sentence or a few that belong together, with the places of its words in the contact.
Fragments join their neighbour, since "El router." alone clusters with nothing; a sentence is cut only where
both halves say something. On calls the customer's turns form windows.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from voc.text.agent_talk import is_agent_action, is_identity_check, is_macro
from voc.text.clauses import cut_clauses, opens_subject
from voc.text.courtesy import strip_courtesy
from voc.text.sentences import Place, cut_sentences
from voc.text.tokens import count_content, tokenise_plainly

_CONTINUES = frozenset(  # "también" and "also" are not among them: they begin another subject
    "y e pero porque pues asi ya aunque entonces o sino and but because so which then or".split()
)
_FRAGMENT = 2  # content words below which a piece joins its neighbour
_MOST_WORDS = 45  # a joined piece grows no longer than this
_WINDOW_PIECES, _WINDOW_CONTENT = 5, 40  # of a call: informative turns, content words


@dataclass(frozen=True, slots=True)
class Mention:
    """One thing that a contact says.

    `text` is what is shown: its words as written. `spans` are the places of these words in the contact's
    text, half-open and in order; more than one where what stands between them says nothing.
    """

    text: str
    spans: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class _Piece:
    spans: tuple[Place, ...]
    content: int
    words: int
    continues: bool  # goes on with what was said before
    turns: bool  # opens another subject
    is_action: bool


def split_contact(text: str, language: str, *, channel: str | None = None) -> list[Mention]:
    """Cut a contact's redacted text into mentions.

    Args:
        text: The redacted text; of a call, the customer's turns, one a line.
        language: ISO code; es and en have lists of courtesy, other languages are only cut into sentences.
        channel: Of a `call` successive informative turns form windows of up to five, since one turn rarely
            says all; a turn that opens another subject ("y otra cosa") begins a new one. Of an `agent_note`,
            or where it is not given, what the agent did about the matter is left out where the note says
            anything else.

    Returns:
        The mentions in order, none overlapping another, without courtesy at their ends; [] where nothing is
        said. No mention is digits or placeholders alone.
    """
    is_call = channel == "call"
    pieces = [
        piece
        for sentence in cut_sentences(text, is_call=is_call)
        for place in cut_clauses(text, sentence, language)
        for piece in _weigh_piece(text, place, language)
    ]
    if channel in {None, "agent_note"} and not all(piece.is_action for piece in pieces):
        pieces = [piece for piece in pieces if not piece.is_action]
    joined = _join_windows(pieces) if is_call else _join_fragments(pieces)
    return [Mention(_write_out(text, piece.spans), _merge_spans(text, piece.spans)) for piece in joined]


def _weigh_piece(text: str, place: Place, language: str) -> Iterator[_Piece]:
    """Yield what a piece says and weighs; nothing where it is courtesy, a macro or an identity check."""
    whole = text[slice(*place)]
    start, end = strip_courtesy(whole, language)
    tokens = tokenise_plainly(whole[start:end], language)
    words = [token for token in tokens if token.is_word]
    if words and not is_macro(words, language) and not is_identity_check(words, language):
        turns = opens_subject(words)
        yield _Piece(
            ((place[0] + start, place[0] + end),),
            content=count_content(tokens, language),
            words=len(words),
            continues=words[0].key in _CONTINUES and not turns,
            turns=turns,
            is_action=is_agent_action(words, language),
        )


def _join_pieces(first: _Piece, second: _Piece) -> _Piece:
    return replace(
        first,
        spans=first.spans + second.spans,
        content=first.content + second.content,
        words=first.words + second.words,
    )


def _join_fragments(pieces: list[_Piece]) -> list[_Piece]:
    """Join fragments, and sentences that go on with the one before, to their neighbour."""
    joined: list[_Piece] = []
    for piece in pieces:
        before = joined[-1] if joined else None
        belongs = (
            piece.continues
            or piece.content < _FRAGMENT
            or (before is not None and before.content < _FRAGMENT)
        )
        if before is not None and belongs and before.words + piece.words <= _MOST_WORDS:
            joined[-1] = _join_pieces(before, piece)
        else:
            joined.append(piece)
    return joined


def _join_windows(pieces: list[_Piece]) -> list[_Piece]:
    """Join successive turns into windows; a last window of a fragment joins the one before."""
    windows: list[tuple[_Piece, int]] = []
    for piece in pieces:
        window, size = windows[-1] if windows else (piece, 0)
        full = not size or size >= _WINDOW_PIECES or window.content >= _WINDOW_CONTENT
        if full or piece.turns:
            windows.append((piece, 1))
        else:
            windows[-1] = _join_pieces(window, piece), size + 1
    if len(windows) > 1 and windows[-1][0].content < _FRAGMENT:
        last, _ = windows.pop()
        windows[-1] = _join_pieces(windows[-1][0], last), windows[-1][1] + 1
    return [window for window, _ in windows]


def _write_out(text: str, spans: Iterable[Place]) -> str:
    """Write a mention's pieces one after another, with a stop between them where there was none."""
    written = ""
    for start, end in spans:
        glue = "" if not written else " " if written[-1] in ".!?…:,;" else ". "
        written += glue + text[start:end]
    return written


def _merge_spans(text: str, spans: Iterable[Place]) -> tuple[Place, ...]:
    """Merge spans with no word between them."""
    merged: list[Place] = []
    for start, end in spans:
        if merged and not any(char.isalnum() for char in text[merged[-1][1] : start]):
            merged[-1] = merged[-1][0], end
        else:
            merged.append((start, end))
    return tuple(merged)
