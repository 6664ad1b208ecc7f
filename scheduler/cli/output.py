"""What commands print."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import click

from scheduler.cli.language import said
from scheduler.labels import Language
from scheduler.messages import Message
from scheduler.terminal.screen import show
from scheduler.terminal.streams import Unhurried, holds_result

if TYPE_CHECKING:
    from scheduler.config import Settings
    from scheduler.constraints.base import Rule
    from scheduler.domain.actuals import CountedTo
    from scheduler.domain.problem import Problem
    from scheduler.terminal.tables import Shown


class JsonAnswer(Protocol):
    """What commands find: it can be told to other programs as well."""

    def as_json(self) -> object:
        """The answer as plain data."""


def print_lines(shown: Iterable[Shown], *, is_result: bool = True) -> None:
    """Print lines and tables on standard output.

    Parameters
    ----------
    shown
        Lines and tables.
    is_result
        Whether they are all that the command makes, so that it has failed where they cannot be written; false: files
        have it as well.
    """
    if is_result:
        holds_result(sys.stdout)
    show(shown, sys.stdout)


def print_json(data: object) -> None:
    """Print plain data for programs on standard output: all that the command makes.

    A number that JSON has none of, such as a wait without end, is null.
    """
    print_lines([json.dumps(_with_nulls(data), ensure_ascii=False, allow_nan=False, indent=2)])


def print_answer(found: JsonAnswer, shown: Iterable[Shown], *, as_json: bool, is_result: bool = True) -> None:
    """Print what a command has found, for people or for programs.

    Parameters
    ----------
    found
        It, for programs.
    shown
        It in lines and tables.
    as_json
        Whether a program asks.
    is_result
        As of `print_lines`.
    """
    if as_json:
        print_json(found.as_json())
    else:
        print_lines(shown, is_result=is_result)


def _with_nulls(data: object) -> object:
    if isinstance(data, float):
        return data if math.isfinite(data) else None
    if isinstance(data, Mapping):
        return {key: _with_nulls(value) for key, value in data.items()}
    return [*map(_with_nulls, data)] if isinstance(data, list | tuple) else data


def tell_changes(workspace: Path, run_path: Path, counted: CountedTo | None = None) -> None:
    """Say which inputs are not those that a run was made from; what follows goes by those of today.

    Parameters
    ----------
    workspace, run_path
        Of which run.
    counted
        Up to which file counted calls were used; None: up to that of the run.
    """
    from scheduler.run_inputs import changed_since, changed_text

    if changed := changed_since(run_path, workspace, counted):
        _note(changed_text(run_path, changed))


def tell_notices(notices: Iterable[Message], language: Language) -> None:
    """Say what the forecast had to guess, and the like."""
    for notice in notices:
        click.echo(notice.text(language), err=True)


def tell_forgotten(count: int) -> None:
    """Say that a version is no longer to the byte what was published."""
    _note(
        Message(
            "of this version {count} person was forgotten since, who has a number in place of the id",
            "of this version {count} people were forgotten since: they have numbers in place of their ids",
            count=count,
        )
    )


def tell_unused_cluster(address: str | None, *, used: bool) -> None:
    """Say that a cluster that was named did nothing."""
    if address is not None and not used:
        _note(Message("the cluster at {address} was not used: this search has no pieces to hand out", address=address))


def tell_doubts(problem: Problem, settings: Settings, rules: Sequence[Rule]) -> None:
    """Say what somebody may have overlooked."""
    from scheduler.console.rosters import doubts

    for line in doubts(problem, rules, settings.language):
        _note(line)


def _note(line: Message | str) -> None:
    """Say on standard error what files have as well, or what changes nothing: nobody has to wait for its reader."""
    text = said(line) if isinstance(line, Message) else line
    Unhurried(sys.stderr).write(f"{text}\n")
