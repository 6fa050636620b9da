"""CONTRIBUTING's recipes: what they name exists, and what they show works."""

from __future__ import annotations

import pkgutil
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import pytest

from artui.books.force import in_force
from artui.cli import report as report_commands
from artui.home import open_home
from artui.ingest import profiles
from artui.ingest.kinds import KINDS
from artui.report.formats import FORMATS
from artui.report.request import Request, Source
from artui.store import listings, schema
from artui.store.connection import open_main, open_reader, schema_version
from tests.demonstration import demonstration

if TYPE_CHECKING:
    from collections.abc import Iterator

    from artui.store.listing import Listing
    from tests.homes import Books

ROOT = Path(__file__).resolve().parents[1]
TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
_CODE = re.compile(
    r"```(?P<language>\w+)\n(?:# (?P<place>\S+?\.\w+)(?P<note>[^\n]*)\n)?(?P<code>.*?)```",
    re.DOTALL,
)
_NAME = re.compile(r"`(artui(?:\.\w+)+)`")
_PATH = re.compile(r"`((?:artui|policies|tests)/[\w./]*)`")


def code(place: str) -> str:
    """What a recipe writes into a file."""
    [found] = [each["code"] for each in _CODE.finditer(TEXT) if each["place"] == place]
    return found


def defined(place: str, **more: Any) -> dict[str, Any]:
    """The names a recipe's code defines."""
    names = dict(more)
    exec(compile(code(place), place, "exec"), names)  # noqa: S102 - the project's own documentation
    return names


@pytest.fixture
def source() -> Iterator[Source]:
    home = open_home(str(demonstration().path))
    reader = open_reader(home.main, home.desk)
    force = in_force(reader)
    assert force is not None
    yield Source(reader, home, force)
    reader.close()


@pytest.mark.parametrize("name", sorted(set(_NAME.findall(TEXT))))
def test_a_name_the_recipes_mention_is_there(name: str) -> None:
    assert pkgutil.resolve_name(name) is not None


@pytest.mark.parametrize("path", sorted(set(_PATH.findall(TEXT))))
def test_a_path_the_recipes_mention_is_there(path: str) -> None:
    assert (ROOT / path).exists()


@pytest.mark.parametrize("found", list(_CODE.finditer(TEXT)), ids=lambda found: found["place"])
def test_a_recipes_file_is_new_where_it_says_so(found: re.Match[str]) -> None:
    if found["place"] and found["language"] == "python":
        path = ROOT / found["place"]
        assert path.exists() != ("new" in found["note"])
        assert path.parent.is_dir()


def test_the_profile_recipe_reads_the_export_it_shows(books: Books, tmp_path: Path) -> None:
    [export] = [each["code"] for each in _CODE.finditer(TEXT) if each["language"] == "csv"]
    place = Path("policies/exports/bookkeeper_invoices.yaml")
    (tmp_path / place).write_text(code(str(place)), encoding="utf-8")
    known = profiles.load((tmp_path / place).parent)
    assert known.findings == ()
    books.profiles = known.profiles
    outcome = books.load(books.drop_text("list.csv", export))
    assert (outcome.state, outcome.profile) == ("loaded", "bookkeeper_invoices")
    assert (outcome.rows_loaded, outcome.warnings) == (2, ())
    assert books.open("2026-11-30") == {"R-1": 125_000}
    assert books.due()["R-1"][0] == "2026-12-02"


def test_the_report_recipe_prints_in_every_format(source: Source) -> None:
    made = defined("artui/report/waiting.py")["report"](source, Request())
    for form, write in FORMATS.items():
        assert "0 files wait." in write(made) or form == "json"


def test_the_report_recipes_command_takes_what_every_report_takes() -> None:
    group = click.Group("report")
    text = code("artui/cli/report.py").replace("from artui.report import waiting\n", "")
    waiting = defined("artui/report/waiting.py")
    names = {**vars(report_commands), "report": group, "waiting": waiting}
    exec(compile(text, "artui/cli/report.py", "exec"), names)  # noqa: S102 - as above
    options = {option for param in group.commands["waiting"].params for option in param.opts}
    assert {"--format", "--as-of", "--home"} <= options


def test_the_screen_recipes_list_has_rows(source: Source) -> None:
    names = {**vars(listings)}
    exec(compile(code("artui/store/listings.py"), "artui/store/listings.py", "exec"), names)  # noqa: S102 - as above
    listing: Listing = names["kinds"]()
    rows = source.reader.execute(listing.rows_sql, listing.parameters).fetchall()
    assert {kind for kind, _ in rows} == set(KINDS)


def test_the_screen_recipe_is_a_place_of_the_terminal_ui() -> None:
    made = defined("artui/tui/screens/kinds.py", __name__="artui.tui.screens.kinds")
    assert made["KindsScreen"].PLACE == "kinds"
    assert made["KindsScreen"].listing is not made["ListedScreen"].listing


def test_the_migration_recipe_brings_a_database_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = open_home(str(demonstration().copy(tmp_path / "home")))
    entry = eval("{" + code("artui/store/schema.py") + "}")  # noqa: S307 - as above
    monkeypatch.setattr(schema, "MAIN", {**schema.MAIN, **entry})
    connection = open_main(home.main)
    try:
        assert schema_version(connection) == len(schema.MAIN)
        assert connection.execute("SELECT count(*) FROM rate").fetchone() == (0,)
        assert connection.execute("SELECT count(*) FROM document").fetchone() != (0,)
    finally:
        connection.close()
