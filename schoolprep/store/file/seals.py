"""Seals: whether the file's pages are as they were written; each carries an HMAC."""

from __future__ import annotations

from schoolprep.facts.problem import Problem
from schoolprep.store.file import look
from schoolprep.store.file.vault import Vault, bad_pages


def verify(vault: Vault) -> list[Problem]:
    """Broken seals and broken tables."""
    with vault.raw() as raw:
        broken = bad_pages(raw)
        if broken:
            return [look.damaged(vault.path, broken).problem]
        said = [text for (text,) in raw.execute("PRAGMA integrity_check").fetchall()]
    return [] if said == ["ok"] else [Problem("store.tables-damaged", {"count": len(said)})]
