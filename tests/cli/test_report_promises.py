"""`artui report promises`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from artui.report.formats import FORMATS
from tests.homes import invoice, promise

if TYPE_CHECKING:
    from tests.cli.conftest import Artui
    from tests.cli.program import UserHome

HOSTILE = "\x1b]52;c;QQ==\x07[/x]"


@pytest.fixture
def promised(artui: Artui, home: UserHome) -> UserHome:
    """One promise that was broken and one that is open, of a customer with a name to beware of."""
    files = [
        home.write("customers.csv", {"customer_id": "C1", "name": HOSTILE, "collector": "mara"}),
        home.write("invoices.csv", invoice("A", "100.00", "2026-10-01")),
        home.write(
            "promises.csv",
            promise("OLD", "40.00", "2026-10-02", "2026-10-14"),
            promise("NEW", "60.00", "2026-11-02", "2026-12-14"),
        ),
    ]
    assert artui("--home", home.path, "ingest", *files).code == 0
    return home


@pytest.mark.parametrize("form", FORMATS)
def test_it_is_printed_in_every_format_and_safely(
    artui: Artui, promised: UserHome, form: str
) -> None:
    said = artui("--home", promised.path, "report", "promises", "--format", form)
    assert (said.code, said.err) == (0, "")
    assert "\x1b" not in said.out
    for text in ("OLD", "broken", "NEW", "open", "2026-12-14", "promises.csv"):
        assert text in said.out.replace("\\", "")


def test_the_options_say_which(artui: Artui, promised: UserHome) -> None:
    def found(*options: str) -> list[str]:
        arguments = ("report", "promises", "--format", "json", *options)
        said = artui("--home", promised.path, *arguments).json
        return [row.get("promise_id") or row["key"] for row in said["rows"]]

    assert found() == ["OLD", "NEW"]
    assert found("--status", "open") == ["NEW"]
    assert found("--from", "2026-12-01", "--to", "2026-12-31") == ["NEW"]
    assert found("--by", "collector") == ["mara"]
    assert found("--customer", "C2") == []
    assert found("--limit", "1") == ["OLD"]


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--from", "2026-12-01"), "--from and --to belong together."),
        (("--from", "2026-12-01", "--to", "2026-11-01"), "--from lies after --to."),
        (("--status", "lost"), "lost"),
    ],
)
def test_what_makes_no_sense_is_wrong_usage(
    artui: Artui, promised: UserHome, options: tuple[str, ...], sentence: str
) -> None:
    said = artui("--home", promised.path, "report", "promises", *options)
    assert said.code == 2
    assert sentence in said.err
