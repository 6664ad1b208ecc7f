"""Random workspaces, odd but valid: what a search must get over without an error.

A drawn workspace has up to twenty people and any mix of rules, hard or soft, with weights, rests, limits, shifts and
weekdays that nobody would choose together. It may have no roster at all; what it must never have is a run that ends in
a bug of ours, or a roster whose cost the check sees otherwise.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import Any, TypeVar
from unittest.mock import patch
from zoneinfo import ZoneInfo

import yaml
from click.testing import CliRunner

from scheduler import cli
from scheduler.domain.clock import minutes_between
from scheduler.run import generating
from scheduler.solve import SearchParameters, solve

FIRST_DAY = date(2023, 11, 6)
INFLOW_DAYS = 21
MOST_PEOPLE = 20
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MOST_WEIGHT = 100_000
CLOCK_CHANGES = (date(2023, 10, 28), date(2023, 10, 29))
"""Days of which a shift may be at work while the clock of Berlin is set back."""

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Example:
    """A workspace and how it is searched.

    Attributes
    ----------
    seed
        By which it was drawn.
    files
        Contents by name.
    arguments
        Of ``generate``, beside the folders.
    is_small
        Whether CP-SAT may try it alone first; large ones of the same kind never get that.
    """

    seed: int
    files: dict[str, str]
    arguments: tuple[str, ...]
    is_small: bool


@dataclass(frozen=True, slots=True)
class Ending:
    """How a run ended: its exit code, what it wrote to the terminal, and its ``summary.json`` where it has one."""

    exit_code: int
    said: str
    summary: dict[str, Any] | None

    @property
    def fault(self) -> str:
        """What is wrong with it; empty: nothing."""
        if self.exit_code not in (0, 4, 5):
            return f"exit code {self.exit_code}: {self.said}"
        if self.exit_code != 0 or self.summary is None:
            return ""
        summary = self.summary
        checked, ledger = sum(summary["penalties"].values()), summary["objective"] + summary["unavoidable_cost"]
        if summary["hard_violations"]:
            return f"{summary['hard_violations']} hard violations"
        if checked != ledger:
            return f"{summary['status']}: the check charges {checked}, the summary {ledger}"
        if summary["best_bound"] is not None and summary["best_bound"] + summary["unavoidable_cost"] > checked:
            return f"a bound of {summary['best_bound'] + summary['unavoidable_cost']} above the cost of {checked}"
        return ""


def run_example(example: Example, folder: Path) -> Ending:
    """Write a workspace to a new folder, and make its roster by the command itself."""
    workspace, output = folder / "workspace", folder / "run"
    workspace.mkdir(parents=True)
    for name, content in example.files.items():
        (workspace / name).write_text(content, encoding="utf-8")
    with ExitStack() as stack:
        if not example.is_small:
            large = partial(solve, parameters=SearchParameters(small_model_variables=0))
            stack.enter_context(patch.object(generating, "search", large))
        result = CliRunner().invoke(
            cli.main, ["--debug", "generate", str(workspace), *example.arguments, "--output", str(output)]
        )
    summary = output / "summary.json"
    return Ending(
        result.exit_code, result.output, json.loads(summary.read_text(encoding="utf-8")) if summary.exists() else None
    )


def draw(seed: int, *, people: int | None = None) -> Example:
    """An example, the same for the same seed; with so many people where a number is given."""
    return _Draw(Random(seed), people).example(seed)


class _Draw:
    """Draws one example, part by part."""

    def __init__(self, random: Random, people: int | None) -> None:
        self.random = random
        self.interval = self.one_of((15, 30, 30, 60))
        self.n_people = people or random.randint(2, MOST_PEOPLE)
        self.teams = [f"team{n}" for n in range(random.randint(1, 3))]
        self.queues = ["general", "english", "text"][: random.randint(1, 3)]
        self.shifts = [self.shift(n) for n in range(random.randint(1, 4))]
        self.codes = [str(shift["code"]) for shift in self.shifts]
        self.contracts = [self.contract(n) for n in range(random.randint(1, 3))]
        self.people = [f"E{n:02d}" for n in range(1, self.n_people + 1)]
        self.zone = self.one_of(("Asia/Seoul", "Europe/Berlin"))
        self.serving = Counter[str]()

    def example(self, seed: int) -> Example:
        random = self.random
        weeks = self.one_of((1, 1, 2))
        options = ["--week", FIRST_DAY.isoformat(), "--weeks", str(weeks)]
        options += ["--time-limit", str(self.one_of((0.5, 1, 2))), "--seed", str(random.randint(0, 9))]
        if self.chance(0.4):
            options.append("--deterministic")
        if self.chance(0.3):
            options += ["--gap", str(self.one_of((0, 0.01, 0.5)))]
        files = {
            "staff.csv": self.staff(),
            "inflow.csv": self.inflow(),
            "absences.csv": self.absences(),
            "requests.csv": self.requests(),
            "previous_roster.csv": self.previous(),
            "workspace.yaml": self.settings(),
        }
        if files["previous_roster.csv"].count("\n") == 1:
            options.append("--first-week")
        return Example(seed, files, tuple(options), self.chance(0.4))

    # ---- small choices ----

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def one_of(self, values: Sequence[Value]) -> Value:
        return self.random.choice(values)

    def some(self, values: Sequence[Value], fewest: int = 1) -> list[Value]:
        return self.random.sample(list(values), self.random.randint(min(fewest, len(values)), len(values)))

    def points(self) -> int:
        """A weight; all orders of magnitude are as likely."""
        return round(MOST_WEIGHT ** self.random.random())

    def hard_or_soft(self, soft: float = 0.5) -> int | None:
        return self.points() if self.chance(soft) else None

    def clock(self, minute: int) -> str:
        return f"{minute // 60:02d}:{minute % 60:02d}"

    # ---- parts of the settings ----

    def shift(self, number: int) -> dict[str, object]:
        grid = self.interval
        start = grid * self.random.randrange(0, 24 * 60 // grid)
        length = grid * round(60 / grid * self.one_of((4, 5, 7, 8, 8, 9, 10, 12, 20)))
        end = min(start + length, 48 * 60)
        shift: dict[str, object] = {
            "code": "DEANVP"[number],
            "name_ko": f"근무{number}",
            "name_en": f"shift {number}",
            "start": self.clock(start),
            "end": self.clock(end),
        }
        if self.chance(0.6) and length >= 5 * 60:
            meal = self.one_of((grid, 60))
            earliest = start + grid * self.random.randint(0, (length - 60) // grid)
            latest = min(end, earliest + meal + grid * self.random.randint(0, 6))
            if earliest + meal <= latest:
                shift |= {
                    "meal_minutes": meal,
                    "meal_earliest": self.clock(earliest),
                    "meal_latest": self.clock(latest),
                }
        if self.chance(0.2):
            shift["overtime_minutes"] = self.one_of((30, 60, 120))
        if number and self.chance(0.2):
            shift["weekdays"] = self.some(WEEKDAYS, 2)
        return shift

    def contract(self, number: int) -> dict[str, object]:
        days = self.random.randint(1, 6)
        contract: dict[str, object] = {
            "name": f"contract{number}",
            "name_ko": f"계약{number}",
            "name_en": f"contract {number}",
            "days_per_week": days,
            "paid_minutes_per_week": days * self.one_of((240, 420, 450, 480, 540)),
            "works_public_holidays": self.chance(0.7),
            "absence_counts_as_work": self.chance(0.5),
        }
        if self.chance(0.2) and days <= 5:
            contract["weekdays"] = list(WEEKDAYS[:5])
        return contract

    def queue(self, name: str) -> dict[str, object]:
        targets: list[dict[str, object]] = [
            {"service_level": 0.8, "answer_within_seconds": 20},
            {"minimum_agents": 1},
            {"max_occupancy": 0.85},
            {"asa_seconds": 20, "minimum_agents": 1},
        ]
        queue: dict[str, object] = {
            "name": name,
            "name_ko": name,
            "name_en": name,
            "aht_seconds": self.one_of((60, 240, 600)),
            "targets": self.one_of(targets),
        }
        if name == "text":
            queue |= {"kind": "deferrable", "deadline_minutes": 240, "targets": {"minimum_agents": 1}}
        if self.chance(0.5):
            first = self.random.randint(0, 12)
            queue["open"] = [
                {"from": self.clock(60 * first), "to": self.clock(60 * self.random.randint(first + 4, 24))}
            ]
        return queue

    def days_off(self, days: int, weight: int | None) -> dict[str, object]:
        """So many days off a week; where that is hard, no more than every contract leaves, or it were refused."""
        left = 7 - max(int(str(contract["days_per_week"])) for contract in self.contracts)
        return {"rule": "weekly_day_off", "days_off": days if weight else max(1, min(days, left)), "weight": weight}

    def horizon_minutes(self, least: int | None, most: int | None) -> dict[str, object]:
        """Bounds of paid time, of which there is one at least: without any the rule is refused."""
        if least is None and most is None:
            most = 9000
        weight = self.hard_or_soft(0.8)
        return {"rule": "horizon_minutes", "least_minutes": least, "most_minutes": most, "weight": weight}

    def rules(self) -> list[dict[str, object]]:
        optional: list[Callable[[], dict[str, object]]] = [
            lambda: {"rule": "contract_days", "weight": self.hard_or_soft(0.7)},
            lambda: {
                "rule": "minimum_rest",
                "min_rest_minutes": self.one_of((0, 480, 660, 780, 1200, 1380)),
                "weight": self.hard_or_soft(0.3),
            },
            lambda: {
                "rule": "maximum_consecutive_days",
                "max_days": self.random.randint(1, 7),
                "weight": self.hard_or_soft(0.3),
            },
            lambda: self.days_off(self.random.randint(1, 3), self.hard_or_soft(0.3)),
            lambda: {"rule": "contract_minutes", "weight": self.points()},
            lambda: {
                "rule": "overtime_cap",
                "max_overtime_minutes_per_week": self.one_of((0, 120, 720)),
                "max_regular_minutes_per_week": self.one_of((1200, 2400)),
                "max_paid_minutes_per_day": self.one_of((None, 480, 720)),
                "weight": self.hard_or_soft(0.7),
            },
            lambda: {"rule": "absences", "weight": self.hard_or_soft(0.2)},
            lambda: {"rule": "night_consent", "weight": self.hard_or_soft(0.3)},
            lambda: {
                "rule": "on_site_seats",
                "seats": self.random.randint(1, self.n_people),
                "weight": self.hard_or_soft(),
            },
            lambda: {
                "rule": "minimum_heads",
                "spans": [
                    {
                        "queue": self.one_of(self.queues),
                        "heads": self.random.randint(1, 3),
                        "from": self.clock(60 * first),
                        "to": self.clock(60 * (first + self.random.randint(1, 6))),
                    }
                    for first in self.some(range(18))[:2]
                ],
                "weight": self.hard_or_soft(0.8),
            },
            lambda: {"rule": "coverage_shortfall", "weight": self.points()},
            lambda: {"rule": "coverage_surplus", "weight": self.points()},
            lambda: {"rule": "requests", "weight": self.points()},
            lambda: {"rule": "fair_nights", "shifts": self.some(self.codes), "weight": self.points()},
            lambda: {"rule": "fair_weekends", "weight": self.points()},
            lambda: {"rule": "stable_starts", "weight": self.points()},
            lambda: {"rule": "no_isolated_days", "days_off_too": self.chance(0.5), "weight": self.points()},
            lambda: {"rule": "overtime_use", "weight": self.points()},
            lambda: {
                "rule": "shift_limits",
                "most": {self.one_of(self.codes): self.random.randint(0, 6)},
                "weight": self.hard_or_soft(),
            },
            lambda: self.horizon_minutes(self.one_of((None, 600)), self.one_of((None, 2400, 9000))),
            lambda: {
                "rule": "consecutive_shifts",
                "most": self.random.randint(2, 6),
                "fewest": self.random.randint(1, 2),
                "weight": self.hard_or_soft(0.7),
            },
            lambda: {
                "rule": "consecutive_days_off",
                "fewest": max(2, self.random.randint(1, 3)),  # at least one is what every roster has
                "weight": self.hard_or_soft(0.7),
            },
            lambda: {"rule": "most_weekends", "most": self.random.randint(0, 2), "weight": self.hard_or_soft(0.6)},
            lambda: {
                "rule": "forbidden_successions",
                "successions": {code: self.some(self.codes) for code in self.some(self.codes)[:2]},
                "weight": self.hard_or_soft(),
            },
            lambda: {
                "rule": "shift_cover",
                "cover": [
                    {
                        "day": day,
                        "shift": self.one_of(self.codes),
                        "heads": self.random.randint(0, 4),
                        "weight_under": self.one_of((1, 100)),
                    }
                    for day in self.some(range(7))
                ],
                "weight": self.one_of((1, 10, 1000)),
            },
        ]
        structural: list[dict[str, object]] = [
            {"rule": name} for name in ("one_shift_a_day", "eligible_shifts", "eligible_queues", "meal_break", "locks")
        ]
        share = self.random.uniform(0.2, 0.9)
        return [*structural, *(self.of_enough_people(draw()) for draw in optional if self.chance(share))]

    def of_enough_people(self, rule: dict[str, Any]) -> dict[str, Any]:
        """The rule, soft where it asks for more heads than people serve the queue: hard, that is refused."""
        short = [span for span in rule.get("spans", ()) if span["heads"] > self.serving[span["queue"]]]
        return {**rule, "weight": rule["weight"] or 1} if short else rule

    def settings(self) -> str:
        return yaml.safe_dump(
            {
                "centre": {
                    "name_ko": "상담소",
                    "name_en": "Centre",
                    "timezone": self.zone,
                    "country": self.one_of(("KR", "DE")),
                },
                "language": "en",
                "interval_minutes": self.interval,
                "teams": [{"name": name, "name_ko": name, "name_en": name} for name in self.teams],
                "shifts": self.shifts,
                "contracts": self.contracts,
                "queues": [self.queue(name) for name in self.queues],
                "surplus_free_share": self.one_of((0.0, 0.1, 0.5)),
                "solve": {"workers": self.one_of((1, 2, 8))},
                "rules": self.rules(),
            },
            allow_unicode=True,
            sort_keys=False,
        )

    # ---- tables ----

    def staff(self) -> str:
        rows = [
            "employee_id,name,team,contract,shifts,queues,remote_group,may_work_nights,may_work_holidays,"
            "overtime_volunteer"
        ]
        for person in self.people:
            queues = [] if self.chance(0.1) else self.some(self.queues)
            self.serving.update(queues)
            # Everybody can work the first shift, on any day: a contract that no shift can fill is refused as an input.
            codes = [self.codes[0], *(code for code in self.some(self.codes) if code != self.codes[0])]
            flags = ",".join(("yes", self.one_of(("yes", "no")), self.one_of(("yes", "no"))))
            contract = self.one_of(self.contracts)["name"]
            rows.append(
                f"{person},Agent {person},{self.one_of(self.teams)},{contract},{'|'.join(codes)},"
                f"{'|'.join(queues)},,{flags}"
            )
        return "\n".join(rows) + "\n"

    def inflow(self) -> str:
        busy = self.n_people * self.one_of((0.2, 1.0, 4.0))
        rows = ["date,hour,queue,calls,aht_seconds"]
        for n in range(INFLOW_DAYS):
            on = FIRST_DAY - timedelta(days=INFLOW_DAYS - n)
            rows += [
                f"{on},{hour},{queue},{round(busy * self.random.random() * (2 if 9 <= hour < 18 else 0.5))},240"
                for queue in self.queues
                for hour in range(24)
            ]
        return "\n".join(rows) + "\n"

    def absences(self) -> str:
        rows = ["employee_id,from,to,kind"]
        for person in self.people:
            if self.chance(0.15):
                first = FIRST_DAY + timedelta(days=self.random.randrange(7))
                rows.append(f"{person},{first},{first + timedelta(days=self.random.randrange(3))},annual_leave")
        return "\n".join(rows) + "\n"

    def requests(self) -> str:
        rows = ["employee_id,date,shift,weight"]
        for person in self.people:
            if self.chance(0.3):
                on = FIRST_DAY + timedelta(days=self.random.randrange(7))
                rows.append(f"{person},{on},{self.one_of([*self.codes, 'OFF'])},{self.one_of((-5, 1, 5, 100))}")
        return "\n".join(rows) + "\n"

    def previous(self) -> str:
        """Three weeks in which some people worked on some days, up to the Sunday before the plan; or nothing at all."""
        rows = ["employee_id,date,shift,start,end,break_start,break_end,work_mode,queue,paid_minutes"]
        simple = [shift for shift in self.shifts if not shift.get("meal_minutes")]
        share = self.one_of((0.0, 0.1, 0.4, 0.7)) if simple else 0.0
        known = range(1, INFLOW_DAYS + 1)
        for person in self.people if share else ():
            next_start = 1440  # minutes from the midnight before the plan
            for days_before in known:
                if FIRST_DAY - timedelta(days=days_before) in CLOCK_CHANGES:
                    continue  # a shift is longer there, and paid so
                # The first and the last known day have somebody at work: else it could not be seen that they are known.
                if self.chance(share) or (person == self.people[0] and days_before in (known[0], known[-1])):
                    on, shift = FIRST_DAY - timedelta(days=days_before), self.one_of(simple)
                    starts, ends = (self._minutes(str(shift[side])) for side in ("start", "end"))
                    if ends - 1440 * days_before > next_start:
                        continue
                    next_start = starts - 1440 * days_before
                    midnight = datetime.combine(on, time())
                    # What passes on the clock of the centre, which in Berlin is put back on the last Sunday of October.
                    paid = minutes_between(
                        midnight + timedelta(minutes=starts), midnight + timedelta(minutes=ends), ZoneInfo(self.zone)
                    )
                    times = f"{self._time(on, starts)},{self._time(on, ends)}"
                    rows.append(f"{person},{on},{shift['code']},{times},,,office,{self.queues[0]},{paid}")
        return "\n".join(rows) + "\n"

    @staticmethod
    def _minutes(clock: str) -> int:
        hours, minutes = clock.split(":")
        return 60 * int(hours) + int(minutes)

    @staticmethod
    def _time(day: date, minute: int) -> str:
        return f"{day + timedelta(days=minute // 1440)}T{minute % 1440 // 60:02d}:{minute % 60:02d}"
