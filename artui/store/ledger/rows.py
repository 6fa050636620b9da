"""What documents are known by, as rows."""

from __future__ import annotations

from typing import NamedTuple

from artui.domain.days import parse_day

#: The attributes of an item that are merged from its facts, in the order of every `values`.
ATTRIBUTES = (
    "customer_id",
    "type",
    "status",
    "invoice_date",
    "due_date",
    "terms",
    "currency",
    "amount",
    "settled_on",
    "po_number",
    "bill_to",
    "tax_code",
    "site",
    "project",
    "job_id",
    "quote_id",
    "completed_at",
    "sent_at",
    "approver",
    "reference",
    "reason",
    "dunning_level",
    "last_dunned",
    "dunning_block",
)

#: Those an item takes over as they are, in the order of its columns.
CARRIED = ATTRIBUTES[ATTRIBUTES.index("po_number") :]

#: What exports say of a dispute, in the order of the columns of `exported_dispute`.
EXPORTED = (
    "number source document_id item_id customer_id currency reason amount opened_on resolved_on"
    " dated owner status outcome note import_id line key said_on"
).split()
#: What a dispute is, in the order of the columns of `dispute` and `dispute_version`.
DISPUTE = [*EXPORTED[:-2], *"state next_on desk_id credit conflict".split()]

#: The place of `credits` among what a file may be silent on: after the attributes.
CREDITS = len(ATTRIBUTES)


class DocumentRow(NamedTuple):
    """A document's identity."""

    id: int
    company_id: int
    key: str
    family: str
    document_class: str
    fiscal_year: str
    number: str

    @property
    def identity(self) -> tuple[str, ...]:
        """What orders it among others, whatever their row numbers."""
        return (self.key, self.family, self.document_class, self.fiscal_year)


class ItemRow(NamedTuple):
    """An item as it was last derived; `due_by` is empty where it never was.

    `contractual_on` is the due date agreed where another is aged on; `computed` says that terms
    made it and no export lists it.
    """

    id: int
    document_id: int
    label: str
    customer_id: int
    currency: str
    billed_on: int
    due_on: int
    due_by: str
    terms: str | None
    amount: int
    recorded_on: int
    contractual_on: int | None
    policy_id: int | None
    computed: int
    void: int


class FactRow(NamedTuple):
    """One invoice or open-item row; `observed` is what it says was open, if anything.

    `last_on` is None while a run goes on; `dated` is false where the day is that of arrival.
    `silent` are the places in `values`, and CREDITS, for which its file has no column at all.
    """

    kind: str
    item_id: int
    fact_id: int
    import_id: int
    line: int
    as_of: int
    last_on: int | None
    listed: int
    dated: int
    observed: int | None
    disputed: int | None
    credits: str | None
    values: tuple[object, ...]
    silent: frozenset[int] = frozenset()


class PaymentRow(NamedTuple):
    """One row of a payment, as its export gave it."""

    document_id: int
    fact_id: int
    import_id: int
    line: int
    as_of: int
    customer_id: int
    date: int
    amount: int
    currency: str
    status: str | None
    reversed_on: int | None

    @property
    def kind(self) -> str:
        """The kind of export that gave it."""
        return "payments"


class ApplicationRow(NamedTuple):
    """One row of an application whose documents are both known; `amount` is decimal text."""

    application_id: int
    payment: int
    invoice: int
    label: str
    date: int
    fact_id: int
    import_id: int
    line: int
    as_of: int
    amount: str

    @property
    def kind(self) -> str:
        """The kind of export that gave it."""
        return "applications"


class AdjustmentRow(NamedTuple):
    """An adjustment whose invoice is known, as its newest row has it; `amount` is decimal text."""

    document_id: int
    key: str
    kind: str
    date: int
    amount: str
    import_id: int
    line: int


class DisputeRow(NamedTuple):
    """One row of a dispute whose invoice is known; `amount` is decimal text, None means all."""

    case_id: int
    document_id: int
    number: str
    fact_id: int
    import_id: int
    line: int
    as_of: int
    opened_on: int
    reason: str | None
    amount: str | None
    owner: str | None
    status: str | None
    resolved_on: int | None
    outcome: str | None
    note: str | None

    @property
    def kind(self) -> str:
        """The kind of export that gave it."""
        return "disputes"

    @property
    def said(self) -> tuple[object, ...]:
        """What it says of the dispute, wherever it stands."""
        return self[7:]


class CaseRow(NamedTuple):
    """A case of the desk as it was taken over, whose invoice is known; None says nothing.

    `amount` is minor units, -1 for all of it; `item` the label of an instalment; `exported` the
    canonical id of the exported dispute it takes up; `at` the clock's time when it was entered.
    """

    id: int
    document_id: int
    item: str | None
    exported: str | None
    reason: str | None
    amount: int | None
    owner: str | None
    state: str | None
    next_on: int | None
    opened_on: int | None
    closed_on: int | None
    outcome: str | None
    credit: str | None
    at: str

    @property
    def entered_on(self) -> int:
        """The day it was entered."""
        return parse_day(self.at[:10])


class Part(NamedTuple):
    """An item as a dispute is about it."""

    document_id: int
    item_id: int
    label: str
    customer_id: int
    currency: str
    void: int
