"""Planted secrets: a thousand texts in records of two workspaces; none stands in clear in what they leave behind."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

import pytest

from schoolprep.desk import Desk
from schoolprep.facts.record import Answers, Entry
from tests.handover_school import Hands, brought, school_of, subject

_NAME = "王小明"
_MARK = "别人看不得的字条"
"""Every one of them begins so."""


def planted(many: int) -> list[str]:
    """Texts that stand nowhere by chance."""
    return [f"{_MARK}{number:04}" for number in range(many)]


def _stay(secret: str) -> Answers:
    day = (date(2020, 1, 1) + timedelta(int(secret.removeprefix(_MARK)))).isoformat()
    return {"place": "460203", "detail": secret, "arrived": day, "left": day}


def _filed(desk: Desk, secrets: Iterable[str]) -> None:
    who = subject(desk, _NAME)
    desk.filing.append(Entry(blank="travel", subject=who, answers=_stay(one)) for one in secrets)


def test_nothing_stands_in_clear_but_what_was_exported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temp, home = tmp_path / "temp", tmp_path / "home"
    for folder in (temp, home):
        folder.mkdir()
    for name, folder in {"TMPDIR": temp, "HOME": home, "XDG_DATA_HOME": home, "XDG_CACHE_HOME": home}.items():
        monkeypatch.setenv(name, str(folder))
    secrets = planted(1_000)
    hands = school_of(tmp_path)
    _filed(hands.principal, secrets[:500])
    wang = hands.colleague("王老师", "class-teacher", "七年级1班")
    given = [str((one.answers or {}).get("detail")) for one in wang.people.records(subject(wang, _NAME))]
    assert set(secrets[:500]) <= set(given)
    _filed(wang, secrets[500:])
    wang.filing.save_draft("d", secrets[-1].encode())
    _handed_on(hands, wang)
    for desk in (wang, hands.principal):
        desk.workspace.keep_copy()
        desk.workspace.backup()
        desk.close()
    assert [path.name for path in tmp_path.rglob("*") if path.is_file() and _stands(path)] == []
    (tmp_path / "export").write_text(secrets[3], "utf-8")
    assert _stands(tmp_path / "export"), "the search is not blind"


def _handed_on(hands: Hands, wang: Desk) -> None:
    assert hands.handed_over(wang).merged >= 500
    hands.returned(wang)
    hands.principal.handover.acknowledge(hands.folder / "back")
    brought(hands.principal, hands.folder)


def _stands(path: Path) -> bool:
    """Whether any of them stands there, in either of the two writings programs keep texts in."""
    content = path.read_bytes()
    return any(_MARK.encode(writing) in content for writing in ("utf-8", "utf-16-le"))
