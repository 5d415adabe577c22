"""Complaints: headings that name a symptom or a disease, and what of those who have it stands under them."""

from __future__ import annotations

import re

from schoolprep.facts.kinds import spelling
from schoolprep.facts.kinds.choice import choice_words
from schoolprep.intake.vocabulary import Vocabulary

_NAMES = re.compile(r"(?:学生)?(?:姓名|名单)")
_REMARK = re.compile(r"(?:具体)?(?:情况)?说明|具体情况|备注")
_COUNT = re.compile(r"人数|数量")
_SURE = re.compile(r"(?:确诊|病例|疑似)$")
_OTHER = "其他"


def parts(text: str) -> tuple[str, str]:
    """The group of a heading and what it is in it; both in one cell (发热姓名) or one over the other."""
    for part, shape in (("name", _NAMES), ("count", _COUNT), ("remark", _REMARK)):
        if found := re.fullmatch(rf"(.+?)(?:{shape.pattern})", text):
            return found[1], part
    return "", ""


def about(group: str, words: Vocabulary) -> tuple[str, str, str] | None:
    """What people under a group have: blank, field and writing.

    Of several complaints at once (咽痛流涕咳嗽) each may be meant, so it is another one as far as anybody can say.
    """
    if tick := words.tick(group):
        return (tick.blank, tick.field, tick.word) if tick.blank == "health" else None
    if words.words_in(group):
        return "health", "symptoms", _OTHER
    if "illness" not in words.blanks:
        return None
    field = words.blanks["illness"]["disease"]
    code = choice_words(field.choices).get(spelling.word(_SURE.sub("", group)))
    said = next((choice.label.source for choice in field.choices if choice.code == code), "")
    return ("illness", field.name, said) if said and said != _OTHER else None
