"""What becomes of spoilt inputs? Run ``python -m benchmarks.spoilt_inputs [SECONDS] [SEED]``.

Spoils copies of a workspace's files: a value becomes one that nobody should write, or another value of the file; a line
is left out or stands twice. Each copy is read, planned and made a model of, in this process. Whatever ends otherwise
than with a model or with faults that are told is printed, with what was done to which file, and counts.
"""

from __future__ import annotations

import random
import shutil
import sys
import tempfile
import time
import traceback
import unicodedata
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import yaml

from benchmarks.spoilt import Spoilt
from scheduler.bundled import bundled_workspace
from scheduler.domain.calendar import Horizon
from scheduler.errors import SchedulerError
from scheduler.model import build
from scheduler.planning import plan_problem
from scheduler.readers import calibration
from scheduler.readers.faults import Faults
from scheduler.readers.workspace import read_workspace
from scheduler.scenarios.applying import apply_scenario
from scheduler.scenarios.evaluating import ScenarioTask, evaluate
from scheduler.scenarios.measures import Depth
from scheduler.scenarios.reading import read_scenarios

EXIT_BUG = 1
MONDAY = date(2023, 11, 6)
SLOW_SECONDS = 60.0
"""Processor time after which a copy counts as one that does not end."""

NASTY = (
    *("", "~", "null", "''", '""', "yes", "no", "on", "true", "false", "0", "-0", "1", "-1", "2", "3", "7", "1.5"),
    *("0.5", "0.0001", "100", "999", "1440", "2880", "50000", "100000", "100001", "1000000", "1e3", "1e9", "1e30"),
    *("-1e30", "1e-300", "1e308", "1e400", ".inf", "-.inf", ".nan", "inf", "nan", "NaN", "1_0", "0x7f", "0o17", "010"),
    *("1:30", "24:00", "48:00", "47:59", "25:61", "-600", "1000000000", "00:00", "09:00", "23:30", "33:00"),
    *("2023-11-06", "2023-11-31", "0001-01-01", "9999-12-31", "2024-02-29", "1990-01-01", "2100-12-31", "20231106"),
    *("9" * 5000, "[" * 5000, "{a: " * 500, "[]", "{}", "[[]]", "[a]", "{a: b}", "[mon]", "[7]", "[mon, mon]", "mon"),
    *(
        "!!int ''",
        "!!python/none x",
        "&a 1",
        "*a",
        "<<",
        "- a",
        "? a",
        "|",
        ">",
        "%",
        "@",
        "`",
        "\t",
        "#",
        ": ",
        "a: b",
    ),
    *(
        '"\\x1b[31m"',
        '"\\ud800"',
        '"\\0"',
        '"\\UFFFFFFFF"',
        "'\u200b'",
        "가",
        "D",
        "N",
        "XX",
        "KOR",
        "KR",
        "OFF",
        "general",
    ),
    *(
        "english",
        "day",
        "E001",
        "A001",
        "+20",
        "-20",
        "=20",
        "+1000000",
        "=50000",
        "a" * 1000,
        "UTC",
        "Asia/Tokyo",
        "posixrules",
    ),
)
"""Values that stand where others should."""


def spoil(text: str, chance: random.Random) -> Spoilt:
    """A YAML file with one thing wrong, or several."""
    done = []
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        how = chance.choice((_other_value, _other_value, _other_value, _value_of_the_file, _without_line, _line_twice))
        what, text = how(text, chance)
        done.append(what)
    return Spoilt.of_text("; ".join(done), text)


def spoil_table(text: str, chance: random.Random) -> Spoilt:
    """A csv file with a cell that is wrong, or a row twice."""
    lines = text.splitlines()
    number = chance.randrange(len(lines))
    if chance.random() < 0.2:
        return Spoilt.of_text(f"line {number + 1} twice", "\n".join((*lines[:number], lines[number], *lines[number:])))
    cells = lines[number].split(",")
    column, value = chance.randrange(len(cells)), chance.choice(NASTY)
    cells[column] = value
    lines[number] = ",".join(cells)
    return Spoilt.of_text(f"line {number + 1}, cell {column + 1} is {value[:40]!r}", "\n".join(lines))


def _other_value(text: str, chance: random.Random) -> tuple[str, str]:
    return _put(text, chance.choice(NASTY), chance)


def _value_of_the_file(text: str, chance: random.Random) -> tuple[str, str]:
    values = _values(text)
    if not values:
        return "nothing", text
    begin, end = chance.choice(values)
    return _put(text, text[begin:end], chance)


def _put(text: str, value: str, chance: random.Random) -> tuple[str, str]:
    values = _values(text)
    if not values:
        return "nothing", text
    begin, end = chance.choice(values)
    line = text.count("\n", 0, begin) + 1
    return f"line {line}: {text[begin:end][:40]!r} is {value[:40]!r}", text[:begin] + value + text[end:]


def _without_line(text: str, chance: random.Random) -> tuple[str, str]:
    lines = text.splitlines(keepends=True)
    number = chance.randrange(len(lines))
    return f"no line {number + 1}", "".join((*lines[:number], *lines[number + 1 :]))


def _line_twice(text: str, chance: random.Random) -> tuple[str, str]:
    lines = text.splitlines(keepends=True)
    number = chance.randrange(len(lines))
    return f"line {number + 1} twice", "".join((*lines[:number], lines[number], *lines[number:]))


def _values(text: str) -> list[tuple[int, int]]:
    """Where each value and each name of a value begins and ends; none where the file is no YAML any more."""
    try:
        return [
            (event.start_mark.index, event.end_mark.index)
            for event in yaml.parse(text, Loader=yaml.BaseLoader)
            if isinstance(event, yaml.ScalarEvent) and event.start_mark is not None and event.end_mark is not None
        ]
    except (yaml.YAMLError, ValueError, OverflowError):
        return []


def is_fit_to_print(text: str) -> bool:
    """Whether there is a text, and none that does something to a terminal."""
    return bool(text) and not any(unicodedata.category(letter) in ("Cc", "Cs") for letter in text.replace("\n", ""))


class Trial:
    """Reads and plans spoilt files of one workspace.

    Parameters
    ----------
    folder
        A workspace of its own, whose files are replaced by spoilt ones and put back.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._workspace = read_workspace(folder)
        self._good = {
            str(path.relative_to(folder)): path.read_text("utf-8")
            for pattern in ("*.yaml", "*.csv", "scenarios/*.yaml")
            for path in sorted(folder.glob(pattern))
            if path.stem != "inflow"  # large, and its cells are read by the functions that read the others
        }
        self.ends: Counter[str] = Counter()

    @property
    def files(self) -> list[str]:
        """The files that are spoilt."""
        return list(self._good)

    def unspoilt(self, file: str) -> Spoilt:
        """The file as it is."""
        return Spoilt.of_text("nothing", self._good[file])

    def spoilt(self, file: str, chance: random.Random) -> Spoilt:
        """A spoilt copy of a file."""
        return (spoil_table if file.endswith(".csv") else spoil)(self._good[file], chance)

    def attempt(self, file: str, spoilt: Spoilt) -> str:
        """Try a spoilt file; what is wrong with how it ended, empty where nothing is."""
        path = self._folder / file
        path.write_bytes(spoilt.content)
        began = time.process_time()
        try:
            self._use(path)
        except SchedulerError as error:
            self.ends[f"exit {error.exit_code}"] += 1
            if error.exit_code != EXIT_BUG and is_fit_to_print(str(error)):
                return ""
            return f"{file}: {spoilt.what}\n{traceback.format_exc()}"
        except Exception:  # noqa: BLE001 - whatever it is, it is what is looked for
            self.ends["bug"] += 1
            return f"{file}: {spoilt.what}\n{traceback.format_exc()}"
        finally:
            path.write_text(self._good[file], "utf-8")
        took = time.process_time() - began
        self.ends["used"] += 1
        return f"{file}: {spoilt.what}\nends after {took:.0f} s" if took > SLOW_SECONDS else ""

    def _use(self, path: Path) -> None:
        if path.parent.name == "scenarios":
            faults = Faults()
            scenarios = read_scenarios([str(path)], self._folder, faults)
            faults.raise_if_any()
            horizon = Horizon(MONDAY, 7, self._workspace.settings.interval_minutes)
            applied = [apply_scenario(self._workspace, horizon, scenario, faults) for scenario in scenarios]
            faults.raise_if_any()
            for one in applied:
                evaluate(ScenarioTask(one.workspace, MONDAY, 7, Depth.STAFFING, one.workspace.settings.solve))
        elif path.name == calibration.FILE:
            queues = self._workspace.settings.queues
            calibration.read_calibration(self._folder, [queue.name for queue in queues if queue.kind == "calls"])
        else:
            workspace = read_workspace(self._folder)
            build(plan_problem(workspace, MONDAY, 7), workspace.settings.rules)


def thin_copy(source: Path, target: Path, weeks: int = 5) -> Path:
    """A copy of a workspace with the last weeks of its inflow alone, which is read in a fraction of the time."""
    shutil.copytree(source, target, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    header, *rows = (source / "inflow.csv").read_text("utf-8").splitlines()
    first = str(max(date.fromisoformat(row.partition(",")[0]) for row in rows) - timedelta(weeks=weeks))
    (target / "inflow.csv").write_text("\n".join((header, *(row for row in rows if row > first))) + "\n", "utf-8")
    return target


def main(seconds: float = 300.0, seed: int = 1) -> int:
    """Try spoilt copies for so long; how many ended otherwise than they may."""
    chance = random.Random(seed)
    wrong: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as scratch:
        trial = Trial(thin_copy(bundled_workspace(), Path(scratch)))
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            # Half of all trials are of the settings: most of what can be wrong stands there.
            file = chance.choice(trial.files) if chance.random() < 0.5 else "workspace.yaml"
            found = trial.attempt(file, trial.spoilt(file, chance))
            if found:
                kind = found.splitlines()[-1][:120]
                wrong[kind] += 1
                if wrong[kind] == 1:
                    print(found, flush=True)
    print(dict(trial.ends))
    print(f"{wrong.total()} ended otherwise than they may, in {len(wrong)} ways")
    return wrong.total()


if __name__ == "__main__":
    arguments = sys.argv[1:]
    sys.exit(bool(main(*(float(text) for text in arguments[:1]), *(int(text) for text in arguments[1:2]))))
