"""Who rated, on which scale, and what did their contacts speak of?

Scales are never mixed: a 5 of stars is not a 5 of NPS. People stand in the order of their first rated
contact, so that what is drawn from them does not depend on what their pseudonyms are.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import polars as pl

from voc.signals.impact import PERSON

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Floats = npt.NDArray[np.float64]

LEAST_LEVEL = 10  # rated contacts of a product; the rarer ones are taken together
ENDS: Mapping[str, tuple[float, float]] = {
    # Up to which rating somebody is lost, from which one won. NPS: Reichheld (2003); a satisfied customer
    # gives a 4 or a 5 of five; of CES, one who at least somewhat agrees that it was easy is won.
    "nps": (6, 9),
    "csat5": (2, 4),
    "stars5": (2, 4),
    "ces7": (3, 5),
}


@dataclass(frozen=True)
class Raters:
    """The rated contacts of one scale, oldest first."""

    scale: str
    issue_ids: list[str]  # that any of them speaks of, sorted
    rating: Floats  # (n_contacts,)
    person: npt.NDArray[np.int64]  # (n_contacts,) a number from 0, by the order of first contacts
    speaks: "csr_array"  # (n_contacts, n_issues) 1 where the contact speaks of the issue
    setting: Floats  # (n_contacts, n_levels) a constant, and indicators of source and product
    sources: list[str]  # (n_contacts,)

    @property
    def ends(self) -> tuple[Floats, Floats] | None:
        """Who is lost and who is won, (n_contacts,) each; None of an unknown scale."""
        if self.scale not in ENDS:
            return None
        low, high = ENDS[self.scale]
        return (self.rating <= low).astype(np.float64), (self.rating >= high).astype(np.float64)

    @property
    def measures(self) -> dict[str, Floats]:
        """What a mean is taken of, by the measure's name.

        The rating itself; for NPS the points of promoters less detractors, for CSAT the percentage satisfied.
        """
        told = {"mean": self.rating}
        if self.ends is not None and self.scale == "nps":
            told["nps"] = 100 * (self.ends[1] - self.ends[0])
        if self.ends is not None and self.scale == "csat5":
            told["csat"] = 100 * self.ends[1]
        return told

    @cached_property
    def by_person(self) -> "csr_array":
        """(n_people, n_contacts) 1 where the person wrote the contact: adds up by people."""
        from scipy.sparse import csr_array

        places = (self.person, np.arange(len(self.person)))
        return csr_array((np.ones(len(self.person)), places))

    @cached_property
    def contact_counts(self) -> Floats:
        """(n_people,) rated contacts of each person."""
        return np.bincount(self.person).astype(np.float64)

    @cached_property
    def people(self) -> tuple[Floats, Floats]:
        """(n_issues,) who rated a contact with each issue, and who rated one without it."""
        spoke, others = self._count_contacts()
        return (spoke > 0).sum(axis=0).astype(np.float64), (others > 0).sum(axis=0).astype(np.float64)

    @cached_property
    def effective(self) -> tuple[Floats, Floats]:
        """(n_issues,) the same, where who wrote much does not count for many (Kish: (Σn)² / Σn²)."""
        spoke, others = self._count_contacts()
        return weigh_people(spoke), weigh_people(others)

    def _count_contacts(self) -> tuple[Floats, Floats]:
        """(n_people, n_issues) rated contacts of each person with each issue, and without it."""
        spoke: Floats = (self.by_person @ self.speaks).toarray()
        return spoke, self.contact_counts[:, None] - spoke


def weigh_people(contacts: Floats) -> Floats:
    """Tell how many people of one contact each would tell as much: (n_people, n) contacts to (n,) people.

    References:
        Kish (1965), Survey Sampling, section 8.2.
    """
    squares = np.square(contacts).sum(axis=0)
    known = np.maximum(squares, 1e-300)
    return np.asarray(np.square(contacts.sum(axis=0)) / known, dtype=np.float64)


def list_raters(contacts: pl.DataFrame, contact_issues: pl.DataFrame) -> list[Raters]:
    """List who rated, a scale each, by its name.

    Args:
        contacts: contact_id, source, occurred_at, customer_id, rating (null: not rated), rating_scale,
            product. A source whose scale is not known is a scale of its own.
        contact_issues: contact_id, issue_id.
    """
    rated = (
        contacts.filter(pl.col("rating").is_not_null() & pl.col("rating").is_not_nan())
        .with_columns(person=PERSON, scale=pl.coalesce("rating_scale", pl.lit("source ") + pl.col("source")))
        .sort("occurred_at", "contact_id")
    )
    linked = contact_issues.select("contact_id", "issue_id").unique()
    return [
        _gather_scale(str(scale), part, linked)
        for (scale,), part in sorted(rated.group_by("scale", maintain_order=True))
    ]


def _gather_scale(scale: str, rated: pl.DataFrame, linked: pl.DataFrame) -> Raters:
    from scipy.sparse import csr_array

    placed = rated.select("contact_id").with_row_index("row")
    pairs = linked.join(placed, on="contact_id").sort("row", "issue_id")
    issue_ids = sorted(set(pairs["issue_id"]))
    columns = pairs["issue_id"].replace_strict(issue_ids, list(range(len(issue_ids))), return_dtype=pl.Int64)
    places = (pairs["row"].to_numpy(), columns.to_numpy())
    people = rated.select("person").unique(maintain_order=True).with_row_index("number")
    numbered = rated.select("person").join(people, on="person", how="left", maintain_order="left")
    return Raters(
        scale=scale,
        issue_ids=issue_ids,
        rating=rated["rating"].to_numpy().astype(np.float64),
        person=numbered["number"].to_numpy().astype(np.int64),
        speaks=csr_array((np.ones(pairs.height), places), shape=(rated.height, len(issue_ids))),
        setting=_indicate_setting(rated),
        sources=rated["source"].to_list(),
    )


def _indicate_setting(rated: pl.DataFrame) -> Floats:
    """Indicate each contact's source (which has one channel) and product, beside a constant.

    The commonest level of each is the one that the others are compared with.
    """
    columns = [np.ones(rated.height)]
    for name in ("source", "product"):
        level = pl.col(name).fill_null("")
        pooled = rated.select(level=pl.when(pl.len().over(level) >= LEAST_LEVEL).then(level))["level"]
        counted = pooled.value_counts().sort("count", "level", descending=[True, False], nulls_last=True)
        columns += [
            pooled.eq_missing(other).to_numpy().astype(np.float64) for other in counted["level"].to_list()[1:]
        ]
    return np.column_stack(columns)
