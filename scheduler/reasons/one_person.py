"""One person's rules that cannot hold together: who, which rule and day, what is in the way, what helps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from scheduler.constraints.base import Rule
from scheduler.constraints.locks import Locks
from scheduler.constraints.maximum_consecutive_days import MaximumConsecutiveDays
from scheduler.constraints.minimum_rest import MinimumRest
from scheduler.constraints.overtime_cap import OvertimeCap
from scheduler.constraints.weekly_day_off import WeeklyDayOff
from scheduler.domain.people import Employee
from scheduler.domain.problem import Problem
from scheduler.labels import Language, absence_label
from scheduler.reasons.words import count_of, days_text, rule_name

WEEKLY = frozenset({"R02", "R05", "R06", "R07", "R16"})
"""Rules whose date is the first planned day of a calendar week."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A rule of one person that cannot be kept, and what stands in its way.

    Attributes
    ----------
    person
        Whose rules they are.
    broken
        The rule that has to give way, by the least blame.
    on
        Its day, or the first planned day of its week; None where the rule speaks of the whole horizon.
    amount
        By how much it has to give way, in the rule's soft unit.
    is_lack
        Whether something is missing rather than too much.
    against
        The other rules with the days on which they matter. Dropping any one of these days ends the conflict.
    """

    person: Employee
    broken: Rule
    on: date | None
    amount: int
    is_lack: bool
    against: tuple[tuple[Rule, tuple[date, ...]], ...]


def personal_conflict(problem: Problem, conflict: Conflict, language: Language) -> str:
    """One conflict of one person.

    Parameters
    ----------
    problem
        Of this person alone.
    """
    person, broken = conflict.person, conflict.broken
    when = _when(problem, broken, conflict.on, language)
    days_of = {broken.number: (broken, [conflict.on] if conflict.on else [])}
    for rule, days in conflict.against:
        days_of.setdefault(rule.number, (rule, []))[1].extend(days)
    facts = [_fact(problem, person, rule, sorted(days), language) for rule, days in days_of.values()]
    remedies = list(_remedies(problem, conflict, language))[:3]
    gap = _amount(conflict, language)
    if language == "ko":
        return (
            f"{person.employee_id}, {when}: '{rule_name(broken, language)}' 규칙을 지킬 수 없습니다{gap} - "
            f"{', '.join(facts)}. 해결 방법: {' 또는 '.join(remedies)}."
        )
    return (
        f"{person.employee_id}, {when}: {rule_name(broken, language)} cannot be kept{gap} - {'; '.join(facts)}. "
        f"What would help: {', or '.join(remedies)}."
    )


def more_people(employees: Sequence[str], language: Language) -> str:
    """People in conflict whose reasons are not spelt out."""
    listed = ", ".join(employees)
    if language == "ko":
        return f"이 밖에 {len(employees)}명도 본인에게 적용되는 규칙을 함께 지킬 수 없습니다: {listed}."
    return f"The rules of {len(employees)} more people cannot hold together either: {listed}."


def _when(problem: Problem, rule: Rule, on: date | None, language: Language) -> str:
    if on is None:
        first, last = problem.horizon.first_day, problem.horizon.date_of(problem.horizon.days - 1)
        return f"{first} ~ {last}" if language == "ko" else f"{first} to {last}"
    if rule.number in WEEKLY:
        monday = on - timedelta(days=on.weekday())
        return f"{monday} 주" if language == "ko" else f"week of {monday}"
    return str(on)


def _amount(conflict: Conflict, language: Language) -> str:
    """By how much, where the rule's unit is days or minutes."""
    unit = {"R02": "days", "R05": "days", "R16": "days", "R06": "minutes", "R07": "minutes", "R31": "minutes"}.get(
        conflict.broken.number
    )
    if unit is None:
        return ""
    n = conflict.amount
    if conflict.broken.number == "R05":
        return f"(휴일 {n}일 부족)" if language == "ko" else f", {count_of(n, 'day')} off missing"
    if language == "ko":
        return f"({n}{'일' if unit == 'days' else '분'} {'부족' if conflict.is_lack else '초과'})"
    return f", {count_of(n, unit[:-1])} {'missing' if conflict.is_lack else 'too many'}"


def _fact(problem: Problem, person: Employee, rule: Rule, days: Sequence[date], language: Language) -> str:
    """What a rule means for this person on these days."""
    korean, english = _fact_texts(problem, person, rule, days)
    text = korean if language == "ko" else english
    return f"{text} ({rule.number})" if text else rule_name(rule, language)


def _fact_texts(problem: Problem, person: Employee, rule: Rule, days: Sequence[date]) -> tuple[str, str]:
    contract = problem.contract_of(person)
    match rule.number:
        case "R02":
            required = (", 필수 요일 있음", ", some of them required") if contract.required_weekdays else ("", "")
            return (
                f"계약 {contract.name}은 주 {contract.days_per_week}일 근무{required[0]}",
                f"contract {contract.name} asks for {count_of(contract.days_per_week, 'day')} a week{required[1]}",
            )
        case "R06":
            return (
                f"계약 {contract.name}은 주 {contract.paid_minutes_per_week}분 근무",
                f"contract {contract.name} asks for {contract.paid_minutes_per_week} paid min a week",
            )
        case "R08":
            kinds = problem.absent_dates[person.employee_id]
            by_kind: dict[str, list[date]] = {}
            for on in days:
                by_kind.setdefault(kinds.get(on, ""), []).append(on)
            return (
                ", ".join(f"{days_text(some)} 부재({absence_label(kind, 'ko')})" for kind, some in by_kind.items()),
                ", ".join(
                    f"absent ({absence_label(kind, 'en')}) on {days_text(some)}" for kind, some in by_kind.items()
                ),
            )
        case "R09":
            return _eligible_texts(problem, person, rule, days)
        case "R10":
            return "야간근로에 동의하지 않음", "no consent to night work"
        case "R16":
            n = contract.weekend_days_per_week
            return f"주말 {n}일 이상 근무", f"{count_of(n, 'weekend day')} a week must be worked"
    return _fact_of_limit(problem, person, rule, days)


def _fact_of_limit(problem: Problem, person: Employee, rule: Rule, days: Sequence[date]) -> tuple[str, str]:
    before = [row for row in problem.previous.of_employee(person.employee_id) if row.date < problem.horizon.first_day]
    match rule:
        case Locks():
            locks = sorted((lock.date, lock.shift) for lock in problem.locks if lock.date in days)
            return (
                f"{', '.join(f'{on} {code}' for on, code in locks)} 확정",
                f"locked: {', '.join(f'{code} on {on}' for on, code in locks)}",
            )
        case MinimumRest():
            return _rest_texts(problem, person, rule, days)
        case MaximumConsecutiveDays():
            worked = {row.date for row in before}
            first = problem.horizon.first_day
            in_a_row = 0
            while first - timedelta(days=in_a_row + 1) in worked:
                in_a_row += 1
            after = {row.date for row in problem.following.of_employee(person.employee_id)}
            published = 0
            while problem.horizon.end.date() + timedelta(days=published) in after:
                published += 1
            if published and not in_a_row:
                last = problem.horizon.end.date() - timedelta(days=1)
                return (
                    f"연속 근무는 최대 {rule.max_days}일인데 {last} 뒤 {published}일 연속 근무가 이미 공표됨",
                    f"at most {rule.max_days} days in a row, and {count_of(published, 'day')} in a row are published "
                    f"after {last}",
                )
            if in_a_row:
                return (
                    f"연속 근무는 최대 {rule.max_days}일인데 {first} 전에 이미 {in_a_row}일 연속 근무",
                    f"at most {rule.max_days} days in a row, and {count_of(in_a_row, 'day')} in a row were worked "
                    f"before {first}",
                )
            return f"연속 근무는 최대 {rule.max_days}일", f"at most {rule.max_days} days in a row"
        case WeeklyDayOff():
            on_end_ko = f"(연속 {rule.least_hours}시간 이상)" if rule.least_hours else ""
            on_end = f", {rule.least_hours} h on end" if rule.least_hours else ""
            return f"주 {rule.days_off}일 휴일{on_end_ko}", f"{count_of(rule.days_off, 'day')} off a week{on_end}"
        case OvertimeCap():
            overtime, regular = rule.max_overtime_minutes_per_week, rule.max_regular_minutes_per_week
            return (
                f"주 최대 {regular}분 및 연장 {overtime}분",
                f"at most {regular} regular and {overtime} overtime min a week",
            )
    on = days_text(days)
    if not on:
        return "", ""
    return f"{on} {rule.title_ko}", f"{rule.title_en} on {on}"


def _rest_texts(problem: Problem, person: Employee, rule: MinimumRest, days: Sequence[date]) -> tuple[str, str]:
    """How much rest, and after or before which shift outside the horizon if one is why a day is out."""
    hours = f"{rule.min_rest_minutes / 60:g}"
    before = [row for row in problem.previous.of_employee(person.employee_id) if row.date < problem.horizon.first_day]
    after = problem.following.of_employee(person.employee_id)
    rest = timedelta(minutes=rule.min_rest_minutes)
    if before and days:
        end = max(row.end for row in before)
        if min(days) <= (end + rest).date():
            return f"{end:%Y-%m-%d %H:%M}까지 근무한 뒤 {hours}시간 휴식", (
                f"{hours} h of rest after working until {end:%Y-%m-%d %H:%M}"
            )
    if after and days and problem.horizon.end.date() - timedelta(days=1) in days:
        start = min(row.start for row in after)
        return f"공표된 {start:%Y-%m-%d %H:%M} 근무 전 {hours}시간 휴식", (
            f"{hours} h of rest before the published shift at {start:%Y-%m-%d %H:%M}"
        )
    return f"근무 사이 {hours}시간 휴식", f"{hours} h of rest between shifts"


def _eligible_texts(problem: Problem, person: Employee, rule: Rule, days: Sequence[date]) -> tuple[str, str]:
    """Which shifts remain on these days."""
    by_shifts: dict[str, list[date]] = {}
    for on in days:
        day = problem.horizon.day_of(on)
        codes = [code for code, shift in problem.shifts.items() if not rule.forbids(problem, person, day, shift)]
        by_shifts.setdefault(", ".join(codes), []).append(on)
    korean = [
        f"{days_text(some)} {codes + '만 근무 가능' if codes else '근무 불가'}" for codes, some in by_shifts.items()
    ]
    english = [
        f"may only work {codes} on {days_text(some)}" if codes else f"may not work on {days_text(some)}"
        for codes, some in by_shifts.items()
    ]
    return ", ".join(korean), ", ".join(english)


def _remedies(problem: Problem, conflict: Conflict, language: Language) -> Iterator[str]:
    """What ends the conflict, each on its own, the smallest change first."""
    contract = problem.contract_of(conflict.person)
    against = {rule.number: (rule, days) for rule, days in conflict.against}
    n = conflict.amount
    texts: list[tuple[str, str]] = []
    locked = {conflict.on} if conflict.broken.number == "R15" else set()
    locked |= set(against["R15"][1]) if "R15" in against else set()
    locks = sum(lock.date in locked for lock in problem.locks)
    if locks == 1:
        texts.append(("확정을 해제", "lift the lock"))
    elif locks:
        texts.append(("확정 중 하나를 해제", "lift one of the locks"))
    if "R08" in against:
        on = days_text(against["R08"][1])
        # Every date of a minimal set matters, so a single one back is enough.
        one = f"{n} of the days {on}" if len(against["R08"][1]) > n else on
        texts.append((f"{on} 부재를 줄이거나 옮김", f"end or move the absence on {one}"))
        if conflict.broken.number in ("R02", "R06") and conflict.is_lack and not contract.absence_counts_as_work:
            texts.append(
                (
                    f"계약 {contract.name}의 absence_counts_as_work 설정",
                    f"set absence_counts_as_work for contract {contract.name}",
                )
            )
    if conflict.broken.number == "R02":
        fewer = conflict.is_lack
        texts.append(
            (
                f"그 주의 근무일을 {n}일 {'줄임' if fewer else '늘림'}",
                f"agree to {count_of(n, 'day')} {'fewer' if fewer else 'more'} in that week",
            )
        )
    if "R09" in against:
        on = days_text(against["R09"][1])
        texts.append((f"{on}에 다른 근무조나 요일을 허용", f"allow other shifts or weekdays on {on}"))
    texts += [
        (
            f"'{rule_name(rule, 'ko')}' 한도를 완화하거나 가중치를 부여",
            f"relax {rule_name(rule, 'en')} or give it a weight",
        )
        for rule in (conflict.broken, *(rule for rule, _ in conflict.against))
        if rule.number in ("R03", "R04", "R05", "R06", "R07", "R16") or rule.number > "R22"
    ]
    if not texts:
        texts.append(
            (
                f"'{rule_name(conflict.broken, 'ko')}'에 가중치를 부여",
                f"give {rule_name(conflict.broken, 'en')} a weight",
            )
        )
    yield from (korean if language == "ko" else english for korean, english in texts)
