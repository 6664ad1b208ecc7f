"""The discrete events themselves, compiled by Numba."""
