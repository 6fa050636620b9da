"""The demo: a home built out of the sample data, standing still on the sample's own last day."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from artui import founding, shipped

if TYPE_CHECKING:
    from pathlib import Path

    from artui.home import Home

LAST_DAY = "2026-11-20"
_COMPANIES = """\
companies:
  "1000": {name: Northwind Field Services, currency: USD}
  "2000": {name: Northwind Field Services Benelux, currency: EUR}
"""


def build(path: Path) -> Home:
    """A home with the sample's exports waiting in drop/."""
    settings = founding.SETTINGS.format(
        company_name="Northwind Field Services",
        base_currency="USD",
        timezone="UTC",
        company="1000",
        companies=_COMPANIES,
        today=f"today: {LAST_DAY}\n",
    )
    home = founding.found(path, settings)
    for export in sorted((shipped.folder("sample_data") / "exports").glob("*.csv")):
        shutil.copyfile(export, home.folder("drop") / export.name)
    return home
