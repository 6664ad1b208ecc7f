"""``scheduler simulate`` from its arguments to its files."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner, Result

from scheduler.cli import main
from scheduler.day.simulating import simulate
from scheduler.errors import InputError
from tests.publishing.offices import Office
from tests.runs import WORKED


def command(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def test_a_run_is_simulated_and_written(small_office: Office, tmp_path: Path) -> None:
    run = small_office.run(WORKED)
    ended = command(
        "simulate", small_office.workspace, run, "--first-week", "--replications", 4, "--output", tmp_path / "out"
    )
    assert ended.exit_code == 0, ended.output
    assert "4 replications" in ended.stdout
    frame = pd.read_csv(tmp_path / "out" / "simulation.csv")
    whole = frame[(frame["scope"] == "all") & frame["queue"].isna()].set_index("measure")
    told = json.loads((tmp_path / "out" / "simulation.json").read_text(encoding="utf-8"))
    level = told["parts"][0]["measures"]["service_level"]
    assert whole.loc["service_level", "simulated"] == pytest.approx(level["simulated"], rel=1e-4)
    assert level["computed"] is not None
    assert json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))["kind"] == "simulation"


def test_the_same_seed_gives_the_same_figures_and_another_one_others(small_office: Office) -> None:
    run = small_office.run(WORKED)

    def figures(seed: int) -> object:
        options = {"replications": 3, "seed": seed}
        return simulate(small_office.workspace, run, options=options, is_first_week=True).as_json()["parts"]

    assert figures(5) == figures(5)
    assert figures(5) != figures(6)


def test_what_is_published_is_simulated(published_office: Office) -> None:
    ended = command("simulate", published_office.workspace, "published", "--first-week", "--replications", 2, "--json")
    assert ended.exit_code == 0, ended.output
    assert json.loads(ended.stdout)["replications"] == 2


def test_nobody_is_there_and_nobody_is_answered(small_office: Office) -> None:
    run = small_office.run({("E003", 0): "D"})
    found = simulate(small_office.workspace, run, options={"replications": 3}, is_first_week=True)
    tuesday = found.of("day", "general")[1]
    assert tuesday.figures["service_level"].simulated == 0.0
    monday = found.of("day", "general")[0]
    assert monday.figures["service_level"].simulated > 0.0


def test_counted_calls_that_nobody_counted_are_refused(small_office: Office) -> None:
    run = small_office.run(WORKED)
    with pytest.raises(InputError, match="has no counted call from 2023-11-06 to 2023-11-12"):
        simulate(small_office.workspace, run, is_counted=True, is_first_week=True)


def test_counted_calls_come_as_counted(small_office: Office, tmp_path: Path) -> None:
    rows = [f"2023-11-06,{hour},general,{10 if hour < 10 else 0}" for hour in range(24)]
    counts = tmp_path / "phone.csv"
    counts.write_text("\n".join(["date,hour,queue,entered", *rows, ""]), encoding="utf-8")
    assert command("actuals", small_office.workspace, counts).exit_code == 0
    found = simulate(
        small_office.workspace,
        small_office.run(WORKED),
        options={"replications": 3},
        is_counted=True,
        is_first_week=True,
    )
    assert found.of("day", "general")[0].calls == 100


@pytest.mark.parametrize("arguments", [("--replications", "1"), ("--seed", "-1"), ("--arrivals", "none")])
def test_options_that_cannot_be_are_usage_errors(small_office: Office, arguments: tuple[str, str]) -> None:
    assert command("simulate", small_office.workspace, small_office.run(WORKED), *arguments).exit_code == 2


def test_an_option_of_python_that_cannot_be_is_a_fault(small_office: Office) -> None:
    with pytest.raises(InputError, match="replications"):
        simulate(small_office.workspace, small_office.run(WORKED), options={"replications": 1}, is_first_week=True)


def test_a_folder_with_something_else_is_refused_before_anything_is_run(small_office: Office, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").touch()
    ended = command(
        "simulate", small_office.workspace, small_office.run(WORKED), "--output", tmp_path / "mine", "--first-week"
    )
    assert ended.exit_code == 2
