"""Heads that are missing, or too many, although everybody alone can be rostered: where, how many, what helps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import numpy as np
from numpy.typing import NDArray

from scheduler.constraints.base import Rule, Violation
from scheduler.constraints.minimum_heads import MinimumHeads
from scheduler.constraints.on_site_seats import OnSiteSeats
from scheduler.constraints.wording import count_of
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Roster
from scheduler.labels import Language


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
) -> list[tuple[str, str]]:
    """What a rule that counts heads misses in the roster that misses least, in English and Korean.

    Parameters
    ----------
    problem, roster
        The facts, and the roster.
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
        short = list(_short_spans(problem, rule, roster, able))
        return [_both(partial(_too_few, rule, queue, span, is_least)) for queue, span in short]
    if isinstance(rule, OnSiteSeats):
        crowded = list(_crowded_spans(problem, rule, roster))
        return [_both(partial(_too_many, rule, span, beside, is_least)) for span in crowded]
    return [_both(partial(_missed, rule, violation, is_least)) for violation in rule.check(problem, roster)]


def _both(sentence: Callable[[Language], str]) -> tuple[str, str]:
    return sentence("en"), sentence("ko")


def _missed(rule: Rule, violation: Violation, is_least: bool, language: Language) -> str:
    """What the check of a rule says."""
    certainty = _certainty(is_least, language)
    text = f"{violation.date or ''} {rule.name(language)}: {violation.text(language)}.{certainty} "
    if language == "ko":
        return text + "해결 방법: 규칙의 값을 바꾸거나 가중치를 부여."
    return text + "What would help: change the figures of the rule or give it a weight."


def unknown(rules: Sequence[Rule], time_limit_seconds: float, language: Language) -> str:
    """Everybody alone can be rostered, and the search for what is missing together did not end."""
    names = ", ".join(rule.name(language) for rule in rules)
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
    """A sentence where a smaller miss may be possible, after a blank; that none is impossible is proven."""
    if is_least:
        return ""
    if language == "ko":
        return (
            " 규칙을 모두 지키는 근무표가 없음은 증명되었지만, 이 차이가 최소인지는 제한 시간 안에 증명하지 못했습니다."
        )
    return " It is proven that no roster keeps all rules, but not, within the time limit, that this is the least miss."


def _too_few(rule: MinimumHeads, queue: str, span: Span, is_least: bool, language: Language) -> str:
    missing = span.asked - span.found
    # More than the people who can work then nobody can have: that needs no search for a proof.
    is_proven = is_least or span.found == span.able
    certainty = _certainty(is_proven, language)
    if language == "ko":
        have = f"이 시간에 근무할 수 있는 사람은 최대 {span.able}명이고" if span.able < span.asked else ""
        have += f"{', ' if have else ''}식사 휴게와 나머지 규칙을 지키면 {span.found}명"
        return (
            f"{span.text}: {queue}에 {span.asked}명이 있어야 하지만('{rule.name(language)}') {have}이어서 "
            f"{missing}명이 부족합니다.{certainty} 해결 방법: {missing}명 이상에게 이 시간의 근무조를 더 허용하거나 "
            f"최소 인원을 {span.reachable}명으로 낮춤."
        )
    have = f"at most {span.able} can work then" if span.able < span.asked else ""
    if span.found < span.able:
        have += f"{', and ' if have else ''}breaks and the other rules leave {span.found} at the same time"
    return (
        f"{span.text}: {queue} needs {count_of(span.asked, 'head')} by {rule.name(language)}, but {have}; "
        f"{missing} {'is' if missing == 1 else 'are'} missing.{certainty} What would help: {missing} more who may work "
        f"shifts that cover these hours, or lowering the heads to {span.reachable}."
    )


def _too_many(rule: OnSiteSeats, span: Span, beside: Sequence[Rule], is_least: bool, language: Language) -> str:
    more = span.found - span.asked
    names = ", ".join(other.name(language) for other in beside)
    if language == "ko":
        against = f" ({names}도 지킬 때)" if names else ""
        return (
            f"{span.text}: 좌석은 {span.asked}석인데('{rule.name(language)}') 사무실 근무가 최소 {span.found}명"
            f"이어서{against} {more}석이 부족합니다.{_certainty(is_least, language)} "
            f"해결 방법: 좌석을 {span.reachable}석으로 늘리거나, {more}명을 재택 또는 다른 시간에 배정할 수 있게 함."
        )
    against = f" beside {names}" if names else ""
    return (
        f"{span.text}: {count_of(span.asked, 'seat')} by {rule.name(language)}, but contracts and the "
        f"other rules{against} put {span.found} people on site; {more} too many.{_certainty(is_least, language)} "
        f"What would help: {count_of(span.reachable, 'seat')}, or {more} people who work at home or at other hours."
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
                within[horizon.intervals_within(day, asked.from_minute, asked.to_minute)] = True
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
    first = int(horizon.elapsed_at(start) // horizon.interval_minutes)
    after = int(-(-horizon.elapsed_at(end) // horizon.interval_minutes))
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
            shift = problem.shifts_on(day)[code]
            for interval in horizon.intervals_between(day, shift.start_minute, shift.end_minute):
                covered[employee, interval] = 1
    counts = np.zeros(horizon.n_intervals, dtype=np.int64)
    for _, interval in covered:
        counts[interval] += 1
    return counts
