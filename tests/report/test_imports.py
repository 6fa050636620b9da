"""The imports report: every file that came, and what became of its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from artui.domain.days import parse_day
from artui.report import imports
from artui.report.request import Request
from tests.homes import invoice, listed

if TYPE_CHECKING:
    from artui.report.request import Source
    from tests.homes import Books

ROW = [
    "file",
    "profile",
    "kind",
    "state",
    "rows_read",
    "rows_loaded",
    "rows_unchanged",
    "rows_rejected",
    "sha256",
    "started_at",
    "seconds",
]


def rows(source: Source, **asked: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = imports.report(source, Request(**asked)).data["rows"]
    return found


def test_every_state_a_file_can_end_in(books: Books, source: Source) -> None:
    first = [listed(f"I{n}", "10.00", "2026-11-10") for n in range(9)]
    books.take("open_items_2026-11-10.csv", *first)
    books.take("open_items_2026-11-10.csv", *first)
    bad = invoice("A", "10.00", "2026-13-77") | {"due_date": ""}
    books.take("invoices_2026-11-10.csv", invoice("B", "1.00"), bad)
    books.take("open_items_2026-11-11.csv", listed("I1", "1.00", "2026-11-11"), accept=False)
    books.load(books.drop_text("what.csv", "neither,fish\nnor,fowl\n"))
    found = rows(source)
    assert all(
        [key for key in row if key in ROW] == sorted(ROW, key=list(row).index) for row in found
    )
    assert all(set(row) >= set(ROW) for row in found)
    counted = [(r["file"], r["state"], *(r[key] for key in ROW[4:8])) for r in found]
    assert counted == [
        ("what.csv", "failed", 0, 0, 0, 0),
        ("open_items_2026-11-11.csv", "held", 1, 0, 0, 0),
        ("invoices_2026-11-10.csv", "loaded_with_rejects", 2, 1, 0, 1),
        ("open_items_2026-11-10.csv", "unchanged", 9, 0, 9, 0),
        ("open_items_2026-11-10.csv", "loaded", 9, 9, 0, 0),
    ]
    assert [row["kind"] for row in found[1:3]] == ["open_items", "invoices"]
    assert all(len(row["sha256"]) == 64 for row in found)
    assert {row["state"] for row in found if row["reason"]} == {"failed", "held", "unchanged"}


def test_a_limit_leaves_the_counts_whole(books: Books, source: Source) -> None:
    for n in range(3):
        books.take(f"invoices_{n}.csv", invoice(f"A{n}", "1.00"))
    made = imports.report(source, Request(limit=1))
    assert [row["file"] for row in made.data["rows"]] == ["invoices_2.csv"]
    assert made.about[0] == "3 files: 0 held, 0 failed; 0 rows rejected. The first 1."


def test_known_on_and_what_does_not_apply(books: Books, source: Source) -> None:
    books.turn("2026-11-10")
    books.take("invoices_0.csv", invoice("A", "1.00"))
    books.turn("2026-11-20")
    books.take("invoices_1.csv", invoice("B", "1.00"))
    assert [row["file"] for row in rows(source, known_on=parse_day("2026-11-19"))] == [
        "invoices_0.csv"
    ]
    said = imports.report(source, Request(company="1000")).about
    assert any("--company" in sentence for sentence in said)
    assert not any("--company" in sentence for sentence in imports.report(source, Request()).about)
