"""Files of German, British and Japanese offices: read as they say, or refused with the value written out."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.config import Files
from scheduler.readers.cells import CellError
from scheduler.readers.faults import Faults
from scheduler.readers.text_file import decode
from scheduler.readers.workspace import read_workspace
from scheduler.readers.written import Written
from tests.workspaces import ABSENCES, SETTINGS, STAFF, faults_in, inflow_rows, write_workspace

ABROAD = SETTINGS.replace("timezone: Asia/Seoul\n  country: KR", "timezone: Europe/Berlin\n  country: DE")
ABROAD = re.sub(r"name_ko: [^,}\n]+(?:, |\n *)", "", ABROAD)


def settings_with(files: str) -> str:
    return ABROAD.replace("language: en", f"language: en\nfiles: {{{files}}}", 1)


def german(csv: str, *, dates: str = "{2}.{1}.{0}") -> str:
    """A csv as a German spreadsheet saves it: semicolons, the day first, CRLF."""
    lines = []
    for line in csv.splitlines():
        cells = [
            dates.format(*cell.split("-")) if len(cell) == 10 and cell.count("-") == 2 else cell
            for cell in line.split(",")
        ]
        lines.append(";".join(cells))
    return "\r\n".join(lines) + "\r\n"


def german_inflow(aht: str) -> str:
    """The calls with this handling time in the column's first three weeks, days first."""
    lines = ["date;hour;queue;calls;aht_seconds"]
    for row in inflow_rows()[1:]:
        on, hour, queue, calls, seconds = row.split(",")
        year, month, day = on.split("-")
        lines.append(f"{day}.{month}.{year};{hour};{queue};{calls};{aht if queue == 'general' else seconds}")
    return "\r\n".join(lines)


@pytest.mark.parametrize(
    ("encoding", "name", "said"),
    [
        ("cp1252", "Jäger, Jürgen Größe".replace(",", ""), "cp1252"),
        ("cp1252", "Zoë O’Brien £", "cp1252"),
        ("cp932", "田中 花子", "shift-jis"),
        ("euc-jp", "田中 花子", "euc-jp"),
        ("cp949", "김상담", "cp949"),
    ],
)
def test_a_name_in_the_encoding_that_is_said_is_read_as_it_was_written(
    tmp_path: Path, encoding: str, name: str, said: str
) -> None:
    staff = STAFF.replace("Agent 1,", f"{name},").encode(encoding)
    workspace = read_workspace(write_workspace(tmp_path, workspace=settings_with(f"encoding: {said}"), staff=staff))
    assert workspace.employees[0].name == name


@pytest.mark.parametrize(
    ("encoding", "name", "told"),
    [
        ("cp1252", "Müller", "byte 0xFC may read 'Müller' (cp1252)"),
        ("cp1252", "Größe", "byte 0xF6 may read 'Größe' (cp1252), 'Gr"),
        ("cp932", "田中", "'田中' (shift-jis)"),
        ("cp949", "김상담", "'김상담' (cp949)"),
    ],
)
def test_bytes_that_several_encodings_know_are_refused_with_what_they_may_read(
    tmp_path: Path, encoding: str, name: str, told: str
) -> None:
    """Nobody gets a name of other letters without having said so: a centre outside Korea reads UTF-8."""
    (fault,) = faults_in(tmp_path, workspace=ABROAD, staff=STAFF.replace("Agent 3,", f"{name},").encode(encoding))
    assert fault.startswith("staff.csv:4 is not UTF-8 text: byte 0x")
    assert told in fault
    assert fault.endswith("save it from the spreadsheet as 'CSV UTF-8'; or name what it is as files.encoding")


@given(name=st.text(st.sampled_from("äöüßÄÖÜéèç£’abcXYZ "), min_size=1, max_size=12))
@settings(derandomize=True, max_examples=100)
def test_no_text_of_western_europe_becomes_another_one(name: str) -> None:
    content = f"name\n{name}\n".encode("cp1252")
    faults = Faults()
    text = decode(content, "f.csv", faults, encoding=None)
    assert text == f"name\n{name}\n" if name.isascii() else text is None
    assert decode(content, "f.csv", Faults(), encoding="cp1252") == f"name\n{name}\n"


def test_settings_say_their_own_encoding(tmp_path: Path) -> None:
    text = settings_with("encoding: cp1252").replace("name_en: Small centre", "name: Größe")
    assert read_workspace(write_workspace(tmp_path, workspace=text.encode("cp1252"))).settings.centre.name == "Größe"
    in_lines = ABROAD.replace("language: en", "language: en\nfiles:\n  dates: day_first\n  encoding: cp1252", 1)
    text = in_lines.replace("name_en: Small centre", "name: Größe")
    assert read_workspace(write_workspace(tmp_path, workspace=text.encode("cp1252"))).settings.centre.name == "Größe"
    (fault, *_) = faults_in(tmp_path, workspace=ABROAD.replace("name_en: Small", "name_en: Größe").encode("cp1252"))
    assert fault.startswith("workspace.yaml:2 is not UTF-8 text: byte 0xF6 may read 'Größe' (cp1252)")


def test_a_german_office_is_read_whole(tmp_path: Path) -> None:
    workspace = read_workspace(
        write_workspace(
            tmp_path,
            workspace=settings_with("encoding: cp1252, dates: day_first, decimals: comma"),
            staff=german(STAFF.replace("Agent 1,", "Jürgen Groß,")).encode("cp1252"),
            absences=german(ABSENCES).encode("cp1252"),
            requests=None,
            previous_roster=None,
            inflow=german_inflow("1.240,5").encode("cp1252"),
        )
    )
    assert workspace.employees[0].name == "Jürgen Groß"
    assert workspace.absences[0].first_day == date(2023, 11, 6)
    assert workspace.inflow.first_day == date(2023, 10, 16)
    assert np.nanmax(workspace.inflow.queues["general"].aht_seconds) == 1240.5


def test_without_the_settings_each_german_value_is_refused_and_written_out(tmp_path: Path) -> None:
    faults = faults_in(
        tmp_path,
        workspace=ABROAD,
        absences=german(ABSENCES),
        requests=None,
        previous_roster=None,
        inflow="\n".join(inflow_rows()).replace(",", ";").replace(";240", ";1.240", 1),
    )
    assert (
        "absences.csv:2:from '06.11.2023' is not a date; write 2023-11-06 if 6 November 2023 is meant; "
        "or set files.dates to how all dates are written" in faults
    )
    assert any("'1.240' may be 1.24 or 1240" in fault for fault in faults)


@pytest.mark.parametrize(
    ("order", "first_day"),
    [("day_first", date(2023, 6, 11)), ("month_first", date(2023, 11, 6)), ("year_first", None)],
)
@pytest.mark.parametrize("mark", ["/", ".", "-"])
def test_a_date_that_may_be_two_days_is_the_one_that_the_office_says(
    tmp_path: Path, order: str, first_day: date | None, mark: str
) -> None:
    absences = "employee_id,from,to,kind\nE001,11/6/2023,11/6/2023,annual_leave\n".replace("/", mark)
    text = settings_with(f"dates: {order}")
    if first_day is None:
        faults = faults_in(tmp_path, workspace=text, absences=absences)
        assert any(f"'11{mark}6{mark}2023' is not a date" in fault and "write 2023-" in fault for fault in faults)
    else:
        (absence,) = read_workspace(write_workspace(tmp_path, workspace=text, absences=absences)).absences
        assert absence.first_day == first_day


def test_a_day_that_is_no_month_is_still_refused_by_an_office_that_has_the_month_first(tmp_path: Path) -> None:
    absences = "employee_id,from,to,kind\nE001,13/11/2023,13/11/2023,annual_leave\n"
    faults = faults_in(tmp_path, workspace=settings_with("dates: month_first"), absences=absences)
    assert any("'13/11/2023' is not a date; write 11/13/2023" in fault for fault in faults)


def test_times_of_a_roster_may_have_the_day_first(tmp_path: Path) -> None:
    row = "E007;05.11.2023;V;05.11.2023 18:00;06.11.2023 01:00;05.11.2023 20:30;05.11.2023 21:00;office;general;390"
    header = "employee_id;date;shift;start;end;break_start;break_end;work_mode;queue;paid_minutes"
    previous = f"{header}\n{row}\n"
    workspace = read_workspace(
        write_workspace(tmp_path, workspace=settings_with("dates: day_first"), previous_roster=previous)
    )
    (known,) = workspace.previous.assignments
    assert (known.date, known.end.isoformat()) == (date(2023, 11, 5), "2023-11-06T01:00:00")


COMMA = Written.of(Files(decimals="comma"))


@pytest.mark.parametrize(
    ("cell", "plain"),
    [
        *(("1.250", "1250"), ("1.250,5", "1250.5"), ("0,25", "0.25"), ("1250", "1250"), ("-3,5", "-3.5")),
        *(("1.234.567", "1234567"), ("12,500", "12.500")),
    ],
)
def test_a_comma_is_the_mark_of_decimals_where_the_office_says_so(cell: str, plain: str) -> None:
    assert COMMA.plain(cell, is_number=True) == plain
    assert COMMA.plain(cell, is_number=False) == cell


@pytest.mark.parametrize("cell", ["12.5", "0.25", "1.25", "1.2345"])
def test_a_point_that_parts_no_thousands_is_refused_by_an_office_of_commas(cell: str) -> None:
    with pytest.raises(CellError, match=cell):
        COMMA.plain(cell, is_number=True)


@given(value=st.integers(0, 10**7), places=st.integers(0, 3), thousands=st.booleans())
@settings(derandomize=True, max_examples=200)
def test_every_number_that_a_german_spreadsheet_writes_is_read_as_that_number(
    value: int, places: int, thousands: bool
) -> None:
    number = value / 10**places
    english = f"{number:,.{places}f}" if thousands else f"{number:.{places}f}"
    written = english.translate(str.maketrans(",.", ".,"))
    assert float(COMMA.plain(written, is_number=True)) == pytest.approx(number)


def test_a_japanese_date_is_read(tmp_path: Path) -> None:
    absences = "employee_id,from,to,kind\nE001,2023年11月6日,2023年11月7日,annual_leave\n"
    text = settings_with("encoding: shift-jis").replace("Europe/Berlin", "Asia/Tokyo").replace("DE", "JP")
    (absence,) = read_workspace(write_workspace(tmp_path, workspace=text, absences=absences.encode("cp932"))).absences
    assert (absence.first_day, absence.last_day) == (date(2023, 11, 6), date(2023, 11, 7))


@pytest.mark.parametrize(
    ("dates", "found", "remedy"),
    [
        ("day_first", "31.02.2023", "write it as 06.11.2023"),
        ("day_first", "soon", "write it as 06.11.2023"),
        ("day_first", "13.13.2023", "write it as 06.11.2023"),
        ("month_first", "02/31/2023", "write it as 11/06/2023"),
        ("month_first", "13/11/2023", "write 11/13/2023 if 13 November 2023 is meant"),
        ("year_first", "soon", "write year, month and day as 2023-11-06"),
    ],
)
def test_a_remedy_shows_dates_as_the_office_writes_them(tmp_path: Path, dates: str, found: str, remedy: str) -> None:
    requests = f"employee_id,date,shift,weight\nE003,{found},D,5\n"
    (fault,) = faults_in(tmp_path, workspace=settings_with(f"dates: {dates}"), requests=requests)
    assert f"'{found}' is not a date" in fault
    assert fault.endswith(f"; {remedy}")


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ("1,5", "'1,5' is not a whole number; write it without decimals"),
        ("2.000", "'2.000' is too large; write 1.000 or less"),
        ("-2000", "'-2000' is too small; write -1.000 or more"),
        ("much", "'much' is not a whole number; write it as 1234"),
    ],
)
def test_a_fault_shows_numbers_as_the_office_writes_them(tmp_path: Path, found: str, said: str) -> None:
    requests = f"employee_id;date;shift;weight\nE003;2023-11-08;D;{found}\n"
    (fault,) = faults_in(tmp_path, workspace=settings_with("decimals: comma"), requests=requests)
    assert fault == f"requests.csv:2:weight {said}"
