"""Picture: a stranger's picture made small enough to be looked at; one that is too large or odd is not decoded."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

_FORMATS = {b"\x89PNG": "png", b"\xff\xd8\xff": "jpeg"}
"""What is decoded, by its first bytes; the other readers of pictures are not let near what strangers sent."""
MOST_PIXELS = 120_000_000
_MOST_MEGABYTES = 512


def decoded(content: bytes, most: QSize) -> QImage:
    """The picture, no larger than `most`, upright; an empty one where it cannot be shown."""
    kind = next((kind for begins, kind in _FORMATS.items() if content.startswith(begins)), "")
    if not kind:
        return QImage()
    holder = QBuffer()
    holder.setData(QByteArray(content))
    holder.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(holder, QByteArray(kind.encode()))
    reader.setAutoDetectImageFormat(False)
    reader.setAutoTransform(True)
    QImageReader.setAllocationLimit(_MOST_MEGABYTES)
    size = reader.size()
    if not size.isValid() or size.width() * size.height() > MOST_PIXELS:
        return QImage()
    if size.width() > most.width() or size.height() > most.height():
        reader.setScaledSize(size.scaled(most, Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1)))
    return reader.read()
