"""Fields in Korean sentences."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from scheduler.errors import Fault
from scheduler.korean import filled, particle
from scheduler.messages import Message, joined


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("근무표", "을", "를"),
        ("사람", "을", "을"),
        ("서울", "으로", "로"),
        ("집", "으로", "으로"),
        ("회사", "으로", "로"),
        ("E017", "은", "은"),
        ("E012", "은", "는"),
        ("E010", "이", "이"),
        ("R07", "으로", "로"),
        ("R03", "으로", "으로"),
        ("staff.csv", "을", "를"),
        ("N", "은", "은"),
        ("D", "은", "는"),
        ("roster.xlsx", "이", "가"),
        ("버전 99", "이", "가"),
        ("버전 10", "이", "이"),
        ("'half'", "은", "는"),
        ("night", "과", "와"),
        ("general", "으로", "로"),
        ("general", "은", "은"),
        ("overtime", "을", "을"),
        ("message", "을", "를"),
        ("training", "이", "이"),
        ("group", "이", "이(가)"),
        ("최소 휴식(R03)", "을", "을"),
        ("'근무표'", "은", "는"),
        ("", "을", "을(를)"),
        ("(가)", "이", "이(가)"),
    ],
)
def test_a_particle_goes_by_how_the_last_letter_is_read(text: str, name: str, expected: str) -> None:
    assert particle(text, name) == expected


def test_a_template_asks_for_a_particle_with_its_field_or_alone() -> None:
    assert filled("{name:을} 바꿉니다", {"name": "근무"}) == "근무를 바꿉니다"
    assert filled("'{name}'{name:-은} 없습니다", {"name": "D1"}) == "'D1'은 없습니다"


def test_other_formats_are_those_of_python() -> None:
    assert filled("{n:,}명, {share:.1%}, {on.year}", {"n": 1234, "share": 0.5, "on": date(2023, 11, 6)}) == (
        "1,234명, 50.0%, 2023"
    )


def test_weekdays_and_months_are_korean() -> None:
    on = datetime(2023, 11, 6, 9, 30)
    assert filled("{on:%Y년 %B %-d일(%a) %H:%M}, {on:%A}", {"on": on}) == "2023년 11월 6일(월) 09:30, 월요일"


def test_dates_of_sentences_are_as_koreans_write_them() -> None:
    day = date(2023, 11, 6)
    assert filled("{day}", {"day": day}) == "11월 6일(월)"
    assert filled("{day:을} {day:%Y년 %B}", {"day": day}) == "11월 6일(월)을 2023년 11월"
    said = Message("{employee} has no shift on {day}", employee="E001", day=day)
    assert "11월 6일(월)" in said.text("ko")
    assert "2023-11-06" in said.text("en")
    assert joined(", ", [day, Message("{first} ~ {last}", first=day, last=day)]).text("ko").count("11월 6일(월)") == 3


def test_dates_of_faults_are_as_files_have_them() -> None:
    fault = Fault("a.csv", 2, "from", Message("{employee} has no shift on {day}", employee="E", day=date(2023, 11, 6)))
    assert "2023-11-06" in fault.text_in("ko")
    as_file = type("AsInFiles", (date,), {})(2023, 11, 2)
    assert filled("{day:은} {day:으로} {day}", {"day": as_file}) == "2023-11-02(목)은 2023-11-02(목)로 2023-11-02(목)"
