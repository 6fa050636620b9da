"""`artui report months`: the agent closes a month, and what comes late for it is told."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from tests.homes import application, invoice, payment

if TYPE_CHECKING:
    import pytest

    from tests.cli.conftest import Artui
    from tests.cli.program import UserHome


def test_a_month_is_closed_and_what_comes_late_explains_the_difference(
    artui: Artui, home: UserHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = ("--home", home.path)
    monkeypatch.setenv("ARTUI_TODAY", "2026-11-05")
    home.set("settle_seconds: 0\nscan_seconds: 1\n")
    billed = home.write("invoices_2026-10-31.csv", invoice("I1", "600", "2026-10-01"))
    assert artui(*where, "ingest", billed).code == 0
    assert artui(*where, "agent", "--once").code == 0
    monkeypatch.setenv("ARTUI_TODAY", "2026-11-20")
    paid = home.write("payments_2026-11-20.csv", payment("P1", "250", "2026-10-28"))
    given = home.write("applied_2026-11-20.csv", application("P1", "I1", "250", "2026-10-29"))
    assert artui(*where, "ingest", paid, given).code == 0
    said = artui(*where, "report", "months", "--month", "2026-10", "--format", "json").json
    (row,) = said["rows"]
    assert (row["closed_on"], row["recorded"]["outstanding"]) == ("2026-11-05", "600.00")
    assert (row["now"]["outstanding"], row["difference"]["outstanding"]) == ("350.00", "-250.00")
    assert sum(float(each["amount"]) for each in said["late"]) == -250
    assert {each["file"] for each in said["late"]} == {paid.name, given.name}
    text = artui(*where, "report", "months", "--month", "2026-10", "--format", "csv").out
    late = [each for each in csv.DictReader(io.StringIO(text)) if each["section"] == "late"]
    assert len(late) == len(said["late"])
    shown = artui(*where, "report", "months", "--known-on", "2026-11-05").out
    assert "as known on 2026-11-05" in shown
    assert "-250.00" not in shown


def test_a_month_that_is_not_closed_and_what_is_no_month_are_errors(
    artui: Artui, home: UserHome
) -> None:
    where = ("--home", home.path, "report", "months", "--month")
    assert "2026-10 is not closed" in artui(*where, "2026-10").error
    assert "write it as 2026-10" in artui(*where, "October").error
