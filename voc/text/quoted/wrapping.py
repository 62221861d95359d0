"""Which line breaks did a person make, and which the mail program?

A sentence that a program broke at column 72 is one sentence: cut there, its halves would be two mentions.
"""

import re

_WIDTHS = range(56, 101)  # columns at which programs break lines
_STARTS_ANEW = re.compile(r"\s|[-*•·–—>]\s?|\d{1,2}[.)]\s|[^\s:]{2,20}(?: [^\s:]{2,20})?:(?:\s|$)")


def join_wrapped_lines(text: str) -> str:
    """Join lines that were broken because the next word would not have fitted into the width.

    The width is that of the longest line; a text with longer lines than programs write was not broken.
    """
    lines = text.split("\n")
    width = max(map(len, lines))
    if width not in _WIDTHS:
        return text
    joined = lines[:1]
    last = lines[0]
    for line in lines[1:]:
        room = width - len(last) - 1
        if last and line and not _STARTS_ANEW.match(line) and len(line.split(" ", 1)[0]) > room:
            joined[-1] += f" {line}"
        else:
            joined.append(line)
        last = line
    return "\n".join(joined)


def join_flowed_lines(text: str, *, delete_space: bool = False) -> str:
    """Join the lines of a `format=flowed` text: one that ends with a space goes on in the next.

    References:
        RFC 3676, section 4. A line with another depth of `>` and the line `-- ` are never joined.
    """
    joined: list[str] = []
    open_depth: int | None = None
    for raw in text.split("\n"):
        bare = raw.lstrip(">")
        depth = len(raw) - len(bare)
        content = bare.removeprefix(" ")
        is_flowing = content.endswith(" ") and content != "-- "
        kept = content[:-1] if is_flowing and delete_space else content
        if open_depth == depth and content != "-- ":
            joined[-1] += kept
        else:
            joined.append(f"{'>' * depth} {kept}" if depth else kept)
        open_depth = depth if is_flowing else None
    return "\n".join(joined)
