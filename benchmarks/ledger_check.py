"""``python -m benchmarks.ledger_check WORKSPACE RUN...``: the ledger against one counted minute by minute.

Without RUN it takes what is published. ``--weeks N`` repeats the last roster after its last day until there are so many
weeks. Prints rows, minutes in all, differences, and processor time of both. Exit code 1 where there is a difference.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta, tzinfo
from pathlib import Path

import click

from benchmarks.ledger_by_minutes import differences
from benchmarks.workbook import moved
from scheduler.domain.clock import minutes_between
from scheduler.domain.known_days import KnownRoster
from scheduler.domain.roster import Assignment, Roster
from scheduler.inputs import Workspace
from scheduler.ledger.ledger import ledger
from scheduler.ledger.rosters import known_rosters
from scheduler.readers.workspace import read_workspace
from scheduler.store.opening import open_store

ONE_DAY = timedelta(days=1)


@click.command()
@click.argument("folder", metavar="WORKSPACE", type=click.Path(exists=True, path_type=Path))
@click.argument("runs", metavar="RUN...", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--weeks", type=int, default=0, help="Repeat the last run until there are so many weeks.")
@click.option("--people", type=int, help="Only the first so many people minute by minute.  [default: all]")
@click.option("--output", type=click.Path(path_type=Path), help="A .xlsx or .csv file to write as well.")
def main(folder: Path, runs: Sequence[Path], weeks: int, people: int | None, output: Path | None) -> None:
    """Count the ledger twice, and print where the two say different things."""
    workspace = replace(read_workspace(folder), previous=Roster())
    zone = workspace.settings.centre.zone
    known = sorted(_known(workspace, runs), key=lambda one: one.first_day)
    while sum((one.last_day - one.first_day).days + 1 for one in known) < 7 * weeks:
        known.append(later(known[-1], zone))
    first, last = known[0].first_day, known[-1].last_day
    began = time.process_time()
    made = ledger(workspace, known, first, last)
    counted = time.process_time()
    click.echo(f"{first} to {last}: {len(made.days):,} rows, counted in {counted - began:.2f} s of processor time")
    if output is not None:
        made.write(output)
        click.echo(f"{output} written in {time.process_time() - counted:.2f} s of processor time")
    click.echo(made.days.select_dtypes("number").sum().map("{:,.1f}".format).to_string())
    ids = {person.employee_id for person in workspace.employees[:people]}
    some = tuple(person for person in workspace.employees if person.employee_id in ids)
    made = replace(made, days=made.days[made.days["employee_id"].isin(ids)])
    rows = [row for one in known for row in one.roster.assignments if row.employee_id in ids]
    began = time.process_time()
    found = differences(replace(workspace, employees=some), rows, made)
    seconds = time.process_time() - began
    click.echo(f"{len(found)} differences among {len(made.days):,} rows, counted again in {seconds:.0f} s")
    for line in found[:20]:
        click.echo(line)
    sys.exit(1 if found else 0)


def _known(workspace: Workspace, runs: Sequence[Path]) -> list[KnownRoster]:
    if runs:
        return known_rosters(workspace, runs, date.min, date.max)
    with open_store(workspace.folder, workspace.settings).reading() as published:
        return list(published.known_rosters(date.min, date.max))


def later(known: KnownRoster, zone: tzinfo) -> KnownRoster:
    """The same roster after its last day, at the same times of the clock."""
    days = (known.last_day - known.first_day).days + 1
    return KnownRoster(
        Roster.of(_later(row, days, zone) for row in known.roster.assignments),
        known.first_day + days * ONE_DAY,
        known.last_day + days * ONE_DAY,
        known.source,
    )


def _later(row: Assignment, days: int, zone: tzinfo) -> Assignment:
    later_row = moved(row, days)
    minutes = minutes_between(later_row.start, later_row.end, zone)
    if later_row.break_start is not None and later_row.break_end is not None:
        minutes -= minutes_between(later_row.break_start, later_row.break_end, zone)
    return replace(later_row, paid_minutes=minutes)


if __name__ == "__main__":
    main()
