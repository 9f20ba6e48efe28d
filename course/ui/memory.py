"""Giving memory back: a class of thirty shares one small machine."""

from __future__ import annotations

import ctypes
import gc
import sys


def give_back() -> None:
    """Return to the system what a large piece of work took and no longer needs.

    glibc alone keeps such memory for itself; elsewhere nothing is
    to be done.
    """
    gc.collect()
    if not sys.platform.startswith("linux"):
        return
    try:
        ctypes.CDLL(None).malloc_trim(0)
    except (AttributeError, OSError):
        return  # a C library without malloc_trim
