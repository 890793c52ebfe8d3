"""Files and folders: which files a name stands for, and how one is opened."""

from __future__ import annotations

import io
import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, cast

from dateline.errors import InputError
from dateline.intake.media import by_name

# Files about files, by their name without suffix; no report is called so.
_DOCUMENTATION = frozenset(
    (
        "readme license licence copying copyright notice authors contributors contributing changelog changes "
        "todo install makefile dockerfile gemfile rakefile procfile manifest sources robots requirements "
        "code_of_conduct security codeowners citation"
    ).split()
)
# Where a shell puts the pipes of `<(…)`.
_PIPES = ("/dev/fd/", "/dev/stdin", "/proc/self/fd/")


def files(name: str) -> Iterator[Path]:
    """The files that a name stands for, one by one; a folder stands for the readable files below it.

    In a folder, hidden files, files about files (README, LICENSE, …) and files of other kinds are
    passed over, links to folders are not followed, and what cannot be opened is given all the same,
    so that its refusal says why.
    """
    path = Path(name)
    if name != "-" and path.is_dir():
        yield from _below(path)
    else:
        yield path


def _below(folder: Path) -> Iterator[Path]:
    """Readable files of a folder and of those in it, by name."""
    try:
        with os.scandir(folder) as found:
            entries = sorted((e.name, e.is_dir(follow_symlinks=False)) for e in found)
    except OSError:
        yield folder
        return
    for name, is_folder in entries:
        if name.startswith("."):
            continue
        if is_folder:
            yield from _below(folder / name)
        elif by_name(name) and name.partition(".")[0].lower() not in _DOCUMENTATION:
            path = folder / name
            if path.is_file() or (path.is_symlink() and not path.exists()):
                yield path


@contextmanager
def opened(path: Path) -> Iterator[Any]:
    """A buffered file or, for "-", standard input. Raises InputError for what is no file or cannot be opened."""
    if str(path) == "-":
        wrapped = io.BufferedReader(cast(io.RawIOBase, sys.stdin.buffer))
        try:
            yield wrapped
        finally:
            wrapped.detach()
        return
    try:
        mode = os.stat(path).st_mode
        if stat.S_ISDIR(mode):
            with os.scandir(path):
                raise InputError("is a folder")
        if not stat.S_ISREG(mode) and not str(path).startswith(_PIPES):
            raise InputError("is no file but a device, pipe or socket; give a file, or - and pipe it in")
        file = path.open("rb")
    except FileNotFoundError as problem:
        raise InputError(
            "is a broken link" if path.is_symlink() else f"cannot be opened: {problem.strerror}"
        ) from problem
    except (OSError, ValueError) as problem:
        raise InputError(f"cannot be opened: {getattr(problem, 'strerror', None) or problem}") from problem
    with file:
        yield file


def seekable(path: Path) -> bool:
    """True for a file that another process can open and read again."""
    return str(path) != "-" and path.is_file()


def read_most(file: BinaryIO, most: int) -> bytes:
    """The bytes of a file, at most that many. Raises InputError when the disk fails."""
    try:
        return file.read(most)
    except OSError as problem:
        raise InputError(f"cannot be read: {problem.strerror}") from problem
