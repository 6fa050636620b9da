"""A home that runs on a branch of its policies, and the people who change them.

git, the agent and every command are processes of their own; the policies are those shipped.
"""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from tests.agent.live import Deployment, Live
from tests.cli.program import program
from tests.demonstration import plain_environment
from tests.homes import TODAY, application, canonical_csv, invoice, payment
from tests.policy.test_revision import git

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.cli.program import Said

CUSTOMERS = (
    {"customer_id": "C1", "name": "Harbor Cold Storage", "terms": "net30"},
    {"customer_id": "C2", "name": "Orrery Data Barn", "terms": "net60"},
    {"customer_id": "C3", "name": "Kühlhaus Möwenstein", "currency": "EUR"},
    {"customer_id": "C4", "name": "Delta Schools"},
)
INVOICES = (
    invoice("I1", "1000.00", "2026-11-02"),
    invoice("I2", "500.00", "2026-11-05", customer_id="C2"),
    invoice("I3", "750.00", "2026-10-15", customer_id="C3", currency="EUR", terms="net30"),
    invoice("I4", "2000.00", "2026-10-02", customer_id="C4", terms="net30"),
    invoice("I5", "300.00", "2026-11-10", customer_id="C4", terms="thirds"),
    invoice("I6", "80.00", "2026-09-01", due_date="2026-10-01", terms="net30"),
    invoice("I7", "60.00", "2026-11-09", customer_id="C2", terms="NAA8"),
)
#: When each item is due under the policies as shipped.
DUE = {
    "I1": "2026-12-02",
    "I2": "2027-01-04",
    "I3": "2026-11-14",
    "I4": "2026-11-01",
    "I5/1": "2026-12-10",
    "I5/2": "2027-01-09",
    "I5/3": "2027-02-08",
    "I6": "2026-10-01",
    "I7": "2026-11-24",
}
#: And those that are due on another day where net30 has 45 days.
MOVED = {"I1": "2026-12-17", "I3": "2026-11-29", "I4": "2026-11-16"}
#: Tables of what was derived; the policy that decided a row is the only thing left out of them.
DERIVED = ("item", "entry", "position", "account_tier", "credit_standing")


class Team:
    """A home that runs on the branch main of its policies, and the people who change them."""

    def __init__(self, path: Path) -> None:
        path.mkdir(exist_ok=True)
        self.home = Deployment(path, policies_from="main")
        self.folder = path / "policies"
        self.terms = self.folder / "terms.yaml"
        self.git("init", "-q", "-b", "main")
        self.first = self.commit("Policies as they came")
        self._deliver()

    def _deliver(self) -> None:
        self.home.give("customers_2026-11-18.csv", canonical_csv(CUSTOMERS))
        self.home.give("invoices_2026-11-19.csv", canonical_csv(INVOICES))
        paid = payment("P1", "250.00", "2026-11-12")
        self.home.give("payments_2026-11-19.csv", canonical_csv([paid]))
        applied = application("P1", "I1", "250.00", "2026-11-12")
        self.home.give("applications_2026-11-19.csv", canonical_csv([applied]))

    def git(self, *arguments: str) -> str:
        """Run git as Ines."""
        who = {"user.name": "Ines", "user.email": "ines@example.com", "commit.gpgsign": "false"}
        settings = [part for name, value in who.items() for part in ("-c", f"{name}={value}")]
        return git(self.folder, *settings, *arguments)

    def commit(self, message: str) -> str:
        """Commit the folder as it stands; the revision."""
        self.git("add", "--all")
        self.git("commit", "-q", "-m", message)
        return self.git("rev-parse", "HEAD")[:7]

    def revert(self) -> str:
        """Take the last commit back by another one; its revision."""
        self.git("revert", "--no-edit", "HEAD")
        return self.git("rev-parse", "HEAD")[:7]

    def edit(self, old: str, new: str) -> int:
        """Change the line of net30; its number."""
        lines = self.terms.read_text(encoding="utf-8").splitlines(keepends=True)
        [index] = [n for n, line in enumerate(lines) if line.startswith("  net30:")]
        assert old in lines[index]
        lines[index] = lines[index].replace(old, new)
        self.terms.write_text("".join(lines), encoding="utf-8")
        return index + 1

    def artui(self, *arguments: object, day: str = TODAY) -> Said:
        """Run a command on the home."""
        return program("--home", self.home.path, *arguments, environment={"ARTUI_TODAY": day})

    def plan(self, *arguments: object) -> Said:
        """Run the plan."""
        return self.artui("policy", "plan", *arguments)

    def report(self, *arguments: str, day: str = TODAY) -> dict[str, Any]:
        """A report as data."""
        said = self.artui("report", *arguments, "--format", "json", day=day)
        assert said.code == 0, said
        return said.json

    @contextmanager
    def agent(self, day: str = TODAY) -> Iterator[Live]:
        """`artui agent`, until the block ends."""
        command = [sys.executable, "-m", "artui", "--home", str(self.home.path), "agent"]
        live = Live(command, {"ARTUI_TODAY": day})
        try:
            yield live
            assert live.stop() == 0
        finally:
            if live.process.returncode is None:
                live.kill()

    def applied(self, agent: Live, revision: str) -> None:
        """Wait until the agent has put a revision in force and decided the tiers under it."""
        agent.until("policies_adopted", revision=revision)
        self.home.until(
            "SELECT p.revision FROM escalation_run AS r JOIN policy AS p ON p.id = r.policy_id"
            " ORDER BY r.day DESC LIMIT 1",
            [(revision,)],
        )

    def began(self, agent: Live) -> None:
        """Wait until the first revision is in force, and see that everything was loaded."""
        self.applied(agent, self.first)
        assert [state for _, state in self.home.states()] == ["loaded"] * 4

    def due(self) -> dict[str, str]:
        """When each item is due."""
        return dict(
            self.home.ask(
                "SELECT d.number || CASE WHEN i.label = '' THEN '' ELSE '/' || i.label END,"
                " date(i.due_on * 86400, 'unixepoch') FROM item AS i"
                " JOIN document AS d ON d.id = i.document_id"
                " WHERE d.family = 'invoice' AND NOT i.void"
            )
        )

    def tiers(self) -> dict[str, tuple[int, int]]:
        """The tier acted on and the tier reached of each account of the worklist."""
        rows = self.report("worklist")["rows"]
        return {row["customer_id"]: (row["tier"], row["tier_reached"]) for row in rows}

    def in_force(self) -> list[str]:
        """The revision of every policy that ever was."""
        return [
            revision for (revision,) in self.home.ask("SELECT revision FROM policy ORDER BY id")
        ]

    def derived(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every row of what was derived, but for its number and the policy that decided it."""
        found = {}
        for table in DERIVED:
            known = [row[1] for row in self.home.ask(f"PRAGMA table_info({table})")]
            names = ", ".join(name for name in known if name not in ("id", "policy_id"))
            found[table] = sorted(self.home.ask(f"SELECT {names} FROM {table}"), key=repr)
            assert found[table], table
        return found

    def reports(self) -> list[dict[str, Any]]:
        """The reports that stand on policies, without the revision they name."""
        made = [self.report(name) for name in ("aging", "worklist", "credit")]
        return [{**each, "policy": None} for each in made]


class Shell:
    """A user's shell, whose editor makes 45 days of 30 in the line of net30."""

    def __init__(self, path: Path, team: Team) -> None:
        self._home = team.home.path
        programs = path / "bin"
        programs.mkdir()
        artui = programs / "artui"
        artui.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m artui "$@"\n')
        artui.chmod(0o755)
        who = {f"GIT_{name}_{what}": "ines@example.com" for name in ("AUTHOR", "COMMITTER")
               for what in ("NAME", "EMAIL")}  # fmt: skip
        self._environment = plain_environment(
            HOME=str(path),
            PATH=f"{programs}{os.pathsep}{os.environ['PATH']}",
            EDITOR="sed -i /net30:/s/30}/45}/",
            ARTUI_TODAY=TODAY,
            **who,
        )
        self._folder = path

    def run(self, lines: str) -> list[int]:
        """Run commands one after the other; their exit codes."""
        codes = self._folder / "codes"
        here = lines.replace("/var/lib/artui", str(self._home)).splitlines()
        script = "\n".join(part for line in here for part in (line, f'echo "$?" >>"{codes}"'))
        codes.write_text("")
        subprocess.run(["sh", "-c", script], cwd=self._folder, env=self._environment, check=True)
        return [int(code) for code in codes.read_text().split()]
