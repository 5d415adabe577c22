"""Lines of the columns' view: one for each heading of a layout, and one for each thing its sheets give once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from forms.words.tr import lang, listed, say
from schoolprep.facts import languages
from schoolprep.facts.blank import Blanks, Choice, Field
from schoolprep.facts.text import Same
from schoolprep.facts.words import catalogue
from schoolprep.intake import Plan
from schoolprep.intake.choices import CATEGORY, DAY_ORDER, GIVEN, HOUR, KEPT, Choices
from schoolprep.intake.questions import SheetQuestion, called
from schoolprep.intake.sheets import Heading, PlannedSheet, ToldOnce
from schoolprep.intake.sources import GivenBy
from schoolprep.intake.tables import TablePlace
from schoolprep.intake.vocabulary import field_at

_MARKS = {"certain": "✓", "likely": "?", "guessed": "?", "": "!"}
_INKS = {"certain": "ready", "likely": "incomplete", "guessed": "incomplete", "": "incomplete"}

_ORDERS = ("month", "day")
"""Which of two numbers of a day stands first, as `choices.DAY_ORDER` is said."""
BY_CODE = frozenset({HOUR, DAY_ORDER})
"""What is said by its code, and not as it is written."""


class ColumnLine(NamedTuple):
    """One column of the sheets of one layout."""

    key: str
    heading: Heading
    asks: bool
    """Whether it waits for a person's word: it has answers, and what they mean is not certain."""

    @property
    def cell(self) -> str:
        """Where the heading stands."""
        return self.heading.cell

    @property
    def title(self) -> str:
        """What it says."""
        return self.heading.text

    @property
    def samples(self) -> str:
        """The first answers under it."""
        return "　".join(self.heading.samples)

    @property
    def unused(self) -> bool:
        """Whether it is understood and not used."""
        return self.heading.certainty == "certain" and not self.heading.targets

    @property
    def ink(self) -> str:
        """The colour of how sure it is."""
        return "ink_2" if self.unused else _INKS[self.heading.certainty]

    def sure(self) -> str:
        """How sure it is."""
        if self.unused:
            return say("intakepage.sure_unused")
        certainty = self.heading.certainty or "unknown"
        return f"{_MARKS[self.heading.certainty]} {say(f'intakepage.sure_{certainty}')}"

    def taken_for(self, blanks: Blanks) -> str:
        """What it is taken for, or may be."""
        if self.heading.targets:
            return listed(named(target, blanks) for target in self.heading.targets)
        if self.heading.others:
            return say("intakepage.may_be", field=named(self.heading.others[0], blanks))
        return say("intakepage.not_used")

    def by(self) -> str:
        """What that rests on."""
        return say(f"intakepage.by_{self.heading.by}") if self.heading.by else ""


class GivenLine(NamedTuple):
    """One thing that sheets of one layout give once for all their rows, or are asked for."""

    key: str
    places: tuple[TablePlace, ...]
    """The tables it is about."""
    name: str
    """As `Choices.given` calls it."""
    target: str
    writing: str
    """What they give; empty: nothing."""
    cell: str
    given_by: GivenBy | None
    """None: nothing gives it."""
    question: SheetQuestion | None = None
    among: bool = False
    """Whether there are other files (`questions.called`)."""

    @property
    def asks(self) -> bool:
        """Whether rows wait for it."""
        return self.question is not None

    @property
    def offered(self) -> str:
        """What stands in its editor to begin with."""
        return self.question.offered if self.question is not None else self.writing

    @property
    def title(self) -> str:
        """What it is called."""
        return say(f"intakepage.given_{self.name}" if self.name in GIVEN else "intakepage.given")

    @property
    def samples(self) -> str:
        """The question, or the sheets it is about."""
        if self.question is not None:
            return self.question.line(lang())
        return listed(called(file, sheet, among=self.among)[lang()] for file, sheet, _ in self.places)

    @property
    def ink(self) -> str:
        """The colour of how sure it is."""
        return "incomplete" if self.asks else "ready" if self.writing else "ink_2"

    def sure(self) -> str:
        """Whether it is asked."""
        if self.asks:
            return say("intakepage.sure_asked")
        return f"✓ {say('intakepage.sure_certain')}" if self.writing else say("intakepage.sure_unused")

    def taken_for(self, blanks: Blanks) -> str:
        """The answer as it is on the screen."""
        if not self.writing:
            return say("intakepage.given_none")
        if self.name == HOUR:
            hour = field_at(blanks, f"{self.target.partition('.')[0]}.{self.writing}")
            return hour.label[lang()] if hour else self.writing
        choices = self.field(blanks).choices
        return next((one.label[lang()] for one in choices if self.writing in _writings(one)), self.writing)

    def by(self) -> str:
        """Who or what gives it."""
        return say(f"intakepage.told_{self.given_by}") if self.given_by else ""

    def field(self, blanks: Blanks) -> Field:
        """The question it answers; of an hour: which of the fields."""
        field = field_at(blanks, self.target)
        assert field is not None  # it came out of the blanks
        if self.name == DAY_ORDER:
            orders = tuple(Choice(name, catalogue()[f"intakepage.order_{name}"]) for name in _ORDERS)
            return Field(DAY_ORDER, "choice", (), Same(self.title), Same(), choices=orders)
        if self.name != HOUR:
            return field
        blank = blanks[self.target.partition(".")[0]]
        hours = next(one for one in blank.hourly if field.name in one.fields)
        choices = tuple(Choice(name, blank[name].label) for name in hours.fields)
        return Field(HOUR, "choice", (), Same(self.title), Same(), choices=choices)

    def said(self, choices: Choices, layout: str, writing: str) -> Choices:
        """The choices with an answer: of the whole layout where it holds for the next sheet too, else of these."""
        if self.name in KEPT and not self.writing:
            return choices.with_given_alike(layout, self.name, writing)
        for place in self.places:
            choices = choices.with_given(place, self.name, writing)
        return choices


Line = ColumnLine | GivenLine


def _writings(choice: Choice) -> set[str]:
    """How an answer that is chosen may be written."""
    return {choice.code, *(choice.label[tongue] for tongue in languages.known())}


def lines_of(sheets: Sequence[PlannedSheet], plan: Plan) -> list[Line]:
    """The lines of one layout: what waits for a word, what was not recognised, then the rest as the sheet has it."""
    given = list(_given(sheets, plan))
    asked = {(one.cell, one.heading) for line in given if (one := line.question)}
    columns = list(_columns(sheets[0], asked, bool(plan.sheets)))
    many = len(sheets) > 1  # then each class has a line, and the columns come before them
    return sorted([*given, *columns], key=lambda line: _place(line, many=many))


def _place(line: Line, *, many: bool) -> int:
    """Where a line stands: the smaller the sooner."""
    if line.asks:
        return 0
    if isinstance(line, ColumnLine):
        return 1 if not line.heading.certainty else 3
    return 2 if line.writing and not many else 4


def _columns(sheet: PlannedSheet, asked: set[tuple[str, str]], some: bool) -> Iterator[ColumnLine]:
    """A line for each heading. `some`: whether any sheet is known; else every column waits for a word."""
    for heading in sheet.headings:
        open_ = heading.certainty != "certain" and bool(heading.others or heading.targets or not some)
        if (heading.cell, heading.text) not in asked:  # it has the line of its question
            yield ColumnLine(heading.key, heading, open_)


def _given(sheets: Sequence[PlannedSheet], plan: Plan) -> Iterator[GivenLine]:
    places = {sheet.table.place: sheet for sheet in sheets}
    asked: dict[tuple[object, ...], list[SheetQuestion]] = {}
    for question in plan.questions:
        if question.place in places:
            alone = () if question.name in KEPT else question.place
            asked.setdefault((question.name, alone), []).append(question)
    for those in asked.values():
        yield asked_by(*those)
    told: dict[tuple[str, str], list[tuple[TablePlace, ToldOnce]]] = {}
    for place, sheet in places.items():
        for one in sheet.told:
            if one.name in GIVEN or one.by in ("person", "remembered"):
                told.setdefault((one.name, one.writing), []).append((place, one))
    for (name, writing), found in told.items():
        first = found[0][1]
        cell = first.cell if len(found) == 1 else ""
        where = tuple(place for place, _ in found)
        among = len(plan.files) > 1
        yield GivenLine(f"={name}={writing}", where, name, first.target, writing, cell, first.by, among=among)
    yield from _of_nobody(sheets)


def asked_by(*questions: SheetQuestion) -> GivenLine:
    """The line of what sheets of one layout are asked."""
    first = questions[0]
    where = tuple(one.place for one in questions)
    return GivenLine(f"={first.name}{where}", where, first.name, first.target, "", first.cell, None, first)


def _of_nobody(sheets: Sequence[PlannedSheet]) -> Iterator[GivenLine]:
    """The category of people that nothing says: it is not asked, and may be said."""
    target = f"person.{CATEGORY}"
    without = tuple(
        sheet.table.place
        for sheet in sheets
        if "person" in sheet.blanks
        and not any(one.target == target for one in sheet.told)
        and not any(target in heading.targets for heading in sheet.headings)
    )
    if without:
        yield GivenLine(f"={CATEGORY}", without, CATEGORY, target, "", "", None)


def named(target: str, blanks: Blanks) -> str:
    """A field and its blank, as the reader calls them: the field first, which is what one types to find it."""
    name, _, field = target.partition(".")
    blank = blanks[name]
    return say("intakepage.field_of", field=blank[field].label[lang()], blank=blank.title[lang()])
