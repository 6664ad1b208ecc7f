"""The commands, from their arguments to their files and exit codes."""

from __future__ import annotations

import csv
import hashlib
import json
import signal
import subprocess
import sys
import threading
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from scheduler import cli, workspaces
from scheduler.config import Solving
from scheduler.domain.problem import Problem
from scheduler.errors import InfeasibleError, NoRosterError, SchedulerError
from scheduler.messages import Message
from scheduler.reasons import Reason, ReasonKind
from scheduler.result import SolveResult, Status
from scheduler.run import generating, solving
from scheduler.solve.progress import Progress
from scheduler.writers.roster_csv import write_roster
from tests.constraints.agreement import assignment
from tests.runs import small_run
from tests.workspaces import REQUESTS, SETTINGS, write_workspace


def scheduler(*arguments: object) -> Result:
    return CliRunner().invoke(cli.main, [str(argument) for argument in arguments])


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    return write_workspace(tmp_path / "workspace")


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    made = small_run(tmp_path / "made").roster
    assert made is not None
    write_roster(tmp_path / "roster.csv", made)
    return tmp_path / "roster.csv"


@pytest.fixture
def solved(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A search that ends at once with the roster of the small run."""
    result = small_run(tmp_path / "made").result

    def solve(*_: object, report: object = None, **__: object) -> SolveResult:
        assert callable(report)
        report(Progress(0.5, 200, 150.0, "improve"))
        return result

    monkeypatch.setattr(generating, "search", solve)


TWO_LOCKS = Reason(ReasonKind.PERSON, frozenset({"R15"}), Message("E001, 2023-11-06: two locks contradict."))

# ---- generate ----


@pytest.mark.usefixtures("solved")
def test_generate_writes_the_files_of_a_run_to_outputs_by_week(
    workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = scheduler("generate", workspace, "--week", "2023-W45")
    assert result.exit_code == 0, result.output
    assert sorted(path.name for path in (tmp_path / "outputs" / "2023-11-06").iterdir()) == [
        "coverage.csv",
        "days_around.csv",
        "report.html",
        "roster.csv",
        "roster.xlsx",
        "run.json",
        "summary.json",
        "teams.xlsx",
    ]


@pytest.mark.usefixtures("solved")
def test_generate_ends_with_what_hr_wants_first(workspace: Path, tmp_path: Path) -> None:
    result = scheduler("generate", workspace, "--week", "2023-11-06", "--output", tmp_path / "out")
    for words in (
        "a valid roster, at most 25.0% above the least cost possible",
        "Service level",
        "Average wait",
        "Answer rate, of entered calls",
        "Answer rate, of all attempts",
        "Worst intervals",
        "1 of 3",
        "Overtime",
        "all 9 kept",
        str(tmp_path / "out"),
    ):
        assert words in result.stdout
    assert "cost 200  bound 150  gap 25.00%" in result.stderr


@pytest.mark.usefixtures("solved")
def test_generate_speaks_korean_where_the_workspace_does(tmp_path: Path) -> None:
    korean = write_workspace(tmp_path / "korean", workspace=SETTINGS.replace("language: en", "language: ko"))
    result = scheduler("generate", korean, "--week", "2023-W45", "--output", tmp_path / "out")
    assert "서비스 수준" in result.stdout
    assert "9개 모두 지킴" in result.stdout


def test_generate_finds_a_roster_that_verify_accepts(workspace: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    result = scheduler("generate", workspace, "--week", "2023-W45", "--gap", "1", "--workers", "1", "--output", out)
    assert result.exit_code == 0, result.output
    assert json.loads((out / "summary.json").read_text(encoding="utf-8"))["hard_violations"] == 0
    assert scheduler("verify", workspace, out / "roster.csv").exit_code == 0


@pytest.mark.parametrize(
    ("status", "exit_code"),
    [(Status.INFEASIBLE, InfeasibleError.exit_code), (Status.NO_SOLUTION, NoRosterError.exit_code)],
)
def test_generate_without_a_roster_writes_the_summary_alone(
    workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, status: Status, exit_code: int
) -> None:
    result_without = small_run(tmp_path / "made", status).result
    monkeypatch.setattr(generating, "search", lambda *_, **__: result_without)
    monkeypatch.setattr(solving, "explain", lambda *_, **__: [TWO_LOCKS])
    result = scheduler("generate", workspace, "--week", "2023-W45", "--output", tmp_path / "out")
    assert result.exit_code == exit_code
    assert result.stderr.strip()
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["run.json", "summary.json"]
    summary = json.loads((tmp_path / "out" / "summary.json").read_text(encoding="utf-8"))
    assert summary["status"] == status.value


@pytest.mark.parametrize("status", [Status.INFEASIBLE, Status.NO_SOLUTION])
def test_generate_without_a_roster_leaves_the_one_that_is_there(
    workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, status: Status
) -> None:
    arguments = ("generate", workspace, "--week", "2023-W45", "--output", tmp_path / "out")
    results = [small_run(tmp_path / "made").result, small_run(tmp_path / "made", status).result]
    monkeypatch.setattr(generating, "search", lambda *_, **__: results.pop(0))
    monkeypatch.setattr(solving, "explain", lambda *_, **__: [TWO_LOCKS])
    assert scheduler(*arguments).exit_code == 0
    before = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    result = scheduler(*arguments)
    assert result.exit_code in (4, 5)
    assert f"{tmp_path / 'out'} is as it was, with its earlier roster" in result.stderr
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == before
    assert not (tmp_path / "out.bak").exists()


@pytest.mark.usefixtures("solved")
def test_a_run_remembers_what_it_was_made_from(workspace: Path, tmp_path: Path, roster: Path) -> None:
    out = tmp_path / "out"
    scheduler("generate", workspace, "--week", "2023-W45", "--output", out, "--seed", 5, "--previous", roster)
    record = json.loads((out / "run.json").read_text(encoding="utf-8"))
    assert record["kind"] == "roster"
    assert record["has_result"] is True
    assert (record["first_day"], record["days"], record["options"]["seed"]) == ("2023-11-06", 7, 5)
    assert record["given"] == {"previous": str(roster)}
    made = record["made_from"]
    assert made["workspace"] == str(workspace)
    assert made["centre"]["name_en"] == "Small centre"
    assert made["inputs"]["staff.csv"] == hashlib.sha256((workspace / "staff.csv").read_bytes()).hexdigest()
    assert made["settings"]["interval_minutes"] == 30
    assert "Agent 1" not in json.dumps(record)
    assert sorted(record["files"]) == [
        "coverage.csv",
        "days_around.csv",
        "report.html",
        "roster.csv",
        "roster.xlsx",
        "summary.json",
        "teams.xlsx",
    ]


def test_generate_says_whom_and_what_an_impossible_roster_fails_for(tmp_path: Path) -> None:
    rules = SETTINGS.replace("  - rule: one_shift_a_day\n", "  - rule: one_shift_a_day\n  - rule: locks\n")
    locks = "employee_id,date,shift\nE007,2023-11-07,V\nE007,2023-11-08,N\n"
    impossible = write_workspace(tmp_path / "impossible", workspace=rules, locks=locks)
    result = scheduler("generate", impossible, "--week", "2023-W45", "--output", tmp_path / "out")
    assert result.exit_code == InfeasibleError.exit_code, result.output
    (reason,) = result.stderr.strip().splitlines()[-1:]
    assert reason.startswith("E007, 2023-11-08: Minimum rest between shifts (R03) cannot be kept")
    assert "locked: V on 2023-11-07, N on 2023-11-08 (R15)" in reason


def test_a_search_that_calls_a_possible_roster_impossible_is_a_bug(
    workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result_without = small_run(tmp_path / "made", Status.INFEASIBLE).result
    monkeypatch.setattr(generating, "search", lambda *_, **__: result_without)
    result = scheduler("generate", workspace, "--week", "2023-W45", "--output", tmp_path / "out")
    assert result.exit_code == cli.EXIT_BUG
    assert "they can hold together" in result.stderr


def test_a_roster_that_breaks_a_hard_rule_never_leaves(
    workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = small_run(tmp_path / "made")
    assert made.roster is not None
    twice = assignment(made.problem, "E005", made.problem.horizon.first_day, "V")
    broken = type(made.roster).of([*made.roster.assignments, twice])
    monkeypatch.setattr(generating, "search", lambda *_, **__: SolveResult(**{**vars(made.result), "roster": broken}))
    result = scheduler("generate", workspace, "--week", "2023-W45", "--output", tmp_path / "out")
    assert result.exit_code == cli.EXIT_BUG
    assert "R01 E005 has 2 shifts on 2023-11-06" in result.stderr
    assert "bug in the scheduler" in result.stderr
    assert "Traceback" not in result.stderr
    assert not (tmp_path / "out").exists()


def test_the_first_ctrl_c_asks_the_search_to_stop(
    workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = small_run(tmp_path / "made").result

    def solve(*_: object, stop: threading.Event, **__: object) -> SolveResult:
        signal.raise_signal(signal.SIGINT)
        assert stop.is_set()
        return made

    before = signal.getsignal(signal.SIGINT)
    monkeypatch.setattr(generating, "search", solve)
    result = scheduler("generate", workspace, "--week", "2023-W45", "--output", tmp_path / "out")
    assert result.exit_code == 0, result.output
    assert "the best roster so far is kept" in result.stderr
    assert signal.getsignal(signal.SIGINT) is before


def test_options_replace_those_of_the_workspace(
    workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = small_run(tmp_path / "made").result
    given: list[Solving] = []

    def solve(*_: object, options: Solving, **__: object) -> SolveResult:
        given.append(options)
        return made

    monkeypatch.setattr(generating, "search", solve)
    out = tmp_path / "out"
    scheduler("generate", workspace, "--week", "2023-W45", "--output", out, "--seed", 5, "--time-limit", 9.5)
    (options,) = given
    assert (options.seed, options.time_limit_seconds) == (5, 9.5)
    assert json.loads((out / "summary.json").read_text(encoding="utf-8"))["seed"] == 5


def test_previous_gives_the_days_before_and_the_published_roster(
    workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, roster: Path
) -> None:
    made = small_run(tmp_path / "made").result
    problems: list[Problem] = []

    def solve(problem: Problem, *_: object, **__: object) -> SolveResult:
        problems.append(problem)
        return made

    monkeypatch.setattr(generating, "search", solve)
    for week in ("2023-W45", "2023-W46"):
        # Nobody works on the Sunday between, which the file cannot say.
        scheduler(
            "generate", workspace, "--week", week, "--output", tmp_path / week, "--previous", roster, "--first-week"
        )
    same_week, next_week = problems
    assert same_week.published is not None
    assert made.roster is not None
    assert len(same_week.published.assignments) == len(made.roster.assignments)
    assert {row.employee_id for row in same_week.previous.assignments} == {"E007", "E008"}
    in_week = [row for row in next_week.previous.assignments if row.date >= same_week.horizon.first_day]
    assert len(in_week) == len(made.roster.assignments)
    assert next_week.published is None


def test_a_folder_with_something_else_in_it_is_not_replaced(workspace: Path, tmp_path: Path) -> None:
    result = scheduler("generate", workspace, "--week", "2023-W45", "--output", workspace)
    assert result.exit_code == 2
    assert "something other than a run" in result.stderr
    assert (workspace / "staff.csv").exists()


# ---- mistakes ----


@pytest.mark.parametrize("week", ["2023-11-07", "2023-W60", "next", "2023-02-30"])
def test_a_week_that_is_none_is_a_usage_error(workspace: Path, week: str) -> None:
    result = scheduler("generate", workspace, "--week", week)
    assert result.exit_code == 2
    assert week in result.stderr


def test_bad_input_gives_a_line_per_fault(tmp_path: Path) -> None:
    bad = write_workspace(tmp_path / "bad", requests=REQUESTS.replace("E003", "E903").replace("OFF", "OOPS"))
    result = scheduler("validate", bad)
    assert result.exit_code == 3
    assert len(result.stderr.splitlines()) == 2
    assert "requests.csv:2" in result.stderr
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    ("command", "option", "value"),
    [
        *(
            ("generate", "--time-limit", value)
            for value in ("nan", "inf", "0", "0.09", "1_0", "\uff11\uff10", "1e30", "604801")
        ),
        *(("generate", "--gap", value) for value in ("nan", "inf", "-1", "9e-7", "1.1")),
        *(("generate", "--seed", value) for value in ("-1", "1_0", "\uff11\uff10", "2147483648", "1e3", "9" * 5000)),
        *(("generate", "--workers", value) for value in ("0", "1025")),
        *(("generate", "--weeks", value) for value in ("0", "105", "5000")),
        *(("what-if", "--time-limit", value) for value in ("nan", "inf")),
        *(("what-if", "--seed", value) for value in ("-1", "2147483648")),
    ],
)
def test_a_number_out_of_its_limits_is_a_usage_error(workspace: Path, command: str, option: str, value: str) -> None:
    result = scheduler(command, workspace, "--week", "2023-W45", option, value)
    assert result.exit_code == 2
    assert f"Invalid value for '{option}'" in result.stderr


@pytest.mark.parametrize("factor", ["1_0", "\uff11", "nan"])
def test_a_factor_is_written_as_in_files(workspace: Path, factor: str) -> None:
    result = scheduler("what-if", workspace, "--week", "2023-W45", "--inflow", factor)
    assert result.exit_code == 3
    assert f"'{factor}' is not a factor" in result.stderr


@pytest.mark.parametrize(
    ("today", "said"),
    [
        ("08.11.2023", "write 2023-11-08 if 8 November 2023 is meant"),
        ("1989-12-31", "lies outside the years 1990 to 2100"),
        ("soon", "write year, month and day as 2023-11-06"),
    ],
)
def test_today_is_a_date_as_in_files(workspace: Path, today: str, said: str) -> None:
    sick = ("--absence", "E001:2023-11-08")
    result = scheduler("repair", workspace, workspace / "staff.csv", *sick, "--today", today)
    assert result.exit_code == 2
    assert said in " ".join(result.stderr.split())


def test_a_folder_that_is_not_there_is_a_usage_error(tmp_path: Path) -> None:
    assert scheduler("validate", tmp_path / "nowhere").exit_code == 2


def test_a_bug_is_owned_up_to_with_its_traceback_in_a_file(
    workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr(workspaces, "validate", fail)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    result = scheduler("validate", workspace)
    assert result.exit_code == cli.EXIT_BUG
    assert "Traceback" not in result.stderr
    (saved,) = tmp_path.glob("scheduler-*.txt")
    assert str(saved) in result.stderr
    assert "ZeroDivisionError" in saved.read_text(encoding="utf-8")
    assert "ZeroDivisionError" in scheduler("--debug", "validate", workspace).stderr


def test_an_error_of_the_operating_system_is_one_line(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise PermissionError(13, "Permission denied", "roster.csv")

    monkeypatch.setattr(workspaces, "validate", fail)
    result = scheduler("validate", workspace)
    assert result.exit_code == cli.EXIT_USAGE
    assert result.stderr == "roster.csv: Permission denied\n"


# ---- the other commands ----


def test_validate_says_what_it_found(workspace: Path) -> None:
    result = scheduler("validate", workspace)
    assert result.exit_code == 0
    assert "staff.csv: 12 people" in result.stdout


def test_a_cluster_that_does_nothing_is_said_and_not_even_asked(workspace: Path, tmp_path: Path) -> None:
    result = scheduler(
        *("generate", workspace, "--week", "2023-W45", "--gap", "1", "--output", tmp_path / "out"),
        *("--cluster", "tcp://127.0.0.1:9"),
    )
    assert result.exit_code == 0, result.output
    assert "the cluster at tcp://127.0.0.1:9 was not used: this search has no pieces to hand out" in result.stderr


def test_a_cluster_that_cannot_be_reached_is_told_before_several_weeks_are_searched(
    workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scheduler.parallel.gateway.CONNECT_SECONDS", 1.0)
    result = scheduler(
        *("generate", workspace, "--week", "2023-W45", "--weeks", "2", "--gap", "1", "--output", tmp_path / "out"),
        *("--cluster", "tcp://127.0.0.1:9"),
    )
    assert result.exit_code == cli.EXIT_USAGE
    assert "no Dask scheduler answers at tcp://127.0.0.1:9" in result.stderr
    assert not (tmp_path / "out").exists()


def test_validate_says_which_tables_it_does_not_read(tmp_path: Path) -> None:
    folder = write_workspace(tmp_path / "w")
    for name in ("결근.csv", "plan.xlsx", "notes.txt", "~$plan.xlsx"):
        (folder / name).write_bytes(b"")
    result = scheduler("validate", folder)
    assert result.exit_code == 0
    unread = [line.partition(":")[0] for line in result.stdout.splitlines() if ": not read, as its name" in line]
    assert unread == ["plan.xlsx", "결근.csv"]


@pytest.mark.parametrize("name", [" ", "  "])
def test_a_name_of_nothing_but_blanks_is_a_usage_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    folder = write_workspace(tmp_path / "w")
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    result = scheduler("generate", folder, "--week", "2023-W45", "--output", name)
    assert (result.exit_code, result.stderr) == (
        cli.EXIT_USAGE,
        f"'{name}' does not end in a name; choose another one with --output\n",
    )
    assert list(Path().iterdir()) == []


def test_verify_accepts_a_good_roster_and_shows_its_cost(workspace: Path, roster: Path) -> None:
    result = scheduler("verify", workspace, roster)
    assert result.exit_code == 0, result.output
    assert "all 9 kept" in result.stdout
    assert "R20 Coverage shortfall" in result.stdout


def test_verify_names_person_rule_and_day_of_a_breach(workspace: Path, roster: Path) -> None:
    text = roster.read_text(encoding="utf-8")
    # E003 has worked the evening until 01:00 on Thursday.
    early = "E003,2023-11-09,D,2023-11-09T09:00,2023-11-09T18:00,2023-11-09T11:00,2023-11-09T12:00,office,general,480\n"
    roster.write_text(text + early, encoding="utf-8")
    result = scheduler("verify", workspace, roster)
    assert result.exit_code == cli.EXIT_VIOLATIONS
    breach = "E003  R03 Minimum rest between shifts  2023-11-09  E003 rests 8 h before D"
    assert [line for line in result.stdout.splitlines() if line.startswith(breach)]


def test_verify_takes_the_folder_of_a_run(workspace: Path, roster: Path) -> None:
    assert scheduler("verify", workspace, roster.parent).exit_code == 0


def test_verify_of_an_empty_roster_is_bad_input(workspace: Path, roster: Path) -> None:
    header = roster.read_text(encoding="utf-8").splitlines()[0]
    roster.write_text(header + "\n", encoding="utf-8")
    assert scheduler("verify", workspace, roster).exit_code == 3


def test_demand_lists_open_intervals_with_the_binding_target(workspace: Path) -> None:
    result = scheduler("demand", workspace, "--week", "2023-W45", "--queue", "english")
    rows = list(csv.DictReader(result.stdout.splitlines(), delimiter="\t"))
    assert len(rows) == 5 * 18
    assert {row["binding_target"] for row in rows} == {"minimum"}


def test_demand_is_listed_in_korean(workspace: Path) -> None:
    result = scheduler("--language", "ko", "demand", workspace, "--week", "2023-W45", "--queue", "english")
    rows = list(csv.DictReader(result.stdout.splitlines(), delimiter="\t"))
    assert {(row["업무"], row["시간대"], row["기준"]) for row in rows} == {("영어", "그 외", "최소 인원")}


def test_demand_explains_each_interval(workspace: Path) -> None:
    result = scheduler("demand", workspace, "--week", "2023-W45", "--queue", "english", "--explain")
    assert len(result.stdout.splitlines()) == 5 * 18
    assert "2023-11-06 english 09:00" in result.stdout


def test_demand_of_an_unknown_queue_is_a_usage_error(workspace: Path) -> None:
    result = scheduler("demand", workspace, "--week", "2023-W45", "--queue", "frnch")
    assert result.exit_code == 2
    assert "'frnch' is none of general, english, text" in result.stderr


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_export_writes_the_roster_beside_the_run(workspace: Path, roster: Path, form: str) -> None:
    before = roster.read_bytes()
    result = scheduler("export", roster, "--format", form, "--workspace", workspace)
    assert result.exit_code == 0, result.output
    assert (roster.parent / f"roster.{form}").stat().st_size > 0
    assert roster.read_bytes() == before


@pytest.mark.parametrize("ending", ["mps", "pb"])
def test_model_writes_a_file_that_a_solver_reads(workspace: Path, tmp_path: Path, ending: str) -> None:
    (tmp_path / f"week.{ending}").write_bytes(b"mine")
    result = scheduler("model", workspace, "--week", "2023-W45", "--output", tmp_path / f"week.{ending}")
    assert result.exit_code == 0, result.output
    assert (tmp_path / f"week.{ending}.bak").read_bytes() == b"mine"
    content = (tmp_path / f"week.{ending}").read_bytes()
    if ending == "mps":
        assert b"ROWS" in content
        assert b"ENDATA" in content
    else:
        assert b"works[" in content


def test_model_of_another_ending_is_a_usage_error(workspace: Path, tmp_path: Path) -> None:
    result = scheduler("model", workspace, "--week", "2023-W45", "--output", tmp_path / "week.lp")
    assert result.exit_code == 2
    assert ".mps or .pb" in result.stderr


def test_rules_are_those_of_the_current_folder_if_it_is_a_workspace(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(workspace)
    lines = scheduler("rules").stdout.splitlines()
    assert lines[0] == "R01 One shift a day [one_shift_a_day]: hard"
    assert "      min_rest_minutes: 660" in lines
    assert "R20 Coverage shortfall [coverage_shortfall]: 10 points a unit" in lines


def test_rules_are_the_bundled_ones_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = scheduler("rules")
    assert result.exit_code == 0, result.output
    assert "minimum_rest" in result.stdout


def test_init_makes_a_workspace_that_is_valid(tmp_path: Path) -> None:
    assert scheduler("init", tmp_path / "mine").exit_code == 0
    result = scheduler("validate", tmp_path / "mine")
    assert result.exit_code == 0, result.output
    assert "staff.csv: 416명" in result.stdout


def test_init_leaves_a_folder_in_use_alone(workspace: Path) -> None:
    result = scheduler("init", workspace)
    assert result.exit_code == 2
    assert "name a new folder" in result.stderr


def test_the_package_runs_as_a_module() -> None:
    done = subprocess.run([sys.executable, "-m", "scheduler", "--help"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("Usage: scheduler ")


# ---- help ----


COMMANDS: list[tuple[str, click.Command]] = [("scheduler", cli.main), *cli.main.commands.items()]


@pytest.mark.parametrize(("name", "command"), COMMANDS)
def test_every_command_and_option_has_help(name: str, command: click.Command) -> None:
    assert command.help, name
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, parameter.name


def test_the_commands_are_those_of_the_contract() -> None:
    assert sorted(cli.main.commands) == sorted(
        [
            "init",
            "validate",
            "demand",
            "generate",
            "verify",
            "repair",
            "export",
            "model",
            "rules",
            "calibrate",
            "what-if",
            "publish",
            "history",
            "ledger",
            "leave",
            "actuals",
            "review",
            "simulate",
            "today",
            "compare",
            "forget",
            "why",
            "cover",
            "swap",
            "activities",
        ]
    )


def test_exit_codes_are_those_of_the_contract() -> None:
    assert (SchedulerError.exit_code, InfeasibleError.exit_code, NoRosterError.exit_code) == (1, 4, 5)
    assert (cli.EXIT_BUG, cli.EXIT_USAGE, cli.EXIT_VIOLATIONS) == (1, 2, 6)
