"""Copies: backups a school has without asking: one a day, in a folder beside the file, the older ones thinned out."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

from schoolprep.facts.problem import Problem
from schoolprep.store.file import look

DAYS, WEEKS = 7, 4
"""How many of the newest days and weeks keep a copy."""
_OLD_DAYS = 7
_ROUNDING_SECONDS = 60


def place_of(path: Path, day: date, code: str = "") -> Path:
    """Where the copy of a day lies; `code`: the anchor of what stands in it."""
    name = f"{path.stem}{look.BACKUP_MARK}{day:%Y%m%d}{look.coded(code)}{path.suffix}"
    return look.backup_folder(path) / name


def kept(path: Path) -> dict[date, Path]:
    """The copies there are, the newest first; of a day's the last."""
    return {day: found[-1] for day, found in _of_days(path).items()}


def _of_days(path: Path) -> dict[date, list[Path]]:
    """Every copy by its day, the newest day first, and within it as they were made."""
    found: dict[date, list[Path]] = {}
    for copy in look.backup_folder(path).glob("*"):
        with suppress(ValueError, OSError):
            named, _, code = copy.stem.rpartition(look.BACKUP_MARK)[2].partition(look.CODE_MARK)
            day = datetime.strptime(named, "%Y%m%d").date()
            if copy == place_of(path, day, code):
                found.setdefault(day, []).append(copy)
    for some in found.values():
        some.sort(key=lambda copy: copy.stat().st_mtime_ns)
    return dict(sorted(found.items(), reverse=True))


def is_needed(path: Path) -> bool:
    """Whether the file has changed since the newest copy."""
    newest = next(iter(kept(path).values()), None)
    return newest is None or newest.stat().st_mtime + _ROUNDING_SECONDS < path.stat().st_mtime


def spared(days: Iterable[date]) -> set[date]:
    """The days whose copies stay: the newest seven, and the last of each of the newest four weeks."""
    newest = sorted(days, reverse=True)
    last_of_week: dict[tuple[int, int], date] = {}
    for day in newest:
        last_of_week.setdefault(day.isocalendar()[:2], day)
    return {*newest[:DAYS], *list(last_of_week.values())[:WEEKS]}


def thin_out(path: Path) -> None:
    """Remove the copies that are no longer kept; what somebody put there by another name stays."""
    there = _of_days(path)
    stay = spared(there)
    for day, found in there.items():
        for copy in found[:-1] if day in stay else found:
            with suppress(OSError):
                copy.unlink()


def told(path: Path, today: date) -> list[Problem]:
    """Whether the copies stopped: a full disk at closing has nobody to tell."""
    folder = look.backup_folder(path)
    newest = next(iter(kept(path)), None)
    if not folder.is_dir() or (newest is not None and (today - newest).days <= _OLD_DAYS):
        return []
    if newest is not None and datetime.fromtimestamp(path.stat().st_mtime).date() <= newest:
        return []
    return [Problem("store.copies-stopped", {"day": str(newest or "—"), "folder": folder.name})]
