"""R23 - nights are shared fairly over the weeks."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, time, timedelta
from fractions import Fraction
from typing import ClassVar, Literal

import numpy as np
from pydantic import Field

from scheduler.constraints.base import Rule
from scheduler.constraints.fair_share import CountedTurns, FairShare, SharedTurns, agent_minutes, required_permille
from scheduler.constraints.staff_by_date import StaffByDate
from scheduler.domain.base import ShiftCodes
from scheduler.domain.clock import as_shown, moment
from scheduler.domain.people import Employee
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Assignment
from scheduler.domain.shifts import Shift
from scheduler.labels.units import Unit
from scheduler.messages import Message, msgid

_MOST_NAMED = 3
"""People who are named as examples."""


class FairNights(FairShare):
    """R23: everybody works a fair share of the team's nights, the weeks before included: neither more nor fewer.

    `shifts` are the codes that are nights, here and wherever nights are counted; left out, the shifts with as much
    night work as `working_time` asks of a night. They are shared by the people who may work one of them: it is among
    their shifts, and they consent to night work if it has any. A person's fair share is ::

        nights of the weeks before of the team's people who share them x days before / days before of these people
        + nights that the horizon needs x days asked / days asked of the people of all teams who share them

    where days before are those of the same weeks on which the person could have been asked (`days` of the history;
    alike for all people of a team of one of whom nobody knows them), and days asked the planned days on which the
    person is employed and not absent, so that the share is the same for all people of a team who are there on all days;
    and the horizon needs as many nights as the agent hours required by these people's queues, while one of these
    shifts runs, divided by the mean paid hours of such a shift. It depends on the facts alone, never on the roster.
    Nobody can work a part of a night: the whole numbers on either side of the share are free.

    Nights before the horizon use the share up; they are not charged themselves. Nor is it charged that somebody is
    behind by more nights than can be worked in the horizon: on days on which the person is not absent and may work
    one of these shifts, and in a week no more than the days of the contract. Soft unit: steps: the first night above
    the share, or below it, counts 1, the second 2, and so on. Hard: nobody works a night above the share.
    """

    number: ClassVar[str] = "R23"
    title_en: ClassVar[str] = msgid("Fair share of nights")
    counts_over_horizon: ClassVar[bool] = True
    turns: ClassVar[str] = msgid("nights")
    units: ClassVar[tuple[Unit, ...]] = (
        Unit("night above the fair share", "nights above the fair share"),
        Unit("night below the fair share", "nights below the fair share"),
    )

    rule: Literal["fair_nights"] = "fair_nights"
    shifts: ShiftCodes = Field(
        default=(), description="shift codes that are nights; none: those with `night_shift_minutes` of night work"
    )

    def _codes(self, problem: Problem) -> Collection[str]:
        return self.shifts or problem.night_codes

    def nights_listed(self) -> tuple[str, ...]:
        """Those that it shares."""
        return self.shifts

    def uncounted(
        self, people: Sequence[Employee], shifts: Sequence[Shift], nights: Collection[str], rules: Sequence[Rule]
    ) -> Message | None:
        """Those who may work nights as no rule asks for their consent, which they have not given.

        Parameters
        ----------
        people, shifts, nights, rules
            As of `Rule.uncounted`.
        """
        codes = self.shifts or nights
        left_out = [
            person.employee_id
            for person in people
            if not person.may_work_nights
            and any(
                shift.night_minutes
                and shift.code in codes
                and shift.code in person.shifts
                and not any(rule.weight is None and rule.never_allows(person, shift) for rule in rules)
                for shift in shifts
            )
        ]
        if not left_out:
            return None
        named = list(dict.fromkeys(left_out))
        return Message(
            "{rule} leaves out {count} person who may work nights, as no rule asks for consent, and has no "
            "may_work_nights in staff.csv: {names}. Write yes there, or list the rule night_consent in workspace.yaml.",
            "{rule} leaves out {count} people who may work nights, as no rule asks for consent, and have no "
            "may_work_nights in staff.csv: {names}. Write yes there, or list the rule night_consent in workspace.yaml.",
            rule=self.name(),
            count=len(named),
            names=", ".join(named[:_MOST_NAMED]) + (", ..." if len(named) > _MOST_NAMED else ""),
        )

    def _shared(self, problem: Problem) -> SharedTurns | None:
        codes_of_nights = self._codes(problem)
        counted = {code: shift for code, shift in problem.shifts.items() if code in codes_of_nights}
        sharing: dict[str, list[str]] = {}
        for person in problem.employees:
            codes: dict[str, None] = {}
            for row in problem.planned_rows(person):
                own = [code for code in counted if code in row.shifts]
                if any(row.may_work_nights or not counted[code].night_minutes for code in own):
                    codes.update(dict.fromkeys(own))
            if codes:
                sharing[person.employee_id] = list(codes)
        if not sharing:
            return None
        running = {
            interval
            for day in range(problem.horizon.days)
            for shift in (problem.shifts_on(day)[code] for code in counted)
            if problem.horizon.weekday(day) in shift.weekdays
            for interval in problem.horizon.intervals_between(day, shift.start_minute, shift.end_minute)
        }
        required = required_permille(problem, sharing, np.array(sorted(running), dtype=np.int64))
        # required / 1000 * interval_minutes / (paid / len(counted)), over one denominator.
        return SharedTurns(
            range(problem.horizon.days),
            counted.keys(),
            sharing,
            {employee: problem.history_of[employee].nights for employee in sharing},
            needed=required * problem.horizon.interval_minutes * len(counted),
            per_turn=1000 * sum(shift.paid_minutes for shift in counted.values()),
        )

    def _counted(self, problem: Problem) -> CountedTurns | None:
        codes = self._codes(problem)
        shifts = [shift for code, shift in problem.shifts.items() if code in codes]
        sharing: dict[str, list[Shift]] = {}
        staff = StaffByDate(problem)
        for person in problem.employees:
            for on in problem.horizon.dates():
                then = staff.on(person.employee_id, on)
                own = [shift for shift in shifts if then is not None and shift.code in then.shifts]
                if then is not None and any(shift.night_minutes == 0 or then.may_work_nights for shift in own):
                    so_far = sharing.setdefault(person.employee_id, [])
                    so_far += [shift for shift in own if shift not in so_far]
        if not sharing:
            return None
        zone = problem.horizon.zone
        spans = [
            tuple(
                moment(as_shown(midnight + timedelta(minutes=minute), zone), zone)
                for minute in (shift.start_minute, shift.end_minute)
            )
            for midnight in (datetime.combine(on, time()) for on in problem.horizon.dates())
            for shift in shifts
            if midnight.weekday() in shift.weekdays
        ]

        def is_night(at: datetime) -> bool:
            return any(start <= moment(at, zone) < end for start, end in spans)

        mean_paid_minutes = Fraction(sum(shift.paid_minutes for shift in shifts), len(shifts))
        people = [person for person in problem.employees if person.employee_id in sharing]
        return CountedTurns(
            frozenset(problem.horizon.dates()),
            sharing,
            before={employee: problem.history_of[employee].nights for employee in sharing},
            needed=agent_minutes(problem, people, is_night) / mean_paid_minutes,
        )

    def _is_turn(self, problem: Problem, row: Assignment) -> bool:
        return row.shift in self._codes(problem)
