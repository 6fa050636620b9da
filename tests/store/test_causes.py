"""How the rules of a week are asked of its late invoices: no row is looked for by reading all."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from artui.books import evidence
from artui.domain.conditions import fields_about, from_data
from artui.domain.days import parse_day
from artui.store import causes, gate, history, late
from artui.store import evidence as store
from artui.store.causes import Asked, AsKnown
from artui.store.connection import open_reader
from tests.homes import dispute, invoice

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from tests.homes import Books

MONDAY = parse_day("2026-11-09")
DAYS = range(MONDAY, MONDAY + 7)
RULES = [from_data({name: "present"}) for name in fields_about("customer", "invoice", "ledger")]
#: As known on a day, cash is summed from the entries of all payments.
CASH = [
    from_data({name: "present"})
    for name in ("unapplied_amount", "unapplied_covers", "unapplied_matches")
]
CHECKS = [from_data({name: "present"}) for name in fields_about("customer", "job")]
#: As known on a day, the quotes' lines of all are told anew.
QUOTED = [from_data({name: "present"}) for name in gate.OF_LINES]
#: What the statements call the tables; they grow with the home, not with the week.
_TABLES = set("cdfghijkmnoqruwx")


def plans(reader: sqlite3.Connection, act: Callable[[], object]) -> list[str]:
    """The plan of every statement that is run."""
    made: list[str] = []
    reader.set_trace_callback(made.append)
    act()
    reader.set_trace_callback(None)
    statements = [sql for sql in made if sql.startswith(("WITH", "SELECT", "INSERT", "UPDATE"))]
    return [
        str(row[3])
        for sql in statements
        for row in reader.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall()
    ]


def scanned(plan: list[str]) -> set[str]:
    """What is read from end to end."""
    return {found[1] for step in plan if (found := re.match(r"SCAN (\S+)", step))}


@pytest.mark.parametrize("known_on", [None, DAYS[-1]])
def test_rules_search_and_scan_only_the_late_invoices(books: Books, known_on: int | None) -> None:
    rows = (invoice(f"A{n}", "10.00", due_date="2026-10-20") for n in range(9))
    books.take("invoices.csv", *rows)
    books.take("disputes.csv", dispute("D", "A1", "2026-11-01"))
    reader = open_reader(books.home.main, books.home.desk)
    assert late.find(reader, DAYS) == 9
    rules = [rule for rule in RULES if known_on is None or rule not in CASH]
    checks = [check for check in CHECKS if known_on is None or check not in QUOTED]
    asked = Asked(rules, evidence.fields_of(rules), checks, evidence.fields_of(checks))
    known = AsKnown({}, {})
    history.lay_promises(reader, ())
    history.lay_habits(reader, {})
    ruled = plans(reader, lambda: causes.reasons(reader, asked, known, DAYS, known_on))
    assert any(step.startswith("SEARCH i USING INTEGER PRIMARY KEY") for step in ruled)
    restated = plans(reader, lambda: store.restated(reader, DAYS[-1], known_on))
    assert any("invoice_fact_of" in step for step in restated)
    assert _TABLES.isdisjoint(scanned(ruled) | scanned(restated)), (ruled, restated)
    reader.close()
