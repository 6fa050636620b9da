"""Where files go after they were loaded, and what lies beside them."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artui.home import Home
from artui.ingest.load import Outcome, fingerprint
from artui.ingest.placing import ChangedSince, keep, safe_name
from artui.ingest.rejects import defused
from artui.ingest.table import Reject
from artui.settings import Settings
from artui.store import records
from artui.store.connection import open_main, transaction

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

REJECT = Reject(7, "amount", "=cmd|'/c calc'!A1", "is no amount", "raw")


class Place:
    """A home with an import recorded for each file that is kept."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.home = Home(path, Settings(today="2026-11-20"))
        self.connection: sqlite3.Connection = open_main(self.home.main)
        (path / "work").mkdir()

    def outcome(self, source: Path, state: str, **more: object) -> Outcome:
        """An outcome whose import is recorded."""
        found = fingerprint(source)
        row = dict.fromkeys(records.ImportRow._fields, 0) | {
            "sha256": found.sha256,
            "file": source.name,
            "size": found.size,
            "state": state,
            "columns": "[]",
            "warnings": "[]",
            "started_at": "",
            "policy_id": None,
        }
        with transaction(self.connection):
            number = records.add_import(self.connection, records.ImportRow(**row))  # type: ignore[arg-type] # the fields it does not name are counts
        return Outcome(source.name, found.sha256, state, import_id=number, **more)  # type: ignore[arg-type] # the keywords are an Outcome's

    def source(self, text: str = "content", name: str = "a.csv") -> Path:
        """A file that was loaded."""
        path = self.path / "work" / name
        path.write_text(text)
        return path

    def keep(
        self, state: str, text: str = "content", *, copy: bool = False, **more: object
    ) -> Path:
        """Keep a file; where."""
        source = self.source(text)
        kept = keep(
            self.connection, self.home, self.outcome(source, state, **more), source, copy=copy
        )
        assert kept is not None
        return kept.relative_to(self.path)

    def rejects(self, name: str) -> list[list[str]]:
        """The rows of a file's rejects."""
        text = (self.path / "failed" / f"{name}.rejects.csv").read_text(encoding="utf-8")
        return list(csv.reader(text.splitlines()))

    def files(self) -> set[str]:
        """Everything that is kept."""
        return {
            str(path.relative_to(self.path))
            for folder in ("archive", "held", "failed")
            for path in (self.path / folder).rglob("*")
            if path.is_file()
        }


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    made = Place(tmp_path)
    yield made
    made.connection.close()


SHA = "ed7002b439e9"  # of "content"


@pytest.mark.parametrize(
    ("state", "where"),
    [
        (records.LOADED, f"archive/2026-11/{SHA}_a.csv"),
        (records.WITH_REJECTS, f"archive/2026-11/{SHA}_a.csv"),
        (records.UNCHANGED, f"archive/2026-11/{SHA}_a.csv"),
        (records.SUPERSEDED, f"archive/2026-11/{SHA}_a.csv"),
        (records.HELD, "held/a.csv"),
        (records.FAILED, "failed/a.csv"),
    ],
)
@pytest.mark.parametrize("copy", [False, True])
def test_every_state_has_its_folder(place: Place, state: str, where: str, *, copy: bool) -> None:
    assert str(place.keep(state, copy=copy)) == where
    assert (place.path / where).read_text() == "content"
    assert (place.path / where).stat().st_mode & 0o777 == 0o640
    assert (place.path / "work" / "a.csv").exists() == copy
    assert place.connection.execute("SELECT kept_as FROM import").fetchall() == [(where,)]
    assert not [name for name in place.files() if Path(name).name.startswith(".")]


def test_nothing_is_overwritten(place: Place) -> None:
    kept = [str(place.keep(records.HELD, text)) for text in ("one", "two", "three", "two")]
    assert kept == ["held/a.csv", "held/a-2.csv", "held/a-3.csv", "held/a-2.csv"]
    assert (place.path / "held/a.csv").read_text() == "one"


def test_the_name_of_a_failed_file_leads_to_its_rejects(place: Place) -> None:
    place.keep(records.FAILED, "one", reason="a.csv:3: A quote is never closed.")
    place.keep(records.FAILED, "two", reason="a.csv: The file holds no text.")
    assert place.files() == {
        "failed/a.csv",
        "failed/a.csv.rejects.csv",
        "failed/a-2.csv",
        "failed/a-2.csv.rejects.csv",
    }
    first, second = place.rejects("a.csv"), place.rejects("a-2.csv")
    assert first == [
        ["line", "column", "value", "reason"],
        ["3", "", "", "A quote is never closed."],
    ]
    assert second[1] == ["", "", "", "The file holds no text."]


def test_rejected_rows_are_told_where_people_look_and_do_not_calculate(place: Place) -> None:
    place.keep(records.WITH_REJECTS, rejects=[REJECT])
    assert place.files() == {f"archive/2026-11/{SHA}_a.csv", "failed/a.csv.rejects.csv"}
    assert place.rejects("a.csv")[1] == ["7", "amount", "'=cmd|'/c calc'!A1", "is no amount"]


def test_keeping_twice_is_keeping_once(place: Place) -> None:
    source = place.source()
    outcome = place.outcome(source, records.WITH_REJECTS, rejects=[REJECT])
    first = keep(place.connection, place.home, outcome, source, copy=True)
    before = place.files()
    assert keep(place.connection, place.home, outcome, source, copy=False) == first
    assert place.files() == before
    assert not source.exists()


def test_a_dry_run_keeps_nothing(place: Place) -> None:
    source = place.source()
    outcome = Outcome("a.csv", "0" * 64, records.LOADED)
    assert keep(place.connection, place.home, outcome, source, copy=True) is None
    assert place.files() == set()


def test_a_copy_of_something_else_is_not_kept(place: Place) -> None:
    source = place.source()
    outcome = place.outcome(source, records.LOADED)
    source.write_text("changed")
    with pytest.raises(ChangedSince):
        keep(place.connection, place.home, outcome, source, copy=True)
    assert place.files() == set()


def test_a_folder_on_another_file_system_is_reached_by_copying(place: Place) -> None:
    memory = Path("/dev/shm")  # noqa: S108 - looked at, and used through mkdtemp
    if not memory.is_dir() or memory.stat().st_dev == place.path.stat().st_dev:
        pytest.skip("there is no second file system at /dev/shm")
    import shutil
    import tempfile

    there = Path(tempfile.mkdtemp(dir=memory))
    try:
        place.home = Home(place.path, Settings(today="2026-11-20", paths={"held": str(there)}))
        source = place.source()
        outcome = place.outcome(source, records.HELD)
        kept = keep(place.connection, place.home, outcome, source, copy=False)
        assert kept == there / "a.csv"
        assert [path.name for path in there.iterdir()] == ["a.csv"]
        assert kept.read_text() == "content"
        assert not source.exists()
        assert place.connection.execute("SELECT kept_as FROM import").fetchall() == [(str(kept),)]
    finally:
        shutil.rmtree(there)


def test_a_file_system_without_hard_links_will_do(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    kept = [str(place.keep(records.HELD, text)) for text in ("one", "two", "one")]
    assert kept == ["held/a.csv", "held/a-2.csv", "held/a.csv"]
    assert place.files() == {"held/a.csv", "held/a-2.csv"}


@given(st.text(st.characters(exclude_categories=()), min_size=1, max_size=300))
def test_a_name_is_safe_short_and_stays_within_its_folder(name: str) -> None:
    made = safe_name(name)
    assert len(made.encode()) <= 180
    assert made.isprintable()
    assert not set(made) & set('/\\:*?"<>|')
    if len(name) < 40 and name.isascii() and name.isalnum():
        assert made == name


def test_a_long_name_keeps_its_ending() -> None:
    assert safe_name("é" * 200 + ".csv") == "é" * 88 + ".csv"
    assert len(safe_name("a." + "b" * 300).encode()) == 180


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r", "\N{FULLWIDTH EQUALS SIGN}"])
def test_formulas_are_defused(first: str) -> None:
    assert defused(f"{first}1") == f"'{first}1"
    assert defused(f"1{first}") == f"1{first}"
