"""The weekly late-pay reasons: from late invoices with one reason each to ranked rows."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from fractions import Fraction

    from artui.domain.conversion import Conversion

Rank = Literal["amount_days", "invoices", "amount"]
Scope = Literal["all", "new"]
#: What a row of the ranking is of.
By = Literal["reason", "owner", "company", "class", "segment", "dispatcher", "template"]

#: The row of what nobody told, among those that are ranked.
NONE = "(none)"

#: How an invoice came to its reason, in order of precedence.
CHOICE, DISPUTE, ERP_CODE, RULE, UNEXPLAINED = (
    "choice",
    "dispute",
    "erp_code",
    "rule",
    "unexplained",
)


#: What the rules said of an invoice whose week was frozen without keeping that.
NOT_KEPT = ""


class Origin(NamedTuple):
    """Where an invoice came from, as far as anything told; of the job those are what it bills.

    Attributes:
        company: the company code that billed it.
        document_class: service, project, contract.
        segment: its customer's.
        dispatcher: who sent the crew.
        template: the project template the job was made from.
        job_id: the job, as the invoice names it.
    """

    company: str | None = None
    document_class: str | None = None
    segment: str | None = None
    dispatcher: str | None = None
    template: str | None = None
    job_id: str | None = None


class Late(NamedTuple):
    """An invoice late in a week.

    Attributes:
        document_id: the invoice.
        customer_id: its customer's number.
        currency: what it is owed in.
        amount: its highest day-end past-due amount in the week, in minor units.
        amount_days: the sum of its day-end past-due amounts.
        reason: the primary reason's code; None where nothing explains it.
        because: how it came to that reason.
        is_new: whether it was past due for the first time.
        ruled: the reason that the rules alone give; None where none holds, NOT_KEPT where nobody
            knows any more.
        contributing: the codes of the other reasons its evidence meets, by precedence.
        origin: where it came from.
    """

    document_id: int
    customer_id: int
    currency: str
    amount: int
    amount_days: int
    reason: str | None
    because: str
    is_new: bool
    ruled: str | None = None
    contributing: tuple[str, ...] = ()
    origin: Origin = Origin()


class Grouping(NamedTuple):
    """What late invoices are grouped by.

    Attributes:
        by: what a row of the ranking is of.
        owners: the owner of each reason by its code; wanted only where that is what a row is of.
    """

    by: By = "reason"
    owners: Mapping[str, str] = {}

    def key(self, late: Late) -> str:
        """The row a late invoice is in; NONE where nobody told."""
        match self.by:
            case "reason":
                found = late.reason
            case "owner":
                found = self.owners.get(late.reason or "")
            case "class":
                found = late.origin.document_class
            case by:
                found = getattr(late.origin, by)
        return found or NONE


@dataclass(slots=True)
class Tally:
    """What a row of the ranking comes to: its invoices, and per currency amount and amount x days.

    `key` is what the row is of, a reason's code say; None where it is of several, or of none.
    """

    key: str | None
    invoices: int = 0
    amount: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    amount_days: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    documents: set[int] = field(default_factory=set)

    def add(self, late: Late) -> None:
        """Count one late invoice in."""
        self.documents.add(late.document_id)
        self.invoices = len(self.documents)
        self.amount[late.currency] += late.amount
        self.amount_days[late.currency] += late.amount_days

    def merge(self, other: Tally) -> None:
        """Count another row's invoices in."""
        self.documents |= other.documents
        self.invoices = len(self.documents)
        for currency, amount in other.amount.items():
            self.amount[currency] += amount
        for currency, amount in other.amount_days.items():
            self.amount_days[currency] += amount


@dataclass(frozen=True, slots=True)
class Ranking:
    """A week's late invoices in ranked rows: its reasons, or who and what they came from.

    Attributes:
        rank: what they are ranked by; invoices where currencies cannot be added.
        asked: what they were to be ranked by.
        late_invoices: how many invoices were late.
        tallies: the rows, first the one that costs most.
        unexplained: the invoices without a reason, apart from the ranking whatever its rows are.
        conversion: how amounts were added; None where they are of one currency.
    """

    rank: Rank
    asked: Rank
    late_invoices: int
    tallies: tuple[Tally, ...]
    unexplained: Tally
    conversion: Conversion | None = None

    def measure(self, tally: Tally) -> Fraction | int:
        """What a row is ranked by: invoices, or minor units of one currency."""
        return _measure(tally, self.rank, self.conversion)

    @property
    def whole(self) -> Fraction | int:
        """The same of all rows together, explained or not."""
        return sum(self.measure(each) for each in (*self.tallies, self.unexplained))

    @property
    def explained(self) -> tuple[int, int]:
        """Late invoices with a reason, and all of them."""
        return self.late_invoices - self.unexplained.invoices, self.late_invoices

    def amounts(self) -> dict[str, int]:
        """What all of it comes to by currency, explained or not."""
        whole = Tally(None)
        for tally in (*self.tallies, self.unexplained):
            whole.merge(tally)
        return dict(whole.amount)

    def position(self, key: str | None) -> int | None:
        """A row's rank, counted from 1."""
        ranks = {tally.key: number for number, tally in enumerate(self.tallies, 1)}
        return ranks.get(key)

    def tally(self, key: str | None) -> Tally:
        """What a row comes to; nothing where there is no such row."""
        return next((each for each in self.tallies if each.key == key), Tally(key))

    def invoices(self, key: str | None) -> int:
        """How many invoices a row had."""
        return self.tally(key).invoices

    def others(self, top: int) -> Tally:
        """The rows beyond the first `top` in one."""
        rest = Tally(None)
        for tally in self.tallies[top:]:
            rest.merge(tally)
        return rest


def ranking(
    late: Iterable[Late],
    rank: Rank = "amount_days",
    scope: Scope = "all",
    conversion: Conversion | None = None,
    grouping: Grouping = Grouping(),  # noqa: B008 - a tuple that cannot change
) -> Ranking:
    """Rank a week's late invoices by reason, or by what else they are grouped by.

    Amounts of several currencies are added in one where every currency has a rate; else they
    cannot be, and invoices decide. Ties go by invoices, then by the row's key. Invoices without a
    reason are in no row, whatever the rows are.
    """
    counted = [each for each in late if scope == "all" or each.is_new]
    tallies: dict[str, Tally] = {}
    unexplained = Tally(None)
    for each in counted:
        if each.reason is None:
            unexplained.add(each)
        else:
            key = grouping.key(each)
            tallies.setdefault(key, Tally(key)).add(each)
    effective, used = _added({each.currency for each in counted}, rank, conversion)
    ordered = sorted(
        tallies.values(), key=lambda t: (-_measure(t, effective, used), -t.invoices, t.key or "")
    )
    documents = {each.document_id for each in counted}
    return Ranking(effective, rank, len(documents), tuple(ordered), unexplained, used)


def _added(
    currencies: set[str], rank: Rank, conversion: Conversion | None
) -> tuple[Rank, Conversion | None]:
    """What can be ranked by, and how amounts are added for it."""
    if len(currencies) <= 1 or rank == "invoices":
        return rank, None
    if conversion is None or conversion.missing(currencies):
        return "invoices", None
    return rank, conversion


def _measure(tally: Tally, rank: Rank, conversion: Conversion | None) -> Fraction | int:
    if rank == "invoices":
        return tally.invoices
    amounts = tally.amount if rank == "amount" else tally.amount_days
    return conversion.exact(amounts) if conversion else sum(amounts.values())
