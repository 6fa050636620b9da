"""Late invoices held against the rules of reasons.yaml and the checks of readiness.yaml.

All of them in one statement: what holds of an invoice comes back as bits, one for each rule.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from artui.domain.reasons import Origin
from artui.store import columns, gate, history, sending
from artui.store.columns import Flag, Money, Text, Whole
from artui.store.conditions import Compiler, equip
from artui.store.evidence import OF_CUSTOMER, RESTATED, first_due, open_amount
from artui.store.facts.jobs import KIND as JOBS
from artui.store.late import DISPUTED
from artui.store.recorded import stands

if TYPE_CHECKING:
    import sqlite3
    from collections import Counter
    from collections.abc import Collection, Mapping, Sequence

    from artui.domain.conditions import Condition
    from artui.store.columns import Column

#: How many truths one number carries.
_BITS = 60


class AsKnown(NamedTuple):
    """What exports up to a day said where newer ones say otherwise: by item, and by customer."""

    items: Mapping[int, Mapping[str, object]]
    customers: Mapping[int, Mapping[str, object]]


class Asked(NamedTuple):
    """What is asked of late invoices.

    Attributes:
        rules: conditions on what is known at the end of the week; None is met by nothing.
        fields: the fields they ask about, and how often.
        checks: conditions under which a check failed as the invoice was sent.
        sent: the fields those ask about, and how often.
    """

    rules: Sequence[Condition | None]
    fields: Counter[str]
    checks: Sequence[Condition]
    sent: Counter[str]


class Evidence(NamedTuple):
    """A late invoice with its evidence.

    Attributes:
        document_id: the invoice.
        customer_id: its customer's number.
        currency: what it is owed in.
        amount: its highest day-end past-due amount in the week, in minor units.
        amount_days: the sum of its day-end past-due amounts.
        is_new: 1 where it was past due for the first time.
        said: the reason its export gives, in the export's words.
        origin: where it came from.
        rules: the places of the rules that hold, counted from 0, in order.
        checks: the places of the checks that failed as it was sent.
    """

    document_id: int
    customer_id: int
    currency: str
    amount: int
    amount_days: int
    is_new: int
    said: str | None
    origin: Origin
    rules: tuple[int, ...]
    checks: tuple[int, ...]


def reasons(
    connection: sqlite3.Connection,
    asked: Asked,
    known: AsKnown,
    days: Sequence[int],
    known_on: int | None = None,
) -> list[Evidence]:
    """The rows of TEMP table `late_invoice`, in order, with their evidence; found in one statement.

    Args:
        connection: where `late.find` was asked last; what `history` looks up is laid on it.
        asked: rules and checks.
        known: what was said otherwise.
        days: the days of the week that count.
        known_on: only what was recorded by then; None: all that is known.
    """
    _put(connection, "item_then", RESTATED, known.items)
    _put(connection, "customer_then", [*OF_CUSTOMER], known.customers)
    rules, checks = Compiler(_COLUMNS, "rule"), Compiler(sending.COLUMNS, "check")
    held = _masks([None if rule is None else rules.holds(rule) for rule in asked.rules])
    failed = _masks([_failed(check, checks) for check in asked.checks])
    tables, joined = _tables(asked, known, known_on)
    rows = equip(connection).execute(
        f"""WITH {tables}
        SELECT e.document_id, e.customer_id, e.currency, e.amount, e.amount_days, e.is_new,
            e.reason_, {", ".join(f"e.{name}" for name in ORIGIN)} {"".join(held + failed)}
        FROM e {joined} ORDER BY e.document_id, e.currency""",
        {"day": days[-1], "first": days[0], "last": days[-1], "known_on": known_on}
        | rules.parameters
        | checks.parameters,
    )
    return _evidence(rows, len(held))


def _failed(check: Condition, compiler: Compiler) -> str:
    """That a check failed as the invoice was sent."""
    said = "".join(f" AND NOT coalesce({name}, 0)" for name in sending.unsaid(check))
    return f"{compiler.holds(check)}{said}"


def sent(
    connection: sqlite3.Connection,
    fields: Collection[str],
    known: AsKnown,
    day: int,
    known_on: int | None = None,
) -> dict[int, dict[str, Any]]:
    """By late invoice, what was said of it as it was sent; see `sending.values`.

    Args:
        connection: where `reasons` was asked last.
        fields: what is asked about.
        known: what `reasons` was given.
        day: the last day of the week that counts.
        known_on: only what was recorded by then; None: all that is known.
    """
    return sending.values(connection, fields, _stored(known, known_on), day, known_on)


def _masks(truths: Sequence[str | None]) -> list[str]:
    """Truths as numbers of so many bits each, the first truth the lowest bit of the first."""
    return [
        ", " + (" | ".join(bits) or "0")
        for start in range(0, len(truths), _BITS)
        for bits in [
            [
                f"(({sql}) << {place})"
                for place, sql in enumerate(truths[start : start + _BITS])
                if sql is not None
            ]
        ]
    ]


def _evidence(rows: sqlite3.Cursor, masks: int) -> list[Evidence]:
    """Rows with their bits taken apart; few combinations occur, so that each is done once."""
    seen: dict[tuple[int, ...], tuple[int, ...]] = {}

    def places(bits: tuple[int, ...]) -> tuple[int, ...]:
        if bits not in seen:
            seen[bits] = tuple(
                number * _BITS + place
                for number, mask in enumerate(bits)
                for place in range(_BITS)
                if mask >> place & 1
            )
        return seen[bits]

    told = len(Evidence._fields) - 3
    begin, split = told + len(ORIGIN), told + len(ORIGIN) + masks
    return [
        Evidence._make(
            (
                *row[:told],
                Origin._make(row[told:begin]),
                places(row[begin:split]),
                places(row[split:]),
            )
        )
        for row in rows
    ]


def _tables(asked: Asked, known: AsKnown, known_on: int | None) -> tuple[str, str]:
    """The CTEs of the statement, and what is joined to the last of them."""
    stored = _stored(known, known_on)
    needed = {"currency", "reason", *history.needed(asked.fields)} - set(history.COMPARED)
    fields = ", ".join(f"{stored[name]} AS {name}_" for name in sorted(needed))
    made = [*history.tables(needed, known_on), _evidence_table(fields, stored, known_on)]
    if not asked.checks:
        return ", ".join(made), ""
    made += sending.tables(asked.sent, stored, known_on)
    return ", ".join(made), "LEFT JOIN sent AS s ON s.document_id = e.document_id"


#: What is known of where an invoice came from, in the order of `Origin`, as row e has it.
ORIGIN = tuple(f"from_{name}" for name in Origin._fields)


def _evidence_table(fields: str, stored: Mapping[str, str], known_on: int | None) -> str:
    """CTE `e`: each late invoice, what is asked of it, and where it came from."""
    told = ("m.code", "nullif(d.class, '')", stored["segment"], "q.dispatcher", "q.template")
    origin = ", ".join(
        f"{sql} AS {name}" for sql, name in zip((*told, stored["job_id"]), ORIGIN, strict=True)
    )
    return f"""e AS MATERIALIZED (SELECT t.*, {origin}, {fields}
            FROM temp.late_invoice AS t LEFT JOIN item AS i ON i.id = ({first_due("t")})
            LEFT JOIN temp.item_then AS k ON k.id = i.id
            LEFT JOIN document AS d ON d.id = i.document_id
            LEFT JOIN company AS m ON m.id = d.company_id
            LEFT JOIN customer AS c ON c.id = i.customer_id
            LEFT JOIN temp.customer_then AS u ON u.id = i.customer_id
            LEFT JOIN job AS j ON j.id = ({gate.BILLED_JOB.format(stored["job_id"])})
            LEFT JOIN job_fact AS q
                ON q.id = {sending.alone("j.id", _job_then(known_on), known_on)})"""


def _job_then(known_on: int | None) -> str:
    """The fact of job j that counted at the end of the week, else the first after it."""
    of_job = f"f.job_id = j.id AND {'1' if known_on is None else 'n.recorded_on <= :known_on'}"
    return f"""SELECT s.id FROM (
            SELECT f.id, n.as_of, n.id AS import_id FROM job_fact AS f
                JOIN import AS n ON n.id = f.import_id WHERE {of_job}
            UNION ALL SELECT f.id, n.as_of, n.id FROM job_fact AS f
                CROSS JOIN sighting AS g ON g.kind = '{JOBS.name}' AND g.fact_id = f.id
                CROSS JOIN import AS n ON n.id = g.import_id WHERE {of_job}) AS s
        ORDER BY s.as_of > :last, abs(s.as_of - :last), s.import_id DESC LIMIT 1"""


def _put(
    connection: sqlite3.Connection,
    table: str,
    names: Sequence[str],
    rows: Mapping[int, Mapping[str, object]],
) -> None:
    """Put what is known of things by their id into a TEMP table."""
    connection.execute(f"DROP TABLE IF EXISTS temp.{table}")
    connection.execute(f"CREATE TEMP TABLE {table} (id INTEGER PRIMARY KEY, {', '.join(names)})")
    connection.execute("SAVEPOINT put")
    connection.executemany(
        f"INSERT INTO temp.{table} VALUES (?{', ?' * len(names)})",
        ((number, *(row[name] for name in names)) for number, row in rows.items()),
    )
    connection.execute("RELEASE put")


def _stored(known: AsKnown, known_on: int | None) -> dict[str, str]:
    """By field, where it stands; amounts are those of all instalments."""
    items, customers = bool(known.items), bool(known.customers)
    of_item = {name: _then("i", "k", name, name, otherwise=items) for name in RESTATED}
    completed, sent = of_item["completed_at"], of_item["sent_at"]
    return {
        **of_item,
        **{
            name: _then("c", "u", column, name, otherwise=customers)
            for name, column in OF_CUSTOMER.items()
        },
        "completed_at": columns.day(completed),
        "sent_at": columns.day(sent),
        "send_latency_hours": columns.seconds_between(completed, sent),
        "amount": _whole(of_item["amount"], known_on),
        "open_amount": _whole(open_amount(known_on), known_on),
        "days_past_due": ":day - i.due_on",
        "disputed": f"EXISTS (SELECT 1 FROM dispute AS x WHERE x.document_id = t.document_id"
        f" AND {DISPUTED})",
        "currency": "i.currency",
        "terms": "i.terms",
        "customer_id": "c.key",
        "company": "m.code",
        "class": "d.class",
        **history.expressions(known_on),
    }


def _then(table: str, then: str, column: str, name: str, *, otherwise: bool) -> str:
    """A column as it stands, or as it was said to be up to the day where that is told."""
    stands = f"{table}.{column}"
    return (
        f"CASE WHEN {then}.id IS NULL THEN {stands} ELSE {then}.{name} END" if otherwise else stands
    )


def _whole(amount: str, known_on: int | None) -> str:
    """The sum of an amount over the instalments of late invoice t."""
    return f"""(SELECT sum({amount}) FROM item AS i LEFT JOIN temp.item_then AS k ON k.id = i.id
        WHERE i.document_id = t.document_id AND {stands(known_on)})"""


_OF = "e.{}_".format
_COLUMNS: Mapping[str, Column] = {
    **columns.invoice(_OF),
    "open_amount": Money(_OF("open_amount"), columns.exponent(_OF("currency"))),
    **{
        name: Whole(_OF(name))
        for name in ("completed_at", "sent_at", "days_past_due", "dunning_level")
    },
    "send_latency_hours": Whole(_OF("send_latency_hours"), columns.SECONDS_AN_HOUR),
    "disputed": Flag(_OF("disputed")),
    "terms": Text(_OF("terms")),
    **{name: Whole(_OF(name)) for name in ("disputes_opened", "customer_disputes_365")},
    **{name: Flag(_OF(name)) for name in ("payment_failed", "promise_broken")},
    **{name: Flag(sql) for name, sql in history.COMPARED.items() if name != "paid_share"},
    "paid_share": Whole(history.COMPARED["paid_share"], history.OF_A_SHARE),
    "unapplied_amount": Money(_OF("unapplied_amount"), columns.exponent(_OF("currency"))),
    "usual_days_late": Whole(_OF("usual_days_late"), history.OF_A_DAY),
}
