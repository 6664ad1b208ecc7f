"""Simulated annealing of everybody's weeks, meals and the division of capacity, all at once; compiled by Numba."""

from scheduler.solve.week.annealing.annealer import Annealer
from scheduler.solve.week.annealing.by_price import cheapest_weeks
from scheduler.solve.week.annealing.moves import MOVES_A_TURN
from scheduler.solve.week.annealing.tables import Tables

__all__ = ["MOVES_A_TURN", "Annealer", "Tables", "cheapest_weeks"]
