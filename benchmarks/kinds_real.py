"""How do kinds carry over to sentences of other sectors, and to real texts?

The sectors' sentences are invented (`kinds_sectors.csv`), in issues that are known. No real set was
labelled for kinds: banking77's intents and the airlines' reasons were given a kind each here, by what they
mean; the tweets to town halls have a function, reviews have stars.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from voc.issues.embed import UseEncoder, embed_texts, learn_offsets, remove_offsets
from voc.signals.kind_lessons import rate_macro_f1
from voc.signals.kind_verdicts import Evidence, reach_verdicts
from voc.signals.kind_witnesses import group_mentions, hear_all, hear_words
from voc.signals.kinds import (
    KINDS,
    read_kind_prototypes,
    read_meanings,
    read_wider_references,
    train_kinds,
)

SECTORS = Path(__file__).with_name("kinds_sectors.csv")
INTENTS = {
    ("avoidable", "where_is_my_stuff"): "card_arrival Refund_not_showing_up"
    " balance_not_updated_after_bank_transfer balance_not_updated_after_cheque_or_cash_deposit"
    " transfer_not_received_by_recipient pending_top_up pending_transfer pending_cash_withdrawal"
    " pending_card_payment",
    ("avoidable", "none"): "card_not_working card_payment_not_recognised cash_withdrawal_not_recognised"
    " card_swallowed declined_card_payment declined_cash_withdrawal declined_transfer"
    " direct_debit_payment_not_recognised failed_transfer reverted_card_payment? top_up_failed"
    " top_up_reverted transaction_charged_twice virtual_card_not_working wrong_amount_of_cash_received"
    " contactless_not_working beneficiary_not_allowed unable_to_verify_identity"
    " card_payment_wrong_exchange_rate wrong_exchange_rate_for_cash_withdrawal",
    ("avoidable", "missing_information"): "card_payment_fee_charged cash_withdrawal_charge"
    " extra_charge_on_statement transfer_fee_charged",
    ("simple", "missing_information"): "age_limit apple_pay_or_google_pay atm_support automatic_top_up"
    " card_acceptance card_delivery_estimate country_support disposable_card_limits exchange_rate"
    " exchange_via_app fiat_currency_support receiving_money supported_cards_and_currencies"
    " top_up_by_bank_transfer_charge top_up_by_card_charge top_up_limits transfer_timing"
    " verify_my_identity verify_top_up visa_or_mastercard why_verify_identity transfer_into_account"
    " top_up_by_cash_or_cheque",
    ("simple", "none"): "edit_personal_details change_pin activate_my_card getting_virtual_card"
    " get_physical_card order_physical_card",
    ("other", "none"): "lost_or_stolen_card lost_or_stolen_phone compromised_card",
}
REASONS = {
    "Late Flight": "none", "Cancelled Flight": "none", "Damaged Luggage": "none", "Bad Flight": "none",
    "Flight Booking Problems": "none", "Lost Luggage": "where_is_my_stuff",
    "Customer Service Issue": "ignored", "Flight Attendant Complaints": "ignored",
}  # fmt: skip
HANDLES = r"@\w+|https?://\S+|#"  # what ingestion masks or drops
HEAD = "| set | texts | kinds alone | with their issues | opportunities alone | with their issues |"


@dataclass(frozen=True)
class Labelled:
    """Texts of one set with what they are; `issues` are the set's own labels."""

    texts: list[str]
    languages: list[str]
    kinds: list[str]
    opportunities: list[str]
    issues: list[str]


class Judge:
    """The model of kinds on the packaged encoder, as the main job has it."""

    def __init__(self) -> None:
        self.encoder = UseEncoder()
        prototypes = read_kind_prototypes()
        references = pl.concat([prototypes, read_wider_references()])
        languages = references["language"].to_list()
        raw = embed_texts(self.encoder, references["text"].to_list())
        self.offsets = learn_offsets(raw[: prototypes.height], languages[: prototypes.height])
        rows = remove_offsets(raw, languages, self.offsets)
        self.model = train_kinds(rows, references["kind"].to_list(), references["opportunity"].to_list())

    def judge(
        self, texts: Sequence[str], languages: Sequence[str], issues: Sequence[str | None]
    ) -> pl.DataFrame:
        """Judge texts, a contact each: kind, opportunity, confidence, reason."""
        vectors = remove_offsets(embed_texts(self.encoder, texts), languages, self.offsets)
        groups = group_mentions([str(n) for n in range(len(texts))], issues, [None] * len(texts))
        readings = read_meanings(self.model, texts, vectors)
        hearing = hear_all(hear_words(readings, groups), groups)
        return reach_verdicts(hearing, Evidence(readings.words, [("",) * len(KINDS)] * len(texts)))


def load_sectors() -> Labelled:
    """Load the invented sentences of other sectors."""
    rows = pl.read_csv(SECTORS, infer_schema=False, null_values=[""])
    return Labelled(
        rows["text"].to_list(),
        rows["language"].to_list(),
        rows["kind"].to_list(),
        rows["opportunity"].fill_null("none").to_list(),
        rows["issue"].to_list(),
    )


def load_bank(data: Path) -> Labelled:
    """Load banking77's test questions whose intent has a clear kind."""
    meant = {intent: pair for pair, names in INTENTS.items() for intent in names.split()}
    rows = pl.read_csv(data / "banking77_en" / "data.csv", infer_schema=False).filter(
        (pl.col("split") == "test") & pl.col("label").is_in(list(meant))
    )
    pairs = [meant[label] for label in rows["label"]]
    return Labelled(
        rows["text"].to_list(),
        ["en"] * rows.height,
        [kind for kind, _ in pairs],
        [told for _, told in pairs],
        rows["label"].to_list(),
    )


def load_airlines(data: Path) -> Labelled:
    """Load every third tweet to an airline of which labellers were sure: complaints by reason, and praise."""
    rows = pl.read_csv(data / "airline_tweets_en" / "data.csv", infer_schema=False).sort("tweet_id")
    reason = pl.col("negativereason")
    is_bad = reason.is_in(list(REASONS)) & (pl.col("negativereason_confidence").cast(pl.Float64) >= 0.9)
    is_good = (pl.col("airline_sentiment") == "positive") & (
        pl.col("airline_sentiment_confidence").cast(pl.Float64) >= 0.9
    )
    rows = rows.filter((is_bad | is_good) & pl.col("text").is_not_null())
    rows = rows.gather_every(3).with_columns(reason.fill_null("praise"))
    return Labelled(
        rows["text"].to_list(),
        ["en"] * rows.height,
        ["valuable" if why == "praise" else "avoidable" for why in rows["negativereason"]],
        [REASONS.get(why, "none") for why in rows["negativereason"]],
        rows["negativereason"].to_list(),
    )


def rate_labelled(judge: Judge, name: str, rows: Labelled) -> str:
    """Rate one set, judged alone and with its issues: macro-F1."""
    alone = judge.judge(rows.texts, rows.languages, [None] * len(rows.texts))
    among = judge.judge(rows.texts, rows.languages, rows.issues)
    figures = [
        rate_macro_f1(told[column].fill_null("none").to_numpy(), np.array(truth))
        for column, truth in (("kind", rows.kinds), ("opportunity", rows.opportunities))
        for told in (alone, among)
    ]
    return f"| {name} | {len(rows.texts):,} | " + " | ".join(f"{each:.2f}" for each in figures) + " |"


def print_sectors() -> None:
    """Print how kinds carry over to invented sentences of other sectors."""
    print(f"{HEAD}\n| --- | ---: | ---: | ---: | ---: | ---: |")
    print(rate_labelled(Judge(), "invented, 14 sectors, es and en", load_sectors()))


def print_real(data: Path) -> None:
    """Print what is told of real texts."""
    judge = Judge()
    for name, rows in (("banking77", load_bank(data)), ("airlines", load_airlines(data))):
        print(rate_labelled(judge, name, rows), flush=True)
    print()
    print("| tweets to town halls: function | texts | " + " | ".join(KINDS) + " |")
    print("| --- | ---: " + "| ---: " * len(KINDS) + "|")
    tweets = pl.read_csv(data / "ayuntamientos_tweets_es" / "data.csv", infer_schema=False)
    said = tweets.drop_nulls(["texto", "label"]).with_columns(pl.col("texto").str.replace_all(HANDLES, ""))
    print_shares(judge, said, "texto", "label", "es")
    print()
    print("| reviews and surveys | texts | " + " | ".join(KINDS) + " |")
    print("| --- | ---: " + "| ---: " * len(KINDS) + "|")
    stars = pl.read_csv(data / "trustpilot_es" / "data.csv", infer_schema=False).with_columns(
        said=pl.format("trustpilot, {} stars", pl.col("estrellas").cast(pl.Float64).cast(pl.Int64))
    )
    print_shares(judge, stars.drop_nulls(["texto", "estrellas"]).gather_every(3), "texto", "said", "es")


def print_shares(judge: Judge, rows: pl.DataFrame, text: str, label: str, language: str) -> None:
    """Print which share of each label is told as which kind; texts are judged alone."""
    told = judge.judge(rows[text].to_list(), [language] * rows.height, [None] * rows.height)
    beside = rows.select(label).with_columns(told["kind"])
    labels: list[str] = sorted(beside[label].unique().to_list())
    for name in labels:
        group = beside.filter(pl.col(label) == name)
        shares = [f"{group.filter(kind=kind).height / group.height:.2f}" for kind in KINDS]
        print(f"| {name} | {group.height:,} | " + " | ".join(shares) + " |", flush=True)
