"""What single things does a contact say? Cuts it into mentions, in order, courtesy gone.

A mention is a sentence or a few that belong together, with the places of its words in the contact.
Fragments join their neighbour, since "El router." alone clusters with nothing; a sentence is cut only where
both halves say something. On calls the customer's turns form windows.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from voc.text.agent_talk import is_agent_action, is_identity_check, is_macro
from voc.text.courtesy import strip_courtesy
from voc.text.lists import load_sentences, load_words
from voc.text.sentences import Place, cut_sentences, trim_place
from voc.text.tokens import Token, count_content, tokenise_plainly

_CONTINUES = frozenset(  # "también" and "also" are not among them: they begin another subject
    "y e pero porque pues asi ya aunque entonces o sino and but because so which then or".split()
)
_FRAGMENT = 2  # content words below which a piece joins its neighbour
_HALF = 4  # content words that each half of a cut run-on holds at least
_RUN_ON = 8  # spaces below which a sentence is never cut
_LONG = 24  # words from which a run-on is cut at strong connectors
_MOST_WORDS = 45  # a joined piece grows no longer than this
_WINDOW_PIECES, _WINDOW_CONTENT = 3, 14  # of a call: informative turns, content words


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
    continues: bool
    is_action: bool


def split_contact(text: str, language: str, *, channel: str | None = None) -> list[Mention]:
    """Cut a contact's redacted text into mentions.

    Args:
        text: The redacted text; of a call, the customer's turns, one a line.
        language: ISO code; es and en have lists of courtesy, other languages are only cut into sentences.
        channel: Of a `call` successive informative turns form windows of up to three, since one turn rarely
            says all. Of an `agent_note`, or where it is not given, what the agent did about the matter is
            left out where the note says anything else.

    Returns:
        The mentions in order, none overlapping another, without courtesy at their ends; [] where nothing is
        said. No mention is digits or placeholders alone.
    """
    is_call = channel == "call"
    pieces = [
        piece
        for sentence in cut_sentences(text, is_call=is_call)
        for place in _cut_run_on(text, sentence, language)
        for piece in _weigh_piece(text, place, language)
    ]
    if channel in {None, "agent_note"} and not all(piece.is_action for piece in pieces):
        pieces = [piece for piece in pieces if not piece.is_action]
    joined = _join_windows(pieces) if is_call else _join_fragments(pieces)
    return [Mention(_write_out(text, piece.spans), _merge_spans(text, piece.spans)) for piece in joined]


def _cut_run_on(text: str, place: Place, language: str) -> list[Place]:
    """Cut a sentence before a strong connector that opens another subject, where both halves say enough.

    After a comma ("..., y otra cosa: ...") a few words of content do; a long sentence without stops is cut
    anywhere, but then each half must hold a verb.
    """
    sentence = text[slice(*place)]
    if sentence.count(" ") < _RUN_ON:
        return [place]
    tokens = tokenise_plainly(sentence, language)
    for number in range(3, len(tokens) - 2):
        if _begins_with_connector(tokens[number:]) and _may_cut(tokens, number, language):
            cut = place[0] + tokens[number].start
            rest = cut, place[1]
            return [trim_place(text, place[0], cut), *_cut_run_on(text, rest, language)]
    return [place]


def _may_cut(tokens: list[Token], number: int, language: str) -> bool:
    halves = tokens[:number], tokens[number:]
    if tokens[number - 1].key == ",":
        return all(count_content(half, language) >= _FRAGMENT for half in halves)
    return len(tokens) > _LONG and all(_says_something(half, language) for half in halves)


def _says_something(tokens: list[Token], language: str) -> bool:
    return count_content(tokens, language) >= _HALF and any(t.key in load_words("verb_hints") for t in tokens)


def _begins_with_connector(tokens: list[Token]) -> bool:
    connectors, longest = _load_connectors()
    keys = tuple(token.key for token in tokens[:longest])
    return any(keys[:length] in connectors for length in range(1, longest + 1))


@cache
def _load_connectors() -> tuple[frozenset[tuple[str, ...]], int]:
    found = frozenset(tuple(line.split()) for line in load_sentences("connectors"))
    return found, max(map(len, found))


def _weigh_piece(text: str, place: Place, language: str) -> Iterator[_Piece]:
    """Yield what a piece says and weighs; nothing where it is courtesy, a macro or an identity check."""
    whole = text[slice(*place)]
    start, end = strip_courtesy(whole, language)
    tokens = tokenise_plainly(whole[start:end], language)
    words = [token for token in tokens if token.is_word]
    if words and not is_macro(words, language) and not is_identity_check(words, language):
        yield _Piece(
            ((place[0] + start, place[0] + end),),
            content=count_content(tokens, language),
            words=len(words),
            continues=words[0].key in _CONTINUES and not _begins_with_connector(words),
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
        if full:
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
