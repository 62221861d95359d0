import pytest

from voc.signals.cycle import find_stage, order_touchpoints, unify_names


def test_touchpoints_stand_in_the_order_in_which_a_customer_meets_them() -> None:
    counts = {"baja": 90, "Facturación": 70, "uso": 60, "Instalación": 5, "contratación": 3, "entrega": 9}
    ordered, is_cycle = order_touchpoints(counts)
    assert ordered == ["contratación", "entrega", "Instalación", "uso", "Facturación", "baja"]
    assert is_cycle


def test_english_names_have_stages_too() -> None:
    counts = {
        "cancellation": 1,
        "Billing & payments": 1,
        "customer-support": 1,
        "/checkout": 1,
        "onboarding": 1,
    }
    assert order_touchpoints(counts)[0] == [
        "/checkout",
        "onboarding",
        "Billing & payments",
        "customer-support",
        "cancellation",
    ]


def test_within_a_stage_and_without_one_most_contacts_come_first() -> None:
    counts = {"zona gris": 4, "web": 4, "pago": 2, "cobro": 8}
    assert order_touchpoints(counts) == (["cobro", "pago", "web", "zona gris"], True)


def test_where_most_contacts_have_no_stage_the_order_is_by_contacts() -> None:
    counts = {"paso 1": 5, "paso 2": 9, "entrega": 6}
    assert order_touchpoints(counts) == (["paso 2", "entrega", "paso 1"], False)
    assert order_touchpoints({}) == ([], False)


def test_spellings_of_one_name_lead_to_the_commonest() -> None:
    names = {
        "Facturación": 5,
        "facturacion": 2,
        "FACTURACIÓN ": 5,
        "pago": 1,
        "  ": 3,
        "after  sale": 1,
        "After sale": 1,
    }
    assert unify_names(names) == {
        "Facturación": "FACTURACIÓN",
        "facturacion": "FACTURACIÓN",
        "FACTURACIÓN ": "FACTURACIÓN",
        "pago": "pago",
        "  ": "",
        "after  sale": "After sale",
        "After sale": "After sale",
    }


@pytest.mark.parametrize("name", ["", "xyz", "1234", "¿?"])
def test_a_name_that_says_nothing_has_no_stage(name: str) -> None:
    assert find_stage(name) is None
