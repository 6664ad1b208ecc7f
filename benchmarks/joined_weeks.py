"""Whether weeks that are generated one after the other keep the law over their joints.

``python -m benchmarks.joined_weeks --output FOLDER`` makes three weeks of the bundled centre, each by a ``scheduler
generate`` of its own that is given the run before with ``--previous``, and then looks at the three ``roster.csv`` files
alone: with a reader and checks of its own, which share nothing with the project. ``python -m benchmarks.joined_weeks
ROSTER.csv ROSTER.csv ...`` only looks at files.

What is checked is what the centre's hard rules say of a person over several days, in figures of its own: 11 hours of
rest, at most 6 days in a row, one shift a day, 5 days and 52 paid hours a calendar week, and two people on the phones
at every time from 01:00 to 08:00.
"""

from __future__ import annotations

import csv
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import click

LEAST_REST = timedelta(hours=11)
MOST_DAYS_IN_A_ROW = 6
MOST_DAYS_A_WEEK = 5
MOST_MINUTES_A_WEEK = 52 * 60
FEWEST_AT_NIGHT = 2
NIGHT_HOURS = range(1, 8)
DAY = timedelta(days=1)


@dataclass(frozen=True, order=True)
class Row:
    """A worked day, as a line of ``roster.csv`` says it."""

    employee: str
    start: datetime
    end: datetime
    on: date
    shift: str
    break_start: datetime | None
    break_end: datetime | None
    queue: str
    paid_minutes: int

    def is_at_work(self, at: datetime) -> bool:
        """Whether the person is on duty then, and not at the meal."""
        is_eating = (
            self.break_start is not None and self.break_end is not None and self.break_start <= at < self.break_end
        )
        return self.start <= at < self.end and not is_eating


def read_rows(paths: Sequence[Path]) -> list[Row]:
    """Every row of the files, by person and time."""
    rows = []
    for path in paths:
        with path.open(encoding="utf-8-sig", newline="") as file:
            for line in csv.DictReader(file):
                at = {
                    name: datetime.fromisoformat(line[name]) if line[name] else None
                    for name in ("start", "end", "break_start", "break_end")
                }
                start, end = at["start"], at["end"]
                if start is None or end is None:
                    raise ValueError(f"{path}: a row of {line['employee_id']} has no start or no end")
                rows.append(
                    Row(
                        line["employee_id"].removeprefix("'"),
                        start,
                        end,
                        date.fromisoformat(line["date"]),
                        line["shift"],
                        at["break_start"],
                        at["break_end"],
                        line["queue"],
                        int(line["paid_minutes"]),
                    )
                )
    return sorted(rows, key=lambda row: (row.employee, row.start, row.end))


def breaches(rows: Sequence[Row]) -> Iterator[str]:
    """A sentence for everything that the rows of several weeks break together."""
    people: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        people[row.employee].append(row)
    for employee, worked in people.items():
        yield from _of_person(employee, worked)
    yield from _at_night(rows)


def _of_person(employee: str, worked: Sequence[Row]) -> Iterator[str]:
    for row in worked:
        if not row.start < row.end <= row.start + 2 * DAY or row.start.date() != row.on:
            yield f"{employee} on {row.on}: {row.start} to {row.end} is no shift of that day"
    for on, count in Counter(row.on for row in worked).items():
        if count > 1:
            yield f"{employee} on {on}: {count} shifts"
    for earlier, later in pairwise(worked):
        if later.start - earlier.end < LEAST_REST:
            yield f"{employee} rests {later.start - earlier.end} before {later.shift} on {later.on}"
    in_a_row, before = 0, None
    for on in sorted({row.on for row in worked}):
        in_a_row = in_a_row + 1 if before == on - DAY else 1
        before = on
        if in_a_row > MOST_DAYS_IN_A_ROW:
            yield f"{employee} works on {on} for the {in_a_row}th day in a row"
    days: Counter[date] = Counter()
    minutes: Counter[date] = Counter()
    for row in worked:
        monday = row.on - row.on.weekday() * DAY
        days[monday] += 1
        minutes[monday] += row.paid_minutes
    for monday, count in days.items():
        if count > MOST_DAYS_A_WEEK:
            yield f"{employee} works {count} days in the week of {monday}"
        if minutes[monday] > MOST_MINUTES_A_WEEK:
            yield f"{employee} works {minutes[monday] / 60:g} h in the week of {monday}"


def _at_night(rows: Sequence[Row]) -> Iterator[str]:
    """Every half hour of the night from the second day on; the evening before the first is in none of the files."""
    if not rows:
        return
    on_phones = [row for row in rows if row.queue]
    first, last = min(row.on for row in rows), max(row.on for row in rows)
    for number in range((last - first).days + 1):
        midnight = datetime.combine(first + number * DAY, datetime.min.time())
        tonight = [row for row in on_phones if row.start < midnight + timedelta(hours=8) and row.end > midnight]
        for hour in NIGHT_HOURS:
            for minute in (0, 30):
                at = midnight + timedelta(hours=hour, minutes=minute)
                heads = sum(row.is_at_work(at) for row in tonight)
                if heads < FEWEST_AT_NIGHT:
                    yield f"at {at} only {heads} people are on the phones"


def generate(workspace: Path, first: date, weeks: int, output: Path, options: Sequence[str]) -> list[Path]:
    """Make the weeks one after the other with the real command; the folders of the runs."""
    runs: list[Path] = []
    for number in range(weeks):
        monday = first + 7 * number * DAY
        run = output / str(monday)
        before = ["--previous", str(runs[-1])] if runs else []
        command = [sys.executable, "-m", "scheduler"]
        made = subprocess.run(
            [*command, "generate", str(workspace), "--week", str(monday), "--output", str(run), *before, *options],
            capture_output=True,
            text=True,
            check=False,
        )
        click.echo(f"{monday}: generate ends with {made.returncode}")
        if made.returncode:
            raise click.ClickException(made.stderr)
        checked = subprocess.run(
            [*command, "verify", str(workspace), str(run), *before], capture_output=True, text=True, check=False
        )
        click.echo(f"{monday}: verify ends with {checked.returncode}")
        runs.append(run)
    return runs


@click.command(context_settings={"show_default": True})
@click.argument("rosters", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--workspace", type=click.Path(exists=True, path_type=Path), default=Path("inputs/dasan"))
@click.option("--week", default="2023-11-06", help="Monday of the first week.")
@click.option("--weeks", type=click.IntRange(1), default=3)
@click.option("--time-limit", default=30.0, help="Seconds of search for each week.")
@click.option("--output", type=click.Path(path_type=Path), help="Folder for the runs; needed without files.")
def main(
    rosters: tuple[Path, ...], workspace: Path, week: str, weeks: int, time_limit: float, output: Path | None
) -> None:
    """Look at the rosters of consecutive weeks together; exit code 1 where they break something together."""
    if not rosters:
        if output is None:
            raise click.UsageError("name the files, or with --output a folder to generate them in")
        runs = generate(workspace, date.fromisoformat(week), weeks, output, ["--time-limit", f"{time_limit:g}"])
        rosters = tuple(run / "roster.csv" for run in runs)
    rows = read_rows(rosters)
    found = list(breaches(rows))
    for sentence in found:
        click.echo(sentence)
    people = len({row.employee for row in rows})
    days = len({row.on for row in rows})
    click.echo(f"{len(rosters)} rosters, {len(rows)} rows, {people} people, {days} days: {len(found)} breaches")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
