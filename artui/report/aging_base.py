"""The totals of an aging in the home's base currency, at one stated rate a currency."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from artui.report import amounts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from artui.books.rates import Rates

    Raw = Mapping[str, int]


def of(
    rates: Rates, totals: Mapping[str, Raw], outstanding: Raw, labels: Sequence[str]
) -> dict[str, Any]:
    """The base totals as JSON has them; null where a currency has no rate.

    Every bucket and unapplied is added up over the currencies exactly and then rounded half up,
    and the total is the sum of these rounded figures, so that the line adds up. `converted` is
    what the entries alone come to at the same rates, rounded once; `rounding` is the total less
    that, at most half a minor unit a figure: `ok` says whether it is.

    Args:
        rates: the rates stated.
        totals: by currency b0.., unapplied and disputed in minor units, as the store names them.
        outstanding: by currency what must come to the same, from the entries alone.
        labels: of the buckets.
    """
    conversion = rates.conversion
    used = sorted({*totals, *outstanding} - {rates.base})
    stated: dict[str, Any] = {
        "currency": rates.base,
        **dict.fromkeys(("buckets", "unapplied", "total", "disputed", "converted", "rounding")),
        "ok": True,
        "rates": rates.said(used),
        "missing": list(conversion.missing(used)),
    }
    if stated["missing"]:
        return stated

    def rounded(column: str) -> int:
        return conversion.rounded({code: raw[column] for code, raw in totals.items()})

    buckets = [rounded(f"b{place}") for place in range(len(labels))]
    unapplied = rounded("unapplied")
    total, converted = sum(buckets) + unapplied, conversion.rounded(outstanding)
    figures = {
        "unapplied": unapplied,
        "total": total,
        "disputed": rounded("disputed"),
        "converted": converted,
        "rounding": total - converted,
    }
    exact = conversion.exact(outstanding)
    return {
        **stated,
        "buckets": amounts.named(rates.base, **dict(zip(labels, buckets, strict=True))),
        **amounts.named(rates.base, **figures),
        "ok": 2 * abs(total - exact) <= len(buckets) + 1,
    }


def is_converted(data: Mapping[str, Any]) -> bool:
    """Whether anything had to be converted for these totals, and could be."""
    return bool(data["rates"]) and not data["missing"]
