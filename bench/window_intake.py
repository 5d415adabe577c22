"""Bench: a file of 100,000 rows dropped on the window: how long the window stands still while it is taken in.

    python -m bench.window_intake [ROWS]

A clock on the window's own thread notes every moment it comes to be asked; the longest time between two of them is
how long a key or a click would have waited. Aim: 100 ms at most, whatever is going on. Memory is the most that the
whole program held, the window included. Aim: 600 MB.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from bench.large import ROWS, peak
from bench.large_books import SHAPES, write

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

GAP_MS = 100
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


class Pulse:
    """The moments at which the window could have answered."""

    def __init__(self, app: QApplication) -> None:
        from PySide6.QtCore import Qt, QTimer  # noqa: PLC0415

        self._app = app
        self.gaps: list[float] = []
        self._last = time.perf_counter()
        self._timer = QTimer(timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start(5)

    def _beat(self) -> None:
        now = time.perf_counter()
        self.gaps.append(now - self._last)
        self._last = now

    def until(self, label: str, act: Callable[[], object], what: Callable[[], bool]) -> None:
        """Do something, let the window work until something holds, and print how it did."""
        self.gaps.clear()
        began = self._last = time.perf_counter()
        act()
        while not what():
            self._app.processEvents()
            time.sleep(0.001)
        for _ in range(3):
            self._app.processEvents()
        self._beat()
        gaps = sorted((gap * 1000 for gap in self.gaps), reverse=True)
        over = sum(gap > GAP_MS for gap in gaps)
        worst = " ".join(f"{gap:.0f}" for gap in gaps[:5])
        print(
            f"  {label:28} {time.perf_counter() - began:6.2f} s   longest {gaps[0]:5.0f} ms   {over} over {GAP_MS} ms"
            f"   ({worst})   {peak():5.0f} MB"
        )


def main(rows: int) -> None:
    """Measure and print."""
    for name in SHAPES:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"{name}.xlsx"
            write(path, SHAPES[name], rows)
            if os.fork() == 0:
                try:
                    print(f"{name}: {rows} rows", flush=True)
                    dropped(path, Path(folder))
                finally:
                    sys.stdout.flush()
                    os._exit(0)
            os.wait()


def dropped(book: Path, folder: Path) -> None:
    """Drop a file on the window, look at the plan, take it in."""
    from bench.window import show  # noqa: PLC0415
    from forms.intake.page import IntakePage  # noqa: PLC0415
    from schoolprep import demo  # noqa: PLC0415
    from schoolprep.store import Key, Store, Who  # noqa: PLC0415

    school = folder / "bench.schoolprep"
    Store.create(school, Key.of_passphrase(demo.PASSPHRASE), demo.SCHOOL, Who("bench", "bench")).close()
    app, window, _ = show(school, folder)
    shell = window.shell
    assert shell is not None
    shell.pick_day(demo.ON)
    shell.go("intake")
    page = shell.page("intake")
    assert isinstance(page, IntakePage)
    app.processEvents()
    pulse = Pulse(app)
    working = shell.office.running
    pulse.until(
        "read, planned and shown", lambda: page.take_files([book]), lambda: page.journey.plan is not None
    )
    pulse.until("to the end of the plan", page.plan_view.table.scrollToBottom, lambda: True)
    pulse.until("taken in", page.card.take.click, lambda: page.journey.receipt is not None and not working())
    pulse.until("the page Today", lambda: shell.go("today"), lambda: not working())
    window.close_school()
    window.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS)
