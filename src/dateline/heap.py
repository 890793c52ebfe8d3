"""Memory: making very many plain values without a search for cycles that none of them can be in."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Puts the collector of cycles off while a report is read, or a large record is read, merged or written.

    It looks through all that lives each time that grew by a quarter, which costs more than the writing. What is no
    longer named is freed as before.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def settle() -> None:
    """Sets apart what has been loaded to stay, so that the collector no longer looks through it after every report."""
    gc.collect()
    gc.freeze()
