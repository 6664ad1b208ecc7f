"""Rosters over so many days that nobody's ways to spend them can be listed.

A first roster is made person after person; CP-SAT finds one, costs left aside, where that does not do. From there
HiGHS and SCIP solve parts of it again, in processes of their own, while another HiGHS works on the bound.
"""
