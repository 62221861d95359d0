"""What does each department owe for a month's contacts, to the cent?

A contact is split equally among its issues, and an issue's part goes to its department. Cents are shared out
by largest remainders, first among departments, then among a department's issues: every sum on the page holds.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import polars as pl

from voc.signals.cost import TICKS, count_ticks
from voc.signals.money import NO_ISSUE, Portion, portion_contacts
from voc.stats.apportion import apportion_units, round_half_up

RULES_VERSION = 1
RULES = {
    # What a statement is drawn up by; a change of any of these is a new version.
    "window": "contacts of a calendar month, in the workspace's time zone",
    "price": "of the contact's channel on its day; where that is a rate, times its own minutes, else the mean"
    " ones; rounded half up to a hundredth of a cent",
    "split": "a contact is split equally among its issues, but for those that people ignore",
    "department": "of an issue: what the council assigned, else the commonest of its contacts' departments",
    "repeat": "the same customer had an earlier contact about the same issue within the workspace's window",
    "rounding": "the month's cost half up to cents; cents by largest remainders among departments, then among"
    " a department's issues, then between first contacts and repeats",
}
TICKS_A_CENT = TICKS // 100
WITHOUT_DEPARTMENT, WITHOUT_ISSUE, IGNORED = "without a department", "without an issue", "ignored issues only"
REMAINDERS = (WITHOUT_DEPARTMENT, WITHOUT_ISSUE, IGNORED)
ALL_IGNORED = "ignored"  # stands for the issues that people ignore
MONTH = "month"
PERSON = pl.coalesce(pl.lit("k") + pl.col("customer_id"), pl.lit("c") + pl.col("contact_id"))


@dataclass(frozen=True)
class Behind:
    """Who and what is behind a charge, each contact once and whole."""

    contacts: int = 0
    repeats: int = 0  # of them
    customers: int = 0  # a contact without a customer counts as one
    ticks: int = 0  # what the contacts cost


@dataclass(frozen=True)
class Charge:
    """What an issue, a department or a month comes to; repeats are included in every figure."""

    name: str | None  # an issue's id, or a department; null: what is left over, or the month
    cents: int
    repeat_cents: int
    split_contacts: Fraction  # its part of the contacts
    behind: Behind
    lines: tuple["Charge", ...] = ()  # of a department, its issues, the dearest first
    remainder: str | None = None  # of REMAINDERS


@dataclass(frozen=True)
class Statement:
    """A month's charges: the departments', the dearest first, then what is left over, add up to `total`."""

    total: Charge
    departments: tuple[Charge, ...]


def draw_statement(
    contacts: pl.DataFrame,
    links: pl.DataFrame,
    departments: Mapping[str, str | None],
    ignored: frozenset[str] = frozenset(),
) -> Statement:
    """Draw up the statement of a set of contacts.

    Args:
        contacts: contact_id, customer_id, cost; the month's, with or without an issue.
        links: CONTACT_ISSUES; of other contacts too.
        departments: Of each issue; one that has none, or is not here, is without a department.
        ignored: Issues that people ignore: nothing goes to them.
    """
    held = _set_ignored_aside(links, ignored)
    portions = portion_contacts(contacts, held)
    accounts: dict[str, dict[str, Portion]] = {}
    for issue, part in sorted(portions.items()):
        accounts.setdefault(_open_account(issue, departments.get(issue)), {})[issue] = part
    cents = _apportion_cents(accounts)
    behind = _count_behind(contacts, held, accounts)
    charges = [_charge_account(account, cents[account], accounts[account], behind) for account in accounts]
    charges.sort(key=lambda charge: (_rank_remainder(charge.remainder), -charge.cents, charge.name or ""))
    total = Charge(
        name=None,
        cents=sum(cents.values()),
        repeat_cents=sum(charge.repeat_cents for charge in charges),
        split_contacts=Fraction(contacts.height),
        behind=behind.get(MONTH, Behind()),
    )
    return Statement(total, tuple(charges))


def _set_ignored_aside(links: pl.DataFrame, ignored: frozenset[str]) -> pl.DataFrame:
    """Leave out ignored issues; contacts that have no other have `ALL_IGNORED`."""
    is_ignored = pl.col("issue_id").is_in(sorted(ignored))
    held = links.filter(~is_ignored).select("contact_id", "issue_id", "is_repeat")
    left = links.filter(is_ignored).join(held, on="contact_id", how="anti").select("contact_id").unique()
    is_unknown = pl.lit(None, dtype=pl.Boolean)
    return pl.concat([held, left.with_columns(issue_id=pl.lit(ALL_IGNORED), is_repeat=is_unknown)])


def _open_account(issue: str, department: str | None) -> str:
    """Name an issue's account: the number of what is left over, else 0 and the department."""
    if issue in (NO_ISSUE, ALL_IGNORED):
        return "2" if issue == NO_ISSUE else "3"
    return f"0{department}" if department else "1"


def _rank_remainder(remainder: str | None) -> int:
    return REMAINDERS.index(remainder) + 1 if remainder else 0


def _apportion_cents(accounts: Mapping[str, Mapping[str, Portion]]) -> dict[str, int]:
    exact = {
        account: sum((part.cost for part in portions.values()), Fraction(0)) / TICKS_A_CENT
        for account, portions in accounts.items()
    }
    return apportion_units(round_half_up(sum(exact.values(), Fraction(0))), exact)


def _count_behind(
    contacts: pl.DataFrame, held: pl.DataFrame, accounts: Mapping[str, Mapping[str, Portion]]
) -> dict[str, Behind]:
    """Count what is behind each issue, each account and the month, each under its own key."""
    account_of = {issue: account for account, portions in accounts.items() for issue in portions} or {"": ""}
    issue, account = pl.lit("issue ") + pl.col("issue_id"), pl.lit("account ") + pl.col("account")
    placed = (
        contacts.select("contact_id", person=PERSON, ticks=count_ticks())
        .join(held, on="contact_id", how="left")
        .with_columns(pl.col("issue_id").fill_null(NO_ISSUE), pl.col("is_repeat").fill_null(False))
        .with_columns(account=pl.col("issue_id").replace_strict(account_of, return_dtype=pl.String))
        .with_columns(key=pl.concat_list(issue, account, pl.lit(MONTH)))
        .explode("key")
    )
    once = placed.group_by("key", "contact_id").agg(
        pl.col("is_repeat").any(), pl.col("person").first(), pl.col("ticks").first()
    )
    counted = once.group_by("key").agg(
        pl.len(), pl.col("is_repeat").sum(), pl.col("person").n_unique(), pl.col("ticks").sum()
    )
    return {key: Behind(*figures) for key, *figures in counted.iter_rows()}


def _charge_account(
    account: str, cents: int, portions: Mapping[str, Portion], behind: Mapping[str, Behind]
) -> Charge:
    """Share an account's cents out among its issues."""
    shared = apportion_units(cents, {issue: part.cost / TICKS_A_CENT for issue, part in portions.items()})
    lines = [
        _charge_issue(issue, shared[issue], part, behind[f"issue {issue}"])
        for issue, part in portions.items()
    ]
    lines.sort(key=lambda line: (-line.cents, -line.behind.contacts, line.name or ""))
    kind = int(account[0])
    return Charge(
        name=account[1:] or None,
        cents=cents,
        repeat_cents=sum(line.repeat_cents for line in lines),
        split_contacts=sum((line.split_contacts for line in lines), Fraction(0)),
        behind=behind[f"account {account}"],
        lines=tuple(lines) if kind < REMAINDERS.index(WITHOUT_ISSUE) + 1 else (),
        remainder=REMAINDERS[kind - 1] if kind else None,
    )


def _charge_issue(issue: str, cents: int, part: Portion, behind: Behind) -> Charge:
    """Tell an issue's first contacts and repeats apart; the two add up to its cents."""
    kinds = apportion_units(cents, {"first": part.first / TICKS_A_CENT, "repeat": part.repeat / TICKS_A_CENT})
    return Charge(issue, cents, kinds["repeat"], part.split_contacts, behind)
