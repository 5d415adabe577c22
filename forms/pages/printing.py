"""Printing: a short text on one A4 page, with the system's own dialog; a roster is printed from its workbook."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QMarginsF, QRectF, Qt
from PySide6.QtGui import QFont, QGuiApplication, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget

from forms.words.tr import say

Print = Callable[[QWidget, Sequence[str], Callable[[], None]], None]
"""Prints a title and the paragraphs under it; the last argument is called once they were sent to the printer."""

_MARGIN_MM = 20
_SIZES = (18.0, 11.0, 14.0)
"""Points: the title, what is said, the code (the last paragraph)."""


def recovery_paper(school: str, file: str, code: str) -> tuple[str, str, str]:
    """What stands on the paper that is locked away: whose code it is, what it opens, the code in its lines."""
    return say("settings.printed_title", school=school), say("settings.printed_text", file=file), code


def print_page(parent: QWidget, paragraphs: Sequence[str], done: Callable[[], None]) -> None:
    """Ask for the printer, then print. Nothing is written anywhere else."""
    printer = a4()
    dialog = QPrintDialog(printer, parent)
    if dialog.exec() == QPrintDialog.DialogCode.Accepted:  # the system's own box, as for files
        paint(printer, paragraphs)
        done()
    dialog.deleteLater()


def a4() -> QPrinter:
    """A printer for one upright A4 page."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
    printer.setPageMargins(margins, QPageLayout.Unit.Millimeter)
    return printer


def paint(printer: QPrinter, paragraphs: Sequence[str]) -> None:
    """Paint the paragraphs under each other: the first is the title, the last the code."""
    painter = QPainter(printer)
    page = QRectF(printer.pageRect(QPrinter.Unit.DevicePixel))
    rect = QRectF(0, 0, page.width(), page.height())
    wrap = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
    for at, text in enumerate(paragraphs):
        font = QFont(QGuiApplication.font())
        font.setPointSizeF(_SIZES[0] if at == 0 else _SIZES[2] if at == len(paragraphs) - 1 else _SIZES[1])
        font.setBold(at == 0)
        painter.setFont(font)
        taken = painter.boundingRect(rect, wrap, text)
        painter.drawText(rect, wrap, text)
        rect.setTop(taken.bottom() + taken.height() / max(1, text.count("\n") + 1))
    painter.end()
