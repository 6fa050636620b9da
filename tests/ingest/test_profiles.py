"""Profiles: what they say, and what is said about those that are wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from artui.ingest.profile import Profile
from artui.ingest.profiles import load
from tests.ingest.conftest import read_whole

SHIPPED = Path(__file__).parents[2] / "policies" / "exports"

GOOD = """\
title: Open items of the old system
kind: open_items
columns:
  document_id: [Belegnummer, Beleg]
  customer_id: Konto
  amount: Betrag
  disputed: 1099
constants: {company: 0100, currency: EUR}
requires: [Beleg, [Konto, Debitor]]
keep: [Bearbeiter]
dates: iso
numbers: comma
complete: true
values:
  disputed: {J: yes}
"""


def test_a_profile_is_read(tmp_path: Path) -> None:
    (tmp_path / "old.yaml").write_text(GOOD)
    found = load(tmp_path)
    assert found.findings == ()
    assert found.profiles == (
        Profile(
            name="old",
            kind="open_items",
            title="Open items of the old system",
            columns={
                "document_id": ("Belegnummer", "Beleg"),
                "customer_id": ("Konto",),
                "amount": ("Betrag",),
                "disputed": ("1099",),
            },
            constants={"company": "0100", "currency": "EUR"},
            requires=(("Beleg",), ("Konto", "Debitor")),
            keep=("Bearbeiter",),
            dates="ymd",
            numbers="comma",
            complete=True,
            values={"disputed": {"J": "yes"}},
        ),
    )


CALLS = "kind: activities\ncolumns: {activity_id: K, customer_id: B, at: C}\n"
BASE = "kind: payments\ncolumns: {payment_id: A, customer_id: B, date: C, amount: D}\n"


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("kind: payment\ncolumns: {}\n", "1:7: 'kind' must be one of"),
        ("kind: payments\n", "1:1: The key 'columns' is missing"),
        (BASE + "datum: dmy\n", "3:1: Unknown key 'datum'."),
        (BASE + "dates: american\n", "3:8: 'dates' must be one of dmy, mdy, ymd, iso"),
        (BASE.replace("amount", "amuont"), "2:51: payments have no column 'amuont'. Did you mean"),
        (BASE.replace(", date: C", ""), "2:1: The required column 'date' has no header."),
        (BASE + "constants: {currency: EURO}\n", "3:23: 'currency' is no currency: 'EURO'."),
        (CALLS + "constants: {direction: up}\n", "3:24: 'direction' is none of out, in: 'up'."),
        (BASE + "constants: {reversed_on: x}\n", "3:26: 'reversed_on' cannot be a constant"),
        (BASE + "complete: true\n", "3:1: Only snapshots are complete or not, and payments"),
        (BASE + "requires: []\n", "3:11: 'requires' must be a list of 1 to"),
        (BASE.replace("D}", "[]}"), "2:59: 'amount' must be a list of 1 to"),
        (BASE.replace("D}", "{x: y}}"), "2:59: The key 'header' is missing"),
        ("kind: payments\n\tx: 1\n", "2:1: A tab cannot indent YAML."),
        ("", "1:1: The file must be a mapping"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(tmp_path: Path, text: str, finding: str) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(text)
    found = load(tmp_path)
    assert found.profiles == ()
    assert any(str(each).startswith(f"{path}:{finding}") for each in found.findings), found.findings


def test_a_wrong_profile_leaves_the_others(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("kind: nothing\n")
    (tmp_path / "b.yaml").write_text(BASE)
    (tmp_path / "c.yaml").write_text(BASE + "name: b\n")
    found = load(tmp_path)
    assert [profile.name for profile in found.profiles] == ["b"]
    assert any("Another file has a profile 'b' already." in str(each) for each in found.findings)


def test_a_folder_that_is_not_there_has_no_profiles(tmp_path: Path) -> None:
    assert load(tmp_path / "none").profiles == ()


def test_the_shipped_profiles_are_right() -> None:
    found = load(SHIPPED)
    assert found.findings == ()
    assert "ibm_late_payments" in {profile.name for profile in found.profiles}


def test_a_direction_may_be_a_constant_and_words_of_it_may_be_told(tmp_path: Path) -> None:
    (tmp_path / "calls.yaml").write_text(CALLS + "constants: {direction: Outbound}\n")
    (tmp_path / "mails.yaml").write_text(
        "kind: activities\ncolumns: {activity_id: A, customer_id: B, at: C, direction: D}\n"
        "values: {direction: {E: in, S: out}}\n"
    )
    found = load(tmp_path)
    assert found.findings == ()
    calls, mails = tmp_path / "calls.csv", tmp_path / "mails.csv"
    calls.write_text("K,B,C\n1,C1,2026-11-01\n")
    mails.write_text("A,B,C,D\n1,C1,2026-11-01,e\n2,C1,2026-11-01,S\n")
    assert read_whole(calls, found.profiles).column("direction") == ["out"]
    assert read_whole(mails, found.profiles).column("direction") == ["in", "out"]
