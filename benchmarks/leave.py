"""Leave: as much is granted as when all rosters are tried; and a quarter of the bundled centre.

``python -m benchmarks.leave force [--centres N]`` decides the requests of random small centres (`leave_by_force.py`) by
the program and by trying all rosters there are, and prints where the two differ. ``python -m benchmarks.leave quarter
[--requests N] [--share SHARE]`` draws so many requests for the bundled centre over 13 weeks with a fixed seed, and
decides them by the command's own function, which checks the rosters that prove it at the end, each week with all rules.
Exit code 1 where anything differs or is broken.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from random import Random

import click

from benchmarks.leave_by_force import MONDAY, granted, random_centre, write_centre
from scheduler.bundled import bundled_workspace
from scheduler.desk.leave.answering import Leave, leave
from scheduler.readers.workspace import read_workspace

WEEKS = 13
LONG_BEFORE = MONDAY - timedelta(days=30)


@click.group()
def main() -> None:
    """Measure leave."""


@main.command()
@click.option("--centres", default=200, show_default=True)
@click.option("--first", default=0, show_default=True, help="Seed of the first centre.")
def force(centres: int, first: int) -> None:
    """Compare with all rosters of small centres."""
    differ, reasons, began = 0, Counter[str](), time.process_time()
    n_granted = n_requests = 0
    for seed in range(first, first + centres):
        centre = random_centre(Random(seed))
        with tempfile.TemporaryDirectory() as folder:
            workspace, requests = write_centre(Path(folder) / "office", centre)
            found = leave(
                workspace,
                MONDAY,
                MONDAY + timedelta(days=7 * centre.weeks - 1),
                requests=requests,
                with_outlook=False,
                today=LONG_BEFORE,
                is_first_week=True,
            )
        ours, all_tried = _granted(found), granted(centre)
        reasons.update(str(one.against or "granted") for one in found.decided)
        n_granted, n_requests = n_granted + len(all_tried), n_requests + len(centre.requests)
        if ours != all_tried:
            differ += 1
            click.echo(f"seed {seed}: granted {ours}, by trying all rosters {all_tried}")
    click.echo(f"{centres} centres: {differ} differ; {n_granted} of {n_requests} requests granted; {dict(reasons)}")
    click.echo(f"{time.process_time() - began:.0f} s of a processor")
    sys.exit(bool(differ))


def _granted(found: Leave) -> list[int]:
    return [one.request.row for one in found.decided if one.is_granted]


@main.command()
@click.option("--requests", "count", default=600, show_default=True)
@click.option("--share", type=float, help="leave.most_missing_share.  [default: none]")
@click.option("--order", default="first_come", show_default=True)
@click.option("--outlook", "with_outlook", is_flag=True, help="Look at the days as well.")
def quarter(count: int, share: float | None, order: str, *, with_outlook: bool) -> None:
    """Decide requests of the bundled centre."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = Path(folder) / "workspace"
        shutil.copytree(bundled_workspace(), workspace)
        settings = workspace / "workspace.yaml"
        more = f"\nleave: {{order: {order}, most_missing_share: {'null' if share is None else share}}}\n"
        settings.write_text(settings.read_text(encoding="utf-8") + more, encoding="utf-8")
        requests = Path(folder) / "leave.csv"
        requests.write_text("\n".join(_drawn(workspace, count)) + "\n", encoding="utf-8")
        last = MONDAY + timedelta(days=7 * WEEKS - 1)
        processor = time.process_time()
        found = leave(workspace, MONDAY, last, requests=requests, with_outlook=with_outlook, today=LONG_BEFORE)
        processor = time.process_time() - processor
    reasons = Counter(str(one.against or "granted") for one in found.decided)
    deciding, whole = found.seconds
    click.echo(f"{len(found.decided)} requests: {dict(reasons)}; by step {found.steps}")
    click.echo(
        f"deciding {deciding:.0f} s, {deciding / max(1, len(found.decided)):.2f} s a request; all {whole:.0f} s; "
        f"{processor:.0f} s of a processor"
    )
    click.echo(f"{WEEKS} weeks, each checked whole with all rules: 0 breaches")


def _drawn(workspace: Path, count: int) -> list[str]:
    """Made-up requests: many for Mondays and Fridays and the end of the year, some of several days."""
    rng = Random(1)
    staff = [person.employee_id for person in read_workspace(workspace).employees]
    taken: set[tuple[str, date]] = set()
    rows = ["employee_id,from,to,kind,asked,rank"]
    ranks = {person: n + 1 for n, person in enumerate(rng.sample(staff, len(staff)))}
    while len(rows) <= count:
        person = rng.choice(staff)
        first = MONDAY + timedelta(days=rng.randrange(7 * WEEKS))
        if rng.random() < 0.4:
            first += timedelta(days=rng.choice((-first.weekday(), 4 - first.weekday())))
        length = rng.choice((1, 1, 1, 1, 2, 3, 5))
        days = {(person, first + timedelta(days=n)) for n in range(length)}
        if taken & days or max(on for _, on in days) >= MONDAY + timedelta(days=7 * WEEKS):
            continue
        taken |= days
        asked = f"2023-10-{rng.randint(1, 31):02}T{rng.randint(8, 18):02}:{rng.randrange(60):02}"
        last = first + timedelta(days=length - 1)
        rows.append(f"{person},{first},{last},annual_leave,{asked},{ranks[person]}")
    return rows


if __name__ == "__main__":
    main()
