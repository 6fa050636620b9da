"""Rewrites the sample: the exports of a fictional field-service company, always the same bytes.

python sample_data/generate.py [--out DIR]
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from sample_data.story import (
    cast,
    causes,
    corrections,
    credit,
    exports,
    fates,
    open_items,
    settlement,
    work,
)

HERE = Path(__file__).resolve().parent
_NOT_TEXT = b"\x89NOT A TEXT FILE\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x01\x00\xff\xfe\x9c\x00\n"
_WRONG_COLUMNS = b"invoice_id,invoice_date,amount,clerk\nINV-20101,2026-04-07,2810.36,night desk\n"


def tell() -> exports.Story:
    """Everything that happened at Northwind Field Services."""
    customers = cast.load()
    invoices = work.bill(customers)
    fates.decide(invoices)
    disputes = causes.explain(invoices)
    ledger = settlement.settle(invoices, disputes)
    corrections.correct(ledger)
    return exports.Story(customers, credit.limits(customers, ledger), disputes, ledger)


def write(out: Path) -> int:
    """Write exports/, broken/ and truth.csv below `out`; how many files were written.

    Exports of an earlier run that this one does not make are removed.
    """
    story = tell()
    made = {f"exports/{name}": body for name, body in exports.files(story).items()}
    made["truth.csv"] = exports.truth(story)
    made["broken/not_text.csv"] = _NOT_TEXT
    made["broken/wrong_columns.csv"] = _WRONG_COLUMNS
    made["broken/truncated_open_items.csv"] = open_items.truncated(story.ledger, story.disputes)
    for stale in (out / "exports").glob("*.csv"):
        stale.unlink()
    for name, body in made.items():
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        (out / name).write_bytes(body)
    return len(made)


def main() -> None:
    """Read the command line and write the files."""
    parser = argparse.ArgumentParser(description="Rewrite the sample's files.")
    parser.add_argument("--out", type=Path, default=HERE, help="default: beside this script")
    out: Path = parser.parse_args().out
    print(f"{write(out)} files written to {out}")


if __name__ == "__main__":
    main()
