"""Numbers and codes in plain data: quoted or not, never through binary fractions."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

_DECIMAL = re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,18})?")


def is_whole(data: Any) -> bool:
    """Whether plain data is a whole number; true and false are none."""
    return isinstance(data, int) and not isinstance(data, bool)


def is_number(data: Any) -> bool:
    """Whether plain data is a number; true and false are none."""
    return is_whole(data) or isinstance(data, Decimal)


def to_decimal(data: Any) -> Decimal | None:
    """The number plain data stands for, quoted or not; None where it stands for none."""
    fits = is_number(data) or (isinstance(data, str) and _DECIMAL.fullmatch(data))
    return Decimal(data) if fits else None


def code(data: Any) -> str:
    """A code as text, written as it stood in the file, quoted or not."""
    return format(data, "f") if isinstance(data, Decimal) else str(data)
