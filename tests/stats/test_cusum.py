import numpy as np
import pytest

from voc.stats.cusum import (
    MEANS,
    RUN_LENGTH,
    choose_interval,
    choose_ratio,
    choose_reference_value,
    find_interval,
    measure_run_length,
)


@pytest.mark.parametrize(
    ("mean", "start", "length"),
    [
        # Lucas's scheme k = 2, h = 6, as printed by R's IAcsSPCR::arl (Lawson): usual mean 1.88, shifted 3.2.
        (1.88, 0, 37.2),
        (1.88, 3, 29.19),
        (1.88 + 0.9627 * 1.88**0.5, 0, 5.49),
        (1.88 + 0.9627 * 1.88**0.5, 3, 3.33),
    ],
)
def test_run_lengths_are_the_published_ones(mean: float, start: float, length: float) -> None:
    assert measure_run_length(mean, 2, 6, start=start, steps=1) == pytest.approx(length, abs=0.006)


def test_large_means_run_as_a_normal_cusum_does() -> None:
    # One-sided, k = 0.5 σ: run length 336 at h = 4 σ, 8.38 after a shift of 1 σ (Montgomery, SQC, ch. 9).
    mean, sigma = 10_000.0, 100.0
    k, h = mean + 0.5 * sigma, 4 * sigma
    assert measure_run_length(mean, k, h, steps=1) == pytest.approx(336, rel=0.02)
    assert measure_run_length(mean + sigma, k, h, steps=1) == pytest.approx(8.38, rel=0.01)


def test_run_lengths_are_those_of_a_simulation() -> None:
    rng = np.random.default_rng(1)
    lengths = []
    for counts in rng.poisson(4, size=(1500, 400)):
        total, length = 0.0, 400
        for week, count in enumerate(counts.tolist(), start=1):
            total = max(0.0, total + count - 5)
            if total >= 7:
                length = week
                break
        lengths.append(length)
    expected = measure_run_length(4, 5, 7)
    assert np.mean(lengths) == pytest.approx(expected, rel=4 / 1500**0.5)


def test_the_reference_value_lies_between_the_two_means() -> None:
    assert float(choose_reference_value(4, 7 / 4)) == pytest.approx(3 / np.log(7 / 4))
    assert 2 < float(choose_reference_value(4, 0.5)) < 4
    with pytest.raises(ValueError, match="other than 1"):
        choose_reference_value(4, 1)


@pytest.mark.parametrize("mean", [0.2, 1.0, 5.0, 20.0])
def test_the_intervals_kept_are_those_that_are_worked_out(mean: float) -> None:
    steps = 50 if mean < 5 else 20
    worked_out = find_interval(mean, float(choose_ratio(mean)), RUN_LENGTH, steps=steps)
    assert float(choose_interval(mean)) == pytest.approx(worked_out, abs=1 / steps)


def test_intervals_between_and_beyond_the_means_follow_their_neighbours() -> None:
    assert choose_interval(7.0) > choose_interval(5.0)
    assert choose_interval(1e6) == choose_interval(MEANS[-1])
