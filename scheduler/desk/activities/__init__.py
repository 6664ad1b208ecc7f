"""Where trainings, meetings and the like fit into a roster that is there.

`sessions.py` says who may attend what when, `model.py` makes a model of it, in which the rules that count who is on the
phone apply themselves, `placing.py` searches and hands out, `reasons.py` says why somebody finds no place, and
`lines.py` shows the answer.
"""
