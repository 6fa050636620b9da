"""`artui report readiness`: its options, each format, and what a home without checks says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Artui
    from tests.cli.program import UserHome

BY = ("check", "owner", "dispatcher", "template", "site", "customer")


def asked(artui: Artui, home: Path, *options: object) -> dict[str, Any]:
    """The report in JSON."""
    return artui("--home", home, "report", "readiness", "--format", "json", *options).json


def test_of_what_and_in_which_state(artui: Artui, sample: Path) -> None:
    blocked = asked(artui, sample)["rows"]
    assert {row["state"] for row in blocked} == {"blocked"}
    everything = asked(artui, sample, "--state", "all")["rows"]
    assert {row["state"] for row in everything} == {"blocked", "ready"}
    kinds = {row["kind"] for row in everything}
    assert kinds == {"job", "invoice"}
    for of, kind in (("jobs", "job"), ("invoices", "invoice")):
        rows = asked(artui, sample, "--state", "all", "--of", of)["rows"]
        assert rows == [row for row in everything if row["kind"] == kind]
    assert asked(artui, sample, "--state", "waived")["rows"] == []
    assert len(asked(artui, sample, "--limit", 3)["rows"]) == 3


@pytest.mark.parametrize("form", ["table", "csv", "md"])
@pytest.mark.parametrize("by", BY)
def test_groups_in_each_format(artui: Artui, sample: Path, by: str, form: str) -> None:
    first = asked(artui, sample, "--by", by)["rows"][0]
    assert first["by"] == by
    said = artui("--home", sample, "report", "readiness", "--by", by, "--format", form)
    assert (said.code, said.err) == (0, "")
    assert (first["key"] or "").replace("_", "") in said.out.replace("\\", "").replace("_", "")


def test_the_common_options_narrow_it(artui: Artui, sample: Path) -> None:
    assert {row["company"] for row in asked(artui, sample, "--company", "2000")["rows"]} == {"2000"}
    rows = asked(artui, sample, "--customer", "c1026", "--state", "all")["rows"]
    assert {row["customer_id"] for row in rows} == {"C1026"}
    before = asked(artui, sample, "--as-of", "2026-10-16")
    assert before["as_of"] == "2026-10-16"
    assert all(row["since"] <= "2026-10-16" for row in before["rows"])


def test_a_wrong_word_is_a_wrong_use(artui: Artui, sample: Path) -> None:
    said = artui("--home", sample, "report", "readiness", "--state", "open")
    assert said.code == 2
    assert "blocked" in said.err


def test_without_a_check_everything_is_ready(artui: Artui, home: UserHome) -> None:
    (home.path / "policies" / "readiness.yaml").unlink()
    bill = {"invoice_id": "I1", "customer_id": "C1", "invoice_date": "2026-10-01", "amount": "5"}
    assert artui("--home", home.path, "ingest", home.write("i.csv", bill)).code == 0
    said = artui("--home", home.path, "report", "readiness", "--state", "all")
    assert "readiness.yaml names no check, so everything is ready." in said.out
    assert [row["state"] for row in asked(artui, home.path, "--state", "all")["rows"]] == ["ready"]
