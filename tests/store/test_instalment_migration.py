"""A database of the first release takes the columns of instalments, and keeps what it has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from artui.store import schema
from artui.store.connection import open_main

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

_ROWS = (
    "INSERT INTO company (id, key, code) VALUES (1, '1000', '1000')",
    "INSERT INTO customer (id, company_id, key, number) VALUES (1, 1, 'c1', 'C1')",
    "INSERT INTO document VALUES (1, 1, 'a', 'invoice', '', '', '', 'A')",
    """INSERT INTO item (id, document_id, label, customer_id, currency, billed_on, due_on, due_by,
        amount, open_amount, recorded_on, import_id, line, void)
    VALUES (1, 1, '', 1, 'USD', 20000, 20030, 'own date', 12345, 345, 20000, 1, 2, 0)""",
)


def test_items_of_the_first_release_stand_as_they_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "artui.db"
    with monkeypatch.context() as patch:
        patch.setattr(schema, "MAIN", {"0001_ledger": schema.MAIN["0001_ledger"]})
        old = open_main(path)
        for row in _ROWS:
            old.execute(row)
        old.close()
    connection = open_main(path)
    found = connection.execute(
        "SELECT document, due_on, contractual_on, export_due_on, amount, open_amount, computed,"
        " policy FROM items"
    ).fetchall()
    connection.close()
    day = "2024-11-03"
    assert found == [("A", day, day, None, "123.45", "3.45", 0, None)]
