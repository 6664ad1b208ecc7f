"""The picture of the demand."""

from __future__ import annotations

from pathlib import Path

import pytest

from scheduler.errors import OutputError
from scheduler.planning import plan_problem
from scheduler.readers.workspace import read_workspace
from scheduler.writers.charts import drawing
from scheduler.writers.demand_plot import plot_demand
from tests.browser import dom, needs_browser
from tests.constraints.agreement import MONDAY
from tests.workspaces import SETTINGS, write_workspace


def plot(folder: Path, name: str, language: str = "en", weeks: int = 1, **more: list[str]) -> tuple[str, ...]:
    """Draw the small workspace; gives the notices."""
    text = SETTINGS.replace("language: en", f"language: {language}")
    workspace = read_workspace(write_workspace(folder, workspace=text))
    problem = plan_problem(workspace, MONDAY, 7 * weeks)
    notices = plot_demand(folder / name, workspace.settings, problem.demand, problem.public_holidays or {}, **more)
    return tuple(notice.text("en") for notice in notices)


@pytest.fixture
def _no_korean_font(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "KOREAN_LETTERS", ("가", "가"))  # as alike as two letters without a font


def test_a_file_that_was_there_is_kept(tmp_path: Path) -> None:
    (tmp_path / "demand.html").write_text("mine", encoding="utf-8")
    for _ in range(2):  # the same picture needs no second copy
        plot(tmp_path, "demand.html")
    assert (tmp_path / "demand.html.bak").read_text(encoding="utf-8") == "mine"
    assert len(list(tmp_path.glob("demand.html*"))) == 2


def test_a_png_is_a_picture(tmp_path: Path) -> None:
    plot(tmp_path, "demand.png")
    assert (tmp_path / "demand.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", ["general", "service level", "Mon 6 Nov"]), ("ko", ["일반", "서비스 수준", "11/6(월)"])],
)
def test_an_svg_keeps_its_words_as_text(tmp_path: Path, language: str, words: list[str]) -> None:
    plot(tmp_path, "demand.svg", language)
    picture = (tmp_path / "demand.svg").read_text(encoding="utf-8")
    assert all(word in picture for word in words)


@pytest.mark.usefixtures("_no_korean_font")
def test_without_a_korean_font_svg_and_html_stay_korean(tmp_path: Path) -> None:
    for name in ("demand.svg", "demand.html"):
        assert plot(tmp_path, name, "ko") == ()
        assert "서비스 수준" in (tmp_path / name).read_text(encoding="utf-8")


@pytest.mark.usefixtures("_no_korean_font")
def test_without_a_korean_font_a_png_speaks_english_and_says_so(tmp_path: Path) -> None:
    (notice,) = plot(tmp_path, "demand.png", "ko")
    assert "no font with Korean letters" in notice


def test_an_html_page_holds_the_picture(tmp_path: Path) -> None:
    plot(tmp_path, "demand.html")
    page = (tmp_path / "demand.html").read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>")
    assert page.count("<svg") == 1


def test_only_the_chosen_queues_are_drawn(tmp_path: Path) -> None:
    plot(tmp_path, "demand.svg", queues=["english"])
    picture = (tmp_path / "demand.svg").read_text(encoding="utf-8")
    assert "English" in picture
    assert "general" not in picture


def test_days_are_named_as_far_apart_as_there_is_room(tmp_path: Path) -> None:
    plot(tmp_path, "demand.svg", weeks=1)
    one = (tmp_path / "demand.svg").read_text(encoding="utf-8")
    assert ">Tue 7 Nov<" in one
    assert ">18<" in one
    plot(tmp_path, "demand.svg", weeks=3)
    three = (tmp_path / "demand.svg").read_text(encoding="utf-8")
    assert ">Tue 7 Nov<" not in three
    assert ">Thu 9 Nov<" in three
    assert ">18<" not in three


@needs_browser
def test_the_page_asks_nothing_of_a_network_and_its_console_stays_empty(tmp_path: Path) -> None:
    plot(tmp_path, "demand.html", "ko")
    assert "://" not in (tmp_path / "demand.html").read_text(encoding="utf-8")
    shown, said = dom(tmp_path / "demand.html")
    assert said == []
    assert 'data-tip="11/6(월) 09:00 · 시간당 인입 ' in shown


@pytest.mark.usefixtures("every_chart_is_drawn")
def test_the_same_demand_gives_the_same_picture(tmp_path: Path) -> None:
    for name in ("a.svg", "b.svg"):
        plot(tmp_path, name)
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()


def test_another_ending_is_refused_with_those_that_work(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"ends in \.png, \.svg, \.html"):
        plot(tmp_path, "demand.gif")
