"""The user's keymap: other keys for actions, checked before it is used."""

from __future__ import annotations

import difflib
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.keys import Keys

from artui.errors import ArtuiError
from artui.tui.actions import ACTIONS, BY_ID, symbol

if TYPE_CHECKING:
    from collections.abc import Mapping

#: A key no terminal sends; Textual has no other way to leave an action without a key.
UNBOUND = "unbound"
_MODIFIERS = {"ctrl", "shift", "alt", "meta", "super", "hyper"}
_NAMED = {key.value for key in Keys if key.value.isalnum()}


class UnknownAction(ArtuiError):  # noqa: N818 - named for what is wrong
    """keymap: there is no action {action}."""

    hint = "The help page (?) names the actions."


class UnknownKey(ArtuiError):  # noqa: N818 - named for what is wrong
    """keymap: {action}: {key} is not a key."""

    hint = "Write it as in x, X, /, f5, ctrl+x, pageup, escape; [] for no key."


class KeyTaken(ArtuiError):  # noqa: N818 - named for what is wrong
    """keymap: {action}: the key {key} already means {other}."""

    hint = "Give one of the two another key; until then both keep the keys they come with."


@dataclass(frozen=True, slots=True)
class Keymap:
    """The keys of every action, and what was wrong with the user's wishes."""

    keys: Mapping[str, tuple[str, ...]]
    findings: tuple[ArtuiError, ...] = ()

    def for_app(self) -> dict[str, str]:
        """The mapping that Textual's `App.set_keymap` takes; it names every action."""
        return {
            action: ",".join("comma" if key == "," else key for key in keys) or UNBOUND
            for action, keys in self.keys.items()
        }


def keymap(wishes: Mapping[str, object], *, where: str = "") -> Keymap:
    """The keymap that follows from a user's wishes.

    What is wrong with a wish is a finding, and the wish is left out: the action keeps its own
    keys. A key means one thing wherever it is pressed, since all places can be on one screen.

    Args:
        wishes: a list of keys by action id; an empty list takes an action's keys away.
        where: the file that holds them, for the findings.
    """
    findings: list[ArtuiError] = []
    wanted = {}
    for action, wish in wishes.items():
        if (checked := _checked(action, wish, findings, where)) is not None:
            wanted[action] = checked
    while clashes := _clashes(keys := _resolved(wanted), wanted):
        for key, action, other in clashes:
            findings.append(KeyTaken(where=where, action=action, key=symbol(key), other=other))
            wanted.pop(action, None)
            wanted.pop(other, None)
    return Keymap(keys, tuple(findings))


def _checked(
    action: str, wish: object, findings: list[ArtuiError], where: str
) -> tuple[str, ...] | None:
    if action not in BY_ID:
        near = difflib.get_close_matches(str(action), BY_ID, n=1)
        hint = f"Did you mean {near[0]}?" if near else ""
        findings.append(UnknownAction(where=where, hint=hint, action=action))
        return None
    wished = wish if isinstance(wish, list | tuple) else [wish]
    keys = [str(key) if isinstance(key, str | int) else "" for key in wished]
    wrong = [key for key in keys if not _is_key(key)]
    findings += [UnknownKey(where=where, action=action, key=repr(key)) for key in wrong]
    return None if wrong else tuple(dict.fromkeys(keys))


def _is_key(key: str) -> bool:
    if len(key) == 1:
        return key.isprintable() and key != " "
    *modifiers, last = key.split("+")
    return set(modifiers) <= _MODIFIERS and (last in _NAMED or (len(last) == 1 and last.isalnum()))


def _resolved(wanted: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    return {action.id: wanted.get(action.id, action.keys) for action in ACTIONS}


def _clashes(
    keys: Mapping[str, tuple[str, ...]], wanted: Mapping[str, tuple[str, ...]]
) -> list[tuple[str, str, str]]:
    """Key, the action that wished for it, and the action that has it too."""
    users: dict[str, list[str]] = defaultdict(list)
    for action, own in keys.items():
        for key in own:
            users[key].append(action)
    return [
        (key, wisher, other)
        for key, actions in users.items()
        for wisher in [next((a for a in actions if a in wanted), "")]
        for other in actions
        if wisher and other != wisher
    ]
