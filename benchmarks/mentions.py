"""`python -m benchmarks.mentions [DATA]`: what does cutting contacts into mentions gain over whole texts?

Both ways go through the pipeline's own encoder, discovery and assignment, in the same run. An issue stands
for the label that most contacts of one label have in it; labels recovered are those of all its issues.
"""

import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import numpy as np
import polars as pl

from benchmarks.gold import read_gold, score_gold
from benchmarks.several import SEVERAL
from voc.issues.corpus import build_corpus, choose_texts, list_texts
from voc.issues.embed import Matrix, UseEncoder, embed_texts, learn_offsets, remove_offsets
from voc.issues.mine import hold_session
from voc.issues.name import name_groups
from voc.issues.place import find_in_corpus, make_course, place_mentions
from voc.issues.register import Register, fold_register
from voc.issues.session import Session
from voc.schema import LedgerEvent
from voc.signals.kinds import read_kind_prototypes
from voc.text.boilerplate import find_boilerplate
from voc.text.identity import strip_identity
from voc.text.normalise import derive_text_key
from voc.text.split import split_contact

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
Cut = Callable[[str, str, str], list[str]]
WAYS: dict[str, Cut] = {
    "whole texts": lambda text, _language, _channel: [" ".join(text.split())],
    "mentions": lambda text, language, channel: [
        mention.text for mention in split_contact(text, language, channel=channel)
    ],
}


class Miner:
    """Mines tables of contacts without a workspace; a text is embedded once, whatever the way."""

    def __init__(self) -> None:
        self.encoder, self.known = UseEncoder(), dict[str, Matrix]()
        prototypes = read_kind_prototypes()
        raw = embed_texts(self.encoder, prototypes["text"].to_list())
        self.offsets = learn_offsets(raw, prototypes["language"].to_list())

    def encode(self, texts: list[str], languages: list[str]) -> Matrix:
        return remove_offsets(embed_texts(self.encoder, texts), languages, self.offsets)

    def mine(self, contacts: pl.DataFrame, cut: Cut) -> pl.DataFrame:
        """Find issues among the contacts' pieces: contact_id, issue_id (null: none), similarity."""
        mentions = cut_contacts(contacts, cut)
        chosen = choose_texts(mentions, ["es", "en"], find_boilerplate(mentions))
        fresh = chosen.filter(~pl.col("text_key").is_in(list(self.known))).unique("text_key", keep="first")
        said = [strip_identity(text) or text for text in fresh["text"]]
        self.known |= dict(zip(fresh["text_key"], embed_texts(self.encoder, said), strict=True))
        raw = np.vstack([self.known[key] for key in list_texts(chosen)["text_key"]])
        corpus = build_corpus(chosen, raw, self.offsets)
        session = Session(BEGIN + timedelta(days=200), "0", mentions.height)
        name = partial(name_groups, encode=self.encode)
        events = hold_session(corpus, Register(), session, name)
        told = [LedgerEvent(n, BEGIN, "", e.kind, e.issue_id, e.payload) for n, e in enumerate(events)]
        register = fold_register(told)
        assigned = place_mentions(corpus, register, make_course(register, find_in_corpus(corpus)))
        return assigned.join(mentions.select("mention_id", "contact_id"), on="mention_id")


def cut_contacts(contacts: pl.DataFrame, cut: Cut) -> pl.DataFrame:
    rows = [
        {"mention_id": f"{cid}-{n:02d}", "contact_id": cid, "ordinal": n, "language": language, "text": said,
         "text_key": derive_text_key(said), "source": "bench", "source_id": cid, "channel": channel,
         "occurred_at": BEGIN + timedelta(hours=place), "customer_id": cid, "agent_id": None}
        for place, (cid, text, language, channel) in enumerate(
            contacts.select("id", "text", "language", "channel").iter_rows()
        )
        for n, said in enumerate(cut(text, language, channel), start=1)
    ]  # fmt: skip
    return pl.DataFrame(rows, schema_overrides={"agent_id": pl.String})


def score_issues(contacts: pl.DataFrame, assigned: pl.DataFrame) -> dict[str, float]:
    """Score one issue a contact over contacts of one label, and the labels recovered over all."""
    from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score

    wanted = dict(contacts.select("id", "labels").iter_rows())
    found = assigned.drop_nulls("issue_id")
    main = (
        found.group_by("contact_id", "issue_id")
        .agg(pl.len().alias("n"), pl.col("similarity").max())
        .sort("contact_id", "n", "similarity", descending=[False, True, True])
        .unique("contact_id", keep="first", maintain_order=True)
    )
    single = [
        (wanted[c][0], i) for c, i in main.select("contact_id", "issue_id").iter_rows() if len(wanted[c]) == 1
    ]
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for label, issue in single:
        counts[issue][label] += 1
    meaning = {issue: max(sorted(labels), key=labels.__getitem__) for issue, labels in counts.items()}
    said: dict[str, set[str]] = defaultdict(set)
    for contact, issue in found.select("contact_id", "issue_id").iter_rows():
        if issue in meaning:
            said[contact].add(meaning[issue])
    truth, groups = zip(*single, strict=True)
    several = [contact for contact, labels in wanted.items() if len(labels) > 1]
    met = sum(len(said[contact] & set(labels)) for contact, labels in wanted.items())
    met_several = sum(len(said[contact] & set(wanted[contact])) for contact in several)
    return {
        "pieces": assigned.height / contacts.height,
        "issues": len(set(found["issue_id"])),
        "nmi": normalized_mutual_info_score(truth, groups),
        "ari": adjusted_rand_score(truth, groups),
        "unassigned": 1 - main.height / contacts.height,
        "precision": met / max(sum(map(len, said.values())), 1),
        "recall": met / sum(map(len, wanted.values())),
        "recall_several": met_several / max(sum(len(wanted[c]) for c in several), 1),
        "two": float(np.mean([len(said[c] & set(wanted[c])) >= 2 for c in several])) if several else 0.0,
    }


HEAD = (
    "| set | way | pieces a contact | issues | NMI | ARI | unassigned | labels: precision | recall | F1 "
    "| recall, several | two or more found | seconds |\n"
    f"| --- | --- {'| ---: ' * 11}|"
)


def word_scores(name: str, way: str, found: dict[str, float], seconds: float) -> str:
    f1 = 2 * found["precision"] * found["recall"] / max(found["precision"] + found["recall"], 1e-9)
    return (
        f"| {name} | {way} | {found['pieces']:.2f} | {found['issues']} | {found['nmi']:.3f} "
        f"| {found['ari']:.3f} | {found['unassigned']:.1%} | {found['precision']:.3f} "
        f"| {found['recall']:.3f} | {f1:.3f} | {found['recall_several']:.3f} | {found['two']:.1%} "
        f"| {seconds:.0f} |"
    )


def print_gold() -> None:
    print("| contacts cut by hand | n | boundary F1 | precision | recall | kept words F1 | right number |")
    print(f"| --- {'| ---: ' * 6}|")
    contacts = [contact for language in ("es", "en") for contact in read_gold(language)]
    for is_aside in (False, True):
        for channel in ("agent_note", "survey", "call", "web", "all"):
            some = [c for c in contacts if c.is_aside == is_aside and channel in (c.channel, "all")]
            scores = " | ".join(f"{value:.2f}" for value in score_gold(some).values())
            print(f"| {'kept aside' if is_aside else 'tuned on'}, {channel} | {len(some)} | {scores} |")


def main() -> int:
    data = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/data")
    print_gold()
    if not data.is_dir():
        sys.stderr.write(f"{data}: no such folder; say where the labelled sets are\n")
        return 2
    miner = Miner()
    print(f"\n{HEAD}", flush=True)
    for name, load in SEVERAL.items():
        contacts = load(data)
        for way, cut in WAYS.items():
            started = time.monotonic()
            found = score_issues(contacts, miner.mine(contacts, cut))
            several = contacts.filter(pl.col("labels").list.len() > 1).height
            print(
                word_scores(f"{name} ({contacts.height:,}, {several:,} with several)", way, found,
                            time.monotonic() - started), flush=True,
            )  # fmt: skip
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
