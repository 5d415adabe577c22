"""One line: a whole form written on one line (三亚吉阳 7.25 8.1; 8.6 9:00 阴), as class sheets ask for it.

A line is cut at its spaces; each piece goes to the first question, in the column's order, that understands it.
Several forms stand between semicolons. Nothing is guessed: a piece that no question understands is the line's problem.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from schoolprep.facts import kinds
from schoolprep.facts.blank import Blank, Field
from schoolprep.facts.kinds import UNANSWERED, Frame, spelling, when
from schoolprep.facts.problem import Problem
from schoolprep.intake.purpose import GridColumn, questions

NONE_WORDS = frozenset(("无", "没有", "没", "否", "no", "none", "n", "0"))
"""Ways to say that there is nothing."""

_FORMS = re.compile(r"[;；\n]+")
_FROM_TO = re.compile(rf"(?<=[\d日号])\s*[-–—~～至到]\s*(?={when.DAY_IN_TEXT}|\d{{1,2}}[./月]\d)")
_TIME = re.compile(r"\d{1,2}(?:[:：]\d{2}|[点时](?:\d{1,2}分?|半)?)")
_ADDRESS = re.compile(r"^[^月]*[省市区县旗镇乡街路道村庄社苑园楼栋号院巷][^月]*$")
"""What can stand behind a place as its address; anything else behind it is asked back."""
_BETWEEN = re.compile(r"[\s,，、]+")


class FormWritten(NamedTuple):
    """One form of a line: what is written to which question, and why it is not understood."""

    writings: Mapping[str, str]
    problem: Problem | None = None


def read_line(
    text: str, column: GridColumn, blank: Blank, frame: Frame, days: Mapping[str, str]
) -> list[FormWritten]:
    """The forms that a line writes; `days` gives `{first}` and `{day}`."""
    if spelling.word(text) in NONE_WORDS and column.none:
        return [FormWritten({name: said.format_map(days) for name, said in column.none.items()})]
    return [_one(part.strip(), column, blank, frame) for part in _FORMS.split(text) if part.strip()]


def _one(text: str, column: GridColumn, blank: Blank, frame: Frame) -> FormWritten:
    """One form. Its first question cannot be left out; what follows a place and is no answer is its address."""
    fields = questions(column, blank)
    found: dict[str, str] = {}
    at = 0
    for piece in _pieces(text, column):
        open_ = fields[at:] if found else fields[:1]
        taken = next((field for field in open_ if kinds.read(field, piece, frame).value is not None), None)
        if taken is not None:
            found[taken.name] = piece
            at = fields.index(taken) + 1
        elif at and fields[at - 1].kind == "place" and _ADDRESS.search(piece):
            found[fields[at - 1].name] += piece
        else:
            return FormWritten(found, _unread(fields[at:], piece, frame))
    return FormWritten(found)


def _pieces(text: str, column: GridColumn) -> list[str]:
    """The pieces of a line: from–to are two days, a time belongs to its day, a sign at the end is its word."""
    end = ""
    for sign, word in column.signs.items():
        if text.endswith(sign) and text[: -len(sign)].strip():
            text, end = text[: -len(sign)], word
            break
    pieces: list[str] = []
    for piece in _BETWEEN.split(_FROM_TO.sub(" ", text).strip()):
        if pieces and _TIME.fullmatch(piece):
            pieces[-1] += f" {piece}"
        elif piece:
            pieces.append(piece)
    return [*pieces, end] if end else pieces


def _unread(rest: list[Field], piece: str, frame: Frame) -> Problem:
    """The sentence of the question that would have come next; of none, that there is too much."""
    reading = kinds.read(rest[0], piece, frame) if rest else UNANSWERED
    return reading.problem or Problem("grid.too-much", {"value": piece})
