"""Whoever is on call stays so whatever is asked, and is the first to be called in."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from scheduler.desk.cover import who_could
from scheduler.desk.desk import Desk, open_desk
from scheduler.desk.rows import handed_over
from scheduler.desk.swap import decide
from scheduler.domain.roster import Duty
from scheduler.verify import audit
from tests.desk.test_cover import ALL_RULES
from tests.runs import WORKED, write_run
from tests.workspaces import write_workspace

WEDNESDAY, FRIDAY = date(2023, 11, 8), date(2023, 11, 10)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """E004 is on call on Wednesday, when E003 works the evening."""
    folder = tmp_path_factory.mktemp("on_call")
    rules = ALL_RULES.replace("pay:", "  - {rule: on_call, weekdays: [wed], people: [E004, E010]}\npay:")
    write_run(folder / "run", write_workspace(folder / "workspace", workspace=rules), WORKED)
    (folder / "run" / "on_call.csv").write_text("date,employee_id\n2023-11-08,E004\n", encoding="utf-8")
    return open_desk(folder / "workspace", Path(folder / "run"), is_first_week=True)


def test_another_is_on_call_when_a_swap_puts_somebody_to_work_on_the_day(desk: Desk) -> None:
    found = decide(desk, [[("E003", WEDNESDAY), ("E004", FRIDAY)]])
    assert found.decided[0].is_granted
    assert found.after.roster.on_call == (Duty(WEDNESDAY, "E010"),)


def test_who_is_on_call_is_not_lost_by_a_swap_of_others(desk: Desk) -> None:
    found = decide(desk, [[("E007", date(2023, 11, 7)), ("E009", date(2023, 11, 11))]])
    assert found.decided[0].is_granted
    assert found.after.roster.on_call == (Duty(WEDNESDAY, "E004"),)


def test_whoever_is_on_call_is_the_first_to_be_called_in(desk: Desk) -> None:
    found = who_could(desk, "E003", WEDNESDAY)
    first = found.candidates[0]
    assert (first.employee_id, first.is_on_call, first.outcome.is_allowed) == ("E004", True, True)
    assert not any(one.is_on_call for one in found.candidates[1:])


def test_whoever_moves_what_is_found_of_on_call_duty_is_what_the_whole_audit_finds(desk: Desk) -> None:
    standing = desk.standing
    evening = standing.rows["E003", WEDNESDAY]
    for employee in ("E004", "E007", "E010"):
        taken = tuple(handed_over(desk.problem, row, employee) for row in evening)
        changes = {("E003", WEDNESDAY): (), (employee, WEDNESDAY): taken}
        outcome, whole = standing.after(changes), audit(desk.problem, desk.run.rules, standing.changed(changes))
        assert Counter(outcome.hard) == Counter(whole.hard)
        assert outcome.cost == whole.cost
