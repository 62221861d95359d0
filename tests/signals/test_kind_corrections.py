"""What people said of contacts holds for these contacts, with or without a mention."""

import polars as pl

from voc.signals.kind_corrections import correct_kinds
from voc.signals.kinds import MEANINGS

CONTACTS = pl.DataFrame(
    {
        "source": ["web", "web", "crm"],
        "source_id": ["1", "2", "1"],
        "kind": ["other", "avoidable", "simple"],
        "opportunity": [None, "ignored", None],
        "kind_confidence": [0.5, 0.8, 0.9],
        "kind_reason": ["nothing", "issue:0.90", "sign:how do i"],
        "is_repeat": [False, False, True],
    }
)


def test_a_persons_word_takes_the_place_of_the_verdict() -> None:
    said = {("web", "1"): MEANINGS.index(("valuable", "buy_more"))}
    told = correct_kinds(CONTACTS, said)
    assert told.row(0) == ("web", "1", "valuable", "buy_more", 1.0, "person", False)
    assert told[1:].equals(CONTACTS[1:])


def test_an_opportunity_that_was_not_said_is_none() -> None:
    told = correct_kinds(CONTACTS, {("web", "2"): MEANINGS.index(("avoidable", None))})
    assert told.row(1)[2:6] == ("avoidable", None, 1.0, "person")


def test_an_avoidable_contact_that_is_a_repeat_is_one_whoever_says_so() -> None:
    told = correct_kinds(CONTACTS, {("crm", "1"): MEANINGS.index(("avoidable", None))})
    assert told.row(2)[2] == "repeat"


def test_a_word_about_an_unknown_contact_changes_nothing() -> None:
    assert correct_kinds(CONTACTS, {("gone", "1"): 0}).equals(CONTACTS)
    assert correct_kinds(CONTACTS, {}).equals(CONTACTS)
