"""Which fact of a thing counts: the newest, whatever the order in which the exports arrived.

Newest is what the newest export says: by the day it speaks for, then by arrival. A row that a
newer export repeats counts from that export on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from artui.store.facts.points import Kind


def of(kind: Kind, known_on: int | None = None, only: str = "1", *, by_day: bool = False) -> str:
    """A select of `subject`, its newest `fact_id` and `since`, the day the first was recorded.

    Further `said_on`, the day of the newest export that says so.

    Args:
        kind: how the facts are kept.
        known_on: whether only what was recorded by :known_on counts; None for all that is known.
        only: a condition on the fact f.
        by_day: whether the newest up to :as_of is asked for, before the first after it.
    """
    first = "as_of > :as_of, abs(as_of - :as_of)" if by_day else "as_of DESC"
    known = "m.recorded_on <= :known_on" if known_on is not None else "1"
    said = f"f.{kind.subject} AS subject, f.id AS fact_id, m.as_of, m.id AS import_id"
    return f"""SELECT subject, fact_id, since, as_of AS said_on FROM (
        SELECT s.*, min(recorded_on) OVER (PARTITION BY subject) AS since, row_number() OVER (
            PARTITION BY subject ORDER BY {first}, import_id DESC) AS place
        FROM (SELECT {said}, m.recorded_on FROM {kind.table} AS f
                JOIN import AS m ON m.id = f.import_id WHERE {only} AND {known}
            UNION ALL SELECT {said}, m.recorded_on FROM {kind.table} AS f
                CROSS JOIN sighting AS g ON g.kind = '{kind.name}' AND g.fact_id = f.id
                CROSS JOIN import AS m ON m.id = g.import_id WHERE {only} AND {known}) AS s
        ) AS s WHERE place = 1"""


def rows(
    table: str, kind: Kind, known_on: int | None, more: str = "", *, by_day: bool = False
) -> str:
    """A table with a row for each thing, or a select in brackets of its rows as they were known.

    Args:
        table: its name; each row says what the newest fact of it says.
        kind: how the facts are kept.
        known_on: whether only what was recorded by :known_on counts; None for all that is known.
        more: further columns that facts do not say, over a row o, its fact f and n as `of` has it.
        by_day: as in `of`.
    """
    if known_on is None and not by_day:
        return table
    said = ", ".join(f"f.{name}" for name in (*kind.copies, "import_id", "line"))
    return f"""(SELECT o.id, o.company_id, o.key, o.number, {said}, n.since AS recorded_on
            {"," if more else ""} {more}
        FROM ({of(kind, known_on, by_day=by_day)}) AS n JOIN {table} AS o ON o.id = n.subject
        JOIN {kind.table} AS f ON f.id = n.fact_id)"""


#: Of a row about an invoice: its document, as far as that is known now.
OF_INVOICE = "CASE WHEN o.invoice_key = f.invoice_key THEN o.document_id END AS document_id"
