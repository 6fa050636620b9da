"""The header of each file, in the words of the canonical kinds."""

from __future__ import annotations

_NAMES = {
    "customers": (
        "customer_id name parent_id company segment collector region country currency terms "
        "credit_limit po_required bill_to tax_code email phone language autopay"
    ),
    "invoices_1000": (
        "invoice_id company customer_id type class invoice_date due_date currency amount "
        "tax_amount po_number bill_to tax_code site project job_id quote_id completed_at sent_at "
        "approver credits_invoice reissue_of reason"
    ),
    "invoices_2000": (
        "invoice_id company customer_id type class invoice_date terms currency amount "
        "tax_amount po_number bill_to tax_code site project job_id quote_id completed_at sent_at "
        "approver credits_invoice reissue_of reason"
    ),
    "open_items_1000": (
        "document_id company customer_id type class due_date currency amount disputed reason "
        "dunning_level last_dunned snapshot_date"
    ),
    "open_items_2000": (
        "document_id company customer_id type class invoice_date terms currency amount disputed "
        "reason dunning_level last_dunned snapshot_date"
    ),
    "payments": (
        "payment_id company customer_id date amount currency method status reversed_on reference"
    ),
    "applications": "payment_id company invoice_id date amount",
    "disputes": (
        "dispute_id company invoice_id opened_on reason amount owner status resolved_on outcome "
        "note"
    ),
    "adjustments": "adjustment_id company invoice_id date amount kind",
    "jobs": (
        "job_id company customer_id site project template dispatcher asset status completion "
        "completed_at verified_at completion_code evidence approver po_number bill_to tax_code "
        "change_order quote_id amount currency"
    ),
    "activities": (
        "activity_id company customer_id invoice_id at direction channel subject outcome next_on "
        "note"
    ),
    "fx_rates": "date currency rate",
    "invoice_lines": (
        "invoice_id company line description quantity unit_price amount quote_line completion_code"
    ),
    "quote_lines": "quote_id company line description amount status approved_on",
    "orders": "order_id company customer_id date amount open_amount currency status job_id",
    "promises": ("promise_id company customer_id invoice_id promised_on due_on amount currency"),
    "contacts": "customer_id company name role email phone language",
    "truth": "invoice_id company reason evidence",
}

#: Column names by kind, and by company where the two ERPs differ.
HEADERS = {kind: names.split() for kind, names in _NAMES.items()}
