"""What an option or an argument may be: each type turns text into its value, or says how to write it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from scheduler.cli.language import said
from scheduler.domain.written import as_number, as_whole
from scheduler.identifiers import PUBLISHED
from scheduler.messages import Message, joined

if TYPE_CHECKING:
    from scheduler.day.done_before import CalledBefore, LentBefore
    from scheduler.domain.people import Absence


class WeekParam(click.ParamType[date]):
    """The Monday of a week: an ISO date, or ``2023-W45``."""

    name = "week"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Turn text into the Monday."""
        if isinstance(value, date):
            return value
        from scheduler.errors import InputError
        from scheduler.planning import parse_week

        try:
            return parse_week(value)
        except InputError as error:
            (fault,) = error.faults
            self.fail(said(joined("; ", (fault.message, fault.remedy))), param, ctx)


class DayParam(click.ParamType[date]):
    """A date, written as in files."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Turn text into the date."""
        from scheduler.readers.cells import CellError
        from scheduler.readers.dates import parse_date

        try:
            return value if isinstance(value, date) else parse_date(value.strip())
        except CellError as error:
            self.fail(said(joined("; ", (error.message, error.remedy))), param, ctx)


class RosterPath(click.Path):
    """A roster's file, the folder of a run, or ``published``; a file of that name is ``./published``."""

    def __init__(self) -> None:
        super().__init__(exists=True, path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Turn text into the path, or the word."""
        if value == PUBLISHED:
            return Path(PUBLISHED)
        path = super().convert(value, param, ctx)
        return path.resolve() if path == Path(PUBLISHED) else path


class NumberParam(click.FloatRange):
    """A number between two others, written as in files; where it is not 0, at least `least`."""

    def __init__(self, low: float, high: float, least: float = 0) -> None:
        super().__init__(low, high)
        self._least = least

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Turn text into the number."""
        try:
            number = super().convert(cast(float, as_number(value)), param, ctx)
        except ValueError:
            self.fail(said(Message("'{value}' is not a number; write it as 12 or 12.5", value=value)), param, ctx)
        if 0 < number < self._least:
            self.fail(
                said(
                    Message(
                        "'{value}' is too small; write 0, or {least:g} or more", value=str(value), least=self._least
                    )
                ),
                param,
                ctx,
            )
        return number


class WholeParam(click.IntRange):
    """A whole number between two others, written as in files."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Turn text into the number."""
        try:
            return super().convert(cast(int, as_whole(value)), param, ctx)
        except ValueError:
            self.fail(said(Message("'{value}' is not a whole number; write digits only", value=value)), param, ctx)


class NumbersParam(click.ParamType[tuple[int, ...]]):
    """Numbers of a list, as ``1,3``."""

    name = "numbers"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, ...]:
        """Turn text into the numbers, each once."""
        if isinstance(value, tuple):
            return value
        try:
            return tuple(sorted({int(cast(int, as_whole(part.strip()))) for part in value.split(",")}))
        except ValueError:
            self.fail(said(Message("'{value}' is no list of numbers; write them as 1,3", value=value)), param, ctx)


NEEDS_PLACES = Message("give two or three times EMPLOYEE DATE, or a file with --requests")


def person_days(ctx: click.Context, _: click.Parameter, value: tuple[str, ...]) -> tuple[tuple[str, date], ...]:
    """People and days in turn, as pairs: two of them, or three."""
    if len(value) not in (0, 4, 6):
        raise click.UsageError(said(NEEDS_PLACES))
    return tuple(
        (employee, DayParam().convert(on, None, ctx)) for employee, on in zip(value[::2], value[1::2], strict=True)
    )


class AbsenceSpan(click.ParamType["Absence"]):
    """Somebody's absence: ``E017:2023-11-08``, ``E017:2023-11-08..2023-11-10``, ``E017:2023-11-08:afternoon``."""

    name = "absence"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Absence:
        """Turn text into the absence."""
        from scheduler.repair.absences import parse_absence

        try:
            return parse_absence(value) if isinstance(value, str) else cast("Absence", value)
        except ValueError as error:
            (why,) = error.args
            self.fail(said(why), param, ctx)


class DoneBefore(click.ParamType["LentBefore | CalledBefore"]):
    """What was done earlier on the day: ``E017,E018:general:12:00`` was lent, ``28:12:00`` called."""

    name = "done_before"

    def __init__(self, *, is_lent: bool) -> None:
        self._is_lent = is_lent

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> LentBefore | CalledBefore:
        """Turn text into it."""
        from scheduler.day.done_before import CalledBefore, LentBefore, parse_called, parse_lent

        if isinstance(value, LentBefore | CalledBefore):
            return value
        try:
            return (parse_lent if self._is_lent else parse_called)(value)
        except ValueError as error:
            (why,) = error.args
            self.fail(said(why), param, ctx)
