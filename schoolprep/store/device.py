"""Device: in whose name this computer files records."""

from __future__ import annotations

import getpass
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from uuid import uuid4

from platformdirs import user_data_path

from schoolprep.facts.problem import CallError
from schoolprep.facts.whole import write_whole
from schoolprep.store import Records, Who
from schoolprep.store.records.load import LOOKED

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


def note(store: Records) -> None:
    """Keep on this computer how far a file's own chains had gone when something of it left; see `went_back`."""
    kept = _noted() | {_chain_of(store): _how_far(store)}
    lines = (f"{one} {' '.join(map(str, far))}\n" for one, far in kept.items())
    with suppress(OSError, CallError):
        write_whole(folder() / _CHAINS, "".join(lines).encode())


def went_back(store: Records) -> bool:
    """Whether a file's own chains are shorter than what left this computer of it: an older copy was put in its place.

    Going on with them would give two records one place, and everybody who has the first would refuse the second.
    """
    noted = _noted().get(_chain_of(store), (0, 0))
    return any(here < left for here, left in zip(_how_far(store), noted, strict=True))


_CHAINS = "chains"
"""In the user's folder: a line a file that something was handed over of: its mark, and how far its records and its log
had gone."""
_LINE_PARTS = 3


def _chain_of(store: Records) -> str:
    """A mark of a file's own chains that tells nobody whose they are."""
    return blake2b(f"{store.travel.secret()}\n{store.device}".encode(), digest_size=12).hexdigest()


def _how_far(store: Records) -> tuple[int, int]:
    vector = store.travel.vector()
    return vector.get(store.device, 0), vector.get(LOOKED + store.device, 0)


def _noted() -> dict[str, tuple[int, int]]:
    try:
        lines = [line.split() for line in (folder() / _CHAINS).read_text("ascii").splitlines()]
        return {one[0]: (int(one[1]), int(one[2])) for one in lines if len(one) == _LINE_PARTS}
    except (OSError, ValueError, CallError):
        return {}


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
