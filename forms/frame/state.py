"""State: what the window remembers between two starts: its size, page, language, theme, files opened; nobody's data."""

from __future__ import annotations

from pathlib import Path

import msgspec
from platformdirs import user_config_path

from schoolprep.facts.whole import write_whole

_FILE = "window.json"
_RECENT = 5


class WindowState(msgspec.Struct, frozen=True, kw_only=True):
    """The window as it was left. Paths of files, never what is in them."""

    width: int = 1440
    height: int = 900
    maximized: bool = False
    page: str = "today"
    language: str = ""
    """`zh`, `en`, or empty: not chosen."""
    theme: str = ""
    """`light`, `dark`, or empty: the system's."""
    recent: tuple[str, ...] = ()


def folder() -> Path:
    """Where it is kept."""
    return user_config_path("SchoolPrep", appauthor=False)


def load(where: Path) -> WindowState:
    """The state kept in a folder; a fresh one where there is none or it cannot be read: it is a convenience."""
    try:
        return msgspec.json.decode((where / _FILE).read_bytes(), type=WindowState)
    except (OSError, ValueError, msgspec.MsgspecError):  # a byte that is no text is a ValueError
        return WindowState()


def save(where: Path, state: WindowState) -> None:
    """Keep the state; a disk that refuses costs only the convenience."""
    try:
        where.mkdir(parents=True, exist_ok=True)
        write_whole(where / _FILE, msgspec.json.format(msgspec.json.encode(state)))
    except OSError:
        return


def files(state: WindowState) -> tuple[Path, ...]:
    """The files opened lately that are still there."""
    return tuple(path for path in map(Path, state.recent) if path.is_file())


def opened(state: WindowState, path: Path) -> WindowState:
    """With one more file opened, the latest first."""
    others = tuple(known for known in state.recent if known != str(path))
    return msgspec.structs.replace(state, recent=(str(path), *others)[:_RECENT])
