"""``report.html``."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from scheduler.figures import Run
from scheduler.run.simulating import simulated_run
from scheduler.writers.report import write_report
from tests.browser import after, dom, needs_browser
from tests.runs import small_run
from tests.workspaces import SETTINGS

WITH_WISHES = SETTINGS + "  - rule: requests\n    weight: 100\n"


class Elements(HTMLParser):
    """Every start tag with its attributes, and all text outside scripts and styles."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self._within: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._within = tag

    def handle_data(self, data: str) -> None:
        if self._within not in ("script", "style"):
            self.texts.append(data)


def read(page: Path) -> Elements:
    parser = Elements()
    parser.feed(page.read_text(encoding="utf-8"))
    return parser


def written(path: Path, run: Run) -> Elements:
    write_report(path, run)
    return read(path)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return small_run(tmp_path_factory.mktemp("workspace"), workspace=WITH_WISHES)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory, run: Run) -> Path:
    """The report of that run, which nobody changes."""
    path = tmp_path_factory.mktemp("report") / "report.html"
    write_report(path, run)
    return path


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory, page: Path) -> dict[str, Path]:
    """The report of the same workspace in each language."""
    folder = tmp_path_factory.mktemp("korean")
    settings = WITH_WISHES.replace("language: en", "language: ko")
    write_report(folder / "report.html", small_run(folder / "workspace", workspace=settings))
    return {"en": page, "ko": folder / "report.html"}


def test_the_page_holds_everything_itself(page: Path) -> None:
    for tag, attributes in read(page).tags:
        assert tag not in ("link", "img", "iframe", "object", "embed"), tag
        assert "src" not in attributes
        assert (attributes.get("href") or "#").startswith("#")
    text = page.read_text(encoding="utf-8")
    assert not re.search(r"https?://|@import|url\(", text)
    assert "default-src 'none'" in text


def test_every_link_leads_to_a_part_of_the_page(page: Path) -> None:
    tags = read(page).tags
    ids = {attributes["id"] for _, attributes in tags if "id" in attributes}
    links = {(attributes["href"] or "")[1:] for tag, attributes in tags if tag == "a"}
    assert links <= ids
    assert {"coverage", "service", "fairness", "cost", "gave-up", "everybody", "run"} == links


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", {"Coverage by interval", "Answered of entered", "Answered of all attempts", "Who gave up what"}),
        ("ko", {"시간대별 충원", "응답률(진입)", "응답률(총 인입)", "누가 무엇을 양보했나"}),
    ],
)
def test_the_page_is_in_the_language_of_the_workspace(pages: dict[str, Path], language: str, words: set[str]) -> None:
    found = read(pages[language])
    assert words <= {text.strip() for text in found.texts}
    assert ("html", {"lang": language}) in found.tags


def test_everybody_has_a_row_that_search_finds(page: Path, run: Run) -> None:
    rows = [attributes["data-search"] or "" for tag, attributes in read(page).tags if "data-search" in attributes]
    assert len(rows) == len(run.problem.employees)
    assert any("e003 agent 3 day" in row and row.endswith("d d v") for row in rows)


def test_unmet_wishes_say_what_was_wished_and_what_came(page: Path) -> None:
    texts = [text.strip() for text in read(page).texts]
    assert "Fri 10 Nov: wished for Off" in texts
    assert "has D" in texts


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7*7 }}", "&lt;b&gt;"]
)
def test_text_from_the_inputs_never_becomes_markup(tmp_path: Path, run: Run, page: Path, name: str) -> None:
    people = tuple(person.model_copy(update={"name": name}) for person in run.problem.employees)
    centre = run.settings.centre.model_copy(update={"name_en": name})
    settings = run.settings.model_copy(
        update={
            "centre": centre,
            **{
                field: tuple(thing.model_copy(update={"name_en": name}) for thing in getattr(run.settings, field))
                for field in ("teams", "queues", "shifts")
            },
        }
    )
    hostile = replace(run, settings=settings, problem=run.problem.replace(employees=people))
    after = written(tmp_path / "after.html", hostile)
    assert [tag for tag, _ in after.tags] == [tag for tag, _ in read(page).tags]
    assert name in [text.strip() for text in after.texts]


def test_a_run_without_costs_or_wishes_says_so(tmp_path: Path) -> None:
    settings = SETTINGS.replace("  - rule: coverage_shortfall\n    weight: 10\n", "")
    settings = settings.replace("  - rule: coverage_surplus\n    weight: 1\n", "")
    page = written(tmp_path / "report.html", small_run(tmp_path / "workspace", workspace=settings, requests=None))
    assert "No cost" in {text.strip() for text in page.texts}


@needs_browser
@pytest.mark.parametrize("has_script", [True, False])
def test_a_browser_shows_the_page_with_and_without_javascript(tmp_path: Path, page: Path, has_script: bool) -> None:
    text = page.read_text(encoding="utf-8")
    if not has_script:
        text = text.replace("script-src 'sha256-", "script-src 'sha256-x")
    (tmp_path / "report.html").write_text(text, "utf-8")
    shown, said = dom(tmp_path / "report.html")
    # The script has run, or was refused because its hash is not the policy's.
    assert ('class="has-script"' in shown) == has_script
    assert ("12 people shown" in shown) == has_script
    assert shown.count("<svg") >= 7
    assert shown.count("<tr data-search") == 12
    assert (said == []) == has_script


@needs_browser
def test_the_page_fits_the_width_of_a_phone_and_only_its_tables_scroll(tmp_path: Path, page: Path) -> None:
    shutil.copy(page, tmp_path)
    width = "page.documentElement.scrollWidth > page.documentElement.clientWidth"
    shown, _ = after(tmp_path / "report.html", f'document.title = {width} ? "too wide" : "fits";')
    assert "<title>fits</title>" in shown


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["Mon 6 Nov 09:00 · Required ", " · Scheduled, effective ", "09:00 · Service level ", "0: 1 person"]),
        ("ko", ["11/6(월) 09:00 · 필요 인원 ", " · 배치 인원(환산) ", "09:00 · 서비스 수준 ", "0회: 1명"]),
    ],
)
def test_a_chart_tells_its_figures_on_hover(pages: dict[str, Path], language: str, words: list[str]) -> None:
    titles = " ".join(re.findall("<title>([^<]*)</title>", pages[language].read_text(encoding="utf-8")))
    assert [word for word in words if word not in titles] == []


@pytest.mark.usefixtures("every_chart_is_drawn")
def test_the_same_run_gives_the_same_page(tmp_path: Path, run: Run, page: Path) -> None:
    write_report(tmp_path / "again.html", run)
    assert (tmp_path / "again.html").read_bytes() == page.read_bytes()


def test_the_worst_intervals_stand_with_the_figures(page: Path) -> None:
    texts = read(page).texts
    assert "Worst intervals" in texts
    assert sum("agents short of" in text for text in texts) == 5


def test_the_first_screen_shows_the_service_by_both_views_of_intervals(page: Path, run: Run) -> None:
    text = page.read_text(encoding="utf-8")
    lagged = run.totals_by_dependence["lagged"]
    for share in (lagged.service_level, lagged.answer_rate_entered, lagged.answer_rate_total):
        assert f"With calls and callers that carry over {share:.1%}" in text


def test_calls_with_their_band_and_waits_stand_below_the_coverage_of_each_queue_of_calls(page: Path, run: Run) -> None:
    titles = [text for text in read(page).texts if " · " in text]
    assert any(re.search(r"09:00 · Calls \d+\.\d \(\d+\.\d ~ \d+\.\d\)", text) for text in titles)
    waits = [text for text in titles if re.search(r"· Average wait \d+ s$", text)]
    general, english = (run.problem.demand.queues[name].is_open.sum() for name in ("general", "english"))
    assert 0 < len(waits) <= general + english
    assert not [text for text in titles if "±" in text]


def test_a_run_that_was_simulated_shows_it_beside_what_is_computed(tmp_path: Path, run: Run) -> None:
    few = run.settings.simulation.model_copy(update={"replications": 3})
    run = replace(run, settings=run.settings.model_copy(update={"simulation": few}))
    simulated = replace(run, simulated=simulated_run(run))
    texts = written(tmp_path / "report.html", simulated).texts
    assert any("Simulated caller by caller" in text for text in texts)
    waits = [text for text in texts if "Average wait: simulated" in text]
    assert waits
    assert all(re.search(r"simulated \d+ ± (\d+|nan) s, computed \d+ s$", text) for text in waits)
    whole = run.service.totals().service_level if run.service is not None else 0.0
    assert any(f"computed {whole:.1%}, simulated" in text for text in texts)
