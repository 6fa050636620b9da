"""Late invoices as they were when they were sent, for the checks of readiness.yaml. In SQL.

An invoice speaks as the first export of it has it, its job as `gate.at_sending` says, and the
customer as it was known at the end of the week. What an export has no column for it leaves not
blank but unsaid: no check fails for want of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from artui.domain.conditions import MISSING, AllOf, AnyOf, Not, Test
from artui.store import columns, gate, named
from artui.store.conditions import equip
from artui.store.evidence import OF_CUSTOMER, first_due

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Mapping

    from artui.domain.conditions import Condition
    from artui.store.columns import Column

#: What exports of open items say of an invoice too.
_LISTED = ("po_number",)
_SAID = (*gate.OWN, *gate.EITHER, "job_id")
_OF_JOB = {*gate.OF_JOB, *gate.EITHER}
#: Where the fields of checks stand: in row s of CTE `sent`.
COLUMNS: Mapping[str, Column] = columns.gate("s.{}_".format)


def unsaid(condition: Condition) -> tuple[str, ...]:
    """The columns of row s that tell, where one is 1, that a check cannot fail of an invoice.

    Those are of what the condition asks to be missing and the first export had no column for.
    """
    return tuple(f"s.unsaid_{name}" for name in sorted(_missing(condition)) if name in gate.OWN)


def _missing(condition: Condition) -> set[str]:
    match condition:
        case AllOf() | AnyOf():
            return set().union(*map(_missing, condition.parts))
        case Not():
            return _missing(condition.part)
        case Test():
            return {condition.field} if condition.operator == MISSING else set()


def tables(fields: Collection[str], stored: Mapping[str, str], known_on: int | None) -> list[str]:
    """The CTEs up to `sent`: by document_id, the fields that checks ask about, as NAME_.

    Args:
        fields: what is asked about.
        stored: where fields stand as they are known at the end of the week, as `causes` has them.
        known_on: whether only what was recorded by :known_on counts; None for all that is known.
    """
    made = [_billed(stored, known_on)]
    if any(name in gate.OF_LINES for name in fields):
        made.append(f"lined AS MATERIALIZED ({gate.lines('billed', known_on, at_first=True)})")
    return [*made, _sent({*fields, "currency"}, stored, known_on)]


def values(
    connection: sqlite3.Connection,
    fields: Collection[str],
    stored: Mapping[str, str],
    day: int,
    known_on: int | None,
) -> dict[int, dict[str, Any]]:
    """By late invoice, what checks are held against, and where that was said.

    Beside the fields as they are stored: `sent_on`, import_id and line of the invoice's row, and
    `job`, `job_import_id` and `job_line` of what counted of its job.

    Args:
        connection: where `causes.reasons` was asked last.
        fields: what is asked about.
        stored: as `tables` takes them.
        day: the end of the week.
        known_on: only what was recorded by then; None: all that is known.
    """
    made = ", ".join(tables({*fields, *gate.OF_JOB}, stored, known_on))
    cursor = equip(connection).execute(
        f"""WITH {made} SELECT s.*, b.sent_on, b.import_id, b.line, j.number AS job,
            f.import_id AS job_import_id, f.line AS job_line
        FROM sent AS s JOIN billed AS b ON b.document_id = s.document_id
        LEFT JOIN job_fact AS f ON f.id = s.job_fact LEFT JOIN job AS j ON j.id = f.job_id""",
        {"day": day, "last": day, "known_on": known_on},
    )
    return {
        int(row.pop("document_id")): {name.removesuffix("_"): each for name, each in row.items()}
        for row in named.rows(cursor)
    }


def alone(job: str, counted: str, known_on: int | None, also: str = "1") -> str:
    """The fact of a job that counts: the only one where there is no other, as of most there is not.

    Args:
        job: the expression of the job's number.
        counted: a select of the fact where there are several.
        known_on: whether only what was recorded by :known_on counts, which has to be looked up.
        also: a condition on the only fact f.
    """
    if known_on is not None:
        return f"({counted})"
    return f"""CASE (SELECT count(*) FROM job_fact AS f WHERE f.job_id = {job}) WHEN 0 THEN NULL
            WHEN 1 THEN (SELECT f.id FROM job_fact AS f WHERE f.job_id = {job} AND {also})
            ELSE ({counted}) END"""


def _first(table: str, known_on: int | None) -> str:
    """The first row that an export had of late invoice t; of several instalments the first due."""
    known, imported = "", ""
    if known_on is not None:
        known = "AND n.recorded_on <= :known_on"
        imported = "CROSS JOIN import AS n ON n.id = f.import_id"
    return f"""(SELECT f.id FROM item AS o CROSS JOIN {table} AS f ON f.item_id = o.id {imported}
            WHERE o.document_id = t.document_id {known}
            ORDER BY f.as_of, f.import_id, o.due_on, o.id LIMIT 1)"""


def _billed(stored: Mapping[str, str], known_on: int | None) -> str:
    """CTE `billed`: what each late invoice said of itself at first, the job it names, and when."""
    said = ", ".join(
        f"{f'coalesce(a.{name}, b.{name})' if name in _LISTED else f'a.{name}'} AS {name}"
        for name in _SAID
    )
    named = f"coalesce(a.job_id, {stored['job_id']})"
    return f"""billed AS MATERIALIZED (SELECT t.document_id, d.company_id, i.customer_id,
            i.currency, coalesce(a.import_id, b.import_id) AS import_id,
            coalesce(a.line, b.line) AS line, n.columns, {said},
            CASE WHEN a.id IS NULL THEN {stored["amount"]} ELSE (
                SELECT sum(f.amount) FROM item AS o
                CROSS JOIN invoice_fact AS f ON f.item_id = o.id
                WHERE o.document_id = t.document_id AND f.import_id = a.import_id) END AS amount,
            ({gate.BILLED_JOB.format(named)}) AS job,
            coalesce({columns.day("a.sent_at")}, {stored["sent_at"]}, a.invoice_date,
                i.billed_on) AS sent_on
        FROM (SELECT DISTINCT document_id FROM temp.late_invoice) AS t
        JOIN document AS d ON d.id = t.document_id
        LEFT JOIN item AS i ON i.id = ({first_due("t")})
        LEFT JOIN temp.item_then AS k ON k.id = i.id
        LEFT JOIN invoice_fact AS a ON a.id = {_first("invoice_fact", known_on)}
        LEFT JOIN open_item_fact AS b
            ON b.id = CASE WHEN a.id IS NULL THEN {_first("open_item_fact", known_on)} END
        LEFT JOIN import AS n ON n.id = coalesce(a.import_id, b.import_id))"""


def _sent(fields: Collection[str], stored: Mapping[str, str], known_on: int | None) -> str:
    found = gate.invoice("b.{}".format)
    for name in OF_CUSTOMER:
        found[name] = stored[name]
    for name in ("bill_to", "tax_code"):
        found[f"{name}_differs"] = columns.differs(f"b.{name}", stored[f"customer_{name}"])
    asked = ", ".join(
        [
            *(f"{found[name]} AS {name}_" for name in sorted(fields)),
            *(f"instr(b.columns, '\"{name}\"') = 0 AS unsaid_{name}" for name in gate.OWN),
        ]
    )
    job, fact, lined = "", "NULL", ""
    if not _OF_JOB.isdisjoint(fields):
        counted = gate.at_sending("b.job", "b.sent_on", known_on)
        only = alone("b.job", counted, known_on, "f.completed_at IS NOT NULL")
        job, fact = f"LEFT JOIN job_fact AS j ON j.id = {only}", "j.id"
    if any(name in gate.OF_LINES for name in fields):
        lined = "LEFT JOIN lined AS l ON l.document_id = b.document_id"
    return f"""sent AS MATERIALIZED (SELECT b.document_id, {fact} AS job_fact, {asked}
        FROM billed AS b
        JOIN document AS d ON d.id = b.document_id JOIN company AS m ON m.id = b.company_id
        JOIN customer AS c ON c.id = b.customer_id
        LEFT JOIN temp.customer_then AS u ON u.id = b.customer_id {job} {lined})"""
