"""Public entry points to the queue models: how a staff performs, and the smallest staff for given targets.

The steady state of each interval is taken on its own: an interval starts as if its load had lasted for
ever. What a short-staffed interval hands on to the next one is not part of these functions.
"""

from scheduler.staffing.inputs import Patience
from scheduler.staffing.performance import QueuePerformance, queue_performance
from scheduler.staffing.required import AnswerRateBase, RequiredAgents, required_agents

__all__ = [
    "AnswerRateBase",
    "Patience",
    "QueuePerformance",
    "RequiredAgents",
    "queue_performance",
    "required_agents",
]
