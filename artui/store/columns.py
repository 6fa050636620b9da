"""How the fields of conditions stand in SQL: the column of each, and what its values mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from artui.domain.money import EXPONENTS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

#: How many decimals a currency has where `money.EXPONENTS` does not say, and where it does.
USUAL_PLACES = 2
OTHER_PLACES = sorted({*EXPONENTS.values()} - {USUAL_PLACES})
#: What hours are counted in, to be exact.
SECONDS_AN_HOUR = 3600
#: What shares are counted in.
PLACES_OF_A_SHARE = 10_000
#: The day 1970-01-01 in the count of `julian_day`.
_EPOCH = 2_440_588


@dataclass(frozen=True, slots=True)
class Text:
    """Text, compared exactly; blank is missing."""

    sql: str


@dataclass(frozen=True, slots=True)
class Id:
    """An id, compared on its canonical form; `canonical` where the column holds that already."""

    sql: str
    canonical: bool = False


@dataclass(frozen=True, slots=True)
class Flag:
    """A truth as 0 or 1."""

    sql: str


@dataclass(frozen=True, slots=True)
class Whole:
    """A number as an integer that is `scale` times it: 90 hours in seconds, a share in 1/10000."""

    sql: str
    scale: int = 1


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in minor units; `exponent` is how many decimals the row's currency has."""

    sql: str
    exponent: str


Column = Text | Id | Flag | Whole | Money


def exponent(currency: str) -> str:
    """How many decimals the currency in an expression has, as `money.exponent` gives it."""
    cases = " ".join(
        f"WHEN {currency} IN ({_codes(places)}) THEN {places}" for places in OTHER_PLACES
    )
    return f"CASE {cases} ELSE {USUAL_PLACES} END"


def _codes(places: int) -> str:
    return ", ".join(f"'{code}'" for code, each in EXPONENTS.items() if each == places)


def _number(text: str, start: int, length: int = 2) -> str:
    return f"CAST(substr({text}, {start}, {length}) AS INTEGER)"


def julian_day(text: str) -> str:
    """The Julian day number of an ISO date or timestamp, after Fliegel and Van Flandern (1968)."""
    year, month, day = _number(text, 1, 4), _number(text, 6), _number(text, 9)
    early = f"(({month} - 14) / 12)"  # -1 in January and February, which close the year before
    return (
        f"(1461 * ({year} + 4800 + {early}) / 4 + 367 * ({month} - 2 - 12 * {early}) / 12"
        f" - 3 * (({year} + 4900 + {early}) / 100) / 4 + {day} - 32075)"
    )


def day(text: str) -> str:
    """The day number of a timestamp as the exports' reader writes it: an ISO date, then a time."""
    return f"CASE WHEN length({text}) >= 10 THEN {julian_day(text)} - {_EPOCH} END"


def _second(text: str) -> str:
    """Seconds on the clock that a timestamp was read from."""
    hour, minute, second = _number(text, 12), _number(text, 15), _number(text, 18)
    return f"({julian_day(text)} * 86400 + {hour} * 3600 + {minute} * 60 + {second})"


def _offset(text: str) -> str:
    """Seconds that the zone of a timestamp is ahead of UTC."""
    ahead = f"({_number(text, 21)} * 3600 + {_number(text, 24)} * 60)"
    return f"CASE substr({text}, 20, 1) WHEN '-' THEN -{ahead} ELSE {ahead} END"


def seconds_between(start: str, end: str) -> str:
    """Seconds from one timestamp to another.

    Where one of the two is a date without a time, whole days are counted. A zone counts only
    where both have one.
    """
    return (
        f"CASE WHEN length({start}) = 10 OR length({end}) = 10"
        f" THEN ({julian_day(end)} - {julian_day(start)}) * 86400"
        f" WHEN length({start}) > 19 AND length({end}) > 19"
        f" THEN {_second(end)} - {_offset(end)} - {_second(start)} + {_offset(start)}"
        f" WHEN length({start}) >= 19 AND length({end}) >= 19"
        f" THEN {_second(end)} - {_second(start)} END"
    )


#: Where each field of customer c of company m stands.
OF_CUSTOMER: Mapping[str, str] = {
    "customer_id": "c.key",
    "company": "m.code",
    "customer_bill_to": "c.bill_to",
    "customer_tax_code": "c.tax_code",
    **{
        name: f"c.{name}"
        for name in "segment collector region country currency po_required autopay".split()
    },
}
#: Of item i of document d.
_OF_ITEM = {
    "class": "d.class",
    **{
        name: f"i.{name}"
        for name in (
            "type po_number bill_to tax_code site project approver currency job_id quote_id "
            "completed_at sent_at amount"
        ).split()
    },
}


def customer(of: Callable[[str], str]) -> dict[str, Column]:
    """What is known of a customer; `of` gives the expression of each field, ids canonical."""
    texts = (
        "segment collector region country currency company customer_bill_to customer_tax_code"
    ).split()
    return {
        "customer_id": Id(of("customer_id"), canonical=True),
        **{name: Text(of(name)) for name in texts},
        **{name: Flag(of(name)) for name in ("po_required", "autopay")},
    }


def invoice(of: Callable[[str], str]) -> dict[str, Column]:
    """What an invoice says, beside its customer; `of` gives the expression of what is stored."""
    texts = "class type po_number bill_to tax_code site project approver".split()
    completed, sent = of("completed_at"), of("sent_at")
    return {
        **customer(of),
        **{name: Text(of(name)) for name in texts},
        **{name: Id(of(name)) for name in ("job_id", "quote_id")},
        "completed_at": Whole(day(completed)),
        "sent_at": Whole(day(sent)),
        "send_latency_hours": Whole(seconds_between(completed, sent), SECONDS_AN_HOUR),
        "amount": Money(of("amount"), exponent(of("currency"))),
    }


def gate(of: Callable[[str], str]) -> dict[str, Column]:
    """What the billing gate asks of a job or an invoice, and of its customer.

    Args:
        of: the expression of each field as it is stored: moments as text, amounts in minor units,
            flags as 0 or 1.
    """
    texts = (
        "class po_number bill_to tax_code site project approver status completion completion_code "
        "evidence change_order template dispatcher asset"
    ).split()
    flags = ("bill_to_differs", "tax_code_differs", "narrative_only")
    return {
        **customer(of),
        **{name: Text(of(name)) for name in texts},
        **{name: Id(of(name)) for name in ("job_id", "quote_id")},
        **{name: Whole(day(of(name))) for name in ("completed_at", "verified_at")},
        **{name: Flag(of(name)) for name in flags},
        **{name: Whole(of(name)) for name in ("lines", "lines_untied", "lines_uncoded")},
        "amount": Money(of("amount"), exponent(of("currency"))),
    }


def differs(one: str, other: str) -> str:
    """Whether two texts differ, NULL where one of them says nothing."""
    said = f"trim({one}) <> '' AND trim({other}) <> ''"
    return f"CASE WHEN {said} THEN {one} <> {other} END"


#: Customer c of company m.
CUSTOMER: Mapping[str, Column] = customer(OF_CUSTOMER.__getitem__)

#: Item i of document d, customer c, company m.
INVOICE: Mapping[str, Column] = invoice({**OF_CUSTOMER, **_OF_ITEM}.__getitem__)

_EXPONENT = exponent("s.currency")
#: Where account s stands (credit_standing), beside customer c of company m.
ACCOUNT: Mapping[str, Column] = {
    **CUSTOMER,
    "currency": Text("s.currency"),
    "amount": Money("s.past_due", _EXPONENT),
    "past_due_amount": Money("s.past_due", _EXPONENT),
    **{name: Money(f"s.{name}", _EXPONENT) for name in ("exposure", "overrun")},
    "utilisation": Whole("s.utilisation", PLACES_OF_A_SHARE),
    "oldest_overdue_days": Whole("s.oldest_overdue_days"),
    "risk_class": Text("s.risk_class"),
}
