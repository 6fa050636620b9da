"""Disputes and frozen weeks of an older database, as far as it knew what is kept of them now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from artui.domain.reasons import NOT_KEPT
from artui.store import frozen, schema
from artui.store.connection import open_main

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

_ROWS = (
    "INSERT INTO company (id, key, code) VALUES (1, '1000', '1000')",
    "INSERT INTO customer (id, company_id, key, number) VALUES (1, 1, 'c1', 'C1')",
    """INSERT INTO document (id, company_id, key, family, class_key, class, fiscal_year, number)
    VALUES (1, 1, 'a', 'invoice', '', '', '', '00A')""",
    """INSERT INTO import (id, sha256, file, size, state, as_of, recorded_on, started_at)
    VALUES (1, 'x', 'disputes.csv', 1, 'loaded', 20010, 20011, '')""",
    """INSERT INTO dispute_case (company_id, key, number, invoice_key, invoice_number, document_id)
    VALUES (1, 'd7', 'D07', 'a', 'A', 1)""",
)
_DISPUTE = """INSERT INTO dispute (number, source, document_id, customer_id, currency, amount,
        opened_on, resolved_on, dated, status, outcome, import_id, line, recorded_on, stated_on)
    VALUES (?, ?, 1, 1, 'USD', 400, 20000, ?, 1, ?, ?, 1, 2, 20011, 20011)"""


def test_what_an_older_database_has_of_disputes_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "artui.db"
    with monkeypatch.context() as patch:
        before = {name: each for name, each in schema.MAIN.items() if name < "0011"}
        patch.setattr(schema, "MAIN", before)
        old = open_main(path)
        for row in _ROWS:
            old.execute(row)
        for values in (
            ("D07", "export", None, "In-Review", None),
            ("00A", "flag", 20005, None, None),
            ("00A/2", "flag", None, None, None),
            ("D07", "export", 20006, "Closed", "rejected"),
        ):
            old.execute(_DISPUTE, values)
        old.close()
    connection = open_main(path)
    states = connection.execute("SELECT state FROM dispute ORDER BY id").fetchall()
    assert [state for (state,) in states] == ["waiting_us", "closed", "open", "rejected"]
    kept = connection.execute("SELECT key, said_on, amount FROM exported_dispute ORDER BY id")
    assert kept.fetchall() == [
        ("d7", 20010, 400),
        ("a", 20010, 400),
        ("a/2", 20010, 400),
        ("d7", 20010, 400),
    ]
    seen = connection.execute("SELECT dispute_id, amount, state, file FROM disputes").fetchall()
    assert seen[0] == ("D07", "4.00", "waiting_us", "disputes.csv")
    connection.close()


def test_of_an_older_frozen_week_only_what_rules_decided_is_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "artui.db"
    with monkeypatch.context() as patch:
        patch.setattr(schema, "MAIN", {n: each for n, each in schema.MAIN.items() if n < "0011"})
        old = open_main(path)
        for row in (
            *_ROWS[:3],
            "INSERT INTO frozen_week (week, frozen_at) VALUES ('2026-W46', '')",
        ):
            old.execute(row)
        for currency, reason, because in (
            ("CHF", "tax", "choice"),
            ("EUR", "missing_po", "rule"),
            ("USD", None, "unexplained"),
        ):
            old.execute(
                """INSERT INTO frozen_late (week, document_id, customer_id, currency, amount,
                amount_days, reason, because, is_new)
                VALUES ('2026-W46', 1, 1, ?, 1, 7, ?, ?, 0)""",
                (currency, reason, because),
            )
        old.close()
    connection = open_main(path)
    late = frozen.late_invoices(connection, "2026-W46") or []
    connection.close()
    assert [each.ruled for each in late] == [NOT_KEPT, "missing_po", None]
