"""Expected cash in the home's base currency, at one stated rate a currency."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from artui.books import rates
from artui.domain import money
from artui.domain.days import iso

if TYPE_CHECKING:
    from collections.abc import Sequence

    from artui.books.outlook import Outlook
    from artui.books.rates import Rates
    from artui.report.request import Source
    from artui.store.aging import Scope


def of(source: Source, scope: Scope, found: Sequence[Outlook]) -> dict[str, Any]:
    """What is expected by week, beyond and covered, all currencies in one; each rounded half up.

    `open` is the sum of these rounded figures. Null where a currency has no rate.
    """
    base = source.home.settings.base_currency
    stated = rates.latest(source.reader, base, scope.as_of, scope.known_on)
    used = [each.currency for each in found if each.currency != base]
    missing = stated.conversion.missing(used)
    return {
        "currency": base,
        **(dict.fromkeys(("weeks", *_FIGURES)) if missing or not found else _sums(stated, found)),
        "rates": [
            {
                "currency": code,
                "rate": f"{stated.stated[code].rate:f}",
                "date": iso(stated.stated[code].day),
            }
            for code in used
            if code in stated.stated
        ],
        "missing": list(missing),
    }


_FIGURES = ("expected", "beyond", "covered", "open")


def _sums(stated: Rates, found: Sequence[Outlook]) -> dict[str, Any]:
    def rounded(amounts: dict[str, int]) -> int:
        return stated.conversion.rounded(amounts)

    names = [week.week for week in found[0].weeks]
    weeks = [
        rounded({each.currency: each.weeks[place].expected for each in found})
        for place in range(len(names))
    ]
    beyond = rounded({each.currency: each.beyond for each in found})
    covered = rounded({each.currency: each.covered for each in found})
    plain = [money.plain(amount, stated.base) for amount in weeks]
    figures = (sum(weeks), beyond, covered, sum(weeks) + beyond + covered)
    return {
        "weeks": [
            {"week": week, "expected": text} for week, text in zip(names, plain, strict=True)
        ],
        **{
            name: money.plain(amount, stated.base)
            for name, amount in zip(_FIGURES, figures, strict=True)
        },
    }
