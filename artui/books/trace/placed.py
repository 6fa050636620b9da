"""The open items of one account, each in its bucket: what the columns of aging are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from artui.books.trace.model import Row, Subject, written
from artui.domain.days import iso
from artui.store.aging import Question, Scope

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from artui.books.trace.model import View

OUTSTANDING, UNAPPLIED, DISPUTED = "outstanding", "unapplied", "disputed"
PAST_DUE = "past_due"


class Placed(NamedTuple):
    """An open item and the column it stands in: a bucket's number, None for unapplied."""

    item: dict[str, Any]
    bucket: int | None
    days: int


class Columns:
    """The columns of one account in aging, out of its items.

    Attributes:
        keys: of the columns, in order, as lists of aging have them: b0, b1, ..., unapplied,
            outstanding, disputed.
        placed: the items.
    """

    def __init__(self, view: View, items: Sequence[dict[str, Any]], currency: str) -> None:
        self.question = Question(Scope(view.as_of), view.force.policy.aging)
        self._view = view
        self._currency = currency
        self._buckets = self.question.buckets
        self._unapplied = view.force.policy.aging.unapplied
        numbers = range(len(self._buckets.labels))
        self._bucket_keys = tuple(f"b{n}" for n in numbers)
        self.keys = (*self._bucket_keys, UNAPPLIED, OUTSTANDING, DISPUTED)
        self.placed = [self._place(item) for item in items if item["currency"] == currency]

    def _place(self, item: dict[str, Any]) -> Placed:
        since = item["due_on" if self.question.age_basis == "due_date" else "billed_on"]
        days = self._view.as_of - since
        apart = item["open_amount"] < 0 and self._unapplied != "aged"
        return Placed(item, None if apart else self._buckets.index(days), days)

    def label(self, key: str) -> str:
        """What people call a column."""
        if key in self._bucket_keys:
            return self._buckets.labels[int(key[1:])]
        return {OUTSTANDING: "outstanding", PAST_DUE: "past due"}.get(key, key)

    def raw(self, key: str) -> int:
        """What the items of a column come to."""
        return sum(self.amount(key, each) for each in self.of(key))

    @staticmethod
    def amount(key: str, placed: Placed) -> int:
        """What an item adds to a column, in minor units."""
        return int(placed.item["disputed" if key == DISPUTED else "open_amount"])

    def of(self, key: str) -> list[Placed]:
        """The items of a column."""
        return [each for each in self.placed if self._is_in(key, each)]

    def _is_in(self, key: str, each: Placed) -> bool:
        item = each.item
        if key == UNAPPLIED:
            return each.bucket is None
        if key == DISPUTED:
            return bool(item["disputed"])
        if key == PAST_DUE:
            return bool(item["open_amount"] > 0 and item["due_on"] < self._view.as_of)
        return key == OUTSTANDING or each.bucket == self._bucket_keys.index(key)

    def figures(self) -> dict[str, int]:
        """Every column in minor units, credits set against the oldest where the policy says so."""
        found = {key: self.raw(key) for key in self.keys}
        if self._unapplied == "oldest_first":
            found |= self._settled(found)
        return found

    def _settled(self, found: dict[str, int]) -> dict[str, int]:
        left, settled = -found[UNAPPLIED], {}
        for key in reversed(self._bucket_keys):
            taken = min(left, found[key])
            settled[key] = found[key] - taken
            left -= taken
        return settled | {UNAPPLIED: -left}

    def rows(self, key: str) -> Iterator[Row]:
        """The items of a column with what they come to one by one; what was set against them."""
        after = 0
        for each in self.of(key):
            after += self.amount(key, each)
            yield self._row(each, self.amount(key, each), after)
        figure = self.figures().get(key, after)
        if figure != after:
            what = "set against the oldest" if key == UNAPPLIED else "credits set against it"
            yield Row(
                what=what,
                amount=figure - after,
                currency=self._currency,
                after=figure,
                place=self._view.place("aging", "unapplied"),
            )

    def _row(self, each: Placed, amount: int, after: int) -> Row:
        item = each.item
        label = f" item {item['label']}" if item["label"] else ""
        return Row(
            what=f"{item['number']}{label}",
            on=item["due_on"],
            amount=amount,
            currency=self._currency,
            after=after,
            detail=" · ".join(self._told(each)),
            import_id=item["import_id"],
            line=item["line"],
            leads_to=Subject("invoice", item["document_id"], item["number"]),
        )

    def _told(self, each: Placed) -> Iterator[str]:
        key = UNAPPLIED if each.bucket is None else self._bucket_keys[each.bucket]
        yield f"due {iso(each.item['due_on'])}" if each.item["open_amount"] > 0 else "at hand"
        yield f"{each.days} days: {self.label(key)}" if each.bucket is not None else "unapplied"
        if each.item["disputed"]:
            yield f"{written(each.item['disputed'], self._currency)} disputed"

    def bucket_rows(self) -> Iterator[Row]:
        """The columns themselves, with how many items stand in each."""
        figures = self.figures()
        place = self._view.place("aging", "buckets") or self._view.place("aging", "convention")
        for key in (*self._bucket_keys, UNAPPLIED):
            number = len(self.of(key))
            yield Row(
                what=self.label(key),
                amount=figures[key],
                currency=self._currency,
                detail=f"{number:,} item{'' if number == 1 else 's'}",
                place=self._view.place("aging", "unapplied") if key == UNAPPLIED else place,
            )

    def parts(self) -> list[tuple[int, str]]:
        """Buckets and unapplied with their names, without what is nothing."""
        figures = self.figures()
        keys = (*self._bucket_keys, UNAPPLIED)
        return [(figures[key], self.label(key)) for key in keys if figures[key]]
