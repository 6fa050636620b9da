"""The lines of an invoice, and whether they come to what it bills, in words."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from artui.domain import money
from artui.domain.lines import Line, Summed, summed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence


def add_up(
    rows: Iterable[Mapping[str, Any]], tax: int | None, billed: int, currency: str
) -> Summed:
    """Rows of `store.lines.of_invoice` against the whole; tax and billed are minor units."""
    return summed(map(_line, rows), tax, billed, currency)


def _line(row: Mapping[str, Any]) -> Line:
    given = (row[name] for name in Line._fields)
    return Line(*(None if each is None else Decimal(each) for each in given))


def amount(row: Mapping[str, Any], currency: str) -> Decimal | None:
    """What a line bills; None where its export does not say."""
    return _line(row).billed(currency)


def sentence(found: Summed, currency: str) -> str:
    """Whether the lines come to what is billed: `lines 10.00 + tax 2.00 = billed ✓`."""
    if found.lines is None:
        return "not every line says its amount, so they cannot be added up"
    lines = f"lines {written(found.lines, currency)}"
    if found.with_tax:
        return f"{lines} + tax {written(found.tax or Decimal(0), currency)} = billed ✓"
    if found.holds:
        return f"{lines} = billed ✓"
    taxed = f" + tax {written(found.tax, currency)}" if found.tax else ""
    apart = written(abs(found.apart or Decimal(0)), currency)
    return f"{lines}{taxed} ≠ billed {written(found.billed, currency)}, {apart} apart"


def written(number: Decimal, currency: str) -> str:
    """An amount for people: with the currency's decimals, or more where it has more."""
    places = max(money.exponent(currency), -int(number.normalize().as_tuple().exponent))
    return f"{number:,.{places}f}"


def told(row: Mapping[str, Any], currency: str) -> str:
    """A line in words: `2 x 10.00 = 20.00`, or its amount alone."""
    billed = amount(row, currency)
    total = "no amount" if billed is None else written(billed, currency)
    if row["quantity"] is None or row["unit_price"] is None:
        return total
    price = written(Decimal(row["unit_price"]), currency)
    return f"{row['quantity']} x {price} = {total}"


def about(row: Mapping[str, Any]) -> Iterator[str]:
    """What else its export says of a line."""
    for name, label in (("completion_code", "code"), ("quote_line", "quote line")):
        if row[name]:
            yield f"{label} {row[name]}"
    if row["description"]:
        yield str(row["description"])


def lines(rows: Sequence[Mapping[str, Any]], found: Summed, currency: str) -> Iterator[str]:
    """Every line of an invoice, then what they come to."""
    for row in rows:
        parts = (told(row, currency), *about(row), f"{row['file']}:{row['line']}")
        yield f"line {row['number']}   {'   '.join(parts)}"
    if rows:
        yield sentence(found, currency)
