"""May people swap?"""

from __future__ import annotations

import json
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner

from scheduler import cli
from scheduler.desk.desk import Desk, open_desk
from scheduler.desk.lines import swaps_lines
from scheduler.desk.swap import decide, exchange
from scheduler.errors import InputError
from scheduler.verify import audit
from tests.constraints.agreement import MONDAY
from tests.desk.test_cover import ALL_RULES
from tests.publishing.offices import Office
from tests.runs import WORKED, write_run
from tests.workspaces import write_workspace


def _day(n: int) -> date:
    return MONDAY + timedelta(days=n)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("swap")
    write_run(folder / "run", write_workspace(folder / "workspace", workspace=ALL_RULES), WORKED)
    return folder


@pytest.fixture(scope="module")
def desk(folder: Path) -> Desk:
    return open_desk(folder / "workspace", folder / "run", is_first_week=True)


def _shifts(desk: Desk, *places: tuple[str, date]) -> dict[tuple[str, date], list[str]]:
    changes = exchange(desk, places)
    return {place: [row.shift for row in rows] for place, rows in changes.items()}


def test_on_one_day_two_people_exchange_their_shifts(desk: Desk) -> None:
    assert _shifts(desk, ("E007", _day(1)), ("E003", _day(1))) == {
        ("E003", _day(1)): ["N"],
        ("E007", _day(1)): ["D"],
    }


def test_on_different_days_two_people_exchange_both_days(desk: Desk) -> None:
    assert _shifts(desk, ("E003", _day(2)), ("E004", _day(4))) == {
        ("E004", _day(2)): ["V"],
        ("E003", _day(2)): [],
        ("E003", _day(4)): ["D"],
        ("E004", _day(4)): [],
    }


def test_in_a_chain_of_three_each_gives_to_the_next(desk: Desk) -> None:
    assert _shifts(desk, ("E003", _day(2)), ("E004", _day(4)), ("E009", _day(5))) == {
        ("E004", _day(2)): ["V"],
        ("E003", _day(2)): [],
        ("E009", _day(4)): ["D"],
        ("E004", _day(4)): [],
        ("E003", _day(5)): ["N"],
        ("E009", _day(5)): [],
    }


def test_in_a_chain_of_three_on_one_day_the_shifts_go_round(desk: Desk) -> None:
    assert _shifts(desk, ("E003", _day(1)), ("E007", _day(1)), ("E005", _day(1))) == {
        ("E007", _day(1)): ["D"],
        ("E005", _day(1)): ["N"],
        ("E003", _day(1)): ["D"],
    }


def test_nobody_swaps_alone_or_what_is_no_shift(desk: Desk) -> None:
    with pytest.raises(InputError, match="E003 cannot swap alone"):
        exchange(desk, [("E003", _day(1)), ("E003", _day(2))])
    with pytest.raises(InputError, match="E004 has no shift on 2023-11-06"):
        exchange(desk, [("E003", _day(0)), ("E004", _day(0))])


def test_verdicts_costs_and_coverage_of_random_swaps_are_the_audits(desk: Desk) -> None:
    rng = Random(7)
    granted = 0
    for _ in range(60):
        people = rng.sample(sorted(desk.roster.by_employee), rng.choice((2, 2, 3)))
        asked = [(who, rng.choice(desk.roster.of_employee(who)).date) for who in people]
        (one,) = decide(desk, [asked]).decided
        assert one.effects is not None
        outcome = one.effects.outcome
        changed = desk.standing.changed(outcome.changes)
        whole = audit(desk.problem, desk.run.rules, changed)
        assert one.is_granted == (not whole.hard)
        assert Counter(one.breaches) == Counter(whole.hard)
        assert outcome.cost == whole.cost
        for hour in one.effects.hours:
            intervals = [
                n
                for n in range(desk.problem.horizon.n_intervals)
                if desk.problem.horizon.interval_start(n).replace(minute=0) == hour.start
            ]
            mean = float(whole.coverage.effective_permille[hour.queue][intervals].mean()) / 1000
            assert hour.after == pytest.approx(mean)
        granted += one.is_granted
    assert 0 < granted < 60


def test_requests_are_decided_on_what_stands_after_those_before(desk: Desk) -> None:
    there = [("E003", _day(2)), ("E004", _day(4))]
    found = decide(desk, [there, there, [("E004", _day(2)), ("E003", _day(4))]])
    first, again, back = found.decided
    assert (first.is_granted, again.fault is not None, back.is_granted) == (True, True, True)
    assert found.after.roster == desk.roster


def test_what_each_gives_is_what_stands_after_the_requests_before(desk: Desk) -> None:
    there = [("E003", _day(2)), ("E004", _day(4))]
    back = [("E004", _day(2)), ("E003", _day(4))]
    found = decide(desk, [there, back, there, there])
    assert [[row and row.shift for row in one.gives] for one in found.decided] == [
        ["V", "D"],
        ["V", "D"],
        ["V", "D"],
        [None, None],
    ]
    shown = "\n".join(str(line) for line in swaps_lines(found))
    assert shown.count("E004 Agent 4 gives 2023-11-08 Wed, V") == 1
    assert shown.count("E003 Agent 3 gives 2023-11-08 Wed, off") == 1


def test_the_command_says_which_rule_forbids_it_and_ends_with_6(folder: Path) -> None:
    arguments = ["swap", str(folder / "workspace"), str(folder / "run"), "--first-week"]
    refused = CliRunner().invoke(cli.main, [*arguments, "E007", "2023-11-07", "E005", "2023-11-07"])
    assert refused.exit_code == 6, refused.output
    assert "They may not swap." in refused.stdout
    assert "Eligible shifts and weekdays (R09): E005 works N on 2023-11-07, but may only work D" in refused.stdout
    assert "To be told" not in refused.stdout
    may = CliRunner().invoke(cli.main, [*arguments, "E003", "2023-11-08", "E004", "2023-11-10", "--json"])
    assert may.exit_code == 0, may.output
    told = json.loads(may.stdout)
    assert told["granted"] == 1
    assert [change["employee_id"] for change in told["requests"][0]["effects"]["told"]] == [
        "E003",
        "E003",
        "E004",
        "E004",
    ]


def test_two_who_work_the_same_are_told_that_nothing_would_change(folder: Path) -> None:
    arguments = ["swap", str(folder / "workspace"), str(folder / "run"), "--first-week"]
    same = CliRunner().invoke(cli.main, [*arguments, "E003", "2023-11-06", "E005", "2023-11-07"])
    assert same.exit_code == 0, same.output
    assert "the swap would change nothing" in same.stdout
    assert "--publish" not in same.stdout


def test_a_file_of_requests_is_decided_in_order(folder: Path) -> None:
    path = folder / "swaps.csv"
    path.write_text(
        "employee_1,date_1,employee_2,date_2,employee_3,date_3\n"
        "E003,2023-11-08,Agent 4,2023-11-10,,\n"
        "E007,2023-11-07,E005,2023-11-07,,\n"
        "E004,2023-11-08,E009,2023-11-11,E003,2023-11-10\n",
        encoding="utf-8",
    )
    arguments = ["swap", str(folder / "workspace"), str(folder / "run"), "--first-week", "--requests", str(path)]
    shown = CliRunner().invoke(cli.main, arguments)
    assert shown.exit_code == 0, shown.output
    assert "1. granted" in shown.stdout
    assert "2. refused" in shown.stdout


def test_all_faults_of_a_file_of_requests_are_told(folder: Path) -> None:
    path = folder / "bad.csv"
    path.write_text(
        "employee_1,date_1,employee_2,date_2,employee_3,date_3\nE033,2023-11-08,E004,10th,,\n"
        "E003,2023-11-08,E004,2023-11-10,E005,\n",
        encoding="utf-8",
    )
    arguments = ["swap", str(folder / "workspace"), str(folder / "run"), "--first-week", "--requests", str(path)]
    refused = CliRunner().invoke(cli.main, arguments)
    assert refused.exit_code == 3
    lines = refused.stderr.splitlines()
    assert len(lines) == 3
    assert "bad.csv:2:employee_1 employee 'E033' is unknown" in lines[1]


def test_a_granted_swap_is_published_as_a_version(published_office: Office) -> None:
    arguments = ["swap", str(published_office.workspace), "published", "E003", "2023-11-08", "E004", "2023-11-10"]
    arguments += ["--today", "2023-11-06", "--publish", "--by", "HR", "--note", "both asked"]
    shown = CliRunner().invoke(cli.main, arguments)
    assert shown.exit_code == 0, shown.output
    history = json.loads(CliRunner().invoke(cli.main, ["history", str(published_office.workspace), "--json"]).stdout)
    assert [entry["note"] for entry in history][-1] == "both asked"


def test_only_what_is_published_is_published_again(folder: Path) -> None:
    arguments = ["swap", str(folder / "workspace"), str(folder / "run"), "--first-week", "--publish"]
    refused = CliRunner().invoke(cli.main, [*arguments, "E003", "2023-11-08", "E004", "2023-11-10"])
    assert refused.exit_code == 3
    assert "name `published` as the ROSTER" in refused.stderr
