"""A group of commands that guesses which one was meant."""

from __future__ import annotations

import click

from artui.policy.finding import suggestion


class Group(click.Group):
    """A click group whose word for an unknown command names the nearest one there is."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is named, and the arguments left for it."""
        name, known = args[0], self.list_commands(ctx)
        if name not in known and not name.startswith("-"):
            said = f"There is no command '{ctx.command_path} {name}'.{suggestion(name, known)}"
            raise click.UsageError(said, ctx)
        return super().resolve_command(ctx, args)
