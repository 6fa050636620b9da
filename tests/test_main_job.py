"""The main job on a real export: dropped into a running agent's folder, the figures agree.

The export is IBM's late-payment history, found through $ARTUI_FIELD_DATA. What aging says of it is
recomputed here from the CSV alone, with nothing of the product but its command line.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
import os
import shutil
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.agent.live import Deployment

BUCKETS = ("current", "1-30", "31-60", "61-90", "91+")
PAST_DATES = ("2012-03-31", "2012-09-30", "2012-12-31", "2013-02-28", "2013-06-30", "2013-11-15")


@pytest.fixture(scope="module")
def exports() -> Path:
    folder = os.environ.get("ARTUI_FIELD_DATA")
    if not folder:
        pytest.skip("$ARTUI_FIELD_DATA is unset: the IBM export stays outside the project")
    return Path(folder) / "ibm"


@pytest.fixture(scope="module")
def loaded(exports: Path, tmp_path_factory: pytest.TempPathFactory) -> Deployment:
    """A home whose agent, while it ran, was given first the one export and then its copy."""
    home = Deployment(tmp_path_factory.mktemp("ibm"), watch="events")
    with home.running() as agent:
        agent.until("watching")
        for name in ("late_payments_padded.csv", "late_payments_stripped.csv"):
            part = home.drop / f"{name}.part"
            shutil.copyfile(exports / name, part)
            part.rename(home.drop / name)
            agent.until("kept", file=name)
        assert agent.stop() == 0
    return home


def report(home: Deployment, *arguments: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "artui", "report", *arguments, "--format", "json"],
        env={**os.environ, "ARTUI_HOME": str(home.path)},
        capture_output=True,
        check=True,
        text=True,
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def date(text: str) -> dt.date:
    month, day, year = map(int, text.split("/"))
    return dt.date(year, month, day)


def bucket(days: int) -> str:
    if days <= 0:
        return "current"
    return BUCKETS[min(4, (days - 1) // 30 + 1)]


def by_hand(path: Path, as_of: dt.date) -> dict[str, dict[str, Decimal]]:
    """Per customer and bucket what is open: billed by the day and not settled by it."""
    found: dict[str, dict[str, Decimal]] = {}
    for row in rows(path):
        if date(row["InvoiceDate"]) <= as_of < date(row["SettledDate"]):
            buckets = found.setdefault(row["customerID"], dict.fromkeys(BUCKETS, Decimal(0)))
            days = (as_of - date(row["DueDate"])).days
            buckets[bucket(days)] += Decimal(row["InvoiceAmount"])
    return found


@pytest.mark.parametrize("as_of", PAST_DATES)
def test_aging_as_of_the_past_agrees_with_the_export_to_the_cent(
    loaded: Deployment, exports: Path, as_of: str
) -> None:
    expected = by_hand(exports / "late_payments_padded.csv", dt.date.fromisoformat(as_of))
    found = report(loaded, "aging", "--as-of", as_of)
    shown = {
        row["key"]: {name: Decimal(amount) for name, amount in row["buckets"].items()}
        for row in found["rows"]
    }
    assert shown == expected
    assert all(row["unapplied"] == "0.00" for row in found["rows"])
    total = sum((sum(each.values()) for each in expected.values()), Decimal(0))
    (check,) = found["checks"]
    assert check["ok"]
    assert Decimal(check["outstanding"]) == total


def test_the_copy_without_leading_zeros_changes_nothing(loaded: Deployment) -> None:
    newest, first = report(loaded, "imports")["rows"]
    assert (first["state"], first["rows_read"], first["rows_loaded"]) == ("loaded", 2466, 2466)
    assert (newest["state"], newest["rows_unchanged"]) == ("unchanged", 2466)
    assert (newest["rows_loaded"], newest["rows_rejected"]) == (0, 0)
    assert newest["profile"] == "ibm_late_payments"


def test_every_flag_is_a_dispute(loaded: Deployment, exports: Path) -> None:
    flagged = [
        row for row in rows(exports / "late_payments_padded.csv") if row["Disputed"] == "Yes"
    ]
    assert len(flagged) == 561
    found = report(loaded, "disputes", "--status", "all")
    assert len(found["rows"]) == 561
    assert {row["invoice_id"] for row in found["rows"]} == {row["invoiceNumber"] for row in flagged}
    assert found["summary"]["open"] == 0
    assert found["summary"]["cycle_days"]["median"] is None  # days only supposed are left out


def test_everything_is_settled_today(loaded: Deployment) -> None:
    found = report(loaded, "aging")
    assert found["rows"] == []
    assert report(loaded, "worklist")["rows"] == []
