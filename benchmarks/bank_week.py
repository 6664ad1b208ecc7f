"""A roster for arrivals that nobody here made; run ``python -m benchmarks.bank_week``.

The bundled centre gets the calls of a bank's call centre in place of its own general inflow: 26 weeks of 1999, moved
by whole weeks so that they end where the centre's do, and multiplied by one factor so that the mean day is the
centre's. The weekday pattern stays the bank's, whose weekend is Friday and Saturday: a Sunday is as busy as a Monday.
The centre's contracts, shifts and public holidays stay as they are, so part of the bank's calls cannot be met and the
roster is charged for it; what is tried is whether it keeps all hard rules nevertheless.

Then the real ``scheduler generate`` and ``scheduler verify`` run on that workspace, and one line says what came out.
"""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

import click

from scheduler.bundled import bundled_workspace
from scheduler.errors import Fault, InputError, SchedulerError

# Whole year 1999 by the hour; see SOURCES.md beside it.
BANK = Path(__file__).resolve().parents[2] / "shared" / "data" / "anonymous_bank_1999_hourly.csv"
QUEUE = "general"
WEEK = date(2023, 11, 6)
# The Sunday of 1999 nearest to the centre's last: same season, and the bank's holidays of September are weeks behind.
BANK_LAST_DAY = date(1999, 11, 7)


def read_bank(path: Path) -> dict[tuple[date, int], float]:
    """Calls by date and hour of day.

    Raises
    ------
    InputError
        There is no such file.
    """
    if not path.exists():
        raise InputError([Fault(path.name, 0, "", "is missing", "put it into shared/data beside the project's folder")])
    with path.open(encoding="utf-8", newline="") as file:
        return {
            (date.fromisoformat(row["date"]), int(row["hour"])): float(row["calls"]) for row in csv.DictReader(file)
        }


def write_workspace(folder: Path, bank: dict[tuple[date, int], float]) -> float:
    """Copy the bundled workspace to `folder`, with the bank's calls as its general inflow.

    Parameters
    ----------
    folder
        Does not exist yet.
    bank
        Calls by date and hour; hours without an entry had no call.

    Returns
    -------
    float
        The factor by which the bank's calls were multiplied.
    """
    shutil.copytree(bundled_workspace(), folder)
    path = folder / "inflow.csv"
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        columns = list(reader.fieldnames or ())
        rows = list(reader)
    phone = [row for row in rows if row["queue"] == QUEUE]
    earlier = max(date.fromisoformat(row["date"]) for row in phone) - BANK_LAST_DAY
    assert earlier % timedelta(weeks=1) == timedelta(0), "weekdays would not stay what they are"
    calls = [bank.get((date.fromisoformat(row["date"]) - earlier, int(row["hour"])), 0.0) for row in phone]
    # Both cover the same days, so equal sums are equal mean days.
    factor = sum(float(row["calls"]) for row in phone) / sum(calls)
    for row, count in zip(phone, calls, strict=True):
        row["calls"] = f"{factor * count:.3f}"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return factor


def _scheduler(*arguments: str) -> tuple[int, str]:
    """Exit code and output of the real command; its progress passes through."""
    command = [sys.executable, "-m", "scheduler", *arguments]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    return done.returncode, done.stdout


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{100 * share:.2f}%"


def summary_line(run_folder: Path) -> str:
    """The figures of a run's ``summary.json`` in one line."""
    summary = json.loads((run_folder / "summary.json").read_text(encoding="utf-8"))
    return (
        f"{summary['status']}, gap {_percent(summary['relative_gap'])}, "
        f"hard violations {summary['hard_violations']}, service level {_percent(summary['service_level'])}, "
        f"average wait {summary['asa_seconds']:.1f} s, answered {_percent(summary['answer_rate_entered'])} of entered "
        f"and {_percent(summary['answer_rate_total'])} of all attempts, "
        f"shortfall {summary['shortfall_agent_hours']:.0f} agent hours, {summary['total_seconds']:.1f} s"
    )


@click.command(context_settings={"show_default": True})
@click.option("--time-limit", "time_limit_seconds", type=click.FloatRange(min=0, min_open=True), default=60.0)
@click.option("--output", type=click.Path(file_okay=False, path_type=Path), help="Keep the run in this folder.")
def main(time_limit_seconds: float, output: Path | None) -> None:
    """Roster the bundled centre for the calls of a bank, and verify it."""
    try:
        bank = read_bank(BANK)
    except SchedulerError as error:
        click.echo(str(error), err=True)
        sys.exit(error.exit_code)
    with tempfile.TemporaryDirectory() as temporary:
        workspace, run_folder = Path(temporary) / "bank", output or Path(temporary) / "run"
        factor = write_workspace(workspace, bank)
        click.echo(f"26 weeks of the bank to {BANK_LAST_DAY}, calls x {factor:.3f}; its weekend is Friday and Saturday")
        limit = ["--time-limit", f"{time_limit_seconds:g}"]
        exit_code, shown = _scheduler(
            "generate", str(workspace), "--week", str(WEEK), *limit, "--output", str(run_folder)
        )
        if exit_code:
            click.echo(shown)
            sys.exit(exit_code)
        exit_code, shown = _scheduler("verify", str(workspace), str(run_folder), "--week", str(WEEK))
        if exit_code:
            click.echo(shown)
        click.echo(f"verify: exit code {exit_code}")
        click.echo(f"bank week: {summary_line(run_folder)}")
        sys.exit(exit_code)


if __name__ == "__main__":
    main()
