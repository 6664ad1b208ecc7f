"""Files and folders take their place in one step: after a kill or a power cut there is the old one or the new one.

Whatever is being written stands beside its target under a hidden name, and is locked as long as its process lives. It
is written out to the disk before it takes the target's place, by a rename that exchanges the two where the target is a
folder that is not empty. Hidden ones that nobody holds any more are left over from a process that died: the next one
that writes to the same target clears them away. They never are the only copy of something that had its place.

Where the system cannot exchange two folders in one step (Windows, some network drives), two renames follow each other;
a crash between them leaves no target, and the old one under a hidden name, from which the next run puts it back.
"""

from __future__ import annotations

import ctypes
import errno
import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

if sys.platform != "win32":
    import fcntl

_OWNER_FILE = 0o600
"""A roster tells who is ill and who works when: only its owner reads it."""

_RANDOM = "[a-z0-9_]{8}"
"""What `tempfile` puts between prefix and suffix."""

NEW, _OLD = "scheduler-tmp", "scheduler-old"
"""How the hidden names end, before the target's own ending: words that nobody else gives a file."""

_LONG_DEAD_SECONDS = 24 * 3600
"""Age at which what cannot be locked counts as left over."""


@contextmanager
def hidden_folder(target: Path) -> Iterator[Path]:
    """An empty folder beside `target` for what shall take its place; removed at the end if it is still there."""
    with _locked(target.parent):
        _clear_leftovers(target)
        folder = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=f".{NEW}", dir=target.parent))
        lock = _lock(folder)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        _unlock(lock)


@contextmanager
def hidden_file(target: Path) -> Iterator[Path]:
    """An empty file beside `target` for what shall take its place; removed at the end if it is still there."""
    with _locked(target.parent):
        _clear_leftovers(target)
        # Writers look at the ending.
        ending = f".{NEW}{target.suffix}"
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=ending, dir=target.parent)
        os.close(handle)
        lock = _lock(Path(name))
    try:
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)
        _unlock(lock)


def place_file(file: Path, target: Path) -> None:
    """Give a whole file its place; what stood there is gone."""
    file.chmod(_OWNER_FILE)
    _sync(file)
    file.replace(target)
    _sync(target.parent)


def place_folder(folder: Path, target: Path, choose_backup: Callable[[], Path | None]) -> None:
    """Give a whole folder its place.

    Parameters
    ----------
    folder
        Made by `hidden_folder` for this target.
    choose_backup
        Asked while no other process gives anything its place here, and only where `target` is a folder that is not
        empty: where to keep it, which is free or a folder that may go; None: nowhere.
    """
    _sync_tree(folder)
    with _locked(target.parent):
        if not target.exists() or not any(target.iterdir()):
            if target.exists():
                target.rmdir()  # Windows does not rename onto an empty folder
            folder.rename(target)
        elif (backup := choose_backup()) is None:
            _exchange(folder, target)
        else:
            # By way of the backup: a process that dies between the two leaves the old folder in its place, the new one
            # as the backup, and nothing under a hidden name but an older backup, which was to go anyway.
            if backup.exists():
                _exchange(folder, backup)
            else:
                folder.rename(backup)
            _exchange(backup, target)
        _sync(target.parent)


def place_content(folder: Path, target: Path, last: str) -> None:
    """Give all that a whole folder holds its place in a folder that is there; what is called `last` comes last."""
    _sync_tree(folder)
    for path in sorted(folder.iterdir(), key=lambda path: path.name == last):
        path.rename(target / path.name)
    _sync(target)


def is_empty(folder: Path) -> bool:
    """Whether a folder holds nothing, but for what a process left under a hidden name."""
    name = re.compile(rf"\..+\.{_RANDOM}\.({NEW}|{_OLD})(\..+)?")
    return all(name.fullmatch(path.name) for path in folder.iterdir())


def restore(target: Path) -> None:
    """Put back what a process left under a hidden name when it died between two renames; nearly always nothing."""
    if target.parent.is_dir() and not target.exists():
        with _locked(target.parent):
            for path in _leftovers(target, _OLD):
                if not target.exists():
                    path.rename(target)


def _exchange(new: Path, old: Path) -> None:
    """Let two folders change places."""
    try:
        if _rename_exchange is not None:
            _rename_exchange(new, old)
            return
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP):
            raise
    # tempfile's name is free again at once; a folder's rename onto an empty one is not everywhere allowed.
    spare = Path(tempfile.mkdtemp(prefix=f".{old.name}.", suffix=f".{_OLD}", dir=old.parent))
    spare.rmdir()
    old.rename(spare)
    try:
        new.rename(old)
    except OSError:
        spare.rename(old)
        raise
    spare.rename(new)


def _system_exchange() -> Callable[[Path, Path], None] | None:
    """The system's own exchange of two names; None where it has none."""
    if sys.platform not in ("linux", "darwin"):
        return None
    library = ctypes.CDLL(None, use_errno=True)
    at_current, swap = -100, 2  # AT_FDCWD; RENAME_EXCHANGE, and by chance RENAME_SWAP as well
    call = getattr(library, "renameat2" if sys.platform == "linux" else "renamex_np", None)
    if call is None:  # a C library older than the call
        return None

    def rename(one: Path, other: Path) -> None:
        names = os.fsencode(one), os.fsencode(other)
        if sys.platform == "linux":
            failed = call(at_current, names[0], at_current, names[1], ctypes.c_uint(swap))
        else:
            failed = call(*names, ctypes.c_uint(swap))
        if failed:
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number), str(one), None, str(other))

    return rename


_rename_exchange = _system_exchange()


# ---- what is left over ----


def _leftovers(target: Path, ending: str) -> Iterator[Path]:
    """What stands under a hidden name made for this target, or for a backup of it."""
    name = re.compile(rf"\.{re.escape(target.name)}(\.bak\d*)?\.{_RANDOM}\.{ending}({re.escape(target.suffix)})?")
    yield from (path for path in sorted(target.parent.iterdir()) if name.fullmatch(path.name) and not path.is_symlink())


def _clear_leftovers(target: Path) -> None:
    """Remove what a process left under a hidden name when it died."""
    for path in _leftovers(target, f"({NEW}|{_OLD})"):
        if _is_dead(path):
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)


def _is_dead(path: Path) -> bool:
    try:
        lock = _lock(path)
        if lock is None:
            return time.time() - path.stat().st_mtime > _LONG_DEAD_SECONDS
    except OSError:  # its process lives, or it is somebody else's
        return False
    _unlock(lock)
    return True


# ---- locks: the system takes them back when a process ends, however that ends ----


def _lock(path: Path) -> int | None:
    """Hold a file or folder; None where it cannot be held.

    Raises
    ------
    BlockingIOError
        Another process holds it.
    """
    if sys.platform == "win32":
        return None
    handle = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        raise
    except OSError:  # a network drive that locks no folders
        os.close(handle)
        return None
    return handle


def _unlock(lock: int | None) -> None:
    if lock is not None:
        os.close(lock)


@contextmanager
def _locked(parent: Path) -> Iterator[None]:
    """Within the block no other process of ours moves anything in this folder; it takes milliseconds."""
    if sys.platform == "win32":
        yield
        return
    handle = os.open(parent, os.O_RDONLY)
    try:
        with suppress(OSError):  # a network drive that locks no folders
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


# ---- to the disk ----


def _sync_tree(folder: Path) -> None:
    for path in (*folder.rglob("*"), folder):
        if path.is_file():
            path.chmod(_OWNER_FILE)
        _sync(path)


def _sync(path: Path) -> None:
    """Return once a file, or the names in a folder, are on the disk."""
    is_folder = path.is_dir()
    if is_folder and sys.platform == "win32":
        return
    handle = os.open(path, os.O_RDONLY if is_folder else os.O_RDWR)
    try:
        if sys.platform == "darwin":  # there fsync ends in the disk's own cache
            fcntl.fcntl(handle, fcntl.F_FULLFSYNC)
        else:
            os.fsync(handle)
    except OSError as error:
        if not is_folder or error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(handle)
