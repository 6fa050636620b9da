"""`artui policy`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from artui.books.adoption import known_customers
from artui.cli import option
from artui.cli.group import Group
from artui.home import open_home
from artui.ingest import profiles
from artui.policy.folder import check as check_folder
from artui.store.connection import open_reader

if TYPE_CHECKING:
    from artui.home import Home
    from artui.policy.finding import Finding


@click.group(cls=Group)
def policy() -> None:
    """Work with the policies folder."""


@policy.command()
@option.home
def check(home: str | None) -> int:
    """Check the policies as they stand: one line a finding, file:line:column first.

    Warnings alone exit 0.
    """
    here = open_home(home)
    folder = here.folder("policies")
    findings = sorted((*_findings(here), *profiles.load(folder / "exports").findings))
    for finding in findings:
        click.echo(f"{finding}" if finding.severity == "error" else f"{finding} (warning)")
    errors = sum(finding.severity == "error" for finding in findings)
    warnings = len(findings) - errors
    click.echo(f"{folder}: {errors} errors, {warnings} warnings.", err=True)
    return 1 if errors else 0


def _findings(home: Home) -> tuple[Finding, ...]:
    """What checking finds; customer ids are doubted where there is a database to ask."""
    folder = home.folder("policies")
    if not home.main.exists():
        return check_folder(folder).findings
    reader = open_reader(home.main)
    try:
        return check_folder(folder, known_customers(reader)).findings
    finally:
        reader.close()
