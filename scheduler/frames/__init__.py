"""Records as tables of pandas, for people who calculate with them and for the csv files that are written.

What every frame has in common: its index counts the rows from 0 and means nothing; text is of dtype ``str``; a calendar
day is ``datetime64[us]`` at midnight without a zone; a time is ``datetime64[us, ZONE]`` in the zone of the centre, so
that an hour that the clock shows twice is told apart; a figure that does not exist is nan, a time NaT.

pandas takes a quarter of a second to load, so that whoever needs a frame imports these modules when it does.
"""
