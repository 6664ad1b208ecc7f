"""Two rosters side by side: what they give to callers, what they cost, how fair they are, and whose days differ.

`figures.py` is what is compared, `comparing.py` compares, `lines.py` prints.
"""
