"""Background: long work off the window's thread. A job is a generator of steps; this turns it into signals.

The core and `exports` yield `(done, total)` and return a value (STYLE §3.3). Nothing here knows what runs. What
the steps need of the desk is handed in before they begin; those that file or read a great many records take their turn
at the store, which makes threads wait for each other.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from functools import partial
from typing import Generic, Self, TypeVar

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal, Slot

from schoolprep.facts.steps import Steps

Value_co = TypeVar("Value_co", covariant=True)

_TURN_SECONDS, _USUAL_TURN = 0.0005, sys.getswitchinterval()
"""How long a job's thread may go on while the window's waits. Painting once asks for the interpreter dozens of times;
with Python's usual five milliseconds each, the window stood still for a fifth of a second (bench/window_intake.py)."""


class Job(QObject, Generic[Value_co]):
    """One piece of long work, and what becomes of it: `Job(title, steps).always(idle).then(show)`.

    What is connected is told on the window's thread. A known failure is told by whoever runs the job (the shell: in
    the bar). `Office.start` keeps it alive until it has ended: otherwise the last signal is lost with the object.
    """

    progressed = Signal(int, int)
    settled = Signal()
    """It is over, whichever of the three comes now."""
    done = Signal(object)
    """What the generator returned."""
    cancelled = Signal()
    failed = Signal(object)
    """The exception."""
    ended = Signal()
    """After any of the three."""

    def __init__(self, title: str, steps: Steps[Value_co]) -> None:
        """`title` is what stands beside the progress, already worded."""
        super().__init__()
        self.title = title
        self._steps = steps
        self._stop = threading.Event()

    def always(self, tell: Callable[[], object]) -> Self:
        """However it ends, before anything else is told."""
        self.settled.connect(tell)
        return self

    def then(self, tell: Callable[[Value_co], object]) -> Self:
        """What to do with what the steps returned."""
        self.done.connect(tell)
        return self

    def otherwise(self, tell: Callable[[Exception], object]) -> Self:
        """What to do with the exception."""
        self.failed.connect(tell)
        return self

    def broken_off(self, tell: Callable[[], object]) -> Self:
        """What to do where it ends without a value: cancelled, or failed."""
        self.cancelled.connect(tell)
        self.failed.connect(lambda _: tell())
        return self

    def cancel(self) -> None:
        """Ask it to stop before its next step; the generator's `finally` clears up."""
        self._stop.set()

    def run(self) -> None:
        """Go through the steps; called on a thread of the pool."""
        try:
            while not self._stop.is_set():
                done, total = next(self._steps)
                self.progressed.emit(done, total)
            self._steps.close()
            tell = self.cancelled.emit
        except StopIteration as end:
            tell = partial(self.done.emit, end.value)
        except Exception as wrong:
            tell = partial(self.failed.emit, wrong)
        self.settled.emit()
        tell()
        self.ended.emit()


class _Run(QRunnable):
    """Carries a job to the pool."""

    def __init__(self, job: Job[object]) -> None:
        super().__init__()
        self._job = job

    def run(self) -> None:
        self._job.run()


class Office(QObject):
    """Where jobs run: one at a time, held until they have ended."""

    started = Signal(object)
    idle = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._held: dict[int, Job[object]] = {}

    def start(self, job: Job[object]) -> None:
        """Start a job, or queue it behind the one that runs."""
        self._held[id(job)] = job
        job.ended.connect(self._let_go)
        sys.setswitchinterval(_TURN_SECONDS)
        self.started.emit(job)
        self._pool.start(_Run(job))

    def running(self) -> list[Job[object]]:
        """The jobs that have not ended."""
        return list(self._held.values())

    def close(self) -> None:
        """Cancel everything and wait for it: called when the window closes."""
        for job in self.running():
            job.cancel()
        self._pool.waitForDone()

    @Slot()
    def _let_go(self) -> None:
        job = self.sender()
        if isinstance(job, Job):
            self._held.pop(id(job), None)
        if not self._held:
            sys.setswitchinterval(_USUAL_TURN)
            self.idle.emit()
