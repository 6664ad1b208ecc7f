"""``report.html``: one self-contained page about a run, for screen, phone and paper.

`page.py` turns a run into what the page says, `svg.py` draws, `report.html.jinja` lays out. The page asks nothing of
any network, which its content security policy also forbids, and needs JavaScript for search and zoom only.
"""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

from markupsafe import Markup

from scheduler.figures import Run
from scheduler.writers.report.page import page_of
from scheduler.writers.template import write_from_template

__all__ = ["write_report"]

_HERE = Path(__file__).parent


def write_report(path: Path, run: Run) -> None:
    """Write the page.

    Parameters
    ----------
    path
        The file to write.
    run
        A run with a roster. Labels are in the language of its workspace.
    """
    script = (_HERE / "report.js").read_text(encoding="utf-8")
    # The policy names the script by its hash: markup that slipped through could not run one of its own.
    script_hash = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    write_from_template(
        path,
        _HERE / "report.html.jinja",
        run.settings.language,
        page=page_of(run),
        script=Markup(script),  # one of our own files
        script_hash=script_hash,
    )
