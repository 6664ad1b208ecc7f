"""What one cell may hold."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from scheduler.readers.cells import CellError, parse_id, parse_yes_no, refuse_spreadsheet_residue
from scheduler.readers.dates import parse_date, parse_datetime, parse_hour
from scheduler.readers.name_parser import Names
from scheduler.readers.numbers import parse_number, parse_whole, within


@pytest.mark.parametrize(
    "text",
    [
        "2023-11-06",
        "2023/11/06",
        "2023.11.06",
        "2023. 11. 6.",
        "2023-11-6",
        "2023년 11월 6일",
        "20231106",
        "2023-11-06 00:00:00",
        "2023-11-06 0:00",
        "2023-11-06 00:00:00.000",
    ],
)
def test_a_date_may_be_written_as_spreadsheets_write_it(text: str) -> None:
    assert parse_date(text) == date(2023, 11, 6)


@pytest.mark.parametrize("text", ["11/6/2023", "06.11.23", "2023-11", "2023-11-06 09:00", "tomorrow", "2023-11-06x"])
def test_a_date_that_reads_in_several_ways_is_refused(text: str) -> None:
    with pytest.raises(CellError, match="is not a date"):
        parse_date(text)


def test_the_29th_of_february_exists_in_leap_years_only() -> None:
    assert parse_date("2024-02-29") == date(2024, 2, 29)
    with pytest.raises(CellError, match="there is no such day"):
        parse_date("2023-02-29")


def test_a_year_is_refused_outside_1990_to_2100() -> None:
    assert parse_date("1990-01-01").year == 1990
    assert parse_date("2100-12-31").year == 2100
    for text in ("1989-12-31", "2101-01-01", "0203-11-06"):
        with pytest.raises(CellError, match="lies outside the years 1990 to 2100"):
            parse_date(text)


def test_a_day_number_is_refused_with_the_day_it_stands_for() -> None:
    with pytest.raises(CellError) as caught:
        parse_date("45236")
    assert "2023-11-06" in str(caught.value.remedy)


@pytest.mark.parametrize(
    "text", ["2023-11-05T18:00", "2023-11-05T18:00:00", "2023-11-05 18:00", "2023/11/05 18:00", "2023. 11. 5. 18:00"]
)
def test_a_time_may_stand_behind_any_form_of_date(text: str) -> None:
    assert parse_datetime(text) == datetime(2023, 11, 5, 18, 0)


def test_a_time_at_one_minute_to_midnight_exists_and_24_00_does_not() -> None:
    assert parse_datetime("2023-11-05T23:59") == datetime(2023, 11, 5, 23, 59)
    with pytest.raises(CellError, match="is not a time of day"):
        parse_datetime("2023-11-05T24:00")


@pytest.mark.parametrize("text", ["2023-11-05", "18:00", "2023-11-05T18:00+09:00", "2023-11-05T18", "2023-11-05T18:60"])
def test_a_time_without_date_or_with_a_zone_is_refused(text: str) -> None:
    with pytest.raises(CellError):
        parse_datetime(text)


@pytest.mark.parametrize("text", ["9", "09", "09:00", "9:00", "9:00:00", "9.0"])
def test_an_hour_may_be_a_number_or_a_clock_time(text: str) -> None:
    assert parse_hour(text) == 9


def test_hours_go_from_0_to_23() -> None:
    assert parse_hour("0") == 0
    assert parse_hour("23") == 23
    with pytest.raises(CellError) as caught:
        parse_hour("24")
    assert str(caught.value.remedy) == "hours go from 0 to 23; 24 is hour 0 of the next day"
    for text in ("25", "-1", "nine", "9.5"):
        with pytest.raises(CellError):
            parse_hour(text)


def test_an_hour_begins_on_the_hour() -> None:
    with pytest.raises(CellError, match="does not begin on the hour"):
        parse_hour("09:30")


@pytest.mark.parametrize(
    ("text", "number"), [("1234", 1234), ("1,234", 1234), ("1,234,567.5", 1234567.5), ("-3", -3), ("0", 0), ("5.", 5)]
)
def test_a_number_may_have_thousands_separators(text: str, number: float) -> None:
    assert parse_number(text) == number


@pytest.mark.parametrize("text", ["1,23", "12,34,567", "1e3", "nan", "inf", "x", "1 234", "--1", "", "9" * 400])
def test_what_is_no_plain_number_is_refused(text: str) -> None:
    with pytest.raises(CellError):
        parse_number(text)


def test_a_whole_number_has_no_decimals() -> None:
    assert parse_whole("3.0") == 3
    with pytest.raises(CellError, match="not a whole number"):
        parse_whole("3.5")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("0.5", "'0.5' is too small; write 1 or more"),
        ("0.00000000000001", "'0.00000000000001' is too small; write 1 or more"),
        ("1001", "'1001' is too large; write 1,000 or less"),
        ("9" * 400, "is too large"),
    ],
)
def test_a_number_has_two_ends(text: str, fault: str) -> None:
    read = within(parse_number, 1, 1000)
    assert (read("1"), read("1000")) == (1, 1000)
    with pytest.raises(CellError) as error:
        read(text)
    assert fault in f"{error.value.message}; {error.value.remedy}"


def test_zero_is_not_negative() -> None:
    assert within(parse_number, 0, 9)("0") == 0
    with pytest.raises(CellError, match="negative"):
        within(parse_number, 0, 9)("-0.5")


@pytest.mark.parametrize("text", ["yes", "YES", "True", "1", "예"])
def test_yes_in_any_form(text: str) -> None:
    assert parse_yes_no(text)


@pytest.mark.parametrize("text", ["no", "No", "FALSE", "0", "아니오", "아니요"])
def test_no_in_any_form(text: str) -> None:
    assert not parse_yes_no(text)


def test_maybe_is_neither_yes_nor_no() -> None:
    with pytest.raises(CellError, match="neither yes nor no"):
        parse_yes_no("maybe")


@pytest.mark.parametrize("text", ["#N/A", "#REF!", "#value!", "########", "=A1+1"])
def test_residue_of_a_spreadsheet_is_refused(text: str) -> None:
    with pytest.raises(CellError):
        refuse_spreadsheet_residue(text)


def test_a_name_may_begin_with_a_hash() -> None:
    refuse_spreadsheet_residue("#12 desk")


def test_an_id_that_was_rounded_is_refused() -> None:
    assert parse_id("0041") == "0041"
    with pytest.raises(CellError, match="rounded number"):
        parse_id("1.23E+11")


def test_an_id_that_lost_its_leading_zeros_is_recognised() -> None:
    with pytest.raises(CellError) as caught:
        Names("employee", ["0041", "4100"])("41")
    assert str(caught.value.remedy) == "did you mean '0041'?"


def test_any_name_passes_where_the_known_ones_could_not_be_read() -> None:
    assert Names("queue", None)("anything") == "anything"


def test_a_list_keeps_its_order() -> None:
    assert Names("queue", ["general", "english"]).listed("english | general") == ("english", "general")


@pytest.mark.parametrize(
    ("text", "message"),
    [("D|D", "stands twice"), ("D||V", "empty place"), ("D|", "empty place"), ("D;V", "shift 'D;V' is unknown")],
)
def test_a_list_with_a_slip_is_refused(text: str, message: str) -> None:
    with pytest.raises(CellError, match=message):
        Names("shift", ["D", "V"]).listed(text)


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("06.11.2023", "write 2023-11-06 if 6 November 2023 is meant"),
        ("6. 11. 2023.", "write 2023-11-06 if 6 November 2023 is meant"),
        ("13/11/2023", "write 2023-11-13 if 13 November 2023 is meant"),
        ("11/13/2023", "write 2023-11-13 if 13 November 2023 is meant"),
        ("06/11/2023", "write 2023-11-06 if 6 November is meant, 2023-06-11 if 11 June"),
        ("11-11-2023", "write 2023-11-11 if 11 November 2023 is meant"),
        ("31.11.2023", "write year, month and day as 2023-11-06"),
    ],
)
def test_a_date_with_the_year_at_its_end_is_refused_and_written_out(text: str, remedy: str) -> None:
    with pytest.raises(CellError, match="is not a date") as caught:
        parse_date(text)
    assert str(caught.value.remedy) == remedy


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("2023-11-06T09:59:59.995", datetime(2023, 11, 6, 10)),
        ("2023-11-06 10:00:00.005", datetime(2023, 11, 6, 10)),
        ("2023-11-06 09:59:30", datetime(2023, 11, 6, 10)),
        ("2023-11-06 09:59:29.9", datetime(2023, 11, 6, 9, 59)),
        ("2023-11-06 23:59:59.995", datetime(2023, 11, 7)),
    ],
)
def test_a_time_is_rounded_to_the_minute(text: str, on: datetime) -> None:
    assert parse_datetime(text) == on


def test_an_hour_is_rounded_to_the_minute_first() -> None:
    assert parse_hour("09:59:59.995") == 10
    with pytest.raises(CellError, match="does not begin on the hour"):
        parse_hour("09:59:29")
    with pytest.raises(CellError, match="hour 24 does not exist"):
        parse_hour("23:59:59.995")


@pytest.mark.parametrize("text", ["Ｅ００１", "E0\u200b01", "\ufeffE001", "E001\u00ad", "E001\u3164", " E001\u00a0"])
def test_ids_that_look_the_same_are_the_same(text: str) -> None:
    assert parse_id(text) == "E001"
    assert Names("employee", ["E001"])(text) == "E001"


def test_a_name_is_found_as_the_list_has_it_and_once() -> None:
    names = Names("queue", ["ｇｅｎｅｒａｌ"])
    assert names("general") == "ｇｅｎｅｒａｌ"
    with pytest.raises(CellError, match="stands twice"):
        names.listed("general|ｇｅｎｅｒａｌ")


def test_the_names_that_exist_are_listed_once_and_guesses_always() -> None:
    names = Names("employee", ["E001", "E002"])
    remedies = []
    for text in ("9177", "9177", "8833", "E0O1", "E0O1"):
        with pytest.raises(CellError) as caught:
            names(text)
        remedies.append(str(caught.value.remedy))
    assert remedies == ["use one of E001, E002", "", "", "did you mean 'E001'?", "did you mean 'E001'?"]


def test_an_id_that_nobody_can_see_is_refused() -> None:
    with pytest.raises(CellError, match="invisible"):
        parse_id("\u200b\u3164")


def test_a_date_with_its_year_at_the_end_has_its_remedy_before_a_time_and_where_there_is_no_such_day() -> None:
    with pytest.raises(CellError) as caught:
        parse_datetime("05.11.2023 18:00")
    assert str(caught.value.remedy) == "write 2023-11-05 if 5 November 2023 is meant"
    for text in ("31.11.2023", "31.11.2023 18:00"):
        with pytest.raises(CellError, match="there is no such day"):
            (parse_datetime if ":" in text else parse_date)(text)
