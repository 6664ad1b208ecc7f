"""The decision variables, behind the questions that rules ask of them.

``works[employee, day, shift]``  Boolean: the person starts this shift on this day.
``block_starts[employee, day]``  Boolean: a block of worked days starts.
``heads``  how many people of a group start a shift on a day.
``meals``  how many of them begin their meal break at a minute: coverage only needs to know how many.
``service``  what the groups' capacity does for each queue in each interval.

A *group* is the people who count alike on a day: same work mode, same queues.
"""

from __future__ import annotations

from scheduler.variables.build import Build
from scheduler.variables.counts import Group

__all__ = ["Build", "Group"]
