"""Pages in a browser without a window."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--enable-logging=stderr",
]
needs_browser = pytest.mark.skipif(CHROMIUM is None, reason="NOTICE: no chromium here, so no page is opened in it")

_WRAPPER = """<!doctype html><iframe id="page" src="{page}" style="width:390px;height:800px;border:0"></iframe>
<script>document.getElementById("page").onload = (event) => {{
  const view = event.target.contentWindow, page = event.target.contentDocument;
  {script}
}};</script>"""


def dom(page: Path, *flags: str) -> tuple[str, list[str]]:
    """The page as it stands once it is loaded, and what its console says."""
    assert CHROMIUM is not None
    profile = f"--user-data-dir={page.parent / 'profile'}"
    done = subprocess.run(
        [CHROMIUM, *FLAGS, profile, *flags, "--dump-dom", page.as_uri()],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    return done.stdout, [line for line in done.stderr.splitlines() if "CONSOLE" in line]


def after(page: Path, script: str) -> tuple[str, list[str]]:
    """The same after a script that acts on a page as wide as a phone: on its ``view`` and its ``page``."""
    wrapper = page.with_name("wrapper.html")
    wrapper.write_text(_WRAPPER.format(page=page.name, script=script), encoding="utf-8")
    return dom(wrapper, "--allow-file-access-from-files", "--virtual-time-budget=5000")
