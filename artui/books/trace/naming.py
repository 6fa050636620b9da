"""Which document or customer is meant by a number."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any

from artui.domain.identity import canonical
from artui.errors import ArtuiError
from artui.store.trace import customers, documents

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Sequence

_MOST = 3
_LONGEST = 60
#: Numbers differ in a few of their characters; of short ones that is half.
_CLOSE = 0.5


class UnknownNumber(ArtuiError):  # noqa: N818 - named for what is wrong
    """There is no {kind} '{number}'{told}.{near}"""  # noqa: D415 - ends with the guess

    exit_code = 2


class AmbiguousNumber(ArtuiError):  # noqa: N818 - named for what is wrong
    """'{number}' could mean {names}."""

    hint = "Say which with {options}."
    exit_code = 2


def document(
    reader: sqlite3.Connection,
    number: str,
    company: str | None = None,
    document_class: str | None = None,
    fiscal_year: str | None = None,
) -> int:
    """The row of the invoice, credit note or payment of a number; an invoice before a payment.

    Raises:
        UnknownNumber: where there is none.
        AmbiguousNumber: where there are several.
    """
    key = canonical(number)
    told = (_key(company), _key(document_class), fiscal_year)
    found = documents.of_key(reader, key, *told)
    found = [each for each in found if each["family"] == "invoice"] or found
    if not found:
        raise _unknown("invoice", number, (company, document_class), documents.near(reader, key))
    return _only(number, found, _document, "--company, --class or --fiscal-year")


def customer(reader: sqlite3.Connection, number: str, company: str | None = None) -> int:
    """The row of the customer of an id.

    Raises:
        UnknownNumber: where there is none.
        AmbiguousNumber: where several companies have one.
    """
    key = canonical(number)
    found = customers.of_key(reader, key, _key(company))
    if not found:
        raise _unknown("customer", number, (company,), customers.near(reader, key))
    return _only(number, found, lambda row: f"{row['name']} of {row['company']}", "--company")


def _key(text: str | None) -> str | None:
    return None if text is None else canonical(text)


def _only(
    number: str, found: Sequence[dict[str, Any]], name: Callable[[dict[str, Any]], str], how: str
) -> int:
    if len(found) > 1:
        names = " or ".join(map(name, found))
        raise AmbiguousNumber(number=number, names=names, options=how)
    return int(found[0]["id"])


def _document(row: dict[str, Any]) -> str:
    said = [row["number"], row["class"], row["fiscal_year"], f"of {row['company']}"]
    return " ".join(each for each in said if each)


def _unknown(
    kind: str, number: str, told: Iterable[str | None], others: Iterable[str]
) -> UnknownNumber:
    of = " ".join(each for each in told if each)
    return UnknownNumber(
        kind=kind, number=number, told=f" of {of}" if of else "", near=_near(number, others)
    )


def _near(number: str, others: Iterable[str]) -> str:
    """` Did you mean INV-1 or INV-2?` for what comes near."""
    options = {each.casefold(): each for each in others}
    close = difflib.get_close_matches(number[:_LONGEST].casefold(), options, n=_MOST, cutoff=_CLOSE)
    return f" Did you mean {' or '.join(options[each] for each in close)}?" if close else ""
