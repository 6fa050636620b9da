"""`artui report reasons` by whom and what, of one reason or owner; `artui feed`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Artui
    from tests.cli.program import UserHome

BY = ("owner", "company", "class", "segment", "dispatcher", "template")
WEEK = ("--week", "2026-W46")


@pytest.mark.parametrize("form", ["table", "csv", "md", "json"])
@pytest.mark.parametrize("by", BY)
def test_by_whom_and_what_in_every_format(artui: Artui, sample: Path, by: str, form: str) -> None:
    said = artui("--home", sample, "report", "reasons", "--by", by, "--format", form)
    assert (said.code, said.err) == (0, "")
    if form == "json":
        assert said.json["by"] == by
        assert all(row["reasons"] for row in said.json["rows"])
        assert sum(row["invoices"] for row in said.json["rows"]) > 50
    else:
        assert f"By {by}." in said.out


def test_of_one_reason_or_owner(artui: Artui, sample: Path) -> None:
    whole = artui("--home", sample, "report", "reasons", *WEEK, "--format", "json").json
    reason = whole["rows"][0]
    asked = ("--reason", reason["reason"], "--format", "json")
    only = artui("--home", sample, "report", "reasons", *WEEK, *asked).json
    assert [row["reason"] for row in only["rows"]] == [reason["reason"]]
    assert only["late_invoices"] == reason["invoices"]
    asked = ("--owner", reason["owner"], "--format", "json")
    own = artui("--home", sample, "report", "reasons", *WEEK, *asked).json
    assert {row["owner"] for row in own["rows"]} == {reason["owner"]}


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--by", "crew"), "'crew' is not one of"),
        (("--owner", "nobody"), "'nobody' is not one of"),
        (("--reason", "sent_lat"), "There is no reason 'sent_lat' in reasons.yaml."),
    ],
)
def test_what_cannot_be_asked(
    artui: Artui, sample: Path, options: tuple[str, str], said: str
) -> None:
    found = artui("--home", sample, "report", "reasons", *options)
    assert (found.code, found.out) == (2, "")
    assert said in found.err


def test_the_feed_is_written_anew_in_the_same_bytes(
    artui: Artui, sample: Path, tmp_path: Path
) -> None:
    out = tmp_path / "feed"
    said = artui("--home", sample, "feed", *WEEK, "--out", out)
    assert (said.code, said.err) == (0, "")
    written = {path.name: path.read_bytes() for path in out.iterdir()}
    assert sorted(said.out.split()) == sorted(str(out / name) for name in written)
    by_the_agent = {
        path.name: path.read_bytes() for path in (sample / "reports" / WEEK[1]).iterdir()
    }
    assert written == by_the_agent
    assert json.loads(written["reasons.json"])["week"] == WEEK[1]


def test_a_week_that_is_not_over_has_no_feed(artui: Artui, sample: Path) -> None:
    said = artui("--home", sample, "feed", "--week", "2026-W47")
    assert (said.code, said.out) == (2, "")
    assert "2026-W47 is not frozen." in said.err


def test_a_folder_that_cannot_be_written_is_named(
    artui: Artui, sample: Path, home: UserHome
) -> None:
    taken = home.path / "taken"
    taken.write_text("a file", encoding="utf-8")
    said = artui("--home", sample, "feed", *WEEK, "--out", taken)
    assert said.code == 3
    assert "Traceback" not in said.err
    assert str(taken) in said.err
