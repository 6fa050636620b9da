"""Which profiles may read one grid side by side."""

from __future__ import annotations

from dataclasses import replace

import pytest

from artui.ingest.profile import Profile
from artui.ingest.sharing import apart

BILLS = Profile("bills", "invoices", take={"Type": frozenset(("bill",))})
MONEY = Profile("money", "payments", take={"Type": frozenset(("money",))})
ALL = Profile("all", "invoices")


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (BILLS, MONEY, True),
        (BILLS, replace(MONEY, take={"Type": frozenset(("bill", "money"))}), False),
        (BILLS, replace(MONEY, take={"Side": frozenset(("money",))}), False),
        (ALL, MONEY, False),
        (replace(ALL, leave={"type": frozenset(("money", "rent"))}), MONEY, True),
        (replace(ALL, leave={"Type": frozenset(("rent",))}), MONEY, False),
        (replace(ALL, leave={"Side": frozenset(("money",))}), MONEY, False),
        (replace(ALL, lines="summed"), Profile("lines", "invoice_lines"), True),
        (ALL, Profile("lines", "invoice_lines"), False),
        (MONEY, Profile("paid", "applications"), True),
    ],
)
def test_profiles_are_apart_where_no_row_counts_twice(
    one: Profile, other: Profile, *, expected: bool
) -> None:
    assert apart(one, other) is expected
    assert apart(other, one) is expected
