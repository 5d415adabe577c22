"""Log: who looked at whom, what left the file in the clear, and what those who work with it did.

Nothing that leaves through the program leaves before its line stands here: where that cannot be filed, nothing is
written. What is copied through the clipboard or photographed from the screen is in no log.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from schoolprep.facts.days import Moment
from schoolprep.facts.record import Answers, Entry, Record, Value
from schoolprep.facts.subject import HANDS
from schoolprep.roster import Roster
from schoolprep.store import Look, Store

HANDED_OUT = "handed_out"
"""The blank of what left the file."""
_MARK = 10
"""Digits of a subject by which a line names people: in a school of ten thousand two share them once in two hundred."""
_TOGETHER = 2_500
"""People one record names; more stand in further records of the same act (`kinds.words`: what a text may hold)."""

_FAR = 2_000
"""So many lines of each sort are looked back to."""


class Leaving(NamedTuple):
    """Something with people in it that leaves the file in the clear."""

    what: str
    """A roster's layout, a class form's purpose, `paper`, `access`."""
    title: str
    """What it is called; never a name of a person or a paper."""
    people: Sequence[str]
    """The subjects of everybody on it."""
    on: Moment | None = None
    """What it was judged for; None: for no day."""
    unit: str = ""
    """The class, where it is one."""
    masked: bool = False
    whom: str = ""
    """Who gets it, as somebody said; may be empty."""
    purpose: str = ""


class HandedOut(NamedTuple):
    """What left, as the log has it."""

    record: Record
    title: str
    day: str
    """What it was judged for (ISO); empty: for no day."""
    unit: str
    whom: str
    purpose: str
    number: int
    masked: bool


class LogLine(NamedTuple):
    """One line of the log: somebody looked (`times` on that day), something left (`left`), or a record of `hands`."""

    when: str
    """The last time, ISO 8601 with offset."""
    author: str
    device: str
    subject: str = ""
    """Whose file was opened; empty: none."""
    times: int = 0
    left: HandedOut | None = None
    record: Record | None = None


class LogDesk:
    """See the module. `filed` is told of every record that went in or was taken back."""

    def __init__(self, store: Store, filed: Callable[[list[Record]], None]) -> None:
        self._store = store
        self._filed = filed

    # -------------------------------------------------------------- what leaves

    def hand_out(self, leaving: Leaving) -> list[Record]:
        """File that this leaves; before it does. Nothing where the file lies on what cannot be written."""
        lines = [] if self._store.reads_only else self._store.append(_entries(leaving))
        self._filed(lines)
        return lines

    def take_back(self, lines: Collection[Record]) -> None:
        """It did not leave after all: it could not be written, or somebody stopped it."""
        if lines:
            self._filed(self._store.withdraw(line.id for line in lines))

    @contextmanager
    def handing_out(self, leaving: Leaving) -> Iterator[None]:
        """File that this leaves, and take it back where what is done meanwhile fails."""
        lines = self.hand_out(leaving)
        try:
            yield
        except BaseException:
            self.take_back(lines)
            raise

    def last_of(self, what: str) -> HandedOut | None:
        """What of this kind left last, for whom and what for."""
        found = (one for one in self.handed_out(50) if (one.record.answers or {}).get("what") == what)
        return next(found, None)

    # -------------------------------------------------------------- who asks

    def handed_out(self, limit: int, subject: str = "") -> list[HandedOut]:
        """What left the file, the newest first; of one person: on which they stood."""
        saying = subject[:_MARK]
        found = self._store.newest_of(HANDS, limit, blank=HANDED_OUT, saying=saying)
        acts = {one.act: one for one in found if _names(one, saying)}
        return [_handed_out(one) for one in acts.values()]

    def looks(self, limit: int, subject: str = "", author: str = "") -> list[Look]:
        """Who opened whose file, the newest first."""
        found = self._store.looks(limit, subject, author)
        return sorted(found, key=lambda look: look.opened, reverse=True)

    def hands(self, limit: int) -> list[Record]:
        """What was filed of those who work with the file: invited, revoked, merged, erased; the newest first."""
        found = self._store.newest_of(HANDS, limit)
        return [one for one in found if one.blank != HANDED_OUT]

    def about(self, subject: str) -> list[LogLine]:
        """Who looked at one person and on what that left they stand, the newest first."""
        left = (_line_of(one) for one in self.handed_out(_FAR, subject))
        return _newest_first([*_by_day(self.looks(_FAR, subject)), *left])

    def all(self) -> list[LogLine]:
        """Who looked at whom, what left and what the hands did, the newest first."""
        left = (_line_of(one) for one in self.handed_out(_FAR))
        hands = (LogLine(one.written, one.author, one.device, record=one) for one in self.hands(_FAR))
        return _newest_first([*_by_day(self.looks(_FAR)), *left, *hands])


def leaving_roster(
    drawn: Roster, on: Moment, *, unit: str = "", masked: bool = False, whom: str = "", purpose: str = ""
) -> Leaving:
    """A drawn roster or class form as it leaves."""
    return Leaving(
        drawn.id, drawn.title_lines[0], drawn.people, on, unit, masked, whom.strip(), purpose.strip()
    )


def _entries(leaving: Leaving) -> Iterator[Entry]:
    said: dict[str, Value] = {
        "what": leaving.what, "title": leaving.title, "count": len(leaving.people), "masked": leaving.masked,
        "day": leaving.on.text() if leaving.on else "", "unit": leaving.unit, "whom": leaving.whom,
        "purpose": leaving.purpose,
    }  # fmt: skip
    given: Answers = {name: value for name, value in said.items() if value != ""}
    marks = [subject[:_MARK] for subject in leaving.people]
    for at in range(0, max(1, len(marks)), _TOGETHER):
        yield Entry(
            blank=HANDED_OUT, subject=HANDS, answers=given | {"people": " ".join(marks[at : at + _TOGETHER])}
        )


def _by_day(looks: Iterable[Look]) -> Iterator[LogLine]:
    """Looks at one person by one colleague at one computer on one day are one line."""
    days: dict[tuple[str, ...], list[Look]] = {}
    for look in looks:
        days.setdefault((look.subject, look.author, look.device, look.opened[:10]), []).append(look)
    for (subject, author, device, _), same in days.items():
        yield LogLine(max(look.opened for look in same), author, device, subject, len(same))


def _line_of(left: HandedOut) -> LogLine:
    return LogLine(left.record.written, left.record.author, left.record.device, left=left)


def _newest_first(lines: list[LogLine]) -> list[LogLine]:
    return sorted(lines, key=lambda line: line.when, reverse=True)


def _names(record: Record, mark: str) -> bool:
    return not mark or mark in str((record.answers or {}).get("people", "")).split()


def _handed_out(record: Record) -> HandedOut:
    answers = record.answers or {}
    text = {name: str(answers.get(name, "")) for name in ("title", "day", "unit", "whom", "purpose")}
    count = answers.get("count")
    return HandedOut(
        record, **text, number=count if isinstance(count, int) else 0, masked=answers.get("masked") is True
    )
