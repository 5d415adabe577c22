"""Reading: the sheets of a workbook as the pack they were made from; a bad cell is told by sheet and cell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from schoolprep.facts import languages
from schoolprep.facts.kinds.base import Writing
from schoolprep.facts.problem import CallError
from schoolprep.facts.text import as_text
from schoolprep.intake.reading import read_tables
from schoolprep.intake.tables import Table
from schoolprep.rules.pack import Pack
from schoolprep.rules.pack.anatomy import Tree
from schoolprep.rules.pack.reading import explained
from schoolprep.rules.rule_table.cells import WrongCell, nested
from schoolprep.rules.rule_table.sheets import NUMBER

_SIGNS = (
    ("sources", "key"), ("says", "branch"), ("example", "on"), ("variant", "change{}"), ("transition", "how"),
)  # fmt: skip
"""The path by which a sheet is known; the one without any of them sets rules aside."""


class _Row(NamedTuple):
    """One row with what it says, and where each path stands, for telling what is wrong."""

    table: Table
    number: int
    columns: Mapping[str, int]
    tree: dict[str, Tree]

    def wrong(self, code: str, path: str, **facts: str) -> CallError:
        """What is wrong with the cell of a path, or with the row where none is its."""
        bare = {re.sub(r"(\[\]|\{\}|\?)$", "", name): column for name, column in self.columns.items()}
        steps = path.split(".")
        known = (".".join(steps[:length]) for length in range(len(steps), 0, -1))
        near = next((bare[name] for name in known if name in bare), None)
        if near is None:
            near = next((column for name, column in bare.items() if name.startswith(f"{path}.")), 0)
        cell = self.table.address(near, self.table.row_number(self.number))
        return CallError(code, file=self.table.file, sheet=self.table.sheet, cell=cell, key=path, **facts)


def read(path: Path) -> Pack:
    """The pack of a workbook. Raises `CallError` with sheet and cell."""
    front: list[_Row] = []
    rules: list[_Row] = []
    others: dict[str, list[_Row]] = {name: [] for name in (*(what for what, _ in _SIGNS), "lift")}
    for table in read_tables(path):
        own = list(_first_sheet(table))
        front += own
        for row in () if own else _rows(table):
            (rules if "kind" in row.tree else others[_what(row)]).append(row)
    if not front:
        raise CallError("table.no-pack", file=path.name)
    return _pack(front, rules, others)


def _what(row: _Row) -> str:
    paths = row.columns
    for what, path in _SIGNS:
        if path in paths:
            return what
    return "lift"


def _first_sheet(table: Table) -> Iterator[_Row]:
    """The sheet of the pack itself: every row a path and a value."""
    at = _header(table, "path", "value")
    if at is None:
        return
    head = _texts(table.cells[at])
    where, value = head.index("path"), head.index("value")
    for number, cells in enumerate(table.cells[at + 1 :], at + 1):
        name = _texts(cells)[where] if where < len(cells) else ""
        if name and value < len(cells):
            yield _row(table, number, {name: value})


def _rows(table: Table) -> Iterator[_Row]:
    at = _header(table, NUMBER)
    if at is None:
        return
    columns = {name: column for column, name in enumerate(_texts(table.cells[at])) if name}
    for number, cells in enumerate(table.cells[at + 1 :], at + 1):
        if any(text for text in _texts(cells)):
            yield _row(table, number, columns)


def _row(table: Table, number: int, columns: Mapping[str, int]) -> _Row:
    cells = table.cells[number]
    own: dict[str, Writing] = {
        path: cells[column] for path, column in columns.items() if column < len(cells) and path != NUMBER
    }
    row = _Row(table, number, columns, {})
    for column in columns.values():
        if (number, column) in table.flags:
            raise row.wrong("table.doubtful", next(path for path, at in columns.items() if at == column))
    try:
        tree = nested(own)
    except WrongCell as wrong:
        raise row.wrong(wrong.args[1], re.sub(r"(\[\]|\{\}|\?)$", "", wrong.args[0])) from wrong
    place = cells[columns[NUMBER]] if NUMBER in columns and columns[NUMBER] < len(cells) else None
    return row._replace(tree=tree | ({NUMBER: place} if isinstance(place, int | float) else {}))


def _header(table: Table, *signs: str) -> int | None:
    """The row of paths: the first with these signs among its cells."""
    rows = enumerate(table.cells[:40])
    return next((at for at, cells in rows if set(signs) <= set(_texts(cells))), None)


def _texts(cells: Sequence[Writing]) -> list[str]:
    return [cell.strip() if isinstance(cell, str) else "" if cell is None else str(cell) for cell in cells]


# ---------------------------------------------------------------- the pack


def _pack(front: list[_Row], rules: list[_Row], others: Mapping[str, list[_Row]]) -> Pack:
    tree: dict[str, Tree] = {}
    for row in front:
        tree = _joined(tree, row.tree)
    tree["document"] = {"number": ""} | tree.get("document", {})
    sources: dict[str, Tree] = {}
    for row in others["sources"]:
        said = _said(row)
        key = str(said.pop("key", ""))
        named = said.get("title", {})
        sources[key] = said | ({"title": named["bare"]} if "bare" in named else {})
    tree |= {"sources": sources} if sources else {}
    transitions = _sorted(others["transition"])
    made = {
        "rule": [_with_examples(row, others) for row in _sorted(rules)],
        "transition": [_said(row) | _own(others["example"], of=row.tree.get("of")) for row in transitions],
        "lift": [_said(row) for row in _sorted(others["lift"])],
    }
    tree |= {name: value for name, value in made.items() if value or name == "rule"}
    try:
        return msgspec.convert(tree, Pack, strict=False, dec_hook=as_text)
    except msgspec.ValidationError as wrong:
        raise _at(
            wrong, tree, front, {**others, "rule": _sorted(rules), "transition": transitions}
        ) from wrong


def _joined(one: Tree, other: Tree) -> Tree:
    if not isinstance(one, dict) or not isinstance(other, dict):
        return other
    return one | {name: _joined(one.get(name), value) for name, value in other.items()}


def _said(row: _Row, *without: str) -> dict[str, Tree]:
    return {name: value for name, value in row.tree.items() if name not in (NUMBER, *without)}


def _sorted(rows: list[_Row]) -> list[_Row]:
    """By their number; rows without one come last, as they stand."""
    return sorted(rows, key=lambda row: float(row.tree.get(NUMBER, "inf")))


def _with_examples(row: _Row, others: Mapping[str, list[_Row]]) -> dict[str, Tree]:
    key = row.tree.get("id")
    variants = [one for one in _sorted(others["variant"]) if one.tree.get("rule") == key]
    made = [
        _said(one, "rule") | _own(others["example"], rule=key, variant=one.tree.get("id")) for one in variants
    ]
    says = {
        str(one.tree["branch"]): _said(one, "rule", "branch")
        for one in _sorted(others["says"])
        if one.tree.get("rule") == key and "branch" in one.tree
    }
    own = _own(others["example"], rule=key)
    return _said(row) | {"says": says} | own | ({"variant": made} if made else {})


def _belonging(rows: list[_Row], **to: Tree) -> list[_Row]:
    wanted = {"rule": None, "variant": None, "of": None} | to
    return [
        row for row in _sorted(rows) if all(row.tree.get(name) == value for name, value in wanted.items())
    ]


def _own(rows: list[_Row], **to: Tree) -> dict[str, Tree]:
    found = [{"records": [], **_said(row, "rule", "variant", "of")} for row in _belonging(rows, **to)]
    return {"example": found} if found else {}


# ---------------------------------------------------------------- what is wrong


def _at(
    wrong: msgspec.ValidationError, tree: Tree, front: list[_Row], rows: Mapping[str, list[_Row]]
) -> CallError:
    """The cell a refused value came from."""
    code, steps, inner, facts = explained(wrong)
    row, rest = _row_at(steps, tree, front, rows)
    path = ".".join((*rest, inner) if inner else rest)
    return row.wrong(code.replace("rules.", "table."), path, **facts)


def _row_at(
    steps: Sequence[str], tree: Tree, front: list[_Row], rows: Mapping[str, list[_Row]]
) -> tuple[_Row, Sequence[str]]:
    """The row a path leads into, and the rest of the path inside it."""
    place = int(steps[1]) if len(steps) > 1 and steps[1].isdigit() else 0
    if steps[:1] == ["sources"]:
        rest = list(steps[2:])
        return _lacking(rows["sources"], rows["sources"][0], *rest[:1]), rest
    if steps[:1] and steps[0] in ("rule", "transition", "lift"):
        row = rows[steps[0]][place]
        return _inside(row, steps, tree, rows, key={"rule": "rule", "transition": "of"}.get(steps[0], ""))
    name = steps[0] if steps else "id"
    return next((row for row in front if name in row.tree), front[0]), list(steps) or ["id"]


def _lacking(rows: Sequence[_Row], otherwise: _Row, part: str = "") -> _Row:
    """The row with a text in one language only: of a mapping the refusal does not say which entry it means."""
    texts = ((row, row.tree.get(part, {}) if part else row.tree) for row in rows)
    return next((row for row, text in texts if len(text.keys() & languages.beside()) == 1), otherwise)


def _inside(
    row: _Row, steps: Sequence[str], tree: Tree, rows: Mapping[str, list[_Row]], key: str
) -> tuple[_Row, Sequence[str]]:
    """The row of a rule, or of the example or variant of it that a path leads into."""
    own = {key: row.tree.get("id" if key == "rule" else "of")} if key else {}
    rest = list(steps[2:])
    if rest[:1] == ["says"] and len(rest) > 1:
        said = [one for one in rows["says"] if one.tree.get("rule") == row.tree.get("id")]
        return _lacking(said, row), rest[2:]
    if rest[:1] == ["variant"] and len(rest) > 1:
        found = [one for one in _sorted(rows["variant"]) if one.tree.get("rule") == own.get("rule")]
        row, rest = found[int(rest[1])], rest[2:]
        own["variant"] = row.tree.get("id")
    if rest[:1] == ["example"] and len(rest) > 1:
        return _belonging(rows["example"], **own)[int(rest[1])], rest[2:]
    return row, rest
