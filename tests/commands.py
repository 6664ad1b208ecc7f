"""Commands as a shell gives them."""

from __future__ import annotations

from click.testing import CliRunner, Result

from scheduler import cli


def scheduler(*arguments: object) -> Result:
    """What a command says and how it ends."""
    return CliRunner().invoke(cli.main, [str(argument) for argument in arguments])
