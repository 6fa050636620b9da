"""Open items as the printed reports of programs have them: with groups, sections and sums."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from tests.ingest.ledgers import totals
from tests.ingest.programs import Export, amount, by_customer, dated, text, workbook

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from tests.ingest.ledgers import Item
    from tests.ingest.programs import Row, Style

_WIDE = 15
_SAP = {
    ".": ("Konto", "Belegnr", "Belegdatum", "Nettofälligkeit", "Betrag in BW", "Währg"),
    ",": ("Account", "DocumentNo", "Doc. Date", "Net due dt", "Amount in DC", "Curr."),
}


def sap_list(items: Sequence[Item], style: Style) -> Export:
    """SAP's unconverted list, a page every few rows, in German or English."""
    point = "," if style.point == "," else "."
    style = style._replace(
        day="%d.%m.%Y", point=point, group="." if point == "," else ",", minus="{}-"
    )
    names = _SAP[style.group]
    rule = "-" * ((_WIDE + 1) * len(names) + 1)
    head = [rule, _framed(list(names), style), rule]
    lines = ["Einzelposten", "", *head]
    for place, (who, own) in enumerate(by_customer(items)):
        lines += head if place % 3 == 2 else []
        lines += [
            _framed(
                [who, item.number, item.billed, item.due, amount(item.cents), item.currency], style
            )
            for item in own
        ]
        lines += [_sum("*", who, cents, each, style) for each, cents in totals(own).items()]
    lines += [rule, *(_sum("**", "", cents, each, style) for each, cents in totals(items).items())]
    lines.append(rule)
    content = "".join(f"{line}\r\n" for line in lines)
    return Export(content.encode("cp1252"), dated(style, ".txt"), len(lines))


def _framed(row: Row, style: Style) -> str:
    cells = (
        style.text(cell).rjust(_WIDE)
        if isinstance(cell, Decimal)
        else style.text(cell).ljust(_WIDE)
        for cell in row
    )
    return f"|{'|'.join(cells)}|"


def _sum(stars: str, who: str, cents: int, currency: str, style: Style) -> str:
    framed = _framed([who, "", "", "", amount(cents), currency], style)
    return f"|{stars.ljust(_WIDE)}{framed[_WIDE + 1 :]}"


def netsuite_rows(items: Sequence[Item], on: dt.date) -> list[Row]:
    """NetSuite's aging detail: customers on rows of their own."""
    types = {"invoice": "Invoice", "credit_note": "Credit Memo"}
    rows: list[Row] = [["Acme"], ["A/R Aging Detail"], [f"As of {on:%d %B %Y}"], [], []]
    header = "Customer,Transaction Type,Date,Document Number,P.O. No.,Due Date,Age,Open Balance"
    rows.append([*header.split(",")])
    for who, own in by_customer(items):
        rows.append([f"{who} {who} & Söhne, Ltd", *[""] * 7])
        rows += [
            ["", types[i.type], i.billed, i.number, "", i.due, "3", amount(i.cents)] for i in own
        ]
        total = amount(sum(item.cents for item in own))
        rows.append([f"Total - {who} {who} & Söhne, Ltd", *[""] * 6, total])
    return [*rows, ["Total", *[""] * 6, amount(sum(item.cents for item in items))]]


def netsuite(items: Sequence[Item], style: Style) -> Export:
    """The same as text."""
    return text(netsuite_rows(items, style.on), style, "aging.csv")


def netsuite_workbook(items: Sequence[Item], style: Style) -> Export:
    """The same as a workbook."""
    return workbook(netsuite_rows(items, style.on), "aging.xlsx")


def _buckets(items: Iterable[Item], on: dt.date) -> dict[str, list[Item]]:
    """The items by how late they are."""
    found: dict[str, list[Item]] = {}
    for item in items:
        late = (on - (item.due or item.billed)).days
        named = "CURRENT" if late <= 0 else "1 - 30" if late <= 30 else "91 or more"
        found.setdefault(named if late <= 0 else f"{named} days past due", []).append(item)
    return found


def online(items: Sequence[Item], style: Style) -> Export:
    """QuickBooks Online's aging detail: buckets and their sums, and a footer that does not end."""
    types = {"invoice": "Invoice", "credit_note": "Credit Memo"}
    header = ",Date,Transaction type,Num,Customer full name,Due date,Amount,Open balance".split(",")
    rows: list[Row] = [
        ["Acme"],
        ["A/R Aging Detail"],
        [f"As of {style.on:%b %d, %Y}"],
        [],
        [*header],
    ]
    for name, own in _buckets(items, style.on).items():
        rows.append([name, *[""] * 7])
        for i in own:
            money = amount(i.cents)
            rows.append(["", i.billed, types[i.type], i.number, i.customer, i.due, money, money])
        rows.append([f"Total for {name}", *[""] * 6, amount(sum(i.cents for i in own))])
    rows.append(["TOTAL", *[""] * 6, amount(sum(item.cents for item in items))])
    rows += [[], [], ["Accrual basis Saturday, October 31, 2026 10:32 AM GMT-08:00"]]
    return text(rows, style, "online.csv", whole=False)


def desktop(items: Sequence[Item], style: Style) -> Export:
    """QuickBooks Desktop's aging detail, whose sums have no label."""
    types = {"invoice": "Tax Invoice", "credit_note": "Adjustment Note"}
    rows: list[Row] = [["Trans #", *"Type,Date,Num,Name,Due Date,Ageing,Open Balance".split(",")]]
    for own in _buckets(items, style.on).values():
        rows.append([""] * 8)
        rows += [
            [i.number, types[i.type], i.billed, "", i.customer, i.due, "", amount(i.cents)]
            for i in own
        ]
        rows.append([*[""] * 7, amount(sum(i.cents for i in own))])
    rows += [[""] * 8, [*[""] * 7, amount(sum(item.cents for item in items))]]
    return text(rows, style, dated(style, ".csv"))


def erpnext_rows(items: Sequence[Item]) -> list[Row]:
    """ERPNext's report by customer, whose sums repeat the customer and have no voucher."""
    header = "Posting Date,Customer,Voucher Type,Voucher No,Due Date,Outstanding Amount,Currency"
    rows: list[Row] = [[*header.split(",")]]
    for who, own in by_customer(items):
        rows += [
            [i.billed, who, "Sales Invoice", i.number, i.due, amount(i.cents), i.currency]
            for i in own
        ]
        if len(totals(items)) == 1:
            rows.append(["", who, "", "", "", amount(sum(i.cents for i in own)), ""])
        rows.append([""] * 7)
    if len(totals(items)) == 1:
        rows.append(["Total", *[""] * 4, amount(sum(item.cents for item in items)), ""])
    return rows


def erpnext(items: Sequence[Item], style: Style) -> Export:
    """The same as text."""
    return text(erpnext_rows(items), style, dated(style, ".csv"))
