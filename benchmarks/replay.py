"""Does `today` help? ``python -m benchmarks.replay WORKSPACE RUN [--real FOLDER] [--days 20]`` (an hour).

The week of RUN is published in a copy of WORKSPACE. Its working days, Monday to Friday over and over, are lived through
as they might turn out: from 11:00 on 20% more calls come than were forecast, or with `--real` by hour so many times as
many as came to a real call centre beyond its own forecast of that weekday; and eight people of the general queue who
should work by day are ill. At 12:00, 13:00, 14:00 and 16:00 `today` is asked, with the calls of the hours that are
over, those who are ill, and who was lent or called before: all steps that it proposes are done, and published where
they change the roster. The pool is called once, at the first of these times at which it is needed, as many as are
enough, or as still bring more.

Each day is then simulated with the calls that came, from 12:00 to midnight: without anything, with the steps, and with
the pool as well. Each figure is the share of calls in time, the share answered, and the mean wait of these. Seconds are
of the processor.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import click
import numpy as np

from benchmarks.forecast import REAL_SERIES, all_series
from benchmarks.reforecast import rolling
from scheduler.day.done_before import CalledBefore, LentBefore
from scheduler.day.published_day import PublishedDay, published_day
from scheduler.day.rehearsal import AS_IT_IS, Case, Gain, Rehearsal, Rehearsed
from scheduler.day.steps import to_publish
from scheduler.day.today import today
from scheduler.desk.swap import Publishing, publish_changes
from scheduler.domain.arrays import FloatArray
from scheduler.domain.people import Absence
from scheduler.errors import InputError
from scheduler.inputs import Workspace
from scheduler.publishing.publish import publish
from scheduler.readers.workspace import read_workspace
from scheduler.simulation.floor import Helpers
from scheduler.simulation.kernel.layout import ANSWERED, CALLS, IN_TIME, WAITED

BUSY_FROM_HOUR, BUSY_FACTOR = 11, 1.2
ILL_PEOPLE = 8
HOURS = (12, 13, 14, 16)
WORKING_DAYS = 5
REPLICATIONS = 20
"""Of a day as it turned out."""
REAL = "North American bank"
LEAST_FORECAST = 30.0
"""Calls of an hour, below which a real hour says nothing: its forecast stands."""


class Done(NamedTuple):
    """What was done on a day."""

    case: Case
    people: int
    lent: int
    called: int
    seconds: list[float]


class Service(NamedTuple):
    """Of the calls of a rest of a day."""

    in_time: float
    answered: float
    wait_seconds: float

    @classmethod
    def of(cls, found: Rehearsed) -> Service:
        """Of all queues of calls."""
        of_calls = found.seen[:, :, np.array(list(found.queues.values()))].sum(axis=(0, 2, 3))
        calls, answered = of_calls[CALLS], of_calls[ANSWERED]
        return cls(of_calls[IN_TIME] / calls, answered / calls, of_calls[WAITED] / answered)

    def __str__(self) -> str:
        return f"{self.in_time:.1%} {self.answered:.1%} {self.wait_seconds:.0f}s"


@dataclass(frozen=True)
class Turned:
    """How a day turned out: without anything, with the steps, and with the pool as well."""

    services: tuple[Service, Service, Service]
    gain: Gain
    done: Done

    def line(self, name: str) -> str:
        """In one line."""
        shares = " -> ".join(map(str, self.services))
        changes = f"{self.done.people} people's days, {self.done.lent} on other queues, {self.done.called} of the pool"
        seconds = ", ".join(f"{one:.1f}" for one in self.done.seconds)
        return (
            f"{name}: {shares}; steps {self.gain.mean:+.0f} +- {self.gain.half_width:.0f} calls; {changes}; {seconds} s"
        )


def real_factors(folder: Path) -> list[FloatArray]:
    """By how much each hour of real working days was off the forecast made before their week, the last days first."""
    series = next((one for one in all_series(folder) if one.name == REAL), None)
    if series is None:
        return []
    forecast = rolling(series)
    found = []
    for day in range(len(forecast) - 1, -1, -1):
        on = series.first_day + timedelta(days=day)
        expected, came = forecast[day], series.calls[day]
        # An hour in which the bank was closed tells nothing.
        is_told = np.isfinite(came) & (np.nan_to_num(expected) >= LEAST_FORECAST)
        if on.weekday() >= WORKING_DAYS or not is_told.any():
            continue
        found.append(np.where(is_told, came / np.where(is_told, expected, 1.0), 1.0))
    return found


def truth(day: PublishedDay, factors: FloatArray, rng: np.random.Generator) -> Mapping[str, FloatArray]:
    """Calls that come to each queue, by interval; 0 on other days."""
    horizon = day.problem.horizon
    by = factors[horizon.clock_minute_of_interval() // 60] * (horizon.day_of_interval() == day.day)
    return {name: rng.poisson(needs.calls * by).astype(float) for name, needs in day.problem.demand.queues.items()}


def write_counts(path: Path, day: PublishedDay, came: Mapping[str, FloatArray], before_hour: int) -> Path:
    """What the phone system counted of the hours that are over."""
    horizon = day.problem.horizon
    hour = horizon.clock_minute_of_interval() // 60
    of_day = horizon.day_of_interval() == day.day
    rows = ["date,hour,queue,entered"]
    rows += [
        f"{day.on},{number},{name},{calls[of_day & (hour == number)].sum():.0f}"
        for name, calls in came.items()
        for number in range(before_hour)
    ]
    path.write_text("\n".join([*rows, ""]), encoding="utf-8")
    return path


def live(workspace: Workspace, scratch: Path, day: PublishedDay, came: Mapping[str, FloatArray]) -> Done:
    """Ask time after time, and do what is proposed."""
    case, people, seconds = AS_IT_IS, set[str](), list[float]()
    lent, called = list[LentBefore](), None
    for hour in HOURS:
        now = datetime(day.on.year, day.on.month, day.on.day, hour)
        counts = [write_counts(scratch / "phone.csv", day, came, hour)]
        began = time.process_time()
        found = today(
            workspace, now=now, actuals=counts, absences=day.ill, lent=lent, called=called, is_to_propose=True
        )
        seconds.append(time.process_time() - began)
        assert found.proposal is not None
        steps = found.proposal.steps
        for step in steps:
            case = case.also(step.changes, step.lent)
            lent += [LentBefore(tuple(one.people), one.queue, 60 * hour) for one in step.lent]
            people |= {employee for employee, _ in step.changes}
        changes = to_publish(steps)
        if changes:
            publish_changes(workspace, changes, day.on, Publishing("today", "replay", "a busy day"))
        pool = found.all_hands
        if pool is not None and called is None:
            # The last step that was tried brings nothing beyond the one before, unless it is of all people.
            tried = [step.people for step in pool.steps]
            most = tried[-1 if tried[-1] == pool.settings.people else -2] if pool.enough is None else pool.enough
            if most:
                called = CalledBefore(most, 60 * hour)
                case = replace(case, helpers=Helpers(pool.settings.queues, pool.start, pool.end, most))
    other_queues = {employee for one in lent for employee in one.people}
    return Done(case, len(people), len(other_queues), 0 if called is None else called.people, seconds)


def turned(day: PublishedDay, came: Mapping[str, FloatArray], factors: FloatArray, done: Done) -> Turned:
    """Simulate the day as it turned out."""
    horizon = day.problem.horizon
    by = factors[horizon.clock_minute_of_interval() // 60] * (horizon.day_of_interval() == day.day)
    queues = {name: replace(needs, calls=needs.calls * by) for name, needs in day.problem.demand.queues.items()}
    problem = day.problem.replace(demand=replace(day.problem.demand, queues=queues))
    simulating = day.workspace.settings.simulation.model_copy(update={"replications": REPLICATIONS, "seed": 7})
    settings = day.workspace.settings.model_copy(update={"simulation": simulating})
    rehearsal = Rehearsal(settings, problem, day.there, day.rest, np.array(list(came.values())))
    nothing, steps, pool = (rehearsal.run(case) for case in (AS_IT_IS, replace(done.case, helpers=None), done.case))
    return Turned((Service.of(nothing), Service.of(steps), Service.of(pool)), steps.beyond(nothing), done)


def days(workspace: Path, run: Path, all_factors: list[FloatArray], n_days: int) -> Iterator[tuple[str, Turned]]:
    """Live through days, each with a copy of the workspace in which the week is published."""
    with tempfile.TemporaryDirectory() as temporary:
        first = Path(temporary) / "published"
        shutil.copytree(workspace, first)
        shutil.copytree(run, Path(temporary) / "run")
        record = publish(first, Path(temporary) / "run", author="replay", note="", today=None)
        read = read_workspace(first)
        for number in range(n_days):
            on = record.version.first_day + timedelta(days=number % WORKING_DAYS)
            copy = Path(temporary) / "copy"
            shutil.copytree(first, copy)
            rng = np.random.default_rng((11, number))
            inputs = replace(read, folder=copy)
            now = datetime(on.year, on.month, on.day, HOURS[0])
            day = published_day(inputs, inputs.settings, now, on)
            by_day = [row.employee_id for row in day.rows(day.there) if row.queue == "general" and row.start.hour < 11]
            chosen = rng.choice(sorted(by_day), ILL_PEOPLE, replace=False)
            ill = tuple(
                Absence(employee_id=one, first_day=on, last_day=on, kind=inputs.settings.unplanned_kind or "")
                for one in chosen.tolist()
            )
            day = replace(day, ill=ill)
            factors = all_factors[number % len(all_factors)]
            came = truth(day, factors, rng)
            yield f"{on} {number + 1}", turned(day, came, factors, live(inputs, Path(temporary), day, came))
            shutil.rmtree(copy)


@click.command()
@click.argument("workspace", type=click.Path(exists=True, path_type=Path))
@click.argument("run", type=click.Path(exists=True, path_type=Path))
@click.option("--days", "n_days", default=20, show_default=True)
@click.option("--real", type=click.Path(path_type=Path), is_flag=False, flag_value=REAL_SERIES)
def main(workspace: Path, run: Path, n_days: int, real: Path | None) -> None:
    """Live through busy days with and without `today`."""
    factors = [np.where(np.arange(24) >= BUSY_FROM_HOUR, BUSY_FACTOR, 1.0)] if real is None else real_factors(real)
    if not factors:
        click.echo(f"no real series in {real}; left out")
        return
    found: list[Turned] = []
    try:
        for name, one in days(workspace, run, factors, n_days):
            found.append(one)
            click.echo(one.line(name))
    except InputError as error:
        raise click.ClickException(str(error)) from error
    services = np.array([one.services for one in found])
    mean = [Service(*figures) for figures in services.mean(axis=0).tolist()]
    click.echo(f"{len(found)} days: {mean[0]}; with the steps {mean[1]}; with the pool {mean[2]}")
    if len(found) > 1:
        more = np.diff(services, axis=1)
        half_width = 1.96 * more.std(axis=0, ddof=1) / len(found) ** 0.5
        for name, at, within in zip(("steps", "pool besides"), more.mean(axis=0), half_width, strict=True):
            click.echo(
                f"{name}: in time {at[0]:+.1%} +- {within[0]:.1%}, answered {at[1]:+.1%} +- {within[1]:.1%}, "
                f"wait {at[2]:+.1f} +- {within[2]:.1f} s"
            )
    click.echo(
        f"a day: {np.mean([one.done.people for one in found]):.1f} people's days, "
        f"{np.mean([one.done.lent for one in found]):.1f} on other queues, "
        f"{np.mean([one.done.called for one in found]):.1f} of the pool; "
        f"{np.mean([one.done.seconds for one in found]):.1f} s an answer, at most "
        f"{np.max([one.done.seconds for one in found]):.1f}"
    )


if __name__ == "__main__":
    main()
