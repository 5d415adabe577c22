"""Device: in whose name this computer files records."""

from __future__ import annotations

import getpass
from pathlib import Path
from uuid import uuid4

from platformdirs import user_data_path

from schoolprep.facts.problem import CallError
from schoolprep.store import Who

APP = "SchoolPrep"


def folder() -> Path:
    """The user's own folder for the program; made where it is missing. Raises `CallError` where it cannot be."""
    path = user_data_path(APP, appauthor=False)
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as wrong:
        raise CallError("cli.no-data-folder", folder=str(path), why=str(wrong.strerror)) from wrong
    return path


def here(author: str = "") -> Who:
    """This computer under a random name of its own (kept in the user's folder), and who sits at it."""
    name = folder() / "device"
    try:
        device = name.read_text("utf-8").strip()
    except OSError:
        device = ""
    if not device:
        device = uuid4().hex
        name.write_text(device, "utf-8")
    return Who(author or _user(), device)


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container without an account for its user
        return "?"
