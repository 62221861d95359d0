"""Which id has a row of an export that gives none?

From when it was and which words it says, so that an answer keeps its id when the next export has more rows
and more questions. An id is stored as it is: what redaction would take out (numbers, addresses, capitalised
words, whose it was) has no part in it, and cannot be guessed back from it.
"""

import re
from collections import Counter
from datetime import datetime
from hashlib import blake2b

import polars as pl

PLAIN_WORD = re.compile(r"(?<![^\W\d_])(?<!\S[@.])[^\W\d_]+(?!\S*@)")
DIGEST_BYTES = 3  # tells the rows of one moment apart, and too short to try names against


def derive_ids(rows: pl.DataFrame, seen: Counter[str]) -> pl.DataFrame:
    """Fill in `source_id` of rows that have a date and a text; the others keep none and are refused for that.

    Args:
        rows: With occurred_at and text.
        seen: How often each id was given in the parts of the file before; is updated. The second row that
            says the same at the same moment gets `-2`, so that none is lost.
    """
    ids = [_derive_id(at, text, seen) for at, text in rows.select("occurred_at", "text").iter_rows()]
    return rows.with_columns(source_id=pl.Series(ids, dtype=pl.String))


def _derive_id(at: datetime | None, text: str | None, seen: Counter[str]) -> str:
    plain = " ".join(word for word in PLAIN_WORD.findall(text or "") if word[0].islower())
    digest = blake2b(plain.encode("utf-8", "replace"), digest_size=DIGEST_BYTES).hexdigest()
    name = f"{at.strftime('%Y%m%dT%H%M%S') if at else 'undated'}-{digest}"
    seen[name] += 1
    return name if seen[name] == 1 else f"{name}-{seen[name]}"
