"""Phone form: what `schoolprep.intake.phone` declares, as an XLSForm workbook that ODK, KoboToolbox and their kin take.

Three sheets (survey, choices, settings), every label in the languages of the blanks. A blank that can be answered
several times is a repeat behind one question whether there is anything to report, so that nobody scrolls past empty
questions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from exports import dress, saving
from exports.packing import packed
from schoolprep.facts import kinds, languages
from schoolprep.facts.blank import AskIf, Blank, Blanks, Field, KindName
from schoolprep.facts.divisions import Divisions
from schoolprep.facts.kinds.temperature import HIGHEST, LOWEST
from schoolprep.facts.languages import Lang
from schoolprep.facts.problem import Filling
from schoolprep.facts.record import Value
from schoolprep.facts.text import Same, Text
from schoolprep.facts.words import Phrase
from schoolprep.intake.phone import ASKED, PhoneForm, PhoneQuestion, questions

_LANGUAGES: Mapping[Lang, str] = {lang: f"{languages.of(lang).name} ({lang})" for lang in languages.beside()}
_TYPES: Mapping[KindName, str] = {
    "date": "date",
    "moment": "date",
    "temperature": "decimal",
    "number": "integer",
}
"""Question types; every other answer is typed as text, and read by intake as a sheet's cell is."""
_LISTS: frozenset[KindName] = frozenset({"yes_no", "choice", "choices"})
_YES_NO, _NONE = "yes_no", "none"
_PLAIN_YES_NO = Field(_YES_NO, "yes_no", (), Same(), Same())
_SURVEY = (
    "type", "name", *(f"label::{name}" for name in _LANGUAGES.values()),
    *(f"hint::{name}" for name in _LANGUAGES.values()), "required", "relevant", "constraint",
    *(f"constraint_message::{name}" for name in _LANGUAGES.values()), "appearance",
)  # fmt: skip
_CHOICES = ("list_name", "name", *(f"label::{name}" for name in _LANGUAGES.values()))
_WIDTHS = (26, 26, 26, 30, 40, 40, 9, 40, 40, 30, 30, 12)

_Row = dict[str, str]


def write(form: PhoneForm, blanks: Blanks, out: Path) -> None:
    """Write the form. Raises `CallError` (folder, file open elsewhere, disk full)."""
    saving.check(out)
    book = dress.new_book()
    _sheet(book.create_sheet("survey"), _SURVEY, [row for part in _parts(form, blanks) for row in part])
    _sheet(book.create_sheet("choices"), _CHOICES, list(_choices(form, blanks)))
    settings = {
        "form_title": form.title.source, "form_id": form.id, "version": "1",
        "default_language": _LANGUAGES[languages.MOTHER_TONGUE],
    }  # fmt: skip
    _sheet(book.create_sheet("settings"), tuple(settings), [settings])
    saving.save(out, packed(book))


def _sheet(sheet: Worksheet, headings: tuple[str, ...], rows: list[_Row]) -> None:
    for at, heading in enumerate(headings, 1):
        dress.put_on(sheet.cell(row=1, column=at, value=heading), dress.HEADING)
        sheet.column_dimensions[get_column_letter(at)].width = _WIDTHS[at - 1]
    for number, row in enumerate(rows, 2):
        for at, heading in enumerate(headings, 1):
            if text := row.get(heading):
                cell = sheet.cell(row=number, column=at)
                cell.value = text
                cell.data_type = "s"  # a label is never a formula
    sheet.freeze_panes = "A2"


def _parts(form: PhoneForm, blanks: Blanks) -> Iterator[Iterator[_Row]]:
    for part in form.part:
        asked = list(questions(part, blanks))
        yield _part(blanks[part.blank], asked, frozenset(part.required))


def _part(blank: Blank, asked: list[PhoneQuestion], required: frozenset[str]) -> Iterator[_Row]:
    """A blank's questions: as a group, or as a repeat behind the question whether there is anything."""
    if not blank.many:
        yield {
            "type": "begin group",
            "name": blank.id,
            **_both("label", blank.title),
            "appearance": "field-list",
        }
        yield from (_question(one, required) for one in asked)
        yield {"type": "end group"}
        return
    gate = f"{ASKED}{blank.id}"
    ask = _said("any", title=blank.title)
    yield {"type": f"select_one {_YES_NO}", "name": gate, **_both("label", ask), **_both("hint", blank.help)}
    yield {
        "type": "begin repeat",
        "name": blank.id,
        **_both("label", blank.title),
        "relevant": f"${{{gate}}} = 'yes'",
    }
    yield from (_question(one, required) for one in asked)
    yield {"type": "end repeat"}


def _question(one: PhoneQuestion, required: frozenset[str]) -> _Row:
    field = one.field
    row: _Row = {"type": "time" if one.is_time else _type(one), "name": one.name}
    if one.is_time:
        row |= _both("label", _said("time", label=field.label)) | _both("hint", _said("hour"))
    else:
        row |= _both("label", field.label) | _both("hint", field.help)
    if not one.is_time and (field.required or field.name in required):
        row["required"] = "yes"
    if relevant := _relevant(one):
        row["relevant"] = relevant
    return row | _constraint(one)


def _type(one: PhoneQuestion) -> str:
    field = one.field
    if field.kind in _LISTS:
        several = "select_multiple" if field.kind == "choices" else "select_one"
        return f"{several} {_list_name(one)}"
    return _TYPES.get(field.kind, "text")


def _list_name(one: PhoneQuestion) -> str:
    """Yes and no are one list, unless the question has words of its own for them (已交, 未交)."""
    plain = one.field.kind == "yes_no" and not (one.field.yes_words or one.field.no_words)
    return _YES_NO if plain else one.name


def _relevant(one: PhoneQuestion) -> str:
    """When it is asked: as the blank says, and an hour only once its day is answered."""
    conditions = []
    if one.field.ask_if:
        conditions.append(f"({_among(one, one.field.ask_if)})")
    if one.field.ask_unless:
        conditions.append(f"not({_among(one, one.field.ask_unless)})")
    if one.is_time:
        conditions.append(f"${{{one.blank.id}_{one.field.name}}} != ''")
    return " and ".join(conditions)


def _among(one: PhoneQuestion, ask: AskIf) -> str:
    name = f"{one.blank.id}_{ask.field}"
    values = ["yes" if value is True else "no" if value is False else value for value in ask.among]
    return " or ".join(f"${{{name}}} = '{value}'" for value in values)


def _constraint(one: PhoneQuestion) -> _Row:
    if one.is_time:
        return {}
    if one.field.kind == "temperature":
        return _bound(f". >= {LOWEST} and . <= {HIGHEST}", _said("range", low=str(LOWEST), high=str(HIGHEST)))
    if one.field.kind == "choices":
        none = _answers(one)[_NONE]
        return _bound(f"not(selected(., '{_NONE}') and count-selected(.) > 1)", _said("none", none=none))
    if one.field.happened and one.field.kind in _TYPES:
        return _bound(". <= today()", _said("future"))
    return {}


def _bound(constraint: str, message: Text) -> _Row:
    return {"constraint": constraint, **_both("constraint_message", message)}


def _said(code: str, **facts: Filling) -> Text:
    return Phrase(f"roster.phone-{code}", **facts)


def _both(column: str, text: Text) -> _Row:
    return {f"{column}::{name}": text[lang] for lang, name in _LANGUAGES.items()}


def _choices(form: PhoneForm, blanks: Blanks) -> Iterator[_Row]:
    yield from _list(_YES_NO, _said_of(_PLAIN_YES_NO, (True, False)))
    for part in form.part:
        for one in questions(part, blanks):
            if one.field.kind in _LISTS and not one.is_time and _list_name(one) != _YES_NO:
                yield from _list(one.name, _answers(one))


def _answers(one: PhoneQuestion) -> Mapping[str, Text]:
    """The answers of a list, each under the code that intake reads."""
    field = one.field
    if field.kind == "yes_no":
        return _said_of(field, (True, False))
    answers = {choice.code: choice.label for choice in field.choices}
    return answers | (_said_of(field, ([],)) if field.kind == "choices" else {})


def _said_of(field: Field, values: Iterable[Value]) -> dict[str, Text]:
    """Values as the field writes them: yes, no, none of them."""
    return {
        _NONE if value == [] else "yes" if value else "no": kinds.AnswerText(field, value, Divisions())
        for value in values
    }


def _list(name: str, answers: Mapping[str, Text]) -> Iterator[_Row]:
    for code, label in answers.items():
        yield {"list_name": name, "name": code, **_both("label", label)}
