"""Files from the field, read with the shipped profiles; only where $ARTUI_FIELD_DATA names them."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from artui.ingest.profiles import load as load_profiles
from artui.ingest.refusal import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.ingest.conftest import Load, Result

SHIPPED = Path(__file__).parents[2] / "policies" / "exports"


@pytest.fixture
def field_data() -> Path:
    folder = os.environ.get("ARTUI_FIELD_DATA")
    if not folder:
        pytest.skip("ARTUI_FIELD_DATA names no folder with files from the field")
    return Path(folder)


def late_payments(load: Load, path: Path) -> Result:
    return load(path.read_bytes(), load_profiles(SHIPPED).profiles)


def test_the_late_payment_history_loads_whole(load: Load, field_data: Path) -> None:
    result = late_payments(load, field_data / "ibm" / "late_payments_padded.csv")
    assert (result.reading.kind.name, result.reading.profile) == ("invoices", "ibm_late_payments")
    assert (len(result.rows), result.rejects, result.reading.warnings) == (2466, [], ())
    assert sum(result.column("disputed")) == 561
    assert len(set(result.column("customer_id_key"))) == 100
    late = [row for row in result.rows if row["settled_on"] > row["due_date"]]
    assert len(late) == 877
    assert set(result.column("currency")) == {"USD"}


def test_lost_leading_zeros_change_no_digest(load: Load, field_data: Path) -> None:
    padded = late_payments(load, field_data / "ibm" / "late_payments_padded.csv")
    stripped = late_payments(load, field_data / "ibm" / "late_payments_stripped.csv")
    assert padded.column("invoice_id") != stripped.column("invoice_id")
    assert padded.column("digest") == stripped.column("digest")


def test_every_file_from_the_field_is_read_or_refused_in_a_sentence(
    load: Load, field_data: Path
) -> None:
    profiles = load_profiles(SHIPPED).profiles
    files = sorted(each for each in field_data.rglob("*") if each.is_file())
    assert files
    for path in files:
        with suppress(RefusedError), printable_refusals(path):
            load(path.read_bytes(), profiles)


@contextmanager
def printable_refusals(path: Path) -> Iterator[None]:
    """Refusals pass on, as long as they can be printed."""
    try:
        yield
    except RefusedError as refused:
        if not str(refused).isprintable():
            pytest.fail(f"{path.name}: {refused!r}")
        raise
