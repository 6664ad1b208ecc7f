"""The sentences of `diagnose`, in Korean and English: who, which rule and day, what is in the way, what helps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from scheduler.constraints.base import Rule
from scheduler.constraints.locks import Locks
from scheduler.constraints.maximum_consecutive_days import MaximumConsecutiveDays
from scheduler.constraints.minimum_heads import MinimumHeads
from scheduler.constraints.minimum_rest import MinimumRest
from scheduler.constraints.on_site_seats import OnSiteSeats
from scheduler.constraints.overtime_cap import OvertimeCap
from scheduler.constraints.weekly_day_off import WeeklyDayOff
from scheduler.domain.people import Employee
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Roster
from scheduler.labels import Language, absence_label

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


def rule_name(rule: Rule, language: Language) -> str:
    """The rule's title and number, as in ``Contract days a week (R02)``."""
    return f"{rule.title_ko if language == 'ko' else rule.title_en} ({rule.number})"


# ---- One person -----------------------------------------------------------------------------------------------------


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
        return f"(휴일 {n}일 부족)" if language == "ko" else f", {_count(n, 'day')} off missing"
    if language == "ko":
        return f"({n}{'일' if unit == 'days' else '분'} {'부족' if conflict.is_lack else '초과'})"
    return f", {_count(n, unit[:-1])} {'missing' if conflict.is_lack else 'too many'}"


def _count(n: int, unit: str) -> str:
    return f"{n} {unit}" if n == 1 else f"{n} {unit}s"


def _dates(days: Sequence[date]) -> str:
    """Days as ``2023-11-06``, runs of three and more as ``2023-11-06 ~ 2023-11-08``."""
    runs: list[list[date]] = []
    for on in sorted(set(days)):
        if runs and on - runs[-1][-1] == timedelta(days=1):
            runs[-1].append(on)
        else:
            runs.append([on])
    return ", ".join(f"{run[0]} ~ {run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in runs)


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
                f"contract {contract.name} asks for {_count(contract.days_per_week, 'day')} a week{required[1]}",
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
                ", ".join(f"{_dates(some)} 부재({absence_label(kind, 'ko')})" for kind, some in by_kind.items()),
                ", ".join(f"absent ({absence_label(kind, 'en')}) on {_dates(some)}" for kind, some in by_kind.items()),
            )
        case "R09":
            return _eligible_texts(problem, person, rule, days)
        case "R10":
            return "야간근로에 동의하지 않음", "no consent to night work"
        case "R16":
            n = contract.weekend_days_per_week
            return f"주말 {n}일 이상 근무", f"{_count(n, 'weekend day')} a week must be worked"
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
            hours = f"{rule.min_rest_minutes / 60:g}"
            last = before[-1] if before else None
            if last is not None and problem.horizon.first_day in days:
                return (
                    f"{last.end:%Y-%m-%d %H:%M}까지 근무한 뒤 {hours}시간 휴식",
                    f"{hours} h of rest after working until {last.end:%Y-%m-%d %H:%M}",
                )
            return f"근무 사이 {hours}시간 휴식", f"{hours} h of rest between shifts"
        case MaximumConsecutiveDays():
            worked = {row.date for row in before}
            first = problem.horizon.first_day
            in_a_row = 0
            while first - timedelta(days=in_a_row + 1) in worked:
                in_a_row += 1
            if in_a_row:
                return (
                    f"연속 근무는 최대 {rule.max_days}일인데 {first} 전에 이미 {in_a_row}일 연속 근무",
                    f"at most {rule.max_days} days in a row, and {_count(in_a_row, 'day')} in a row were worked "
                    f"before {first}",
                )
            return f"연속 근무는 최대 {rule.max_days}일", f"at most {rule.max_days} days in a row"
        case WeeklyDayOff():
            return f"주 {rule.days_off}일 휴일", f"{_count(rule.days_off, 'day')} off a week"
        case OvertimeCap():
            overtime, regular = rule.max_overtime_minutes_per_week, rule.max_regular_minutes_per_week
            return (
                f"주 최대 {regular}분 및 연장 {overtime}분",
                f"at most {regular} regular and {overtime} overtime min a week",
            )
    on = _dates(days)
    if not on:
        return "", ""
    return f"{on} {rule.title_ko}", f"{rule.title_en} on {on}"


def _eligible_texts(problem: Problem, person: Employee, rule: Rule, days: Sequence[date]) -> tuple[str, str]:
    """Which shifts remain on these days."""
    by_shifts: dict[str, list[date]] = {}
    for on in days:
        day = problem.horizon.day_of(on)
        codes = [code for code, shift in problem.shifts.items() if not rule.forbids(problem, person, day, shift)]
        by_shifts.setdefault(", ".join(codes), []).append(on)
    korean = [f"{_dates(some)} {codes + '만 근무 가능' if codes else '근무 불가'}" for codes, some in by_shifts.items()]
    english = [
        f"may only work {codes} on {_dates(some)}" if codes else f"may not work on {_dates(some)}"
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
        on = _dates(against["R08"][1])
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
                f"agree to {_count(n, 'day')} {'fewer' if fewer else 'more'} in that week",
            )
        )
    if "R09" in against:
        on = _dates(against["R09"][1])
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


# ---- Everybody together ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Span:
    """Neighbouring intervals in which the same least or most number of heads is missed.

    Attributes
    ----------
    start, end
        Local times.
    asked, found
        Heads that the rule asks for (or allows), and those of the roster in the worst interval.
    able
        The most people that any roster could have there in the worst interval, by what each may work.
    reachable
        The figure of the rule that the roster would keep on all its days.
    """

    start: datetime
    end: datetime
    asked: int
    found: int
    able: int
    reachable: int

    @property
    def text(self) -> str:
        """The hours with their date."""
        end = f"{self.end:%H:%M}" if self.end.date() == self.start.date() else f"{self.end:%Y-%m-%d %H:%M}"
        return f"{self.start:%Y-%m-%d %H:%M} ~ {end}"


def of_many(
    problem: Problem,
    rule: Rule,
    roster: Roster,
    *,
    able: Sequence[tuple[str, int, str]],
    beside: Sequence[Rule],
    is_least: bool,
    language: Language,
) -> list[str]:
    """What a rule that counts heads misses in the roster that misses least.

    Parameters
    ----------
    rule
        With its own weight, which is none.
    able
        The choices (employee, day, shift) that some roster may contain.
    beside
        The other hard rules that count heads.
    is_least
        Whether no roster misses less in all; otherwise only none was found.
    """
    if isinstance(rule, MinimumHeads):
        return [
            _too_few(rule, queue, span, is_least, language) for queue, span in _short_spans(problem, rule, roster, able)
        ]
    if isinstance(rule, OnSiteSeats):
        return [_too_many(rule, span, beside, is_least, language) for span in _crowded_spans(problem, rule, roster)]
    return [
        f"{violation.date or ''} {rule_name(rule, language)}: {violation.text(language)}."
        f"{_certainty(is_least, language)} "
        + (
            "해결 방법: 규칙의 값을 바꾸거나 가중치를 부여."
            if language == "ko"
            else "What would help: change the figures of the rule or give it a weight."
        )
        for violation in rule.check(problem, roster)
    ]


def unknown(rules: Sequence[Rule], time_limit_seconds: float, language: Language) -> str:
    """Everybody alone can be rostered, and the search for what is missing together did not end."""
    names = ", ".join(rule_name(rule, language) for rule in rules)
    if language == "ko":
        return (
            f"각자의 규칙은 지킬 수 있지만 {names}까지 함께 지킬 수는 없습니다. "
            f"{time_limit_seconds:g}초 안에 부족한 곳을 찾지 못했습니다. "
            "해결 방법: 이 규칙들의 값을 완화하거나 가중치를 부여."
        )
    return (
        f"Everybody alone can be rostered, but not together with {names}; where heads are missing was not found within "
        f"{time_limit_seconds:g} s. What would help: relax these rules or give them a weight."
    )


def _certainty(is_least: bool, language: Language) -> str:
    """A sentence where it is not proven that no roster does better, after a blank."""
    if is_least:
        return ""
    if language == "ko":
        return " 탐색이 제한 시간에 끝나 더 나은 근무표가 있을 수 있습니다."
    return " The search ended at its time limit: another roster might do better."


def _too_few(rule: MinimumHeads, queue: str, span: Span, is_least: bool, language: Language) -> str:
    missing = span.asked - span.found
    # More than the people who can work then nobody can have: that needs no search for a proof.
    is_proven = is_least or span.found == span.able
    certainty = _certainty(is_proven, language)
    if language == "ko":
        have = f"이 시간에 근무할 수 있는 사람은 최대 {span.able}명이고" if span.able < span.asked else ""
        have += f"{', ' if have else ''}식사 휴게와 나머지 규칙을 지키면 {span.found}명"
        return (
            f"{span.text}: {queue}에 {span.asked}명이 있어야 하지만('{rule_name(rule, language)}') {have}이어서 "
            f"{missing}명이 부족합니다.{certainty} 해결 방법: {missing}명 이상에게 이 시간의 근무조를 더 허용하거나 "
            f"최소 인원을 {span.reachable}명으로 낮춤."
        )
    have = f"at most {span.able} can work then" if span.able < span.asked else ""
    if span.found < span.able:
        have += f"{', and ' if have else ''}breaks and the other rules leave {span.found} at the same time"
    return (
        f"{span.text}: {queue} needs {_count(span.asked, 'head')} by {rule_name(rule, language)}, but {have}; "
        f"{missing} {'is' if missing == 1 else 'are'} missing.{certainty} What would help: {missing} more who may work "
        f"shifts that cover these hours, or lowering the heads to {span.reachable}."
    )


def _too_many(rule: OnSiteSeats, span: Span, beside: Sequence[Rule], is_least: bool, language: Language) -> str:
    more = span.found - span.asked
    names = ", ".join(rule_name(other, language) for other in beside)
    if language == "ko":
        against = f" ({names}도 지킬 때)" if names else ""
        return (
            f"{span.text}: 좌석은 {span.asked}석인데('{rule_name(rule, language)}') 사무실 근무가 최소 {span.found}명"
            f"이어서{against} {more}석이 부족합니다.{_certainty(is_least, language)} "
            f"해결 방법: 좌석을 {span.reachable}석으로 늘리거나, {more}명을 재택 또는 다른 시간에 배정할 수 있게 함."
        )
    against = f" beside {names}" if names else ""
    return (
        f"{span.text}: {_count(span.asked, 'seat')} by {rule_name(rule, language)}, but contracts and the "
        f"other rules{against} put {span.found} people on site; {more} too many.{_certainty(is_least, language)} "
        f"What would help: {_count(span.reachable, 'seat')}, or {more} people who work at home or at other hours."
    )


def _short_spans(
    problem: Problem, rule: MinimumHeads, roster: Roster, able: Sequence[tuple[str, int, str]]
) -> Iterator[tuple[str, Span]]:
    """Where each span of the rule is short."""
    horizon = problem.horizon
    before = Roster(tuple(row for row in problem.previous.assignments if row.start < horizon.start))
    for asked in rule.spans:
        found = _at_hand(problem, roster, asked.queue) + _at_hand(problem, before, asked.queue)
        # Nobody's break counts here: an upper bound on the heads of any roster.
        possible = _able(problem, able, asked.queue) + _at_hand(problem, before, asked.queue)
        within = np.zeros(horizon.n_intervals, dtype=bool)
        for day in range(-1, horizon.days):
            if horizon.weekday(day) in asked.weekdays:
                minutes = horizon.interval_minutes
                first, after = (-(-minute // minutes) * minutes for minute in (asked.from_minute, asked.to_minute))
                within[horizon.intervals_between(day, first, after)] = True
        short = within & (found < asked.heads)
        reachable = int(found[short].min(initial=asked.heads))
        for run in _runs(short):
            yield (
                asked.queue,
                Span(
                    horizon.interval_start(run.start),
                    horizon.interval_start(run.stop),
                    asked.heads,
                    int(found[run].min()),
                    int(possible[run].min()),
                    reachable,
                ),
            )


def _crowded_spans(problem: Problem, rule: OnSiteSeats, roster: Roster) -> Iterator[Span]:
    """Where more people are on site than there are seats; who came before the horizon may stay."""
    horizon = problem.horizon
    on_site = np.zeros(horizon.n_intervals, dtype=np.int64)
    carried = np.zeros(horizon.n_intervals, dtype=np.int64)
    before = [row for row in problem.previous.assignments if row.start < horizon.start]
    for rows, counts in ((before, (on_site, carried)), (roster.assignments, (on_site,))):
        for row in rows:
            person = problem.employee.get(row.employee_id)
            if row.work_mode == "office" and person is not None and problem.queues_on(person, row.date):
                for count in counts:
                    count[_intervals(problem, row.start, row.end)] += 1
    crowded = on_site > np.maximum(carried, rule.seats)
    reachable = int(on_site[crowded].max(initial=rule.seats))
    for run in _runs(crowded):
        worst = int(on_site[run].max())
        start, end = horizon.interval_start(run.start), horizon.interval_start(run.stop)
        yield Span(start, end, rule.seats, worst, worst, reachable)


def _runs(marked: NDArray[np.bool_]) -> list[slice]:
    """Each run of marked intervals, cut at nothing but unmarked ones."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], marked.astype(np.int8), [0]])))
    return [slice(int(first), int(after)) for first, after in zip(edges[::2], edges[1::2], strict=True)]


def _intervals(problem: Problem, start: datetime, end: datetime) -> slice:
    """Intervals of which any part lies between two times."""
    horizon = problem.horizon
    interval = timedelta(minutes=horizon.interval_minutes)
    first, after = (start - horizon.start) // interval, -((horizon.start - end) // interval)
    return slice(max(0, first), max(0, after))


def _at_hand(problem: Problem, roster: Roster, queue: str) -> NDArray[np.int64]:
    """People at work and not on their break who can serve the queue, shape (n_intervals,)."""
    counts = np.zeros(problem.horizon.n_intervals, dtype=np.int64)
    for row in roster.assignments:
        person = problem.employee.get(row.employee_id)
        if person is not None and queue in problem.queues_on(person, row.date):
            present = np.zeros_like(counts)
            present[_intervals(problem, row.start, row.end)] = 1
            if row.break_start is not None and row.break_end is not None:
                present[_intervals(problem, row.break_start, row.break_end)] = 0
            counts += present
    return counts


def _able(problem: Problem, able: Sequence[tuple[str, int, str]], queue: str) -> NDArray[np.int64]:
    """People who have a choice that covers the interval and can serve the queue, shape (n_intervals,)."""
    horizon = problem.horizon
    covered: Counter[tuple[str, int]] = Counter()
    for employee, day, code in able:
        if queue in problem.queues_on(problem.employee[employee], horizon.date_of(day)):
            shift = problem.shifts[code]
            for interval in horizon.intervals_between(day, shift.start_minute, shift.end_minute):
                covered[employee, interval] = 1
    counts = np.zeros(horizon.n_intervals, dtype=np.int64)
    for _, interval in covered:
        counts[interval] += 1
    return counts
