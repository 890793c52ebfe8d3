"""Files that are there whole or not at all, and the manifest that says what is in them."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TextIO

from dateline.errors import SettingsError
from dateline.export.bundle import Bundle, Written

# A temporary file older than this was left by a process that was killed.
_STALE_SECONDS = 3600


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """A temporary path beside `path` that takes its name when the block ends well.

    Until then `path` is what it was before. SettingsError says why a folder cannot be written to.
    """
    _sweep(path)
    draft = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        yield draft
        _to_disk(draft)
        os.replace(draft, path)
    except (OSError, sqlite3.Error) as problem:
        reason = getattr(problem, "strerror", None) or str(problem)
        raise SettingsError(f"cannot write {path}: {reason}; choose another folder or make room") from problem
    finally:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)


def _sweep(path: Path) -> None:
    """Removes what killed exports of the same name left behind."""
    with contextlib.suppress(OSError):
        for left in path.parent.iterdir():
            if left.name.startswith(f".{path.name}.") and ".partial" in left.suffix and _is_stale(left):
                left.unlink(missing_ok=True)


def _is_stale(draft: Path) -> bool:
    """True when the process that wrote a draft, whose number stands in its name, is no more."""
    number = draft.name.removesuffix(draft.suffix).rpartition(".")[2]
    if os.name == "posix" and number.isdigit():
        try:
            os.kill(int(number), 0)
        except ProcessLookupError:
            return True
        except (OSError, OverflowError):
            pass
    return time.time() - draft.stat().st_mtime > _STALE_SECONDS


def _to_disk(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


@contextmanager
def text_file(path: Path, *, encoding: str = "utf-8") -> Iterator[TextIO]:
    """A text file for writing: UTF-8, line ends as given; what no encoding can hold becomes "?"."""
    with path.open("w", encoding=encoding, errors="replace", newline="") as file:
        yield file


@dataclass(frozen=True, slots=True)
class Manifest:
    """What one export file holds, for whoever gets it: written beside it as NAME.manifest.json."""

    file: str
    sha256: str
    bytes: int
    what: str
    format: str
    rows: int
    left_out: Mapping[str, int]
    counts: Mapping[str, int]
    filters: Mapping[str, str]
    audit_head: str
    made_by: Mapping[str, str]
    written: str


def manifest_path(path: Path) -> Path:
    """Where the manifest of an export file lies."""
    return path.with_name(path.name + ".manifest.json")


def manifest(draft: Path, bundle: Bundle, written: Written, *, name: str, what: str, format: str) -> Manifest:
    """The manifest of a file that has been written and will be called `name`."""
    with draft.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Manifest(
        file=name,
        sha256=digest,
        bytes=draft.stat().st_size,
        what=what,
        format=format,
        rows=written.rows,
        left_out=dict(sorted(written.left_out.items())),
        counts={
            "incidents": len(bundle.summaries),
            "claims": len(bundle.claims),
            "reports": len(bundle.reports),
            "judgements": len(bundle.judgements),
        },
        filters=dict(bundle.filters),
        audit_head=bundle.audit_head,
        made_by=dict(bundle.made_by),
        written=bundle.at.isoformat(),
    )


def write_manifest(record: Manifest, path: Path) -> None:
    """Writes a manifest as JSON."""
    with text_file(path) as file:
        file.write(dumps(asdict(record), indent=2) + "\n")


def check(path: Path) -> str | None:
    """What is wrong with an exported file by its manifest, in words; None when it is whole."""
    beside = manifest_path(path)
    try:
        told = json.loads(beside.read_text(encoding="utf8"))
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except (OSError, ValueError) as problem:
        return f"{path.name} cannot be checked: {problem}"
    if digest != told.get("sha256"):
        return f"{path.name} is not the file that was exported: its SHA-256 is {digest}, not {told.get('sha256')}"
    return None


def dumps(value: Any, *, indent: int | None = None) -> str:
    """JSON with characters as they are; dates as ISO 8601."""
    return json.dumps(value, ensure_ascii=False, indent=indent, default=str)
