"""The colours: one dark, one light, one without any."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.theme import Theme

if TYPE_CHECKING:
    from collections.abc import Mapping

DARK = Theme(
    name="artui-dark",
    dark=True,
    primary="#7aa2c8",
    secondary="#8f9bb0",
    accent="#d8b36a",
    success="#8fbf8f",
    warning="#e0b45c",
    error="#e58a83",
    foreground="#d7dce2",
    background="#171b21",
    surface="#1d222a",
    panel="#262c36",
    variables={
        "block-cursor-background": "#34506e",
        "block-cursor-foreground": "#ffffff",
        "block-cursor-text-style": "bold",
        "footer-key-foreground": "#d8b36a",
    },
)

LIGHT = Theme(
    name="artui-light",
    dark=False,
    primary="#2b5d8a",
    secondary="#56627a",
    accent="#7a5200",
    success="#2c6a2c",
    warning="#7a5200",
    error="#a3261f",
    foreground="#1f2328",
    background="#fbfbf9",
    surface="#f2f2ee",
    panel="#e6e6e0",
    variables={
        "block-cursor-background": "#cfe0f0",
        "block-cursor-foreground": "#10161c",
        "block-cursor-text-style": "bold",
        "footer-key-foreground": "#7a5200",
    },
)

#: The terminal's own two colours; what colour says elsewhere, bold and reverse say here.
MONO = Theme(
    name="artui-mono",
    dark=True,
    ansi=True,
    primary="ansi_default",
    secondary="ansi_default",
    accent="ansi_default",
    success="ansi_default",
    warning="ansi_default",
    error="ansi_default",
    foreground="ansi_default",
    background="ansi_default",
    surface="ansi_default",
    panel="ansi_default",
    boost="ansi_default",
    variables={
        "ansi-background": "ansi_default",
        "ansi-foreground": "ansi_default",
        "border-blurred": "ansi_default",
        "input-selection-background": "ansi_default",
        "input-selection-foreground": "ansi_default",
        "block-cursor-background": "ansi_default",
        "block-cursor-foreground": "ansi_default",
        "block-cursor-text-style": "reverse",
        "footer-key-foreground": "ansi_default",
    },
)

THEMES: Mapping[str, Theme] = {theme.name: theme for theme in (DARK, LIGHT, MONO)}


def chosen(wanted: str, *, no_color: bool) -> Theme:
    """The theme to start with; without colour there is only one.

    Where `no_color` holds, the app must also be made with `ansi_color=True`: only then does
    Textual send no colour at all; otherwise it sends greys.

    Args:
        wanted: the name in the user's settings, with or without `artui-`; unknown names mean dark.
        no_color: whether NO_COLOR is set.
    """
    if no_color:
        return MONO
    return THEMES.get(wanted) or THEMES.get(f"artui-{wanted}") or DARK
