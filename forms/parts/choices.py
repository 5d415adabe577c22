"""Choices: the label of a stored code, as its blank declares it."""

from __future__ import annotations

from forms.parts.lanes import Word
from schoolprep.facts.blank import Blanks
from schoolprep.facts.words import Lang


def labels(blanks: Blanks, lang: Lang) -> Word:
    """A function from blank, field and stored code to the label; an undeclared code comes back as it is."""

    def word(blank: str, field: str, code: str) -> str:
        for choice in blanks[blank][field].choices:
            if choice.code == code:
                return choice.en if lang == "en" else choice.zh
        return code

    return word
