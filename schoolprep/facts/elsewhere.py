"""Elsewhere: an answer that is a form of its own as well: an illness that was written among the symptoms of a day.

A teacher writes 水痘 where symptoms are asked; kept as "other symptom" alone, the case and its signal would be lost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from schoolprep.facts.blank import Blanks, Field
from schoolprep.facts.kinds.choice import BETWEEN, OTHER, SUSPECTED, named
from schoolprep.facts.record import Answers, Entry

_SAME_DAYS = 30
"""An illness of that kind on file that began within so many days is the one that is meant."""

Held = Callable[[str, str], Iterable[Answers]]
"""The answers on file of a person on a blank."""


def forms_elsewhere(entry: Entry, blanks: Blanks, held: Held) -> Iterator[Entry]:
    """The forms that an entry's words are besides; none that is on file already."""
    blank, answers = blanks.get(entry.blank), entry.answers or {}
    for field in blank.field if blank else ():
        said = answers.get(field.name)
        if not field.elsewhere or not isinstance(said, list) or OTHER not in said:
            continue
        there, _, name = field.elsewhere.partition(".")
        since, onset = str(answers.get(blank.key[0], "")) if blank else "", blanks[there].key[1]
        for named_there in _named(str(answers.get(field.rest_to, "")), blanks[there][name]):
            same = (one for one in held(entry.subject, there) if one.get(name) == named_there[name])
            if since and not any(_is_near(one.get(onset), since) for one in same):
                yield Entry(blank=there, subject=entry.subject, answers={**named_there, onset: since})


def _named(text: str, field: Field) -> Iterator[Answers]:
    """What the pieces of a text answer to a field, and how certain; a piece that is more than the word names none."""
    found = [reading for piece in BETWEEN.split(text) if piece and (reading := named(piece, field))]
    for code in dict.fromkeys(str(reading.value) for reading in found):
        hedged = all(reading.repair == SUSPECTED for reading in found if reading.value == code)
        certainty: Answers = {field.hedged_to: SUSPECTED} if hedged and field.hedged_to else {}
        yield {field.name: code, **certainty}


def _is_near(onset: object, since: str) -> bool:
    """Whether an illness is the one meant: it began about then, or nobody said when."""
    if not isinstance(onset, str):
        return True
    days = date.fromisoformat(since[:10]) - date.fromisoformat(onset[:10])
    return abs(days.days) <= _SAME_DAYS
