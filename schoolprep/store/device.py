"""Device: in whose name this computer files records."""

from __future__ import annotations

import getpass
from pathlib import Path
from uuid import uuid4

from platformdirs import user_data_path

from schoolprep.facts.problem import CallError
from schoolprep.facts.whole import write_whole
from schoolprep.store import Who

APP = "SchoolPrep"
_LONGEST = 200
"""Signs of a device's name the store can keep (`records.tables`)."""


def folder() -> Path:
    """The user's own folder for the program; made where it is missing. Raises `CallError` where it cannot be."""
    path = user_data_path(APP, appauthor=False)
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as wrong:
        raise CallError("cli.no-data-folder", folder=str(path), why=str(wrong.strerror)) from wrong
    return path


def here(author: str = "") -> Who:
    """This computer under a random name of its own (kept in the user's folder), and who sits at it.

    A name that cannot be read any more is set aside, and the computer gets a new one: its chain of records goes on
    under that. Raises `CallError` where none can be kept.
    """
    name = folder() / "device"
    device = _read(name)
    if not device:
        device = uuid4().hex
        try:
            if name.exists():
                name.replace(name.with_name(f"device.spoilt-{device[:8]}"))
            write_whole(name, device.encode())
        except OSError as wrong:
            raise CallError("cli.no-data-folder", folder=str(name.parent), why=str(wrong.strerror)) from wrong
    return Who(author or _user(), device)


def _read(name: Path) -> str:
    try:
        device = name.read_text("utf-8").strip()
    except (OSError, ValueError):
        return ""
    return device if device.isprintable() and len(device) <= _LONGEST else ""


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container without an account for its user
        return "?"
