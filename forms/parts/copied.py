"""Copied: a secret on its way through the clipboard, which forgets it."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QTimer
from PySide6.QtGui import QGuiApplication

STAYS_MS = 60_000
_SENSITIVE = {
    "x-kde-passwordManagerHint": b"secret",
    'application/x-qt-windows-mime;value="ExcludeClipboardContentFromMonitorProcessing"': b"\0",
}
"""What histories of clipboards are asked by not to keep a text (Klipper; Windows, "Cloud Clipboard")."""


class _Kept:
    """What was put there last; there is one clipboard."""

    secret = ""


def copy_secret(text: str) -> None:
    """Put a secret on the clipboard, marked as one, for a minute."""
    data = QMimeData()
    data.setText(text)
    for kind, mark in _SENSITIVE.items():
        data.setData(kind, mark)
    QGuiApplication.clipboard().setMimeData(data)
    _Kept.secret = text
    QTimer.singleShot(STAYS_MS, QGuiApplication.clipboard(), clear_secret)


def clear_secret() -> None:
    """Empty the clipboard where the secret still stands on it; what somebody copied since stays."""
    secret, _Kept.secret = _Kept.secret, ""
    clipboard = QGuiApplication.clipboard()
    if secret and clipboard.text() == secret:
        clipboard.clear()
