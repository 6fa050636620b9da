"""The sample files of the shipped profiles, and what each must load to.

A profile `policies/exports/NAME.yaml` has a sample `tests/exports/NAME.<any>` or several in the
folder `tests/exports/NAME/`. Beside each lies, as .json, what it must load to (a sample
that is JSON itself has another suffix, since its content is what counts):

    profile, kind    which profile reads it, and as what
    file             the sample, where another profile's is read; else the one of that stem
    name             what it is called when it is dropped, where a date in its name counts
    state            what becomes of it: loaded unless told
    rows             how many rows load
    rejects          the line, column, value and reason of each row that does not
    complete, snapshot_date        what it says of itself
    totals           the sum of `amount` over the rows that load, by currency
    classes          how many rows there are of each class that holds no facts
    warnings         what looks wrong with it
    aging            as of a day, by currency: the buckets, what is unapplied, the total
    shown            some rows whole: every canonical column that is not blank, and the line
    beside           the profiles that read other rows or parts of the same sample
"""

from __future__ import annotations

import json
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from artui.domain import money
from artui.domain.days import iso
from artui.ingest.profiles import load

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from artui.ingest.kinds import Kind
    from artui.ingest.profile import Profile
    from artui.ingest.reading import Reading
    from tests.homes import Books

SHIPPED = Path(__file__).parents[2] / "policies" / "exports"
SAMPLES = Path(__file__).parents[1] / "exports"
EXPECTED = sorted(SAMPLES.rglob("*.json"))
BUCKETS = 5

Expected = dict[str, Any]


@cache
def shipped() -> Sequence[Profile]:
    """Every shipped profile."""
    found = load(SHIPPED)
    assert found.findings == ()
    return found.profiles


def expected(path: Path) -> Expected:
    """What a sample must load to."""
    found: Expected = json.loads(path.read_text(encoding="utf-8"))
    return found


def sample(path: Path) -> Path:
    """The file that some expectations are about."""
    told = expected(path).get("file")
    if told:
        return SAMPLES / str(told)
    (file,) = [each for each in path.parent.glob(f"{path.stem}.*") if each.suffix != ".json"]
    return file


def named(path: Path) -> str:
    """What a test calls a sample."""
    return str(path.relative_to(SAMPLES).with_suffix(""))


def legible(reading: Reading) -> Iterator[dict[str, Any]]:
    """The good rows as people write them."""
    found: list[dict[str, Any]] = []
    withdrawn: set[int] = set()
    for chunk in reading.chunks():
        found += [dict(zip(reading.fields, row, strict=True)) for row in chunk.rows]
        withdrawn.update(chunk.withdrawn)
    for row in found:
        if row["file_line"] not in withdrawn:
            yield {"line": row["file_line"], **written(reading.kind, row)}


def written(kind: Kind, row: Mapping[str, Any]) -> dict[str, str]:
    """The canonical columns of a row that are not blank, as text."""
    types = {column.name: column.type for column in kind.columns}
    given = {name: value for name in types if (value := row.get(name)) is not None}
    return {name: shown(types[name], value, row) for name, value in given.items()}


def shown(type_: str, value: Any, row: Mapping[str, Any]) -> str:
    """A value as text, by its column's type."""
    if type_ == "money":
        return money.plain(value, str(row["currency"]))
    return str(iso(value)) if type_ == "date" else str(value)


def totals(rows: Sequence[Mapping[str, str]]) -> dict[str, Decimal]:
    """What the rows amount to, by currency; a blank one for kinds that have none."""
    found: dict[str, Decimal] = {}
    for row in rows:
        if "amount" in row:
            currency = row.get("currency", "")
            found[currency] = found.get(currency, Decimal()) + Decimal(row["amount"])
    return found


def aging(books: Books, told: Mapping[str, Any]) -> dict[str, Any]:
    """Everything owed on a day."""
    rows = books.aged(told["as_of"], by="currency")
    return {"as_of": told["as_of"], **{row["currency"]: aged(row) for row in rows}}


def aged(row: Mapping[str, Any]) -> dict[str, Any]:
    """What is owed in one currency."""
    currency = row["currency"]
    return {
        "buckets": [money.plain(row[f"b{n}"], currency) for n in range(BUCKETS)],
        "unapplied": money.plain(row["unapplied"], currency),
        "total": money.plain(row["outstanding"], currency),
    }
