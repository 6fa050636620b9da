"""`artui terms`."""

from __future__ import annotations

import re
from contextlib import closing
from typing import TYPE_CHECKING, Any

import click

from artui.cli import option
from artui.cli.group import Group
from artui.domain import money
from artui.domain.identity import canonical
from artui.errors import UsageError
from artui.home import open_home
from artui.policy.finding import suggestion
from artui.policy.folder import check
from artui.policy.plain import to_decimal
from artui.policy.revision import revision
from artui.report import terms as report
from artui.report.formats import FORMATS
from artui.store import customer as customers
from artui.store.connection import open_reader
from artui.text import safe

if TYPE_CHECKING:
    from decimal import Decimal

    from artui.home import Home
    from artui.policy.policy import Policy
    from artui.policy.terms import TermsPolicy
    from artui.report.table import Report

_CURRENCY = re.compile(r"[A-Z]{3}")


@click.group(cls=Group)
def terms() -> None:
    """Explain payment terms."""


def _amount(ctx: click.Context, param: click.Parameter, text: str | None) -> Decimal | None:
    """An amount as people write it; an option's callback."""
    amount = None if text is None else to_decimal(text)
    if text is not None and amount is None:
        raise click.BadParameter(f"'{text}' is no amount; write it as 1234.50.", ctx, param)
    return amount


def _currency(ctx: click.Context, param: click.Parameter, text: str | None) -> str | None:
    """A currency's code; an option's callback."""
    if text is not None and not _CURRENCY.fullmatch(text.upper()):
        raise click.BadParameter(f"'{text}' is no currency; write it as USD.", ctx, param)
    return text.upper() if text else None


@terms.command()
@click.argument("code", metavar="CODE")
@click.argument("date", metavar="DATE", callback=option.day)
@click.option("--amount", metavar="A", callback=_amount, help="Of the invoice, with tax.")
@click.option("--tax", metavar="T", callback=_amount, help="How much of the amount is tax.")
@click.option(
    "--currency",
    metavar="CODE",
    callback=_currency,
    help="Of the amount, default the customer's, else the home's.",
)
@click.option("--customer", metavar="ID", help="Whose holidays and closing times apply.")
@click.option("--company", metavar="CODE", help="The company that bills.")
@click.option(
    "--year",
    metavar="YEAR",
    type=click.IntRange(1970, 9000),
    help="A table of twelve months: an invoice on DATE's day in each.",
)
@option.form
@option.home
def explain(code: str, date: int, year: int | None, form: str, **options: Any) -> int:
    """When an invoice of DATE under the terms CODE is due, step by step.

    CODE is a term's, or what an export calls it. The policies folder is read as it stands.
    """
    home = open_home(options["home"])
    folder = home.folder("policies")
    checked = check(folder)
    if checked.policy is None:
        for finding in checked.findings:
            if finding.severity == "error":
                click.echo(str(finding), err=True)
        return 1
    question = _question(home, _known(checked.policy.terms, code), date, options)
    made = _explained(checked.policy, question, str(revision(folder)), year)
    click.echo(FORMATS[form](made), nl=False)
    return 0


def _explained(policy: Policy, question: report.Question, name: str, year: int | None) -> Report:
    try:
        if year is None:
            return report.explain(policy, question, name)
        return report.year(policy, question, name, year)
    except (OverflowError, ValueError) as problem:  # of dates after the year 9999
        what = f"The terms '{question.code}' reach further than the calendar, the year 9999."
        raise UsageError(what=what) from problem


def _known(policy: TermsPolicy, name: str) -> str:
    code = policy.code(name)
    if code is None:
        said = suggestion(name, (*policy.terms, *policy.erp_codes))
        hint = "" if said else "terms.yaml in the policies folder has those there are."
        raise UsageError(what=f"There is no term '{name}'.{said}", hint=hint)
    return code


def _question(home: Home, code: str, date: int, options: dict[str, Any]) -> report.Question:
    record = _record(home, options["customer"], options["company"])
    currency = options["currency"] or record.get("currency") or home.settings.base_currency
    amount, tax = (
        None if options[key] is None else money.to_minor(options[key], currency)
        for key in ("amount", "tax")
    )
    if tax is not None and (amount is None or abs(tax) > abs(amount) or tax * amount < 0):
        raise UsageError(what="--tax is a part of --amount, and no more than that.")
    return report.Question(code, date, currency, amount, tax or 0, {**record, "currency": currency})


def _record(home: Home, customer: str | None, company: str | None) -> dict[str, Any]:
    """What is known of a customer and company; of an unknown one, its id."""
    asked = {"customer_id": customer, "company": company or home.settings.company}
    if customer is None or not home.main.exists():
        return asked
    with closing(open_reader(home.main)) as reader:
        known = customers.records(reader, canonical(customer))
    if company is not None:
        known = [each for each in known if canonical(each["company"]) == canonical(company)]
    if not known:
        click.echo(f"This home knows no customer '{safe(customer)}'.", err=True)
        return asked
    return known[0]
