"""`artui policy show`."""

from __future__ import annotations

import click

from artui.cli import option, session
from artui.home import open_home
from artui.policy.policy import SUBJECTS
from artui.report import policy as reports
from artui.report.formats import FORMATS
from artui.report.request import Request


@click.command()
@click.argument("subject", metavar="[SUBJECT]", required=False, type=click.Choice(list(SUBJECTS)))
@click.option("--customer", metavar="ID", help="What applies to this customer, by which rule.")
@click.option("--company", metavar="CODE", help="Only this company's customer of that id.")
@option.form
@option.home
def show(
    subject: str | None, customer: str | None, company: str | None, form: str, home: str | None
) -> None:
    """Show the policy in force: every value, with the file and line that gave it.

    SUBJECT is a policy file without its suffix.
    """
    with session.reading(open_home(home)) as source:
        if customer is None:
            made = reports.report(source, subject)
        else:
            made = reports.of_customer(source, Request(customer=customer, company=company), subject)
    click.echo(FORMATS[form](made), nl=False)
