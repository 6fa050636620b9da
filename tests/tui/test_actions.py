"""The table of actions: complete, without clashes, and what is made from it."""

from __future__ import annotations

from collections import Counter

import pytest
from textual.app import App

from artui.tui.actions import ACTIONS, PLACES, at, bindings, help_lines, symbol
from artui.tui.keymap import keymap
from artui.tui.widgets.table import VirtualTable


def test_ids_and_keys_are_unique() -> None:
    assert Counter(action.id for action in ACTIONS).most_common(1)[0][1] == 1
    assert Counter(key for action in ACTIONS for key in action.keys).most_common(1)[0][1] == 1


def test_every_action_of_a_table_is_a_method_of_it() -> None:
    methods = {action.method.split("(")[0] for action in ACTIONS if action.where == "table"}
    assert {name for name in methods if not hasattr(VirtualTable, f"action_{name}")} == set()


def test_textual_takes_the_keys_as_they_are_written() -> None:
    class AllKeys(App[None]):
        BINDINGS = [binding for place in PLACES for binding in bindings(place)]  # noqa: RUF012 - Textual's own way

    bound = AllKeys()._bindings.key_to_bindings  # noqa: SLF001 - there is no public way to them
    assert {"slash", "question_mark", "less_than_sign", "escape", "ctrl+p", "R", "2"} <= set(bound)


@pytest.mark.parametrize(
    ("key", "expected"),
    [("enter", "↵"), ("ctrl+p", "^p"), ("/", "/"), ("+", "+"), ("shift+up", "shift+↑")],
)
def test_a_key_is_written_as_people_read_it(key: str, expected: str) -> None:
    assert symbol(key) == expected


def test_the_help_page_has_a_line_for_every_action_with_the_users_keys() -> None:
    lines = help_lines(list(PLACES), keymap({"quit": ["Q", "f10"], "undo": []}).keys)
    assert len(lines) == len(ACTIONS)
    assert ("Everywhere", "Q f10", "Leave artui") in lines
    assert ("Everywhere", "", "Take back the last thing you entered") in lines
    assert {heading for heading, _, _ in help_lines(["table"], keymap({}).keys)} == {"In a table"}


def test_the_actions_of_a_screen_are_those_of_its_places() -> None:
    assert {action.where for action in at(["table", "everywhere"])} == {"table", "everywhere"}
    assert at(list(PLACES)) == list(ACTIONS)
