"""The billing gate: which completed jobs may be billed, and what is wrong with invoices sent."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

from artui.books.evidence import Until, as_known
from artui.domain.aging import LAST_DAY
from artui.policy.readiness import THINGS
from artui.store import gated as store
from artui.store import job

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Sequence

    from artui.books.rates import Rates
    from artui.policy.readiness import Check, ReadinessPolicy, Thing
    from artui.store.aging import Scope
    from artui.store.gated import Gated, Waiver

State = Literal["blocked", "waived", "ready"]
#: The states, the one that stops money first.
STATES: tuple[State, ...] = get_args(State)


class Failure(NamedTuple):
    """A check that fails, and who let it pass; None where nobody did."""

    check: Check
    waiver: Waiver | None = None

    @property
    def blocks(self) -> bool:
        """Whether it keeps what fails it from being ready."""
        return self.check.severity == "blocking" and self.waiver is None


def state(failures: Collection[Failure]) -> State:
    """ready: no blocking check fails; waived: each that does is let pass; else blocked."""
    if any(failure.blocks for failure in failures):
        return "blocked"
    waived = any(failure.check.severity == "blocking" for failure in failures)
    return "waived" if waived else "ready"


@dataclass(frozen=True, slots=True)
class Readiness:
    """How ready a job or an invoice is.

    Attributes:
        at: the job or the invoice.
        failures: the checks it fails, in their order.
        age: days since the job was completed or the invoice sent.
    """

    at: Gated
    failures: tuple[Failure, ...]
    age: int

    @property
    def state(self) -> State:
        """How ready it is; see `state`."""
        return state(self.failures)

    @property
    def amount_days(self) -> int:
        """The amount at risk x its days."""
        return self.at.amount * self.age


def readiness(
    reader: sqlite3.Connection,
    policy: ReadinessPolicy,
    scope: Scope,
    things: tuple[Thing, ...] = THINGS,
) -> list[Readiness]:
    """Every completed job with something left to bill, and every invoice with something open.

    Args:
        reader: the main database with the desk attached, and TEMP tables of its own.
        policy: the checks.
        scope: of whom, as of when, known when.
        things: which of the two.
    """
    seen = scope.as_of if scope.known_on is None else min(scope.as_of, scope.known_on)
    waived = _Waived(store.waivers(reader, seen))
    found: list[Readiness] = []
    for thing in things:
        checks = policy.asked_of(thing)
        find = _jobs if thing == "job" else _invoices
        for at in find(reader, scope, checks):
            failures = tuple(waived.failure(at, checks[place]) for place in at.failed)
            found.append(Readiness(at, failures, max(0, scope.as_of - at.since)))
    return found


def of_invoice(
    reader: sqlite3.Connection, policy: ReadinessPolicy, document_id: int, scope: Scope
) -> Readiness | None:
    """How ready one invoice is; None where nothing of it is open.

    Args:
        reader: as `readiness` takes it.
        policy: the checks.
        document_id: the invoice's row.
        scope: of its customer alone, as of when, known when.
    """
    of_customer = readiness(reader, policy, scope, ("invoice",))
    return next((each for each in of_customer if each.at.document_id == document_id), None)


def of_job(
    reader: sqlite3.Connection, policy: ReadinessPolicy, job_id: int, scope: Scope
) -> tuple[Failure, ...]:
    """The checks that one job fails, in their order, whether anything is left to bill or not.

    Args:
        reader: the main database with the desk attached.
        policy: the checks.
        job_id: the job's row.
        scope: as of when, known when.
    """
    seen = scope.as_of if scope.known_on is None else min(scope.as_of, scope.known_on)
    checks = policy.asked_of("job")
    failed = job.failing(reader, [check.fails_when for check in checks], job_id, scope)
    let = {each.check: each for each in reversed(job.waivers(reader, job_id, seen))}
    return tuple(Failure(checks[at], let.get(checks[at].code)) for at in failed)


def _jobs(reader: sqlite3.Connection, scope: Scope, checks: Sequence[Check]) -> list[Gated]:
    return store.unbilled(reader, scope, [check.fails_when for check in checks])


def _invoices(reader: sqlite3.Connection, scope: Scope, checks: Sequence[Check]) -> list[Gated]:
    """Invoices as they are known; what later exports say otherwise is told as it was then."""
    store.find_open(reader, scope)
    then = {}
    if scope.known_on is not None:
        documents = store.restated(reader, scope.known_on)
        then = dict(as_known(reader, documents, (), Until(LAST_DAY, scope.known_on)).items)
    return store.sent(reader, scope, [check.fails_when for check in checks], then)


class _Waived:
    """The waivers, found by what they are about; of several the oldest says why."""

    def __init__(self, waivers: Iterable[Waiver]) -> None:
        self._of: dict[tuple[str | None, ...], dict[str, Waiver]] = defaultdict(dict)
        for each in waivers:
            about = (each.company, each.document_class, each.fiscal_year, each.document, each.job)
            self._of[about].setdefault(each.check, each)

    def failure(self, at: Gated, check: Check) -> Failure:
        """A failed check, with the waiver of the invoice, else of the job it bills."""
        of_invoice = (at.company_key, at.document_class, at.fiscal_year, at.document, None)
        of_job = (at.company_key, None, None, None, at.job_key)
        for about in (of_invoice, of_job):
            if about in self._of and check.code in self._of[about]:
                return Failure(check, self._of[about][check.code])
        return Failure(check)


def ordered(found: Iterable[Readiness], rates: Rates) -> list[Readiness]:
    """The most money x days at risk first, in base currency where every currency has a rate.

    Else currency by currency. Ties go by company and number.
    """
    rows = list(found)
    weigh = weights(rates, {each.at.currency for each in rows})

    def place(each: Readiness) -> tuple[str, int, str, str, str]:
        at, (apart, weight) = each.at, weigh[each.at.currency]
        return (apart, -each.amount_days * weight, at.company, at.number, at.kind)

    return sorted(rows, key=place)


def weights(rates: Rates, currencies: Collection[str]) -> dict[str, tuple[str, int]]:
    """By currency, apart from which it is compared and how much a minor unit weighs there.

    Where every currency has a rate all are compared with each other, in the base's proportions.
    """
    conversion = rates.conversion
    if conversion.missing(currencies):
        return {currency: (currency, 1) for currency in currencies}
    proportions = conversion.in_proportion(currencies)
    return {currency: ("", weight) for currency, weight in proportions.items()}
