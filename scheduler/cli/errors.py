"""Every error becomes its exit code and its lines on standard error; a traceback is shown of none."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Sequence
from typing import Any

import click

from scheduler.cli.helping import in_language
from scheduler.cli.language import language_of, option_first, said, speaking, spoken
from scheduler.errors import SchedulerError
from scheduler.messages import Message
from scheduler.terminal.streams import unfailing_streams

EXIT_BUG, EXIT_USAGE, EXIT_VIOLATIONS = 1, 2, 6


class Commands(click.Group):
    """A group of commands that maps errors to exit codes."""

    def main(self, args: Sequence[str] | None = None, *more: Any, **kwargs: Any) -> Any:
        """Run the program; output that is not whole is said at the end, and counts where no file has the result."""
        words = option_first(sys.argv[1:] if args is None else args)
        language, asked = language_of(words)
        try:
            with speaking(language, asked), unfailing_streams() as lost:
                return super(Commands, in_language(self, language)).main(words, *more, **kwargs)
        except SystemExit as end:
            if lost and not end.code:
                trouble = Message(
                    "standard output: {trouble}; what was printed is not whole", trouble=lost[0].trouble.strerror
                )
                click.echo(trouble.text(language), err=True)
                if lost[0].is_result:
                    raise SystemExit(EXIT_USAGE) from None
            raise

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, with its help in the language spoken now."""
        command = super().get_command(ctx, cmd_name)
        return None if command is None else in_language(command, spoken())

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except SchedulerError as error:
            if error.exit_code == EXIT_BUG:
                say_bug(error, show=ctx.params.get("debug", False))
            else:
                for line in error.lines(spoken()):
                    click.echo(line, err=True)
            ctx.exit(error.exit_code)
        except OSError as error:
            where = f"{error.filename}: " if error.filename else ""
            click.echo(f"{where}{error.strerror or error}", err=True)
            ctx.exit(EXIT_USAGE)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:  # noqa: BLE001 - the last resort: whatever arrives here is a bug of ours
            say_bug(error, show=ctx.params.get("debug", False))
            ctx.exit(EXIT_BUG)


def say_bug(error: Exception, *, show: bool) -> None:
    """Own up, and say where the traceback is."""
    text = "".join(traceback.format_exception(error))
    if show:
        click.echo(text, err=True)
        return
    import tempfile  # a bug is rare, and this is slow to load

    with tempfile.NamedTemporaryFile("w", prefix="scheduler-", suffix=".txt", delete=False, encoding="utf-8") as file:
        file.write(text)
    own_up = Message(
        "This is a bug in the scheduler, not in your inputs. Please open an issue and attach {file}", file=file.name
    )
    click.echo(f"{error}\n{said(own_up)}", err=True)
