"""The record of frozen weeks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from artui.domain.reasons import Late, Origin
from artui.store import frozen

if TYPE_CHECKING:
    from tests.homes import Books

ROWS = [
    Late(2, 1, "USD", 5, 9, None, "unexplained", is_new=True),
    Late(
        *(1, 1, "EUR", 7, 7, "tax", "choice"),
        is_new=False,
        ruled="sent_late",
        contributing=("sent_late", "approver"),
        origin=Origin("1000", "service", "strategic", "rosa", "SV-CALL", "J1"),
    ),
]


def test_a_week_is_frozen_once(books: Books) -> None:
    connection = books.connection
    assert frozen.late_invoices(connection, "2026-W46") is None
    assert frozen.frozen_at(connection, "2026-W46") is None
    assert frozen.freeze(connection, "2026-W46", "now", books.force.id, ROWS)
    assert not frozen.freeze(connection, "2026-W46", "later", books.force.id, [])
    assert frozen.frozen_at(connection, "2026-W46") == "now"
    assert frozen.late_invoices(connection, "2026-W46") == ROWS[::-1]
    assert frozen.freeze(connection, "2026-W45", "now", books.force.id, [])
    assert frozen.late_invoices(connection, "2026-W45") == []
