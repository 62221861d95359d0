"""The three questions a customer would ask: was it solved, how was I treated, was the first answer right?

Nobody was asked so, hence witnesses: what customers say in their own words, what agents note, ratings, and
who came back. Each is a figure of its own with its count; they are never mixed into one, and where none
tells, the reason is said. Who came back bounds from one side only: not every unhappy customer does.
"""

from datetime import datetime

import polars as pl

from voc.schema import check_frame
from voc.schema.signals import ANSWERS_GIVEN
from voc.signals.chains import ALL, add_rows_of_all, list_chains, trace_chains
from voc.stats.clustered import bound_shares

GOOD_FROM = {
    "nps": 9.0,
    "csat5": 4.0,
    "stars5": 4.0,
    "ces7": 5.0,
}  # ratings from which a contact was a good one
SAYS = {  # the signs of yes and no by question
    "solved": ("solved", "unsolved"),
    "treated": ("kind", "unkind"),
    "right": ("right", "wrong"),
}
WITNESSES = (
    ("solved", "words"), ("solved", "notes"), ("solved", "repeats"),
    ("treated", "words"), ("treated", "ratings"),
    ("right", "words"), ("right", "repeats"),
)  # fmt: skip
REASONS = {  # why a witness tells nothing: where no contact could have told, and where none did
    "words": ("nobody_asked", "nobody_says"),
    "notes": ("nobody_asked", "nobody_says"),
    "ratings": ("nobody_asked", "nobody_asked"),
    "repeats": ("no_customers", "window_open"),
}
MOST_CONTACTS = 5
KEYS = ["issue_id", "question", "witness", "scale"]
TOLD = [*KEYS, "contact_id", "person", "occurred_at", "is_yes"]
NOTE = "agent_note"


def answer_questions(
    contacts: pl.DataFrame,
    contact_issues: pl.DataFrame,
    said: pl.DataFrame,
    *,
    window_days: int,
    as_of: datetime,
) -> pl.DataFrame:
    """Answer the three questions for each issue and for all contacts, as far as the data tell.

    Args:
        contacts: contact_id, occurred_at, customer_id, channel, rating, rating_scale; those at `as_of` or
            later are left out.
        contact_issues: contact_id, issue_id. What a contact says counts for each of its issues.
        said: SAID of the same contacts.
        window_days: W, within which a customer who comes back was not helped.
        as_of: Exclusive end.

    Returns:
        ANSWERS_GIVEN, all first and then by issue; ratings have a row for each scale.
    """
    earlier = contacts.filter(pl.col("occurred_at") < as_of)
    if earlier.is_empty():
        return pl.DataFrame(schema=dict(ANSWERS_GIVEN))
    heard = _place_contacts(earlier, contact_issues)
    visits = trace_chains(earlier, contact_issues, window_days=window_days, as_of=as_of)
    chains = list_chains(visits)
    told = pl.concat(
        [_tell_words(heard, said), _tell_ratings(heard), _tell_followed(visits), _tell_first(chains)]
    )
    shares = bound_shares(told, keys=KEYS, hit="is_yes", person="person").rename(
        {"person_count": "customer_count", "hit_count": "yes_count", "share": "yes_share",
         "low": "yes_low", "high": "yes_high"}
    )  # fmt: skip
    asked = _count_able(heard, visits, chains)
    answered = (
        asked.join(shares, on=["issue_id", "question", "witness"], how="left", nulls_equal=True)
        .join(_pick_noes(told), on=KEYS, how="left", nulls_equal=True)
        .with_columns(
            pl.col("count", "customer_count", "yes_count").fill_null(0),
            pl.col("no_contact_ids").fill_null([]),
            reason=_word_reason(),
        )
    )
    return check_frame(answered.sort("issue_id", "place", "scale", nulls_last=False), ANSWERS_GIVEN)


def _place_contacts(contacts: pl.DataFrame, contact_issues: pl.DataFrame) -> pl.DataFrame:
    """Put before the contacts of each issue all contacts, with who made them."""
    known = contacts.with_columns(person=pl.coalesce("customer_id", pl.lit(" ") + pl.col("contact_id")))
    linked = contact_issues.select("contact_id", "issue_id").unique().join(known, on="contact_id")
    return pl.concat([known.with_columns(ALL).select(linked.columns), linked])


def _tell_words(heard: pl.DataFrame, said: pl.DataFrame) -> pl.DataFrame:
    """Tell what contacts say; one that says yes and no says no, since it is not over."""
    signs = [(sign, question, sign == yes) for question, (yes, no) in SAYS.items() for sign in (yes, no)]
    meanings = pl.DataFrame(signs, schema=["sign", "question", "is_yes"], orient="row")
    answers = said.join(meanings, on="sign").group_by("contact_id", "question").agg(pl.col("is_yes").all())
    witness = pl.when(pl.col("channel") == NOTE).then(pl.lit("notes")).otherwise(pl.lit("words"))
    told = heard.join(answers, on="contact_id").with_columns(
        witness=witness, scale=pl.lit(None, dtype=pl.String)
    )
    return told.filter((pl.col("witness") == "words") | (pl.col("question") == "solved")).select(TOLD)


def _tell_ratings(heard: pl.DataFrame) -> pl.DataFrame:
    """Tell which ratings are good ones, scale by scale."""
    least = pl.col("rating_scale").replace_strict(GOOD_FROM, default=None, return_dtype=pl.Float64)
    rated = heard.filter(pl.col("rating").is_not_null(), least.is_not_null())
    return rated.with_columns(
        is_yes=pl.col("rating") >= least, scale="rating_scale", question=pl.lit("treated"),
        witness=pl.lit("ratings"),
    ).select(TOLD)  # fmt: skip


def _tell_followed(visits: pl.DataFrame) -> pl.DataFrame:
    """Tell of contacts whose window has closed whether nobody came back; of all, about none of its issues."""
    closed = visits.filter("is_closed")
    who = ["contact_id", "customer_id", "occurred_at"]
    every = closed.group_by(who).agg(ALL, pl.col("is_followed").any())
    told = pl.concat([every, closed.select(every.columns)])
    return _word_repeats(told, "solved", ~pl.col("is_followed"))


def _tell_first(chains: pl.DataFrame) -> pl.DataFrame:
    """Tell of first contacts whose window has closed whether nobody came back."""
    first = chains.filter("first_closed").with_columns(
        contact_id=pl.col("contact_ids").list.first(), occurred_at="first_at"
    )
    return _word_repeats(add_rows_of_all(first), "right", pl.col("times") == 1)


def _word_repeats(rows: pl.DataFrame, question: str, is_yes: pl.Expr) -> pl.DataFrame:
    return rows.with_columns(
        is_yes=is_yes, person="customer_id", question=pl.lit(question), witness=pl.lit("repeats"),
        scale=pl.lit(None, dtype=pl.String),
    ).select(TOLD)  # fmt: skip


def _count_able(heard: pl.DataFrame, visits: pl.DataFrame, chains: pl.DataFrame) -> pl.DataFrame:
    """Count the contacts that could have told, for each issue and witness: a complete grid."""
    is_note = pl.col("channel") == NOTE
    figure = {"words": (~is_note).sum(), "notes": is_note.sum(), "ratings": pl.len()}
    able = heard.group_by("issue_id").agg(**{name: count.cast(pl.Int64) for name, count in figure.items()})
    came = (
        add_rows_of_all(visits.select("issue_id", "contact_id"))
        .group_by("issue_id")
        .agg(solved=pl.col("contact_id").n_unique().cast(pl.Int64))
    )
    began = add_rows_of_all(chains.select("issue_id")).group_by("issue_id").agg(right=pl.len().cast(pl.Int64))
    counts = able.join(came, on="issue_id", how="left", nulls_equal=True).join(
        began, on="issue_id", how="left", nulls_equal=True
    )
    rows = [
        counts.select(
            "issue_id",
            pl.lit(question).alias("question"),
            pl.lit(witness).alias("witness"),
            pl.lit(place).alias("place"),
            pl.col(question if witness == "repeats" else witness).fill_null(0).alias("of_count"),
        )
        for place, (question, witness) in enumerate(WITNESSES)
    ]
    return pl.concat(rows)


def _pick_noes(told: pl.DataFrame) -> pl.DataFrame:
    """Pick some contacts that say no, the latest first."""
    noes = told.filter(~pl.col("is_yes")).sort("occurred_at", "contact_id", descending=[True, False])
    return noes.group_by(KEYS, maintain_order=True).agg(
        no_contact_ids=pl.col("contact_id").unique(maintain_order=True).head(MOST_CONTACTS)
    )


def _word_reason() -> pl.Expr:
    """Word why a witness tells nothing; null where it does."""
    reason = pl.lit(None, dtype=pl.String)
    for witness, (without, silent) in REASONS.items():
        why = pl.when(pl.col("of_count") == 0).then(pl.lit(without)).otherwise(pl.lit(silent))
        reason = pl.when(pl.col("witness") == witness).then(why).otherwise(reason)
    return pl.when(pl.col("count").fill_null(0) == 0).then(reason)
