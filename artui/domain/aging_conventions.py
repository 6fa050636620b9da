"""The bucket edges of other systems by name, to compare an aging with theirs.

Labels are theirs, also where they say less than the truth ("31-60" that begins at 30): the
sentence of the convention says what each holds. What a system leaves out of every bucket or
counts in two stands in exactly one here; published edges: `tests/cases/boundary.json`.
"""

from __future__ import annotations

from artui.domain.aging import Buckets

#: The convention of those who choose their own bounds.
OWN = "artui"

CONVENTIONS = {
    OWN: Buckets(),
    # Due today is past due; what is not due yet is in no bucket of ERPNext's.
    "erpnext": Buckets(
        (-1, 30, 60, 90, 120), ("not due", "0-30", "31-60", "61-90", "91-120", "121+")
    ),
    # Odoo's aged receivable; of the OCA's reports account_financial_report, partner_statement and
    # partner_aging.
    "odoo": Buckets((0, 30, 60, 90, 120), ("at date", "1-30", "31-60", "61-90", "91-120", "older")),
    "oca": Buckets((0, 30, 60, 90, 120), ("current", "1-30", "31-60", "61-90", "91-120", "older")),
    # Exactly 30, 60, 90 and 120 days go on to the next bucket.
    "oca_statement": Buckets(
        (0, 29, 59, 89, 119), ("current", "1-30", "30-60", "60-90", "90-120", ">120")
    ),
    "oca_partner": Buckets(
        (0, 30, 60, 90, 120), ("not_due", "1-30", "31-60", "61-90", "91-120", "121+")
    ),
    # Half open: [0, 30), [30, 60); what is not due yet is in its balance alone.
    "tryton": Buckets((-1, 29, 59, 89), ("not due", "Now", "30", "60", "90")),
    # Age divided by 30, cut off towards 0: up to 29 days late is current; due in 30 days or more
    # is in no bucket of LedgerSMB's.
    "ledgersmb": Buckets((29, 59, 89), ("Current", "30", "60", "90")),
    # The end of the as-of day against the start of the due day.
    "gnucash": Buckets((-1, 29, 59, 89), ("current", "0-30", "31-60", "61-90", "91+")),
    "invoice_ninja": Buckets((-1, 30, 60, 90, 120), ("current", "30", "60", "90", "120", "120+")),
    # Due today is in no bucket of Akaunting's, exactly 30, 60 and 90 days are in two.
    "akaunting": Buckets((0, 30, 60, 90), ("open", "1-30", "30-60", "60-90", "90+")),
    # Oracle BI Apps' example, with what lies beyond its ends.
    "oracle": Buckets((-61, -31, -11, 0, 10, 30, 60)),
}
