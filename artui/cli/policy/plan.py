"""`artui policy plan`."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from artui.books.adoption import known_customers
from artui.books.force import InForce, in_force
from artui.books.plan.planning import Compared, plan
from artui.cli import option
from artui.errors import ArtuiError, BrokenEnvironment
from artui.home import open_home
from artui.policy.folder import check
from artui.policy.tree import Worktree, at_revision
from artui.report import plan as reports
from artui.report.formats import FORMATS
from artui.store.connection import open_reader

if TYPE_CHECKING:
    import sqlite3

    from artui.policy.tree import Tree


class BrokenPolicies(ArtuiError):  # noqa: N818 - named for what is found
    """{first}"""  # noqa: D415 - a finding is a whole sentence

    hint = "Policies with errors cannot be planned ({errors} here); run `artui policy check`."
    exit_code = 1


class NoSuchRevision(ArtuiError):  # noqa: N818 - named for what is missing
    """{trouble}"""  # noqa: D415 - a finding is a whole sentence

    hint = "Name a commit, branch or tag of the repository the policies are in."
    exit_code = 2


@click.command("plan")
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@click.option(
    "--against",
    metavar="REV",
    help="Compare with this commit, branch or tag of FOLDER's repository, not with what is in"
    " force.",
)
@click.option(
    "--limit",
    metavar="N",
    type=click.IntRange(min=0),
    help=f"Only the first N lines. Default {reports.USUAL} where people read them (table, md).",
)
@option.form
@option.home
def plan_command(
    folder: Path | None, against: str | None, limit: int | None, form: str, home: str | None
) -> int:
    """Say what edited policies would change, before anything is committed.

    FOLDER is any folder of policies, as in a checkout; without it, the home's. Nothing is written.
    Exits 0 where nothing would change, 1 with effects.
    """
    here = open_home(home)
    where = folder or here.folder("policies")
    with closing(open_reader(here.main, here.desk)) as reader:
        compared = _compared(reader, where, against)
        effects = plan(reader, compared, here.settings.base_currency, here.today())
        lines = reports.USUAL if limit is None and form in ("table", "md") else limit
        made = reports.report(reader, effects, compared, lines)
    click.echo(FORMATS[form](made), nl=False)
    return 1 if effects.effects else 0


def _compared(reader: sqlite3.Connection, folder: Path, against: str | None) -> Compared:
    stored = in_force(reader)
    if stored is None:
        raise BrokenEnvironment(
            what="No policy was ever in force here.",
            hint="Run `artui agent --once` as the user who owns the home.",
        )
    after = _policy(reader, Worktree(folder))
    before = stored if against is None else _at(reader, folder, against)
    return Compared(stored, before, after)


def _at(reader: sqlite3.Connection, folder: Path, revision: str) -> InForce:
    """The policy of a commit.

    Raises:
        NoSuchRevision: where git knows none, or none with policies in this folder.
        BrokenPolicies: where it does not pass its check.
    """
    tree = at_revision(folder, revision)
    if tree.trouble is not None:
        raise NoSuchRevision(trouble=tree.trouble)
    return _policy(reader, tree)


def _policy(reader: sqlite3.Connection, tree: Tree) -> InForce:
    """A checked policy as if it were in force.

    Raises:
        BrokenPolicies: where it does not pass its check.
    """
    checked = check(tree, known_customers(reader))
    errors = [finding for finding in checked.findings if finding.severity == "error"]
    if checked.policy is None:
        raise BrokenPolicies(errors=len(errors), first=errors[0])
    return InForce(0, str(tree.revision()), checked.policy)
