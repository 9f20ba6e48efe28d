"""Giving memory back: a class of thirty shares one small machine."""

from __future__ import annotations

import asyncio
import ctypes
import gc
import sys
from contextlib import suppress

_REST = 0.25  # seconds
_waiting: list[asyncio.TimerHandle] = []


def give_back() -> None:
    """Return to the system what a large piece of work took and no longer needs.

    glibc alone keeps such memory for itself; elsewhere nothing is
    to be done.
    """
    gc.collect()
    _trim()


def give_back_at_rest() -> None:
    """The same after many small pieces of work, once the learner has stopped for a moment.

    Without a running event loop nobody can wait for that, and nothing is given back.
    """
    while _waiting:
        _waiting.pop().cancel()
    with suppress(RuntimeError):
        _waiting.append(asyncio.get_running_loop().call_later(_REST, _trim))


def _trim() -> None:
    if not sys.platform.startswith("linux"):
        return
    try:
        ctypes.CDLL(None).malloc_trim(0)
    except (AttributeError, OSError):
        return  # a C library without malloc_trim
