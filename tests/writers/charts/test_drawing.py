"""Charts as pictures, and in a browser."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pandas as pd

from scheduler.writers.charts import drawing
from scheduler.writers.charts.drawing import FONTS, draw, png_file, svg_file
from scheduler.writers.charts.forms import columns
from scheduler.writers.template import write_from_template
from tests.browser import after, needs_browser

TEMPLATE = Path(__file__).parents[3] / "scheduler/writers/charts/picture.html.jinja"
CHART = columns(
    pd.DataFrame({"label": ["0", "1"], "count": [3, 5], "text": ["3", "5"], "tip": ["0회: 3명", "1회: 5명"]})
)


def page(folder: Path) -> Path:
    write_from_template(folder / "page.html", TEMPLATE, "ko", name="야간", picture=draw(CHART, "야간"))
    return folder / "page.html"


def test_a_mark_has_its_words_and_nothing_else_has_any() -> None:
    root = ElementTree.fromstring(draw(CHART, "야간"))
    assert root.get("aria-label") == "야간"
    assert [title.text for title in root.iter("title")] == ["0회: 3명", "1회: 5명"]
    # The renderer would describe marks and axes in English.
    assert [element for element in root.iter() if element is not root and "aria-label" in element.attrib] == []


def test_all_words_are_in_the_fonts_of_the_reader_whatever_they_were_measured_in() -> None:
    root = ElementTree.fromstring(draw(CHART, "야간"))
    assert [element.get("font-family") for element in root.iter() if "font-family" in element.attrib] == [FONTS]
    assert root.get("font-family") == FONTS


def test_a_picture_is_the_same_whenever_it_is_drawn() -> None:
    kept = draw(CHART, "a")
    drawing._svg.cache_clear()
    assert draw(CHART, "a") == kept
    assert png_file(CHART) == png_file(CHART)


def test_the_same_chart_is_drawn_once_whatever_it_is_called() -> None:
    drawing._svg.cache_clear()
    assert draw(CHART, "a") != draw(CHART, "b")
    assert drawing._svg.cache_info()[:2] == (1, 1)


def test_a_file_of_its_own_has_the_name_space_and_size_that_viewers_ask_for() -> None:
    root = ElementTree.fromstring(svg_file(CHART, "야간"))
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert float(root.attrib["width"]) > 400


@needs_browser
def test_a_pointer_over_a_mark_shows_its_words(tmp_path: Path) -> None:
    script = """const mark = page.querySelectorAll("[data-tip]")[1];
      mark.dispatchEvent(new view.PointerEvent("pointermove", { bubbles: true, clientX: 20, clientY: 90 }));
      document.title = page.getElementById("tip").hidden + page.getElementById("tip").textContent;
      page.body.dispatchEvent(new view.PointerEvent("pointermove", { bubbles: true }));
      document.title += page.getElementById("tip").hidden;"""
    shown, said = after(page(tmp_path), script)
    assert "<title>false1회: 5명true</title>" in shown
    assert said == []


@needs_browser
def test_a_click_enlarges_a_chart_and_wheel_and_buttons_zoom_within_its_edges(tmp_path: Path) -> None:
    script = """page.querySelector(".zooms").click();
      const large = page.querySelector("dialog[open] svg"), box = () => large.viewBox.baseVal;
      const whole = box().width, widths = [];
      const wheel = (deltaY) => large.dispatchEvent(new view.WheelEvent("wheel",
        { bubbles: true, cancelable: true, deltaY, clientX: 1, clientY: 1 }));
      wheel(-1); widths.push(box().width < whole && box().x >= 0);
      for (let n = 0; n < 40; n++) wheel(-1);
      widths.push(Math.round(whole / box().width));
      page.querySelector("[data-factor='1.5']").click(); widths.push(Math.round(whole / box().width));
      for (let n = 0; n < 40; n++) wheel(1);
      widths.push(box().width === whole && box().x === 0 && box().y === 0);
      document.title = widths.join();"""
    shown, said = after(page(tmp_path), script)
    assert "<title>true,12,8,true</title>" in shown
    assert said == []
