"""A roster leaves as a workbook and comes back: nothing is lost, and what was edited is known."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill

from scheduler.domain.edits import Edit, EditedRoster
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Assignment, Roster
from scheduler.figures import Run
from scheduler.formats.roster_sheet import GRID_NAME
from scheduler.readers.roster import read_edited_roster, read_roster
from scheduler.verify import audit
from scheduler.writers.roster_csv import write_roster
from scheduler.writers.workbook import write_workbook
from tests.books import Grid, change_book, needs_libreoffice, saved_by_libreoffice, set_cells, sheet_of
from tests.constraints.agreement import MONDAY
from tests.runs import small_run
from tests.workspaces import SETTINGS, faults_of


@pytest.fixture(scope="module", params=["en", "ko"])
def run(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The small run, in each language."""
    language = SETTINGS.replace("language: en", f"language: {request.param}")
    return small_run(tmp_path_factory.mktemp("workspace"), workspace=language)


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The small run in English."""
    return small_run(tmp_path_factory.mktemp("workspace"))


def write(path: Path, run: Run, roster: Roster) -> Path:
    write_workbook(path, replace(run, roster=roster, audit=audit(run.problem, run.rules, roster)))
    return path


def read(path: Path, run: Run) -> EditedRoster:
    return read_edited_roster(path, run.settings, run.problem.employees, run.problem.absences)


Draw = tuple[int, int, str, int, int, int | None, bool, int]
"""Person, day, shift, minutes by which start and end are moved, meal, at home, paid minutes."""


def assignment(problem: Problem, draw: Draw) -> Assignment:
    """Any row that a roster may have, whether or not a rule would allow it."""
    person, day, code, start, length, meal, is_home, paid = draw
    who, on = problem.employees[person], problem.horizon.date_of(day)
    begins = datetime.combine(on, time()) + timedelta(minutes=start)
    eats = None if meal is None else begins + timedelta(minutes=meal)
    return Assignment(
        employee_id=who.employee_id,
        date=on,
        shift=code,
        start=begins,
        end=begins + timedelta(minutes=length),
        break_start=eats,
        break_end=None if eats is None else eats + timedelta(minutes=30),
        work_mode="remote" if is_home else "office",
        queue=next(iter(who.queues), "") if paid % 2 else "",
        paid_minutes=paid,
    )


DRAWS = st.tuples(
    st.integers(0, 11),
    st.integers(0, 6),
    st.sampled_from(["D", "V", "N"]),
    st.integers(0, 1439),
    st.integers(60, 900),
    st.none() | st.integers(0, 300),
    st.booleans(),
    st.integers(0, 900),
)


@settings(max_examples=12, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(draws=st.lists(DRAWS, max_size=60))
def test_any_roster_comes_back_equal(english: Run, tmp_path_factory: pytest.TempPathFactory, draws: list[Draw]) -> None:
    roster = Roster.of(assignment(english.problem, draw) for draw in draws)
    found = read(write(tmp_path_factory.mktemp("book") / "roster.xlsx", english, roster), english)
    assert found.roster == found.before == roster
    assert found.edits == ()


def random_rosters(problem: Problem, count: int) -> Iterable[Roster]:
    """Some rosters, the first one empty; always the same."""
    chance = random.Random(5)
    for n in range(count):
        draws: list[Draw] = [
            (
                chance.randrange(12),
                chance.randrange(7),
                chance.choice("DVN"),
                chance.randrange(1440),
                chance.randrange(60, 900),
                chance.choice((None, chance.randrange(300))),
                chance.random() < 0.5,
                chance.randrange(900),
            )
            for _ in range(30 * n)
        ]
        yield Roster.of(assignment(problem, draw) for draw in draws)


@needs_libreoffice
def test_rosters_come_back_equal_after_libreoffice_has_saved_them(english: Run, tmp_path: Path) -> None:
    rosters = list(random_rosters(english.problem, 3))
    written = [write(tmp_path / f"{n}.xlsx", english, roster) for n, roster in enumerate(rosters)]
    (tmp_path / "saved").mkdir()
    # An edit and two marks survive as well.
    edited = write(tmp_path / "edited.xlsx", english, Roster())
    change_book(edited, lambda book: _edit_and_mark(Grid(book)))
    *saved, saved_edit = saved_by_libreoffice([*written, edited], tmp_path / "saved")
    for path, roster in zip(saved, rosters, strict=True):
        found = read(path, english)
        assert found.roster == roster
        assert found.edits == ()
    found = read(saved_edit, english)
    assert [(edit.employee_id, edit.date, edit.old, edit.new) for edit in found.edits] == [("E003", MONDAY, (), ("N",))]
    tuesday = MONDAY + timedelta(days=1)
    assert found.marked == {("E003", tuesday), ("E004", tuesday)}


def _edit_and_mark(sheet: Grid) -> None:
    sheet.cells[sheet.at("E003", 0)].value = "N"
    sheet.cells[sheet.at("E003", 1)].font = Font(bold=True)
    sheet.cells[sheet.at("E004", 1)].fill = PatternFill("solid", fgColor="FFFF00")


def test_a_roster_comes_back_in_each_language(run: Run, tmp_path: Path) -> None:
    assert run.roster is not None
    path = write(tmp_path / "roster.xlsx", run, run.roster)
    assert read(path, run).roster == run.roster
    assert read_roster(path, run.settings, run.problem.employees, run.problem.absences) == run.roster


def test_a_csv_file_that_was_saved_as_a_workbook_is_read(english: Run, tmp_path: Path) -> None:
    assert english.roster is not None
    write_roster(tmp_path / "roster.csv", english.roster)
    book = Workbook()
    sheet = sheet_of(book, "Sheet")
    sheet.title = "roster"
    for line in (tmp_path / "roster.csv").read_text(encoding="utf-8").splitlines():
        sheet.append(line.split(","))
    book.save(tmp_path / "roster.xlsx")
    assert read(tmp_path / "roster.xlsx", english).roster == english.roster


# ---- Edits ----


def changed(run: Run, folder: Path, change: Callable[[Grid], object]) -> Path:
    """The small roster's workbook after a change."""
    assert run.roster is not None
    path = write(folder / "roster.xlsx", run, run.roster)
    change_book(path, lambda book: change(Grid(book)))
    return path


def test_an_edited_cell_wins_and_the_rest_stays_as_it_was(english: Run, tmp_path: Path) -> None:
    assert english.roster is not None
    found = read(changed(english, tmp_path, set_cells(E003_2="d", E005_0=None, E006_1=" N ")), english)
    days = [MONDAY + timedelta(days=n) for n in range(7)]
    assert [(edit.employee_id, edit.date, edit.old, edit.new) for edit in found.edits] == [
        ("E003", days[2], ("V",), ("D",)),
        ("E005", days[0], ("D",), ()),
        ("E006", days[1], (), ("N",)),
    ]
    assert found.before == english.roster
    untouched = {("E003", days[2]), ("E005", days[0]), ("E006", days[1])}
    kept = [row for row in english.roster.assignments if (row.employee_id, row.date) not in untouched]
    assert [row for row in found.roster.assignments if (row.employee_id, row.date) not in untouched] == kept


def test_a_changed_day_has_the_times_of_its_shift_the_usual_meal_and_the_place_of_the_rotation(
    english: Run, tmp_path: Path
) -> None:
    assert english.roster is not None
    late = [
        replace(row, break_start=row.start + timedelta(hours=4), break_end=row.start + timedelta(hours=5))
        if row.shift == "D"
        else row
        for row in english.roster.assignments
    ]
    run = replace(english, roster=Roster.of(late))
    found = read(changed(run, tmp_path, set_cells(E003_2="D", E012_0="V")), english)
    (day,) = [row for row in found.roster.of_employee("E003") if row.date == date(2023, 11, 8)]
    person = english.problem.employee["E003"]
    assert day == Assignment(
        employee_id="E003",
        date=date(2023, 11, 8),
        shift="D",
        start=datetime(2023, 11, 8, 9),
        end=datetime(2023, 11, 8, 18),
        break_start=datetime(2023, 11, 8, 13),
        break_end=datetime(2023, 11, 8, 14),
        work_mode=english.problem.work_mode(person, date(2023, 11, 8)),
        queue="general",
        paid_minutes=480,
    )
    (evening,) = found.roster.of_employee("E012")
    assert evening.end == datetime(2023, 11, 7, 1)
    assert evening.queue == "text"
    # Nobody else of this week has the meal of an evening at another time than the earliest.
    assert evening.break_start == datetime(2023, 11, 6, 20, 30)


def test_one_of_two_shifts_can_be_taken_away(english: Run, tmp_path: Path) -> None:
    draws: list[Draw] = [(0, 0, "D", 541, 60, 7, True, 61), (0, 0, "V", 1081, 60, None, False, 62)]
    run = replace(english, roster=Roster.of(assignment(english.problem, draw) for draw in draws))
    found = read(changed(run, tmp_path, set_cells(E001_0="V")), english)
    assert found.roster == Roster.of([assignment(english.problem, draws[1])])


@pytest.mark.parametrize("word", ["", " ", "OFF", "off", "휴무", "-", "Leave", "연차", "training"])
def test_a_day_off_has_many_words(english: Run, tmp_path: Path, word: str) -> None:
    (edit,) = read(changed(english, tmp_path, set_cells(E003_2=word)), english).edits
    assert edit.new == ()


def test_a_word_for_an_absence_over_a_day_off_is_no_edit(english: Run, tmp_path: Path) -> None:
    assert read(changed(english, tmp_path, set_cells(E003_6="Leave")), english).edits == ()


def test_an_edit_names_its_cell(english: Run, tmp_path: Path) -> None:
    cells = []

    def change(sheet: Grid) -> None:
        cells.append(sheet.at("E003", 2))
        sheet.cells[cells[0]].value = None

    (edit,) = read(changed(english, tmp_path, change), english).edits
    assert edit == Edit("E003", date(2023, 11, 8), ("V",), (), f"Roster!{cells[0]}")


def test_rows_and_columns_may_be_moved_and_inserted(english: Run, tmp_path: Path) -> None:
    def change(sheet: Grid) -> None:
        sheet.cells.insert_cols(2)
        sheet.cells.insert_rows(sheet.rows["E004"])  # an empty row amid the people
        sheet.cells.insert_rows(1)

    found = read(changed(english, tmp_path, change), english)
    assert found.roster == english.roster
    assert found.edits == ()


def test_bold_and_yellow_cells_are_marked(english: Run, tmp_path: Path) -> None:
    def change(sheet: Grid) -> None:
        sheet.cells[sheet.at("E003", 0)].font = Font(bold=True)
        sheet.cells[sheet.at("E003", 5)].fill = PatternFill("solid", fgColor="FFFF00")
        sheet.cells[sheet.at("E004", 5)].fill = PatternFill("solid", fgColor="FFFFCC")

    found = read(changed(english, tmp_path, change), english)
    assert found.marked == {("E003", MONDAY), ("E003", MONDAY + timedelta(days=5))}
    assert found.edits == ()


def test_a_workbook_as_it_was_written_has_no_marks(english: Run, tmp_path: Path) -> None:
    assert read(changed(english, tmp_path, lambda sheet: None), english).marked == frozenset()


# ---- Broken rosters, and what the user reads ----


def faults(run: Run, folder: Path, change: Callable[[Grid], object]) -> list[str]:
    path = changed(run, folder, change)
    # The path of the file is left out: it is another one in every test.
    return [fault.removeprefix(f"{path} ") for fault in faults_of(lambda: read(path, run))]


def test_a_cell_that_is_no_shift(english: Run, tmp_path: Path) -> None:
    cells = []

    def change(sheet: Grid) -> None:
        for day, value in enumerate(("D,V", "W", "D+X")):
            cells.append(sheet.at("E003", day))
            sheet.cells[cells[-1]].value = value

    ending = "use one of D, N, V; empty the cell or write OFF for a day off, join two shifts with +"
    assert faults(english, tmp_path, change) == [
        f"Roster!{cell} ({on}) '{text}' is neither a shift nor a word for a day off; {remedy}"
        for cell, on, text, remedy in (
            (cells[0], "2023-11-06", "D,V", ending),
            (cells[1], "2023-11-07", "W", ending),
            (cells[2], "2023-11-08", "D+X", ending),
        )
    ]


def test_a_person_who_is_unknown_or_stands_twice(english: Run, tmp_path: Path) -> None:
    def change(sheet: Grid) -> None:
        sheet.cells.cell(sheet.rows["E001"], 1).value = "E01"
        sheet.cells.cell(sheet.rows["E002"], 1).value = "E003"

    first, twice = faults(english, tmp_path, change)
    assert "(employee_id) employee 'E01' is unknown" in first
    assert "(employee_id) employee 'E003' stands twice, first in row " in twice


def test_a_person_who_is_unknown_is_one_fault_whatever_column_the_ids_are_in(english: Run, tmp_path: Path) -> None:
    def change(sheet: Grid) -> None:
        sheet.cells.cell(sheet.rows["E001"], 1).value = "E01"
        sheet.cells.insert_cols(1)

    (fault,) = faults(english, tmp_path, change)
    assert "(employee_id) employee 'E01' is unknown" in fault


def test_of_people_who_are_unknown_the_first_says_who_exists(english: Run, tmp_path: Path) -> None:
    def change(sheet: Grid) -> None:
        for row, wrong in (("E001", "Kim"), ("E002", "Lee")):
            sheet.cells.cell(sheet.rows[row], 1).value = wrong

    first, second = (fault for fault in faults(english, tmp_path, change) if "unknown" in fault)
    assert "employee 'Kim' is unknown; use one of E001, E002, " in first
    assert second.endswith("employee 'Lee' is unknown")


def test_a_row_or_a_column_that_was_deleted_loses_no_shift_in_silence(english: Run, tmp_path: Path) -> None:
    def change(sheet: Grid) -> None:
        sheet.cells.delete_rows(sheet.rows["E003"])
        sheet.cells.delete_cols(sheet.columns[date(2023, 11, 10)])

    assert faults(english, tmp_path, change) == [
        "Roster:date 2023-11-10 has shifts in the sheet 'data' but no column here; put the column back; empty its "
        "cells to take the shifts away",
        "Roster:employee_id employee 'E003' has shifts in the sheet 'data' but no row here; put the row back; empty "
        "its cells to take the shifts away",
    ]


def test_merged_cells_and_formulas_without_a_value(english: Run, tmp_path: Path) -> None:
    cells = []

    def change(sheet: Grid) -> None:
        cells.extend([sheet.at("E003", 0), sheet.at("E003", 1), sheet.at("E004", 4)])
        sheet.cells.merge_cells(f"{cells[0]}:{cells[1]}")
        sheet.cells[cells[2]].value = "=1&2"

    assert faults(english, tmp_path, change) == [
        f"Roster!{cells[0]} (2023-11-06) the cells {cells[0]}:{cells[1]} are merged; unmerge them and write a shift in "
        "each cell",
        f"Roster!{cells[2]} (2023-11-10) the formula has no stored value; open and save the workbook in the "
        "spreadsheet, or type the shift itself",
    ]


def test_a_sheet_without_rows_of_data_header_or_dates(english: Run, tmp_path: Path) -> None:
    def without_data(sheet: Grid) -> None:
        sheet.book.remove(sheet.book["data"])

    def without_header(sheet: Grid) -> None:
        sheet.cells.cell(sheet.header, 1).value = None

    def without_dates(sheet: Grid) -> None:
        for column in sheet.columns.values():
            sheet.cells.cell(sheet.header, column).value = "day"

    assert faults(english, tmp_path, without_data) == [
        "has no sheet 'data', which holds times, breaks and queues of the shifts; take the workbook as it was written, "
        "and make the changes there again"
    ]
    assert faults(english, tmp_path, without_header) == [
        "Roster has no header with '사번' or 'ID'; put the row with the ids' name and the dates back"
    ]
    (fault,) = faults(english, tmp_path, without_dates)
    assert fault.endswith("the header has no dates; put the dates of the days back")


def test_a_renamed_sheet_keeps_its_edits(english: Run, tmp_path: Path) -> None:
    def change(sheet: Grid) -> None:
        sheet.cells[sheet.at("E003", 2)].value = "D"
        sheet.cells.title = "November"
        # Spreadsheets carry defined names along; this library leaves that to its user.
        sheet.book.defined_names[GRID_NAME].attr_text = "'November'!$A$1"

    (edit,) = read(changed(english, tmp_path, change), english).edits
    assert edit.cell.startswith("November!")
    assert (edit.employee_id, edit.new) == ("E003", ("D",))


@pytest.mark.parametrize("is_there", [True, False])
def test_a_renamed_sheet_whose_mark_is_gone_or_leads_nowhere_is_refused(
    english: Run, tmp_path: Path, is_there: bool
) -> None:
    def change(sheet: Grid) -> None:
        sheet.cells[sheet.at("E003", 2)].value = "D"
        sheet.cells.title = "November"
        sheet.book.copy_worksheet(sheet.cells).title = "mine"
        if not is_there:
            del sheet.book.defined_names[GRID_NAME]

    assert faults(english, tmp_path, change) == [
        "has no sheet of people and days, so nobody can tell what was edited; call that sheet '근무표' or 'Roster'"
    ]


def test_a_deleted_sheet_is_refused(english: Run, tmp_path: Path) -> None:
    def change(sheet: Grid) -> None:
        for title in [title for title in sheet.book.sheetnames if title not in ("data", "Coverage")]:
            del sheet.book[title]

    assert faults(english, tmp_path, change) == [
        "has no sheet of people and days, so nobody can tell what was edited; call that sheet '근무표' or 'Roster'"
    ]


def test_edits_in_a_sheet_that_does_not_count_are_refused(english: Run, tmp_path: Path) -> None:
    cells = []

    def change(sheet: Grid) -> None:
        copy = sheet.book.copy_worksheet(sheet_of(sheet.book, "Roster"))
        copy.title = "mine"
        (row,) = (row for row in copy.iter_rows() if row[0].value == "E003")
        cells.append(next(cell for cell in row if cell.value == "V").coordinate)
        copy[cells[0]].value = "D"

    assert faults(english, tmp_path, change) == [
        f"mine cell {cells[0]} was edited, but the sheet 'Roster' alone counts; make the change there; "
        "delete this sheet if it is a copy of your own"
    ]


@pytest.mark.parametrize(
    ("cell", "value"), [("A5", "V"), ("A5", None), ("B5", "E001 Agent 1"), ("H2", "V"), ("A40", "휴무"), ("C5", 5)]
)
def test_an_edit_in_the_sheet_of_a_day_is_refused_be_it_over_something_or_new(
    english: Run, tmp_path: Path, cell: str, value: object
) -> None:
    def change(sheet: Grid) -> None:
        day = sheet_of(sheet.book, "11-06 Mon")
        assert day[cell].value != value
        day[cell].value = value

    (fault,) = faults(english, tmp_path, change)
    assert fault.startswith(
        f"11-06 Mon cell {cell} was edited, but the sheet 'Roster' alone counts; make the change there"
    )


def test_edits_in_a_renamed_sheet_of_a_day_and_in_a_copy_of_one_are_refused(english: Run, tmp_path: Path) -> None:
    def change(sheet: Grid) -> None:
        day = sheet_of(sheet.book, "11-06 Mon")
        copy = sheet.book.copy_worksheet(day)
        day.title, copy.title = "Monday", "mine"
        day["A5"].value = copy["B5"].value = "V"

    found = faults(english, tmp_path, change)
    assert [fault.partition(" was")[0] for fault in found] == ["Monday cell A5", "mine cell B5"]


def test_sheets_of_days_that_are_deleted_or_only_renamed_are_no_fault_nor_are_own_notes(
    english: Run, tmp_path: Path
) -> None:
    def change(sheet: Grid) -> None:
        sheet_of(sheet.book, "11-06 Mon").title = "Monday"
        del sheet.book["11-07 Tue"]
        sheet.book.create_sheet("notes")["A1"].value = "V"

    assert read(changed(english, tmp_path, change), english).edits == ()


def test_a_copy_of_the_edited_sheet_is_no_fault(english: Run, tmp_path: Path) -> None:
    def change(sheet: Grid) -> None:
        sheet.book.copy_worksheet(sheet.cells)
        sheet.cells[sheet.at("E003", 2)].value = "D"
        sheet.book.copy_worksheet(sheet.cells)

    assert len(read(changed(english, tmp_path, change), english).edits) == 1


def test_shifts_without_a_person_or_a_day_are_refused(english: Run, tmp_path: Path) -> None:
    places = []

    def change(sheet: Grid) -> None:
        row, column = sheet.rows["E005"], sheet.columns[date(2023, 11, 8)]
        sheet.cells.cell(row, 1).value = None
        sheet.cells.cell(row, column).value = "D"
        sheet.cells.insert_cols(column)
        sheet.cells.cell(sheet.rows["E003"], column).value = "v"
        places.append(sheet.cells.cell(sheet.rows["E003"], column).coordinate)
        places.append(f"A{row}")

    found = faults(english, tmp_path, change)
    stray, nobody = places
    assert (
        f"Roster!{stray} a shift stands in a column without a date; put the date into the header, or empty the cell"
        in found
    )
    assert (
        f"Roster!{nobody} (employee_id) the row has shifts but no id; write the person's id, or empty the row" in found
    )


def test_a_header_that_is_no_date_any_more_hides_no_column(english: Run, tmp_path: Path) -> None:
    def change(sheet: Grid) -> None:
        assert english.roster is not None
        worked = {row.date for row in english.roster.assignments}
        assert date(2023, 11, 8) in worked
        sheet.cells.cell(sheet.header, sheet.columns[date(2023, 11, 8)]).value = "Wed"

    (fault,) = faults(english, tmp_path, change)
    assert fault.startswith("Roster:date 2023-11-08 has shifts in the sheet 'data' but no column here")


def test_wide_letters_and_small_codes_are_the_same_ids_and_shifts(english: Run, tmp_path: Path) -> None:
    def change(sheet: Grid) -> None:
        sheet.cells.cell(sheet.rows["E003"], 1).value = "\uff25\u200b003"
        sheet.cells[sheet.at("E004", 2)].value = "\uff44"

    (edit,) = read(changed(english, tmp_path, change), english).edits
    assert (edit.employee_id, edit.new) == ("E004", ("D",))


def test_a_spoilt_row_of_data_names_its_cell(english: Run, tmp_path: Path) -> None:
    def change(sheet: Grid) -> None:
        sheet_of(sheet.book, "data")["D2"] = "early"

    assert faults(english, tmp_path, change) == [
        "data!D2 (start) 'early' is not a date with a time; write local time without a zone as 2023-11-06T09:00"
    ]
