"""`artui policy check`: findings by file, line and column, and the exit code that follows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.homes import invoice

if TYPE_CHECKING:
    from tests.cli.conftest import Artui
    from tests.cli.program import UserHome


def test_the_default_policies_pass(artui: Artui, home: UserHome) -> None:
    said = artui("--home", home.path, "policy", "check")
    assert (said.code, said.out) == (0, "")
    assert "0 errors, 0 warnings." in said.err


def test_a_mistake_is_named_by_its_place(artui: Artui, home: UserHome) -> None:
    path = home.path / "policies/aging.yaml"
    path.write_text("buckets: [30, 60, 90]\nbasis: due_dat\n")
    said = artui("--home", home.path, "policy", "check")
    assert said.code == 1
    assert said.out.startswith(f"{path}:2:8: ")
    assert "Did you mean 'due_date'?" in said.out
    assert "1 errors, 0 warnings." in said.err


def test_every_mistake_is_told_in_the_order_of_the_files(artui: Artui, home: UserHome) -> None:
    for name in ("terms", "aging"):
        (home.path / f"policies/{name}.yaml").write_text("strange: 1\n")
    said = artui("--home", home.path, "policy", "check")
    assert said.code == 1
    assert [line.split("/")[-1].split(":")[0] for line in said.out.splitlines()] == [
        "aging.yaml",
        "terms.yaml",
    ]


def test_profiles_are_checked_as_well(artui: Artui, home: UserHome) -> None:
    path = home.path / "policies/exports/mine.yaml"
    path.write_text("kind: invoice\ncolumns: {}\n")
    said = artui("--home", home.path, "policy", "check")
    assert said.code == 1
    assert said.out.startswith(f"{path}:1:7: ")
    assert "Did you mean 'invoices'?" in said.out


def test_a_warning_alone_is_no_failure(artui: Artui, home: UserHome) -> None:
    known = home.write("customers.csv", {"customer_id": "C1", "name": "One"})
    assert artui("--home", home.path, "ingest", known).code == 0
    (home.path / "policies/terms.yaml").write_text(
        "terms:\n  net30: {steps: [{add_days: 30}]}\n"
        "assign:\n  - {terms: net30, when: {customer_id: {in: [C1, C99]}}}\n"
    )
    said = artui("--home", home.path, "policy", "check")
    assert said.code == 0
    assert "C99" in said.out
    assert said.out.endswith("(warning)\n")
    assert "0 errors, 1 warnings." in said.err


def test_a_broken_edit_leaves_the_last_good_set_in_force(artui: Artui, home: UserHome) -> None:
    aged = ("--home", home.path, "report", "aging", "--format", "json")
    artui("--home", home.path, "ingest", home.write("invoices.csv", invoice("I1", "10.00")))
    before = artui(*aged).json
    path = home.path / "policies/aging.yaml"
    path.write_text("buckets: [30, 20]\n")
    assert artui(*aged).json == before
    path.write_text("buckets: [7, 14]\n")
    after = artui(*aged).json
    assert after["buckets"] == ["current", "1-7", "8-14", "15+"]
    assert after["policy"] != before["policy"]


def test_no_folder_of_policies_is_an_error_with_its_name(artui: Artui, home: UserHome) -> None:
    (home.path / "policies").rename(home.path / "elsewhere")
    said = artui("--home", home.path, "policy", "check")
    assert said.code == 1
    assert f"{home.path / 'policies'}:1:1: " in said.out
