"""`artui report forecast` as a command."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from artui.report.formats import FORMATS
from tests.homes import invoice

if TYPE_CHECKING:
    from tests.cli.conftest import Artui
    from tests.cli.program import UserHome

HOSTILE = "\x1b]52;c;QQ==\x07[/x]"


@pytest.fixture
def owed(artui: Artui, home: UserHome) -> UserHome:
    """One open invoice of a customer with a name and a segment to beware of."""
    customer = {"customer_id": "C1", "name": HOSTILE, "segment": HOSTILE}
    rows = [invoice("A", "100.00", "2026-10-01", due_date="2026-11-25")]
    rows += [
        invoice(f"P{n}", "10.00", "2026-08-01", due_date="2026-08-31", settled_on="2026-09-05")
        for n in range(6)
    ]
    files = [home.write("customers.csv", customer), home.write("invoices.csv", *rows)]
    assert artui("--home", home.path, "ingest", *files).code == 0
    return home


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("by", ["week", "customer", "item"])
def test_every_view_in_every_format_is_text(
    artui: Artui, owed: UserHome, by: str, form: str
) -> None:
    said = artui("--home", owed.path, "report", "forecast", "--by", by, "--format", form)
    assert (said.code, said.err) == (0, "")
    assert "100.00" in said.out
    assert not {"\x1b", "\x07"} & set(said.out)


def test_so_many_weeks_as_wanted(artui: Artui, owed: UserHome) -> None:
    told = artui("--home", owed.path, "report", "forecast", "--weeks", "2", "--format", "json")
    assert told.out.count('"low"') == 2
    wrong = artui("--home", owed.path, "report", "forecast", "--weeks", "0")
    assert wrong.code == 2
    assert "--weeks" in wrong.err
