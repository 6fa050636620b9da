"""`artui policy plan`: exit codes, formats, and that it writes nothing."""

from __future__ import annotations

import csv
import io
import re
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.test_policy_force import commit, git
from tests.homes import invoice

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Artui
    from tests.cli.program import UserHome

TODAY = "2026-11-20"
HOSTILE = "\x1b]0;owned\x07[/x] | \u202e=1+1"
TERMS = """\
terms:
  net30: {{steps: [{{add_days: {days}}}]}}
"""
CUSTOMERS = (
    {"customer_id": "C1", "name": "Harbor Cold Storage"},
    {"customer_id": "C2", "name": HOSTILE},
    {"customer_id": "C3", "name": "=Seventh Wave", "currency": "EUR"},
)
INVOICES = (
    invoice("I1", "1250.50", "2026-11-02", terms="net30"),
    invoice("I2", "3000.00", "2026-10-02", terms="net30", customer_id="C2"),
    invoice("I3", "75.25", "2026-10-20", terms="net30", customer_id="C3", currency="EUR"),
    invoice("I4", "10.00", "2026-11-05", due_date="2026-12-24", customer_id="C3", currency="EUR"),
)


@pytest.fixture
def loaded(artui: Artui, home: UserHome, monkeypatch: pytest.MonkeyPatch) -> UserHome:
    """A home with invoices on 30 days, and an edit of its folder to 45."""
    monkeypatch.setenv("ARTUI_TODAY", TODAY)
    terms(home, 30)
    files = home.write("customers.csv", *CUSTOMERS), home.write("invoices.csv", *INVOICES)
    assert artui("--home", home.path, "ingest", *files).code == 0
    terms(home, 45)
    return home


def terms(home: UserHome, days: int | str) -> None:
    """Edit what net30 means."""
    path = home.path / "policies/terms.yaml"
    path.write_text(TERMS.format(days=days), encoding="utf-8")


def cells(text: str) -> list[list[str]]:
    """The rows of a Markdown table, or of one whose columns stand two blanks apart."""
    if text.startswith("#"):
        return [re.split(r" *\| *", line.strip("| ")) for line in text.splitlines()]
    return [re.split(r" {2,}", line.strip()) for line in text.splitlines()]


def test_no_effect_is_0_and_any_is_1(artui: Artui, loaded: UserHome) -> None:
    said = artui("--home", loaded.path, "policy", "plan")
    assert (said.code, said.err) == (1, "")
    terms(loaded, 30)
    said = artui("--home", loaded.path, "policy", "plan")
    assert said.code == 0
    assert "nothing would change for anybody" in said.out


def test_an_edit_without_effects_is_named(artui: Artui, loaded: UserHome) -> None:
    terms(loaded, 30)
    (loaded.path / "policies/aging.yaml").write_text("buckets: [7, 14]\n")
    said = artui("--home", loaded.path, "policy", "plan", "--format", "json")
    assert (said.code, said.json["effects"], said.json["changed"]) == (0, 0, ["aging.yaml"])
    assert "aging.yaml" in artui("--home", loaded.path, "policy", "plan").out


def test_sums_rows_and_weeks_agree(artui: Artui, loaded: UserHome) -> None:
    data = artui("--home", loaded.path, "policy", "plan", "--format", "json").json
    assert data["sums"] == summed(data["rows"])
    moved = [row for row in data["sums"] if row["kind"] == "due_date"]
    assert [(row["currency"], row["amount"]) for row in moved] == [
        ("EUR", "75.25"),
        ("USD", "4250.50"),
    ]
    for currency in ("EUR", "USD"):
        differences = [float(w["difference"]) for w in data["weeks"] if w["currency"] == currency]
        assert differences
        assert sum(differences) == 0


def summed(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The sums of rows, in the order in which their kinds come."""
    kinds = list(dict.fromkeys(row["kind"] for row in rows))
    together: dict[tuple[str, str, str], list[dict[str, Any]]] = {}
    for row in rows:
        key = row["kind"], row["direction"], row["currency"]
        together.setdefault(key, []).append(row)
    return [
        {
            **dict(zip(("kind", "direction", "currency"), key, strict=True)),
            "customers": len({row["customer_id"] for row in together[key]}),
            "items": sum(row["items"] for row in together[key]),
            "amount": f"{sum(float(row['amount']) for row in together[key]):.2f}",
        }
        for key in sorted(together, key=lambda key: (kinds.index(key[0]), *key[1:]))
    ]


def test_every_format_has_the_same_figures(artui: Artui, loaded: UserHome) -> None:
    printed = {
        form: artui("--home", loaded.path, "policy", "plan", "--format", form)
        for form in ("json", "csv", "table", "md")
    }
    assert {said.code for said in printed.values()} == {1}
    data = printed["json"].json
    wanted = {
        "sums": [(r["direction"], r["amount"], r["currency"]) for r in data["sums"]],
        "weeks": [(r["week"], r["difference"], r["currency"]) for r in data["weeks"]],
        "rows": [(r["direction"], r["amount"], r["currency"]) for r in data["rows"]],
    }
    rows = list(csv.DictReader(io.StringIO(printed["csv"].out)))
    columns = {"sums": "direction amount", "weeks": "week difference", "rows": "direction amount"}
    for section, names in columns.items():
        found = [row for row in rows if row["section"] == section]
        keys = (*names.split(), "currency")
        assert [tuple(row[key] for key in keys) for row in found] == wanted[section]
    for form in ("table", "md"):
        lines = cells(printed[form].out.replace(",", ""))
        for facts in (fact for section in wanted.values() for fact in section):
            assert [line for line in lines if set(facts) <= set(line)], (form, facts)


def test_each_line_names_the_line_of_the_file(artui: Artui, loaded: UserHome) -> None:
    data = artui("--home", loaded.path, "policy", "plan", "--format", "json").json
    assert {row["rule"] for row in data["rows"] if row["kind"] == "due_date"} == {
        "terms.yaml:2 net30"
    }
    (tier, *_) = [row["rule"] for row in data["rows"] if row["kind"] == "tier"]
    assert tier.startswith("escalation.yaml:")
    assert tier.endswith("(due dates: terms.yaml:2 net30)")


@pytest.mark.parametrize("form", ["json", "table", "csv", "md"])
def test_a_limit_shortens_the_lines_and_nothing_else(
    artui: Artui, loaded: UserHome, form: str
) -> None:
    ask = ("--home", loaded.path, "policy", "plan", "--format", form)
    whole, first, none = artui(*ask), artui(*ask, "--limit", 1), artui(*ask, "--limit", 0)
    assert (first.code, none.code) == (1, 1)
    assert whole.out.count("terms.yaml:2 net30") > first.out.count("terms.yaml:2 net30") == 1
    assert none.out.count("terms.yaml:2 net30") == 0
    if form == "json":
        assert first.json == {**whole.json, "rows": whole.json["rows"][:1]}
        assert none.json == {**whole.json, "rows": []}
    else:
        assert "4250.50" in none.out.replace(",", "")
        assert "The first 1 lines" in first.out
    assert artui(*ask, "--limit", "-1").code == 2


def test_programs_get_every_line(
    artui: Artui, loaded: UserHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("artui.report.plan.USUAL", 1)
    ask = ("--home", loaded.path, "policy", "plan", "--format")
    data = artui(*ask, "json").json
    assert len(data["rows"]) == data["effects"] > 1
    assert len(artui(*ask, "csv").out.splitlines()) > data["effects"]
    assert "The first 1 lines" in artui(*ask, "table").out
    assert "The first 1 lines" in artui(*ask, "md").out


def test_policies_with_errors_have_no_plan(artui: Artui, loaded: UserHome) -> None:
    terms(loaded, "ten")
    said = artui("--home", loaded.path, "policy", "plan")
    assert (said.code, said.out) == (1, "")
    assert f"{loaded.path / 'policies/terms.yaml'}:2:30: " in said.err
    assert "artui policy check" in said.err
    assert said.err.count("\n") <= 2


def test_a_folder_that_is_not_there_has_no_plan(artui: Artui, loaded: UserHome) -> None:
    said = artui("--home", loaded.path, "policy", "plan", loaded.path / "nowhere")
    assert (said.code, said.out) == (1, "")
    assert f"{loaded.path / 'nowhere'}:1:1: " in said.err


def test_what_is_written_wrongly_is_2(artui: Artui, loaded: UserHome) -> None:
    ask = ("--home", loaded.path, "policy", "plan")
    assert "yaml" in artui(*ask, "--format", "yaml").error
    assert "--againts" in artui(*ask, "--againts", "HEAD").error
    assert "'v1' is no commit git knows there" in artui(*ask, "--against", "v1").error


def test_a_home_without_a_database_is_3(artui: Artui, home: UserHome) -> None:
    for path in home.path.glob("db/*"):
        path.unlink()
    said = artui("--home", home.path, "policy", "plan")
    assert said.code == 3
    assert "no database" in said.error
    assert home.files("db") == []
    assert artui("--home", home.path / "nowhere", "policy", "plan").code == 3


def test_nothing_is_written(artui: Artui, loaded: UserHome) -> None:
    def content() -> dict[Path, bytes]:
        files = (path for path in loaded.path.rglob("*") if path.is_file())
        return {path: path.read_bytes() for path in files if path.suffix != ".db-shm"}

    before = content()
    assert artui("--home", loaded.path, "policy", "plan").code == 1
    after = content()
    assert {path: text for path, text in after.items() if text} == {
        path: text for path, text in before.items() if text
    }


@pytest.mark.parametrize("form", ["table", "csv", "md", "json"])
def test_a_name_acts_on_nothing(artui: Artui, loaded: UserHome, form: str) -> None:
    said = artui("--home", loaded.path, "policy", "plan", "--format", form)
    assert not set("\x1b\x07\u202e\x9b") & set(said.out)
    if form == "csv":
        names = [row["name"] for row in csv.DictReader(io.StringIO(said.out)) if row["name"]]
        assert "'=Seventh Wave" in names
    if form == "md":
        [line, *_] = [line for line in said.out.splitlines() if "owned" in line]
        assert r"\[/x\] \|" in line
    if form == "json":
        assert HOSTILE in {row["name"] for row in said.json["rows"]}


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_against_a_commit(artui: Artui, loaded: UserHome) -> None:
    ask = ("--home", loaded.path, "policy", "plan", "--format", "json", "--against")
    git(loaded, "init", "-q", "-b", "main")
    first = commit(loaded, "45 days")
    terms(loaded, 60)
    commit(loaded, "60 days")
    git(loaded, "tag", "sixty")
    said = artui(*ask, "sixty")
    assert (said.code, said.json["sums"]) == (0, [])
    said = artui(*ask, "HEAD~1")
    assert (said.code, said.json["before"]) == (1, first[:7])
    assert {row["change"] for row in said.json["rows"] if row["kind"] == "due_date"} == {
        "net30, 15 days later"
    }
    terms(loaded, "ten")
    commit(loaded, "a mistake")
    terms(loaded, 60)
    said = artui(*ask, "HEAD")
    assert (said.code, said.out) == (1, "")
    assert "HEAD:terms.yaml:2:30: " in said.err
