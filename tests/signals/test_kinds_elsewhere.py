"""Kinds carry over to sectors and issues that the demo does not know (invented sentences)."""

from benchmarks.kinds_real import Judge, load_sectors
from voc.signals.kind_lessons import rate_macro_f1


def test_sentences_of_other_sectors_are_told_in_both_languages() -> None:
    rows, judge = load_sectors(), Judge()
    alone = judge.judge(rows.texts, rows.languages, [None] * len(rows.texts))
    among = judge.judge(rows.texts, rows.languages, rows.issues)
    kinds = {kind: place for place, kind in enumerate(sorted(set(rows.kinds)))}
    truth = [kinds[kind] for kind in rows.kinds]

    def rate(told: list[str], language: str) -> float:
        kept = [place for place, code in enumerate(rows.languages) if code == language]
        return rate_macro_f1([kinds[told[place]] for place in kept], [truth[place] for place in kept])

    for language in ("es", "en"):
        assert rate(alone["kind"].to_list(), language) > 0.7
        assert rate(among["kind"].to_list(), language) > 0.9
