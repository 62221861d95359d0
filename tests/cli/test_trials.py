"""A trial of another encoder is told in words and as one document; the doctor tries the one in force."""

from pathlib import Path

import pytest

from tests.cli.calls import run_voc
from voc.cli.checks import check_encoder_works
from voc.cli.trials import report_trial
from voc.settings import load_settings


def test_a_trial_is_told_with_the_issues_that_would_change() -> None:
    document = {
        "from": "old", "to": "new", "texts": 90, "mentions": 120, "kept": 0.975, "agreed": 0.81, "held": 14,
        "embedded": 90, "seconds": 3.2, "fates": {"keeps": 4, "splits": 1},
        "issues": [
            {"issue_id": "ISS-0002", "name": "Late parcels", "mentions": 40, "kept_share": 0.55,
             "fate": "splits",
             "goes_to": [{"issue_id": "ISS-0001", "mentions": 12}, {"issue_id": None, "mentions": 6}]},
            {"issue_id": "ISS-0001", "name": "Bills", "mentions": 80, "kept_share": 0.99, "fate": "keeps",
             "goes_to": []},
        ],
    }  # fmt: skip
    told = "\n".join(report_trial(document))
    assert "97.5% of 120 mentions" in told
    assert "agrees on 81.0%" in told
    assert "4 issues stay, 1 would split, 0 merge, 0 be lost" in told
    assert (
        "ISS-0002 would split: Late parcels (55% of 40 mentions stay; others to ISS-0001 12, none 6)" in told
    )
    assert "Bills" not in told


def test_a_trial_takes_no_day(tmp_path: Path) -> None:
    (tmp_path / "voc.toml").write_text("", encoding="utf-8")
    done = run_voc("mine", "--try-encoder", "use", "--as-of", "2026-01-01", "--workspace", str(tmp_path))
    assert done.returncode == 2
    assert "without --as-of" in done.stderr


@pytest.mark.parametrize(
    ("encoder", "is_ok", "says"),
    [
        ("use", True, "512 dimensions"),
        ("tfidf", True, "the next run fits it"),
        ("usee", False, "did you mean 'use'"),
        ("model2vec:{folder}", False, "cannot be loaded by model2vec"),
    ],
)
def test_the_doctor_tries_the_encoder_of_the_workspace(
    tmp_path: Path, encoder: str, is_ok: bool, says: str
) -> None:
    (tmp_path / "voc.toml").write_text(
        f'[mining]\nencoder = "{encoder.format(folder=tmp_path)}"\n', encoding="utf-8"
    )
    check = check_encoder_works(load_settings(tmp_path))
    assert check.is_ok is is_ok
    assert says in check.says
    assert "make setup" not in check.says
