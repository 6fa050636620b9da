"""A policy changed as a team does it: edited, checked, planned, committed, applied, reverted."""

from __future__ import annotations

import re
import shutil
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.demonstration import ROOT
from tests.homes import TODAY
from tests.team import DUE, INVOICES, MOVED, Shell, Team
from tests.tui.terminal import Terminal

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

TOMORROW = "2026-11-21"
#: The tier acted on and the tier reached, by customer: before and after.
TIERS = {"C1": (1, 2), "C3": (1, 1), "C4": (1, 2)}
TIERS_AFTER = {"C1": (1, 2), "C4": (1, 1)}


def test_from_edit_to_revert(tmp_path: Path) -> None:
    team = Team(tmp_path / "home")
    with team.agent() as agent:
        team.began(agent)
        assert (team.due(), team.tiers()) == (DUE, TIERS)
        start = team.derived(), team.reports()
        line = a_wrong_edit_is_told_and_changes_nothing(team)
        planned = the_mended_one_is_planned(team, line)
        second = team.commit("45 days for everybody on net30\n\nAgreed with sales.")
        team.applied(agent, second)
        decisions_carry_the_commit(team, second)
        what_was_planned_has_happened(team, planned)
        third = team.revert()
        team.applied(agent, third)
        assert (team.derived(), team.reports()) == start
        the_log_names_them(team, planned, team.first, second, third)
    team.home.check()


def a_wrong_edit_is_told_and_changes_nothing(team: Team) -> int:
    line = team.edit("add_days: 30", "add_dayz: 45")
    column = team.terms.read_text().splitlines()[line - 1].index("add_dayz") + 1
    checked = team.artui("policy", "check")
    assert checked.code == 1
    place = f"{team.terms}:{line}:{column}: "
    [finding] = [said for said in checked.out.splitlines() if said.startswith(place)]
    assert "Did you mean 'add_days'?" in finding
    refused = team.plan()
    assert (refused.code, refused.out) == (1, "")
    assert place in refused.err
    assert team.report("aging")["policy"] == team.first
    assert (team.in_force(), team.due()) == ([team.first], DUE)
    return line


def the_mended_one_is_planned(team: Team, line: int) -> dict[str, Any]:
    team.edit("add_dayz: 45", "add_days: 45")
    checked = team.artui("policy", "check")
    assert (checked.code, checked.out) == (0, "")
    said = team.plan("--format", "json")
    assert said.code == 1
    planned = said.json
    assert (planned["before"], planned["after"]) == (team.first, f"{team.first}+dirty")
    assert sums(planned) == {
        ("due_date", "later", "EUR", 1, 1, "750.00"),
        ("due_date", "later", "USD", 2, 2, "2750.00"),
        ("tier", "lowered", "EUR", 1, 1, "750.00"),
        ("tier", "lowered", "USD", 1, 1, "2000.00"),
    }
    assert {(each["week"], each["before"], each["after"]) for each in planned["weeks"]} >= {
        ("2026-W49", "750.00", "0.00"),  # of I1, 250.00 is paid
        ("2026-W51", "0.00", "750.00"),
        ("2026-W48", "0.00", "750.00"),
    }
    assert all(f"terms.yaml:{line} net30" in row["rule"] for row in planned["rows"])
    the_review_can_be_given_it(team)
    assert (team.in_force(), team.due()) == ([team.first], DUE)
    return planned


def the_review_can_be_given_it(team: Team) -> None:
    said = team.plan("--format", "md")
    assert said.code == 1
    lines = said.out.splitlines()
    assert lines[0].startswith("# ")
    for name in ("Harbor Cold Storage", "Kühlhaus Möwenstein", "Delta Schools"):
        assert [line for line in lines if line.startswith("| ") and name in line]
    assert "Orrery Data Barn" not in said.out


def sums(planned: dict[str, Any]) -> set[tuple[object, ...]]:
    names = ("kind", "direction", "currency", "customers", "items", "amount")
    return {tuple(row[name] for name in names) for row in planned["sums"]}


def decisions_carry_the_commit(team: Team, second: str) -> None:
    decided = team.home.ask(
        "SELECT DISTINCT d.number, p.revision FROM item AS i"
        " JOIN document AS d ON d.id = i.document_id LEFT JOIN policy AS p ON p.id = i.policy_id"
        " WHERE d.family = 'invoice'"
    )
    by_terms = {number for number in (row["invoice_id"] for row in INVOICES) if number != "I6"}
    assert dict(decided) == {
        **dict.fromkeys(by_terms, team.first),
        **dict.fromkeys(MOVED, second),
        "I6": None,  # its export gave its due date
    }
    [(revision,)] = team.home.ask(
        "SELECT DISTINCT p.revision FROM account_tier AS t JOIN policy AS p ON p.id = t.policy_id"
    )
    assert revision == second
    assert {report["policy"] for report in map(team.report, ("aging", "worklist"))} == {second}


def what_was_planned_has_happened(team: Team, planned: dict[str, Any]) -> None:
    assert (team.due(), team.tiers()) == ({**DUE, **MOVED}, TIERS_AFTER)
    nothing = team.plan()
    assert nothing.code == 0
    assert "nothing would change" in nothing.out
    again = team.plan("--against", "HEAD~1", "--format", "json")
    assert again.code == 1
    about = ("before", "after")
    assert {**again.json, **dict.fromkeys(about)} == {**planned, **dict.fromkeys(about)}
    assert again.json["before"] == team.first


def the_log_names_them(team: Team, planned: dict[str, Any], *revisions: str) -> None:
    rows = team.artui("policy", "log", "--format", "json").json["rows"][::-1]
    assert tuple(row["revision"] for row in rows) == revisions
    assert {row["author"] for row in rows} == {"Ines"}
    assert [row["summary"] for row in rows] == [
        "Policies as they came",
        "45 days for everybody on net30",
        'Revert "45 days for everybody on net30"',
    ]
    assert [row["changed"] for row in rows] == [None, ["terms.yaml"], ["terms.yaml"]]
    assert rows[1]["effects"] == planned["sums"]
    assert {each["direction"] for each in rows[2]["effects"]} == {"earlier", "raised"}
    table = team.artui("policy", "log").out
    assert all(revision in table for revision in revisions)


def test_what_was_in_force_overnight_stays_known(tmp_path: Path) -> None:
    team = Team(tmp_path / "home")
    that_day = ("aging", "--as-of", TODAY, "--known-on", TODAY)
    with team.agent() as agent:
        team.began(agent)
        start = team.report(*that_day)
        team.edit("add_days: 30", "add_days: 45")
        second = team.commit("45 days")
        team.applied(agent, second)
        between = team.report(*that_day)
    assert between["rows"] != start["rows"]
    with team.agent(TOMORROW) as agent:
        third = team.revert()
        team.applied(agent, third)
    assert team.due() == DUE
    assert team.report(*that_day, day=TOMORROW) == {**between, "policy": third}
    now = team.report("aging", "--as-of", TODAY, day=TOMORROW)
    assert now == {**start, "known_on": None, "policy": third}
    kept = team.home.ask(
        "SELECT d.number, date(v.due_on * 86400, 'unixepoch'), p.revision"
        " FROM item_version AS v JOIN item AS i ON i.id = v.item_id"
        " JOIN document AS d ON d.id = i.document_id JOIN policy AS p ON p.id = v.policy_id"
    )
    assert sorted(kept) == [(number, due, second) for number, due in MOVED.items()]


def test_a_broken_commit_changes_nothing_but_the_warning(tmp_path: Path) -> None:
    team = Team(tmp_path / "home")
    with team.agent() as agent:
        team.began(agent)
        start = team.derived(), team.reports()
        line = team.edit("add_days: 30", "add_days: thirty")
        broken = team.commit("Not checked")
        agent.until("policies_refused", revision=broken, errors=1)
        assert (team.derived(), team.reports()) == start
        assert team.in_force() == [team.first]
        [(revision, errors, findings)] = team.home.ask(
            "SELECT revision, errors, findings FROM policy_check"
        )
        assert (revision, errors) == (broken, 1)
        assert f"main:terms.yaml:{line}:" in findings
        the_screen_warns(team, f"1 POLICY ERROR, {team.first} stays in force")
        mended = team.revert()
        team.applied(agent, mended)
        the_screen_warns(team, f"policy {mended}")
        assert (team.derived(), team.reports()) == start


def the_screen_warns(team: Team, words: str) -> None:
    command = [sys.executable, "-m", "artui", "--home", str(team.home.path)]
    with Terminal(command, size=(160, 30), env={"ARTUI_TODAY": TODAY}) as terminal:
        terminal.wait_for(words)
        terminal.press("q")
        assert terminal.ended() == 0


def test_a_checkout_elsewhere_is_planned_against_the_home(tmp_path: Path) -> None:
    team = Team(tmp_path / "home")
    assert team.artui("agent", "--once").code == 0
    checkout = tmp_path / "checkout"
    team.git("clone", "-q", ".", str(checkout))
    assert team.plan(checkout).code == 0
    as_shipped, edited = (f"30 days, steps: [{{add_days: {days}}}]" for days in (30, 45))
    text = (checkout / "terms.yaml").read_text(encoding="utf-8")
    assert text.count(as_shipped) == 1
    (checkout / "terms.yaml").write_text(text.replace(as_shipped, edited))
    assert team.plan().code == 0
    said = team.plan(checkout, "--format", "json")
    assert (said.code, said.json["after"]) == (1, f"{team.first}+dirty")
    assert {each["amount"] for each in said.json["sums"] if each["kind"] == "due_date"} == {
        "750.00",
        "2750.00",
    }
    assert (team.in_force(), team.due()) == ([team.first], DUE)


def test_readmes_commands_from_the_edit_to_its_end(tmp_path: Path) -> None:
    team = Team(tmp_path / "home")
    assert team.artui("agent", "--once").code == 0
    [edit] = commands("git clone")
    merge, revert = commands("git -C")
    shell = Shell(tmp_path, team)
    assert shell.run(edit) == [0, 0, 0, 0, 1, 1, 0]
    planned = (tmp_path / "plan.md").read_text(encoding="utf-8")
    assert "terms.yaml:" in planned
    assert "Kühlhaus Möwenstein" in planned
    assert team.due() == DUE
    assert shell.run(merge) == [0, 0]
    assert team.due() == {**DUE, **MOVED}
    log = team.artui("policy", "log", "--format", "json").json["rows"]
    assert [row["summary"] for row in log] == ["45 days for net30", "Policies as they came"]
    assert shell.run(revert) == [0]
    team.report("aging")  # where no agent runs, it puts the folder in force
    assert team.due() == DUE


def commands(first: str) -> list[str]:
    """README's blocks of commands that begin so, but for those that are about anything else."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    found = re.findall(rf"```sh\n({re.escape(first)} .*?)```", text, re.DOTALL)
    return [each for each in found if "/var/lib/artui/policies" in each]
