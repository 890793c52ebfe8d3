"""Settings that come from the environment.

DATELINE_CACHE   folder of files built once (the gazetteer); default: the user's cache folder
DATELINE_THREADS cores that the encoder may use; default: all
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from dateline.errors import SettingsError


def cache_folder() -> Path:
    """Where built files live. Not created here."""
    if given := os.environ.get("DATELINE_CACHE"):
        return Path(given)
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "dateline"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", str(Path.home()))) / "dateline"
    return Path(os.environ.get("XDG_CACHE_HOME", str(Path.home() / ".cache"))) / "dateline"


def threads() -> int:
    """Cores for the encoder; 0 means all."""
    given = os.environ.get("DATELINE_THREADS", "0")
    if not given.isdigit():
        raise SettingsError(f"DATELINE_THREADS is {given!r}: give a whole number, or 0 for all cores")
    return int(given)
