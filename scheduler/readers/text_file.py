"""The bytes of a file, and the text that they are."""

from __future__ import annotations

import codecs
import re
import stat
from pathlib import Path

from scheduler.config.files import Encoding
from scheduler.messages import Message
from scheduler.readers.faults import Faults

SAVE_AS_UTF8 = Message("save it from the spreadsheet as 'CSV UTF-8'")
_HEADER_AT_LEAST = Message("put at least a header line there")


def read_bytes(path: Path, file: str, faults: Faults, *, if_empty: Message = _HEADER_AT_LEAST) -> bytes | None:
    """The content of a file; None, and a fault, where there is none.

    Parameters
    ----------
    path
        Where it is.
    file
        Its name as faults report it.
    faults
        Takes what is wrong.
    if_empty
        The remedy for an empty file.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            # A named pipe would keep us waiting for ever.
            faults.of(file, Message("is no ordinary file"), Message("put a file there"))
            return None
        content = path.read_bytes()
    except FileNotFoundError:
        if path.is_symlink():
            faults.of(
                file,
                Message("is a link to a file that is not there"),
                Message("put the file itself there, or delete it"),
            )
        else:
            faults.of(
                file,
                Message("is missing"),
                Message("put the file there; 'scheduler init DIR' makes a complete workspace"),
            )
        return None
    except OSError as error:
        faults.of(
            file,
            Message("cannot be opened ({why})", why=error.strerror),
            Message("close it elsewhere and check who may read it"),
        )
        return None
    if not content.strip(codecs.BOM_UTF8 + b" \t\r\n"):
        faults.of(file, Message("is empty"), if_empty)
        return None
    return content


def decode(
    content: bytes, file: str, faults: Faults, remedy: Message = SAVE_AS_UTF8, encoding: Encoding | None = "cp949"
) -> str | None:
    """Text from UTF-8, with or without its mark, or from what the office writes; None with a fault.

    Parameters
    ----------
    content, file
        What the file holds, and its name as faults report it.
    faults
        Takes what is wrong.
    remedy
        How to save a file of this kind.
    encoding
        What a file is written in that is not UTF-8; None: not known. Then it is refused with what it may read, since
        most bytes are letters in several encodings.
    """
    if content.startswith(b"PK\x03\x04"):
        faults.of(file, Message("is a workbook or an archive, not a text file"), remedy)
        return None
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or content.count(0) > len(content) / 10:
        # Without its mark it is known by the zero beside each letter, digit or comma of ASCII.
        faults.of(file, Message("is not UTF-8 text (it looks like UTF-16)"), remedy)
        return None
    if b"\0" in content:
        for row, line in enumerate(content.split(b"\n"), start=1):
            if b"\0" in line:
                faults.add(
                    file,
                    row,
                    "",
                    Message("holds the control character U+0000"),
                    Message("type the row again without it"),
                )
        return None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        first = error
    row = content.count(b"\n", 0, first.start) + 1
    if encoding is None or encoding == "utf-8":
        byte, readings = content[first.start], _readings(content, first.start)
        told = Message("is not UTF-8 text: byte 0x{byte:02X} may read {readings}", byte=byte, readings=readings)
        faults.add(file, row, "", told, Message("{remedy}; or name what it is as files.encoding", remedy=remedy))
        return None
    try:
        return content.decode(_CODECS.get(encoding, encoding))
    except UnicodeDecodeError:
        byte, name = content[first.start], encoding.upper()
        told = Message("is neither UTF-8 nor {encoding} text (byte 0x{byte:02X})", encoding=name, byte=byte)
        faults.add(file, row, "", told, remedy)
        return None


_CODECS = {"shift-jis": "cp932"}
"""Python's names where they are others; that of Shift-JIS as Windows writes it."""
_TOLD_ENCODINGS: tuple[Encoding, ...] = ("cp1252", "cp949", "shift-jis")


def _readings(content: bytes, at: int) -> str:
    """What the word around a byte may read: ``'Müller' (cp1252)``."""
    before = re.split(rb"[\s,;\t\"]", content[:at][-_LONGEST_WORD:])[-1]
    after = re.split(rb"[\s,;\t\"]", content[at:][:_LONGEST_WORD])[0]
    readings = []
    for encoding in _TOLD_ENCODINGS:
        try:
            readings.append(f"'{(before + after).decode(_CODECS.get(encoding, encoding))}' ({encoding})")
        except UnicodeDecodeError:
            continue
    return ", ".join(readings) or "-"


_LONGEST_WORD = 40
