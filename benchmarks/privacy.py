"""`python -m benchmarks.privacy [DATA]`: what redaction reaches and destroys by kind, and how fast it is.

A piece is reached when every letter and digit of it is covered, whatever the placeholder; it is destroyed
when any is. The speed stands beside a fixed loop of plain Python, since machines differ.
"""

import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from benchmarks.privacy_corpus import invent_texts
from benchmarks.privacy_sets import Marked, load_meddocan, load_presidio
from voc.text.redact import find_all_personal, redact_texts

HEAD = "| set | what | looked at | untouched |\n| --- | --- | ---: | ---: |"
Tally = Counter[tuple[str, bool, bool]]  # (what, is_looked_at, is_hit): pieces


def count_hits(texts: Sequence[Marked], names_model: str | None) -> tuple[Tally, Tally]:
    """Count the personal pieces that are reached and not, and what must stay that is destroyed and not."""
    reached: Tally = Counter()
    destroyed: Tally = Counter()
    found = find_all_personal([text.text for text in texts], names_model=names_model)
    for marked, spans in zip(texts, found, strict=True):
        covered = bytearray(len(marked.text))
        for span in spans:
            covered[span.start : span.end] = b"\1" * (span.end - span.start)
        for start, end, what in marked.personal:
            own = [place for place in range(start, end) if marked.text[place].isalnum()]
            reached[what, marked.is_looked_at, all(covered[place] for place in own)] += 1
        for start, end, what in marked.kept:
            destroyed[what, marked.is_looked_at, any(covered[start:end])] += 1
    return reached, destroyed


def word_share(tally: Tally, what: str, is_looked_at: bool) -> str:
    hits, misses = tally[what, is_looked_at, True], tally[what, is_looked_at, False]
    return f"{hits / (hits + misses):.3f} ({hits + misses:,})" if hits + misses else "–"


def word_rows(name: str, tally: Tally, verb: str) -> Iterable[str]:
    for what in sorted({what for what, _, _ in tally}):
        shares = f"{word_share(tally, what, True)} | {word_share(tally, what, False)}"
        yield f"| {name} | {what}{verb} | {shares} |"


def time_loop() -> float:
    """Time a fixed loop of plain Python, in seconds of the processor."""
    start, total = time.process_time(), 0
    for number in range(1_000_000):
        total += number % 7
    return time.process_time() - start


def word_speed(texts: Sequence[str]) -> str:
    redact_texts(texts[:200])
    loop = min(time_loop() for _ in range(3))
    start = time.process_time()
    redact_texts(texts)
    seconds = time.process_time() - start
    return (
        f"{len(texts) / seconds:,.0f} texts/s on one core, mean {sum(map(len, texts)) / len(texts):.0f} "
        f"characters; a text takes {seconds / len(texts) / loop * 1e3:.1f} thousandths of the fixed loop"
    )


def main() -> int:
    data = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/data")
    names_model = sys.argv[2] if len(sys.argv) > 2 else None
    sets = {"invented": invent_texts()}
    if data.is_dir():
        sets |= {"meddocan es": load_meddocan(data), "presidio en": load_presidio(data)}
    print(f"names: rules{f' and {names_model}' if names_model else ''}\n\n{HEAD}", flush=True)
    for name, texts in sets.items():
        reached, destroyed = count_hits(texts, names_model)
        for tally, verb in ((reached, ""), (destroyed, ", destroyed")):
            print("\n".join(word_rows(name, tally, verb)), flush=True)
    for name, texts in sets.items():
        print(f"\n{name}: {word_speed([text.text for text in texts])}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
