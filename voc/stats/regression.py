"""What goes with what, other things equal, where rows come in groups?

A customer's answers are alike, so errors are told from customers' sums, not from rows.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

FLAT = 1e-10  # of the largest eigenvalue: a direction that the columns do not reach
DETERMINED = 1e-6  # how far a column's own direction may be from being told


@dataclass(frozen=True)
class GroupedFit:
    """A linear fit of several outcomes on the same columns."""

    coefficients: Floats  # (n_columns, n_outcomes); nan where others tell a column wholly
    errors: Floats  # (n_columns, n_outcomes) standard errors, by groups
    freedom: Floats  # (n_columns,) of Student's t: groups on the rarer side of the column, less 1

    def bound_coefficients(self, confidence: float = 0.95) -> tuple[Floats, Floats]:
        """Bound each coefficient: lower and upper, (n_columns, n_outcomes)."""
        from scipy.special import stdtrit

        reach = stdtrit(self.freedom, (1 + confidence) / 2)[:, None] * self.errors
        return self.coefficients - reach, self.coefficients + reach

    def test_coefficients(self) -> Floats:
        """Calculate how easily chance alone gives so large a coefficient: two-sided p-values."""
        from scipy.special import stdtr

        with np.errstate(divide="ignore", invalid="ignore"):
            t = np.abs(self.coefficients / self.errors)
        return np.asarray(2 * stdtr(self.freedom[:, None], -t), dtype=np.float64)


def fit_grouped(columns: Floats, outcomes: Floats, groups: npt.NDArray[np.int64]) -> GroupedFit:
    """Fit outcomes on columns by least squares, with errors that allow for groups of any inner likeness.

    Residuals are widened by 1/√(1−h) (HC2), which with one column and groups of one row is Welch's
    two-sample standard error; the degrees of freedom are those of the rarer side, which is cautious.

    Args:
        columns: (n_rows, n_columns), one of them constant where a level is wanted.
        outcomes: (n_rows, n_outcomes).
        groups: (n_rows,) a number from 0 for each row's group.

    References:
        Liang, Zeger (1986), Biometrika 73(1), 13-22; MacKinnon, White (1985), J. Econom. 29(3), 305-325;
        Imbens, Kolesár (2016), Rev. Econ. Stat. 98(4), 701-712, on why so few degrees of freedom.
    """
    from scipy.sparse import csr_array

    n_rows = len(columns)
    inverse, known = _invert_gram(columns)
    weights = columns @ inverse  # (n_rows, n_columns)
    coefficients = weights.T @ outcomes
    leverage = np.clip(np.einsum("ij,ij->i", weights, columns), 0.0, 1 - 1e-6)
    residuals = (outcomes - columns @ coefficients) / np.sqrt(1 - leverage)[:, None]
    n_groups = int(groups.max(initial=-1)) + 1
    by_group = csr_array((np.ones(n_rows), (groups, np.arange(n_rows))), shape=(n_groups, n_rows))
    errors = np.stack(
        [
            np.sqrt(np.square(by_group @ (weights * residual[:, None])).sum(axis=0))
            for residual in residuals.T
        ],
        axis=1,
    )
    present = np.asarray(((by_group @ np.abs(columns)) > 0).sum(axis=0), np.float64)
    absent = np.asarray(((by_group @ (columns == 0).astype(np.float64)) > 0).sum(axis=0), np.float64)
    fewer = np.where(absent > 0, np.minimum(present, absent), present)
    unknown = ~known[:, None]
    return GroupedFit(
        coefficients=np.where(unknown, np.nan, coefficients),
        errors=np.where(unknown, np.nan, errors),
        freedom=np.maximum(fewer - 1, 1.0),
    )


def remove_columns(values: Floats, columns: Floats) -> Floats:
    """Take out of values (n_rows, n_values) all that columns tell of them: the residuals of least squares."""
    inverse, _ = _invert_gram(columns)
    return np.asarray(values - columns @ (inverse @ (columns.T @ values)), dtype=np.float64)


def _invert_gram(columns: Floats) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """Invert XᵀX where it can be, and tell which columns' coefficients the rows can tell."""
    gram = columns.T @ columns
    scale = np.sqrt(np.maximum(np.diag(gram), 1e-300))
    values, vectors = np.linalg.eigh(gram / np.outer(scale, scale))
    reached = values > FLAT * max(float(values.max(initial=0.0)), 1e-300)
    kept = vectors[:, reached]
    told = np.einsum("ij,ij->i", kept, kept)
    inverse = (kept / values[reached]) @ kept.T / np.outer(scale, scale)
    return np.asarray(inverse, np.float64), np.asarray(np.abs(told - 1) < DETERMINED)
