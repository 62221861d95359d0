"""Which curated words do we carry? Plain-text lists in voc/lists, read once.

Every list is folded (lower case, no accents) so that it meets customers' spelling; `#` begins a comment line.
"""

from functools import cache
from importlib.resources import files

from voc.text.fold import fold_text


def read_list_lines(name: str) -> tuple[str, ...]:
    """Read the lines of `voc/lists/<name>.txt`, without comments and empty ones, in file order."""
    content = files("voc").joinpath("lists", f"{name}.txt").read_text(encoding="utf-8")
    lines = (line.strip() for line in content.splitlines())
    return tuple(line for line in lines if line and not line.startswith("#"))


@cache
def load_words(*names: str) -> frozenset[str]:
    """Load one or more word lists (words parted by white space) as one folded set."""
    return frozenset(
        fold_text(word) for name in names for line in read_list_lines(name) for word in line.split()
    )


@cache
def load_sentences(*names: str) -> tuple[str, ...]:
    """Load lists of phrases, one a line, folded, longest first so that an alternation prefers the longest."""
    found = {fold_text(line) for name in names for line in read_list_lines(name)}
    return tuple(sorted(found, key=lambda line: (-len(line), line)))


@cache
def load_pairs(name: str) -> dict[str, str]:
    """Load a list of `short<TAB>long` lines; the short form is folded, the long form kept as written."""
    pairs = (line.split("\t", 1) for line in read_list_lines(name))
    return {fold_text(short.strip()): long.strip() for short, long in pairs}
