"""Stops: where Tab goes within a page whose parts are made when they are needed: as the eye goes, down its layouts.

Qt goes in the order in which widgets were made; what is made late would come last.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLayout, QScrollArea, QWidget

_TABBED = Qt.FocusPolicy.TabFocus


def stops_in(widget: QWidget) -> Iterator[QWidget]:
    """The widgets of a column that Tab stops at, in the order in which they are laid out."""
    if not widget.isVisible() or not widget.isEnabled():
        return
    if widget.focusPolicy() & _TABBED and widget.focusProxy() is None:
        yield widget
    inside = widget.widget() if isinstance(widget, QScrollArea) else None
    if inside is not None:
        yield from stops_in(inside)
    elif (layout := widget.layout()) is not None:
        yield from _stops_of(layout)


def _stops_of(layout: QLayout) -> Iterator[QWidget]:
    for at in range(layout.count()):
        item = layout.itemAt(at)
        if item is None:
            continue
        if (widget := item.widget()) is not None:
            yield from stops_in(widget)
        elif (below := item.layout()) is not None:
            yield from _stops_of(below)


class TabbedColumn(QWidget):
    """What a scroll area shows, in which Tab goes down as one reads, and what it stops at is in sight."""

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Go to the stop after the one that has the keyboard, or out of the column."""
        target = self._after(QApplication.focusWidget(), forward=forward)
        if target is None:
            return super().focusNextPrevChild(forward)
        target.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
        view = self.parentWidget()
        area = view.parentWidget() if view is not None else None
        if isinstance(area, QScrollArea) and self.isAncestorOf(target):
            area.ensureWidgetVisible(target)
        return True

    def _after(self, here: QWidget | None, *, forward: bool) -> QWidget | None:
        stops = list(stops_in(self))
        at = next(
            (at for at, one in enumerate(stops) if one is here or (here and one.isAncestorOf(here))), None
        )
        if at is None:
            return None
        to = at + (1 if forward else -1)
        return stops[to] if 0 <= to < len(stops) else _beyond(self, forward=forward)


def _beyond(column: QWidget, *, forward: bool) -> QWidget | None:
    step: Callable[[QWidget], QWidget | None] = (
        QWidget.nextInFocusChain if forward else QWidget.previousInFocusChain
    )
    one = step(column)
    while one is not None and one is not column:
        outside = not column.isAncestorOf(one) and one.window() is column.window()
        if outside and one.focusPolicy() & _TABBED and one.isVisible() and one.isEnabled():
            return one
        one = step(one)
    return None
