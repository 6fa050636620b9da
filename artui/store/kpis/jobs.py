"""Jobs completed in a period, and when their first invoice went out and was paid. In SQL.

Where a company's exports give no jobs, what its invoices say of the completion stands in for them:
the invoices of one job with one completion are one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from artui.store import columns, gate, newest
from artui.store.columns import day, seconds_between
from artui.store.conditions import Compiler, equip
from artui.store.facts.jobs import KIND
from artui.store.kpis.issued import said
from artui.store.recorded import known, of_item, stands, version

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from artui.domain.conditions import Condition
    from artui.store.aging import Scope
    from artui.store.kpis.counting import Window

_SOON = 24 * 3600
_MARK = """CASE WHEN o.loaded THEN '' ELSE 'from invoices' END
    || CASE WHEN NOT o.loaded AND {rough} THEN ', ' ELSE '' END
    || CASE WHEN {rough} THEN 'date precision' ELSE '' END"""
_NOT_OVER = "o.completed_on + 1 >= :as_of"


def sent_soon(window: Window) -> str:
    """A counted select: jobs completed; a hit went out within 24 hours, 24 included.

    Where one of the two moments is a date alone, within one day; one not yet sent is left out
    until it is older than that.
    """
    young = f"n.seconds IS NULL AND {_NOT_OVER}"
    return f"""{_ctes(window)} SELECT {_columns(window)},
            CASE WHEN {young} THEN NULL ELSE 1 END AS weight,
            coalesce(n.seconds <= {_SOON}, 0) AS hit,
            {_MARK.format(rough="coalesce(n.rough, length(o.completed_at) = 10)")} AS mark,
            CASE WHEN {young} THEN 'not yet sent and younger than 24 h'
                WHEN n.seconds IS NULL THEN 'not sent'
                ELSE 'after ' || round(n.seconds / 3600.0, 1) || ' h' END AS about,
            o.import_id, o.line {_joined(window)}"""


def invoicing_days(window: Window) -> str:
    """A counted select: jobs completed; the weight is the calendar days to their first invoice."""
    return f"""{_ctes(window)} SELECT {_columns(window)},
            CASE WHEN n.sent_on >= o.completed_on THEN n.sent_on - o.completed_on END AS weight,
            0 AS hit, CASE WHEN o.loaded THEN '' ELSE 'from invoices' END AS mark,
            CASE WHEN n.seconds IS NULL THEN 'not invoiced yet'
                WHEN n.sent_on < o.completed_on THEN 'billed in advance'
                ELSE coalesce(d.number, '') END AS about,
            o.import_id, o.line {_joined(window)}"""


def collected(window: Window) -> str:
    """A counted select: jobs completed; of a hit all invoices were paid by the day after."""
    then = f"""(SELECT sum(e.amount) FROM item AS i JOIN entry AS e ON e.item_id = i.id
        WHERE i.document_id = b.document_id AND e.effective_on <= o.completed_on + 1
        AND {known(window.scope.known_on)})"""
    return f"""{_ctes(window)},
        paid AS (SELECT b.job, min(b.billed_on <= o.completed_on + 1 AND {then} <= 0) AS paid
            FROM billed AS b JOIN done AS o ON o.job = b.job GROUP BY b.job)
        SELECT {_columns(window)}, CASE WHEN {_NOT_OVER} THEN NULL ELSE 1 END AS weight,
            CASE WHEN {_NOT_OVER} THEN 0 ELSE coalesce(p.paid, 0) END AS hit,
            CASE WHEN o.loaded THEN '' ELSE 'from invoices' END AS mark,
            CASE WHEN {_NOT_OVER} THEN 'whose day after is not over'
                WHEN p.paid IS NULL THEN 'not invoiced'
                WHEN p.paid THEN 'paid' ELSE 'open' END AS about,
            o.import_id, o.line {_joined(window)} LEFT JOIN paid AS p ON p.job = o.job"""


class Completed(NamedTuple):
    """A job completed in the period, as the first export that shows it so has it.

    Attributes:
        key: the group.
        number: its id.
        customer: the customer's id.
        on: the day it was completed.
        told: 1 where an export of jobs tells of it, 0 where an invoice of its company does.
        import_id: the import of that first export.
        line: its line there.
        failed: the places of the conditions that held of it then, counted from 0.
    """

    key: str
    number: str
    customer: str
    on: int
    told: int
    import_id: int
    line: int
    failed: tuple[int, ...]


def at_completion(
    connection: sqlite3.Connection, window: Window, conditions: Sequence[Condition]
) -> list[Completed]:
    """The jobs completed in the period, each with the conditions that held when it was."""
    compiler = Compiler(columns.gate(gate.job("f").__getitem__), "fails")
    failing = "".join(f", {compiler.holds(each)}" for each in conditions)
    rows = equip(connection).execute(
        f"""{_ctes(window)} SELECT {_key(window)}, o.number, c.number, o.completed_on, o.loaded,
            coalesce(f.import_id, o.import_id), coalesce(f.line, o.line) {failing}
            {_joined(window)} LEFT JOIN job AS j ON j.id = o.job AND o.loaded
            LEFT JOIN job_fact AS f
                ON f.id = ({gate.at_completion("j.id", window.scope.known_on)})""",
        window.parameters() | compiler.parameters,
    )
    known = len(Completed._fields) - 1
    return [Completed._make((*row[:known], _places(row[known:]))) for row in rows.fetchall()]


def _places(failing: Iterable[int]) -> tuple[int, ...]:
    return tuple(place for place, failed in enumerate(failing) if failed)


def _key(window: Window) -> str:
    return window.key(dispatcher="o.dispatcher", template="o.template")


def _columns(window: Window) -> str:
    return f"""{_key(window)} AS key, '' AS currency, o.number AS subject,
            c.number AS customer, o.completed_on AS on_day"""


def _joined(window: Window) -> str:
    return f"""FROM done AS o JOIN customer AS c ON c.id = o.customer_id
        JOIN company AS m ON m.id = o.company_id AND {window.scope.filters()}
        LEFT JOIN first_sent AS n ON n.job = o.job
        LEFT JOIN document AS d ON d.id = coalesce(n.document_id,
            (SELECT min(b.document_id) FROM billed AS b WHERE b.job = o.job))"""


def _ctes(window: Window) -> str:
    """CTEs up to `done`, `billed` and `first_sent`: jobs, their invoices, the first one sent.

    Of a company none of whose invoices says when it was sent the invoice date stands in.
    """
    return f"""WITH {_done(window.scope)}, {_billed(window.scope)},
        sending AS MATERIALIZED (SELECT m.id AS company_id, EXISTS (SELECT 1 FROM document AS d
                JOIN item AS i ON i.document_id = d.id
                WHERE d.company_id = m.id AND {_tells(window.scope)}) AS told FROM company AS m),
        went AS (SELECT b.job, b.document_id, {day("b.sent_at")} AS sent_on,
                {seconds_between("o.completed_at", "b.sent_at")} AS seconds,
                length(o.completed_at) = 10 OR length(b.sent_at) = 10 AS rough
            FROM billed AS b JOIN done AS o ON o.job = b.job WHERE b.sent_at IS NOT NULL
            UNION ALL SELECT b.job, b.document_id, b.billed_on,
                (b.billed_on - o.completed_on) * 86400, 1
            FROM billed AS b JOIN done AS o ON o.job = b.job
            JOIN sending AS x ON x.company_id = o.company_id
            WHERE b.sent_at IS NULL AND NOT x.told),
        first_sent AS MATERIALIZED (SELECT * FROM (SELECT w.*, row_number() OVER (
                PARTITION BY w.job ORDER BY w.seconds, w.document_id) AS place
            FROM went AS w WHERE w.sent_on <= :as_of) WHERE place = 1)"""


def _tells(scope: Scope) -> str:
    """A condition on item i: an export says when it was sent."""
    if scope.known_on is None:
        return "i.sent_at IS NOT NULL"
    return """EXISTS (SELECT 1 FROM invoice_fact AS f JOIN import AS n ON n.id = f.import_id
        WHERE f.item_id = i.id AND f.sent_at IS NOT NULL AND n.recorded_on <= :known_on)"""


def _done(scope: Scope) -> str:
    """CTEs up to `done`: the jobs completed in the period, or what stands in for them."""
    return f"""{_loose(scope)}, done AS MATERIALIZED ({_loaded(scope)}
            UNION ALL SELECT job, company_id, min(customer_id), min(number), completed_at,
                {day("completed_at")}, min(import_id), min(line), 0, NULL, NULL
            FROM loose GROUP BY job, company_id, completed_at)"""


def _billed(scope: Scope) -> str:
    """CTEs up to `billed`: the invoices of each job, with the day and when they were sent."""
    return f"""owned AS (SELECT o.job, i.id AS item_id FROM done AS o
                CROSS JOIN job AS j ON j.id = o.job CROSS JOIN job_named AS n ON n.key = j.key
                CROSS JOIN item AS i ON i.job_id = n.written
                JOIN document AS d ON d.id = i.document_id AND d.company_id = j.company_id
            WHERE d.family = 'invoice' AND {stands(scope.known_on)}
            UNION ALL SELECT job, item_id FROM loose),
        billed AS MATERIALIZED (SELECT b.job, i.document_id, min(i.billed_on) AS billed_on,
                min({said(scope, "sent_at")}) AS sent_at
            FROM owned AS b JOIN item AS i ON i.id = b.item_id
            GROUP BY b.job, i.document_id HAVING sum(i.amount) > 0)"""


def _loaded(scope: Scope) -> str:
    """The jobs of exports that were completed in the period."""
    if scope.known_on is None:
        return """SELECT j.id AS job, j.company_id, j.customer_id, j.number, j.completed_at,
                j.completed_on, j.import_id, j.line, 1 AS loaded, j.dispatcher, j.template
            FROM job AS j WHERE j.completed_on BETWEEN :first AND :last"""
    return f"""SELECT j.id AS job, j.company_id, f.customer_id, j.number, f.completed_at,
                {day("f.completed_at")} AS completed_on, f.import_id, f.line, 1 AS loaded,
                f.dispatcher, f.template
            FROM ({newest.of(KIND, scope.known_on)}) AS k JOIN job_fact AS f ON f.id = k.fact_id
            JOIN job AS j ON j.id = k.subject
            WHERE f.completed_at >= :first_text AND f.completed_at < :after_text"""


def _loose(scope: Scope) -> str:
    """CTE `loose`: items that say when a job was completed, of companies without jobs.

    The number of a job is that of its first document, negative.
    """
    completed = said(scope, "completed_at")
    known_job = "1" if scope.known_on is None else "j.recorded_on <= :known_on"
    return f"""told AS MATERIALIZED (SELECT i.id AS item_id, i.document_id, d.company_id,
                {of_item(scope.known_on, "customer_id")} AS customer_id,
                coalesce({said(scope, "job_id")}, d.number) AS number,
                {completed} AS completed_at, i.import_id, i.line
            FROM company AS m CROSS JOIN document AS d ON d.company_id = m.id
                AND d.family = 'invoice'
            CROSS JOIN item AS i ON i.document_id = d.id {version(scope.known_on)}
            WHERE NOT EXISTS (SELECT 1 FROM job AS j WHERE j.company_id = m.id AND {known_job})
                AND {completed} >= :first_text AND {completed} < :after_text
                AND {stands(scope.known_on)}),
        loose AS MATERIALIZED (SELECT t.*, -min(t.document_id) OVER (
                PARTITION BY t.company_id, t.number, t.completed_at) AS job FROM told AS t)"""
