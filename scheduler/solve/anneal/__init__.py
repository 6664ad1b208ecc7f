"""Simulated annealing of everybody's weeks, meals and the division of capacity, all at once; compiled by Numba."""

from scheduler.solve.anneal.annealer import Annealer
from scheduler.solve.anneal.moves import MOVES_A_TURN
from scheduler.solve.anneal.tables import Tables

__all__ = ["MOVES_A_TURN", "Annealer", "Tables"]
