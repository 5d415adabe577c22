"""What every test stands on: Qt without a display, no window left behind, examples that do not depend on luck."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from pytestqt.qtbot import QtBot

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before anything loads Qt

MEMORY, ROOM = Path("/dev/shm"), 2 << 30
"""Where files stand in memory, and the bytes that have to be free there: thousands of schools are made and synced."""
if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))

settings.register_profile("desk", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "desk")

PATIENCE = 120_000
"""Milliseconds a test waits for what has to come; what is there goes on at once, however busy the machine."""


class PatientBot(QtBot):
    """A bot whose waits do not hang on how busy the machine is; waiting shorter is said where it is meant."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = PATIENCE) -> None:
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(self, signal: Any, *, timeout: int = PATIENCE, **how: Any) -> Any:
        return super().waitSignal(signal, timeout=timeout, **how)

    def waitSignals(self, signals: Any, *, timeout: int = PATIENCE, **how: Any) -> Any:
        return super().waitSignals(signals, timeout=timeout, **how)


@pytest.fixture
def qtbot(qapp: Any, request: pytest.FixtureRequest) -> QtBot:
    """The bot that waits as long as it takes."""
    return PatientBot(request)


@pytest.fixture(autouse=True)
def no_window_left() -> Iterator[None]:
    """A test that leaves a window open fails, not the test after it."""
    yield
    widgets = sys.modules.get("PySide6.QtWidgets")
    if widgets is None or not isinstance(app := widgets.QApplication.instance(), widgets.QApplication):
        return
    left = [widget for widget in app.topLevelWidgets() if widget.isVisible()]
    for widget in left:
        widget.close()
    assert not left, f"windows left open: {left}"
