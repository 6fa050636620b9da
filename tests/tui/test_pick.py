"""A choice on one line: arrows, space and first letters."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.app import App

from artui.tui.widgets.pick import Pick

if TYPE_CHECKING:
    from textual.app import ComposeResult

CHOICES = {"phone": "Phone", "email": "Email", "post": "Post", "portal": "Portal"}


class OnePick(App[None]):
    """An app of one choice."""

    def compose(self) -> ComposeResult:
        """The choice."""
        yield Pick(CHOICES, at="email")


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ((), "email"),
        (("right",), "post"),
        (("space",), "post"),
        (("left", "left"), "portal"),
        (("right", "right", "right"), "phone"),
        (("p",), "post"),
        (("p", "p", "p"), "phone"),
        (("E",), "email"),
        (("x", "7"), "email"),
    ],
)
async def test_keys_go_through_the_choices(keys: tuple[str, ...], expected: str) -> None:
    async with OnePick().run_test() as pilot:
        await pilot.press(*keys)
        pick = pilot.app.query_one(Pick)
        assert pick.value == expected
        assert pick.render().plain == f"‹ {CHOICES[expected]} ›"  # noqa: RUF001 - as it is shown
