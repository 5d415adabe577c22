"""Blank: a form before anyone has written on it, declared in TOML (`schoolprep/facts/blanks/*.toml`).

The file says which fields there are, of what kind, how they are called, under which headings
Excel sheets know them, and when they are asked. Screen, intake, class grid and empty workbook are made from it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import Literal, NamedTuple

import msgspec

from schoolprep.facts import languages, toml
from schoolprep.facts.heading_words import heading_key, heading_readings
from schoolprep.facts.languages import Lang
from schoolprep.facts.problem import CallError
from schoolprep.facts.record import Value
from schoolprep.facts.subject import SubjectKind
from schoolprep.facts.text import Text, as_text

KindName = Literal[
    "text", "name", "identity", "phone", "date", "moment", "temperature", "yes_no",
    "choice", "choices", "place", "places", "class", "number", "serial",
]  # fmt: skip


class Choice(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One answer of a choice: its stored code, its label, other spellings met in sheets."""

    code: str
    label: Text
    also: tuple[str, ...] = ()
    well: bool = False
    """By this answer somebody is well: whosever it is, it makes nobody worse."""
    ill: bool = False
    """By this answer somebody is kept away: another one that takes it back is asked about."""


class AskIf(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The field is asked only while another field has one of these stored answers."""

    field: str
    among: tuple[str | bool, ...]


class Theirs(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Headings of an answer that say of whom it is, and the word for them."""

    word: str
    headings: tuple[str, ...]


class Field(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One question of a blank."""

    name: str
    kind: KindName
    headings: tuple[str, ...]
    """The canonical heading first (INTERFACE §2), then the variants met in real sheets; the first in Latin letters is
    the heading of the English workbook."""
    label: Text
    help: Text
    file: str = ""
    """Where its answer goes in a person's file: part and field (`stays.arrived`); of a part alone (`no_travel`), a yes
    makes the record one of that part. Empty: rules do not need it."""
    required: bool = False
    """Whether a record cannot be finished without it (where it is asked)."""
    ask_if: AskIf | None = None
    """Asked only while the other field has one of these answers."""
    ask_unless: AskIf | None = None
    """Not asked while the other field has one of these answers; an answer all the same is a contradiction."""
    choices: tuple[Choice, ...] = ()
    none_word: str = ""
    """For `choices` and `places`: the word that says "none of them" and gives an empty list (无); for `place` and
    `choice`: the word that says there is none, so nothing is filed."""
    none_also: tuple[str, ...] = ()
    """Other words for it (正常); for `choice`: words that say there is none, so nothing is filed."""
    yes_words: tuple[str, ...] = ()
    """For `yes_no`: words beyond the usual ones (已交, 有); the first is how a yes is written in Chinese."""
    no_words: tuple[str, ...] = ()
    unclear_words: tuple[str, ...] = ()
    """For `yes_no`: usual words that could mean either here (无 under 无旅居史), and are asked back."""
    default_of: str = ""
    """For `identity`: the field that names the document's type."""
    born_to: str = ""
    """For `identity`: the field that takes the birth date the number tells, where that is empty."""
    sex_to: str = ""
    """For `identity`: the field that takes the sex the number tells, where that is empty."""
    hedges: tuple[str, ...] = ()
    """Words around a choice that say it is not certain (疑似水痘): the choice is taken, and that is told. A field with
    `elsewhere` has those of the other one."""
    around: tuple[str, ...] = ()
    """Words around a choice that say nothing more (水痘患者)."""
    hedged_to: str = ""
    """The field that then takes `suspected`, where that is empty."""
    rest_to: str = ""
    """For `place` (street and house) and for choices with `other` (the word itself): the field that takes what the
    answer cannot hold, where that is empty."""
    elsewhere: str = ""
    """For `choices`: a field of another blank (`illness.disease`) whose words, written here, make a form there too."""
    elsewhere_words: tuple[str, ...] = ()
    """Those words, as `load` finds them."""
    mentions: tuple[str, ...] = ()
    """For `text`: choices of other fields (`health.symptoms`). Words in which sheets speak of one of them, or of being
    ill at all, are kept as unread besides (`facts/mentions`)."""
    year_of: str = ""
    """For `place`: the field whose year says which divisions were valid."""
    aside: bool = False
    """Its answer says something beside others only (by train); alone nothing is lost with it."""
    ticked: bool = False
    """For `choice` and `choices`: sheets may give each choice a column of its own, answered with yes or no (有无发热,
    是否密接)."""
    under_day: tuple[str, ...] = ()
    """Headings that mean it where a day stands over or beside them (8月5日核酸), and nothing alone."""
    denied_by: tuple[str, ...] = ()
    """For `yes_no`: headings of the opposite question (有无旅居史): a no there is a yes here, for the days the heading
    names (14天内)."""
    none_beside: str = ""
    """For `places`: a bare none counts only where this other answer beside it could be read: who has no telephone has
    no card, and not one without cities."""
    stars_until: str = ""
    """For `places`: the day from which on a star (of the travel card) is no part of the answer but a sign that it is an
    old picture, and is asked; it leans on the day of `year_of`."""
    needs_year: bool = False
    """For `date`: the day must be written with its year (a birth date)."""
    earliest_year: int = 2000
    """For `date` and `moment`: an earlier year is a slip of the pen."""
    decimals: int = 0
    """For `number`: places behind the point that count (a Ct value has one)."""
    happened: bool = False
    """For `date` and `moment`: something that has happened; a day to come is asked where a sheet says it, and noted
    where it is typed."""
    recent: int = 0
    """For `date` and `moment`: so many days back from the day of intake a sheet usually speaks of; where it speaks of
    older ones it is asked once whether they are right. 0: of any day."""
    perhaps: tuple[str, ...] = ()
    """For `serial` and `temperature`: headings under which it stands where the cells say so; a number that only counts
    rows has them too (编号), and the marks of a register (AM)."""
    whose: tuple[Theirs, ...] = ()
    """Headings that say besides of whom the answer is (父亲电话)."""
    whose_to: str = ""
    """The field that then takes the word for them, where nothing is written to it."""
    given: tuple[str, ...] = ()
    """For `name`: headings of a column that holds only the given names (First name, 名)."""
    middle: tuple[str, ...] = ()
    """... only the names between the given and the family's."""
    family: tuple[str, ...] = ()
    """... only the family's name (Surname, 姓)."""

    def leans_on_part(self, day: str) -> str:
        """What of the day of `year_of` this answer leans on."""
        return day[:10] if self.stars_until else day[:4]

    def heading(self, lang: Lang) -> str:
        """The heading of the empty workbook."""
        return _in(lang, self.headings)

    @property
    def all_headings(self) -> tuple[str, ...]:
        """Every heading it is known by, in whatever language."""
        theirs = (heading for one in self.whose for heading in one.headings)
        return *self.headings, *languages.also(self.headings[0]), *theirs

    def yes(self, lang: Lang) -> str:
        """The field's own word for yes, as sheets in `lang` write it; empty where it has none."""
        return _own(lang, self.yes_words[:1])

    def no(self, lang: Lang) -> str:
        """The field's own word for no."""
        return _own(lang, self.no_words[:1])

    def none(self, lang: Lang) -> str:
        """The field's own word for none of them."""
        return _own(lang, (self.none_word,))


class HourOf(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One of the fields a heading without its hour may be, and the words of a title that say so (晨检)."""

    field: str
    words: tuple[str, ...]
    alone: tuple[str, ...] = ()
    """What says so where nothing else stands in a cell (晨)."""


class Hourly(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Headings that leave open which of several fields they are (体温): the sheet says it once, or is asked."""

    headings: tuple[str, ...]
    hours: tuple[HourOf, ...]
    several: tuple[str, ...] = ()
    """Words that speak of more than one of the hours, and so say nothing (晨午检)."""

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields it may be, in their order."""
        return tuple(hour.field for hour in self.hours)


Half = Literal["given", "middle", "family"]
HALVES: tuple[Half, ...] = ("given", "middle", "family")
"""The parts of a name that sheets write in columns of their own, as western names follow each other."""


class NameHalf(NamedTuple):
    """A heading that asks for a part of a name: which name, and which part."""

    field: str
    half: Half


class InOrder(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`first` cannot be later than `then`; `hard`: otherwise the record cannot be finished, else a note."""

    first: str
    then: str
    hard: bool = True
    either: bool = False
    """Either may be the slip of the pen, so neither is believed; else `then` is."""


class Ages(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The usual ages (whole years) of those whose `category` is `code`; other ages are worth a note, never refused."""

    code: str
    youngest: int
    oldest: int


class Blank(msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """A declared form; see the module."""

    id: str
    sheet: str
    """The sheet name in the canonical workbook."""
    sheets: tuple[str, ...]
    """Other names of such a sheet; the first is that of the English workbook."""
    title: Text
    help: Text
    field: tuple[Field, ...]
    order: int
    """Place among the blanks on the screen and in the workbook."""
    about: SubjectKind = "person"
    """Of what kind the subjects of its records are."""
    many: bool = True
    """False: one current record a subject (the person's own blank)."""
    key: tuple[str, ...] = ()
    """The fields that make two rows the same statement: a re-sent row with these equal changes the old record.
    Where none of them is answered, only a row with every answer equal is the same (see `key_of`)."""
    any_of: tuple[tuple[str, ...], ...] = ()
    """Besides the required ones: at least one of these groups must be answered whole."""
    topics: tuple[str, ...] = ()
    """Words of a heading that name this blank's matter (核酸, 健康码): they show that a sheet of another blank answers
    this one as well."""
    ignored: tuple[str, ...] = ()
    """Headings that are understood and carry no answer (序号)."""
    in_order: tuple[InOrder, ...] = ()
    hourly: tuple[Hourly, ...] = ()
    sheet_day: str = ""
    """The field that the one day of a sheet answers, where no column does (the day of a morning check)."""
    column_day: str = ""
    """The field that a day over a column answers (8月5日 over 核酸)."""
    kept_unread: bool = False
    """An answer of it that nobody could read is kept as such and keeps the person from ready (`facts/unread`)."""
    tells_of_wellbeing: bool = False
    """A form of it may say that somebody is well: then it makes nobody worse (`facts/unread.is_harmless`)."""
    ages: tuple[Ages, ...] = ()
    finished_later: bool = False
    """Whether a record is begun when something happens and finished when it is over (an illness): what the rules still
    ask about it is answered in it, not in another one."""
    together: tuple[str, ...] = ()
    """The fields that may be given to many people in one act."""

    @cached_property
    def of_many(self) -> Blank:
        """The form on which they are given: those fields alone, none of them required."""
        fields = tuple(msgspec.structs.replace(self[name], required=False) for name in self.together)
        return msgspec.structs.replace(self, field=fields, any_of=(), in_order=(), ages=(), key=())

    def __getitem__(self, name: str) -> Field:
        """The field of that name; raises `KeyError`."""
        return self.fields[name]

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """The fields by name, in their order."""
        return {field.name: field for field in self.field}

    @cached_property
    def known_headings(self) -> Mapping[str, str]:
        """Which field a heading means: `heading_key` of every known heading → name of the field."""
        whole = {heading_key(heading): field.name for field in self.field for heading in field.all_headings}
        return {key: half.field for key, half in self._halves.items()} | whole

    @cached_property
    def _whose(self) -> Mapping[str, str]:
        return {
            heading_key(heading): one.word
            for field in self.field
            for one in field.whose
            for heading in one.headings
        }

    @cached_property
    def _halves(self) -> Mapping[str, NameHalf]:
        return {
            heading_key(heading): NameHalf(field.name, half)
            for field in self.field
            for half, headings in zip(HALVES, (field.given, field.middle, field.family), strict=True)
            for heading in headings
        }

    @property
    def all_sheets(self) -> tuple[str, ...]:
        """Every name such a sheet is known by, in whatever language."""
        return self.sheet, *self.sheets, *languages.also(self.sheet)

    def sheet_in(self, lang: Lang) -> str:
        """The name of the sheet in the empty workbook."""
        return _in(lang, (self.sheet, *self.sheets))

    def number_in(self, lang: Lang) -> str:
        """The heading of the running number."""
        return _in(lang, self.ignored)

    def field_of(self, heading: str) -> str:
        """The name of the field a heading means, empty where it is none of ours.

        Taken whole first (`heading_readings`), then without what does not belong to the question.
        """
        known = self.known_headings
        return next((name for key in heading_readings(heading) if (name := known.get(key))), "")

    def whose_of(self, heading: str) -> str:
        """The word for the one of whom a heading says its answer is (父亲电话 → 父亲); empty where it says none."""
        return next((word for key in heading_readings(heading) if (word := self._whose.get(key))), "")

    def half_of(self, heading: str) -> NameHalf | None:
        """Which half of a name a heading asks for (Surname, 名); None where it asks for none."""
        halves = self._halves
        return next((half for key in heading_readings(heading) if (half := halves.get(key))), None)

    def key_of(self, answers: Mapping[str, Value]) -> tuple[object, ...]:
        """What makes a row the same statement as another of the same person: equal keys, same statement."""
        key = tuple(_hashable(answers.get(name)) for name in self.key)
        if self.many and all(part is None for part in key):
            return tuple(sorted((name, str(value)) for name, value in answers.items()))
        return key


Blanks = Mapping[str, Blank]


def _hashable(value: Value | None) -> object:
    return value if value is None or isinstance(value, str | int | float) else str(value)


def _in(lang: Lang, headings: tuple[str, ...]) -> str:
    """The canonical one of several headings: the first, or the first in Latin letters."""
    if languages.of(lang).latin:
        return next(one for one in headings if one.isascii())
    return written_in(lang, headings[0])


def _own(lang: Lang, words: tuple[str, ...]) -> str:
    """A word of the field's own, where sheets in `lang` have the Chinese ones."""
    return written_in(lang, words[0]) if words and words[0] and not languages.of(lang).latin else ""


def written_in(lang: Lang, word: str) -> str:
    """A word of a sheet (heading, answer) as another language that writes Chinese has it."""
    return languages.of(lang).texts.get(word, word)


class BookColumn(NamedTuple):
    """One column of a sheet to fill in: a question, or one that says whom the row is about, or 序号 (no field)."""

    heading: str
    field: Field | None
    required: bool
    who: bool = False
    """It says whom the row is about."""


_BOOK_WHO = ("document_no", "name", "class_name")
"""By what a row says whom it is about: the number, or where it is not at hand name and class."""


def book_columns(blank: Blank, blanks: Blanks, lang: Lang) -> Iterator[BookColumn]:
    """The canonical columns: 序号 on the sheet of people, on all other sheets about people whom the row is about."""
    if blank.about == "person" and not blank.many:
        yield BookColumn(blank.number_in(lang), None, False)
    elif blank.about == "person":
        for name in _BOOK_WHO:
            field = blanks["person"][name]
            yield BookColumn(field.heading(lang), field, False, who=True)
    for field in blank.field:
        yield BookColumn(field.heading(lang), field, field.required)


def load(folder: Path | None = None) -> Blanks:
    """Every blank of a folder (the program's own by default) by id, in their order.

    Raises `CallError` naming file and place of what is wrong.
    """
    try:
        found = toml.folder(folder or Path(__file__).with_name("blanks"))
    except toml.UnreadableToml as wrong:
        raise CallError("blanks.unreadable", file=wrong.file, why=wrong.why) from wrong
    read = {blank.id: blank for blank in (_read(name, said) for name, said in found.items())}
    blanks = [_with_elsewhere(blank, read) for blank in read.values()]
    return {blank.id: blank for blank in sorted(blanks, key=lambda blank: blank.order)}


def _with_elsewhere(blank: Blank, blanks: Blanks) -> Blank:
    """The blank, its fields knowing the words of those they refer to."""
    if not any(field.elsewhere for field in blank.field):
        return blank
    return msgspec.structs.replace(blank, field=tuple(_knowing(field, blanks) for field in blank.field))


def _knowing(field: Field, blanks: Blanks) -> Field:
    if not field.elsewhere:
        return field
    there, _, name = field.elsewhere.partition(".")
    other = blanks[there][name]
    words = [word for one in other.choices for word in (one.label.source, *one.also)]
    return msgspec.structs.replace(
        field, elsewhere_words=tuple(words), hedges=other.hedges, around=other.around
    )


@cache
def hidden() -> Blanks:
    """The blanks of what the program files by itself: on no screen, in no workbook, and through the same gate."""
    return load(Path(__file__).with_name("blanks") / "hidden")


def _read(name: str, said: toml.TomlTree) -> Blank:
    try:
        return msgspec.convert(said, Blank, dec_hook=as_text)
    except msgspec.ValidationError as wrong:
        raise CallError("blanks.unreadable", file=name, why=str(wrong)) from wrong
