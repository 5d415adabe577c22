"""Long cells: 30,000 signs of everything, read as an answer of every field; run as a program within a limit of time."""

from __future__ import annotations

import resource
import sys
from collections.abc import Iterator
from datetime import date
from itertools import islice

from schoolprep.facts import blank, kinds
from schoolprep.facts.divisions import load
from schoolprep.facts.kinds import Frame

_EVERY = 9
"""Of these cells each kind is given every ninth, another ninth than the kind before."""
SIGNS = 30_000
"""About as many as a cell of a workbook can hold."""
_UNITS = (
    *" \u3000\n\t年月日号点时分:：-/.,、;；()（）[]<>\"'·•?*#%+~～|_=&@0189aAhTxX",
    *"中区市省县乡村镇州号男是否无有阴阳绿\u200b\ufffd\U00020000",
    "(除", "到", "2022年", "08:", "8.", "1、", "否 ", "高一", "区 ", "省市", "am ", "36.", "自治州", "- ", "同上",
    "回族", "族自治县", "99999",
)  # fmt: skip
_BEFORE = ("", "2022-08-08 08:30", "8月8日", "08:30", "36.5", "山西省运城市", "无", "1")
_BEHIND = ("", "x", "年", ")")


def long_cells() -> Iterator[str]:
    """Cells of so many signs, between different beginnings and ends."""
    for at, unit in enumerate(_UNITS):
        much = (unit * SIGNS)[:SIGNS]
        yield much
        for turn, before in enumerate(_BEFORE):
            yield before + much + _BEHIND[(at + turn) % len(_BEHIND)]


def one_of_each_kind() -> list[blank.Field]:
    """Of each kind of answer a field."""
    fields = {field.kind: field for one in blank.load().values() for field in one.field}
    return list(fields.values())


def read_all() -> None:
    """Such cells as every kind of answer."""
    frame = Frame(load(), "140802", filled_on=date(2022, 8, 8), typed=True)
    for at, field in enumerate(one_of_each_kind()):
        for cell in islice(long_cells(), at % _EVERY, None, _EVERY):
            kinds.read(field, cell, frame)


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CPU, (int(sys.argv[1]), int(sys.argv[1])))
    read_all()
