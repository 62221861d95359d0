"""Which sentences do agents write into every note? Learned from how a sentence recurs.

Recurring is not enough, for many customers write "muy caro" and many notes hold "router no funciona".
Boilerplate is written by several agents, stands beside other mentions instead of being all that is said,
and stands beside anything: the words around it are those of the whole corpus. What stands beside words of
one subject is content, and so is what customers write themselves about as often. A share counts by the least
that it may well be, so that three of twelve do not pass for a subject, and what ten contacts cannot tell is
left in.
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator

import polars as pl

from voc.text.lists import load_words
from voc.text.normalise import find_plain_words

_MIN_CONTACTS = 10
_MIN_AGENTS = 3
_MIN_SHARE = 0.02  # of all contacts, where no agent is known
_MOST_ALONE = 0.34  # share of its contacts in which nothing else is said
_MOST_LIFT = 4.0  # how many times likelier than in the corpus the likeliest companion word may be
_LEAST_BESIDE_OWN = 0.5  # share of its contacts that also say something which does not recur
_SURELY = 1.5  # standard errors that a share is taken lower, before it counts as standing out
_MOST_BY_CUSTOMERS = 0.5  # contacts of customers' channels for each of agents', up to which it is agents'
_TELLING_SHARE = 0.2  # a companion word counts from this share of the sentence's contacts on
_AGENT_CHANNELS = ("agent_note",)


def find_boilerplate(mentions: pl.DataFrame) -> set[str]:
    """Find the `text_key`s of sentences that are agents' boilerplate.

    Args:
        mentions: Columns `contact_id`, `text`, `text_key`, `agent_id` (null where unknown) and, if there,
            `channel`.
            Pass all mentions at hand, not a batch's: of customers' channels too.

    Returns:
        Keys to leave out of mining, wherever they stand (agents' words come back in quoted mail); empty where
        there are only surveys and web comments, where no agent writes.
    """
    written = _select_agent_mentions(mentions)
    if written.is_empty():
        return set()
    sizes = written.group_by("contact_id").agg(pl.col("text_key").n_unique().alias("n_keys"))
    rows = written.unique(["contact_id", "text_key"], keep="any").join(sizes, on="contact_id")
    n_contacts = sizes.height
    found = (
        rows.group_by("text_key")
        .agg(
            pl.len().alias("n_contacts"),
            pl.col("agent_id").drop_nulls().n_unique().alias("n_agents"),
            (pl.col("n_keys") == 1).mean().alias("alone"),
        )
        .filter(
            (pl.col("n_contacts") >= _MIN_CONTACTS)
            & (pl.col("alone") <= _MOST_ALONE)
            & ((pl.col("n_agents") >= _MIN_AGENTS) | (pl.col("n_contacts") >= _MIN_SHARE * n_contacts))
        )
    )
    candidates = _drop_customers_words(found, mentions)["text_key"].to_list()
    return set(_keep_unspecific(candidates, rows)) if candidates else set()


def _select_agent_mentions(mentions: pl.DataFrame) -> pl.DataFrame:
    """Keep what agents wrote: their channel, or where the channel is unknown, rows that name an agent."""
    if "channel" in mentions.columns:
        return mentions.filter(pl.col("channel").is_in(_AGENT_CHANNELS))
    return mentions.filter(pl.col("agent_id").is_not_null())


def _drop_customers_words(found: pl.DataFrame, mentions: pl.DataFrame) -> pl.DataFrame:
    """Leave out the candidates that customers write themselves, in the channels where no agent writes."""
    if "channel" not in mentions.columns:
        return found
    own = mentions.filter(~pl.col("channel").is_in(_AGENT_CHANNELS))
    counts = own.group_by("text_key").agg(pl.col("contact_id").n_unique().alias("n_own"))
    beside = found.join(counts, on="text_key", how="left").with_columns(pl.col("n_own").fill_null(0))
    return beside.filter(pl.col("n_own") <= _MOST_BY_CUSTOMERS * pl.col("n_contacts"))


def _keep_unspecific(candidates: list[str], rows: pl.DataFrame) -> Iterator[str]:
    """Keep the candidates whose companions speak of anything: no word beside them stands out."""
    chosen = set(candidates)
    words: dict[str, set[str]] = {}
    members: dict[str, list[str]] = {key: [] for key in candidates}
    pairs = rows.select("contact_id", "text_key", "text").sort("contact_id", "text_key").iter_rows()
    for contact_id, key, text in pairs:
        if key in chosen:
            members[key].append(contact_id)
        else:
            words.setdefault(contact_id, set()).update(_read_content_words(text))
    corpus = _count_share(words.values())
    for key, contacts in members.items():
        companions = [words[contact_id] for contact_id in contacts if contact_id in words]
        if len(companions) < _LEAST_BESIDE_OWN * len(contacts):
            continue
        beside = _count_share(companions)
        lifts = [
            (share - _SURELY * math.sqrt(share * (1 - share) / len(companions))) / corpus[word]
            for word, share in beside.items()
            if share >= _TELLING_SHARE
        ]
        if max(lifts, default=1.0) <= _MOST_LIFT:
            yield key


def _read_content_words(text: str) -> list[str]:
    function_words = load_words("stopwords_es", "stopwords_en", "chatty_es", "chatty_en")
    return [word for word in find_plain_words(text) if word not in function_words and len(word) > 2]


def _count_share(word_sets: Iterable[set[str]]) -> dict[str, float]:
    counts: Counter[str] = Counter()
    total = 0
    for words in word_sets:
        total += 1
        counts.update(words)
    return {word: count / total for word, count in counts.items()}
