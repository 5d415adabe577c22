"""Outputs: the files a call writes: never over one that it reads, and what was there before is told."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from schoolprep.commands.call import Call
from schoolprep.facts.problem import CallError
from schoolprep.facts.words import say


def there_already(call: Call) -> list[Path]:
    """The files a call would write that stand there already. Raises `CallError` for one that it also reads."""
    read = [*getattr(call, "books", ()), *filter(None, (getattr(call, "file", None),))]
    written = [
        path for name in ("out", "receipt", "to") if isinstance(path := getattr(call, name, None), Path)
    ]
    for path in written:
        if any(_is_same(path, one) for one in read):
            raise CallError("cli.over-input", path=str(path))
    return [path for path in written if path.is_file()]


def _is_same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False  # one of them is not there


def tell_replaced(call: Call, files: Iterable[Path]) -> None:
    """Say which files were there before and are new now; on standard error, which JSON leaves free."""
    for path in files:
        print(say("cli.replaced", call.lang, path=str(path)), file=sys.stderr)
