"""Icon: the graduation cap of the program's own window, white on a rounded square, drawn without a display."""

from __future__ import annotations

import os

from PySide6.QtCore import QBuffer, QIODevice, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtWidgets import QApplication

from forms.look import icons
from forms.look.current import colour


def picture(size: int) -> bytes:
    """The icon at `size` pixels as PNG."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    _app = QGuiApplication.instance() or QApplication([])
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour("accent"))
    painter.drawRoundedRect(QRectF(0, 0, size, size), size / 5, size / 5)
    edge = size / 7
    icons.draw(painter, QRectF(edge, edge, size - 2 * edge, size - 2 * edge), "demo", "on_accent")
    painter.end()
    holder = QBuffer()
    holder.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(holder, "PNG")  # type: ignore[call-overload]  # the stub wants bytes
    return bytes(holder.data().data())
