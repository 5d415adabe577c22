"""Carried: the files of what is dragged into the window or stands on the clipboard."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData


def files_of(data: QMimeData) -> list[Path]:
    """The files; a link into the web is none."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
