"""`[[exposure]]`: what rates are told by, checked at the door."""

from typing import Any

import pytest

from voc.errors import SettingsError
from voc.settings import ExposureSettings
from voc.settings.exposures import check_country, read_exposure_blocks

ORDERS: dict[str, Any] = {"name": "orders", "path": "inbox/*.csv", "fields": {"date": "day", "value": "n"}}


def test_blocks_are_read_in_their_order_and_a_single_table_is_a_block() -> None:
    customers = {**ORDERS, "name": "customers", "how": "mean", "format": "csv"}
    told = read_exposure_blocks([ORDERS, customers])
    assert told == (
        ExposureSettings("orders", "day", "n", "inbox/*.csv"),
        ExposureSettings("customers", "day", "n", "inbox/*.csv", "csv", "mean"),
    )
    assert read_exposure_blocks(ORDERS) == told[:1]


def test_a_query_needs_no_path() -> None:
    block = {**ORDERS, "url": "sqlite:///shop.db", "query": "select day, n from orders;"}
    del block["path"]
    (told,) = read_exposure_blocks([block])
    assert (told.path, told.query) == ("", "select day, n from orders")


@pytest.mark.parametrize(
    ("changed", "complaint"),
    [
        ({"nmae": "x"}, "did you mean 'name'"),
        ({"name": "contacts"}, "wanted a short word"),
        ({"fields": {"date": "day"}}, "'value' is missing"),
        ({"fields": {"date": "day", "value": "n", "valeu": "n"}}, "valeu"),
        ({"how": "max"}, "wanted one of sum, mean"),
        ({"query": "select 1", "url": "sqlite://"}, "path and a query in one block"),
        ({"format": "vtt"}, "unknown format"),
    ],
)
def test_what_cannot_be_is_refused_with_its_place(changed: dict[str, Any], complaint: str) -> None:
    with pytest.raises(SettingsError, match=complaint):
        read_exposure_blocks([{**ORDERS, **changed}])


def test_two_blocks_of_one_name_are_refused() -> None:
    with pytest.raises(SettingsError, match="used twice"):
        read_exposure_blocks([ORDERS, ORDERS])
    with pytest.raises(SettingsError, match="double brackets"):
        read_exposure_blocks("orders")


@pytest.mark.parametrize("code", ["ES", "ES-MD", "US", "GB-ENG"])
def test_a_country_is_a_code(code: str) -> None:
    assert check_country(code, "here") == code


@pytest.mark.parametrize("code", ["es", "España", "ES-", "ESP"])
def test_what_is_no_countrys_code_is_refused(code: str) -> None:
    with pytest.raises(SettingsError, match="ISO 3166"):
        check_country(code, "here")
