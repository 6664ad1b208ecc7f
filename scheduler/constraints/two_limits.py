"""A least and a most of one number, for all and by person: together they must leave something."""

from __future__ import annotations

from collections.abc import Mapping

from scheduler.messages import Message, joined


def refuse_crossed(
    least: int | None,
    most: int | None,
    least_by_employee: Mapping[str, int],
    most_by_employee: Mapping[str, int],
    names: tuple[str, str],
) -> None:
    """Make sure that no least limit is above the most that goes with it.

    Parameters
    ----------
    least, most
        For all; None sets no bound.
    least_by_employee, most_by_employee
        Instead of these, by employee_id.
    names
        What the two limits are called in the settings.

    Raises
    ------
    ValueError
        Nothing lies between the two of somebody, or of all.
    """
    everybody = dict.fromkeys(sorted({*least_by_employee, *most_by_employee}))
    pairs = [("", least, most)]
    pairs += [
        (f"{employee}: ", least_by_employee.get(employee, least), most_by_employee.get(employee, most))
        for employee in everybody
    ]
    crossed = [
        Message(
            "{whose}{least} {low} is above {most} {high}",
            whose=whose,
            least=names[0],
            low=low,
            most=names[1],
            high=high,
        )
        for whose, low, high in pairs
        if low is not None and high is not None and low > high
    ]
    if crossed:
        raise ValueError(
            Message(
                "{crossed}; nothing lies between the two: raise the most, or lower the least",
                crossed=joined(", ", crossed),
            )
        )
