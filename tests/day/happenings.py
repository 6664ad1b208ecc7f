"""A centre with files of what happened."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from openpyxl import Workbook

from scheduler.day.taking import Taken, TakenKind, take_actuals
from scheduler.domain.actuals import CountedCalls, MissedWork, PresentSpan
from scheduler.readers.workspace import read_workspace
from scheduler.store.opening import open_store
from tests.workspaces import SETTINGS, faults_of, write_workspace

PHONE = """\
actuals:
  calls:
    - columns: {date: 일자, time: 시간대, queue: 서비스, entered: 인입호, attempts: 시도호, answered: 응답호,
                answered_in_time: 20초내, wait: 평균대기, handling: 총처리}
      durations: "hh:mm:ss"
      handling_is: total
      queues: {대표번호: general, 긴급: general, 영어: english}
      ignored_queues: [IVR]
"""
PHONE_HEADER = "일자,시간대,서비스,인입호,시도호,응답호,20초내,평균대기,총처리,비고"


@dataclass
class Centre:
    """Somebody with a workspace who takes in files."""

    folder: Path
    _files: int = 0

    @classmethod
    def at(cls, root: Path, more: str = "", zone: str = "Asia/Seoul", **inputs: str) -> Centre:
        """A small centre with these settings beside the usual ones."""
        settings = SETTINGS.replace("Asia/Seoul", zone) + more
        return cls(write_workspace(root / "workspace", workspace=settings, **inputs))

    def file(self, text: str | bytes, name: str | None = None) -> Path:
        """A file of what happened."""
        self._files += 1
        path = self.folder.parent / (name or f"file-{self._files}.csv")
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def take(self, *texts: str | bytes) -> TakenKind:
        """Take in files of one kind."""
        (kind,) = self.take_all(*texts).kinds
        return kind

    def take_all(self, *texts: str | bytes) -> Taken:
        """Take in files."""
        return take_actuals(self.folder, [self.file(text) for text in texts])

    def faults(self, *texts: str | bytes) -> list[str]:
        """What is wrong with files; nothing of them is in the store."""
        before = self.calls(), self.present(), self.missed()
        found = faults_of(lambda: self.take_all(*texts))
        assert (self.calls(), self.present(), self.missed()) == before
        return found

    def calls(self) -> list[CountedCalls]:
        """What the store says was counted."""
        return self._asked("calls")

    def present(self) -> list[PresentSpan]:
        """What it says of who was there."""
        return self._asked("present")

    def missed(self) -> list[MissedWork]:
        """What it says of who was missing."""
        return self._asked("missed")

    def _asked(self, what: str) -> list:
        with open_store(self.folder, read_workspace(self.folder).settings).reading() as published:
            return getattr(published.actuals, what)()


def sheet(rows: Sequence[Sequence[object]]) -> bytes:
    """A workbook with these cells."""
    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def utc(text: str) -> datetime:
    """A moment of UTC: ``11-06 09:00`` of 2023, or with its year."""
    return datetime.fromisoformat(f"{text if text[4] == '-' else '2023-' + text}+00:00")
