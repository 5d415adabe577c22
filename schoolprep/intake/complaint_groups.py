"""Complaint groups: sheets with a line for each class, and for each complaint names, their number and what it is.

姓名, 人数, 具体情况说明 under 发热, under 咽痛流涕咳嗽, under 流感确诊 (DOMAIN §5.7): each group of columns is
statements about the people it names, in the class and on the day of its line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from schoolprep.intake.columns import SheetColumn
from schoolprep.intake.complaints import about, parts
from schoolprep.intake.layout import ColumnHead
from schoolprep.intake.sources import Cell, GivenOnce
from schoolprep.intake.vocabulary import Vocabulary


class Triple(NamedTuple):
    """One group: the blank its people are told about, its columns, and the heads it uses."""

    blank: str
    columns: tuple[SheetColumn, ...]
    heads: tuple[ColumnHead, ...]


def triples(heads: Sequence[ColumnHead], words: Vocabulary) -> Iterator[Triple]:
    """The groups of a header, in their order; none on other sheets."""
    groups: dict[str, list[tuple[str, ColumnHead]]] = {}
    for head in heads:
        group, part = parts("".join(head.levels))
        if group and part:
            groups.setdefault(group, []).append((part, head))
    for group, found in groups.items():
        each = dict(reversed(found))
        name, has = each.get("name"), about(group, words)
        if name is None or has is None:
            continue
        blank, field, writing = has
        columns = [
            SheetColumn(Cell(name.at), name.text, "name", who=True),
            SheetColumn(GivenOnce(writing, name.row, name.at), group, field),
        ]
        if remark := each.get("remark"):
            columns.append(SheetColumn(Cell(remark.at), remark.text, "remark"))
        yield Triple(blank, tuple(columns), tuple(head for _, head in found))
