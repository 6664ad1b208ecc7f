"""Whether a change of the code left the rosters as they were, byte for byte.

``python -m benchmarks.same_rosters record HASHES.txt`` makes deterministic rosters of the bundled centre with the code
as it is, and writes the SHA-256 of each; ``python -m benchmarks.same_rosters compare HASHES.txt`` makes them again and
says which differ (exit code 1). Work is counted instead of seconds, so the machine may be busy meanwhile.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tempfile
from pathlib import Path

import click

CENTRE = Path(__file__).parents[1] / "inputs" / "dasan"
MONDAY = "2023-11-06"
ONE_WEEK = ["generate", str(CENTRE), "--week", MONDAY, "--deterministic"]
RUNS = {
    "one week": [*ONE_WEEK, "--time-limit", "8", "--seed", "1"],
    "one week, another seed": [*ONE_WEEK, "--time-limit", "4", "--seed", "2"],
    "two weeks": [*ONE_WEEK, "--weeks", "2", "--time-limit", "16", "--seed", "1"],
}


def sha256_of(run: Path) -> str:
    """The SHA-256 of a run's roster."""
    return hashlib.sha256((run / "roster.csv").read_bytes()).hexdigest()


def scheduler(*arguments: str) -> None:
    """Run a command of the scheduler; raises where it fails."""
    subprocess.run([sys.executable, "-m", "scheduler", *arguments], check=True, stdout=subprocess.DEVNULL)


def make(folder: Path) -> dict[str, str]:
    """Make every roster in a folder; the SHA-256 of each by its name."""
    hashes = {}
    for name, arguments in RUNS.items():
        run = folder / name.replace(",", "").replace(" ", "-")
        scheduler(*arguments, "--output", str(run))
        hashes[name] = sha256_of(run)
        click.echo(f"{hashes[name]}  {name}")
    return hashes


@click.command()
@click.argument("task", type=click.Choice(["record", "compare"]))
@click.argument("hashes_file", type=click.Path(dir_okay=False, path_type=Path))
def main(task: str, hashes_file: Path) -> None:
    """Record the rosters that this code makes, or compare them with recorded ones."""
    with tempfile.TemporaryDirectory() as folder:
        hashes = make(Path(folder))
    if task == "record":
        hashes_file.write_text("".join(f"{value}  {name}\n" for name, value in hashes.items()), encoding="utf-8")
        return
    lines = hashes_file.read_text(encoding="utf-8").splitlines()
    recorded = {name: value for value, _, name in (line.partition("  ") for line in lines)}
    differing = [name for name in RUNS if recorded.get(name) != hashes[name]]
    if differing:
        click.echo(f"differ: {', '.join(differing)}")
        sys.exit(1)
    click.echo("all equal")


if __name__ == "__main__":
    main()
