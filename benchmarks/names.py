"""Does an issue's name alone find its own mentions? `python -m benchmarks.names WORKSPACE...` on mined ones.

For each issue its name is put as a query to all different mentions of the workspace, assigned or not: once by
meaning (the workspace's encoder), once by words alone (BM25 of lemmas). MRR is the mean over issues of
1 / the place of the first of its own; p@10 the share of its own among the first ten. Prints Markdown: the
table, then every name in every language, never a text.
"""

import math
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from voc.issues.embed import remove_offsets
from voc.issues.register import RegisteredIssue, fold_register
from voc.pipeline.mine import load_model, make_query_encoder
from voc.settings import load_settings
from voc.store.ledger import open_ledger
from voc.store.warehouse import open_warehouse
from voc.text.lemmas import lemmatise_texts

COLUMNS = (
    "workspace",
    "mentions",
    "issues",
    "language",
    "names",
    "MRR",
    "p@10",
    "MRR by words",
    "p@10 by words",
)
K1, B = 1.2, 0.75  # of BM25, as everybody has them


@dataclass(frozen=True)
class Mined:
    """A workspace's different mentions with what they were assigned to, and its issues' names."""

    name: str
    rows: pl.DataFrame  # text_key, text, language, issue_id
    names: list[tuple[str, str, str]]  # issue_id, language, name; the main language first
    by_meaning: NDArray[np.float64]  # (n_names, n_rows)
    by_words: NDArray[np.float64]


def read_workspace(folder: Path) -> Mined:
    settings = load_settings(folder)
    register = fold_register(open_ledger(settings).read_events())
    with open_warehouse(settings) as warehouse:
        model = load_model(warehouse, settings)
        rows = (
            warehouse.read_mentions()
            .join(warehouse.read_assignments().select("mention_id", "issue_id"), on="mention_id", how="left")
            .filter(pl.col("language").is_in(list(settings.languages)))
            .sort("text_key", "issue_id", nulls_last=True)
            .unique("text_key", keep="first", maintain_order=True)
        )
        known, raw = warehouse.read_embeddings(model.encoder.model_id, rows["text_key"].to_list())
    rows = rows.join(pl.DataFrame({"text_key": known}), on="text_key", how="semi").sort("text_key")
    vectors = remove_offsets(raw, rows["language"].to_list(), model.offsets)
    heard = set(rows["issue_id"].drop_nulls())
    names = [
        pair for issue in register.issues.values() if issue.issue_id in heard for pair in list_names(issue)
    ]
    queries = [name for _, _, name in names]
    codes = [code for _, code, _ in names]
    by_meaning = make_query_encoder(model)(queries, codes) @ vectors.T
    return Mined(folder.name, rows, names, by_meaning, rank_by_words(queries, codes, rows))


def list_names(issue: RegisteredIssue) -> list[tuple[str, str, str]]:
    ordered = sorted(issue.names.items(), key=lambda pair: (pair[1] != issue.name, pair[0]))
    return [(issue.issue_id, code, name) for code, name in ordered]


def rank_by_words(queries: list[str], codes: list[str], rows: pl.DataFrame) -> NDArray[np.float64]:
    """BM25 of lemmas: what full-text search alone would say."""
    said = [Counter(words) for words in lemmatise_texts(rows["text"].to_list(), rows["language"].to_list())]
    lengths = np.array([max(sum(words.values()), 1) for words in said], np.float64)
    holders: dict[str, list[int]] = {}
    for place, words in enumerate(said):
        for word in words:
            holders.setdefault(word, []).append(place)
    scores = np.zeros((len(queries), len(said)))
    for number, wanted in enumerate(lemmatise_texts(queries, codes)):
        for word in sorted(set(wanted) & holders.keys()):
            places = holders[word]
            counts = np.array([said[place][word] for place in places], np.float64)
            rarity = math.log(1 + (len(said) - len(places) + 0.5) / (len(places) + 0.5))
            spread = K1 * (1 - B + B * lengths[places] / lengths.mean())
            scores[number, places] += rarity * counts * (K1 + 1) / (counts + spread)
    return scores


def measure(scores: NDArray[np.float64], own: NDArray[np.bool_]) -> tuple[float, float]:
    """The reciprocal rank of the first own mention (0 where nothing matches), and precision at 10."""
    order = np.argsort(-scores, kind="stable")
    hits = own[order] & (scores[order] > 0)
    first = 1 / (int(hits.argmax()) + 1) if hits.any() else 0.0
    return first, float(hits[:10].mean())


def word_rows(mined: Mined) -> list[str]:
    issues = np.array([issue or "" for issue in mined.rows["issue_id"].to_list()])
    mains = {issue: code for issue, code, _ in reversed(mined.names)}
    lines = []
    for kind in ("main", "other"):
        chosen = [
            n for n, (issue, code, _) in enumerate(mined.names) if (mains[issue] == code) == (kind == "main")
        ]
        if chosen:
            found = [
                (
                    *measure(mined.by_meaning[n], issues == mined.names[n][0]),
                    *measure(mined.by_words[n], issues == mined.names[n][0]),
                )
                for n in chosen
            ]
            figures = " | ".join(f"{value:.2f}" for value in np.mean(found, axis=0))
            lines.append(
                f"| {mined.name} | {len(issues):,} | {len(mains)} | {kind} | {len(chosen)} | {figures} |"
            )
    return lines


def word_list(mined: Mined) -> str:
    """Each issue's names, the issue with most different mentions first."""
    sizes = Counter(mined.rows["issue_id"].drop_nulls().to_list())
    names: dict[str, list[str]] = {}
    for issue, code, name in mined.names:
        names.setdefault(issue, []).append(f"{name} ({code})")
    ordered = sorted(names, key=lambda issue: (-sizes[issue], issue))
    lines = [f"{place}. {' · '.join(names[issue])}" for place, issue in enumerate(ordered, start=1)]
    return "\n".join([f"\n### {mined.name}\n", *lines])


def main() -> int:
    folders = [Path(argument) for argument in sys.argv[1:]]
    if not folders:
        sys.stderr.write("which workspaces? python -m benchmarks.names WORKSPACE...\n")
        return 2
    print(f"| {' | '.join(COLUMNS)} |\n| --- | ---: | ---: | --- {'| ---: ' * 5}|", flush=True)
    every = []
    for folder in folders:
        every.append(read_workspace(folder))
        print("\n".join(word_rows(every[-1])), flush=True)
    print("\n".join(word_list(mined) for mined in every))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
