"""Paste: text from the clipboard (Excel and WPS write it with tabs and quotes) as cells, and where they go."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from schoolprep.facts.kinds import name_key
from schoolprep.grid import GridPlace

Block = list[list[str]]


class Fit(NamedTuple):
    """A block laid on the sheet."""

    cells: dict[GridPlace, str]
    rows_over: int = 0
    """Lines of the block behind the last person."""
    columns_over: int = 0
    """Columns of the block behind the last column."""
    by_name: bool = False
    """Its first column names people, and each line went to the person it names."""
    strangers: tuple[str, ...] = ()
    """Names in it that are not on the sheet, or twice: their lines went nowhere."""


def read(text: str) -> Block:
    """The cells of a text: a tab between cells, a line break between lines, quotes round a cell that holds either."""
    block: Block = [[]]
    at, size = 0, len(text)
    while at <= size:
        cell, at = _quoted(text, at) if text[at : at + 1] == '"' else _plain(text, at)
        block[-1].append(cell)
        sign = text[at : at + 1]
        if sign == "\t":
            at += 1
            continue
        at += 2 if text[at : at + 2] == "\r\n" else 1
        if at >= size:
            break
        block.append([])
    return block


def _plain(text: str, at: int) -> tuple[str, int]:
    end = min((found for sign in "\t\r\n" if (found := text.find(sign, at)) >= 0), default=len(text))
    return text[at:end].strip(), end


def _quoted(text: str, at: int) -> tuple[str, int]:
    """A cell in quotes, doubled quotes inside; what only begins with a quote is an ordinary cell."""
    end = at + 1
    while (end := text.find('"', end)) >= 0:
        if text[end + 1 : end + 2] == '"':
            end += 2
            continue
        if text[end + 1 : end + 2] in ("", "\t", "\r", "\n"):
            return text[at + 1 : end].replace('""', '"').replace("\r\n", "\n").strip(), end + 1
        break
    return _plain(text, at)


def write(block: Sequence[Sequence[str]]) -> str:
    """A block as text for the clipboard; `read` gives it again."""
    return "\n".join("\t".join(map(_cell, line)) for line in block)


def _cell(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if any(sign in text for sign in '\t\r\n"') else text


def fit(block: Block, at: GridPlace, names: Sequence[str], columns: int) -> Fit:
    """Lay a block on the sheet from a cell on; one whose first column names people goes by the names."""
    people = _by_name(block, names)
    if people is not None:
        lines = [(row, line[1:]) for row, line in zip(people, block, strict=True) if row is not None]
        strangers = tuple(line[0] for row, line in zip(people, block, strict=True) if row is None and line[0])
        cells, over = _laid(lines, at.column, columns)
        return Fit(cells, 0, over, True, strangers)
    lines = [(at.row + down, line) for down, line in enumerate(block) if at.row + down < len(names)]
    cells, over = _laid(lines, at.column, columns)
    return Fit(cells, len(block) - len(lines), over)


def _laid(
    lines: Sequence[tuple[int, Sequence[str]]], first: int, columns: int
) -> tuple[dict[GridPlace, str], int]:
    cells = {
        GridPlace(row, first + across): text
        for row, line in lines
        for across, text in enumerate(line)
        if first + across < columns
    }
    return cells, max((first + len(line) - columns for _, line in lines), default=0) if lines else 0


def _by_name(block: Block, names: Sequence[str]) -> list[int | None] | None:
    """Which person each line names; None where the first column is no column of names.

    A name borne by two, or pasted twice, names nobody.
    """
    keys = [name_key(name) for name in names]
    said = [name_key(line[0]) if line and len(line) > 1 else "" for line in block]
    if not any(said) or sum(one in keys for one in said) * 2 <= len(said):
        return None
    return [keys.index(one) if keys.count(one) == 1 and said.count(one) == 1 else None for one in said]
