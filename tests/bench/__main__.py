"""Every measurement in one run: `python -m tests.bench`.

Each is printed beside a yardstick measured in the same run, because machines differ and drift;
what can be compared between runs is the ratio. Nothing is asserted.
"""

from __future__ import annotations

import subprocess
import sys

#: In this order, one after the other: what runs beside a measurement spoils it.
BENCHES = (
    ("Loading a file, beside sqlite3 .import", "tests.bench.load"),
    ("The terminal UI on 200,000 open items, beside a bare Textual app", "tests.bench.start"),
    ("The table alone, beside Textual's DataTable", "tests.bench.table"),
    ("Reports on 300,000 open items, beside counting them", "tests.bench.reports"),
    ("The billing gate on 100,000 invoices, beside counting", "tests.bench.readiness"),
    ("Why invoices are late, beside finding which are", "tests.bench.reasons"),
    ("The past and the day on 1,000,000 open items, beside DuckDB", "tests.bench.past"),
    ("Expected cash, beside the due date and the mean delay", "tests.bench.forecast"),
    ("A plan of edited policies on 1,000,000 open items, beside reading them", "tests.bench.plan"),
)


def main() -> int:
    """Run every bench; 1 where one of them failed."""
    failed = 0
    for title, module in BENCHES:
        print(f"\n== {title}\n", flush=True)  # noqa: T201 - what it is for
        failed |= subprocess.run([sys.executable, "-m", module], check=False).returncode
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
