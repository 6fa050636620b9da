"""The one table of actions: keys, footer, help page and palette are all made from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from textual.binding import Binding

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from textual.binding import BindingType

#: Where an action works: `everywhere` (the app), on a `table`, on a screen with a `list`, on a
#: screen about an `invoice` (an invoice, or a list of them), on a `dispute` (one, or a list of
#: them), in the list of `disputes`, on a `week` of reasons or a month of KPIs, in what is `ranked`,
#: in a list that can be `grouped`, on what is `gated` (jobs and invoices by how ready they are) and
#: what is `checked` (one of them), on what is `owed` (an account, a customer or an invoice), on a
#: `promise`, on the `credit` of a customer, on an `account` past due, on the `worklist`, on a line
#: of the `policy`, on a `figure` that is taken back to its rows, on a file that came as an
#: `import`, on a row of it that was a `reject`.
Place = Literal[
    "everywhere",
    "table",
    "list",
    "figure",
    "invoice",
    "dispute",
    "disputes",
    "week",
    "ranked",
    "grouped",
    "gated",
    "checked",
    "owed",
    "promise",
    "credit",
    "account",
    "worklist",
    "policy",
    "import",
    "reject",
]

PLACES: Mapping[Place, str] = {
    "everywhere": "Everywhere",
    "list": "In lists",
    "table": "In a table",
    "figure": "On a figure and its rows",
    "invoice": "On an invoice",
    "dispute": "On a dispute",
    "disputes": "In the list of disputes",
    "week": "On a week or month",
    "ranked": "In the ranking of reasons",
    "grouped": "In a list that can be grouped",
    "gated": "In the list of what is ready to be billed",
    "checked": "On a job or invoice that is checked",
    "owed": "On what a customer owes",
    "promise": "On a promise",
    "credit": "On a customer's credit",
    "account": "On an account past due",
    "worklist": "In the worklist",
    "policy": "On a line of the policy",
    "import": "On a file that came",
    "reject": "On a rejected row",
}


@dataclass(frozen=True, slots=True)
class Action:
    """Something a key does.

    Attributes:
        id: the name by which a user's keymap speaks of it.
        keys: the keys that do it unless the user's keymap says otherwise.
        label: one or two words, for the footer.
        description: one line, for help page and palette.
        where: the place in which the keys work.
        show: whether the footer names it.
        at_once: whether it is done before later keys are looked at, which may be meant for what
            it opens: they come in one packet where the line is slow or the fingers are quick.
        run: the method that does it, as Textual's actions are written; the id where empty.
    """

    id: str
    keys: tuple[str, ...]
    label: str
    description: str
    where: Place = "everywhere"
    show: bool = False
    at_once: bool = False
    run: str = ""

    @property
    def method(self) -> str:
        """The Textual action, to be run on the node of the place."""
        return self.run or self.id


#: The order is the footer's and the help page's. Sorting has the keys of `top`, < and >, with s
#: to turn the order round: r chooses a reason, R orders anew, u undoes. Numbers not given here
#: belong to places that come later.
ACTIONS: tuple[Action, ...] = (
    Action("open", ("enter",), "open", "Open the row under the cursor", "table", show=True),
    Action("reason", ("r",), "reason", "Choose why it is late", "invoice", show=True),
    Action(
        *("dispute", ("D",), "dispute", "Open a dispute, or take up the one there is", "invoice"),
        show=True,
        at_once=True,
    ),
    Action(
        *("state", ("S",), "state", "Say how a dispute stands now, or close it", "dispute"),
        show=True,
        at_once=True,
    ),
    Action(
        *("change", ("E",), "change", "Change its owner, next step, amount or reason", "dispute"),
        show=True,
        at_once=True,
    ),
    Action(
        *("note", ("N",), "note", "Add a note to a dispute", "dispute"),
        show=True,
        at_once=True,
    ),
    Action(
        *("agree", ("A",), "take export's", "Take what the export says of a dispute", "dispute"),
        show=True,
        at_once=True,
    ),
    Action(
        *("standing", ("o",), "open/closed", "Open disputes, closed ones, or all", "disputes"),
        show=True,
    ),
    Action("job", ("J",), "job", "The job that the invoice bills", "invoice", show=True),
    Action(
        *("waive", ("W",), "waive", "Let a failed check pass, or no longer", "checked"),
        show=True,
        at_once=True,
    ),
    Action(
        *("gate", ("f",), "state", "What is blocked, waived, ready; then all of it", "gated"),
        show=True,
    ),
    Action(
        *("filter", ("/",), "filter", "Show only rows with these words", "list"),
        show=True,
        at_once=True,
    ),
    Action(
        *("review", ("V",), "reviewed", "Note that the credit was reviewed today", "credit"),
        show=True,
    ),
    Action(
        *("contact", ("c",), "contact", "Log a contact, and when to come back to it", "account"),
        show=True,
        at_once=True,
    ),
    Action(
        *("done", ("x",), "done", "Mark the account's step as done, and go to the next", "account"),
        show=True,
    ),
    Action(
        *("promise", ("p",), "promise", "Log a promise to pay: how much, and by when", "owed"),
        show=True,
        at_once=True,
    ),
    Action(
        *("withdraw", ("X",), "withdraw", "Withdraw a promise, or the plan it is of", "promise"),
        show=True,
        at_once=True,
    ),
    Action(
        *("hold", ("H",), "hold", "Leave the account alone until a day, or no longer", "account"),
        show=True,
        at_once=True,
    ),
    Action(
        "why",
        ("w",),
        "why",
        "The rows behind the figure, its formula, their files",
        "list",
        show=True,
    ),
    Action(
        *("figure_before", ("{",), "previous", "The figure to the left", "figure"),
        show=True,
        run="figure(-1)",
    ),
    Action(
        *("figure_after", ("}",), "next", "The figure to the right", "figure"),
        show=True,
        run="figure(1)",
    ),
    Action(
        *("dates", ("d",), "dates", "Look at another day, or at what was known on one", "list"),
        show=True,
        at_once=True,
    ),
    Action("mine", ("a",), "mine/all", "My accounts, or everybody's", "worklist", show=True),
    Action(
        *("week_before", ("[",), "earlier", "The week, or month, before", "week"),
        show=True,
        run="week(-1)",
    ),
    Action(
        *("week_after", ("]",), "later", "The week, or month, after", "week"),
        show=True,
        run="week(1)",
    ),
    Action(
        *("rank", ("m",), "rank by", "Rank by money and days, by invoices, or by money", "ranked"),
        show=True,
    ),
    Action(
        *("scope", ("i",), "all/new", "All that is late, or late for the first time", "ranked"),
        show=True,
    ),
    Action(
        *("chart", ("v",), "chart", "The rows as bars with their shares added up", "ranked"),
        show=True,
    ),
    Action(
        *("today", ("T",), "today", "A frozen week as it is seen today, side by side", "ranked"),
        show=True,
    ),
    Action(
        *("group", ("b",), "by", "Group by the next, and ungrouped again", "grouped"),
        show=True,
    ),
    Action(
        *("edit", ("e",), "edit", "Open its file at its line in your editor", "policy"),
        show=True,
    ),
    Action(
        *("accept", ("y",), "load it", "Load a held file all the same; your name is kept"),
        where="import",
        show=True,
        at_once=True,
    ),
    Action(
        *("refuse", ("n",), "leave out", "Leave a held or failed file out, and say why"),
        where="import",
        show=True,
        at_once=True,
    ),
    Action(
        *("again", ("t",), "try again", "Load the file anew, with the profiles as they are now"),
        where="import",
        show=True,
    ),
    Action("copy", ("Y",), "copy", "Copy the whole row", "reject", show=True),
    Action("back", ("escape",), "back", "Leave what is open; clear the filter", show=True),
    Action("undo", ("u",), "undo", "Take back the last thing you entered", show=True),
    Action(
        *("policy", ("P",), "policy", "The policy of the customer in view; else the whole of it"),
        show=True,
    ),
    Action(
        *("promises", ("M",), "promises", "Promises to pay: of the customer opened, else of all"),
    ),
    Action("aging", ("2",), "Aging", "Go to Aging", run="go('aging')"),
    Action("work", ("3",), "Work", "Go to Work", run="go('work')"),
    Action("disputes", ("4",), "Disputes", "Go to Disputes", run="go('disputes')"),
    Action("reasons", ("5",), "Reasons", "Go to Reasons", run="go('reasons')"),
    Action("readiness", ("6",), "Readiness", "Go to Readiness", run="go('readiness')"),
    Action("credit", ("7",), "Credit", "Go to Credit", run="go('credit')"),
    Action("kpis", ("8",), "KPIs", "Go to KPIs", run="go('kpis')"),
    Action("imports", ("9",), "Imports", "Go to Imports", run="go('imports')"),
    Action("forecast", ("0",), "Forecast", "Go to Forecast", run="go('forecast')"),
    Action("sort_previous", ("<",), "sort left", "Sort by the column to the left", "table"),
    Action("sort_next", (">",), "sort right", "Sort by the column to the right", "table"),
    Action("sort_reverse", ("s",), "sort", "Turn the order round", "table", show=True),
    Action("reorder", ("R",), "re-sort", "Read the rows anew and put them in order", "table"),
    Action("up", ("up", "k"), "up", "One row up", "table", run="move(-1)"),
    Action("down", ("down", "j"), "down", "One row down", "table", run="move(1)"),
    Action("half_up", ("ctrl+u",), "half up", "Half a page up", "table", run="leaf(-0.5)"),
    Action("half_down", ("ctrl+d",), "half down", "Half a page down", "table", run="leaf(0.5)"),
    Action("page_up", ("pageup",), "page up", "One page up", "table", run="leaf(-1)"),
    Action("page_down", ("pagedown",), "page down", "One page down", "table", run="leaf(1)"),
    Action("top", ("home", "g"), "top", "To the first row", "table"),
    Action("bottom", ("end", "G"), "bottom", "To the last row", "table"),
    Action("left", ("left", "h"), "left", "Columns to the left", "table", run="sideways(-1)"),
    Action("right", ("right", "l"), "right", "Columns to the right", "table", run="sideways(1)"),
    Action("palette", ("ctrl+p",), "palette", "Find an action by its name", run="command_palette"),
    Action("help", ("?",), "help", "What the keys do here", show=True),
    Action("quit", ("q",), "quit", "Leave artui", show=True),
)

BY_ID: Mapping[str, Action] = {action.id: action for action in ACTIONS}

_SYMBOLS = {
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "enter": "↵",
    "escape": "esc",
    "slash": "/",
    "pageup": "pgup",
    "pagedown": "pgdn",
}


def bindings(where: Place) -> list[BindingType]:
    """The bindings of a place, for the BINDINGS of the class that is the place."""
    return [
        Binding(
            ",".join(action.keys),
            action.method,
            action.label,
            show=action.show,
            priority=action.at_once,
            tooltip=action.description,
            id=action.id,
        )
        for action in ACTIONS
        if action.where == where
    ]


def at(places: Collection[Place]) -> list[Action]:
    """The actions that work where all of these places are, in the table's order."""
    return [action for action in ACTIONS if action.where in places]


def symbol(key: str) -> str:
    """A key as people read it: `↵`, `^p`, `/`."""
    *modifiers, last = key.split("+") if len(key) > 1 else [key]
    name = _SYMBOLS.get(last, last)
    return "".join("^" if m == "ctrl" else f"{m}+" for m in modifiers) + name


def help_lines(
    places: Collection[Place], keys: Mapping[str, tuple[str, ...]]
) -> list[tuple[str, str, str]]:
    """The help page: heading of the place, keys, description; a line for every action there.

    Args:
        places: where the user is.
        keys: the keys of each action id, as the keymap has them.
    """
    return [
        (PLACES[action.where], " ".join(map(symbol, keys[action.id])), action.description)
        for place in PLACES
        if place in places
        for action in ACTIONS
        if action.where == place
    ]
