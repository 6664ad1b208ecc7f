"""The public instances in the project's rules: our audit against the instances' own scorer."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from click.testing import CliRunner

from benchmarks.__main__ import main
from benchmarks.shift_scheduling import Instance, read_choices, read_instance, write_choices
from scheduler.errors import InputError
from scheduler.verify import Audit, audit

PUBLISHED = Path(__file__).parents[3] / "shared" / "benchmarks" / "shift-scheduling"
NUMBERS = (1, 2, 4, 6, 8, 10, 12)
needs_published = pytest.mark.skipif(
    not (PUBLISHED / "score.py").exists(), reason="the public instances are not beside the project"
)

SMALL = """\
# Two shifts, three people, a week and a half.
SECTION_HORIZON
10

SECTION_SHIFTS
OFF,240,
late,720,OFF

SECTION_STAFF
ann-1,OFF=3|late=10,3600,480,4,2,2,1
ann-2,OFF=10|late=0,3600,0,5,1,1,0
ann-3,OFF=10|late=10,10000,0,5,1,1,2

SECTION_DAYS_OFF
ann-1,0,9

SECTION_SHIFT_ON_REQUESTS
ann-1,2,late,3

SECTION_SHIFT_OFF_REQUESTS
ann-3,4,OFF,2

SECTION_COVER
0,OFF,1,100,1
4,OFF,2,100,10
4,late,0,100,7
"""


@pytest.fixture
def small(tmp_path: Path) -> Instance:
    path = tmp_path / "Small.txt"
    path.write_text(SMALL, encoding="utf-8")
    return read_instance(path)


def audit_of(instance: Instance, choices: list[tuple[str, int, str]]) -> Audit:
    return audit(instance.problem, instance.rules, instance.roster(choices))


def broken(instance: Instance, choices: list[tuple[str, int, str]]) -> set[str]:
    return {violation.rule for violation in audit_of(instance, choices).hard}


OFF_FOR_TWO = [("ann-1", day, "OFF") for day in (3, 4)]
"""Keeps ann-1's least minutes, so that nothing else is broken."""


def test_each_kind_of_cost_is_charged_at_its_weight(small: Instance) -> None:
    # Nobody on day 0 (100); ann-1's wish unmet (3); one of two on OFF on day 4 (100), late unneeded there (7).
    assert audit_of(small, [*OFF_FOR_TWO, ("ann-3", 4, "late")]).cost == 100 + 3 + 100 + 7


def test_people_beyond_the_cover_and_broken_wishes_cost(small: Instance) -> None:
    # Nobody on day 0 (100); ann-1's wish unmet (3); three of two on OFF on day 4 (10); ann-3 asked not to (2).
    choices = [*OFF_FOR_TWO, ("ann-2", 4, "OFF"), ("ann-3", 4, "OFF")]
    assert audit_of(small, choices).cost == 100 + 3 + 10 + 2


@pytest.mark.parametrize(
    ("choices", "rule"),
    [
        pytest.param([*OFF_FOR_TWO, ("ann-1", 0, "OFF"), ("ann-1", 1, "OFF")], "R30", id="fourth shift of a kind"),
        pytest.param([("ann-1", 3, "OFF")], "R31", id="too few minutes"),
        pytest.param([*OFF_FOR_TWO, *(("ann-3", day, "late") for day in range(6))], "R32", id="too many in a row"),
        pytest.param([*OFF_FOR_TWO, ("ann-1", 6, "late"), ("ann-1", 8, "late")], "R32", id="too few in a row"),
        pytest.param([*OFF_FOR_TWO, ("ann-1", 6, "late"), ("ann-1", 7, "late")], "R33", id="too few days off"),
        pytest.param([*OFF_FOR_TWO, ("ann-2", 6, "OFF")], "R34", id="weekend too many"),
        pytest.param([*OFF_FOR_TWO, ("ann-3", 1, "late"), ("ann-3", 2, "OFF")], "R35", id="forbidden succession"),
        pytest.param([*OFF_FOR_TWO, ("ann-1", 9, "late")], "R08", id="day off"),
        pytest.param([*OFF_FOR_TWO, ("ann-3", 1, "late"), ("ann-3", 1, "OFF")], "R01", id="two shifts on a day"),
    ],
)
def test_each_hard_rule_of_the_instances_is_checked(
    small: Instance, choices: list[tuple[str, int, str]], rule: str
) -> None:
    assert rule in broken(small, choices)


def test_a_roster_that_keeps_all_rules_passes(small: Instance) -> None:
    late = [("ann-3", day, "late") for day in (0, 1, 5, 6)]
    assert not broken(small, [*OFF_FOR_TWO, *late, ("ann-3", 3, "OFF")])


def test_a_roster_file_reads_back_as_it_was_written(small: Instance, tmp_path: Path) -> None:
    choices = [("ann-1", 3, "OFF"), ("ann-3", 0, "late")]
    write_choices(tmp_path / "roster.csv", small.choices(small.roster(choices)))
    assert read_choices(tmp_path / "roster.csv") == choices


def test_all_faults_of_a_file_are_told_with_their_lines(tmp_path: Path) -> None:
    path = tmp_path / "Spoilt.txt"
    path.write_text(
        SMALL.replace("4,late,0", "4,early,0").replace("ann-1,2,late,3", "ann-9,2,late,3"), encoding="utf-8"
    )
    with pytest.raises(InputError) as caught:
        read_instance(path)
    assert [(fault.row, fault.column) for fault in caught.value.faults] == [(18, "SHIFT_ON_REQUESTS"), (26, "COVER")]


def test_a_file_that_is_no_instance_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "Empty.txt"
    path.write_text("# nothing\n", encoding="utf-8")
    with pytest.raises(InputError, match="no horizon, no shifts or no staff"):
        read_instance(path)


def test_an_unreadable_file_ends_with_the_exit_code_of_bad_input(tmp_path: Path) -> None:
    path = tmp_path / "Empty.txt"
    path.write_text("", encoding="utf-8")
    result = CliRunner().invoke(main, ["shift-scheduling", str(path), "--output", str(tmp_path / "roster.csv")])
    assert result.exit_code == 3
    assert not (tmp_path / "roster.csv").exists()


# ---- against the scorer that comes with the published instances ----

# The scorer leaves it to the garbage collector to close the instance's file.
scorer_leaves_files_open = pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")


@pytest.fixture(scope="module")
def score() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", PUBLISHED / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def random_choices(instance: Instance, share_worked: float, seed: int) -> list[tuple[str, int, str]]:
    """Anybody on anything, each day with this chance; at high shares most rules are broken somewhere."""
    random = np.random.default_rng(seed)
    names = list(instance.code_of)
    return [
        (person.employee_id, day, names[random.integers(len(names))])
        for person in instance.problem.employees
        for day in range(instance.problem.horizon.days)
        if random.random() < share_worked
    ]


def tidy_choices(instance: Instance, seed: int) -> list[tuple[str, int, str]]:
    """Everybody in blocks of one shift: people who keep all rules stand beside people who break one or two."""
    random = np.random.default_rng(seed)
    names = list(instance.code_of)
    choices = []
    for person in instance.problem.employees:
        day = int(random.integers(3))
        while day < instance.problem.horizon.days:
            length, name = int(random.integers(2, 6)), names[random.integers(len(names))]
            choices += [
                (person.employee_id, on, name) for on in range(day, min(day + length, instance.problem.horizon.days))
            ]
            day += length + int(random.integers(1, 4))
    return choices


@needs_published
@scorer_leaves_files_open
@pytest.mark.parametrize("number", NUMBERS)
def test_the_audit_agrees_with_the_published_scorer(number: int, score: ModuleType) -> None:
    path = PUBLISHED / f"Instance{number}.txt"
    instance, data = read_instance(path), score.read_instance(path)
    rosters = [[], *(random_choices(instance, share, number) for share in (0.1, 0.5, 0.9))]
    rosters += [tidy_choices(instance, seed) for seed in range(4)]
    for choices in rosters:
        table = {person: [None] * data["days"] for person in data["staff"]}
        for employee, day, name in choices:
            table[employee][day] = name
        checked = audit_of(instance, choices)
        faults = list(score.violations(data, table))
        assert checked.cost == score.cost(data, table)
        # One by one: a block that is too long, and a day off worked, are one fault in both counts.
        assert len(checked.hard) == len(faults), (checked.hard, faults)
        assert {violation.employee for violation in checked.hard} == {fault.split(":")[0] for fault in faults}


@needs_published
@scorer_leaves_files_open
def test_the_smallest_instance_is_solved_to_its_known_optimum(
    tmp_path: Path, score: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    path, output = PUBLISHED / "Instance1.txt", tmp_path / "roster.csv"
    result = CliRunner().invoke(main, ["shift-scheduling", str(path), "--time-limit", "60", "--output", str(output)])
    assert result.exit_code == 0, result.output
    assert "cost 607, bound 607" in result.output
    assert score.main(str(path), str(output)) == 0
    assert capsys.readouterr().out == "hard violations 0, cost 607\n"
