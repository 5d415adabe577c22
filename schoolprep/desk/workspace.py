"""Workspace: the school's one file: its key, its copies, its soundness, and the school that stands in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from schoolprep.facts.days import zone_named
from schoolprep.facts.problem import KnownError, Problem
from schoolprep.facts.record import Value
from schoolprep.handover import heads
from schoolprep.rules.pack import Library
from schoolprep.store import ZONE, Key, School, Store, salt_of
from schoolprep.verdicts.grounds import Grounds

COPIES = "store.copies"
"""Setting of a school: False where no copy is kept by itself."""
TOLD_PASSPHRASE = "told_passphrase"
"""Setting of a school whose passphrase is no secret (the demo): the passphrase, for whoever is asked for it."""


def key_of(path: Path, secret: str) -> Key:
    """The key that a passphrase or a recovery code gives for a workspace: half a second by design, on any thread.

    Raises `WorkspaceError` where there is no workspace, `CallError` where nothing was typed.
    """
    return Key.of_secret(secret, salt_of(path))


def in_its_zone(school: School, library: Library) -> School:
    """The school with the time zone of its profile, where that has one of its own; else as it was."""
    profile = library.profiles.get(school.profile)
    if profile is None or not profile.zone or zone_named(profile.zone) == school.zone:
        return school
    return msgspec.structs.replace(school, settings={**school.settings, ZONE: profile.zone})


class WorkspaceDesk:
    """See the module. `changed` is told when the school is another."""

    def __init__(self, store: Store, grounds: Grounds, changed: Callable[[], None]) -> None:
        self._store = store
        self._grounds = grounds
        self._changed = changed

    @property
    def path(self) -> Path:
        """Where the file is."""
        return self._store.path

    @property
    def told(self) -> Sequence[Problem]:
        """What there is to say about how the file was found when it was opened."""
        return self._store.told

    def close(self) -> None:
        """Close the file; one file is left."""
        self._store.close()

    # -------------------------------------------------------------- the school

    @property
    def school(self) -> School:
        """The school and its settings."""
        return self._store.school

    def save_school(self, school: School) -> None:
        """Change the school's settings; everything is judged anew."""
        self._store.save_school(school)
        self._changed()

    def keep_setting(self, name: str, value: Value) -> None:
        """Keep a setting on which no verdict hangs; nobody is judged anew."""
        settings = {**self.school.settings, name: value}
        self._store.save_school(msgspec.structs.replace(self.school, settings=settings))

    # -------------------------------------------------------------- its key

    def opens(self, key: Key) -> bool:
        """Whether a key opens this file."""
        return key == Key.of_recovery_code(self.recovery_code())

    def change_passphrase(self, key: Key) -> None:
        """Put the file under another key: `Key.of_passphrase(new)`. The recovery code is a new one then.

        Backups made before keep the passphrase they had.
        """
        self._store.change_passphrase(key)
        self.tell_passphrase("")

    @property
    def told_passphrase(self) -> str:
        """The passphrase where it is no secret, else empty."""
        return str(self.school.settings.get(TOLD_PASSPHRASE, ""))

    def tell_passphrase(self, passphrase: str) -> None:
        """From now on tell it to whoever is asked for it; empty: nobody."""
        if passphrase != self.told_passphrase:
            self.keep_setting(TOLD_PASSPHRASE, passphrase)

    # -------------------------------------------------------------- copies by themselves

    @property
    def copies_itself(self) -> bool:
        """Whether a copy is kept every day it is worked with."""
        return self.school.settings.get(COPIES) is not False

    def keep_copy(self, *, again: bool = True) -> Path | None:
        """Keep the day's copy where the school wants any and there is something new; `again` False: one is enough.

        Nobody waits for it to be told: where it cannot be kept, the next opening says that the copies stopped.
        """
        if not self.copies_itself:
            return None
        try:
            return self._store.copy_of_the_day(again=again)
        except KnownError:
            return None

    def recovery_code(self) -> str:
        """The key in readable groups; who has it can open the file without the passphrase."""
        return self._store.recovery_code()

    # -------------------------------------------------------------- its soundness

    def verify(self) -> list[Problem]:
        """What is wrong with the file; none where all holds."""
        return self._grounds.verify() or [*heads.verify(self._store)]

    def anchor(self) -> str:
        """A short code of how the file stands, to be kept outside it: on a roster, in a backup's name."""
        return self._store.anchor()

    def holds(self, code: str) -> Problem | None:
        """What is wrong by a code that was taken of this file once; None where all that stood then stands."""
        return self._store.holds(code)

    def backup(self, to: Path | None = None) -> Path:
        """Write a consistent copy that the same passphrase opens, and say where it is; without `to` beside the file.

        Raises `CallError` where it cannot be put there, and `KnownError` for a full disk.
        """
        return self._store.backup(to)
