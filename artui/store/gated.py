"""What stands before the billing gate: completed jobs not billed yet, invoices not paid yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from artui.domain.conditions import asked
from artui.store import columns, gate, jobs, recorded
from artui.store.aging import standing
from artui.store.conditions import Compiler, equip
from artui.store.evidence import RESTATED, first_due

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

    from artui.domain.conditions import Condition
    from artui.store.aging import Scope


class Gated(NamedTuple):
    """A job or an invoice before the gate.

    Attributes:
        kind: job or invoice.
        number: its id, as its export spells it.
        company: the company's code.
        company_key: the company's key.
        customer: the customer's row number.
        customer_key: the customer's key.
        customer_id: the customer's id.
        name: the customer's name, else the id.
        currency: of the amount.
        amount: what is at risk in minor units: of a job what is left to bill, of an invoice what
            is open.
        since: the day the job was completed; the day the invoice was sent, else its date.
        site: where the work was done.
        project: the project it belongs to.
        dispatcher: who sent the crew.
        template: the project template the job was made from.
        job: the row number of the job, or of the job billed; None where none is known.
        job_key: the key of that job.
        job_number: its id.
        document_id: the invoice's row number; None of a job.
        document_class: of the invoice's identity.
        fiscal_year: of the invoice's identity.
        document: the invoice's key.
        failed: the places of the conditions it fails by, counted from 0.
    """

    kind: str
    number: str
    company: str
    company_key: str
    customer: int
    customer_key: str
    customer_id: str
    name: str
    currency: str
    amount: int
    since: int
    site: str | None
    project: str | None
    dispatcher: str | None
    template: str | None
    job: int | None
    job_key: str | None
    job_number: str | None
    document_id: int | None
    document_class: str | None
    fiscal_year: str | None
    document: str | None
    failed: tuple[int, ...]


_WHO = """m.code, m.key, c.id, c.key, c.number, coalesce(c.name, c.number)"""


def unbilled(
    connection: sqlite3.Connection, scope: Scope, conditions: Sequence[Condition]
) -> list[Gated]:
    """Jobs completed and not invoiced, or not in full, each with the conditions that hold of it."""
    compiler = Compiler(columns.gate(gate.job().__getitem__), "fails")
    failing = "".join(f", {compiler.holds(each)}" for each in conditions)
    rows = equip(connection).execute(
        f"""WITH done AS MATERIALIZED (
            SELECT j.*, {jobs.left(scope, drafts=False)} AS left_to_bill
            FROM {jobs.known(scope.known_on)} AS j JOIN customer AS c ON c.id = j.customer_id
            JOIN company AS m ON m.id = j.company_id
            WHERE {jobs.COMPLETED} AND {scope.filters()})
        SELECT 'job', j.number, {_WHO}, j.currency, j.left_to_bill, j.completed_on, j.site,
            j.project, j.dispatcher, j.template, j.id, j.key, j.number, NULL, NULL, NULL, NULL
            {failing}
        FROM done AS j JOIN customer AS c ON c.id = j.customer_id
        JOIN company AS m ON m.id = j.company_id WHERE j.left_to_bill > 0 ORDER BY j.id""",
        scope.parameters() | compiler.parameters,
    )
    return [_gated(row) for row in rows]


def _gated(row: tuple[object, ...]) -> Gated:
    known = len(Gated._fields) - 1
    failed = tuple(place for place, failing in enumerate(row[known:]) if failing)
    return Gated._make((*row[:known], failed))


def find_open(connection: sqlite3.Connection, scope: Scope) -> None:
    """Put the invoices of a scope of which anything is open into TEMP table `gate_open`.

    One row a document and currency, with the item that speaks for it: the first due.
    """
    connection.execute("DROP TABLE IF EXISTS temp.gate_open")
    connection.execute(
        """CREATE TEMP TABLE gate_open (document_id INTEGER NOT NULL, currency TEXT NOT NULL,
        customer_id INTEGER NOT NULL, open INTEGER NOT NULL, billed_on INTEGER NOT NULL,
        item_id INTEGER NOT NULL, PRIMARY KEY (document_id, currency)) WITHOUT ROWID"""
    )
    connection.execute(
        f"""INSERT INTO temp.gate_open SELECT s.document_id, s.currency, min(s.customer_id),
            sum(s.open_amount), min(s.billed_on), ({first_due("s")})
        FROM ({standing(scope)}) AS s JOIN document AS d ON d.id = s.document_id
        JOIN customer AS c ON c.id = s.customer_id JOIN company AS m ON m.id = c.company_id
        WHERE s.open_amount > 0 AND d.family = 'invoice' AND {scope.filters()} GROUP BY 1, 2""",
        scope.parameters(),
    )


def restated(connection: sqlite3.Connection, known_on: int) -> list[int]:
    """The documents in `gate_open` of which anything was recorded after a day."""
    kinds = (("invoices", "invoice_fact"), ("open_items", "open_item_fact"))
    facts = " UNION ALL ".join(
        f"""SELECT i.document_id, f.import_id FROM {table} AS f JOIN item AS i ON i.id = f.item_id
        UNION ALL SELECT i.document_id, g.import_id FROM sighting AS g
            JOIN {table} AS f ON f.id = g.fact_id JOIN item AS i ON i.id = f.item_id
            WHERE g.kind = '{kind}'"""
        for kind, table in kinds
    )
    rows = connection.execute(
        f"""SELECT DISTINCT s.document_id FROM ({facts}) AS s JOIN import AS n
            ON n.id = s.import_id WHERE n.recorded_on > :known_on
            AND s.document_id IN (SELECT document_id FROM temp.gate_open)""",
        {"known_on": known_on},
    )
    return [int(document) for (document,) in rows]


def sent(
    connection: sqlite3.Connection,
    scope: Scope,
    conditions: Sequence[Condition],
    then: Mapping[int, Mapping[str, object]],
) -> list[Gated]:
    """The invoices in `gate_open`, each with the conditions that hold of it.

    Args:
        connection: where `find_open` was asked last.
        scope: as of when, known when.
        conditions: what checks fail by.
        then: by item, what was known of it where that is told otherwise now.
    """
    _put_then(connection, then)
    compiler = Compiler(columns.gate(gate.invoice("b.{}".format).__getitem__), "fails")
    failing = "".join(f", {compiler.holds(each)}" for each in conditions)
    fields = frozenset().union(*map(asked, conditions))
    sent_on = columns.day("b.sent_at")
    work, known = "job", ""
    if scope.known_on is not None:
        work, known = "work", f"work AS MATERIALIZED (SELECT * FROM {jobs.known(scope.known_on)}),"
    rows = equip(connection).execute(
        f"""WITH {known} billed AS MATERIALIZED ({_billed(scope.known_on)}),
        asked AS (SELECT b.document_id, b.company_id, coalesce(b.quote_id, j.quote_id) AS quote_id
            FROM billed AS b LEFT JOIN {work} AS j ON j.id = b.job
            GROUP BY b.document_id),
        line AS MATERIALIZED ({_lines(scope, fields)})
        SELECT 'invoice', d.number, {_WHO}, b.currency, b.open,
            CASE WHEN {sent_on} <= :as_of THEN {sent_on} ELSE b.billed_on END,
            coalesce(b.site, j.site), coalesce(b.project, j.project), j.dispatcher, j.template,
            j.id, j.key, j.number, d.id, d.class_key, d.fiscal_year, d.key {failing}
        FROM billed AS b JOIN document AS d ON d.id = b.document_id
        JOIN customer AS c ON c.id = b.customer_id JOIN company AS m ON m.id = d.company_id
        LEFT JOIN {work} AS j ON j.id = b.job
        LEFT JOIN line AS l ON l.document_id = b.document_id ORDER BY d.id, b.currency""",
        scope.parameters() | compiler.parameters,
    )
    return [_gated(row) for row in rows]


#: What invoices say themselves.
_SAID = (*gate.OWN, *gate.EITHER, "job_id", "sent_at")


def _put_then(connection: sqlite3.Connection, then: Mapping[int, Mapping[str, object]]) -> None:
    """Put what was known of items into TEMP table `gate_then`."""
    names = ", ".join(RESTATED)
    marks = ", ".join("?" * (len(RESTATED) + 1))
    connection.execute("DROP TABLE IF EXISTS temp.gate_then")
    connection.execute(f"CREATE TEMP TABLE gate_then (id INTEGER PRIMARY KEY, {names})")
    connection.executemany(
        f"INSERT INTO temp.gate_then VALUES ({marks})",
        ((item, *(said[name] for name in RESTATED)) for item, said in then.items()),
    )


def _billed(known_on: int | None) -> str:
    """A select of the invoices in `gate_open` with what they say, and the job they bill."""
    names = ", ".join(f"{_said(name)} AS {name}" for name in _SAID)
    return f"""SELECT t.document_id, t.currency, t.customer_id, t.open, t.billed_on, d.company_id,
            {names}, ({gate.BILLED_JOB.format(_said("job_id"))}) AS job,
            (SELECT sum({_said("amount")}) FROM item AS i {recorded.version(known_on)}
                LEFT JOIN temp.gate_then AS k ON k.id = i.id
                WHERE i.document_id = t.document_id AND {recorded.stands(known_on)}
                    AND {recorded.of_item(known_on, "currency")} = t.currency) AS amount
        FROM temp.gate_open AS t JOIN item AS i ON i.id = t.item_id
        JOIN document AS d ON d.id = t.document_id LEFT JOIN temp.gate_then AS k ON k.id = i.id"""


def _said(name: str) -> str:
    """What item i says, as it was said up to the day where that is told otherwise."""
    return f"CASE WHEN k.id IS NULL THEN i.{name} ELSE k.{name} END"


def _lines(scope: Scope, fields: frozenset[str]) -> str:
    """What lines come to, where any condition asks."""
    if fields.isdisjoint(gate.OF_LINES):
        nothing = ", ".join(f"0 AS {name}" for name in gate.OF_LINES)
        return f"SELECT NULL AS document_id, {nothing} WHERE 0"
    return gate.lines("asked", scope.known_on, untied="lines_untied" in fields)


class Waiver(NamedTuple):
    """A check that somebody let pass.

    Attributes:
        id: its number on the desk.
        company: the company's key.
        document_class: of the document; None with it.
        fiscal_year: of the document; None with it.
        document: the invoice's key; None where it is about a job.
        job: the job's key; None where it is about an invoice.
        check: the check's code.
        reason: why it may fail.
        waived_on: since when.
        who: who let it.
    """

    id: int
    company: str
    document_class: str | None
    fiscal_year: str | None
    document: str | None
    job: str | None
    check: str
    reason: str
    waived_on: int
    who: str


def waivers(connection: sqlite3.Connection, seen: int) -> list[Waiver]:
    """Every waiver that holds at the end of a day, through a reader with the desk; oldest first."""
    rows = connection.execute(
        """SELECT id, company, class, fiscal_year, document, job, check_code, reason, waived_on, who
        FROM desk.waiver WHERE waived_on <= :seen
            AND (withdrawn_on IS NULL OR withdrawn_on > :seen) ORDER BY id""",
        {"seen": seen},
    )
    return [Waiver._make(row) for row in rows]
