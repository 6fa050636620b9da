"""What stands before the billing gate, counted by state, severity, check, owner or place."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any, Literal

from artui.books.readiness import STATES
from artui.report import amounts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from fractions import Fraction

    from artui.books.rates import Rates
    from artui.books.readiness import Readiness

By = Literal["none", "check", "owner", "dispatcher", "template", "site", "customer"]
_SEVERITIES = ("blocking", "warning")

#: A group: its key, None where nothing says; what people call it; of a customer the company.
Key = tuple[str | None, str | None, str | None]


def _keys(each: Readiness, by: By) -> Iterator[Key]:
    """The groups something is of; of checks and owners it may be several, or none."""
    at = each.at
    match by:
        case "check":
            yield from ((f.check.code, f.check.label, None) for f in each.failures)
        case "owner":
            yield from ((owner, None, None) for owner in {f.check.owner for f in each.failures})
        case "customer":
            yield at.customer_id, at.name, at.company
        case "dispatcher":
            yield at.dispatcher, None, None
        case "template":
            yield at.template, None, None
        case _:
            yield at.site, None, None


def grouped(
    found: Sequence[Readiness], by: By, wants: Callable[[Readiness], bool], rates: Rates
) -> list[dict[str, Any]]:
    """Groups as JSON has them, the most money x days of those wanted first; ties by key.

    Where a currency has no rate, the most jobs and invoices first. Those with nothing wanted in
    them are left out.
    """
    groups: dict[Key, list[Readiness]] = defaultdict(list)
    for each in found:
        for key in _keys(each, by):
            groups[key].append(each)
    wanted = {key: [each for each in of if wants(each)] for key, of in groups.items()}
    compared = not rates.conversion.missing({each.at.currency for each in found})

    def place(key: Key) -> tuple[Fraction | int, int, tuple[str, ...]]:
        of = wanted[key]
        return (-_worth(of, rates) if compared else 0, -len(of), tuple(part or "" for part in key))

    order = sorted((key for key, of in wanted.items() if of), key=place)
    return [_row(by, key, groups[key], wanted[key]) for key in order]


def _worth(of: Iterable[Readiness], rates: Rates) -> Fraction:
    """Money x days in base currency; every currency has a rate."""
    days: dict[str, int] = defaultdict(int)
    for each in of:
        days[each.at.currency] += each.amount_days
    return rates.conversion.exact(days)


def _row(by: By, key: Key, of: Sequence[Readiness], wanted: Sequence[Readiness]) -> dict[str, Any]:
    states = Counter(each.state for each in of)
    return {
        "by": by,
        "key": key[0],
        "label": key[1],
        "company": key[2],
        **counted(wanted),
        "oldest_days": max(each.age for each in wanted),
        "of": len(of),
        **{state: states[state] for state in STATES},
        "share_blocked": amounts.share(states["blocked"], len(of)),
    }


def counted(of: Sequence[Readiness]) -> dict[str, Any]:
    """How many jobs and invoices there are, and what they come to by currency."""
    kinds = Counter(each.at.kind for each in of)
    return {
        "jobs": kinds["job"],
        "invoices": kinds["invoice"],
        "amount": amounts.plain(amounts_of(of)),
    }


def amounts_of(of: Iterable[Readiness]) -> dict[str, int]:
    """What is at risk, in minor units by currency."""
    found: dict[str, int] = defaultdict(int)
    for each in of:
        found[each.at.currency] += each.at.amount
    return dict(found)


def summary(found: Sequence[Readiness]) -> dict[str, list[Mapping[str, Any]]]:
    """Everything by state, and what fails a check that is not waived by severity."""
    return {
        "states": [
            {"state": state, **counted([each for each in found if each.state == state])}
            for state in STATES
        ],
        "severities": [
            {"severity": severity, **counted([each for each in found if _fails(each, severity)])}
            for severity in _SEVERITIES
        ],
    }


def _fails(each: Readiness, severity: str) -> bool:
    return any(f.check.severity == severity and f.waiver is None for f in each.failures)
