"""``report.html``: one self-contained page about a run, for screen, phone and paper.

`page.py` turns a run into what the page says, `writers/charts/` draws, `report.html.jinja` lays out. The page asks
nothing of any network, which its content security policy also forbids, and needs JavaScript for search and zoom only.
"""

from __future__ import annotations

from pathlib import Path

from scheduler.figures import Run
from scheduler.writers.report.page import page_of
from scheduler.writers.template import write_from_template

__all__ = ["write_report"]

_TEMPLATE = Path(__file__).with_name("report.html.jinja")


def write_report(path: Path, run: Run) -> None:
    """Write the page.

    Parameters
    ----------
    path
        The file to write.
    run
        A run with a roster. Labels are in the language of its workspace.
    """
    write_from_template(path, _TEMPLATE, run.settings.language, page=page_of(run))
