"""Restoring: a backup put in the place of a school's file, and what then differs from what stood there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from schoolprep.desk.workspace import key_of
from schoolprep.facts.problem import Filling, KnownError, Problem
from schoolprep.store import Act, Key, Store, Who, restore, workspace_of
from schoolprep.store.records.nouns import spoken

_EVERY_ACT = 10**9
_NAMED = 12
"""How many acts are named one by one."""


class Restored(NamedTuple):
    """What was done, and what differs."""

    path: Path
    key: Key
    """What opens it now."""
    told: Sequence[Problem]
    """Sentences: what the file holds now, where the one before is, and which acts only one of them has."""


def restore_backup(backup: Path, to: Path, secret: str | Key, who: Who) -> Restored:
    """Put a backup in the place of a workspace, or into a free one; what stood there is kept beside it.

    `secret`: the passphrase the backup was made under, or a key. Raises `WorkspaceError` for a backup that does not
    open or is damaged and for a workspace that is open, and `KnownError` for a full disk; then nothing was changed.
    """
    key = key_of(backup, secret) if isinstance(secret, str) else secret
    kept = restore(backup, to, key)
    now = _acts(to, key, who)
    records, last = sum(act.size for act in now), max((act.written for act in now), default="")
    facts: Mapping[str, Filling] = {
        "file": to.name,
        "backup": backup.name,
        "records": records,
        "written": spoken(last) or "—",
    }
    told = [Problem("store.restored", facts)]
    if kept is not None:
        told += [Problem("store.restored-kept", {"file": kept.name}), *_differences(now, kept, key, who)]
    return Restored(to, key, told)


def usual_place(backup: Path) -> Path | None:
    """The workspace a backup was made of, by its name; None where the name does not tell."""
    return workspace_of(backup)


def _differences(now: Sequence[Act], kept: Path, key: Key, who: Who) -> list[Problem]:
    try:
        before = _acts(kept, key, who)
    except KnownError:
        return [Problem("store.restored-unread", {"file": kept.name})]
    lost = _without(before, now)
    gained = _without(now, before)
    if not lost and not gained:
        return [Problem("store.restored-same")]
    return [*_told("store.restored-lost", lost), *_told("store.restored-gained", gained)]


def _without(these: Sequence[Act], others: Sequence[Act]) -> list[Act]:
    known = {act.id for act in others}
    return [act for act in these if act.id not in known]


def _told(code: str, acts: Sequence[Act]) -> list[Problem]:
    """One sentence for all of them, and one for each of the newest."""
    if not acts:
        return []
    records = sum(act.size for act in acts)
    since, until = spoken(acts[-1].written), spoken(acts[0].written)
    whole = Problem(code, {"acts": len(acts), "records": records, "since": since, "until": until})
    return [whole, *(_named(act) for act in acts[:_NAMED])]


def _named(act: Act) -> Problem:
    facts: Mapping[str, Filling] = {
        "written": spoken(act.written),
        "author": act.author,
        "about": act.about,
        "records": act.size,
    }
    return Problem("store.restored-act", facts)


def _acts(path: Path, key: Key, who: Who) -> list[Act]:
    with closing(Store.read(path, key, who)) as store:
        return store.acts(_EVERY_ACT)
