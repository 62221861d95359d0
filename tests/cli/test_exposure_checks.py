"""`voc doctor` says whether what rates are told by can be read, and whether the country is known."""

from pathlib import Path

import pytest

from voc.cli import main
from voc.cli.exposure_checks import check_exposures
from voc.settings import ExposureSettings, Settings


@pytest.fixture
def orders(tmp_path: Path) -> Path:
    path = tmp_path / "orders.csv"
    path.write_text("week,n\n2026-W01,5\n2026-W02,6\n", encoding="utf-8")
    return path


def describe(root: Path, country: str | None = None) -> Settings:
    exposure = ExposureSettings("orders", "week", "n", "orders*.csv")
    return Settings(
        root, "P", "Europe/Madrid", ("es",), "EUR", exposures=(exposure,), country=country
    )  # fmt: skip


def test_figures_that_can_be_read_are_well(orders: Path) -> None:
    (check,) = check_exposures(describe(orders.parent, "ES"))
    assert (check.name, check.is_ok, check.says) == (
        "exposure orders", True, "2 rows, from 2025-12-29 to 2026-01-05",
    )  # fmt: skip


def test_a_wrong_row_a_missing_file_and_an_unknown_country_say_what_to_do(orders: Path) -> None:
    orders.write_text("week,n\nsoon,5\n", encoding="utf-8")
    wrong, holidays = check_exposures(describe(orders.parent, "XX"))
    assert not wrong.is_ok and "orders.csv, row 1" in wrong.says
    assert not holidays.is_ok and "'XX'" in holidays.says
    orders.unlink()
    (missing,) = check_exposures(describe(orders.parent))
    assert not missing.is_ok and "no file matches orders*.csv" in missing.says


def test_strict_minds_rows_of_an_exposure_that_were_refused(
    orders: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    block = (
        '[[exposure]]\nname = "orders"\npath = "orders*.csv"\n[exposure.fields]\ndate = "week"\nvalue = "n"\n'
    )
    (orders.parent / "voc.toml").write_text(block, encoding="utf-8")
    assert main(["ingest", "--strict", "--workspace", str(orders.parent)]) == 0
    orders.write_text("week,n\n2026-W01,5\nsoon,6\n", encoding="utf-8")
    assert main(["ingest", "--workspace", str(orders.parent)]) == 0
    assert main(["ingest", "--strict", "--workspace", str(orders.parent)]) == 1
    assert "1 of 2 rows refused" in capsys.readouterr().err
