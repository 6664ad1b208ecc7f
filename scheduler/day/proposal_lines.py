"""What the terminal shows of a proposal: its numbered steps, and how they are accepted."""

from __future__ import annotations

import math
from collections.abc import Iterator

from scheduler.day.proposal import Proposal
from scheduler.day.rehearsal import ShareOfCalls
from scheduler.day.steps import Span, Step
from scheduler.day.today import Accepted, Today
from scheduler.labels import Language, label, name_of
from scheduler.publishing.lines import publication_lines
from scheduler.simulation.results import Figure
from scheduler.terminal.tables import FiguresTable, Shown

MINUTES_PER_HOUR = 60


def proposal_lines(found: Today, proposal: Proposal) -> Iterator[Shown]:
    """The steps with what each brings, whom they are about, and how they are accepted."""
    language, steps = found.settings.language, proposal.steps
    if not steps:
        yield label("steps_none", language)
        return
    shifts = {shift.code: name_of(shift, language) for shift in found.settings.shifts}
    queues = {queue.name: name_of(queue, language) for queue in found.settings.queues}
    keys = ("steps_when", "steps_people", "sim_in_time", "steps_more", "steps_answered", "steps_hours")
    yield FiguresTable(
        [label("steps_title", language, fingerprint=proposal.fingerprint), *(label(key, language) for key in keys)],
        [
            [
                f"{step.number}. {_what(step, {**queues, **shifts}, language)}",
                _when(step),
                f"{len(step.people)}",
                share_text(step.in_time),
                *(f"{more.mean:+,.1f} ± {more.half_width:,.1f}" for more in (step.gain, step.answered)),
                f"{step.paid_minutes / MINUTES_PER_HOUR:+,.1f}" if step.paid_minutes else "-",
            ]
            for step in steps
        ],
        to_the_left={1},
    )
    for step in steps:
        yield f"{step.number}. " + ", ".join(person_text(found, employee) for employee in step.people)
    apart = [step for step in steps if not step.is_published]
    if apart:
        yield label("steps_apart", language, numbers=_numbers(apart))
        for step in apart:
            for one in step.lent:
                option = f"--lent {','.join(sorted(one.people))}:{one.queue}:{one.start:%H:%M}"
                yield label("steps_later", language, number=step.number, option=option)
    if found.accepted is None:
        yield label(
            "steps_accept" if len(apart) < len(steps) else "steps_accept_apart",
            language,
            now=f"{found.now:%Y-%m-%dT%H:%M}",
            numbers=",".join(str(step.number) for step in steps),
            fingerprint=proposal.fingerprint,
        )


def person_text(found: Today, employee: str) -> str:
    """An id with the name, where there is another one."""
    name = found.names.get(employee, "")
    return employee if name in ("", employee) else f"{employee} {name}"


def _numbers(steps: list[Step] | tuple[Step, ...]) -> str:
    return ", ".join(str(step.number) for step in steps)


def _what(step: Step, names: dict[str, str], language: Language) -> str:
    way = step.way
    key = f"step_{way.kind}" if way.becomes is not None else "step_time_off"
    return label(
        key,
        language,
        subject=names.get(way.subject, way.subject),
        other=names.get(way.becomes_subject, way.becomes_subject),
    )


def _when(step: Step) -> str:
    was, becomes = step.way.was, step.way.becomes
    if was is None or becomes is None:
        return _span(was or becomes)
    return f"{_span(was)} -> {_span(becomes)}"


def _span(span: Span | None) -> str:
    return "-" if span is None else f"{span.start:%H:%M}-{span.end:%H:%M}"


def accepted_lines(found: Today, taken: Accepted) -> Iterator[Shown]:
    """What the accepted steps bring together, and the version that they are."""
    before, after = (one.whole.figures["service_level"] for one in (found.as_expected, taken.after))
    yield label(
        "steps_accepted",
        found.settings.language,
        count=len(taken.steps),
        numbers=_numbers(taken.steps),
        before=share_text(before),
        after=share_text(after),
    )
    if taken.publication is not None:
        yield from publication_lines(taken.publication)


def share_text(figure: Figure | ShareOfCalls | None) -> str:
    """A share with its interval."""
    if figure is None or not math.isfinite(figure.simulated):
        return "-"
    return f"{figure.simulated:.1%} ± {figure.half_width:.1%}"
