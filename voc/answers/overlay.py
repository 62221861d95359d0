"""What have people's edits changed of what was published?

A merge, a split or a move shows at once: mentions are put where people said, and everything that is counted
is counted again, as publishing will. What takes mining follows at the next run: alerts, phrases, themes, and
the mentions that read much like those of a new issue.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import polars as pl

from voc.council.standing import Standing, fold_placements
from voc.issues.register import RegisteredIssue
from voc.schema import PUBLISHED, make_frame
from voc.settings import Settings
from voc.store.snapshot import Snapshot

UNMEASURED = ("name", "theme", "keyphrases", "verbatims", "born_as_of")


@dataclass(frozen=True)
class Overlay:
    """The published tables as they are after people's edits."""

    issues: pl.DataFrame  # of PUBLISHED["issues"]
    links: pl.DataFrame  # CONTACT_ISSUES
    weeks: pl.DataFrame  # WEEKS
    left: frozenset[tuple[str, str, str]] = frozenset()  # issue, contact and text of what went elsewhere


def lay_edits(snapshot: Snapshot, standing: Standing, settings: Settings) -> Overlay | None:
    """Lay people's edits over a snapshot; None where it has them all already."""
    published = snapshot.read("read_issues")
    living = list_living(published, standing)
    edited = put_mentions(find_edited(snapshot, standing), standing)
    moved = edited.filter(pl.col("place").ne_missing(pl.col("issue_id")))
    contacts = snapshot.read("read_window_contacts", week=None) if has_kinds_said(standing) else None
    told = None if contacts is None else tell_kinds_said(contacts, standing)
    is_retold = told is not None and not told["kind"].equals(contacts["kind"])  # type: ignore[index]
    if moved.is_empty() and living["issue_id"].equals(published["issue_id"]) and not is_retold:
        return None
    left = frozenset(moved.drop_nulls("issue_id").select("issue_id", "contact_id", "text").iter_rows())
    mentions = put_mentions(snapshot.read("read_placed_mentions"), standing)
    contacts = snapshot.read("read_window_contacts", week=None) if told is None else told
    as_of = datetime.fromisoformat(snapshot.meta["as_of"])
    placed = mentions.with_columns(issue_id="place")
    counted = measure_again(settings, contacts, placed, living, as_of, read_exposure_told(snapshot))
    return replace(counted, left=left)


def has_kinds_said(standing: Standing) -> bool:
    """Tell whether people put the kind of any contact right."""
    return any(event.kind == "classify" for event in standing.events)


def tell_kinds_said(contacts: pl.DataFrame, standing: Standing) -> pl.DataFrame:
    """Put what people said that contacts are in the place of what was published."""
    if not has_kinds_said(standing):
        return contacts
    from voc.signals.kind_corrections import correct_kinds, fold_kind_corrections

    return correct_kinds(contacts, fold_kind_corrections(standing.told))


def read_exposure_told(snapshot: Snapshot) -> pl.DataFrame | None:
    """Read what a snapshot's rates are told by: week, value; None where it is the week's contacts."""
    if snapshot.meta.get("exposure", "contacts") == "contacts":
        return None
    told = snapshot.read("read_calendar").filter(~pl.col("is_estimated"))
    return told.select("week", value="exposure")


def find_edited(snapshot: Snapshot, standing: Standing) -> pl.DataFrame:
    """Find the mentions that edits may have put elsewhere."""
    text_keys, gone = sorted(fold_placements(standing)), sorted(standing.leads_to)
    if not text_keys and not gone:
        return pl.DataFrame(schema=dict.fromkeys(("issue_id", "contact_id", "text_key", "text"), pl.String))
    return snapshot.read("list_edited_mentions", text_keys=text_keys, gone=gone)


def put_mentions(mentions: pl.DataFrame, standing: Standing) -> pl.DataFrame:
    """Add to mentions (text_key, issue_id) their `place`: the issue that they are in after people's edits."""
    put = fold_placements(standing)
    followed = pl.col("issue_id").replace({gone: standing.resolve(gone) for gone in standing.leads_to})
    said = (
        pl.col("text_key").replace_strict(put, default=None, return_dtype=pl.String) if put else pl.lit(None)
    )
    is_said = pl.col("text_key").is_in(list(put))
    return mentions.with_columns(place=pl.when(is_said).then(said).otherwise(followed))


def list_living(published: pl.DataFrame, standing: Standing) -> pl.DataFrame:
    """List the issues that live after people's edits, as they were published.

    What people split off, and what came back when a merge was undone, is there with its name alone.
    """
    named = {
        event.payload["child"] if event.kind == "split" else str(event.issue_id)
        for event in standing.told
        if event.kind in ("merge", "split")
    }
    register = standing.register.issues
    fresh = [
        register[issue_id] for issue_id in sorted((named & register.keys()) - set(published["issue_id"]))
    ]
    rest = published.filter(~pl.col("issue_id").is_in(list(standing.leads_to)))
    return pl.concat([rest, word_unmeasured(fresh).select(published.columns)]) if fresh else rest


def word_unmeasured(issues: Iterable[RegisteredIssue]) -> pl.DataFrame:
    """Word issues with what the register alone knows of them: the columns of PUBLISHED["issues"]."""
    rows = [
        {
            "issue_id": issue.issue_id,
            "name": issue.name,
            "keyphrases": [],
            "verbatims": [],
            "born_as_of": issue.born_as_of.astimezone(UTC),
        }
        for issue in issues
    ]
    return make_frame(rows, PUBLISHED["issues"])


def measure_again(
    settings: Settings,
    contacts: pl.DataFrame,
    mentions: pl.DataFrame,
    living: pl.DataFrame,
    as_of: datetime,
    exposure: pl.DataFrame | None,
) -> Overlay:
    """Count everything again, as publishing does.

    Args:
        settings: The workspace's.
        contacts: As `read_window_contacts` gives them.
        mentions: contact_id, issue_id, similarity; those of other contacts or issues are left out.
        living: The issues: issue_id and what is not measured again (`UNMEASURED`).
        as_of: Before which the contacts lie.
        exposure: As `read_exposure_told` gives it.
    """
    from voc.signals.impact import measure_issues, tell_states
    from voc.signals.links import link_contacts
    from voc.signals.trends import tell_trends
    from voc.signals.weeks import count_weeks

    council, zone = settings.council, settings.zone
    placed = mentions.filter(pl.col("issue_id").is_in(living["issue_id"].to_list()))
    links = link_contacts(placed, contacts, repeat_window_days=council.repeat_window_days)
    weeks = count_weeks(contacts, links, zone=zone, as_of=as_of, exposure=exposure)
    described = contacts.select("contact_id", "kind", "opportunity", "is_repeat")
    measures = measure_issues(
        contacts,
        links,
        described,
        zone=zone,
        silent_multiplier=council.silent_multiplier,
    )
    states = tell_states(
        contacts, links, zone=zone,
        min_customers=council.recurring_min_customers, min_weeks=council.recurring_min_weeks,
    )  # fmt: skip
    issues = living.select("issue_id", *UNMEASURED)
    for part in (measures, states, tell_trends(weeks)):
        issues = issues.join(part, on="issue_id", how="left", maintain_order="left")
    counted = issues.with_columns(
        pl.col("state").fill_null("isolated"),
        pl.col("trend").fill_null("dormant"),
        pl.col("keyphrases", "verbatims", "languages", "channels").fill_null([]),
        pl.col("contacts", "customers", "silent_customers").fill_null(0),
        pl.col("share", "cost").fill_null(0.0),
    )
    return Overlay(counted, links, weeks)
