"""R35 - shifts that may not follow one another."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import ClassVar, Literal

from pydantic import Field

from scheduler.constraints.successions import Successions
from scheduler.constraints.wording import Wording
from scheduler.domain.base import ShiftCode, ShiftCodes
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Assignment


class ForbiddenSuccessions(Successions):
    """R35: on the day after a shift, the shifts that `successions` names for it are out; all others are allowed.

    The last day before the horizon and the first after it count too, where they are known. Soft unit: each pair of
    days with a forbidden succession.

    References
    ----------
    T. Curtois, R. Qu: Computational results on new staff scheduling benchmark instances (2014), "Shifts which cannot
    follow this shift".
    """

    number: ClassVar[str] = "R35"
    title_ko: ClassVar[str] = "금지된 근무 순서"
    title_en: ClassVar[str] = "Forbidden successions"

    rule: Literal["forbidden_successions"] = "forbidden_successions"
    successions: dict[ShiftCode, ShiftCodes] = Field(description="for a shift, those that may not start the day after")

    def out_after(self, problem: Problem) -> Mapping[str, Collection[str]]:
        """What the settings say."""
        return self.successions

    def said(self, later: Assignment, earlier: Assignment) -> Wording:
        """That the second may not follow."""
        return Wording(
            f"{later.employee_id} works {later.shift} on {later.date}, which may not follow {earlier.shift} on "
            f"{earlier.date}",
            f"{later.employee_id}: {earlier.date} {earlier.shift} 다음 날 {later.shift} 근무는 허용되지 않음",
        )
