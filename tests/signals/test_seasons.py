import numpy as np
import numpy.typing as npt

from voc.signals.replay import replay_weeks
from voc.signals.tally import wrap_counts

WEEKS = 130


def _draw_seasons(seed: int, n_seasonal: int = 10, n_flat: int = 10) -> npt.NDArray[np.float64]:
    """Draw two and a half years of issues of 15 contacts a week, some with a season that triples them."""
    wave = np.exp(0.55 * np.cos(2 * np.pi * np.arange(WEEKS) / 52))
    means = 15 * np.concatenate([np.tile(wave, (n_seasonal, 1)), np.ones((n_flat, WEEKS))])
    return np.random.default_rng(seed).poisson(means)[None].astype(np.float64)


def test_a_season_that_comes_back_raises_little_where_a_level_would_be_broken_each_year() -> None:
    orders = np.ones((1, WEEKS))
    by_season, by_level = (
        [
            alert
            for seed in range(3)
            for alert in replay_weeks(wrap_counts(_draw_seasons(seed), orders), by_season=way).alerts
            if alert.issue < 10 and alert.week >= 78
        ]
        for way in (True, False)
    )
    assert len(by_season) / (3 * 10 * (WEEKS - 78)) <= 0.015
    assert len(by_level) > 2 * len(by_season)


def test_a_burst_within_the_season_is_raised_by_the_season() -> None:
    counts = _draw_seasons(4)
    counts[0, 0, 120] = 60
    alerts = replay_weeks(wrap_counts(counts, np.ones((1, WEEKS)))).alerts
    (alert,) = [a for a in alerts if a.issue == 0 and a.week == 120]
    assert (alert.kind, alert.method, alert.observed) == ("burst", "farrington", 60)
    assert 8 < alert.expected < 25


def test_what_has_no_season_is_judged_by_its_level() -> None:
    counts = _draw_seasons(5)
    counts[0, 15, 120] = 45
    replay = replay_weeks(wrap_counts(counts, np.ones((1, WEEKS))), with_bands=True)
    (alert,) = [a for a in replay.alerts if a.issue == 15 and a.week == 120]
    assert alert.method == "negative binomial"
    seasonal, flat = replay.expected[:10, 104:], replay.expected[10:, 104:]
    assert seasonal[:, 0].mean() > 1.7 * seasonal[:, 25].mean()
    assert flat.std(axis=1).mean() < 2


def test_a_first_year_knows_no_season() -> None:
    replay = replay_weeks(wrap_counts(_draw_seasons(6)[:, :, :56], np.ones((1, 56))))
    assert "farrington" not in {alert.method for alert in replay.alerts}
