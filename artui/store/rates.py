"""Currency rates in SQL: what one unit of each currency is worth in the home's base currency."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from artui.store import newest
from artui.store.facts.rates import KIND

if TYPE_CHECKING:
    import sqlite3


class Rate(NamedTuple):
    """Base units for one unit of a currency, exact, and the day the rate is of."""

    rate: Decimal
    day: int


def latest(connection: sqlite3.Connection, as_of: int, known_on: int | None) -> dict[str, Rate]:
    """By currency, its rate of the last day on or before `as_of` that has one.

    Of several exports that give the rate of one day the newest counts.

    Args:
        connection: the main database.
        as_of: the day asked about.
        known_on: only what was recorded by then; None for all that is known.
    """
    return {
        str(currency): Rate(Decimal(rate), int(day))
        for currency, rate, day in connection.execute(
            _latest(known_on), {"as_of": as_of, "known_on": known_on}
        )
    }


def _latest(known_on: int | None) -> str:
    there = ""
    if known_on is not None:
        there = """AND EXISTS (SELECT 1 FROM fx_rate_fact AS f JOIN import AS m
            ON m.id = f.import_id WHERE f.fx_rate_id = r.id AND m.recorded_on <= :known_on)"""
    found = newest.of(KIND, known_on, "f.fx_rate_id IN (SELECT id FROM last)")
    return f"""WITH last AS MATERIALIZED (
            SELECT o.id, o.currency, o.day FROM fx_rate AS o
            JOIN (SELECT r.currency, max(r.day) AS day FROM fx_rate AS r
                WHERE r.day <= :as_of {there} GROUP BY r.currency) AS l
            ON l.currency = o.currency AND l.day = o.day)
        SELECT l.currency, f.rate, l.day FROM last AS l JOIN ({found}) AS n ON n.subject = l.id
        JOIN fx_rate_fact AS f ON f.id = n.fact_id ORDER BY l.currency"""
