"""What titles, labels and values of exports mean, by the words they have for it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Headers of amounts and currencies that are not the document's own.
LOCAL = re.compile(
    r"local|\blc\b|lcurr|lcy|home currency|base|company code|functional|hauswähr|hwähr|\bmw\b"
    r"|eigenwähr|loc\.|\(lc",
)
#: Headers that only a list of what is open has: ages and their buckets.
AGING = re.compile(
    r"age?ing|\bage\b|bucket|arrear|verzug|days (past due|overdue|open)|overdue days"
    r"|\d+\s*[-\N{EN DASH}]\s*\d+|[<>]\s*\d+|\b\d+\+|\bmonths?\b|\bolder\b|retard|ouderdom",
)
#: Titles of such lists.
OPEN_TITLE = re.compile(
    r"age?ing|aged|open items|open invoices|outstanding|receivables? detail|offene posten"
    r"|einzelpostenliste|line items? display|balance âgée|postes ouverts|partidas abiertas"
    r"|antigüedad|openstaande posten|partite aperte|scadenzario|em aberto",
)
#: What stands before the day a list was taken on.
AS_OF = re.compile(
    r"as (of|at)\b.*|as_of\w*|date at filter|report date|snapshot date|key date|stichtag|stand"
    r"|(offen )?(zum|per)|au|arrêté au|situation au|al|a fecha( de)?|fecha( de)? corte|op|peildatum"
    r"|situazione al|data base|em|posição em",
)
#: Texts on rows of their own that name a bucket, with the pattern that stands for all such.
BUCKETS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"current"), "Current"),
    (re.compile(r"not (yet )?due"), "Not * due"),
    (re.compile(r".*\bpast due"), "* past due"),
    (re.compile(r".*\boverdue"), "* overdue"),
    (re.compile(r"\d+\s*[-\N{EN DASH}]\s*\d+( days)?"), "[0-9]*"),
    (re.compile(r"[<>]\s*\d+( days)?"), "[<>]*"),
    (re.compile(r"\d+\s*\+|over \d+.*|\d+ (days )?(and|or) (over|more).*"), "*[0-9]*"),
)
#: What a document is by the word an export has for its type.
TYPES: Mapping[str, str] = {
    **dict.fromkeys(
        (
            "invoice",
            "sales invoice",
            "tax invoice",
            "rechnung",
            "facture",
            "factura",
            "factuur",
            "fattura",
            "fatura",
            "standard invoice",
            "customer invoice",
            "statement charge",
        ),
        "invoice",
    ),
    **dict.fromkeys(
        (
            "credit memo",
            "credit note",
            "sales credit note",
            "credit",
            "adjustment note",
            "gutschrift",
            "avoir",
            "nota de crédito",
            "abono",
            "creditnota",
            "nota di credito",
            "customer credit",
            "refund",
        ),
        "credit_note",
    ),
    **dict.fromkeys(
        (
            "payment",
            "receipt",
            "customer payment",
            "payment entry",
            "zahlung",
            "paiement",
            "règlement",
            "pago",
            "cobro",
            "betaling",
            "pagamento",
            "customer deposit",
            "deposit",
        ),
        "payment",
    ),
    **dict.fromkeys(
        (
            "journal",
            "general journal",
            "journal entry",
            "journalbuchung",
            "asiento",
            "memoriaal",
            "écriture",
        ),
        "journal",
    ),
}
#: What keeps a document out of every figure, by the word an export has for its status.
STATUSES: Mapping[str, str] = {
    **dict.fromkeys(
        (
            "draft",
            "submitted",
            "awaiting approval",
            "entwurf",
            "brouillon",
            "borrador",
            "concept",
            "bozza",
            "rascunho",
        ),
        "draft",
    ),
    **dict.fromkeys(
        (
            "void",
            "voided",
            "deleted",
            "cancelled",
            "canceled",
            "storniert",
            "annulé",
            "anulada",
            "geannuleerd",
            "annullata",
            "cancelada",
        ),
        "void",
    ),
}
#: Sets of words by which a column tells the sign of an amount, with those that make it negative.
SIGNS: tuple[tuple[frozenset[str], frozenset[str]], ...] = (
    (frozenset("sh"), frozenset("h")),
    (frozenset("dc"), frozenset("c")),
    (frozenset(("dr", "cr")), frozenset(("cr",))),
    (frozenset(("debit", "credit")), frozenset(("credit",))),
    (frozenset(("soll", "haben")), frozenset(("haben",))),
    (frozenset("+-"), frozenset("-")),
)
#: Headers of two columns of which the second is taken off the first.
DEBITS, CREDITS = (
    "debit; debit amount; charge; charges; soll; débit; debe; debet; dare; débito",
    "credit; credit amount; credits; haben; crédit; haber; avere; crédito",
)
#: Headers of SAP's special G/L indicator, by which it marks noted items.
NOTED = ("UMSKZ", "Special G/L ind.", "SG", "Sonderhauptbuchkennz.", "SH")
#: Names of currencies that stand where their codes should.
CURRENCY_NAMES: Mapping[str, str] = {
    "us dollar": "USD",
    "usa": "USD",
    "euro": "EUR",
    "euros": "EUR",
    "british pound": "GBP",
    "pound sterling": "GBP",
    "canadian dollar": "CAD",
    "australian dollar": "AUD",
    "swiss franc": "CHF",
    "japanese yen": "JPY",
    "us-dollar": "USD",
    "dollar us": "USD",
}
