"""The text of a line as it came, and what keeps it from being read."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from artui.errors import ArtuiError
from artui.home import Home
from artui.ingest import original
from artui.settings import Settings
from artui.store.trace.imports import Loaded

if TYPE_CHECKING:
    from pathlib import Path

PLAIN = "id;name\nI-1;one\nI-2;two\n"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    for name in ("archive", "held", "failed"):
        (tmp_path / "home" / name).mkdir(parents=True)
    return Home(tmp_path / "home", Settings())


def keep(home: Home, content: str | bytes, kept_as: str | None = "archive/a.csv") -> Loaded:
    """A file that was loaded and kept."""
    data = content if isinstance(content, bytes) else content.encode()
    if kept_as is not None:
        (home.path / kept_as).write_bytes(data)
    sha = hashlib.sha256(data).hexdigest()
    return Loaded(1, "a.csv", sha, len(data), kept_as, "2026-11-20T08:00:00", 0, None)


def test_lines_are_given_as_they_are(home: Home) -> None:
    loaded = keep(home, PLAIN)
    assert original.lines(home, loaded, [3, 2]) == {2: "I-1;one", 3: "I-2;two"}
    assert original.lines(home, loaded, [3, 99]) == {3: "I-2;two"}
    assert original.lines(home, loaded, []) == {}


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_text_is_decoded_as_loading_did(home: Home, encoding: str, end: str) -> None:
    text = f"id;name{end}I-1;Müller & Söhne{end}I-2;Łódź{end}".replace(
        "Łódź", "Łódź" if encoding != "cp1252" else "Lodz"
    )
    loaded = keep(home, text.encode(encoding))
    assert original.lines(home, loaded, [2]) == {2: "I-1;Müller & Söhne"}


def test_a_record_of_several_lines_is_given_whole(home: Home) -> None:
    text = 'id,note,n\n1,"two\r\nlines, ""quoted""",5\n2,5" pipe,6\n3,plain,7\n'
    found = original.lines(home, keep(home, text), [2, 4, 5])
    assert found == {
        2: '1,"two\r\nlines, ""quoted""",5',
        4: '2,5" pipe,6',
        5: "3,plain,7",
    }


def test_a_quote_that_is_never_closed_swallows_no_whole_file(home: Home) -> None:
    text = 'id,note\n1,"open\n' + "2,x\n" * 5000
    (found,) = original.lines(home, keep(home, text), [2]).values()
    assert found.startswith('1,"open\n2,x')
    assert len(found) <= original.LONGEST + 1


def test_a_long_line_is_cut(home: Home) -> None:
    (found,) = original.lines(home, keep(home, f"id,note\n1,{'x' * 900}\n"), [2]).values()
    assert found == "1," + "x" * 498 + "…"


@pytest.mark.parametrize("kept_as", ["archive/a.csv", "held/a.csv", "failed/a.csv"])
def test_what_was_kept_anywhere_in_the_home_is_read(home: Home, kept_as: str) -> None:
    assert original.lines(home, keep(home, PLAIN, kept_as), [2]) == {2: "I-1;one"}


def test_folders_elsewhere_are_read_where_the_settings_have_them(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "store").mkdir()
    home = Home(tmp_path / "home", Settings(paths={"archive": str(tmp_path / "store")}))
    loaded = keep(home, PLAIN, str(tmp_path / "store" / "a.csv"))
    assert original.lines(home, loaded, [2]) == {2: "I-1;one"}


def refused(home: Home, loaded: Loaded) -> str:
    with pytest.raises(ArtuiError) as problem:
        original.lines(home, loaded, [2])
    return str(problem.value)


def test_what_is_not_there_any_more_is_said(home: Home) -> None:
    loaded = keep(home, PLAIN)
    assert "no copy of it was kept" in refused(home, loaded._replace(kept_as=None))
    (home.path / "archive" / "a.csv").write_text(PLAIN.replace("one", "ONE"))
    assert "is not what was loaded as a.csv any more" in refused(home, loaded)
    (home.path / "archive" / "a.csv").unlink()
    assert "archive/a.csv is not there any more" in refused(home, loaded)
    (home.path / "archive" / "a.csv").mkdir()
    assert "is not what was loaded" in refused(home, loaded)


@pytest.mark.parametrize(
    "kept_as", ["../secret", "archive/../../secret", "archive/link", "archive/\0", "artui.yaml", ""]
)
def test_nothing_outside_the_folders_is_ever_read(home: Home, kept_as: str) -> None:
    (home.path.parent / "secret").write_text(PLAIN)
    (home.path / "artui.yaml").write_text(PLAIN)
    (home.path / "archive" / "link").symlink_to(home.path.parent / "secret")
    sha = hashlib.sha256(PLAIN.encode()).hexdigest()
    loaded = Loaded(1, "a.csv", sha, len(PLAIN), kept_as, "", 0, None)
    assert "I-1" not in refused(home, loaded)


def test_an_absolute_path_elsewhere_is_not_read(home: Home, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(PLAIN)
    loaded = keep(home, PLAIN)._replace(kept_as=str(tmp_path / "secret"))
    assert "lies outside the folders of the home" in refused(home, loaded)


def test_rows_of_other_formats_are_given_as_their_cells(home: Home) -> None:
    page = "<table><tr><td>Id</td><td>Name</td></tr><tr><td>I-1</td><td>A &amp; B</td></tr></table>"
    found = original.lines(home, keep(home, page), [2])
    assert found == {2: "I-1,A & B"}


def test_rows_are_of_the_part_that_was_loaded(home: Home) -> None:
    text = '{"orders": [{"id": "O-1"}], "invoices": [{"id": "I-1"}, {"id": "I-2"}]}'
    loaded = keep(home, text)
    parts = [
        list(original.lines(home, loaded._replace(part=part), range(9)).values())
        for part in ("orders", "invoices:mine")
    ]
    assert ["O-1" in part for part in parts] == [True, False]
    assert [set(part) & {"I-1", "I-2"} for part in parts] == [set(), {"I-1", "I-2"}]
