"""What of the inputs comes to nothing, or breaks a rule by itself, is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from scheduler.cli import main
from scheduler.console.rosters import doubts
from scheduler.workspaces import validate
from scheduler.writers.summary_json import summary
from tests.runs import small_run, write_small_run
from tests.workspaces import ABSENCES, SETTINGS, STAFF, write_workspace

LOCKS = "employee_id,date,shift\nE011,2023-11-06,D\nE011,2023-11-13,D\n"
READING = SETTINGS + "  - rule: absences\n  - rule: locks\n  - rule: requests\n    weight: 3\n"


def scheduler(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def test_rows_of_the_planned_days_that_no_rule_reads_are_counted_and_the_rule_is_named(tmp_path: Path) -> None:
    run = small_run(tmp_path, locks=LOCKS)
    assert summary(run)["unread_rows"] == {"absences": 2, "locks": 1, "requests": 3}
    english = doubts(run.problem, run.rules, "en")
    assert [line.split(":")[0] for line in english] == [
        "2 absences count for nothing",
        "1 lock counts for nothing",
        "3 requests count for nothing",
    ]
    assert "rule R08 No work on days of absence is not in force; add '- rule: absences' to the rules" in english[0]
    korean = doubts(run.problem, run.rules, "ko")
    assert [line.split("규칙 ")[1][:3] for line in korean] == ["R08", "R15", "R22"]


def test_rows_that_a_rule_reads_are_no_doubt(tmp_path: Path) -> None:
    run = small_run(tmp_path, locks=LOCKS, workspace=READING)
    assert summary(run)["unread_rows"] == {}
    assert doubts(run.problem, run.rules, "en") == []


def test_rows_of_other_days_are_no_doubt(tmp_path: Path) -> None:
    run = small_run(
        tmp_path,
        absences="employee_id,from,to,kind\nE001,2023-11-13,2023-11-13,training\n",
        requests=None,
        locks="employee_id,date,shift\nE011,2023-11-13,D\n",
    )
    assert doubts(run.problem, run.rules, "en") == []


@pytest.mark.parametrize("command", ["verify", "repair", "what-if"])
def test_commands_tell_it_on_standard_error(tmp_path: Path, command: str) -> None:
    workspace = tmp_path / "workspace"
    write_small_run(tmp_path / "run", workspace)
    arguments: dict[str, list[object]] = {
        "verify": [tmp_path / "run"],
        "repair": [tmp_path / "run", "--absence", "E011:2023-11-06", "--today", "2023-11-05", "--frozen-days", "0"],
        "what-if": [
            *("--week", "2023-11-06", "--depth", "staffing"),
            *("--output", tmp_path / "out", "--results", tmp_path / "results"),
        ],
    }
    found = scheduler(command, workspace, *arguments[command])
    assert found.exit_code == 0, found.output
    assert "3 requests count for nothing: rule R22" in found.stderr
    # A repair gives nobody a shift on a day of absence, whatever rules are in force.
    assert ("2 absences count for nothing: rule R08" in found.stderr) == (command != "repair")
    assert "count for nothing" not in found.stdout


def test_validate_tells_it_of_all_rows(tmp_path: Path) -> None:
    found = scheduler("validate", write_workspace(tmp_path / "a", locks=LOCKS))
    assert "2 locks count for nothing: rule R15" in found.stdout
    assert "nothing" not in scheduler("validate", write_workspace(tmp_path / "b", workspace=READING)).stdout


def test_wishes_for_days_of_no_employment_are_told_where_they_are_planned(tmp_path: Path) -> None:
    staff = [f"{line},{'2023-11-09' if line.startswith('E004') else ''}" for line in STAFF.splitlines()[1:]]
    left = "\n".join([f"{STAFF.splitlines()[0]},to", *staff, ""])
    run = small_run(tmp_path, staff=left, workspace=READING)
    assert [wish.employee_id for wish in run.problem.left_out_requests] == ["E004"]
    assert doubts(run.problem, run.rules, "en") == ["1 request counts for nothing: E004 is not employed on 2023-11-10."]
    assert "11월 10일(금)" in doubts(run.problem, run.rules, "ko")[0]


def test_kinds_of_absence_that_no_list_names_are_told_with_what_they_count_as_and_the_nearest(tmp_path: Path) -> None:
    leave = "".join(f"E00{n},2023-11-07,2023-11-07,연차휴가\n" for n in (3, 4))
    run = small_run(tmp_path, absences=f"{ABSENCES}{leave}E005,2023-11-08,2023-11-08,unavailable\n", workspace=READING)
    first, second = doubts(run.problem, run.rules, "en")
    assert first.startswith(
        "2 absences are of kind '연차휴가', which is none of Leave, Sick, Parental, Training, Day in"
    )
    assert "they count as work and are paid" in first
    assert first.endswith("Did you mean '연차'?")
    assert second.startswith("1 absence is of kind 'unavailable'")
    assert second.endswith("list the kind under absence_kinds in workspace.yaml.")
    assert "연차, 병가, 육아휴직" in doubts(run.problem, run.rules, "ko")[0]
    assert "2 absences are of kind '연차휴가'" in scheduler("validate", tmp_path).stdout


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("Sick leave", "sick_leave"),
        ("sick-leave", "sick_leave"),
        ("ANNUAL LEAVE", "annual_leave"),
        ("대체 휴일", "day_in_lieu"),
        ("Day-in-lieu", "day_in_lieu"),
    ],
)
def test_spaces_and_capitals_of_a_known_kind_do_not_matter(tmp_path: Path, written: str, kind: str) -> None:
    run = small_run(tmp_path, absences=f"{ABSENCES}E003,2023-11-07,2023-11-07,{written}\n", workspace=READING)
    assert [row.kind for row in run.problem.absences][-1] == kind
    assert doubts(run.problem, run.rules, "en") == []


def told(folder: Path, *begins: str, **contents: str | None) -> list[str]:
    """What `validate` says beside the counts of each input."""
    return [line for line in validate(write_workspace(folder, **contents)) if line.startswith(begins)]


def test_nights_are_not_shared_without_a_word_among_people_of_whom_no_consent_is_asked(tmp_path: Path) -> None:
    fair = SETTINGS + "  - rule: fair_nights\n    weight: 1\n"
    nobody = STAFF.replace("V|N,general,,yes", "V|N,general,,no")
    (line,) = told(tmp_path / "a", "Fair share of nights (R23)", workspace=fair, staff=nobody)
    assert "leaves out 4 people who may work nights" in line
    assert "E007, E008, E009, ..." in line
    # E001 has no nights among the shifts; with R10 those without consent never work one.
    assert told(tmp_path / "b", "Fair share of nights (R23)", workspace=fair) == []
    asked = fair + "  - rule: night_consent\n"
    assert told(tmp_path / "c", "Fair share of nights (R23)", workspace=asked, staff=nobody) == []
    run = small_run(tmp_path / "d", workspace=fair, staff=nobody)
    assert any(
        line.startswith("Fair share of nights (R23) leaves out") for line in doubts(run.problem, run.rules, "en")
    )


@pytest.mark.parametrize(
    ("days", "is_told"),
    [(("06", "12"), True), (("06", "11"), False), (("07", "13"), False)],
    ids=["a week", "six days", "seven days of two weeks"],
)
def test_training_on_all_days_of_a_week_is_told(tmp_path: Path, days: tuple[str, str], is_told: bool) -> None:
    settings = SETTINGS + "  - rule: weekly_day_off\n"
    absences = f"employee_id,from,to,kind\nE002,2023-11-{days[0]},2023-11-{days[1]},training\n"
    lines = told(tmp_path / "a", "E002 has", workspace=settings, absences=absences)
    said = "E002 has 7 days of training or other duty in the week of 2023-11-06"
    assert [line.partition(" by the absences")[0] for line in lines] == ([said] if is_told else [])
    run = small_run(tmp_path / "b", workspace=settings + "  - rule: absences\n", absences=absences)
    assert [line for line in doubts(run.problem, run.rules, "en") if line.startswith("E002")] == lines


def test_leave_on_all_days_of_a_week_is_nothing_to_tell(tmp_path: Path) -> None:
    absences = "employee_id,from,to,kind\nE002,2023-11-06,2023-11-12,annual_leave\n"
    assert told(tmp_path, "E002 has", workspace=SETTINGS + "  - rule: weekly_day_off\n", absences=absences) == []


def test_too_many_days_of_training_in_a_row_are_told_once(tmp_path: Path) -> None:
    settings = SETTINGS + "  - rule: maximum_consecutive_days\n    max_days: 5\n"
    absences = "employee_id,from,to,kind\nE002,2023-11-09,2023-11-14,training\nE003,2023-11-09,2023-11-13,training\n"
    (line,) = told(tmp_path, "E002 has", "E003 has", workspace=settings, absences=absences)
    assert line.startswith("E002 has 6 days of training or other duty in a row from 2023-11-09")


def test_breaks_below_those_of_the_law_are_told_in_korea_and_where_the_settings_say_which(tmp_path: Path) -> None:
    def lines(folder: str, settings: str) -> list[str]:
        return told(tmp_path / folder, "Shift", workspace=settings)

    # Nine hours with one of break.
    too_short = SETTINGS.replace("meal_minutes: 60", "meal_minutes: 30")
    assert lines("a", SETTINGS) == []
    assert [line[:54] for line in lines("b", too_short)] == ["Shift D has 510 min of work and 30 min of break; so mu"]
    abroad = too_short.replace("country: KR", "country: DE").replace("Asia/Seoul", "Europe/Berlin")
    assert lines("c", abroad) == []
    assert len(lines("d", abroad + "shortened_shifts: {breaks: [{from_hours: 8.5, minutes: 45}]}\n")) == 1
    assert lines("e", abroad + "shortened_shifts: {breaks: [{from_hours: 8.6, minutes: 45}]}\n") == []
