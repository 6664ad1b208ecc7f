"""The catalogues of other languages, and what brings them up to date: ``python -m scheduler.locale``.

``ko/LC_MESSAGES/scheduler.po`` has the texts of this program, as people edit them. ``click.po`` has those of click,
which reads the compiled ``click.mo`` beside it.
"""
