"""The parts of README.md that are made from the code; `python -m tests.readme` writes them anew."""

from __future__ import annotations

import asyncio
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click
import yaml

from artui.cli.commands import artui
from artui.domain.conditions import FIELDS
from artui.home import open_home
from artui.ingest.kinds import KINDS
from artui.ingest.profile_shape import SHAPE, TAKEN
from artui.tui.actions import PLACES, at, symbol
from artui.tui.app import ArtuiApp
from artui.tui.widgets.table import VirtualTable
from tests.demonstration import ROOT, demonstration, plain_environment
from tests.tui.terminal import frame

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from textual.pilot import Pilot

README = Path(__file__).resolve().parents[1] / "README.md"
_SIZE = (110, 24)
_REVISION = re.compile(r"content:[0-9a-f]{12}")
_LONGEST = 20.0
_COLUMN = 24


def keys() -> str:
    """Every action's keys, by the place they work in."""
    rows = [
        (
            PLACES[action.where],
            _code(map(symbol, action.keys)),
            action.description,
            f"`{action.id}`",
        )
        for place in PLACES
        for action in at([place])
    ]
    return _table(("where", "keys", "what they do", "action"), rows)


def _code(words: Iterable[str]) -> str:
    return " ".join(f"`{word}`" for word in words)


def files() -> str:
    """The canonical kinds and their columns."""
    rows = [
        (f"`{kind.name}`", " ".join(c.name + "*" * c.required for c in kind.columns))
        for kind in KINDS.values()
    ]
    return _table(
        ("kind", "columns"), [(kind, columns.replace("*", "\\*")) for kind, columns in rows]
    )


def profile_keys() -> str:
    """What a profile may say."""
    rows = [(f"`{name}`", key.meaning) for name, key in SHAPE.keys.items()]
    rows += [(f"`columns: {{X: {{{name}: …}}}}`", key.meaning) for name, key in TAKEN.keys.items()]
    return _table(("key", "meaning"), rows)


def profiles() -> str:
    """The shipped profiles."""
    rows = [
        (f"`{path.stem}`", data["title"], data["kind"], data["sample"])
        for path in sorted((ROOT / "policies" / "exports").glob("*.yaml"))
        for data in [yaml.safe_load(path.read_text(encoding="utf-8"))]
    ]
    return _table(("profile", "what it reads", "kind", "layout"), rows)


def fields() -> str:
    """The fields conditions may ask about."""
    rows = [
        (f"`{name}`", ", ".join(field.about), field.kind, field.meaning)
        for name, field in FIELDS.items()
    ]
    return _table(("field", "of", "type", "meaning"), rows)


def commands() -> str:
    """Every command with its options, as its --help tells them."""
    lines = [line for path, command in tree() for line in (*_command(path, command), "")]
    shared = _aligned(_rows(shared_options()))
    return "\n".join(("```text", *lines, "every report takes as well", *shared, "```"))


def tree() -> Iterator[tuple[str, click.Command]]:
    """Every command of the tree with its whole name, the program itself first."""
    waiting: list[tuple[str, click.Command]] = [("artui", artui)]
    while waiting:
        path, command = waiting.pop(0)
        yield path, command
        if isinstance(command, click.Group):
            context = click.Context(command, info_name=path)
            found = [
                (name, command.get_command(context, name))
                for name in command.list_commands(context)
            ]
            waiting[:0] = [(f"{path} {name}", each) for name, each in found if each]


def options(command: click.Command) -> list[click.Option]:
    """What a command takes beside --help, and beside --home, which all but the program take."""
    own = [param for param in command.params if isinstance(param, click.Option)]
    return [option for option in own if option.name != "home" or command is artui]


def shared_options() -> list[click.Option]:
    """The options that every report takes."""
    reports = [command for path, command in tree() if path.startswith("artui report ")]
    every = [{option.name for option in options(command)} for command in reports]
    return [each for each in options(reports[0]) if all(each.name in names for names in every)]


def _command(path: str, command: click.Command) -> Iterator[str]:
    arguments = [
        param.make_metavar(click.Context(command))
        for param in command.params
        if isinstance(param, click.Argument)
    ]
    yield " ".join((path, *arguments))
    about = (command.help or "").split("\n\n", maxsplit=1)[0]
    yield f"    {' '.join(about.split())}"
    shared = (
        {option.name for option in shared_options()} if path.startswith("artui report ") else set()
    )
    own = [option for option in options(command) if option.name not in shared]
    yield from _aligned(_rows(own))


def _rows(listed: Iterable[click.Option]) -> Iterator[tuple[str, str]]:
    for option in listed:
        yield f"{option.opts[0]} {_value(option)}".rstrip(), _meaning(option)


def _value(option: click.Option) -> str:
    if isinstance(option.type, click.Choice):
        return "|".join(option.type.choices)
    return "" if option.is_flag else option.metavar or "VALUE"


def _meaning(option: click.Option) -> str:
    return f"{option.help}{f' Default {option.default}.' if option.show_default else ''}"


def _aligned(rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Options and their meaning side by side; a long one has its meaning below."""
    for option, meaning in rows:
        if len(option) <= _COLUMN:
            yield f"    {option.ljust(_COLUMN)}  {meaning}"
        else:
            yield from (f"    {option}", f"    {''.ljust(_COLUMN)}  {meaning}")


def plan() -> str:
    """The plan of a change to the demo's terms."""
    home = demonstration().path
    with tempfile.TemporaryDirectory() as checkout:
        policies = Path(shutil.copytree(home / "policies", checkout, dirs_exist_ok=True))
        terms = policies / "terms.yaml"
        text = terms.read_text(encoding="utf-8")
        thirty, more = (f"steps: [{{add_days: {days}}}]" for days in (30, 45))
        terms.write_text(text.replace(f"30 days, {thirty}", f"30 days, {more}"))
        done = subprocess.run(
            [sys.executable, "-m", "artui", "--home", str(home), "policy", "plan", checkout,
             "--limit", "5"],
            cwd=ROOT, env=plain_environment(), capture_output=True, text=True, check=False,
        )  # fmt: skip
    assert done.returncode == 1, done.stderr
    return f"```text\n{done.stdout}```"


def screen() -> str:
    """Two screens of the demo."""
    frames = asyncio.run(_screens())
    return "\n\n".join(f"```text\n{each}\n```" for each in frames)


async def _screens() -> Sequence[str]:
    app = ArtuiApp(open_home(str(demonstration().path)))
    async with app.run_test(size=_SIZE) as pilot:
        aging = await _arranged(pilot)
        await pilot.press("5")
        return aging, await _arranged(pilot)


async def _arranged(pilot: Pilot[int]) -> str:
    """The screen once its table is complete and two looks at it agree."""
    before = ""
    async with asyncio.timeout(_LONGEST):
        while True:
            await pilot.pause()
            await pilot.app.workers.wait_for_complete()
            await pilot.pause()
            shown = frame(pilot.app)
            if shown == before and pilot.app.screen.query_one(VirtualTable).snapshot.count:
                return "\n".join(line.rstrip() for line in shown.splitlines())
            before = shown


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = (header, ["---"] * len(header), *rows)
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


BLOCKS: Mapping[str, Callable[[], str]] = {
    "screen": screen,
    "plan": plan,
    "commands": commands,
    "keys": keys,
    "files": files,
    "profile keys": profile_keys,
    "profiles": profiles,
    "fields": fields,
}


def block(name: str, text: str) -> str:
    """What README says in a part, its revision of the policies masked."""
    start, end = _span(name, text)
    return masked(text[start:end].strip())


def masked(text: str) -> str:
    """Text in which the policies' content, which changes with every edit, is left open."""
    return _REVISION.sub("content:", text)


def _span(name: str, text: str) -> tuple[int, int]:
    """Where a part begins and ends."""
    start = text.index(f"<!-- made: {name} -->\n") + len(f"<!-- made: {name} -->\n")
    return start, text.index("<!-- end -->", start)


def main() -> None:
    """Write every part anew."""
    text = README.read_text(encoding="utf-8")
    for name, made in BLOCKS.items():
        start, end = _span(name, text)
        text = f"{text[:start]}{made()}\n{text[end:]}"
    README.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
