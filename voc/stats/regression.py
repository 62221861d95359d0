"""What goes with what, other things equal, where rows come in groups?

A customer's answers are alike, so errors are told from customers' sums, not from rows.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

FLAT = 1e-10  # of the largest eigenvalue: a direction that the columns do not reach
MOST_LEVERAGE = 0.9  # of a group: a residual is widened threefold at most
DETERMINED = 1e-6  # how far a column's own direction may be from being told


@dataclass(frozen=True)
class GroupedFit:
    """What a linear fit of several outcomes on the same columns tells of some contrasts."""

    estimates: Floats  # (n_contrasts, n_outcomes); nan where the rows cannot tell
    errors: Floats  # (n_contrasts, n_outcomes) standard errors, by groups
    freedom: Floats  # (n_contrasts,) degrees of freedom of Student's t

    def bound_estimates(self, confidence: float = 0.95) -> tuple[Floats, Floats]:
        """Bound each estimate: lower and upper, (n_contrasts, n_outcomes)."""
        from scipy.special import stdtrit

        reach = stdtrit(self.freedom, (1 + confidence) / 2)[:, None] * self.errors
        return self.estimates - reach, self.estimates + reach

    def test_estimates(self) -> Floats:
        """Calculate how easily chance alone gives so large an estimate: two-sided p-values."""
        from scipy.special import stdtr

        with np.errstate(divide="ignore", invalid="ignore"):
            t = np.abs(self.estimates / self.errors)
        return np.asarray(2 * stdtr(self.freedom[:, None], -t), dtype=np.float64)


def fit_grouped(
    columns: Floats, outcomes: Floats, groups: npt.NDArray[np.int64], contrasts: Floats, freedom: Floats
) -> GroupedFit:
    """Fit outcomes on columns by least squares, with errors that allow for groups of any inner likeness.

    Residuals are widened by 1/√(1−h), h the group's leverage: its rows' together, since what one of its rows
    pulls the fit, all do. With one indicator and groups of one row that is Welch's two-sample standard error
    (HC2); with larger groups it is at least CR2's. A contrast that the rows tell is told even where the
    columns repeat each other, as indicators do that sum to the constant.

    Args:
        columns: (n_rows, n_columns), one of them constant where a level is wanted.
        outcomes: (n_rows, n_outcomes).
        groups: (n_rows,) a number from 0 for each row's group.
        contrasts: (n_contrasts, n_columns) which sums of coefficients are asked for; the identity asks for
            each coefficient.
        freedom: (n_contrasts,) degrees of freedom; of an indicator, cautiously, the groups on its rarer side
            less 1.

    References:
        Liang, Zeger (1986), Biometrika 73(1), 13-22; MacKinnon, White (1985), J. Econom. 29(3), 305-325;
        Bell, McCaffrey (2002), Surv. Methodol. 28(2), 169-181, on leverage by groups; Imbens, Kolesár
        (2016), Rev. Econ. Stat. 98(4), 701-712, on why so few degrees of freedom.
    """
    from scipy.sparse import csr_array

    n_rows = len(columns)
    inverse, reached = _invert_gram(columns)
    coefficients = inverse @ (columns.T @ outcomes)
    leverage = np.bincount(groups, weights=np.einsum("ij,ij->i", columns @ inverse, columns))
    freed = np.sqrt(1 - np.clip(leverage, 0.0, MOST_LEVERAGE))[groups]
    residuals = (outcomes - columns @ coefficients) / freed[:, None]
    weights = columns @ (inverse @ contrasts.T)  # (n_rows, n_contrasts)
    by_group = csr_array((np.ones(n_rows), (groups, np.arange(n_rows))))
    errors = np.column_stack(
        [np.sqrt(np.square(by_group @ (weights * column[:, None])).sum(axis=0)) for column in residuals.T]
    )
    is_told = np.abs(contrasts @ reached - contrasts).max(axis=1, initial=0.0) < DETERMINED
    return GroupedFit(
        estimates=np.where(is_told[:, None], contrasts @ coefficients, np.nan),
        errors=np.where(is_told[:, None], errors, np.nan),
        freedom=np.maximum(freedom, 1.0),
    )


def remove_columns(values: Floats, columns: Floats) -> Floats:
    """Take out of values (n_rows, n_values) all that columns tell of them: the residuals of least squares."""
    inverse, _ = _invert_gram(columns)
    return np.asarray(values - columns @ (inverse @ (columns.T @ values)), dtype=np.float64)


def _invert_gram(columns: Floats) -> tuple[Floats, Floats]:
    """Invert XᵀX where it can be, and give the projection on what the rows tell of coefficients."""
    gram = columns.T @ columns
    scale = np.where(np.diag(gram) > 0, np.sqrt(np.diag(gram)), 1.0)
    values, vectors = np.linalg.eigh(gram / np.outer(scale, scale))
    is_reached = values > FLAT * max(float(values.max(initial=0.0)), 1e-300)
    kept = vectors[:, is_reached]
    inverse = (kept / values[is_reached]) @ kept.T / np.outer(scale, scale)
    return np.asarray(inverse, np.float64), np.asarray((kept @ kept.T) * scale / scale[:, None], np.float64)
