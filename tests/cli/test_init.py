"""`artui init`, and which home a command works in."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Artui
    from tests.cli.program import UserHome

FOLDERS = {"archive", "db", "desk", "drop", "failed", "held", "policies", "reports"}


def test_a_new_home_has_its_folders_settings_policies_and_databases(
    artui: Artui, tmp_path: Path
) -> None:
    said = artui("init", tmp_path / "new")
    assert (said.code, said.out) == (0, "")
    assert {path.name for path in (tmp_path / "new").iterdir()} == {*FOLDERS, "artui.yaml"}
    assert "base_currency: USD\n" in (tmp_path / "new/artui.yaml").read_text()
    assert f"artui --home {tmp_path / 'new'} agent" in said.err
    assert artui("--home", tmp_path / "new", "policy", "check").code == 0
    for database in ("db/artui.db", "desk/desk.db"):
        mode = (tmp_path / "new" / database).stat().st_mode
        assert stat.S_IMODE(mode) == 0o660
    for folder in ("db", "desk"):
        assert (tmp_path / "new" / folder).stat().st_mode & 0o7777 == 0o2770


def test_an_empty_directory_is_fine_and_twice_is_not(artui: Artui, tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    assert artui("init", tmp_path / "new").code == 0
    again = artui("init", tmp_path / "new")
    assert again.code == 2
    assert "is not empty" in again.error


def test_without_a_directory_it_is_the_one_we_stand_in(artui: Artui) -> None:
    assert artui("init").code == 0
    assert Path("artui.yaml").is_file()
    assert artui("report", "aging").code == 0


def test_a_file_is_no_place_for_a_home(artui: Artui, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    said = artui("init", tmp_path / "file")
    assert said.code == 2
    assert "is a file" in said.error
    assert artui("init", tmp_path / "file" / "below").code == 3


def test_nothing_half_made_is_in_the_way_of_a_second_try(artui: Artui, tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "mine.txt").write_text("mine")
    assert artui("init", tmp_path / "new").code == 2
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["mine.txt"]


def company(artui: Artui, *arguments: object) -> str:
    """The first company a report finds data of, by which homes are told apart."""
    days: dict[str, str] = artui(*arguments, "report", "imports", "--format", "json").json[
        "data_as_of"
    ]
    return ",".join(days)


@pytest.fixture
def three(artui: Artui, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Path]:
    """Three homes, each with a company of its own."""
    monkeypatch.setenv("ARTUI_TODAY", "2026-11-20")
    made = {}
    for name in ("option", "variable", "here"):
        path = tmp_path / "homes" / name
        assert artui("init", path).code == 0
        export = tmp_path / f"customers_{name}.csv"
        export.write_text(f"company,customer_id,name\n{name},C1,One\n")
        assert artui("--home", path, "ingest", export).code == 0
        invoices = tmp_path / f"invoices_{name}_2026-11-20.csv"
        invoices.write_text(
            f"company,invoice_id,customer_id,invoice_date,amount\n{name},I1,C1,2026-11-01,5\n"
        )
        assert artui("--home", path, "ingest", invoices).code == 0
        made[name] = path
    return made


def test_the_option_beats_the_variable_beats_the_directory(
    artui: Artui, three: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(three["here"])
    assert company(artui) == "here"
    monkeypatch.setenv("ARTUI_HOME", str(three["variable"]))
    assert company(artui) == "variable"
    assert company(artui, "--home", three["option"]) == "option"


def test_the_option_may_stand_before_or_after_the_command(artui: Artui, home: UserHome) -> None:
    before = artui("--home", home.path, "report", "aging", "--format", "json")
    after = artui("report", "aging", "--format", "json", "--home", home.path)
    assert before.code == 0
    assert before == after


def test_without_any_home_it_is_said_how_to_make_one(artui: Artui, tmp_path: Path) -> None:
    said = artui("report", "aging")
    assert said.code == 3
    assert str(tmp_path / "data" / "artui") in said.error
    assert "`artui init DIR`" in said.error


def test_today_is_the_variables_day(
    artui: Artui, home: UserHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ARTUI_TODAY", "2026-02-28")
    assert (
        artui("--home", home.path, "report", "aging", "--format", "json").json["as_of"]
        == "2026-02-28"
    )
    monkeypatch.setenv("ARTUI_TODAY", "28.02.2026")
    said = artui("--home", home.path, "report", "aging")
    assert said.code == 2
    assert "28.02.2026" in said.error
