"""From the bytes of a file to rows of cells."""

from __future__ import annotations

import pytest

from scheduler.readers.cells import parse_text
from scheduler.readers.faults import Faults
from scheduler.readers.numbers import parse_number, parse_whole, within
from scheduler.readers.table import Column, Table, read_csv, records
from scheduler.readers.text_file import decode

COLUMNS = {"name": Column(parse_text), "calls": Column(parse_number), "note": Column(parse_text, "", optional=True)}


def read(content: str | bytes, **options: bool) -> tuple[Table | None, list[str]]:
    faults = Faults()
    table = read_csv(content.encode() if isinstance(content, str) else content, "t.csv", COLUMNS, faults, **options)
    return table, [str(fault) for fault in faults.all()]


def rows(content: str | bytes) -> list[tuple[int, dict[str, str]]]:
    table, faults = read(content)
    assert faults == []
    assert table is not None
    return [(number, dict(cells)) for number, cells in table.rows]


KOREAN = "name,calls\n상담원,3\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
def test_korean_is_read_in_every_encoding_that_spreadsheets_write(encoding: str) -> None:
    assert rows(KOREAN.encode(encoding)) == [(2, {"name": "상담원", "calls": "3"})]


def test_bytes_in_no_known_encoding_are_refused_with_their_row() -> None:
    assert read(b"name,calls\na,1\n\xff\xff,2\n")[1] == [
        "t.csv:3 is neither UTF-8 nor CP949 text (byte 0xFF); save it from the spreadsheet as 'CSV UTF-8'"
    ]


def test_a_zero_among_text_is_a_control_character_of_its_row() -> None:
    text = "id,name\nE1,A\nE2,B\0\nE3,C\nE4,\0D, and what else there is to say of this row\n"
    expected = [f"f.csv:{row} holds the control character U+0000; type the row again without it" for row in (3, 5)]
    for encoding in ("utf-8", "utf-8-sig", "cp949"):
        faults = Faults()
        assert decode(text.encode(encoding), "f.csv", faults) is None
        assert [str(fault) for fault in faults.all()] == expected


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_without_its_mark_is_known_too(encoding: str) -> None:
    faults = Faults()
    assert decode("사번,이름\nE1,김\n".encode(encoding), "f.csv", faults) is None
    assert ["UTF-16" in str(fault) for fault in faults.all()] == [True]


def test_utf_16_is_refused() -> None:
    assert "is not UTF-8 text (it looks like UTF-16)" in read(KOREAN.encode("utf-16"))[1][0]


def test_a_workbook_under_a_csv_name_is_refused() -> None:
    assert "is a workbook or an archive" in read(b"PK\x03\x04rest")[1][0]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_the_one_of_the_header(delimiter: str) -> None:
    assert rows(f"name{delimiter}calls\na{delimiter}1\n") == [(2, {"name": "a", "calls": "1"})]


def test_columns_may_stand_in_any_order_and_case_with_spaces_around() -> None:
    assert rows(" Calls , name\n 1 , a \n") == [(2, {"calls": "1", "name": "a"})]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_rows_are_numbered_as_a_spreadsheet_shows_them(newline: str) -> None:
    text = newline.join(["name,calls", '"two', 'lines",1', "", ",", "b,2", ""])
    assert [number for number, _ in rows(text)] == [2, 5]


def test_empty_cells_at_the_end_of_a_row_are_no_fault() -> None:
    assert rows("name,calls,,\na,1,,\nb,2\n")[1] == (3, {"name": "b", "calls": "2"})


def test_a_row_with_too_few_cells_is_a_fault_and_the_others_are_read() -> None:
    table, faults = read("name,calls\na\nb,2\n")
    assert faults == [
        "t.csv:2 has too few cells: 1 where the header has 2; leave empty cells empty, but keep their delimiters"
    ]
    assert table is not None
    assert [number for number, _ in table.rows] == [3]


def test_a_row_with_too_many_cells_is_a_fault() -> None:
    assert read("name,calls\na,1,234\n")[1] == [
        "t.csv:2 has too many cells: 3 where the header has 2; put a cell that contains the delimiter in double quotes"
    ]


def test_a_missing_column_is_a_fault() -> None:
    table, faults = read("name\na\n")
    assert table is None
    assert faults == ["t.csv:1:calls column 'calls' is missing; the columns are name, calls, note"]


def test_a_misspelt_column_is_one_fault_with_the_right_name() -> None:
    assert read("name,cals\na,1\n")[1] == ["t.csv:1:cals column 'cals' is unknown; did you mean 'calls'?"]


def test_an_unknown_column_that_is_not_needed_is_a_fault_and_the_rows_are_still_read() -> None:
    table, faults = read("name,calls,remark\na,1,x\n")
    assert faults == ["t.csv:1:remark column 'remark' is unknown; use one of note"]
    assert table is not None


def test_a_column_that_stands_twice_is_a_fault() -> None:
    assert read("name,calls,calls\na,1,2\n")[1] == ["t.csv:1:calls column 'calls' stands twice; keep one of them"]


def test_a_quote_left_open_is_a_fault_at_its_row() -> None:
    assert read('name,calls\na,1\n"b,2\nc,3\n')[1] == [
        "t.csv:3 cannot be split into cells (unexpected end of data); look for a double quote left open"
    ]


def test_a_header_alone_is_a_fault_only_where_rows_are_needed() -> None:
    assert read("name,calls\n")[1] == []
    assert read("name,calls\n", needs_rows=True)[1] == ["t.csv has a header but no rows; add the rows"]


def test_a_record_keeps_what_could_be_read() -> None:
    faults = Faults()
    table = Table("t.csv", ("name", "calls"), [(2, {"name": "a", "calls": "x"}), (3, {"name": "", "calls": "1"})])
    first, second = records(table, COLUMNS, faults)
    assert (first.values, first.is_good) == ({"name": "a", "note": ""}, False)
    assert (second.values, second.is_good) == ({"calls": 1.0, "note": ""}, False)
    assert [str(fault) for fault in faults.all()] == [
        "t.csv:2:calls 'x' is not a number; write it as 1234 or 1234.5",
        "t.csv:3:name is empty; fill it in",
    ]


def values(content: str) -> tuple[list[dict[str, object]], list[str]]:
    faults = Faults()
    table = read_csv(content.encode(), "t.csv", COLUMNS, faults)
    assert table is not None
    found = [record.values for record in records(table, COLUMNS, faults)]
    return found, [str(fault) for fault in faults.all()]


@pytest.mark.parametrize("delimiter", [";", "\t"])
@pytest.mark.parametrize(("number", "decimal"), [("1,250", "1.25"), ("1.250", "1.25"), ("-12,345", "-12.345")])
def test_a_mark_before_three_digits_is_refused_where_no_commas_separate_the_cells(
    delimiter: str, number: str, decimal: str
) -> None:
    _, faults = values(f"name{delimiter}calls\na{delimiter}{number}\n")
    whole = number.replace(",", "").replace(".", "")
    fraction = number.replace(",", ".")
    assert faults == [
        f"t.csv:2:calls '{number}' may be {decimal} or {whole}: nothing tells which mark is that of the decimals; "
        f"write {whole}, or {fraction}0 with a fourth decimal"
    ]


def test_a_mark_that_decides_whether_a_number_is_too_large_is_named_as_that() -> None:
    columns = {"calls": Column(within(parse_whole, 0, 1_000))}
    faults = Faults()
    table = read_csv(b"calls;x\n1,250;\n1.250;\n1251;\n", "t.csv", {**columns, "x": Column(parse_text, "")}, faults)
    assert table is not None
    assert not any(record.is_good for record in records(table, columns, faults))
    assert [str(fault).partition(";")[0] for fault in faults.all()] == [
        "t.csv:2:calls '1,250' may be 1.25 or 1250: nothing tells which mark is that of the decimals",
        "t.csv:3:calls '1.250' may be 1.25 or 1250: nothing tells which mark is that of the decimals",
        "t.csv:4:calls '1251' is too large",
    ]


@pytest.mark.parametrize(
    ("number", "value"),
    [("1.25", 1.25), ("0.250", 0.25), ("1.2500", 1.25), ("1,234,567", 1234567), ("1,250.5", 1250.5), ("1250", 1250)],
)
def test_numbers_that_can_be_read_in_one_way_are_read_between_semicolons(number: str, value: float) -> None:
    assert values(f"name;calls\na;{number}\n") == ([{"name": "a", "calls": value, "note": ""}], [])


def test_between_commas_a_comma_is_for_thousands_and_a_dot_for_decimals() -> None:
    found, faults = values('name,calls\na,"1,250"\nb,1.250\n')
    assert ([row["calls"] for row in found], faults) == ([1250, 1.25], [])


def test_of_a_column_that_stands_twice_the_first_is_read() -> None:
    found, faults = values("name,calls,CALLS\na,1,x\n")
    assert [row["calls"] for row in found] == [1]
    assert faults == ["t.csv:1:calls column 'calls' stands twice; keep one of them"]


@pytest.mark.parametrize("control", ["\x1b[31m", "\x07", "\x7f", "\x9b", "\u202e", "\x08"])
def test_control_characters_are_refused_and_shown_escaped(control: str) -> None:
    _, faults = values(f"name,calls\na{control}b,1\n")
    (fault,) = faults
    assert "holds a control character or a line break" in fault
    assert fault.isprintable()


def test_a_line_break_within_a_cell_is_refused() -> None:
    assert "t.csv:2:name 'a\\nb' holds a control character or a line break" in values('name,calls\n"a\nb",1\n')[1][0]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize(("number", "point"), [("0,250", "0.250"), ("-0,5", "-0.5"), ("00,125", "00.125")])
def test_a_comma_behind_a_0_separates_no_thousands(delimiter: str, number: str, point: str) -> None:
    _, faults = values(f'name{delimiter}calls\na{delimiter}"{number}"\n')
    hint = "" if delimiter == "," else "; or set files.decimals to how all numbers are written"
    assert faults == [f"t.csv:2:calls '{number}' has a comma for its decimals; write {point}{hint}"]
