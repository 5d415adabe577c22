"""Acting: what takes a moment is done with the pointer that says so; a known failure is told in the bar."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from forms.intake.station import Station
from forms.pages.asking import Asking
from forms.pages.notice import Notice
from schoolprep.facts.problem import Filling, KnownError


def acted(station: Station, act: Callable[[], object]) -> bool:
    """Do it, and whether it was done."""
    QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
    try:
        act()
    except KnownError as wrong:
        station.noticed.emit(Notice.of_error(wrong))
        return False
    finally:
        QApplication.restoreOverrideCursor()
    return True


def written(says: str, facts: Mapping[str, Filling], folder: Path, asking: Asking) -> Notice:
    """That something was written, with the way to where it lies."""
    shows = partial(asking.show_folder, folder)
    return Notice(
        says, {**facts, "path": str(facts.get("path", folder))}, "done", "notice.open_folder", shows
    )
