"""How workbooks fail that are damaged in one of many ways."""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib
from xml.etree import ElementTree

from openpyxl.utils.exceptions import InvalidFileException

# What openpyxl and zipfile raise on files that are damaged in one of many ways; they have no class of their own for
# them. RuntimeError is how zipfile asks for a password, OSError how bz2 tells of wrong bytes.
DAMAGED = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    InvalidFileException,
    ElementTree.ParseError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    MemoryError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
)
