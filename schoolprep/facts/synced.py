"""Synced: whether a folder is one that a program sends to servers elsewhere, as a school's data would leave with it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

_TOLD_BY = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
"""What Windows tells every program of OneDrive's folders, to which 文档 is often moved unasked."""
_CALLED = {
    "onedrive": "OneDrive",
    "dropbox": "Dropbox",
    "google drive": "Google Drive",
    "mobile documents": "iCloud",
    "iclouddrive": "iCloud",
    "nutstore": "坚果云",
    "我的坚果云": "坚果云",
    "baidusyncdisk": "百度网盘",
    "wpsdrive": "WPS 云盘",
    "wps云盘": "WPS 云盘",
}
"""How the folders of such programs are called where a person did not rename them; OneDrive adds the firm's name."""


def synced_by(path: Path, environment: Mapping[str, str] | None = None) -> str:
    """The program that sends what is kept at a path to servers elsewhere; empty where none is known to."""
    told = os.environ if environment is None else environment
    homes = (Path(folder) for name in _TOLD_BY if (folder := told.get(name)))
    if any(path.is_relative_to(home) for home in homes):
        return "OneDrive"
    parts = (part.casefold().partition(" - ")[0] for part in path.parent.parts)
    return next((_CALLED[part] for part in parts if part in _CALLED), "")
