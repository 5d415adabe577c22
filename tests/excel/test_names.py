"""Whatever writes a file refuses a name that Windows would take for something else, in a sentence, and writes nothing.

What the window offers is no such name by its type: `Asking.save_file` takes a `FileName`, which only `file_name` makes.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from pkgutil import resolve_name
from types import GeneratorType
from typing import Any

import pytest

from schoolprep.__main__ import WRITERS
from schoolprep.facts import naming
from schoolprep.facts.naming import better_name
from schoolprep.facts.problem import KnownError
from schoolprep.facts.steps import finish
from schoolprep.intake.returned import ReturnedBook
from schoolprep.store import Key, School, Store, Who, restore

NAMES = [
    "班级1:2",
    "CON",
    "名单.xlsx.",
    "名单.xlsx ",
    "班" * 260,
    'a"b',
    "a?b",
    "a*b",
    "a<b",
    "a>b",
    "a|b",
    "aux.xlsx",
]

Write = Callable[[Path], object]


def _writers(store: Store) -> dict[str, Write]:
    """All that writes a file whose name a person has typed."""
    found: dict[str, Write] = {}
    for name, where in WRITERS.items():
        write = resolve_name(where)
        found[name] = _at(write, {"save": 0, "write_phone_form": 2}.get(name, 1))
    found |= {
        "backup": store.backup,
        "restore": lambda out: restore(store.path, out, Key.random()),
        "new": lambda out: Store.create(
            out, Key.random(), School(name="", region="", profile=""), Who("", "")
        ),
    }
    return found


def _at(write: Callable[..., Any], place: int) -> Write:
    """The writer as of the place alone: it has to refuse before it looks at what it would write."""

    def called(out: Path) -> None:
        given: list[object] = [None, None, None]
        given[place] = out
        made = write(*given[: write.__code__.co_argcount])
        if isinstance(made, GeneratorType):
            finish(made)

    return called


@pytest.mark.parametrize("writer", [*WRITERS, "backup", "restore", "new"])
def test_no_writer_takes_a_name_that_no_disk_keeps(
    writer: str, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(naming, "_WINDOWS", True)
    folder, write = store.path.parent, _writers(store)[writer]
    before = sorted(folder.iterdir())
    for name in NAMES:
        with pytest.raises(KnownError) as told:
            write(folder / name)
        assert told.value.problem.code == "store.other-name", name
        instead = str(told.value.problem.facts["instead"])
        assert instead and better_name(instead) is None
    assert sorted(folder.iterdir()) == before


@pytest.mark.parametrize("sender", [*NAMES, "1/2班/名单", "..", "👩‍🏫" * 60, "\u202exslx.名单"])
def test_what_goes_back_beside_what_went_back_before_has_its_own_name(sender: str, tmp_path: Path) -> None:
    book = ReturnedBook(f"包.zip/{sender}.xls", (), epoch_1904=False)
    for _ in range(3):
        out = book.path_in(tmp_path, "待更正")
        assert out.parent == tmp_path and better_name(out.name) is None
        out.touch()
    assert len(list(tmp_path.iterdir())) == 3
