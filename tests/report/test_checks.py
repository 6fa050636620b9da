"""The line that proves a report: in every format, and false where a kept figure is."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, note
from hypothesis import strategies as st

from artui.books import weeks
from artui.cli.commands import run
from artui.domain.check import COUNT, Check
from artui.domain.days import iso, week_of
from artui.report import aging, checks, credit, disputes, imports, readiness, reasons, worklist
from artui.report.request import Request, looking_back
from tests.books.test_any_order import SHOWN, home, template
from tests.books.worlds import FIRST, LAST, Export, exports
from tests.homes import application, dispute, invoice, payment
from tests.report.conftest import asking

if TYPE_CHECKING:
    from pathlib import Path

    from tests.homes import Books

__all__ = ["template"]

#: By report: the options asked with, and a change to what is kept that makes it false.
KEPT = "UPDATE item SET open_amount = open_amount - 1 WHERE open_amount > 0"
REPORTS = {
    "aging": ([], KEPT),
    "disputes": ([], KEPT),
    "reasons": (["--week", "2026-W47"], KEPT),
    "worklist": ([], KEPT),
    "credit": ([], KEPT),
    "readiness": ([], KEPT),
    "imports": ([], "UPDATE import SET rows_loaded = rows_loaded + 1 WHERE id = 1"),
}


@pytest.fixture
def world(books: Books) -> Books:
    """Two currencies, cash, a dispute, a rejected row."""
    (books.path / "artui.yaml").write_text("today: 2026-11-20\n", encoding="utf-8")
    books.take(
        "invoices_2026-11-02.csv",
        invoice("A", "100.00", due_date="2026-10-20"),
        invoice("B", "50.00", due_date="2026-10-20", company="2000"),
        invoice("C", "ten", due_date="2026-10-20") | {"amount": "ten"},
    )
    books.take("payments_2026-11-02.csv", payment("P", "35.00", "2026-10-30"))
    books.take("applications_2026-11-02.csv", application("P", "A", "30.00", "2026-10-30"))
    books.take("disputes_2026-11-02.csv", dispute("D", "A", "2026-11-01"))
    return books


def printed(
    books: Books, name: str, form: str, capsys: pytest.CaptureFixture[str]
) -> tuple[int, str]:
    options = REPORTS[name][0]
    command = ["report", name, "--home", str(books.path), "--format", form, *options]
    code = run(command)
    return code, capsys.readouterr().out


@pytest.mark.parametrize("name", REPORTS)
def test_every_report_proves_itself_in_every_format(
    world: Books, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, text = printed(world, name, "json", capsys)
    found = json.loads(text)["checks"]
    assert code == 0
    assert found
    assert all(check["ok"] for check in found)
    for form in ("table", "csv", "md"):
        code, text = printed(world, name, form, capsys)
        assert code == 0
        assert "yes" in text
        assert checks.FALSE not in text
    rows = list(csv.DictReader(io.StringIO(printed(world, name, "csv", capsys)[1])))
    assert [row["ok"] for row in rows if row["section"] == "checks"] == ["yes"] * len(found)


@pytest.mark.parametrize("name", REPORTS)
def test_what_is_false_is_said_in_every_format_and_exits_1(
    world: Books, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    world.connection.execute(REPORTS[name][1])
    code, text = printed(world, name, "json", capsys)
    assert code == 1
    assert not all(check["ok"] for check in json.loads(text)["checks"])
    for form in ("table", "csv", "md"):
        code, text = printed(world, name, form, capsys)
        assert code == 1
        assert checks.FALSE in text


def test_a_frozen_week_is_held_against_its_record(
    world: Books, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever happens to the ledger after it, it prints as frozen and adds up."""
    with asking(world) as source:
        week, now = "2026-W46", "2026-11-20T08:00:00+00:00"
        assert weeks.freeze(
            world.connection, source.reader, source.force, week, today=source.home.today(), at=now
        )
    world.connection.execute(KEPT)
    command = ["report", "reasons", "--home", str(world.path), "--week", week, "--format", "json"]
    assert run(command) == 0
    (eur, usd) = json.loads(capsys.readouterr().out)["checks"]
    assert (eur["check"], eur["found"]) == (
        "reasons + unexplained = the frozen record",
        eur["entries"],
    )
    assert (eur["found"], usd["found"]) == ("50.00", "70.00")


@SHOWN
@given(
    made=exports(),
    as_of=st.integers(FIRST - 1, LAST + 30),
    known_on=st.one_of(st.none(), st.integers(FIRST, LAST)),
)
def test_every_report_of_a_random_world_adds_up(
    template: Path, made: list[Export], as_of: int, known_on: int | None
) -> None:
    with home(template) as books:
        for number, export in enumerate(sorted(made, key=lambda each: each.day)):
            books.turn(str(iso(max(export.day, FIRST))))
            note(f"{export.name(str(number))}\n{export.text()}")
            books.load(books.drop_text(export.name(str(number)), export.text()))
        request = Request(as_of=as_of, known_on=known_on)
        with asking(books) as source, looking_back(source, request) as then:
            made_of: dict[str, Any] = {
                "aging": aging.report(then, request),
                "disputes": disputes.report(then, request, "all"),
                "worklist": worklist.report(then, request),
                "credit": credit.report(then, request),
                "readiness": readiness.report(then, request),
                "imports": imports.report(then, request),
                "reasons": reasons.report(then, request, reasons.Wish(week_of(as_of))),
                "new": reasons.report(then, request, reasons.Wish(week_of(as_of), scope="new")),
            }
        false = {name: each.data["checks"] for name, each in made_of.items() if not each.ok}
        assert false == {}


def test_a_check_tells_both_sides_by_currency() -> None:
    check = Check("a = b", {"USD": 100, "JPY": 5, "EUR": 0}, {"USD": 90, "JPY": 5})
    assert not check.holds
    assert checks.plain(check) == [
        {"check": "a = b", "currency": "JPY", "found": "5", "entries": "5", "ok": True},
        {"check": "a = b", "currency": "USD", "found": "1.00", "entries": "0.90", "ok": False},
    ]
    (rows,) = checks.plain(Check("rows", {COUNT: 1234}, {COUNT: 1234}))
    assert (rows["currency"], rows["found"]) == (None, "1234")
    assert checks.section([rows]).rows[0]["found"] == "1,234"
