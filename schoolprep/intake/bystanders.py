"""Bystanders: who is named where nobody reads, beside words that speak of a sign or an illness (发热：王小明、李雪).

Sheets that are not taken in, the lines around a table, its rows that name nobody where their sheet asks for it, and
forms of one person whose answers were taken for headings. Of everybody on file whose name stands there it is unread:
whom it means is for a person to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from schoolprep.facts.blank import Blanks
from schoolprep.facts.mentions import Hearing, Mentions
from schoolprep.facts.record import Answers
from schoolprep.facts.unread import UnreadCell
from schoolprep.intake.columns import HeardTitle
from schoolprep.intake.overheard import asks_for_signs, kept_as, title_in, title_of
from schoolprep.intake.people import text
from schoolprep.intake.tables import Table, shown

_SHORTEST_NAME = 2
_LONGEST_LINE = 12
"""Signs of a line between others that is a heading of those under it (流感学生名单)."""
_SAYS = "："
_ASKED_OF = re.compile(
    r"姓\s*名|名字|\bname\b"
    r"|(?:妈妈?|爸爸?|父亲|母亲|奶奶|爷爷|外婆|外公|家长)\W*(?:\d[\d:：/\s-]*)?$|\d{1,2}[:：]\d{2}",
    re.IGNORECASE,
)
"""A line that asks for a name begins a form, and one with an hour or a parent's name a message: what stands under it is
about whom it names."""


class UnclaimedRows(NamedTuple):
    """Rows of a table that nobody reads, as places in its cells."""

    table: Table
    rows: Sequence[int]
    whole: bool = False
    """They are not taken in at all: what stands in one row belongs together."""
    columns: Mapping[int, str] | None = None
    """Only these columns, and what stands over each; None: all."""
    asking: bool = False
    """Of these only the ones that ask for a sign."""
    whose: int | None = None
    """The row that was taken for headings: where one of them is somebody's name, all is about them; else nothing."""


class Bystander(NamedTuple):
    """Somebody named where nobody reads, and what is said there."""

    subject: str
    table: Table
    cell: UnreadCell


def bystanders(
    unclaimed: Iterable[UnclaimedRows], people: Mapping[str, Answers], blanks: Blanks
) -> Iterator[Bystander]:
    """Everybody on file who is named in such rows. `people`: by subject."""
    kept = kept_as(blanks)
    if kept is None:
        return
    blank, field = kept
    hearing = Hearing(blanks).of(field)
    names = _Names(people)
    for one in unclaimed:
        for words, subjects, address in _heard(one, hearing, names):
            for subject in subjects:
                yield Bystander(subject, one.table, UnreadCell("", words, "", address, blank.id, heard=True))


class _Names:
    """Who bears each name; a single sign is no name to look for."""

    def __init__(self, people: Mapping[str, Answers]) -> None:
        self._people = people

    @cached_property
    def _bearers(self) -> Mapping[str, Sequence[str]]:
        found: dict[str, list[str]] = {}
        for subject, answers in self._people.items():
            name = text(answers, "name").strip()
            if len(name) >= _SHORTEST_NAME:
                found.setdefault(name, []).append(subject)
        return found

    @cached_property
    def _lengths(self) -> Sequence[int]:
        return sorted(set(map(len, self._bearers)), reverse=True)

    def within(self, said: str) -> Sequence[str]:
        """Everybody whose name stands in a text; of two that begin at one sign the longer one."""
        found: list[str] = []
        at = 0
        while at < len(said):
            size = next((n for n in self._lengths if said[at : at + n] in self._bearers), 0)
            found += self._bearers[said[at : at + size]] if size else ()
            at += size or 1
        return found

    def behind(self, said: str) -> str:
        """What stands behind the first name in a text; empty where there is none."""
        starts = (
            at for at in range(len(said)) if any(said[at : at + n] in self._bearers for n in self._lengths)
        )
        return said[next(starts, len(said)) :]

    def whole(self, said: str) -> Sequence[str]:
        """Everybody of whom a text is the name and nothing else."""
        return self._bearers.get(said, ())


_Heard = tuple[str, Sequence[str], str]
"""What speaks of a sign: its words, whom it names, its address."""


def _heard(one: UnclaimedRows, hearing: Mentions, names: _Names) -> Iterator[_Heard]:
    """What speaks of a sign. Rows that are not taken in belong together each; else a cell stands alone."""
    if one.whose is not None:
        return _in_form(one, one.whose, hearing, names)
    return _in_lines(one, hearing, names) if one.whole else _in_cells(one, hearing, names)


def _in_form(one: UnclaimedRows, whose: int, hearing: Mentions, names: _Names) -> Iterator[_Heard]:
    """What a form says of the one person who is named in it."""
    named = [who for cell in one.table.cells[whose] if (who := names.whole(shown(cell).strip()))]
    for row in one.rows if len(named) == 1 else ():
        line = _line(one.table, row)
        if hearing.of(line):
            yield line, named[0], one.table.address(0, one.table.row_number(row))


def _in_lines(one: UnclaimedRows, hearing: Mentions, names: _Names) -> Iterator[_Heard]:
    """What lines say of whom they name, or of whom the form above them asks; and their title of everybody."""
    table = one.table
    heads = _Heads(table, one.rows, hearing, names)
    title = heads.title
    lines = [(row, line, bool(hearing.of(line))) for row in one.rows if (line := _line(table, row))]
    if title is None and not any(speaks for _, _, speaks in lines):
        return
    asked: Sequence[str] = ()
    across: Mapping[int, Sequence[str]] = {}
    for row, line, speaks in lines:
        title = heads.title_from(row) or title
        if named := names.within(line):
            asked = named if _ASKED_OF.search(line) else ()
            across = _across(table, row, names) or across
        own = [*_in_row(table, row, hearing, names, across), *heads.under(row)]
        yield from own
        if speaks and not own:
            yield line, named or asked, table.address(0, table.row_number(row))
        elif title is not None:
            yield title.words, _but_for(named, own), title.cell


def _but_for(named: Sequence[str], own: Sequence[_Heard]) -> list[str]:
    """Those named in a line of whom no cell of it speaks itself."""
    told = {subject for _, subjects, _ in own for subject in subjects}
    return [subject for subject in named if subject not in told]


class _Heads:
    """What lines that name nobody say of the names under them: a heading of its column, a line alone of all."""

    def __init__(self, table: Table, rows: Sequence[int], hearing: Mentions, names: _Names) -> None:
        self._table = table
        self._names = names
        self._hearing = hearing
        self._over: dict[int, Mapping[int, str]] = {}
        self._alone: dict[int, HeardTitle] = {}
        over: Mapping[int, str] = {}
        for row in rows:
            cells = _written(table, row)
            speaking = {at: said for at, said in cells.items() if hearing.of(said)}
            if not speaking or any(map(names.within, cells.values())):
                self._over[row] = over
            elif len(cells) > 1:
                over = speaking
            elif row and (alone := self._said_alone(row, *cells.items())):
                self._alone[row] = alone
        several = bool(rows) and rows[0] == 0 and len(_written(table, 0)) > 1
        self._stand_first = several and any(True for row in self._over for _ in self.under(row))

    @property
    def title(self) -> HeardTitle | None:
        """What the first line, sheet or file say of everybody; a line of headings says nothing of them all."""
        if self._stand_first:
            return title_of(self._table, 0, self._hearing)
        return _title(self._table, self._hearing, self._names)

    def title_from(self, row: int) -> HeardTitle | None:
        """What a line that stands alone says of everybody from there on."""
        return self._alone.get(row)

    def under(self, row: int) -> Iterator[_Heard]:
        """The cells of a row that name somebody under a heading that speaks of a sign, and do not speak themselves."""
        over = self._over.get(row, {})
        for at, said in _written(self._table, row).items() if over else ():
            whom = self._names.within(said) if at in over and not self._hearing.of(said) else ()
            if whom:
                address = self._table.address(at, self._table.row_number(row))
                yield f"{over[at]}{_SAYS}{said}", whom, address

    def _said_alone(self, row: int, cell: tuple[int, str]) -> HeardTitle | None:
        at, said = cell
        if len(said) > _LONGEST_LINE:
            return None
        return title_in(said, self._table.address(at, self._table.row_number(row)), self._hearing)


def _written(table: Table, row: int) -> dict[int, str]:
    """What stands in the cells of a row that are not empty."""
    cells = ((at, shown(cell).strip()) for at, cell in enumerate(table.cells[row]))
    return {at: said for at, said in cells if said}


def _title(table: Table, hearing: Mentions, names: _Names) -> HeardTitle | None:
    """What a title says of everybody under it; a first line that speaks of somebody it named before is none."""
    title = title_of(table, 1, hearing)
    first = title is not None and title.cell and hearing.of(names.behind(_line(table, 0)))
    return title_of(table, 0, hearing) if first else title


def _across(table: Table, row: int, names: _Names) -> Mapping[int, Sequence[str]]:
    """Those whose names stand beside each other in a row, by column, as headings do; none where it is only one."""
    cells = ((at, names.whole(shown(cell).strip())) for at, cell in enumerate(table.cells[row]))
    found = {at: who for at, who in cells if who}
    return found if len(found) > 1 else {}


def _in_row(
    table: Table, row: int, hearing: Mentions, names: _Names, across: Mapping[int, Sequence[str]]
) -> Iterator[_Heard]:
    """What the cells of a row say, where each that speaks names somebody, or stands under their name."""
    cells = [(at, shown(cell).strip()) for at, cell in enumerate(table.cells[row])]
    spoken = [(at, said) for at, said in cells if said and hearing.of(said)]
    meant = [names.within(said) or across.get(at, ()) for at, said in spoken]
    if meant and all(meant):
        for (at, said), who in zip(spoken, meant, strict=True):
            yield said, who, table.address(at, table.row_number(row))


def _in_cells(one: UnclaimedRows, hearing: Mentions, names: _Names) -> Iterator[_Heard]:
    """What single cells say of whom they name: those that speak, and those under a heading that asks."""
    table = one.table
    asks = {at for at, over in (one.columns or {}).items() if asks_for_signs(over, hearing)}
    wanted = asks if one.asking else one.columns
    if wanted is not None and not wanted:
        return
    for row in one.rows:
        for at, cell in enumerate(table.cells[row]):
            said = shown(cell).strip() if wanted is None or at in wanted else ""
            if said and (at in asks or hearing.of(said)):
                yield said, names.within(said), table.address(at, table.row_number(row))


def _line(table: Table, row: int) -> str:
    return " ".join(filter(None, (shown(cell).strip() for cell in table.cells[row])))
