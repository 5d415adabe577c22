"""Drawing: people and a layout make a roster of plain cells, with title lines, counts and foot."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Literal, NamedTuple

from schoolprep import __version__
from schoolprep.facts import languages
from schoolprep.facts.file import Person, Stay
from schoolprep.facts.languages import Lang
from schoolprep.facts.problem import CallError, Series
from schoolprep.facts.school_order import person_key, unit_key
from schoolprep.facts.words import sentences
from schoolprep.loop.measure import TestState
from schoolprep.loop.stretch import Stretch
from schoolprep.loop.testing import Owing
from schoolprep.roster.column import RosterColumn
from schoolprep.roster.context import Context, RosterView
from schoolprep.roster.items import ITEMS, Item
from schoolprep.roster.layout import Layout, OrderName
from schoolprep.roster.masks import MASKS
from schoolprep.roster.registry import RosterCell, RosterRow, ValueOf
from schoolprep.roster.sheet_names import sheet_names
from schoolprep.roster.values import VALUES
from schoolprep.rules.outcome import OUTCOMES, Outcome
from schoolprep.verdicts.explain import moment
from schoolprep.verdicts.verdict import Case

RosterTone = Outcome | TestState


class DrawnColumn(NamedTuple):
    """A column as it is drawn: its heading in one language, and how its cells look."""

    levels: tuple[str, ...]
    """The heading from the top down; all but the last are shared with the neighbours that have them too."""
    width: float
    """As `RosterColumn.width`."""
    align: Literal["left", "center", "right"] = "left"
    wrap: bool = False
    kind: Literal["text", "number", "date"] = "text"
    toned: bool = False

    @property
    def heading(self) -> str:
        """The heading in one line."""
        return "/".join(self.levels)


class RosterSheet(NamedTuple):
    """One sheet of a roster."""

    sheet: str
    """A name that workbooks take."""
    title: str
    """What the sheet holds, unshortened: the class; empty where the roster is one sheet."""
    line: str
    """Day judged for, number of people, counts: the line under the title."""
    rows: list[tuple[RosterCell, ...]]
    tones: list[RosterTone]
    """For each row, what its toned columns are coloured by."""


class RosterSummary(NamedTuple):
    """The counts of every sheet, in front of a roster of several; the last row adds them up."""

    sheet: str
    headings: tuple[str, ...]
    rows: list[tuple[RosterCell, ...]]


class Roster(NamedTuple):
    """A drawn roster: plain cells and words in one language, ready for the screen or any file format.

    A date is ISO text (`2022-08-08`, `2022-08-08 07:30`) in a column of kind `date`; None is an empty cell.
    """

    id: str
    lang: Lang
    title_lines: tuple[str, ...]
    """The title with the school, then the day judged for and the counts of the whole."""
    columns: tuple[DrawnColumn, ...]
    groups: list[RosterSheet]
    summary: RosterSummary | None
    foot: tuple[str, ...]
    """Rules with document numbers, whom it was drawn from, by what it was made."""
    signatures: tuple[str, ...]
    landscape: bool
    frozen: int
    on: str
    """The moment judged for, in words."""
    nobody: str
    """What to write where a sheet has no row."""
    people: tuple[str, ...] = ()
    """The subjects of everybody who stands on it, each once; they are never drawn."""

    @property
    def headings(self) -> tuple[str, ...]:
        """Each column's heading in one line."""
        return tuple(column.heading for column in self.columns)


class _Line(NamedTuple):
    case: Case
    item: Item


def draw(layout: Layout, cases: Iterable[Case], context: Context) -> Roster:
    """Draw a roster of the people given, all of the school's; the layout and the class choose among them.

    Raises `CallError` where nobody is in `context.class_name`.
    """
    view, everybody = RosterView(context), list(cases)
    asked = _of_class(everybody, context.class_name)
    lines = _ordered(_chosen(layout, asked, view), layout.order, view)
    parts = _parts(layout, lines, view)
    columns = [column for column in layout.column if _is_drawn(column, lines, view)]
    values = [_masked(column, context.mask) for column in columns]
    names = sheet_names([*_front(parts, view), *(title or layout.title[view.lang] for title in parts)])
    offset = len(names) - len(parts)
    groups = [
        _group(name, title, part, values, view)
        for name, (title, part) in zip(names[offset:], parts.items(), strict=True)
    ]
    title = view.say("title", school=context.school, title=layout.title[view.lang])
    return Roster(
        id=layout.id,
        lang=view.lang,
        title_lines=(title, _count_line(lines, view)),
        columns=tuple(_drawn(column, view.lang) for column in columns),
        groups=groups,
        summary=_summary(names[0], parts, view) if offset else None,
        foot=tuple(_foot(layout, everybody, asked, lines, view)),
        signatures=tuple(view.say("sign", who=who[view.lang]) for who in layout.signature),
        landscape=layout.landscape,
        frozen=layout.frozen,
        on=moment(context.on, view.lang),
        nobody=view.word("nobody"),
        people=tuple(case.file.subject for case in _people(lines)),
    )


def _is_drawn(column: RosterColumn, lines: Sequence[_Line], view: RosterView) -> bool:
    """Whether a column stands on the roster: always, or where somebody has an answer (学号)."""
    read = VALUES[column.value]
    return not column.where_answered or any(read(RosterRow(0, one.case, one.item, view)) for one in lines)


def _drawn(column: RosterColumn, lang: Lang) -> DrawnColumn:
    levels = tuple(heading[lang] for heading in (*column.over, column.heading))
    return DrawnColumn(levels, column.width, column.align, column.wrap, column.kind, column.toned)


# --- whom --------------------------------------------------------------------------------------------------------


def _of_class(cases: list[Case], class_name: str | None) -> list[Case]:
    if class_name is None:
        return cases
    found = [case for case in cases if case.file.person.class_name == class_name]
    if not found:
        people = sorted((case.file.person for case in cases if case.file.person.class_name), key=unit_key)
        known = Series(dict.fromkeys(person.class_name or "" for person in people))
        raise CallError("roster.no-class", class_name=class_name, known=known or "—")
    return found


def _chosen(layout: Layout, cases: list[Case], view: RosterView) -> list[_Line]:
    select, items = layout.select, ITEMS[layout.source]
    return [
        _Line(case, item)
        for case in cases
        if not select.outcomes or case.verdict.outcome in select.outcomes
        for item in items(case, view, select.states)
    ]


# --- in what order -----------------------------------------------------------------------------------------------

_NEVER = 10**9
"""After every day."""


def _arrived(line: _Line, view: RosterView) -> int:
    at = isinstance(line.item, Stay) and (line.item.arrived or line.item.left)
    return at.earliest if at else _NEVER


def _starts(line: _Line, view: RosterView) -> int:
    if not isinstance(line.item, Stretch):
        return _NEVER
    at = line.item.link and line.item.link.starts
    return line.item.measure.starts if line.item.measure else at.day if at else _NEVER


def _due(line: _Line, view: RosterView) -> int:
    return line.item.days[0].on or 0 if isinstance(line.item, Owing) else _NEVER


def _earliest(line: _Line, view: RosterView) -> int:
    return line.case.verdict.may_return_on or _NEVER


def _unit_place(line: _Line, view: RosterView) -> Any:
    return unit_key(line.case.file.person)


def _place_in_unit(line: _Line, view: RosterView) -> Any:
    return person_key(line.case.file.person, view.context.order), line.case.file.subject


_ORDERS: dict[OrderName, Callable[[_Line, RosterView], Any]] = {
    "unit": _unit_place,
    "name": _place_in_unit,
    "arrived": _arrived,
    "starts": _starts,
    "due": _due,
    "earliest": _earliest,
}


def _ordered(lines: list[_Line], order: Sequence[OrderName], view: RosterView) -> list[_Line]:
    keys = [_ORDERS[name] for name in order]
    return sorted(lines, key=lambda line: tuple(key(line, view) for key in keys))


# --- on which sheets ---------------------------------------------------------------------------------------------


def _unit(person: Person, view: RosterView) -> str:
    """The sheet a person stands on: the class of a pupil, else what they are."""
    if person.counts_as == "student" and person.class_name:
        return person.class_name
    return view.word(f"staff-{person.counts_as or 'unknown'}")


def _parts(layout: Layout, lines: list[_Line], view: RosterView) -> dict[str, list[_Line]]:
    if not layout.group or not lines:
        return {"": lines}
    parts: dict[str, list[_Line]] = {}
    for line in sorted(lines, key=lambda line: unit_key(line.case.file.person)):
        parts.setdefault(_unit(line.case.file.person, view), []).append(line)
    return parts


def _front(parts: dict[str, list[_Line]], view: RosterView) -> list[str]:
    return [view.word("summary")] if len(parts) > 1 else []


def _group(
    sheet: str, title: str, lines: list[_Line], values: list[ValueOf], view: RosterView
) -> RosterSheet:
    rows, tones = [], []
    for number, line in enumerate(lines, 1):
        row = RosterRow(number, line.case, line.item, view)
        rows.append(tuple([read(row) for read in values]))
        tones.append(line.item.state if isinstance(line.item, Owing) else line.case.verdict.outcome)
    return RosterSheet(sheet, title, _count_line(lines, view), rows, tones)


def _masked(column: RosterColumn, mask: bool) -> ValueOf:
    read = VALUES[column.value]
    if not mask or not column.mask:
        return read
    hide = MASKS[column.mask]

    def hidden(row: RosterRow) -> RosterCell:
        cell = read(row)
        return hide(cell) if isinstance(cell, str) else cell

    return hidden


# --- what stands around it ---------------------------------------------------------------------------------------


def _counts(cases: Iterable[Case], view: RosterView, *, zeros: bool = True) -> str:
    counts = Counter(case.verdict.outcome for case in cases)
    return view.join(
        view.say("count", outcome=view.outcome(outcome), n=counts[outcome])
        for outcome in OUTCOMES
        if zeros or counts[outcome]
    )


def _people(lines: list[_Line]) -> list[Case]:
    """Each person once."""
    return list({line.case.file.subject: line.case for line in lines}.values())


def _count_line(lines: list[_Line], view: RosterView) -> str:
    people = _people(lines)
    several = len(lines) != len(people)
    parts = [
        view.say("judged-for", on=moment(view.on, view.lang)),
        view.say("rows", n=len(people), rows=len(lines)) if several else view.say("people", n=len(people)),
        _counts(people, view, zeros=False),
    ]
    return languages.of(view.lang).marks.columns.join(filter(None, parts))


def _summary(sheet: str, parts: dict[str, list[_Line]], view: RosterView) -> RosterSummary:
    headings = (view.word("summary-unit"), view.word("summary-people"), *map(view.outcome, OUTCOMES))
    rows: list[tuple[RosterCell, ...]] = [
        _summary_row(title, _people(lines)) for title, lines in parts.items()
    ]
    everybody = _people([line for lines in parts.values() for line in lines])
    return RosterSummary(sheet, headings, [*rows, _summary_row(view.word("summary-all"), everybody)])


def _summary_row(title: str, people: list[Case]) -> tuple[RosterCell, ...]:
    counts = Counter(case.verdict.outcome for case in people)
    return (title, len(people), *(counts[outcome] for outcome in OUTCOMES))


def _foot(
    layout: Layout, everybody: list[Case], asked: list[Case], lines: list[_Line], view: RosterView
) -> Iterable[str]:
    facts: dict[str, str | int] = {
        "all": len(asked),
        "n": len(_people(lines)),
        "counts": _counts(asked, view),
    }
    class_name = view.context.class_name
    if class_name is None:
        yield view.say("drawn-from", **facts)
    else:
        yield view.say("drawn-from-class", **facts, class_name=class_name, school_all=len(everybody))
    if layout.source == "stays":
        yield _travel_rest(asked, view)
    yield _rules(view)
    if view.context.mask and any(column.mask for column in layout.column):
        yield view.word("masked")
    anchor = view.context.anchor
    if anchor:
        yield view.say("made-by-of", version=__version__, anchor=anchor)
    else:
        yield view.say("made-by", version=__version__)


def _travel_rest(cases: list[Case], view: RosterView) -> str:
    """What a list of stays does not show: who declared none, and of whom nothing is known."""
    with_stays = sum(bool(case.file.stays) for case in cases)
    declared = sum(bool(case.file.no_travel) and not case.file.stays for case in cases)
    return view.say(
        "travel-rest", with_stays=with_stays, declared=declared, unknown=len(cases) - with_stays - declared
    )


def _rules(view: RosterView) -> str:
    packs = view.explain.rules.source.packs
    if not packs:
        return view.word("no-rules")
    told = (
        view.say(
            "rule" if pack.document.number else "rule-unnumbered",
            title=pack.title[view.lang],
            document=pack.document.number,
            since=pack.since.isoformat(),
        )
        for pack in packs
    )
    return view.say("rules", rules=sentences(told, view.lang))
