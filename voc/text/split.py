"""What single things does a contact say? Cuts it into mentions, in order, courtesy gone.

A piece is a sentence or a few that belong together. Fragments join their neighbour, since "El router."
alone clusters with nothing; long run-ons are cut only where both halves say something. On calls the
customer's turns form windows.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from voc.text.agent_talk import is_agent_action, is_identity_check, is_macro
from voc.text.courtesy import strip_courtesy
from voc.text.fold import fold_text
from voc.text.lists import load_sentences, load_words
from voc.text.normalise import derive_text_key, normalise_text
from voc.text.tokens import Token, count_content, tokenise_plainly

__all__ = ["derive_text_key", "normalise_text", "split_mentions"]

_MARK = re.compile(
    r"[.!?…]+[\"»”')\]]*(?=\s|$)|(?<=[a-záéíóúñ]{2})[.!?](?=[¿¡]?[A-ZÁÉÍÓÚÑ][a-záéíóúñ])|\n+|;(?=\s)"
    r"|\s//?(?=\s)|\s\|(?=\s)"
    r"|\s[-–—•*·](?=\s)"
)
_LAST_WORD = re.compile(r"([^\W_]+(?:[./][^\W_]+)*)$")
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
class _Piece:
    text: str
    content: int
    words: int
    continues: bool
    is_action: bool


def split_mentions(text: str, language: str, *, channel: str | None = None) -> list[str]:
    """Cut a contact's redacted text into mentions.

    Args:
        text: The redacted text; of a call, the customer's turns, one a line.
        language: ISO code; es and en have lists of courtesy, other languages are only cut into sentences.
        channel: Of a `call` successive informative turns form windows of up to three, since one turn rarely
            says all. Of an `agent_note`, or where it is not given, what the agent did about the matter is
            left out where the note says anything else.

    Returns:
        The pieces as written, without courtesy at their ends; [] where nothing is said. No piece is digits or
        placeholders alone.
    """
    is_call = channel == "call"
    sentences = [
        cut for whole in cut_sentences(text, is_call=is_call) for cut in _cut_run_on(whole, language)
    ]
    stripped = (strip_courtesy(sentence, language) for sentence in sentences)
    pieces = [piece for kept in stripped if kept for piece in _weigh_piece(kept, language)]
    if channel in {None, "agent_note"} and not all(piece.is_action for piece in pieces):
        pieces = [piece for piece in pieces if not piece.is_action]
    return [piece.text for piece in (_join_windows(pieces) if is_call else _join_fragments(pieces))]


def cut_sentences(text: str, *, is_call: bool = False) -> list[str]:
    """Cut a text at ends of sentences, line breaks, semicolons, bullets, slashes; not at abbreviations.

    A line break in mid-sentence is a wrapped line, but of a call always a new turn.
    """
    found, begin = [], 0
    for match in _MARK.finditer(text):
        if (is_call and "\n" in match[0]) or _ends_sentence(text, begin, match):
            found.append(text[begin : match.end()].strip())
            begin = match.end()
    found.append(text[begin:].strip())
    return [sentence for sentence in found if sentence]


def _ends_sentence(text: str, begin: int, match: re.Match[str]) -> bool:
    mark, rest = match[0], text[match.end() :].lstrip()
    if not rest:
        return False
    if "\n" in mark:
        line = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
        return not (len(line) >= 60 and line[-1] not in ".!?:;" and rest[0].islower())
    if mark.startswith(("..", "…")):
        return not rest[0].islower()
    if mark == ".":
        word = _LAST_WORD.search(text[begin : match.start()])
        last = fold_text(word[1]) if word else ""
        is_short = last in load_words("abbreviations") or (len(last) == 1 and last.isalpha())
        return not (is_short or (last.isdigit() and rest[0].isdigit()))
    return True


def _cut_run_on(sentence: str, language: str) -> list[str]:
    """Cut a sentence before a strong connector that opens another subject, where both halves say enough.

    After a comma ("..., y otra cosa: ...") a few words of content do; a long sentence without stops is cut
    anywhere, but then each half must hold a verb.
    """
    if sentence.count(" ") < _RUN_ON:
        return [sentence]
    tokens = tokenise_plainly(sentence, language)
    for place in range(3, len(tokens) - 2):
        if _begins_with_connector(tokens[place:]) and _may_cut(tokens, place, language):
            cut = tokens[place].start
            return [sentence[:cut].strip(), *_cut_run_on(sentence[cut:].strip(), language)]
    return [sentence]


def _may_cut(tokens: list[Token], place: int, language: str) -> bool:
    halves = tokens[:place], tokens[place:]
    if tokens[place - 1].key == ",":
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


def _weigh_piece(text: str, language: str) -> Iterator[_Piece]:
    """Yield the piece with what it weighs, or nothing where it is a macro or an identity check."""
    tokens = tokenise_plainly(text, language)
    words = [token for token in tokens if token.is_word]
    if not is_macro(words, language) and not is_identity_check(words, language):
        yield _Piece(
            text,
            content=count_content(tokens, language),
            words=len(words),
            continues=words[0].key in _CONTINUES and not _begins_with_connector(words),
            is_action=is_agent_action(words, language),
        )


def _join_pieces(first: _Piece, second: _Piece) -> _Piece:
    glue = " " if first.text[-1] in ".!?…:,;" else ". "
    return replace(
        first,
        text=first.text + glue + second.text,
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
