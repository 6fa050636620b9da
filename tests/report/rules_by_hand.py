"""The default catalogue of reasons, written out over the rows of the sample's exports."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from functools import cache
from typing import TYPE_CHECKING, Any

import yaml

from artui.domain.reasons import Origin
from tests.homes import POLICIES
from tests.report.by_hand import DAY, Catalogue, hours_to_send
from tests.sample_data.conftest import Sample
from tests.sample_data.test_story import CODES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tests.sample_data.conftest import Key, Row

_SATURDAY = 5
_BROKEN_FOR = dt.timedelta(days=90)
_QUIET = yaml.safe_load((POLICIES / "escalation.yaml").read_text(encoding="utf-8"))["quiet"]
#: By precedence, as reasons.yaml has them.
ORDER = (
    "missing_po wrong_bill_to part_completion price_or_quantity proof_of_work tax"
    " waiting_credit_note approver portal sent_late not_received unapplied_cash already_paid"
    " cash_short"
).split()
OWNERS = {
    name: reason["owner"]
    for name, reason in yaml.safe_load((POLICIES / "reasons.yaml").read_text(encoding="utf-8"))[
        "reasons"
    ].items()
}


@cache
def sample() -> Sample:
    """The committed sample."""
    return Sample()


def date_of(name: str) -> dt.date:
    """The day an export speaks for."""
    return dt.date.fromisoformat(name[-14:-4])


def catalogue() -> Catalogue:
    """The default catalogue; a rule looks at what is known, and at what was when it was sent."""
    codes = {code.lower(): reason for code, reason in CODES.items()}
    rules = {
        "missing_po": lambda known: (
            _no_po(known) or (_wants_po(known) and not _sent(known)["po_number"])
        ),
        "wrong_bill_to": lambda known: _differs(known, "bill_to"),
        "part_completion": lambda known: (
            _job(known, "completion") == "partial" and not _job(known, "change_order")
        ),
        "price_or_quantity": lambda known: untied(key_of(known)) > 0,
        "proof_of_work": lambda known: (
            bool(_job(known, "completion")) and not _job(known, "evidence")
        ),
        "tax": lambda known: _differs(known, "tax_code"),
        "approver": lambda known: not _sent(known)["approver"],
        "sent_late": lambda known: (hours_to_send(known) or 0) > 24,
        "unapplied_cash": lambda known: known["open"] > 0 and known["open"] in _cash(known),
        "cash_short": lambda known: _promise_broken(known) or _came_back(known),
    }
    ordered = [(code, rules[code]) for code in ORDER if code in rules]
    return Catalogue(codes | {code: code for code in ORDER}, ordered, ORDER)


def key_of(known: Mapping[str, Any]) -> Key:
    """Company and invoice."""
    company, number = known["name"].split()
    return company, number


def _no_po(known: Mapping[str, Any]) -> bool:
    return _wants_po(known) and not known.get("po_number")


def _wants_po(known: Mapping[str, Any]) -> bool:
    return bool(known.get("customer_po_required") == "yes")


# As it was sent.


def _sent(known: Mapping[str, Any]) -> Row:
    return first_row(key_of(known))


@cache
def first_row(key: Key) -> Row:
    """What the first export that could be read said of an invoice."""
    for name in sorted(sample().names("invoices"), key=date_of):
        for row in sample().read(name):
            if (row["company"], row["invoice_id"]) == key and sample().readable(row):
                return row
    raise AssertionError(key)


def _differs(known: Mapping[str, Any], column: str) -> bool:
    own, wanted = _sent(known)[column], known.get(f"customer_{column}", "")
    return bool(own and wanted and own.casefold() != wanted.casefold())


def _job(known: Mapping[str, Any], column: str) -> str:
    row = job_at_sending(key_of(known))
    return row[column] if row else ""


@cache
def job_at_sending(key: Key) -> Row | None:
    """The newest row of its job up to the day of sending that shows it done, else the first."""
    invoice = first_row(key)
    done = [(d, row) for d, row in told_of_job(key[0], invoice["job_id"]) if row["completed_at"]]
    sent = dt.datetime.fromisoformat(invoice["sent_at"]).date()
    before = [row for day, row in done if day <= sent]
    return next(iter([*before[-1:], *(row for _, row in done)]), None)


@cache
def told_of_job(company: str, job_id: str) -> tuple[tuple[dt.date, Row], ...]:
    """What each export said of a job, oldest first."""
    return tuple(_all_jobs().get((company, job_id), ())) if job_id else ()


@cache
def _all_jobs() -> dict[Key, list[tuple[dt.date, Row]]]:
    found: dict[Key, list[tuple[dt.date, Row]]] = defaultdict(list)
    for name in sorted(sample().names("jobs"), key=date_of):
        for row in sample().read(name):
            found[row["company"], row["job_id"]].append((date_of(name), row))
    return found


def untied(key: Key) -> int:
    """How many lines of an invoice name no approved line of its quote, where one is known."""
    quote = (key[0], first_row(key)["quote_id"] or (job_at_sending(key) or {}).get("quote_id", ""))
    approved = _quotes().get(quote)
    if approved is None:
        return 0
    return sum(line["quote_line"] not in approved for line in _lines().get(key, ()))


@cache
def _quotes() -> dict[Key, set[str]]:
    """By quote, its approved lines."""
    found: dict[Key, set[str]] = defaultdict(set)
    for name in sample().names("quote_lines"):
        for row in sample().read(name):
            lines = found[row["company"], row["quote_id"]]
            if row["status"] == "approved":
                lines.add(row["line"])
    return dict(found)


@cache
def _lines() -> dict[Key, list[Row]]:
    found: dict[Key, list[Row]] = defaultdict(list)
    for name in sample().names("invoice_lines"):
        for row in sample().read(name):
            found[row["company"], row["invoice_id"]].append(row)
    return found


# As it is known on Sunday.


def _cash(known: Mapping[str, Any]) -> Counter[int]:
    """What payments of the same customer and currency have left to give."""
    row = first_row(key_of(known))
    return unapplied(known["day"])[row["customer_id"], row["currency"]]


@cache
def unapplied(day: dt.date) -> dict[Key, Counter[int]]:
    """By customer and currency, what is left of each payment."""
    found: dict[Key, Counter[int]] = defaultdict(Counter)
    left = sample().open_on(day)
    for row in sample().payments.values():
        rest = -left.get((row["company"], row["payment_id"]), 0)
        if rest > 0:
            found[row["customer_id"], row["currency"]][rest] += 1
    return found


def _came_back(known: Mapping[str, Any]) -> bool:
    """Whether a payment on it was reversed or failed by then."""
    key = key_of(known)
    return any(
        (row["company"], row["invoice_id"]) == key
        and (back := sample().payments.get(row["payment_id"], {}).get("reversed_on"))
        and sample().day(back) <= known["day"]
        for row in sample().applications
    )


def _promise_broken(known: Mapping[str, Any]) -> bool:
    return key_of(known) in broken(known["day"])


@cache
def broken(day: dt.date) -> set[Key]:
    """The invoices about which a promise due in the last 90 days was not kept."""
    found: set[Key] = set()
    accounts: dict[Key, list[Row]] = defaultdict(list)
    for name in sample().names("promises"):
        for row in sample().read(name):
            accounts[row["customer_id"], row["currency"]].append(row)
    for account, promises in accounts.items():
        purse = [*_received(account, day)]
        for row in sorted(promises, key=lambda row: (row["due_on"], row["promise_id"])):
            due, until = sample().day(row["due_on"]), _until(sample().day(row["due_on"]))
            came = _take(purse, row, until)
            wanted = sample().cents(row["amount"]) * _QUIET["kept_percent"]
            if day - _BROKEN_FOR < due and until < day and came * 100 < wanted:
                found.add((row["company"], row["invoice_id"]))
    return found


def _until(due: dt.date) -> dt.date:
    """The last day that counts: so many Mondays to Fridays after it was due."""
    left, day = _QUIET["grace_days"], due
    while left:
        day += DAY
        left -= day.weekday() < _SATURDAY
    return day


def _received(account: Key, day: dt.date) -> Iterator[list[Any]]:
    """Each payment's date, what of it, and the invoice it was applied to; None for the rest."""
    for row in sample().payments.values():
        if (row["customer_id"], row["currency"]) != account or sample().day(row["date"]) > day:
            continue
        if row["reversed_on"] and sample().day(row["reversed_on"]) <= day:
            continue
        rest = sample().cents(row["amount"])
        for each in sample().applications:
            if each["payment_id"] == row["payment_id"] and sample().day(each["date"]) <= day:
                rest -= sample().cents(each["amount"])
                yield [
                    sample().day(row["date"]),
                    sample().cents(each["amount"]),
                    each["invoice_id"],
                ]
        yield [sample().day(row["date"]), rest, None]


def _take(purse: list[list[Any]], promise: Row, until: dt.date) -> int:
    """What a promise gets, first of what was paid on its own invoice."""
    left = sample().cents(promise["amount"])
    for wanted in (promise["invoice_id"], None):
        for coin in purse:
            if coin[2] == wanted and sample().day(promise["promised_on"]) < coin[0] <= until:
                taken = min(left, coin[1])
                coin[1], left = coin[1] - taken, left - taken
    return sample().cents(promise["amount"]) - left


# Where it came from.


def origin(key: Key, segment: str, sunday: dt.date) -> Origin:
    """Where an invoice came from, as the newest exports up to a Sunday say."""
    row = sample().invoices[key[1]]
    told = told_of_job(key[0], row["job_id"])
    before = [each for day, each in told if day <= sunday]
    job = next(iter([*before[-1:], *(each for _, each in told)]), {})
    return Origin(
        key[0],
        row["class"] or None,
        segment or None,
        job.get("dispatcher") or None,
        job.get("template") or None,
        row["job_id"] or None,
    )
