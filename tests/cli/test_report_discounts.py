"""`artui report discounts`, and what takes effect after the day of an aging."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from artui.report.formats import FORMATS
from tests.homes import adjustment, application, invoice, payment

if TYPE_CHECKING:
    from tests.cli.conftest import Artui
    from tests.cli.program import UserHome

HOSTILE = "\x1b]52;c;QQ==\x07[/x]"


@pytest.fixture
def paid(artui: Artui, home: UserHome) -> UserHome:
    """One discount taken a day late and one in time, of a customer with a name to beware of."""
    rows = [invoice(n, "100.00", "2026-10-01", terms="2_10_net30") for n in ("LATE", "IN")]
    files = [
        home.write("customers.csv", {"customer_id": "C1", "name": HOSTILE}),
        home.write("invoices.csv", *rows),
        home.write("payments.csv", payment("P", "196.00", "2026-10-11")),
        home.write(
            "applications.csv",
            application("P", "LATE", "98.00", "2026-10-12"),
            application("P", "IN", "98.00", "2026-10-11"),
        ),
        home.write(
            "adjustments.csv", adjustment("D", "LATE", "2.00", "2026-10-12", kind="discount")
        ),
    ]
    assert artui("--home", home.path, "ingest", *files).code == 0
    return home


@pytest.mark.parametrize("form", FORMATS)
def test_it_is_printed_in_every_format_and_safely(artui: Artui, paid: UserHome, form: str) -> None:
    said = artui("--home", paid.path, "report", "discounts", "--format", form)
    assert (said.code, said.err) == (0, "")
    assert "\x1b" not in said.out
    for text in ("LATE", "unearned", "IN", "taken", "2026-10-11"):
        assert text in said.out.replace("\\", "")


def test_it_is_as_of_a_day_and_of_everything(artui: Artui, paid: UserHome) -> None:
    def found(*options: str) -> dict[str, str]:
        arguments = ("report", "discounts", "--format", "json", *options)
        said = artui("--home", paid.path, *arguments).json
        return {row["invoice_id"]: row["state"] for row in said["rows"]}

    assert found() == found("--all") == {"LATE": "unearned", "IN": "taken"}
    assert found("--as-of", "2026-10-11") == {"IN": "taken"}
    assert found("--customer", "C2") == {}


def test_aging_says_on_demand_what_takes_effect_later(artui: Artui, paid: UserHome) -> None:
    arguments = ("--home", paid.path, "report", "aging", "--as-of", "2026-10-11")
    data = artui(*arguments, "--with-later", "--format", "json").json
    for row in (*data["rows"], *data["totals"]):
        assert (row["total"], row["later"], row["remaining"]) == ("4.00", "-2.00", "2.00")
        assert Decimal(row["total"]) + Decimal(row["later"]) == Decimal(row["remaining"])
    table = artui(*arguments, "--with-later").out
    assert "Remaining" in table
    without = artui(*arguments).out
    assert "Remaining" not in without
