"""The themes: legible, and one without any colour."""

from __future__ import annotations

import pytest
from textual.color import Color

from artui.tui.themes import DARK, LIGHT, MONO, THEMES, chosen

LEGIBLE = 4.5  # WCAG 2.1, 1.4.3


def _luminance(color: Color) -> float:
    """Relative luminance as WCAG 2.1 defines it."""
    parts = [part / 255 for part in color.rgb]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(Color.parse(one)), _luminance(Color.parse(other))))[::-1]
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
@pytest.mark.parametrize(
    "part", ["foreground", "primary", "secondary", "accent", "success", "warning", "error"]
)
def test_every_colour_is_legible_on_every_ground(theme: object, part: str) -> None:
    grounds = (getattr(theme, ground) for ground in ("background", "surface", "panel"))
    assert min(_contrast(getattr(theme, part), ground) for ground in grounds) >= LEGIBLE


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_the_row_under_the_cursor_is_legible(theme: object) -> None:
    names = theme.variables  # type: ignore[attr-defined] # pytest gives parameters as objects
    front, ground = names["block-cursor-foreground"], names["block-cursor-background"]
    assert _contrast(front, ground) >= LEGIBLE


def test_without_colour_there_is_one_theme() -> None:
    assert {chosen(name, no_color=True).name for name in ("", "dark", *THEMES)} == {MONO.name}


@pytest.mark.parametrize(
    ("wanted", "theme"), [("light", LIGHT), ("artui-light", LIGHT), ("dark", DARK), ("x", DARK)]
)
def test_a_theme_is_chosen_by_name(wanted: str, theme: object) -> None:
    assert chosen(wanted, no_color=False) is theme
