"""Who stands in for an exemplar that goes, and what an issue's name loses with it."""

import numpy as np

from voc.issues.succession import find_stand_ins, strike_places, strike_words

GONE = frozenset([("notes", "1")])


def test_the_nearest_stands_in_and_nobody_for_two() -> None:
    east, north = np.eye(2, dtype=np.float32)
    between = (east + north) / np.float32(np.sqrt(2))
    assert find_stand_ins(np.vstack([east, east]), np.vstack([north, between, east])) == [2, 1]
    assert find_stand_ins(np.vstack([east, east]), np.vstack([north])) == [0, None]
    assert find_stand_ins(np.vstack([east]), np.zeros((0, 2), np.float32)) == [None]


def test_exemplars_of_contacts_that_stay_are_kept_in_their_order() -> None:
    exemplars = [["notes", "2", 1, "b"], ["notes", "1", 1, "a"], ["web", "1", 1, "c"]]
    payload = {"name": "cobro doble", "exemplars": exemplars}
    stand_ins = {("notes", "1", 1, "a"): ("notes", "3", 2, "d")}
    struck = strike_places(payload, GONE, stand_ins, frozenset(), "ISS-0001")
    assert struck["exemplars"] == [["notes", "2", 1, "b"], ["notes", "3", 2, "d"], ["web", "1", 1, "c"]]
    assert struck["name"] == "cobro doble"
    assert strike_places(payload, GONE, {}, frozenset(), "ISS-0001")["exemplars"] == [
        ["notes", "2", 1, "b"],
        ["web", "1", 1, "c"],
    ]


def test_a_name_loses_the_words_that_nobody_else_said() -> None:
    own = frozenset(["zarzaparrilla", "gotea"])
    assert strike_words("Zarzaparrilla que gotea / patio", own) == "que / patio"
    assert strike_words("cobro doble / factura", own) == "cobro doble / factura"
    payload = {"name": "zarzaparrilla gotea", "exemplars": []}
    assert strike_places(payload, GONE, {}, own, "ISS-0007")["name"] == "ISS-0007"


def test_a_mention_that_people_named_goes_without_another_in_its_stead() -> None:
    payload = {"to": "ISS-0002", "mentions": [["notes", "1", 1, "a"], ["notes", "2", 1, "b"]]}
    stand_ins = {("notes", "1", 1, "a"): ("notes", "3", 2, "d")}
    struck = strike_places(payload, GONE, stand_ins, frozenset(), "ISS-0002")
    assert struck == {"to": "ISS-0002", "mentions": [["notes", "2", 1, "b"]]}


def test_a_name_in_another_language_goes_when_no_word_of_it_is_left() -> None:
    payload = {"name": "cobro doble", "names": {"es": "cobro doble", "en": "zarzaparrilla"}, "exemplars": []}
    struck = strike_places(payload, GONE, {}, frozenset(["zarzaparrilla"]), "ISS-0007")
    assert struck["names"] == {"es": "cobro doble"}
