"""The aging as it is asked for: by every grouping, with other buckets, and what is wrong usage."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from artui.cli.commands import run
from artui.domain.days import parse_day
from artui.report import aging
from artui.report.request import Request
from artui.store.aging import GROUPS
from tests.homes import invoice, payment

if TYPE_CHECKING:
    from artui.report.request import Source
    from tests.homes import Books

AS_OF = parse_day("2026-11-20")


def test_every_grouping_out_of_files(books: Books, capsys: pytest.CaptureFixture[str]) -> None:
    """What has no group stands in one of its own: null for programs, (none) for people."""
    (books.path / "artui.yaml").write_text("today: 2026-11-20\n", encoding="utf-8")
    one = {"customer_id": "C1", "name": "One", "parent_id": "C2", "segment": "public"}
    two = {"customer_id": "C2", "name": "Two", "parent_id": "C3"}
    books.take(
        "customers_2026-10-01.csv",
        one | {"collector": "ann", "region": "north"},
        two | {"collector": "bob", "region": ""},
        {"customer_id": "C3", "name": "Three"},
    )
    books.take(
        "invoices_2026-10-02.csv",
        invoice("A", "10.00", site="Dock 4", **{"class": "RV"}),
        invoice("B", "7.00", customer_id="C2", currency="EUR"),
        invoice("C", "2.00", customer_id="C3"),
        invoice("D", "1.00", company="2000"),
    )
    usd, eur = "USD", "EUR"
    wanted: dict[str, list[tuple[str | None, str, str]]] = {
        "customer": [
            *(("C1", eur, "1.00"), ("C1", usd, "10.00")),
            *(("C2", eur, "7.00"), ("C3", usd, "2.00")),
        ],
        "parent": [("C1", eur, "1.00"), ("C3", eur, "7.00"), ("C3", usd, "12.00")],
        "company": [("1000", eur, "7.00"), ("1000", usd, "12.00"), ("2000", eur, "1.00")],
        "class": [("RV", usd, "10.00"), (None, eur, "8.00"), (None, usd, "2.00")],
        "segment": [("public", usd, "10.00"), (None, eur, "8.00"), (None, usd, "2.00")],
        "collector": [
            *(("ann", usd, "10.00"), ("bob", eur, "7.00")),
            *((None, eur, "1.00"), (None, usd, "2.00")),
        ],
        "region": [("north", usd, "10.00"), (None, eur, "8.00"), (None, usd, "2.00")],
        "site": [("Dock 4", usd, "10.00"), (None, eur, "8.00"), (None, usd, "2.00")],
        "currency": [("EUR", eur, "8.00"), ("USD", usd, "12.00")],
    }
    assert wanted.keys() == GROUPS.keys()
    for by, rows in wanted.items():
        command = ["report", "aging", "--home", str(books.path), "--by", by, "--format"]
        assert run([*command, "json"]) == 0
        found = json.loads(capsys.readouterr().out)["rows"]
        said = [(row["key"], row["currency"], row["total"]) for row in found]
        assert sorted(said, key=lambda each: (each[0] is None, each)) == rows
        for form in ("table", "csv", "md"):
            assert run([*command, form]) == 0
            text = capsys.readouterr().out
            assert ("(none)" in text) == any(key is None for key, *_ in rows)


@pytest.mark.parametrize(
    ("options", "labels"),
    [
        (["--buckets", "15,30,45"], ["current", "1-15", "16-30", "31-45", "46+"]),
        (["--buckets", "-7, 0,7"], ["due in 7+", "due in 0-6", "1-7", "8+"]),
        (["--convention", "tryton"], ["not due", "Now", "30", "60", "90"]),
        (
            ["--convention", "artui", "--buckets", "45"],
            ["current", "1-45", "46+"],
        ),
    ],
)
def test_other_buckets_are_asked_for(
    books: Books, capsys: pytest.CaptureFixture[str], options: list[str], labels: list[str]
) -> None:
    (books.path / "artui.yaml").write_text("today: 2026-11-20\n", encoding="utf-8")
    books.take("invoices.csv", invoice("A", "10.00", due_date="2026-10-20"))
    assert run(["report", "aging", "--home", str(books.path), *options, "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["buckets"] == labels
    assert list(found["rows"][0]["buckets"]) == labels
    assert found["convention"].startswith(f"{labels[0]} <= ")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--buckets", "15;30"], "'15;30' is no list of days; write it as 15,30,45."),
        (["--buckets", "30,15"], "The bounds of buckets must increase: 15 follows 30."),
        (["--buckets", "30,99999"], "must be a whole number from -36500 to 36500, not 99999."),
        (["--buckets", "1,2,3,4,5,6,7,8,9,10,11"], "make 13 buckets, and there may be 12."),
        (
            ["--convention", "odoo", "--buckets", "30"],
            "The convention 'odoo' has buckets of its own: leave out one of the two.",
        ),
        (["--convention", "sap"], "'sap' is not one of 'artui', 'erpnext'"),
        (["--unapplied", "left_out"], "'left_out' is not one of 'own_column', 'aged'"),
    ],
)
def test_what_cannot_be_meant_is_wrong_usage(
    books: Books, capsys: pytest.CaptureFixture[str], options: list[str], said: str
) -> None:
    (books.path / "artui.yaml").write_text("today: 2026-11-20\n", encoding="utf-8")
    assert run(["report", "aging", "--home", str(books.path), *options]) == 2
    shown = capsys.readouterr()
    assert said in shown.err
    assert not shown.out


def test_the_most_buckets_there_may_be_fit_the_kept_positions(books: Books) -> None:
    bounds = list(range(1, 11))
    path = books.home.folder("policies") / "aging.yaml"
    path.write_text(f"buckets: {bounds}\n", encoding="utf-8")
    books.adopt()
    books.turn("2026-11-20")
    books.take("invoices.csv", invoice("A", "10.00", due_date="2026-11-01"))
    assert books.connection.execute("SELECT b11, past_due FROM position").fetchall() == [
        (1000, 1000)
    ]


def test_nothing_owed_has_no_shares(books: Books, source: Source) -> None:
    books.take("payments.csv", payment("P", "5.00", "2026-11-01"))
    made = aging.report(source, Request(as_of=AS_OF))
    assert made.data["totals"][0]["shares"] is None
    assert "shares" not in {section.name for section in made.sections}
