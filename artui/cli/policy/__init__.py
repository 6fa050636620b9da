"""`artui policy`."""

from __future__ import annotations

import click

from artui.cli.group import Group
from artui.cli.policy.check import check
from artui.cli.policy.log import log
from artui.cli.policy.plan import plan_command
from artui.cli.policy.schema import schema
from artui.cli.policy.show import show


@click.group(cls=Group)
def policy() -> None:
    """Work with the policies folder."""


for _command in (check, plan_command, show, log, schema):
    policy.add_command(_command)
