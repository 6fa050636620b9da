"""The canonical kinds of export: which columns each has, of which type, and what identifies a row.

A table, so that a kind is added by adding its line. Columns follow the contract's order, with the
company in front where it is not named, since every kind may carry one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

Type = Literal[
    "id",
    "text",
    "date",
    "timestamp",
    "money",
    "rate",
    "number",
    "bool",
    "choice",
    "disputed",
    "int",
    "currency",
]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a kind.

    Attributes:
        name: its canonical name, which is also its header in a canonical file.
        type: id (text matched in canonical form), text, date (day number), timestamp (ISO text),
            money (minor units of the row's currency), rate (exact decimal text, above 0), number
            (exact decimal text), bool (0 or 1), choice (one of a few words, see `choices`),
            disputed (yes/no or an amount), int, currency (ISO 4217).
        required: whether a row without it is rejected.
    """

    name: str
    type: Type
    required: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of export.

    Attributes:
        name: its name in profiles and reports.
        columns: in canonical order.
        identity: the columns that tell one row from another.
        signed: the money column whose sign is part of the identity: a reversal repeats the ids
            of what it reverses.
        own_currency: whether a blank currency means the company's. Rows of other kinds with
            amounts take the currency of the invoice they speak of; until it is known they are
            scaled in the company's.
        snapshot: the column with the day a snapshot was taken, where the kind has one; no part
            of a row's digest.
        either: columns of which a row needs one; the first it has is part of the identity. A
            header that fits another kind as well is not of such a kind.
    """

    name: str
    columns: tuple[Column, ...]
    identity: tuple[str, ...]
    signed: str | None = None
    own_currency: bool = True
    snapshot: str | None = None
    either: tuple[str, ...] = ()

    @property
    def required(self) -> tuple[str, ...]:
        """The columns a file must have."""
        return tuple(column.name for column in self.columns if column.required)

    @property
    def ids(self) -> tuple[str, ...]:
        """The columns that are matched in canonical form."""
        return tuple(column.name for column in self.columns if column.type == "id")

    @property
    def fields(self) -> tuple[str, ...]:
        """What a converted row holds, in order.

        The columns; the canonical form of each id as `<id>_key`; `disputed_amount` beside a
        `disputed` flag; then `extra`, `file_line` and `digest`.
        """
        keys = tuple(f"{name}_key" for name in self.ids)
        amount = ("disputed_amount",) if self.column("disputed") else ()
        names = tuple(column.name for column in self.columns)
        return (*names, *keys, *amount, "extra", "file_line", "digest")

    def column(self, name: str) -> Column | None:
        """The column of that name, if there is one."""
        return next((column for column in self.columns if column.name == name), None)


_BY_TYPE: Mapping[Type, str] = {
    "id": "company class item customer_id parent_id invoice_id document_id payment_id dispute_id "
    "job_id quote_id activity_id adjustment_id order_id promise_id line credits_invoice reissue_of",
    "date": "date invoice_date due_date settled_on last_dunned snapshot_date reversed_on "
    "opened_on resolved_on next_on approved_on promised_on due_on",
    "timestamp": "completed_at sent_at verified_at at",
    "money": "amount tax_amount open_amount original_amount credit_limit",
    "rate": "rate",
    "number": "quantity unit_price",
    "bool": "po_required autopay",
    "choice": "completion direction kind",
    "disputed": "disputed",
    "int": "dunning_level",
    "currency": "currency",
}
_TYPES = {name: type_ for type_, names in _BY_TYPE.items() for name in names.split()}


def _columns(names: str, **types: Type) -> tuple[Column, ...]:
    """Columns written as the contract writes them: names, `*` where required.

    Args:
        names: the columns.
        types: the types of those that have another type in this kind than in others.
    """
    of = {**_TYPES, **types}
    return tuple(
        Column(name.rstrip("*"), of.get(name.rstrip("*"), "text"), name.endswith("*"))
        for name in names.split()
    )


def _kinds(*kinds: Kind) -> Mapping[str, Kind]:
    return {kind.name: kind for kind in kinds}


#: Every kind a file may be of.
KINDS: Mapping[str, Kind] = _kinds(
    Kind(
        "customers",
        _columns(
            "customer_id* name* parent_id company segment collector region country currency terms "
            "credit_limit po_required bill_to tax_code address email phone language autopay"
        ),
        ("company", "customer_id"),
    ),
    Kind(
        "invoices",
        _columns(
            "company invoice_id* customer_id* item type status class invoice_date* due_date terms "
            "currency amount* tax_amount open_amount po_number bill_to tax_code site project "
            "job_id quote_id completed_at sent_at settled_on disputed approver credits_invoice "
            "reissue_of reason"
        ),
        ("company", "class", "invoice_id", "item"),
    ),
    Kind(
        "open_items",
        _columns(
            "company document_id* customer_id* customer_name item type class invoice_date due_date "
            "terms currency amount* original_amount po_number reference disputed settled_on "
            "reason dunning_level last_dunned dunning_block snapshot_date"
        ),
        ("company", "class", "document_id", "item", "snapshot_date"),
        snapshot="snapshot_date",
    ),
    Kind(
        "payments",
        _columns(
            "company payment_id* customer_id* date* amount* currency method status reversed_on "
            "reference"
        ),
        ("company", "payment_id"),
        signed="amount",
    ),
    Kind(
        "applications",
        _columns("company payment_id* invoice_id* date* amount* item currency"),
        ("company", "payment_id", "invoice_id", "item", "date"),
        signed="amount",
        own_currency=False,
    ),
    Kind(
        "disputes",
        _columns(
            "company dispute_id* invoice_id* opened_on* reason amount owner status resolved_on "
            "outcome note currency"
        ),
        ("company", "dispute_id"),
        own_currency=False,
    ),
    Kind(
        "adjustments",
        _columns("company adjustment_id* invoice_id* date* amount* kind currency"),
        ("company", "adjustment_id"),
        signed="amount",
        own_currency=False,
    ),
    Kind(
        "jobs",
        _columns(
            "company job_id* customer_id* site project template dispatcher asset status completion "
            "completed_at verified_at completion_code evidence approver po_number bill_to tax_code "
            "change_order quote_id amount currency"
        ),
        ("company", "job_id"),
    ),
    Kind(
        "activities",
        _columns(
            "company activity_id* customer_id* invoice_id at* direction channel subject outcome "
            "next_on note"
        ),
        ("company", "activity_id"),
        own_currency=False,
    ),
    Kind("fx_rates", _columns("date* currency* rate*"), ("date", "currency"), own_currency=False),
    Kind(
        "invoice_lines",
        _columns(
            "company invoice_id* line* description quantity unit_price amount quote_line "
            "completion_code",
            amount="number",
        ),
        ("company", "invoice_id", "line"),
        own_currency=False,
    ),
    Kind(
        "quote_lines",
        _columns("company quote_id* line* description amount status approved_on", amount="number"),
        ("company", "quote_id", "line"),
        own_currency=False,
    ),
    Kind(
        "orders",
        _columns("company order_id* customer_id* date amount* open_amount currency status job_id"),
        ("company", "order_id"),
    ),
    Kind(
        "promises",
        _columns(
            "company promise_id* customer_id* invoice_id promised_on* due_on* amount* currency"
        ),
        ("company", "promise_id"),
    ),
    Kind(
        "contacts",
        _columns(
            "company customer_id* name role email phone language",
            name="id",
            email="id",
            phone="id",
        ),
        ("company", "customer_id"),
        own_currency=False,
        either=("email", "phone", "name"),
    ),
)
