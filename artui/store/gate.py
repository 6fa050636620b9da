"""The billing gate in SQL: where what checks ask of a job or an invoice stands.

A job speaks for itself; an invoice by its own PO, entity, tax code, approver and completion, and
for everything else by the job it bills. Conditions are held against `columns.gate` of these.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from artui.store import columns, newest
from artui.store.conditions import folded
from artui.store.facts.jobs import KIND as JOBS
from artui.store.facts.lines import INVOICE_LINES, QUOTE_LINES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

#: What a job alone tells.
OF_JOB = (
    "status completion completion_code evidence change_order verified_at template dispatcher asset"
).split()
#: What an invoice says of itself; a blank is a blank, whatever the job says.
OWN = "po_number bill_to tax_code approver completed_at".split()
#: What an invoice says of itself, and where it says nothing the job.
EITHER = "site project quote_id".split()
#: What the lines of an invoice come to; see `lines`.
OF_LINES = ("lines", "lines_untied", "lines_uncoded", "narrative_only")


def job(said: str = "j") -> dict[str, str]:
    """By field, where it stands: of job j, customer c and company m.

    Args:
        said: the row with what is said of the job, of `job` or of `job_fact`.
    """
    own = (*OF_JOB, *OWN, *EITHER, "amount", "currency")
    return _compared(
        {
            **columns.OF_CUSTOMER,
            **{name: f"{said}.{name}" for name in own},
            "job_id": "j.number",
            **dict.fromkeys(("class", *OF_LINES), "NULL"),
        }
    )


def invoice(own: Callable[[str], str], said: str = "j", lines: str = "l") -> dict[str, str]:
    """By field, where it stands: of an invoice of document d, customer c and company m.

    Args:
        own: the expression of what the invoice says itself; `amount` is that of all instalments.
        said: the row with what is said of the job it bills, of `job` or of `job_fact`, all NULL
            where it bills none that is known.
        lines: the row of `lines`, all NULL where it has none.
    """
    return _compared(
        {
            **columns.OF_CUSTOMER,
            **{name: f"{said}.{name}" for name in OF_JOB},
            **{name: own(name) for name in (*OWN, "job_id", "amount", "currency")},
            **{name: f"coalesce({own(name)}, {said}.{name})" for name in EITHER},
            "class": "d.class",
            **{name: f"coalesce({lines}.{name}, 0)" for name in OF_LINES},
        }
    )


def _compared(fields: Mapping[str, str]) -> dict[str, str]:
    """The same with what differs from what the customer wants."""
    return {
        **fields,
        **{
            f"{name}_differs": columns.differs(fields[name], fields[f"customer_{name}"])
            for name in ("bill_to", "tax_code")
        },
    }


#: Of what invoice i of document d names, the job in its company.
BILLED_JOB = """SELECT j.id FROM job_named AS w CROSS JOIN job AS j
    ON j.company_id = d.company_id AND j.key = w.key WHERE w.written = {}"""


def at_completion(job_id: str, known_on: int | None = None) -> str:
    """A select of the first fact that shows a job completed.

    Args:
        job_id: the expression of the job's number.
        known_on: whether only what was recorded by :known_on counts; None for all that is known.
    """
    return f"""SELECT f.id FROM job_fact AS f JOIN import AS n ON n.id = f.import_id
        WHERE f.job_id = {job_id} AND f.completed_at IS NOT NULL AND {_recorded(known_on)}
        ORDER BY f.as_of, f.import_id LIMIT 1"""


def at_sending(job_id: str, sent_on: str, known_on: int | None = None) -> str:
    """A select of the fact that counted of a job when its invoice was sent.

    That is the newest one up to that day that shows it completed, else the first that does. A row
    that a newer export repeats counts from that export on.

    Args:
        job_id: the expression of the job's number.
        sent_on: the expression of the day of sending.
        known_on: whether only what was recorded by :known_on counts; None for all that is known.
    """
    completed = f"f.job_id = {job_id} AND f.completed_at IS NOT NULL AND {_recorded(known_on)}"
    said = f"f.id, n.as_of > {sent_on} AS later, abs(n.as_of - {sent_on}) AS away"
    return f"""SELECT s.id FROM (
            SELECT {said}, n.id AS import_id FROM job_fact AS f
                JOIN import AS n ON n.id = f.import_id WHERE {completed}
            UNION ALL SELECT {said}, n.id FROM job_fact AS f
                CROSS JOIN sighting AS g ON g.kind = '{JOBS.name}' AND g.fact_id = f.id
                CROSS JOIN import AS n ON n.id = g.import_id WHERE {completed}) AS s
        ORDER BY later, away, CASE WHEN later THEN import_id ELSE -import_id END LIMIT 1"""


def _recorded(known_on: int | None) -> str:
    return "1" if known_on is None else "n.recorded_on <= :known_on"


def lines(
    of: str, known_on: int | None = None, *, at_first: bool = False, untied: bool = True
) -> str:
    """A select by document_id of what the lines of invoices come to.

    Columns: `lines`, how many; `lines_uncoded`, those without a completion code; `lines_untied`,
    those that name no approved line of the quote, 0 where no line of the quote is known; and
    `narrative_only`, whether none has a quantity, a price, a quote's line or a completion code.
    The connection has to be equipped as `conditions.equip` does.

    Args:
        of: a table or CTE with document_id, company_id and quote_id, one row an invoice.
        known_on: whether only what was recorded by :known_on counts; None for all that is known.
        at_first: whether lines are as the first export of each has them.
        untied: whether `lines_untied` is looked up; else it is 0.
    """
    blank = "coalesce(trim(l.{}), '') = ''".format
    told = " OR ".join(f"NOT ({blank(name)})" for name in _TOLD)
    astray = f"sum(coalesce(NOT ({_approved(known_on)}), 0))" if untied else "0"
    return f"""SELECT l.document_id, count(*) AS lines,
            sum({blank("completion_code")}) AS lines_uncoded,
            {astray} AS lines_untied,
            max({told}) = 0 AS narrative_only
        FROM ({_line_rows(of, known_on, at_first=at_first)}) AS l GROUP BY l.document_id"""


_TOLD = ("quantity", "unit_price", "quote_line", "completion_code")
_LINE = ", ".join(f"{{0}}.{name}" for name in _TOLD)
_QUOTE = folded("a.quote_id")


def _line_rows(of: str, known_on: int | None, *, at_first: bool) -> str:
    """The lines of the invoices in `of`, each with the company and the quote of its invoice."""
    named = f"SELECT a.document_id, a.company_id, {_QUOTE} AS quote_key"
    lines = f"FROM {of} AS a CROSS JOIN invoice_line AS o ON o.document_id = a.document_id"
    if not at_first and known_on is None:
        return f"{named}, {_LINE.format('o')} {lines}"
    if at_first:
        first = f"""(SELECT f.id FROM invoice_line_fact AS f JOIN import AS n ON n.id = f.import_id
            WHERE f.invoice_line_id = o.id AND {_recorded(known_on)}
            ORDER BY f.as_of, f.import_id LIMIT 1)"""
        return f"""{named}, {_LINE.format("f")} {lines}
            CROSS JOIN invoice_line_fact AS f ON f.id = {first}"""
    asked = f"f.invoice_line_id IN (SELECT o.id {lines})"
    return f"""{named}, {_LINE.format("f")} FROM ({newest.of(INVOICE_LINES, known_on, asked)}) AS k
        JOIN invoice_line_fact AS f ON f.id = k.fact_id JOIN invoice_line AS o ON o.id = k.subject
        JOIN {of} AS a ON a.document_id = o.document_id"""


def _approved(known_on: int | None) -> str:
    """Whether line l names an approved line of its quote; NULL where none of the quote is known."""
    quoted = newest.rows("quote_line", QUOTE_LINES, known_on, "o.quote_key")
    return f"""SELECT max(coalesce(q.key = {folded("l.quote_line")}
            AND (lower(q.status) = 'approved'
                OR (q.status IS NULL AND q.approved_on IS NOT NULL)), 0)) FROM {quoted} AS q
        WHERE q.company_id = l.company_id AND q.quote_key = l.quote_key"""
