"""Waivers: a failed check of a job or an invoice that somebody lets pass, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from artui.errors import ArtuiError
from artui.store.connection import transaction
from artui.store.desk.contacts import document_columns
from artui.store.desk.tables import Numbered

if TYPE_CHECKING:
    import sqlite3

    from artui.store.desk.identity import AccountIdentity, InvoiceIdentity

WAIVE, WITHDRAW_WAIVER = "waive", "withdraw_waiver"
WAIVERS = Numbered("waiver")


class NoReason(ArtuiError):  # noqa: N818 - named for what is missing
    """A waiver needs a reason."""

    hint = "Say why the check may fail, for whoever looks at it next."
    exit_code = 2


def waive(
    connection: sqlite3.Connection,
    account: AccountIdentity,
    check: str,
    reason: str,
    waived_on: int,
    who: str,
    at: str,
    *,
    document: InvoiceIdentity | None = None,
    job: str | None = None,
) -> int:
    """Let a failed check of an invoice or of a job pass; the waiver's number.

    Args:
        connection: the desk, for writing.
        account: whose invoice or job it is; in whatever currency.
        check: the check's code in readiness.yaml.
        reason: why it may fail.
        waived_on: the home's day.
        who: who waives it.
        at: the clock's time.
        document: the invoice; None where it is about a job.
        job: the job's canonical key; None where it is about an invoice. It holds for the invoice
            that bills the job too.

    Raises:
        NoReason: where the reason is blank.
    """
    if not reason.strip():
        raise NoReason
    assert (document is None) != (job is None)  # noqa: S101 - the caller's mistake
    values = {
        **account._asdict(),
        **document_columns(document),
        "job": job,
        "check_code": check,
        "reason": reason.strip(),
        "waived_on": waived_on,
    }
    with transaction(connection):
        return WAIVERS.add(connection, WAIVE, values, who, at)


def withdraw_waiver(
    connection: sqlite3.Connection, number: int, withdrawn_on: int, who: str, at: str
) -> bool:
    """Let a waiver hold no more from a day on; False where there is none of that number."""
    with transaction(connection):
        ended = {"withdrawn_on": withdrawn_on}
        return WAIVERS.change(connection, WITHDRAW_WAIVER, number, ended, who, at)
