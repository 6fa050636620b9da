"""Facts of the kind fx_rates: what a unit of a currency is worth in the home's own, by day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from artui.store.facts import points

if TYPE_CHECKING:
    import sqlite3

KIND = points.Kind("fx_rates", "fx_rate_fact", "fx_rate_id", {"rate": "rate"})


def find(connection: sqlite3.Connection, day: int | None) -> None:
    """Mark the staged rows as new or unchanged."""
    _find_subjects(connection)
    points.compare(connection, KIND, day)


def _find_subjects(connection: sqlite3.Connection) -> None:
    connection.execute(
        "UPDATE stage SET subject_id = (SELECT r.id FROM fx_rate AS r"
        " WHERE r.currency = stage.currency AND r.day = stage.date)"
        " WHERE subject_id IS NULL"
    )


def apply(
    connection: sqlite3.Connection, import_id: int, day: int | None, recorded_on: int
) -> None:
    """Write what is new. No document is touched: rates are asked for as figures are made."""
    del recorded_on
    connection.execute(
        "INSERT INTO fx_rate (currency, day)"
        " SELECT currency, date FROM stage WHERE state = 'new' AND subject_id IS NULL"
    )
    _find_subjects(connection)
    points.add(connection, KIND, import_id, day)
