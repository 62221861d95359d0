"""What a screen says of an issue whose words are not shown."""

import pytest

from tests.exports.test_exports import ISSUE
from voc.cli.reports import report_issue


@pytest.mark.parametrize(
    ("customers", "said"),
    [(2, "shown from 3 customers on"), (3, "–"), (0, "–")],
    ids=["few", "enough", "none"],
)
def test_words_that_are_kept_back_are_told_apart_from_words_that_lack(customers: int, said: str) -> None:
    lines = report_issue({**ISSUE, "verbatims": [], "customers": customers, "k_people": 3})
    assert lines[lines.index("In customers' words") + 1].strip() == said
