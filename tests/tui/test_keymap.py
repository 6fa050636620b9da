"""The user's keymap: what is good is taken, what is wrong is said and left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artui.tui.actions import ACTIONS, BY_ID
from artui.tui.keymap import UNBOUND, KeyTaken, UnknownAction, UnknownKey, keymap
from tests.tui.table_app import TableApp, fill
from tests.tui.terminal import frame

if TYPE_CHECKING:
    from pathlib import Path

DEFAULTS = {action.id: action.keys for action in ACTIONS}


def test_without_wishes_every_action_has_its_own_keys() -> None:
    assert keymap({}).keys == DEFAULTS
    assert keymap({}).findings == ()


def test_wishes_are_taken() -> None:
    made = keymap({"quit": ["Q", "ctrl+x"], "undo": "z", "aging": [1], "help": []})
    assert made.findings == ()
    assert made.keys["quit"] == ("Q", "ctrl+x")
    assert (made.keys["undo"], made.keys["aging"], made.keys["help"]) == (("z",), ("1",), ())


def test_two_actions_may_change_places() -> None:
    made = keymap({"quit": ["u"], "undo": ["q"]})
    assert (made.findings, made.keys["quit"], made.keys["undo"]) == ((), ("u",), ("q",))


def test_an_unknown_action_is_named_with_the_one_that_was_meant() -> None:
    (finding,) = keymap({"quti": ["z"]}, where="artui.yaml").findings
    assert isinstance(finding, UnknownAction)
    assert str(finding) == "artui.yaml: keymap: there is no action quti. Did you mean quit?"


@pytest.mark.parametrize("key", ["ctlr+x", "", "spacebar", "ctrl+", "\x1b", None, 1.5, ["z"]])
def test_what_is_no_key_is_said_and_the_action_keeps_its_own(key: object) -> None:
    made = keymap({"quit": [key]})
    assert [type(finding) for finding in made.findings] == [UnknownKey]
    assert made.keys == DEFAULTS
    assert str(made.findings[0]).isprintable()


def test_a_key_that_is_taken_stays_where_it_is() -> None:
    made = keymap({"quit": ["u"], "reorder": ["z"]})
    (finding,) = made.findings
    assert isinstance(finding, KeyTaken)
    assert str(finding).startswith("keymap: quit: the key u already means undo.")
    assert made.keys == {**DEFAULTS, "reorder": ("z",)}


def test_two_wishes_for_one_key_are_both_left_out() -> None:
    made = keymap({"quit": ["z"], "undo": ["z"]})
    assert [type(finding) for finding in made.findings] == [KeyTaken]
    assert made.keys == DEFAULTS


@given(
    st.dictionaries(
        st.sampled_from([*BY_ID, "nonsense"]),
        st.lists(st.sampled_from([*(k for a in ACTIONS for k in a.keys), "z", "y", "f5", "no"])),
    )
)
def test_no_keymap_gives_a_key_two_meanings(wishes: dict[str, object]) -> None:
    made = keymap(wishes)
    keys = [key for own in made.keys.values() for key in own]
    assert len(keys) == len(set(keys))
    assert set(made.keys) == set(BY_ID)
    if not made.findings:
        assert {action: made.keys[action] for action in wishes} == {
            action: tuple(dict.fromkeys(wish))
            for action, wish in wishes.items()
            if isinstance(wish, list)
        }


async def test_the_app_does_what_the_keymap_says(tmp_path: Path) -> None:
    app = TableApp(fill(tmp_path / "db", map(str, range(50))))
    wishes = {"down": ["z", ","], "up": [], "sort_reverse": ["j"], "undo": ["k"]}
    made = keymap(wishes)
    assert made.findings == ()
    assert made.for_app()["up"] == UNBOUND
    async with app.run_test(size=(100, 10)) as pilot:
        await app.workers.wait_for_complete()
        app.set_keymap(made.for_app())
        await pilot.press("z", "comma", "up", "down")
        await pilot.pause()
        assert app.table.cursor == 2
        await pilot.press("j")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert app.table.arrangement.order[0].descending
        keys = frame(app).splitlines()[-1]
    assert keys.split("   ") == [
        *("  ↵ open", "esc back", "k undo", "P policy", "j sort", "? help", "q quit")
    ]
