"""Match: which blanks a sheet answers, and which column answers which field.

The sheet's name is asked first, then its headings; what a person said or what was remembered of the same layout goes
before both. One sheet may answer several blanks (a survey), hold several people's blocks side by side, or a column
for each day: each becomes a `Matched` of its own over the same cells.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain
from typing import Literal, NamedTuple

from schoolprep.facts.blank import Blank
from schoolprep.facts.kinds.base import Frame, Writing
from schoolprep.facts.problem import Filling, Problem, Series
from schoolprep.intake.choices import (
    CLASS,
    DAY,
    DAY_ORDER,
    HOUR,
    NO_HEADER,
    NOT_USED,
    TRAVEL_SINCE,
    Choices,
    How,
    LayoutChoice,
)
from schoolprep.intake.class_form import class_form, matched
from schoolprep.intake.columns import SAYS_WHO, WHO, WHO_FIRST, IntakeNotice, Matched, SheetColumn, SheetLack
from schoolprep.intake.complaint_groups import triples
from schoolprep.intake.complaints import parts
from schoolprep.intake.composed import Gathered
from schoolprep.intake.given import given_for
from schoolprep.intake.guess import Guess, below_days, guess, shown_by_cells
from schoolprep.intake.hours import SheetHours
from schoolprep.intake.layout import (
    HEADER_LEVELS,
    HEADER_WITHIN,
    ColumnHead,
    SheetHeader,
    column_keys,
    lay_out,
)
from schoolprep.intake.overheard import listening, our_own
from schoolprep.intake.person_columns import (
    count_within_class,
    together,
    with_numbers_named_otherwise,
    with_people_called_otherwise,
    without_half_names,
    without_others,
)
from schoolprep.intake.sheet_days import SheetDays
from schoolprep.intake.sources import Cell, GivenOnce, SpokenOf
from schoolprep.intake.stays import StayColumns
from schoolprep.intake.tables import Table, column_letters, shown
from schoolprep.intake.template import Template, template_of
from schoolprep.intake.unheaded import lay_out_unheaded
from schoolprep.intake.vocabulary import Vocabulary, field_at, target

_PEOPLE = 3
"""A sheet of another blank with so many columns that only describe people (sex, telephone, home) is a sheet of people
as well; with fewer they are what a laboratory writes beside a name, and invent nobody."""
_BLOCK = 3
"""So many headings that only describe people must repeat side by side to be blocks: two could be a pupil's name and
telephone and then a parent's."""

_PUPILS_OWN = frozenset({"name", "number", "register_no", "class_name", "grade"})
"""What only a pupil has: a pair of these is no parent's."""

Certainty = Literal["certain", "likely", "guessed", ""]
"""`certain` columns are used. `likely` and `guessed` ones are shown and wait for a person's word; empty: not known."""
By = Literal["heading", "joined", "content", "near", "sheet", "template", "remembered", "person", ""]
"""What a meaning rests on: the heading, headings joined over several rows, the cells, words inside the heading, the
sheet's name or title, what the tool is known to write, an earlier file of the same layout, a person."""


class Use(NamedTuple):
    """A column of a sheet and what it is taken for, or might be; see `schoolprep.intake.sheets`."""

    head: ColumnHead
    key: str
    targets: tuple[str, ...]
    certainty: Certainty
    by: By
    others: tuple[str, ...] = ()


class MatchedSheets(NamedTuple):
    """A sheet as it was understood; `sheets` is empty and `notice` says why where it is not taken in."""

    table: Table
    layout: SheetHeader | None
    uses: tuple[Use, ...]
    sheets: tuple[Matched, ...]
    notice: IntakeNotice | None
    hour: GivenOnce | None = None
    """The hour the sheet gives once, where one of its headings leaves it open."""
    template: Template | None = None
    """The tool's layout that it is known to have."""


def match(table: Table, words: Vocabulary, frame: Frame, choices: Choices | None = None) -> MatchedSheets:
    """What a sheet answers, or why it is not taken in."""
    choices = choices or Choices()
    if table.hidden:
        seen = lay_out(table, words, frame) if table.cells else None
        return MatchedSheets(table, seen, (), (), _not_taken(table, "intake.hidden-sheet"))
    if not table.cells:
        return MatchedSheets(table, None, (), (), _not_taken(table, "intake.empty-sheet"))
    said = choices.headers.get(table.place)
    header = _index_of(table, said) if said is not None else None
    none = said == NO_HEADER
    headed = None if none else lay_out(table, words, frame, header)
    layout = headed or lay_out_unheaded(table, words, frame, said=none)
    named = words.blank_named(table.sheet)
    if layout is not None:
        found = _found(table, layout, words, choices, frame)
        if found.sheets or layout.bottom >= layout.top:
            return found
        return found._replace(notice=_not_taken(table, "intake.unheaded"))
    unknown = MatchedSheets(
        table, None, (), (), _not_taken(table, "intake.no-header" if named else "intake.unknown-sheet")
    )
    return (
        _by_content(table, words, frame, choices) or _without_header(table, words, frame, choices) or unknown
    )


def _by_content(table: Table, words: Vocabulary, frame: Frame, choices: Choices) -> MatchedSheets | None:
    """A sheet of which no heading is known, shown for a person to say what its columns are.

    Its header is the row that a tool is known to write, or of which one was told so in an earlier file, else the
    first that could be one. Without a person's word nothing of that is taken in.
    """
    told = choices.remembered.keys() | choices.layouts.keys()
    found = None
    for row, line in enumerate(table.cells[: min(HEADER_WITHIN, len(table.cells) - 1)]):
        if not _may_be_headings(line):
            continue
        known = template_of(line, choices.templates) is not None
        layout = lay_out(table, words, frame, row) if told or known or found is None else None
        if layout is not None and (known or layout.key in told):
            return _found(table, layout, words, choices, frame)
        found = found or layout
    shown = _found(table, found, words, choices, frame) if found is not None else None
    return shown if shown is not None and not shown.sheets else None


def _without_header(table: Table, words: Vocabulary, frame: Frame, choices: Choices) -> MatchedSheets | None:
    """The same where no row could be a header: its first row is somebody, or nothing, and each column is asked for."""
    layout = lay_out_unheaded(table, words, frame, said=True)
    return None if layout is None else _found(table, layout, words, choices, frame)


def _may_be_headings(line: Sequence[Writing]) -> bool:
    written = [cell for cell in line if cell not in (None, "")]
    return len(written) > 1 and all(isinstance(cell, str) for cell in written)


def _found(
    table: Table, layout: SheetHeader, words: Vocabulary, choices: Choices, frame: Frame
) -> MatchedSheets:
    """A sheet whose header is known, and the tool that wrote it."""
    matching = _Match(table, layout, words, choices, frame)
    return matching.found()._replace(template=matching.template)


def _over(
    template: Template | None, said: LayoutChoice, keys: Mapping[int, str], layout: SheetHeader
) -> LayoutChoice:
    """What was said of a layout, over what the tool that wrote it is known to write."""
    if template is None:
        return said
    columns = template.targets({keys[head.at]: head.text for head in layout.heads})
    return said.over(LayoutChoice(columns=columns, given=dict(template.given)))


def _index_of(table: Table, number: int) -> int | None:
    return next((at for at in range(len(table.cells)) if table.row_number(at) == number), None)


class _Match:
    """One sheet while its columns are understood."""

    def __init__(
        self, table: Table, layout: SheetHeader, words: Vocabulary, choices: Choices, frame: Frame
    ) -> None:
        self._frame = frame
        self._layout = layout = below_days(table, layout, words)
        self._words = words
        self._choices = choices
        self._blanks = words.blanks
        self._keys = column_keys(layout.heads)
        self.template = template_of((head.text for head in layout.heads), choices.templates)
        if self.template is not None and self.template.gone:
            named = [(head.at, head.text) for head in layout.heads]
            table = self.template.without_gone(table, layout.bottom + 1, named)
        self._table = table
        self._said: LayoutChoice = _over(self.template, choices.about(layout.key), self._keys, layout)
        self._given = given_for(choices, table, layout.key, self._said.given)
        told = self._given.source(HOUR, layout.hour)
        worked_out = frozenset(
            head.at
            for head in layout.heads
            if self.template and self.template.works_out(head.text) and not self._is_said(head)
        )
        decided = worked_out | frozenset(filter(self._is_said_at, self._keys))
        self._hours = SheetHours(layout, words, told, decided, table)
        over = shown_by_cells(layout.heads, table, layout.bottom + 1, words)
        heads = [head._replace(fields={}) if head.at in worked_out else self._decided(head) for head in over]
        heads = with_people_called_otherwise(heads, table, layout.bottom + 1, decided)
        heads = without_others(heads, table, layout.bottom + 1, decided)
        heads = without_half_names(heads, words, table, layout.bottom + 1, decided)
        self._heads = with_numbers_named_otherwise(heads, words, table, layout.bottom + 1, decided)
        self._days = SheetDays(table, layout, self._blanks, frame, self._given)
        since = self._given.source(TRAVEL_SINCE, None)
        self._stays = StayColumns(table.cells[layout.bottom + 1 :], words, self._days, since)
        self._gathered = Gathered(
            table, layout._replace(heads=tuple(self._heads)), self._stays, self._given, decided
        )
        self._form = class_form(layout, words.class_forms)
        self._ours = our_own(self._heads, words) | worked_out
        self._passed = self._ours | {head.at for head in self._heads if head.at in self._hours}
        self._has_names = any(head.certain and head.fields.get("person") == "name" for head in self._heads)

    def found(self) -> MatchedSheets:
        """Which blanks the sheet answers."""
        if self._said.left_out:
            return self._not_found("intake.left-out-sheet")
        if self._form is not None:
            form = matched(
                self._form, self._table, self._layout, self._blanks, self._frame, given=self._given
            )
            sheets = list(form)
            return MatchedSheets(
                self._table,
                self._layout,
                self._uses(sheets),
                tuple(listening(sheets, self._layout, self._words, self._passed)),
                None,
            )
        sheets = self._triples()
        primary = self._primary()
        problem: IntakeNotice | None = None
        if isinstance(primary, IntakeNotice):
            problem = primary
        else:
            for made in self._of_people(primary):
                if isinstance(made, Matched):
                    sheets.append(made)
                else:
                    problem = made
        if not sheets:
            why = problem or self._not_taken("intake.unknown-sheet")
            return MatchedSheets(self._table, self._layout, self._uses(()), (), why)
        uses = self._uses(sheets)
        sheets[0] = sheets[0]._replace(notices=(*self._unused(uses), *self._unheaded()))
        return MatchedSheets(
            self._table,
            self._layout,
            uses,
            tuple(listening(sheets, self._layout, self._words, self._passed)),
            None,
            self._hours.told,
        )

    def _of_people(self, primary: Blank) -> Iterator[Matched | IntakeNotice]:
        """What each block of people answers."""
        found = self._blocks()
        blocks, shared = len(found), [head for head in found[0] if all(head in block for block in found)]
        for block in found:
            own = tuple(head.at for head in block if blocks > 1 and head not in shared)
            several = list(self._parts(primary, block))
            for part in several:
                made = self._matched(*part)
                if isinstance(made, Matched) and made.blank.id == "person" and len(several) > 1:
                    # what is remarked beside a test is no other remark about the person
                    made = made._replace(how={"remark": "append", **made.how})
                yield made._replace(own=own) if isinstance(made, Matched) else made

    def _triples(self) -> list[Matched]:
        """What the groups of a morning check say about the people they name; their columns mean nothing else."""
        found = list(triples(self._heads, self._words))
        used = {head.at for one in found for head in one.heads}
        self._heads = [head._replace(fields={}) if head.at in used else head for head in self._heads]
        made = []
        for one in found:
            shared = [c for head in self._heads if (c := self._column(self._blanks[one.blank], head))]
            about = [c for c in shared if c.field in ("class_name", "day", "onset") and c.field != "name"]
            sheet = self._matched(self._blanks[one.blank], [*one.columns, *about], None)
            if isinstance(sheet, Matched):
                how: dict[str, How] = {"symptoms": "append", "remark": "append", **sheet.how}
                made.append(sheet._replace(several=True, own=one.columns[0].source.places, how=how))
        return made

    # What a person said, and what is only a guess --------------------------------------------------------------

    def _decided(self, head: ColumnHead) -> ColumnHead:
        """A heading with the meaning a person gave it, now or for an earlier file."""
        said = self._said.columns.get(self._keys[head.at])
        if said is None:
            return self._hours.of(head)
        if said == NOT_USED or field_at(self._blanks, said) is None:
            return head._replace(fields={}, certain=True)
        blank, _, field = said.partition(".")
        return head._replace(fields={blank: field}, certain=True)

    def _is_said(self, head: ColumnHead) -> bool:
        return self._is_said_at(head.at)

    def _is_said_at(self, at: int) -> bool:
        return self._keys[at] in self._said.columns

    # Which blank -----------------------------------------------------------------------------------------------

    def _primary(self) -> Blank | IntakeNotice:
        """The blank the sheet is named after, or most headings speak for."""
        named = self._blanks.get(self._said.blank) or self._words.blank_named(self._table.sheet)
        candidates = [named] if named else list(self._blanks.values())
        weights = {one.id: self._weight(one) for one in candidates}
        least = dict.fromkeys(weights, 2) | {"person": 1 if self._has_names else 2}
        able = {name: weight for name, weight in weights.items() if weight[1] and weight[0] >= least[name]}
        if not able:
            return self._not_taken("intake.no-header" if named else "intake.unknown-sheet")
        best = max(able.values())
        chosen = [name for name, weight in able.items() if weight == best]
        if len(chosen) > 1 and not self._apart(chosen):
            either = Series(self._blanks[name].sheet for name in chosen)
            return self._not_taken("intake.unclear-sheet", either=either)
        return self._blanks[chosen[0]]

    def _weight(self, blank: Blank) -> tuple[int, int, int]:
        """How much speaks for a blank: known headings, those that are its own, and those beside the day.

        A day alone says what it is of none.
        """
        columns = [column for head in self._heads if (column := self._column(blank, head))]
        own = {column.field for column in columns if not column.who}
        own = own or set(self._gathered.denied(blank, self._heads))
        known = {(column.field, column.who) for column in columns}
        return len(known), len(own), len(own - {blank.sheet_day})

    def _apart(self, names: Sequence[str]) -> bool:
        """Whether blanks that are equally likely lay claim to different columns, so that all can be meant.

        What all of them ask alike (the remarks of a row) is nobody's claim, where each has another one.
        """
        claimed = [
            {head.at for head in self._heads if (c := self._column(self._blanks[name], head)) and not c.who}
            for name in names
        ]
        shared = set.intersection(*claimed)
        own = [one - shared for one in claimed]
        apart = all(one.isdisjoint(other) for at, one in enumerate(own) for other in own[:at])
        return apart and (not shared or all(own))

    def _column(self, blank: Blank, head: ColumnHead) -> SheetColumn | None:
        """The column a heading is to a blank."""
        if not head.certain or (self._words.is_ignored(head.text) and not head.fields):
            return None
        field = head.fields.get(blank.id, "")
        who = head.fields.get("person", "") if blank.about == "person" and blank.id != "person" else ""
        if who in WHO and (who in WHO_FIRST or not field):
            return SheetColumn(Cell(head.at), head.text, who, who=True)
        return SheetColumn(Cell(head.at), head.text, field) if field else None

    # Blocks side by side, columns for each day, several blanks at once ------------------------------------------

    def _blocks(self) -> list[list[ColumnHead]]:
        """The people's blocks that stand side by side, each with what stands left of all of them; usually one."""
        heads = self._heads
        texts = list(map(_heading, heads))
        again = next((at for at, text in enumerate(texts) if text in texts[at + 1 :]), None)
        if again is None:
            return [heads]
        starts = [at for at, text in enumerate(texts) if text == texts[again]]
        ends = [*starts[1:], len(heads)]
        first = texts[starts[0] : ends[0]]
        parts = [heads[start:end] for start, end in zip(starts, ends, strict=True)]
        alike = all(list(map(_heading, part)) == first for part in parts)
        if not (alike and all(map(_says_who, parts)) and _are_blocks(parts)):
            return [heads]
        return [[*heads[:again], *part] for part in parts]

    def _parts(
        self, primary: Blank, heads: Sequence[ColumnHead]
    ) -> Iterator[tuple[Blank, list[SheetColumn], ColumnHead | None]]:
        """The blanks that one block answers, each with its columns; the day where columns stand under days."""
        plain = [head for head in heads if head.day is None]
        dated: dict[str, list[ColumnHead]] = {}
        for head in heads:
            if head.day is not None:
                dated.setdefault(str(head.day), []).append(head)
        yield from self._several(primary, plain, bool(dated))
        whose = self._whose(plain)
        daily = [blank for blank in self._blanks.values() if blank.column_day] if whose else []
        for under in dated.values():
            for blank in daily:
                if own := self._own_columns(blank, under):
                    yield blank, [*whose, *own], under[0]

    def _several(
        self, primary: Blank, heads: Sequence[ColumnHead], dated: bool
    ) -> Iterator[tuple[Blank, list[SheetColumn], None]]:
        claimed = {head.at: column for head in heads if (column := self._column(primary, head))}
        own = _own(claimed.values())
        extra = self._gathered.made(heads)
        if own or extra.get(primary.id) or not dated:
            yield primary, [*claimed.values(), *extra.pop(primary.id, [])], None
        if primary.about != "person":
            return
        left = [head for head in heads if head.at not in claimed]
        for blank in self._by_claim(left):
            columns = self._own_columns(blank, left) + extra.pop(blank.id, [])
            if blank is not primary and self._stands(blank, columns):
                taken = _places(columns)
                left = [head for head in left if head.at not in taken]
                columns += _remarks(blank, columns, self._own_columns(blank, heads), self._words)
                beside = (
                    [*columns, *self._shared(heads)]
                    if blank.id == "person"
                    else [*self._whose(heads), *columns]
                )
                yield blank, beside, None

    def _own_columns(self, blank: Blank, heads: Sequence[ColumnHead]) -> list[SheetColumn]:
        """The columns that answer a blank's own fields."""
        return _own([column for head in heads if (column := self._column(blank, head))])

    def _whose(self, heads: Sequence[ColumnHead]) -> list[SheetColumn]:
        """The columns that say whom a row is about."""
        return [column for head in heads if (column := self._who(head))]

    def _shared(self, heads: Sequence[ColumnHead]) -> list[SheetColumn]:
        """For the person's blank beside another: the columns that say whom the row is about are its answers too."""
        return [
            SheetColumn(Cell(head.at), head.text, field)
            for head in heads
            if (field := head.fields.get("person", "")) in WHO and head.certain
        ]

    def _who(self, head: ColumnHead) -> SheetColumn | None:
        field = head.fields.get("person", "")
        return (
            SheetColumn(Cell(head.at), head.text, field, who=True) if field in WHO and head.certain else None
        )

    def _by_claim(self, heads: Sequence[ColumnHead]) -> list[Blank]:
        """The other blanks about people, those with most to say first."""
        able = [one for one in self._blanks.values() if one.about == "person"]
        return sorted(able, key=lambda one: -sum(one.id in head.fields for head in heads))

    def _stands(self, blank: Blank, columns: Sequence[SheetColumn]) -> bool:
        """Whether the columns left over show that a sheet answers another blank too."""
        fields = {column.field for column in columns}
        if blank.id == "person":
            named = self._words.blank_named(self._table.sheet)
            return named in (None, blank) and len(fields - set(WHO)) >= _PEOPLE
        said = any(map(self._is_said_at, _places(columns)))
        if not said and not any(self._words.is_topic(blank, column.heading) for column in columns):
            return False
        groups = blank.any_of
        return _needed(blank) <= fields and (not groups or any(fields.issuperset(group) for group in groups))

    # One blank of one block ------------------------------------------------------------------------------------

    def _matched(
        self, blank: Blank, columns: list[SheetColumn], under: ColumnHead | None
    ) -> Matched | IntakeNotice:
        if blank.about == "person" and not _names_people(columns):
            return self._not_taken("intake.no-who")
        columns = together(
            blank, columns, self._words, self._table, self._layout.bottom + 1,
            family_first=self._frame.region[:1].isdigit(),  # a division of China
            decided=frozenset(filter(self._is_said_at, self._keys)),
        )  # fmt: skip
        columns = self._gathered.with_clocks(blank, columns)
        columns = self._gathered.with_places(blank, columns, self._heads)
        twice = _twice(columns)
        refused = [self._undecided(first, second) for first, second in twice]
        doubled = {(second.field, second.who) for _, second in twice}
        left = [column for column in columns if (column.field, column.who) not in doubled]
        if blank.about == "person" and not _names_people(left):
            return self._not_taken("intake.who-twice")
        left = self._gathered.under_grades(left) + self._gathered.told(blank, left, under)
        left, since = self._stays.read(blank, self._days.with_row_day(blank, left))
        left = self._hours.by_row(left)
        open_hours = self._hours.open(left)
        within_class = count_within_class(left, self._table, self._layout.bottom + 1)
        lacks = (
            *_lacks(blank, left, open_hours, within_class=within_class),
            *_orders(blank, self._days.open(blank, left)),
            *since,
        )
        left = self._days.read(blank, left)
        left = [column for column in left if column not in open_hours]
        how = _hows(self._said, blank, left)
        body = self._layout.bottom + 1
        return Matched(
            self._table, blank, tuple(left), body, self._layout.filled_on, (), tuple(refused), how=how,
            doubled=tuple(column for pair in twice for column in pair), lacks=lacks,
            waiting=tuple(map(self._hours.waiting, open_hours)),
            category=self._gathered.category() if blank.about == "person" else None,
        )  # fmt: skip

    # What is told ----------------------------------------------------------------------------------------------

    def _uses(self, sheets: Sequence[Matched]) -> tuple[Use, ...]:
        """Every heading with what it is used for, or what it might be."""
        targets: dict[int, list[str]] = {}
        for sheet in sheets:
            for column in sheet.columns:
                name = target("person" if column.who else sheet.blank.id, column.field)
                for at in column.source.places:
                    targets.setdefault(at, []).append(name)
        return tuple(self._use(head, tuple(dict.fromkeys(targets.get(head.at, ())))) for head in self._heads)

    def _use(self, head: ColumnHead, targets: tuple[str, ...]) -> Use:
        key = self._keys[head.at]
        if self._is_said(head):
            return Use(head, key, targets, "certain", self._choices.by(self._layout.key, key))
        if head.at in self._ours:
            return Use(head, key, (), "", "")
        meant = tuple(target(blank, field) for blank, field in head.fields.items())
        if head.at in self._hours:
            return _of_an_hour(head, key, targets, self._hours.targets(head.at))
        if targets:
            others = tuple(one for one in meant if one not in targets)
            return Use(head, key, targets, "certain", "joined" if len(head.levels) > 1 else "heading", others)
        if self._form is not None or self._words.is_ignored(head.text) or _counts(head):
            return Use(head, key, (), "certain", "heading")
        if meant:
            near: By = "near" if self._layout.bottom >= self._layout.top else "content"
            return Use(head, key, (), "" if head.certain else "likely", near, meant)
        return self._guessed(head, key)

    def _guessed(self, head: ColumnHead, key: str) -> Use:
        """What a heading that says nothing might be for."""
        found: Guess | None = guess(self._table, head.at, self._layout.bottom + 1, head.text, self._words)
        if found is None:
            return Use(head, key, (), "", "")
        by: By = "content" if found.by_content else "near"
        return Use(head, key, (), "likely" if found.likely else "guessed", by, found.targets)

    def _unused(self, uses: Sequence[Use]) -> Iterator[IntakeNotice]:
        """The headings that are not used: unknown ones, and guesses that wait for a person."""
        split = _split_choices(uses)
        for whole, heads in split.items():
            columns = Series(column_letters(self._table.first_column + one.at) for one in heads)
            facts: dict[str, Filling] = {"heading": whole, "columns": columns}
            yield self._at_head(heads[0], "intake.split-choices", **facts)
        told = {head.at for heads in split.values() for head in heads}
        for use in uses:
            if use.targets or use.certainty == "certain" or use.head.at in self._hours or use.head.at in told:
                continue  # whose hour is open is asked as such
            facts = {"heading": use.head.text}
            code = f"intake.{'computed' if use.head.at in self._ours else 'unknown'}-heading"
            if use.others and (
                field := field_at(self._blanks, use.others[0])
            ):  # of a blank that is asked here
                facts["label"] = field.label
                code = "intake.guessed-heading" if use.certainty else "intake.heading-elsewhere"
            yield self._at_head(use.head, code, **facts)

    def _unheaded(self) -> Iterator[IntakeNotice]:
        """The columns that have content and no heading at all."""
        table, body = self._table, self._layout.bottom + 1
        over = {head.at for head in self._layout.heads}
        for line in table.cells[
            max(0, body - HEADER_LEVELS) : body
        ]:  # 序号 merged down from a row that is no header else
            over.update(at for at, cell in enumerate(line) if cell not in (None, ""))
        for at in range(max(map(len, table.cells[body:]), default=0)):
            if at in over:
                continue
            first = next(
                (row for row in table.cells[body:] if at < len(row) and row[at] not in (None, "")), None
            )
            if first is not None:
                cell = table.address(at, table.row_number(self._layout.bottom))
                facts = {"column": column_letters(table.first_column + at), "cell": cell}
                yield IntakeNotice(
                    table.file, table.sheet, cell, shown(first[at]), Problem("intake.no-heading", facts)
                )

    def _undecided(self, first: SheetColumn, second: SheetColumn) -> IntakeNotice:
        one, other = _stands(first), _stands(second)
        letters = {
            "first": column_letters(self._table.first_column + one),
            "second": column_letters(self._table.first_column + other),
        }
        cell = self._table.address(other, self._table.row_number(self._layout.bottom))
        problem = Problem(
            "intake.column-twice", {**letters, "heading": first.heading, "other": second.heading}
        )
        return IntakeNotice(self._table.file, self._table.sheet, cell, second.heading, problem, "column")

    def _at_head(self, head: ColumnHead, code: str, **facts: Filling) -> IntakeNotice:
        cell = self._table.address(head.at, self._table.row_number(head.row))
        return IntakeNotice(self._table.file, self._table.sheet, cell, head.text, Problem(code, facts))

    def _not_taken(self, code: str, **facts: Filling) -> IntakeNotice:
        return _not_taken(self._table, code, **facts)

    def _not_found(self, code: str) -> MatchedSheets:
        return MatchedSheets(self._table, self._layout, self._uses(()), (), self._not_taken(code))


def with_book_day(sheets: Sequence[Matched]) -> list[Matched]:
    """Sheets without a day of filling in learn the one their file's other sheets give, if it is one."""
    days: dict[str, set[date]] = {}
    for sheet in sheets:
        if sheet.filled_on:
            days.setdefault(sheet.table.file, set()).add(sheet.filled_on)
    alone = {file: min(found) for file, found in days.items() if len(found) == 1}
    return [
        sheet if sheet.filled_on else sheet._replace(book_filled_on=alone.get(sheet.table.file))
        for sheet in sheets
    ]


def _hows(said: LayoutChoice, blank: Blank, columns: Sequence[SheetColumn]) -> dict[str, How]:
    """What columns do to answers on file, where a person chose otherwise than usual."""
    named = {column.field: target("person" if column.who else blank.id, column.field) for column in columns}
    return {field: said.how[name] for field, name in named.items() if name in said.how}


def _of_an_hour(head: ColumnHead, key: str, targets: tuple[str, ...], hours: tuple[str, ...]) -> Use:
    """A heading that leaves its hour open: the sheet gives it, or a person is asked."""
    others = tuple(one for one in hours if one not in targets)
    return Use(
        head, key, targets, "certain" if targets else "likely", "sheet" if targets else "heading", others
    )


def _lacks(
    blank: Blank, columns: Sequence[SheetColumn], open_hours: Sequence[SheetColumn], *, within_class: bool
) -> Iterator[SheetLack]:
    """What the sheet would have to say once for all its rows and does not.

    `within_class`: its people's numbers are counted within a class.
    """
    answered = {column.field for column in columns}
    if blank.about == "person" and not answered & _who_is_said(blank, within_class=within_class):
        yield SheetLack(CLASS, target("person", "class_name"))
    if blank.sheet_day and blank.sheet_day not in answered:
        yield SheetLack(DAY, target(blank.id, blank.sheet_day))
    for column in open_hours:
        yield SheetLack(HOUR, target(blank.id, column.field), column)


def _who_is_said(blank: Blank, *, within_class: bool) -> frozenset[str]:
    """What says whom a row is about beside the name; a day of birth finds somebody, it does not file them."""
    said = SAYS_WHO & set(chain.from_iterable(blank.any_of)) if blank.id == "person" else SAYS_WHO
    return said - {"number"} if within_class else said


def _orders(blank: Blank, columns: Sequence[SheetColumn]) -> Iterator[SheetLack]:
    """The columns of days of which the sheet does not say whether day or month stands first."""
    for column in columns:
        yield SheetLack(DAY_ORDER, target("person" if column.who else blank.id, column.field), column)


def _stands(column: SheetColumn) -> int:
    """The first place at which a person finds a column."""
    return column.source.at if isinstance(column.source, GivenOnce) else column.source.places[0]


def _split_choices(uses: Sequence[Use]) -> Mapping[str, Sequence[ColumnHead]]:
    """The columns that say yes or no to one choice each of a column that is used (symptoms/fever beside symptoms)."""
    whole = [use.head.text for use in uses if use.targets]
    found: dict[str, list[ColumnHead]] = {}
    for use in uses:
        group, stroke, _ = use.head.text.rpartition("/")
        if stroke and group in whole and not use.targets:
            found.setdefault(group, []).append(use.head)
    return found


def _counts(head: ColumnHead) -> bool:
    """Whether a heading asks how many, of nobody in particular."""
    return parts("".join(head.levels))[1] == "count"


def _heading(head: ColumnHead) -> tuple[str, str]:
    return head.text, str(head.day)


def _remarks(
    blank: Blank, columns: Sequence[SheetColumn], meant: Iterable[SheetColumn], words: Vocabulary
) -> list[SheetColumn]:
    """The remarks of the whole row, which may speak of what this blank asks though another one keeps them."""
    answered = {column.field for column in columns}
    remarks = [one for one in meant if blank[one.field].mentions and one.field not in answered]
    return [
        one._replace(source=SpokenOf(one.source.places[0], words.hearing.of(blank[one.field]).of))
        for one in remarks
    ]


def _says_who(part: Sequence[ColumnHead]) -> bool:
    return any(head.fields.get("person") in WHO_FIRST for head in part)


def _are_blocks(parts: Sequence[Sequence[ColumnHead]]) -> bool:
    """Whether so much repeats that it is no pupil's name and telephone and then a parent's."""
    part = parts[0]
    if len(part) >= _BLOCK or (len(part) > 1 and len(parts) >= _BLOCK):
        return True
    fields = {head.fields.get("person", "") for head in part}
    return len(part) > 1 and ("" in fields or fields <= _PUPILS_OWN)


def _own(columns: Iterable[SheetColumn]) -> list[SheetColumn]:
    """Those that answer, and do not only say whom a row is about."""
    return [column for column in columns if not column.who]


def _places(columns: Sequence[SheetColumn]) -> set[int]:
    return {at for column in columns for at in column.source.places}


def _needed(blank: Blank) -> set[str]:
    """The fields without which a sheet does not answer a blank beside another."""
    needed = {field.name for field in blank.field if field.required and field.kind != "date"}
    if needed and not blank.finished_later:  # whoever must say which custody it is says since when
        needed |= {name for name in blank.key if blank[name].kind != "date"}
    return needed


def _names_people(columns: Sequence[SheetColumn]) -> bool:
    return any(column.field in WHO_FIRST for column in columns)


def _twice(columns: Sequence[SheetColumn]) -> list[tuple[SheetColumn, SheetColumn]]:
    """Pairs of columns for one field: which of them holds the answer only a person can say."""
    first: dict[tuple[str, bool], SheetColumn] = {}
    pairs = []
    for column in columns:
        if (earlier := first.setdefault((column.field, column.who), column)) is not column:
            pairs.append((earlier, column))
    return pairs


def _not_taken(table: Table, code: str, **facts: Filling) -> IntakeNotice:
    return IntakeNotice(table.file, table.sheet, "", "", Problem(code, {"sheet": table.sheet, **facts}))
