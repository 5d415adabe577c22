"""Guide: the one page that lies in the folder, with its pictures in it, for who opens the folder for the first time."""

from __future__ import annotations

import base64
from pathlib import Path

from bundle.declaration import CHECKOUT, HERE

NAME, FOR_IT = "使用说明.html", "网管说明.txt"
_PICTURES = {"start": "today.png", "intake": "intake.png", "rosters": "rosters.png"}


def page(system: str, version: str) -> str:
    """The page for one system; it needs nothing beside it and no network."""
    text = (HERE / "guide.html").read_text("utf-8")
    beginning, english = (
        (HERE / "guide" / f"{system.partition('-')[0]}.{language}.html").read_text("utf-8").strip()
        for language in ("zh", "en")
    )
    for mark, said in (("@VERSION@", version), ("@START@", beginning), ("@ENGLISH@", english)):
        text = text.replace(mark, said)
    for mark, picture in _PICTURES.items():
        text = text.replace(f"@{mark}@", _inside(CHECKOUT / "docs" / picture))
    return text


def _inside(picture: Path) -> str:
    return "data:image/png;base64," + base64.b64encode(picture.read_bytes()).decode("ascii")
