"""What commands load before they work, in a process of their own: waiting for a library is waiting for nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from scheduler import cli

ROOT = Path(__file__).parent.parent
SOLVERS_AND_PAPER = {
    "dask",
    "distributed",
    "icalendar",
    "jinja2",
    "matplotlib",
    "numba",
    "openpyxl",
    "ortools",
    "pandas",
    "rich",
    "scipy",
    "xlsxwriter",
}
ARRAYS_AND_SETTINGS = {"holidays", "numpy", "yaml"}


def loaded_by(*arguments: object) -> set[str]:
    """The top modules that are loaded once a command has ended well."""
    code = (
        "import sys\n"
        "from scheduler.cli import main\n"
        "try:\n    main(sys.argv[1:], prog_name='scheduler')\n"
        "except SystemExit as end:\n    assert not end.code, end.code\n"
        "print(*{name.partition('.')[0] for name in sys.modules})\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return set(done.stdout.splitlines()[-1].split())


@pytest.mark.parametrize("command", ["", *cli.main.commands])
def test_help_loads_neither_solvers_nor_arrays(command: str) -> None:
    loaded = loaded_by(*command.split(), "--help")
    assert "click" in loaded
    assert not loaded & (SOLVERS_AND_PAPER | ARRAYS_AND_SETTINGS)
