"""`artui ingest`: what is loaded, held, refused, and what a dry run leaves as it was."""

from __future__ import annotations

import getpass
from typing import TYPE_CHECKING

import pytest

from artui import lock
from tests.demonstration import ROOT
from tests.homes import invoice, listed

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Artui
    from tests.cli.program import UserHome

BROKEN = ROOT / "sample_data" / "broken"
PROFILE = """\
kind: invoices
columns: {invoice_id: Rechnung, customer_id: Kunde, invoice_date: Datum, amount: Betrag}
dates: dmy
numbers: comma
"""
FOREIGN = "Rechnung;Kunde;Datum;Betrag\nR1;K1;02.11.2026;1.250,00\n"


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARTUI_TODAY", "2026-11-20")


def content(home: UserHome) -> dict[str, list[tuple[object, ...]]]:
    """Every table of the database."""
    tables = home.ask("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    return {str(name): home.ask(f'SELECT * FROM "{name}"') for (name,) in tables}


def test_a_file_is_loaded_stays_and_is_archived(artui: Artui, home: UserHome) -> None:
    export = home.write("invoices.csv", invoice("I1", "10.00"), invoice("I2", "20.00"))
    before = export.read_bytes()
    said = artui("--home", home.path, "ingest", export)
    assert said.code == 0
    assert said.out == (
        "invoices.csv: loaded as invoices. 2 rows: 2 loaded, 0 unchanged, 0 rejected.\n"
    )
    assert export.read_bytes() == before
    [(kept,)] = home.ask("SELECT kept_as FROM import")
    assert str(kept).startswith("archive/2026-11/")
    assert (home.path / str(kept)).read_bytes() == before


def test_the_same_bytes_change_nothing_under_any_name(artui: Artui, home: UserHome) -> None:
    first = home.write("invoices.csv", invoice("I1", "10.00"))
    artui("--home", home.path, "ingest", first)
    said = artui("--home", home.path, "ingest", first.rename(first.with_name("again.csv")))
    assert said.code == 0
    assert "1 rows: 0 loaded, 1 unchanged, 0 rejected" in said.out
    assert "already loaded as import 1 (invoices.csv)" in said.err
    assert home.states() == [("invoices.csv", "loaded"), ("again.csv", "unchanged")]


def test_a_bad_row_is_told_with_its_place_and_the_others_load(artui: Artui, home: UserHome) -> None:
    rows = [invoice("I1", "10.00"), invoice("I2", "ten"), invoice("I3", "30.00")]
    said = artui("--home", home.path, "ingest", home.write("invoices.csv", *rows))
    assert said.code == 1
    assert "3 rows: 2 loaded, 0 unchanged, 1 rejected" in said.out
    assert "invoices.csv:3: amount 'ten'" in said.err
    assert home.files("failed") == ["invoices.csv.rejects.csv"]


def test_of_many_bad_rows_the_first_are_told(artui: Artui, home: UserHome) -> None:
    rows = [invoice(f"I{n}", "ten" if n else "1.00") for n in range(16)]
    said = artui("--home", home.path, "ingest", home.write("invoices.csv", *rows))
    assert said.err.count("amount 'ten'") == 10
    assert "and 5 more rejected rows" in said.err
    (count,) = home.ask("SELECT count(*) FROM reject")[0]
    assert count == 15


@pytest.mark.parametrize("name", ["not_text.csv", "wrong_columns.csv"])
def test_a_file_that_cannot_be_read_fails_with_its_reason(
    artui: Artui, home: UserHome, name: str
) -> None:
    said = artui("--home", home.path, "ingest", BROKEN / name)
    assert said.code == 1
    assert f"{name}: failed." in said.out
    assert name in said.err
    assert home.files("failed") == [name, f"{name}.rejects.csv"]
    assert home.states() == [(name, "failed")]


def test_several_files_are_each_told(artui: Artui, home: UserHome) -> None:
    good = home.write("invoices.csv", invoice("I1", "10.00"))
    said = artui("--home", home.path, "ingest", BROKEN / "wrong_columns.csv", good)
    assert said.code == 1
    assert [line.split(":")[0] for line in said.out.splitlines()] == [
        "wrong_columns.csv",
        "invoices.csv",
    ]
    assert [state for _, state in home.states()] == ["failed", "loaded"]


def test_a_dry_run_changes_nothing(artui: Artui, home: UserHome) -> None:
    before, there = content(home), home.files(".")
    export = home.write("invoices.csv", invoice("I1", "10.00"), invoice("I2", "ten"))
    said = artui("--home", home.path, "ingest", "--dry-run", export)
    assert said.code == 1
    assert "would be loaded with rejects as invoices" in said.out
    assert "2 rows: 1 loaded, 0 unchanged, 1 rejected" in said.out
    assert content(home) == before
    assert {*home.files(".")} - {*there} <= {"loading.lock", "artui.db-wal", "artui.db-shm"}


@pytest.fixture
def held(artui: Artui, home: UserHome) -> Path:
    """A snapshot that would close nearly everything, in a home where it is held."""
    numbers = range(20)
    full = [listed(f"I{n}", "10.00", "2026-11-19") for n in numbers]
    few = [listed(f"I{n}", "10.00", "2026-11-20") for n in numbers[:3]]
    assert artui("--home", home.path, "ingest", home.write("full.csv", *full)).code == 0
    return home.write("few.csv", *few)


def owed(artui: Artui, home: UserHome) -> str:
    """What is outstanding."""
    [total] = artui("--home", home.path, "report", "aging", "--format", "json").json["totals"]
    return str(total["total"])


def test_a_snapshot_that_would_close_too_much_is_held(
    artui: Artui, home: UserHome, held: Path
) -> None:
    said = artui("--home", home.path, "ingest", held)
    assert said.code == 1
    assert "few.csv: held as open_items." in said.out
    assert "would see 17 of 20 open items close, more than 20 %" in said.err
    assert home.files("held") == ["few.csv"]
    assert owed(artui, home) == "200.00"


def test_a_person_may_accept_it_and_is_recorded(artui: Artui, home: UserHome, held: Path) -> None:
    artui("--home", home.path, "ingest", held)
    said = artui("--home", home.path, "ingest", "--accept-closures", home.path / "held/few.csv")
    assert said.code == 0
    assert owed(artui, home) == "30.00"
    found = home.ask("SELECT state, accepted_by FROM import WHERE file = 'few.csv' ORDER BY id")
    assert found == [("superseded", None), ("loaded", getpass.getuser())]


def test_a_person_without_a_name_is_a_number(
    artui: Artui, home: UserHome, held: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nameless() -> str:
        raise KeyError("getpwuid(): uid not found")

    monkeypatch.setattr("getpass.getuser", nameless)
    assert artui("--home", home.path, "ingest", "--accept-closures", held).code == 0
    [(who,)] = home.ask("SELECT accepted_by FROM import WHERE accepted_by IS NOT NULL")
    assert str(who).startswith("uid ")


def test_the_samples_truncated_snapshot_is_held(artui: Artui, sample: Path) -> None:
    said = artui("--home", sample, "ingest", "--dry-run", BROKEN / "truncated_open_items.csv")
    assert said.code == 1
    assert "would be held as open_items" in said.out


def test_a_profile_may_be_asked_for_by_name(artui: Artui, home: UserHome) -> None:
    (home.path / "policies/exports/foreign.yaml").write_text(PROFILE)
    export = home.write_text("list.csv", FOREIGN)
    said = artui("--home", home.path, "ingest", "--profile", "foreign", export)
    assert said.code == 0
    assert "list.csv: loaded as foreign." in said.out


def test_a_profile_there_is_none_of_is_a_wrong_command(artui: Artui, home: UserHome) -> None:
    (home.path / "policies/exports/foreign.yaml").write_text(PROFILE)
    export = home.write_text("list.csv", FOREIGN)
    said = artui("--home", home.path, "ingest", "--profile", "foregin", export)
    assert said.code == 2
    assert "Did you mean 'foreign'?" in said.error
    assert home.states() == []


def test_what_is_no_regular_file_is_refused_at_once(
    artui: Artui, home: UserHome, tmp_path: Path
) -> None:
    import os

    os.mkfifo(tmp_path / "pipe.csv")
    said = artui("--home", home.path, "ingest", tmp_path / "pipe.csv")
    assert said.code == 2
    assert "no regular file" in said.error


def test_an_edited_policy_is_in_force_for_the_next_file(artui: Artui, home: UserHome) -> None:
    terms = home.path / "policies/terms.yaml"
    terms.write_text(terms.read_text().replace("\ndefault: null", "\ndefault: net30"))
    export = home.write("invoices.csv", invoice("I1", "10.00", "2026-11-01"))
    assert artui("--home", home.path, "ingest", export).code == 0
    assert home.ask("SELECT due_on FROM items") == [("2026-12-01",)]


def test_whoever_loads_lets_go_of_the_lock(artui: Artui, home: UserHome) -> None:
    export = home.write("invoices.csv", invoice("I1", "10.00"))
    artui("--home", home.path, "ingest", export)
    with lock.at_once(home.path / "db" / "loading.lock") as alone:
        assert alone


def hold(artui: Artui, home: UserHome) -> Path:
    """A held file that would close nine of ten items; its copy in held/."""
    whole = [listed(f"I{n}", "10.00", "2026-11-18") for n in range(10)]
    artui("--home", home.path, "ingest", home.write("open_2026-11-18.csv", *whole))
    cut = home.write("open_2026-11-19.csv", listed("I0", "10.00", "2026-11-19"))
    assert artui("--home", home.path, "ingest", cut).code == 1
    return home.path / "held" / cut.name


def test_a_held_file_that_is_accepted_leaves_held(artui: Artui, home: UserHome) -> None:
    waiting = hold(artui, home)
    said = artui("--home", home.path, "ingest", waiting, "--accept-closures")
    assert said.code == 0
    assert home.files("held") == []
    kept = home.ask("SELECT DISTINCT kept_as FROM import WHERE id > 1")
    assert len(kept) == 1
    assert str(kept[0][0]).startswith("archive/2026-11/")
    states = [state for _, state in home.states()]
    assert states == ["loaded", "superseded", "loaded"]


def test_the_same_held_bytes_wait_once(artui: Artui, home: UserHome) -> None:
    waiting = hold(artui, home)
    assert artui("--home", home.path, "ingest", waiting).code == 1
    assert [state for _, state in home.states()] == ["loaded", "superseded", "held"]
    assert home.files("held") == [waiting.name]
    assert home.ask("SELECT import_id, count(*) FROM held_closing GROUP BY 1") == [(3, 9)]


def test_a_held_file_that_says_no_day_speaks_for_the_day_it_came(
    artui: Artui, home: UserHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    export = home.write_text("items.csv", "document_id,customer_id,amount,snapshot_date\n")
    assert artui("--home", home.path, "ingest", export).code == 1
    monkeypatch.setenv("ARTUI_TODAY", "2026-11-25")
    assert artui("--home", home.path, "ingest", export, "--accept-closures").code == 0
    days = home.ask("SELECT as_of, recorded_on FROM import ORDER BY id")
    assert [as_of for as_of, _ in days] == [days[0][0]] * 2
    assert days[1][1] == days[0][1] + 5


def test_a_file_that_failed_is_tried_anew_when_it_comes_again(artui: Artui, home: UserHome) -> None:
    export = home.write_text("rechnungen.csv", FOREIGN)
    assert artui("--home", home.path, "ingest", export).code == 1
    exports = home.path / "policies" / "exports"
    exports.mkdir(exist_ok=True)
    (exports / "ours.yaml").write_text(PROFILE)
    assert artui("--home", home.path, "ingest", export).code == 0
    assert [state for _, state in home.states()] == ["superseded", "loaded"]
    assert home.files("failed") == []


def test_what_was_loaded_is_loaded_again_where_that_is_asked_for(
    artui: Artui, home: UserHome
) -> None:
    exports = home.path / "policies" / "exports"
    exports.mkdir(exist_ok=True)
    (exports / "ours.yaml").write_text(PROFILE)
    export = home.write_text("rechnungen.csv", FOREIGN + "R2;;02.11.2026;1,00\n")
    assert artui("--home", home.path, "ingest", export).code == 1
    without = PROFILE.replace("customer_id: Kunde, ", "") + "constants: {customer_id: K1}\n"
    (exports / "ours.yaml").write_text(without)
    assert "0 loaded, 2 unchanged" in artui("--home", home.path, "ingest", export).out
    said = artui("--home", home.path, "ingest", export, "--again")
    assert said.code == 0
    assert "2 rows: 2 loaded, 0 unchanged, 0 rejected" in said.out
    assert home.states()[-1] == ("rechnungen.csv", "loaded")
