"""`artui policy check FOLDER` in every format, and the schemas editors work with."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from jsonschema import Draft202012Validator

from artui.ingest.schemas import NAMES
from artui.policy.files import FILES

if TYPE_CHECKING:
    from tests.cli.conftest import Artui
    from tests.cli.program import UserHome

BROKEN = "buckets: [30, 60, 90]\nbasis: due_dat\n"


def folder(name: str = "policies", text: str = BROKEN) -> Path:
    """A folder of policies where we stand, without a home."""
    made = Path(name)
    made.mkdir()
    (made / "aging.yaml").write_text(text)
    return made


def test_a_folder_needs_no_home(artui: Artui) -> None:
    said = artui("policy", "check", folder())
    assert said.code == 1
    assert said.out.startswith("policies/aging.yaml:2:8: 'basis' must be one of ")
    assert "policies: 1 errors, 0 warnings." in said.err
    assert not Path("artui.yaml").exists()


def test_a_sound_folder_says_nothing(artui: Artui) -> None:
    said = artui("policy", "check", folder(text="buckets: [7]\n"))
    assert (said.code, said.out) == (0, "")


def test_its_profiles_are_checked(artui: Artui) -> None:
    exports = folder(text="buckets: [7]\n") / "exports"
    exports.mkdir()
    (exports / "mine.yaml").write_text("kind: invoice\ncolumns: {}\n")
    said = artui("policy", "check", "policies")
    assert said.out.startswith("policies/exports/mine.yaml:1:7: ")


def test_a_home_that_is_named_lends_its_customers(artui: Artui, home: UserHome) -> None:
    known = home.write("customers.csv", {"customer_id": "C1", "name": "One"})
    assert artui("--home", home.path, "ingest", known).code == 0
    made = folder(text="buckets: [7]\n")
    (made / "credit.yaml").write_text('limits: [{limit: "5", when: {customer_id: C9}}]\n')
    assert artui("policy", "check", made).out == ""
    said = artui("policy", "check", made, "--home", home.path)
    assert said.code == 0
    assert said.out.startswith("policies/credit.yaml:1:")
    assert artui("policy", "check", made, "--strict").code == 0
    assert artui("policy", "check", made, "--strict", "--home", home.path).code == 1


def test_every_format_tells_the_same(artui: Artui) -> None:
    made = folder()
    told = artui("policy", "check", made, "--format", "json")
    [found] = json.loads(told.out)
    assert (told.code, found["line"], found["column"], found["severity"]) == (1, 2, 8, "error")
    assert found["file"] == "policies/aging.yaml"
    github = artui("policy", "check", made, "--format", "github")
    assert github.code == 1
    assert github.out == f"::error file=policies/aging.yaml,line=2,col=8::{found['message']}\n"
    [row] = json.loads(artui("policy", "check", made, "--format", "gitlab").out)
    assert row["description"] == found["message"]
    assert row["location"] == {"path": "policies/aging.yaml", "lines": {"begin": 2}}


def test_a_sound_folder_is_empty_in_every_format(artui: Artui) -> None:
    made = folder(text="buckets: [7]\n")
    for form, nothing in (("json", "[]\n"), ("gitlab", "[]\n"), ("github", ""), ("table", "")):
        assert artui("policy", "check", made, "--format", form).out == nothing


def test_the_check_says_that_a_branch_is_in_force(artui: Artui, home: UserHome) -> None:
    home.set("policies_from: main\n")
    said = artui("--home", home.path, "policy", "check")
    assert said.code == 0
    assert "in force is the branch main" in said.err


def test_a_branch_must_look_like_one(artui: Artui, home: UserHome) -> None:
    for wrong in ("--upload-pack=x", "a..b", "a b", "x.lock", "/x", "x/"):
        home.set(f"policies_from: {json.dumps(wrong)}\n")
        said = artui("--home", home.path, "policy", "check")
        assert said.code == 3
        assert "'policies_from' must be worktree, or the name of a branch" in said.err


def test_one_schema_or_all(artui: Artui) -> None:
    terms = artui("policy", "schema", "terms").json
    assert terms["title"] == "terms.yaml"
    assert terms["additionalProperties"] is False
    every = artui("policy", "schema").json
    assert set(every) == {*FILES, "export"}
    assert every["terms"] == terms
    for schema in every.values():
        Draft202012Validator.check_schema(schema)


def test_a_schema_there_is_not(artui: Artui) -> None:
    assert artui("policy", "schema", "trems").code == 2


def test_schemas_are_written_where_asked_and_by_init(artui: Artui, home: UserHome) -> None:
    said = artui("policy", "schema", "--write", "new/.schema")
    assert (said.code, said.out) == (0, "")
    names = sorted(f"{name}.json" for name in NAMES)
    assert sorted(path.name for path in Path("new/.schema").iterdir()) == names
    for name in names:
        written = Path("new/.schema", name).read_text()
        assert (home.path / "policies/.schema" / name).read_text() == written


def test_the_first_line_of_each_file_leads_to_its_schema(home: UserHome) -> None:
    for path in (home.path / "policies").rglob("*.yaml"):
        first = path.read_text().partition("\n")[0]
        assert (path.parent / first.partition("$schema=")[2]).is_file(), path
