"""What commands load before they work, in a process of their own: waiting for a library is waiting for nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from scheduler import cli
from tests.workspaces import write_workspace

ROOT = Path(__file__).parent.parent
SOLVERS_AND_DOCUMENTS = {
    "alembic",
    "dask",
    "distributed",
    "icalendar",
    "jinja2",
    "numba",
    "openpyxl",
    "ortools",
    "pandas",
    "psycopg",
    "rich",
    "scipy",
    "sqlalchemy",
    "vl_convert",
    "xlsxwriter",
}
ARRAYS_AND_SETTINGS = {"holidays", "numpy", "yaml"}


def loaded_by(*arguments: object) -> set[str]:
    """The top modules that are loaded once a command has ended."""
    code = (
        "import sys\n"
        "from scheduler.cli import main\n"
        "try:\n    main(sys.argv[1:], prog_name='scheduler')\n"
        "except SystemExit as end:\n    assert end.code in (0, 2), end.code\n"
        "print(*{name.partition('.')[0] for name in sys.modules})\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return set(done.stdout.splitlines()[-1].split())


def test_help_loads_neither_solvers_nor_arrays() -> None:
    """That of all commands, one after the other in one process: what one of them loads is seen after it."""
    code = (
        "import sys\n"
        "from scheduler.cli import main\n"
        "for command in ('', *main.commands):\n"
        "    try:\n        main([*command.split(), '--help'], prog_name='scheduler')\n"
        "    except SystemExit as end:\n        assert end.code == 0, end.code\n"
        "    print('loaded', command or '-', *{name.partition('.')[0] for name in sys.modules})\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    after = {
        command: set(loaded)
        for line in done.stdout.splitlines()
        if line.startswith("loaded ")
        for _, command, *loaded in [line.split()]
    }
    assert list(after) == ["-", *cli.main.commands]
    for command, loaded in after.items():
        assert "click" in loaded
        assert not loaded & (SOLVERS_AND_DOCUMENTS | ARRAYS_AND_SETTINGS), command


def test_validate_of_csv_files_loads_no_solver_no_spreadsheets_and_no_charts(tmp_path: Path) -> None:
    loaded = loaded_by("validate", write_workspace(tmp_path / "workspace"))
    assert "numpy" in loaded
    assert not loaded & SOLVERS_AND_DOCUMENTS


def test_a_usage_error_loads_neither_solvers_nor_arrays() -> None:
    assert not loaded_by("generate", "--weeks", "0") & (SOLVERS_AND_DOCUMENTS | ARRAYS_AND_SETTINGS)
