"""`artui policy show` and `log`, and policies out of a branch."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.homes import invoice

if TYPE_CHECKING:
    from tests.cli.conftest import Artui
    from tests.cli.program import UserHome

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

CREDIT = """\
limits:
  - {limit: "500.00", currency: USD, when: {segment: strategic}}
  - {limit: "5.00", when: {segment: public}}
"""


def git(home: UserHome, *arguments: str) -> str:
    author = (
        "-c",
        "user.name=Ines",
        "-c",
        "user.email=i@example.com",
        "-c",
        "commit.gpgsign=false",
    )
    command = ["git", "-C", str(home.path / "policies"), *author, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def commit(home: UserHome, message: str, **files: str) -> str:
    """Write policy files and commit them; the commit."""
    for name, text in files.items():
        (home.path / f"policies/{name}.yaml").write_text(text)
    git(home, "add", "--all")
    git(home, "commit", "-q", "-m", message)
    return git(home, "rev-parse", "HEAD")


@pytest.fixture
def repository(home: UserHome) -> UserHome:
    git(home, "init", "-q", "-b", "main")
    commit(home, "As they came")
    return home


def test_every_value_is_shown_with_its_line(artui: Artui, home: UserHome) -> None:
    path = home.path / "policies/credit.yaml"
    path.write_text(CREDIT)
    rows = artui("--home", home.path, "policy", "show", "credit", "--format", "json").json["rows"]
    shown = {row["what"]: (row["value"], row["place"]) for row in rows}
    assert shown["limits[0].limit"] == ("500.00", "credit.yaml:2")
    assert shown["limits[1].when"] == ("segment is public", "credit.yaml:3")
    assert shown["default_limit"] == (None, "")
    table = artui("--home", home.path, "policy", "show", "credit").out
    assert "built-in default" in table
    whole = artui("--home", home.path, "policy", "show", "--format", "json").json
    assert {row["subject"] for row in whole["rows"]} >= {"aging", "terms", "credit", "reasons"}


def test_what_applies_to_a_customer(artui: Artui, home: UserHome) -> None:
    row = {"customer_id": "C1", "name": "=One", "segment": "strategic", "terms": "NAA8"}
    customers = home.write("customers.csv", row, {"customer_id": "C2", "name": "Two"})
    assert artui("--home", home.path, "ingest", customers).code == 0
    (home.path / "policies/credit.yaml").write_text(CREDIT)
    ask = ("--home", home.path, "policy", "show", "--format", "json", "--customer")
    found = {(row["what"], row["value"], row["place"]) for row in artui(*ask, "c1").json["rows"]}
    assert ("limit", "500.00 USD", "credit.yaml:2") in found
    assert not any(value.startswith("5.00") for _, value, _ in found)
    [(value, place)] = [
        (value, where) for what, value, where in found if what == "customer's terms"
    ]
    assert value == "net15, which the export calls NAA8"
    assert place.startswith("terms.yaml:")
    assert {row["subject"] for row in artui(*ask, "C2", "credit").json["rows"]} <= {"credit"}
    assert "unlimited" in artui("--home", home.path, "policy", "show", "--customer", "C2").out


def test_a_customer_nobody_knows(artui: Artui, home: UserHome) -> None:
    said = artui("--home", home.path, "policy", "show", "--customer", "\x1b[2JX")
    assert said.code == 2
    assert "knows no customer" in said.error


def test_the_log_tells_what_was_in_force_and_what_each_changed(
    artui: Artui, home: UserHome
) -> None:
    ask = ("--home", home.path, "policy", "log", "--format", "json")
    [first] = artui(*ask).json["rows"]
    assert (first["until"], first["changed"]) == (None, None)
    (home.path / "policies/credit.yaml").write_text(CREDIT)
    artui(*ask)
    (home.path / "policies/credit.yaml").write_text(f"# moved\n{CREDIT}")
    third, second, before = artui(*ask).json["rows"]
    assert before["until"] == second["adopted_at"]
    assert second["changed"] == ["credit.yaml"]
    assert (third["changed"], third["until"]) == ([], None)
    assert third["adopted_by"]
    assert "nothing but lines or comments" in artui("--home", home.path, "policy", "log").out
    assert len(artui(*ask, "--limit", "1").json["rows"]) == 1
    assert artui(*ask, "--limit", "1").json["rows"] == [third]


@needs_git
def test_the_log_knows_who_committed_what(artui: Artui, repository: UserHome) -> None:
    made = commit(repository, "Limits for strategic customers\n\nAs agreed.", credit=CREDIT)
    row, *_ = artui("--home", repository.path, "policy", "log", "--format", "json").json["rows"]
    assert (row["revision"], row["commit"]) == (made[:7], made)
    assert (row["author"], row["summary"]) == ("Ines", "Limits for strategic customers")


@needs_git
def test_a_branch_is_in_force_whatever_the_folder_holds(artui: Artui, repository: UserHome) -> None:
    home = repository
    home.set("policies_from: main\n")
    aged = ("--home", home.path, "report", "aging", "--format", "json")
    assert (
        artui("--home", home.path, "ingest", home.write("i.csv", invoice("I1", "9.00"))).code == 0
    )
    before = artui(*aged).json
    assert before["policy"] == git(home, "rev-parse", "HEAD")[:7]
    (home.path / "policies/aging.yaml").write_text("buckets: [7]\n")
    assert artui(*aged).json == before
    made = commit(home, "Weeks", aging="buckets: [7]\n")
    after = artui(*aged).json
    assert (after["policy"], after["buckets"]) == (made[:7], ["current", "1-7", "8+"])
    git(home, "checkout", "-q", "-b", "other", "HEAD~1")
    assert artui(*aged).json == after


@needs_git
def test_a_branch_that_is_gone_leaves_the_last_policies(artui: Artui, repository: UserHome) -> None:
    home = repository
    aged = ("--home", home.path, "report", "aging", "--format", "json")
    home.set("policies_from: main\n")
    before = artui(*aged).json
    home.set("policies_from: gone\n")
    after = artui(*aged).json
    assert (after["policy"], after["buckets"]) == (before["policy"], before["buckets"])
    [(errors, findings)] = home.ask("SELECT errors, findings FROM policy_check")
    assert errors == 1
    assert "'gone' is no branch git knows there" in findings


@needs_git
def test_a_broken_commit_leaves_the_last_policies(artui: Artui, repository: UserHome) -> None:
    home = repository
    home.set("policies_from: main\n")
    aged = ("--home", home.path, "report", "aging", "--format", "json")
    before = artui(*aged).json
    commit(home, "Broken", aging="buckets: [30, 20]\n")
    assert artui(*aged).json["policy"] == before["policy"]
    [(findings,)] = home.ask("SELECT findings FROM policy_check")
    assert "main:aging.yaml:1:15: The bounds of buckets" in findings


@needs_git
def test_lines_that_move_under_one_revision_are_told_anew(
    artui: Artui, repository: UserHome
) -> None:
    ask = ("--home", repository.path, "policy", "show", "credit", "--format", "json")
    path = repository.path / "policies/credit.yaml"
    shown = []
    for text in (CREDIT, f"# one line more\n{CREDIT}"):
        path.write_text(text)
        made = artui(*ask).json
        assert made["revision"].endswith("+dirty")
        shown += [row["place"] for row in made["rows"] if row["what"] == "limits[0].limit"]
    assert shown == ["credit.yaml:2", "credit.yaml:3"]
