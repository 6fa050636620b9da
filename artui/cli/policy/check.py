"""`artui policy check`."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from artui.books.adoption import known_customers
from artui.cli import option
from artui.home import open_home
from artui.ingest import profiles
from artui.policy.folder import check as check_folder
from artui.policy.tree import WORKTREE, Worktree
from artui.report.findings import FORMATS
from artui.store.connection import open_reader

if TYPE_CHECKING:
    from artui.home import Home
    from artui.policy.finding import Finding


@click.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMATS)),
    default="table",
    show_default=True,
    help="Lines for people, JSON, or what GitHub and GitLab show beside the changed lines.",
)
@click.option("--strict", is_flag=True, help="Let warnings fail as errors do.")
@option.home
def check(folder: Path | None, form: str, home: str | None, *, strict: bool) -> int:
    """Check the policies as they stand: one line a finding, file:line:column first.

    FOLDER is any folder of policies, as in a checkout; without it, the home's. A home is asked
    only for its customers then, and only where --home names one. Warnings alone exit 0.
    """
    here = open_home(home) if home or folder is None else None
    where = here.folder("policies") if here and folder is None else folder or Path()
    findings = sorted((*_findings(where, here), *profiles.load_from(Worktree(where)).findings))
    click.echo(FORMATS[form](findings), nl=False)
    errors = sum(finding.severity == "error" for finding in findings)
    warnings = len(findings) - errors
    if here and folder is None and here.settings.policies_from != WORKTREE:
        branch = here.settings.policies_from
        click.echo(f"This is the folder as it stands; in force is the branch {branch}.", err=True)
    click.echo(f"{where}: {errors} errors, {warnings} warnings.", err=True)
    return 1 if errors or (strict and warnings) else 0


def _findings(folder: Path, home: Home | None) -> tuple[Finding, ...]:
    """What checking finds; customer ids are doubted where there is a database to ask."""
    if home is None or not home.main.exists():
        return check_folder(folder).findings
    with closing(open_reader(home.main)) as reader:
        return check_folder(folder, known_customers(reader)).findings
