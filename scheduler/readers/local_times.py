"""Local times of a time zone: one that the clock shows twice may have an offset, one that it skips does not exist."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, tzinfo

from scheduler.domain.clock import as_shown, exists, is_repeated, local_text
from scheduler.messages import Message, either
from scheduler.readers.cells import CellError
from scheduler.readers.dates import parse_datetime

_OFFSET = re.compile(r"(.*\d)([+-])(\d{2}):?(\d{2})")


def local_times(zone: tzinfo | None) -> Callable[[str], datetime]:
    """A parser of local times; what the clock shows twice is the first of the two unless its offset tells.

    The ``fold`` of what it returns tells the second from the first.

    Parameters
    ----------
    zone
        The time zone; None: one that never changes its clock.
    """

    def parse(text: str) -> datetime:
        with_offset = _OFFSET.fullmatch(text) if zone is not None and ":" in text else None
        local = parse_datetime(with_offset[1] if with_offset else text)
        if not exists(local, zone):
            raise CellError(
                Message("'{found}' does not exist in {zone}: the clock skips it", found=text, zone=zone),
                Message(
                    "the clock goes on at {time}: write the time that it showed",
                    time=local_text(as_shown(local, zone), zone),
                ),
            )
        passes = [local.replace(fold=fold) for fold in ((0, 1) if is_repeated(local, zone) else (0,))]
        if with_offset:
            minutes = int(with_offset[3]) * 60 + int(with_offset[4])
            offset = timedelta(minutes=-minutes if with_offset[2] == "-" else minutes)
            for one in passes:
                if one.replace(tzinfo=zone).utcoffset() == offset:
                    return one
            # The clock time may have been meant, or the moment, which is another time by the centre's clock.
            shown = (local - offset).replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None)
            raise CellError(
                Message("'{found}' has an offset that {zone} does not have then", found=text, zone=zone),
                Message(
                    "write {times} if the clock of {zone} showed that time, {moment} if that moment is meant",
                    times=either([Message("{time}", time=local_text(one, zone)) for one in passes]),
                    moment=local_text(shown, zone),
                    zone=zone,
                ),
            )
        return local

    return parse
