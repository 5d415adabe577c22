"""Line: answers said as briefly as one writes them on a line (三亚吉阳 7.25 8.1; 8.6 9:00 阴)."""

from __future__ import annotations

from schoolprep.facts import kinds
from schoolprep.facts.blank import Blank, Field
from schoolprep.facts.kinds import Frame
from schoolprep.facts.languages import Lang
from schoolprep.facts.record import Answers, Value
from schoolprep.facts.words import listed, say
from schoolprep.intake.purpose import GridColumn, questions


def brief(field: Field, value: Value, lang: Lang, frame: Frame) -> str:
    """A stored answer as short as a cell needs it: 8-6 09:00, 三亚吉阳区, 阴性."""
    divisions = frame.divisions
    match field.kind:
        case "date" | "moment":
            year = f"{frame.filled_on.year}-" if frame.filled_on else ""
            return kinds.write(field, value, lang, divisions).removeprefix(year)
        case "place":
            return divisions.short_name(str(value)).removeprefix("~")
        case "places" if isinstance(value, list) and value:
            return listed((divisions.short_name(one).removeprefix("~") for one in value), lang)
    return kinds.write(field, value, lang, divisions)


def say_line(
    answers: Answers, column: GridColumn, blank: Blank, lang: Lang, frame: Frame, *, whole: bool = False
) -> str:
    """A form as one line, `whole` or as a cell has room for it; 无 where it says that there is nothing."""
    if says_none(answers, column, blank, frame):
        return say("kinds.none", lang)
    told = [one for field in questions(column, blank) for one in (field, *_rest(field, blank))]
    shown = () if whole else column.brief
    said = [field for field in told if field.name in answers and (not shown or field.name in shown)]
    return " ".join(brief(field, answers[field.name], lang, frame) for field in said)


def _rest(field: Field, blank: Blank) -> list[Field]:
    """The question that takes what a place cannot hold."""
    return [blank[field.rest_to]] if field.rest_to and field.kind == "place" else []


def says_none(answers: Answers, column: GridColumn, blank: Blank, frame: Frame) -> bool:
    """Whether a form says that there is nothing: what 无 writes, whatever the days."""
    fixed = {name: said for name, said in column.none.items() if not said.startswith("{")}
    return bool(fixed) and all(
        answers.get(name) == kinds.read(blank[name], said, frame).value for name, said in fixed.items()
    )
