"""The billing gate: completed jobs not billed yet and open invoices, and the checks they fail.

JSON: `rows` are jobs and invoices, the most money x days at risk first, each with its `failures`;
or checks, owners, dispatchers, templates, sites or customers, each with how many it has in every
state (`blocked`, `waived`, `ready`, together `of`), how many of them are in the state asked for and
what those come to, and `share_blocked`. What fails several checks counts with each of them.
`summary` tells of everything, whatever the state asked for: `states`, and `severities` of failures
that are not waived. `ranked` says at which rates rows are ordered by money x days at risk.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from artui.books.rates import latest
from artui.books.readiness import STATES, ordered, readiness
from artui.domain import money
from artui.domain.check import Check
from artui.domain.days import iso
from artui.policy.readiness import THINGS
from artui.report import checks, readiness_groups, readiness_sections
from artui.report.table import Report
from artui.store import checks as entries

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from artui.books.rates import Rates
    from artui.books.readiness import Failure, Readiness
    from artui.policy.readiness import Thing
    from artui.report.readiness_groups import By
    from artui.report.request import Request, Source
    from artui.store.aging import Scope

Of = Literal["all", "jobs", "invoices"]
Wanted = Literal["blocked", "waived", "ready", "all"]
_THINGS: dict[Of, tuple[Thing, ...]] = {
    "all": THINGS,
    "jobs": ("job",),
    "invoices": ("invoice",),
}


@dataclass(frozen=True, slots=True)
class Wish:
    """What the gate is asked for: of what, in which state, and what a row is of."""

    of: Of = "all"
    state: Wanted = "blocked"
    by: By = "none"

    @property
    def things(self) -> tuple[Thing, ...]:
        """The things looked at."""
        return _THINGS[self.of]

    def wants(self, each: Readiness) -> bool:
        """Whether something is in the state asked for."""
        return self.state in ("all", each.state)


def report(source: Source, request: Request, wish: Wish | None = None) -> Report:
    """What stands before the gate, and what each has to have mended by whom."""
    wish = wish or Wish()
    scope = request.scope(source.home.today())
    rates = latest(source.reader, source.home.settings.base_currency, scope.as_of, scope.known_on)
    policy = source.force.policy.readiness
    found = ordered(readiness(source.reader, policy, scope, wish.things), rates)
    data: dict[str, Any] = {
        "report": "readiness",
        "as_of": iso(scope.as_of),
        "known_on": iso(scope.known_on),
        "policy": source.force.revision,
        "of": wish.of,
        "state": wish.state,
        "by": None if wish.by == "none" else wish.by,
        "ranked": _ranked(found, rates),
        "rows": _rows(found, wish, rates)[: request.limit],
        "summary": readiness_groups.summary(found),
        "checks": checks.plain(*_checks(source, scope, wish, found)),
    }
    about = _about(data, found, has_checks=bool(policy.checks))
    sections = (*readiness_sections.of(data), checks.section(data["checks"]))
    return Report("readiness", data, about, sections, checks.hold(data["checks"]))


def _ranked(found: Sequence[Readiness], rates: Rates) -> dict[str, Any]:
    """What rows are ordered by: one currency, or each by itself where a rate is missing."""
    used = {each.at.currency for each in found}
    missing = rates.conversion.missing(used)
    return {
        "currency": None if missing else rates.base,
        "rates": [] if missing else rates.said(used - {rates.base}),
        "missing": list(missing),
    }


def _rows(found: Sequence[Readiness], wish: Wish, rates: Rates) -> list[dict[str, Any]]:
    if wish.by == "none":
        return [row(each) for each in found if wish.wants(each)]
    return readiness_groups.grouped(found, wish.by, wish.wants, rates)


def row(each: Readiness) -> dict[str, Any]:
    """A job or an invoice as JSON has it."""
    at = each.at
    return {
        "kind": at.kind,
        "id": at.number,
        "customer_id": at.customer_id,
        "name": at.name,
        "company": at.company,
        "site": at.site,
        "project": at.project,
        "dispatcher": at.dispatcher,
        "template": at.template,
        "job_id": at.job_number,
        "amount": money.plain(at.amount, at.currency),
        "currency": at.currency,
        "since": iso(at.since),
        "age_days": each.age,
        "state": each.state,
        "failures": [failed(failure) for failure in each.failures],
    }


def failed(failure: Failure) -> dict[str, Any]:
    """A failed check as JSON has it."""
    check, waiver = failure
    return {
        "check": check.code,
        "label": check.label,
        "severity": check.severity,
        "owner": check.owner,
        "mend": check.mend,
        "reason": check.reason,
        "waived": waiver is not None,
        "waived_by": waiver.who if waiver else None,
        "waived_on": iso(waiver.waived_on) if waiver else None,
        "waived_for": waiver.reason if waiver else None,
    }


def _checks(
    source: Source, scope: Scope, wish: Wish, found: Sequence[Readiness]
) -> Iterator[Check]:
    """What is at risk, against the exposure's unbilled jobs and what the entries say is open."""
    if "job" in wish.things:
        owed = entries.unbilled(source.reader, scope)
        yield Check("unbilled jobs = those of the exposure", _sums(found, "job"), owed)
    if "invoice" in wish.things:
        owed = entries.invoiced(source.reader, scope)
        yield Check("open invoices = what the entries leave of them", _sums(found, "invoice"), owed)


def _sums(found: Sequence[Readiness], kind: str) -> dict[str, int]:
    return readiness_groups.amounts_of(each for each in found if each.at.kind == kind)


def _about(
    data: dict[str, Any], found: Sequence[Readiness], *, has_checks: bool
) -> tuple[str, ...]:
    known = f", as known on {data['known_on']}" if data["known_on"] else ""
    jobs = sum(each.at.kind == "job" for each in found)
    states = [each.state for each in found]
    counts = ", ".join(f"{states.count(state)} {state}" for state in STATES)
    first = (
        f"Readiness as of {data['as_of']}{known}: {jobs} unbilled jobs, {len(found) - jobs} open"
        f" invoices; {counts}. Shown: {data['state']} of {data['of']}. Policy {data['policy']}."
    )
    nothing = () if has_checks else ("readiness.yaml names no check, so everything is ready.",)
    return (first, *nothing, _order(data["ranked"], data["by"]))


def _order(ranked: dict[str, Any], by: str | None) -> str:
    if ranked["missing"]:
        missing = ", ".join(ranked["missing"])
        if by is not None:
            return f"Most jobs and invoices first: no rate for {missing}."
        return f"Most money x days at risk first, currency by currency: no rate for {missing}."
    rates = ", ".join(f"{r['currency']} at {r['rate']} of {r['date']}" for r in ranked["rates"])
    return f"Most money x days at risk first, in {ranked['currency']}{rates and f' ({rates})'}."
