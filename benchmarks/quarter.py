"""A quarter of the office: weeks that are generated and published one after the other, by the commands alone.

``python -m benchmarks.quarter --output FOLDER`` makes a workspace of the bundled centre there, and then runs
``scheduler generate`` and ``scheduler publish`` for one week after the other, each of which begins where the one before
ended. It prints the seconds of each publication, and then looks at the files with readers of its own: what the rosters
break over their joints (`benchmarks.joined_weeks`), how nights and weekend days are spread among those who share them,
what was before included, the ledger beside one that is counted minute by minute (`benchmarks.ledger_check`), the size
of the store, and the seconds of a ledger of the whole time. ``--store ADDRESS`` publishes the same runs to an empty
PostgreSQL database as well, and compares its ledger.

A folder in which weeks are published already is gone on with. Exit code 1 where something is broken or differs.
"""

from __future__ import annotations

import csv
import resource
import shutil
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import click

from benchmarks.joined_weeks import breaches, read_rows

WEEK = timedelta(days=7)
NIGHT = "N"


@dataclass(frozen=True)
class Cost:
    """What a command took."""

    seconds: float
    processor_seconds: float

    def __str__(self) -> str:
        return f"{self.seconds:.1f} s, {self.processor_seconds:.1f} s of a processor"


def command(*arguments: object, module: str = "scheduler") -> tuple[Cost, str]:
    """Run a command; what it took and what it printed.

    Raises
    ------
    click.ClickException
        It did not end with 0; has what it said.
    """
    began, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, "-m", module, *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        said = f"{' '.join(map(str, arguments))} ends with {done.returncode}\n{done.stdout}{done.stderr}"
        raise click.ClickException(said)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(time.monotonic() - began, spent), done.stdout


def quarter(workspace: Path, runs: Sequence[Path], first: date, options: Sequence[object]) -> Iterator[Cost]:
    """Generate and publish the weeks one after the other; what each publication took."""
    for number, run in enumerate(runs):
        monday = first + number * WEEK
        if not (run / "roster.csv").exists():
            made, _ = command("generate", workspace, "--week", monday, "--output", run, *options)
            click.echo(f"{monday}: generated in {made}")
        if (run / "changes.csv").exists():
            continue
        cost, _ = command("publish", workspace, run, "--today", first - WEEK, "--by", "benchmark")
        click.echo(f"{monday}: published in {cost}")
        yield cost


def spread_lines(workspace: Path, runs: Sequence[Path]) -> Iterator[str]:
    """How turns are spread before the first week and after each, by team, of those who share them."""
    with (workspace / "staff.csv").open(encoding="utf-8-sig", newline="") as file:
        staff = {row["employee_id"]: row for row in csv.DictReader(file)}
    with (workspace / "history.csv").open(encoding="utf-8-sig", newline="") as file:
        before = {row["employee_id"]: row for row in csv.DictReader(file)}
    sharing = {
        "nights": {
            who for who, row in staff.items() if NIGHT in row["shifts"].split("|") and row["may_work_nights"] == "yes"
        },
        "weekend_days": {who for who, row in staff.items() if row["contract"] in ("full_time", "night")},
    }
    counts = {
        kind: Counter({who: int(before[who][kind]) for who in people if who in before})
        for kind, people in sharing.items()
    }
    worked: Counter[str] = Counter()
    yield from _spread("before", staff, sharing, counts, None)
    for number, run in enumerate(runs, 1):
        for row in read_rows([run / "roster.csv"]):
            worked[row.employee] += 1
            counts["nights"][row.employee] += row.shift == NIGHT
            counts["weekend_days"][row.employee] += row.on.weekday() >= 5
        yield from _spread(f"after {number:2}", staff, sharing, counts, worked)


def _spread(
    when: str,
    staff: Mapping[str, Mapping[str, str]],
    sharing: Mapping[str, set[str]],
    counts: Mapping[str, Counter[str]],
    worked: Counter[str] | None,
) -> Iterator[str]:
    for kind, people in sharing.items():
        teams: dict[str, list[str]] = defaultdict(list)
        for who in people:
            if worked is None or worked[who]:  # whoever was absent all the time could take no turn
                teams[staff[who]["team"]].append(who)
        for team, members in sorted(teams.items()):
            of_team = [counts[kind][who] for who in members]
            mean = sum(of_team) / len(of_team)
            off = sum(abs(count - mean) > 1 for count in of_team)
            yield (
                f"{when} {kind} {team}: {len(members)} people, {min(of_team)} to {max(of_team)}, mean {mean:.2f}, "
                f"{off} more than 1 from it"
            )


def store_bytes(workspace: Path) -> int:
    """The size of the store's files."""
    return sum(path.stat().st_size for path in workspace.glob("scheduler.db*"))


@click.command(context_settings={"show_default": True})
@click.option("--output", type=click.Path(path_type=Path), required=True, help="Folder for workspace and runs.")
@click.option("--week", default="2023-11-06", help="Monday of the first week.")
@click.option("--weeks", type=click.IntRange(1), default=13)
@click.option("--time-limit", default=30.0, help="Seconds of search for each week.")
@click.option("--deterministic", is_flag=True, help="Seconds of work, however busy the machine is.")
@click.option("--store", "address", metavar="ADDRESS", help="Empty PostgreSQL database to publish the same runs to.")
def main(output: Path, week: str, weeks: int, time_limit: float, deterministic: bool, address: str | None) -> None:
    """Generate, publish and check a quarter."""
    first = date.fromisoformat(week)
    workspace = output / "workspace"
    if not workspace.exists():
        command("init", workspace)
        settings = workspace / "workspace.yaml"
        # The history of calls ends before the first week, and nobody counts calls in this quarter.
        settings.write_text(f"{settings.read_text(encoding='utf-8')}\nmax_inflow_age_weeks: {weeks + 8}\n", "utf-8")
    runs = [output / str(first + number * WEEK) for number in range(weeks)]
    costs = list(
        quarter(
            workspace, runs, first, ["--time-limit", f"{time_limit:g}", *(["--deterministic"] if deterministic else [])]
        )
    )
    last = first + weeks * WEEK - timedelta(days=1)
    found = list(breaches(read_rows([run / "roster.csv" for run in runs])))
    for sentence in found:
        click.echo(sentence)
    click.echo(f"{weeks} rosters: {len(found)} breaches")
    for line in spread_lines(workspace, runs):
        click.echo(line)
    ledger = output / "ledger.csv"
    cost, _ = command("ledger", workspace, "--from", first, "--to", last, "--output", ledger)
    click.echo(f"ledger of {weeks} weeks: {cost}")
    _, said = command(workspace, module="benchmarks.ledger_check")
    click.echo(said.splitlines()[-1])
    _, said = command(workspace, "--weeks", 52, "--people", 1, module="benchmarks.ledger_check")
    click.echo(f"a year: {said.splitlines()[0]}")
    click.echo(f"store: {store_bytes(workspace) / 2**20:.1f} MiB after {weeks} weeks")
    for cost in costs[-1:]:
        click.echo(f"the last publication: {cost}")
    if address is not None:
        _on_server(address, workspace, output, runs, first, last, ledger)
    sys.exit(bool(found))


def _on_server(
    address: str, workspace: Path, output: Path, runs: Sequence[Path], first: date, last: date, ledger: Path
) -> None:
    """Publish the same runs to a server, and compare the ledger."""
    elsewhere = output / "workspace-on-server"
    shutil.rmtree(elsewhere, ignore_errors=True)
    shutil.copytree(workspace, elsewhere, ignore=shutil.ignore_patterns("scheduler.db*"))
    settings = elsewhere / "workspace.yaml"
    settings.write_text(f"{settings.read_text(encoding='utf-8')}\nstore: {address}\n", "utf-8")
    costs = []
    for run in runs:
        cost, _ = command("publish", elsewhere, run, "--today", first - WEEK, "--by", "benchmark")
        costs.append(cost)
    click.echo(f"publish on the server: {max(costs, key=lambda one: one.seconds)} at most")
    there = output / "ledger-on-server.csv"
    cost, _ = command("ledger", elsewhere, "--from", first, "--to", last, "--output", there)
    click.echo(f"ledger on the server: {cost}")
    if there.read_bytes() != ledger.read_bytes():
        raise click.ClickException("the ledgers of the two stores differ")
    click.echo("the ledgers of both stores are the same, byte for byte")


if __name__ == "__main__":
    main()
