"""Giving memory back is a favour, never a reason to fail."""

from __future__ import annotations

import asyncio
import ctypes
import gc

import pytest

from course.ui.memory import give_back, give_back_at_rest


class Ring:
    """Refers to itself, so that only the collector of rings frees it."""

    alive = 0

    def __init__(self) -> None:
        self.ring = self
        Ring.alive += 1

    def __del__(self) -> None:
        Ring.alive -= 1


def test_what_nobody_needs_is_freed():
    gc.disable()
    try:
        Ring()
        assert Ring.alive == 1
        give_back()
        assert Ring.alive == 0
    finally:
        gc.enable()


@pytest.mark.parametrize("platform", ["linux", "darwin", "win32"])
def test_the_system_is_asked_on_linux_only(monkeypatch, platform):
    asked = []

    class Library:
        def malloc_trim(self, spare):
            asked.append(spare)

    monkeypatch.setattr("sys.platform", platform)
    monkeypatch.setattr(ctypes, "CDLL", lambda name: Library())
    give_back()
    assert asked == ([0] if platform == "linux" else [])


@pytest.mark.parametrize("fault", [OSError, AttributeError])
def test_a_library_that_cannot_is_no_fault(monkeypatch, fault):
    def missing(name):
        raise fault

    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr(ctypes, "CDLL", missing)
    give_back()


def test_after_many_small_pieces_the_system_is_asked_once(monkeypatch):
    asked = []

    class Library:
        def malloc_trim(self, spare):
            asked.append(spare)

    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr(ctypes, "CDLL", lambda name: Library())

    async def work() -> None:
        for _ in range(3):
            give_back_at_rest()
            await asyncio.sleep(0)
        assert asked == []
        await asyncio.sleep(1)

    asyncio.run(work())
    assert asked == [0]


def test_without_a_loop_nothing_is_asked():
    give_back_at_rest()
