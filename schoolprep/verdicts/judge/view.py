"""View: one file as seen on one day, with what several rules ask of it worked out once.

Facts later than the moment judged for have not happened yet and are not seen. A stay's first and last day are
intervals where an answer is missing, so that every comparison can say yes, no, or unknown (Kleene).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple, cast

from schoolprep.facts.area import LEVELS, Area, Areas, Level, Touch
from schoolprep.facts.days import Day, Moment
from schoolprep.facts.file import Code, Contact, File, Link, Stay, Test, nucleic
from schoolprep.facts.schooldays import NO_CALENDAR, SchoolCalendar
from schoolprep.loop.steps import step_of
from schoolprep.verdicts.judge.peers import NO_PEERS, Linked, LinkedState, Peers

LONG_AGO: Day = 1
FAR_OFF: Day = 3_000_000
UNKNOWN = "unknown"
"""The category of a notice that does not say what it is."""


class Span(NamedTuple):
    """A stay's first and last day, each between the earliest and the latest it can have been."""

    stay: Stay
    first_from: Day
    first_to: Day
    last_from: Day
    last_to: Day
    grounds: tuple[str, ...]
    """The records these days rest on: the stay's own, and those that bound what it leaves open."""

    @property
    def left(self) -> Day | None:
        """The last day, where it is known."""
        return self.last_from if self.last_from == self.last_to else None


class Homecoming(NamedTuple):
    """When somebody came (back) to the school's city, and the record that says so."""

    at: Moment
    record: str


class ListedStay(NamedTuple):
    """A stay in a listed area that matters on the day judged for."""

    span: Span
    touch: Touch
    certain: bool
    """False: it may be so; an answer is missing."""
    last_from: Day
    last_to: Day
    """The last day inside the area while it was listed, at the earliest and at the latest."""

    @property
    def last(self) -> Day | None:
        """That day where it is known."""
        return self.last_from if self.last_from == self.last_to else None

    @property
    def grounds(self) -> tuple[str, ...]:
        """The records it rests on: the stay, the entry of the list, and what bounds the stay's days."""
        stay, *others = self.span.grounds
        return (stay, self.touch.area.record, *others)

    @property
    def lacking(self) -> Literal["detail", "left", "arrived"]:
        """The answer that would say whether (and since when) the stay counts."""
        if not self.touch.certain:
            return "detail"
        return "left" if self.span.left is None else "arrived"


class Term(NamedTuple):
    """When an illness is over by its dates."""

    first: int
    """The minute at the earliest."""
    last: int
    """The minute at the latest."""
    evidence: tuple[str, ...]
    """The records that say so."""


def _as_of(test: Test, now: int) -> Test:
    """A test as it stood then: reported later, it had no result yet."""
    if test.reported is None or test.reported.earliest <= now:
        return test
    return test._replace(reported=None, result="pending")


def _possible(tests: Sequence[Test]) -> Sequence[Test]:
    """Tests, those that prove nothing by impossible times without them; a positive one holds all the same.

    Of a report before its sampling either may be the slip of the pen.
    """
    wrong = [  # asked of every test of everybody: the days are looked at first, for they mostly tell
        test.record
        for test in tests
        if test.reported
        and test.sampled
        and test.reported.day <= test.sampled.day
        and _is_impossible(test.sampled, test.reported)
        and test.result != "positive"
    ]
    if not wrong:
        return tests  # of nearly everybody
    return [test._replace(sampled=None, reported=None) if test.record in wrong else test for test in tests]


def _is_impossible(sampled: Moment, reported: Moment) -> bool:
    """Whether a report that is not of a later day surely came before its sampling."""
    if reported.day < sampled.day:
        return True
    return reported.minute is not None and sampled.minute is not None and reported.minute < sampled.minute


def _category(contact: Contact) -> str:
    """A notice's category; none at all where only 不具备居家隔离条件 was said, which is no contact."""
    if contact.category is not None:
        return contact.category
    return UNKNOWN if contact.last_on or contact.linked or contact.notified_by else ""


def _covers(longer: Area, shorter: Area, span: Span, oldest: Day) -> bool:
    """Whether an entry was in force on every day of another that a stay may have touched and that still matters."""
    asked = min(_lifted(shorter), span.last_to)
    return longer.since <= max(shorter.since, span.last_from, oldest) and _lifted(longer) >= asked


def _lifted(area: Area) -> Day:
    """The last day of an entry; of one that stands, a day beyond all."""
    return FAR_OFF if area.until is None else area.until


def _surer(touch: Touch, exposure: ListedStay, levels: frozenset[Level]) -> bool:
    """Whether another entry of these levels speaks of a stay that may only perhaps count."""
    return not exposure.certain and touch.area.level in levels and touch is not exposure.touch


class View:
    """See the module."""

    __slots__ = (
        "_codes", "_spans", "_tests", "_touched", "areas", "calendar", "city", "file", "on", "peers", "region", "terms",
    )  # fmt: skip

    def __init__(
        self, file: File, areas: Areas, on: Moment, region: str, peers: Peers = NO_PEERS,
        *, calendar: SchoolCalendar = NO_CALENDAR,
    ) -> None:  # fmt: skip
        self.calendar = calendar
        self.file = file
        self.areas = areas
        self.peers = peers
        self.region = region
        self.on = on
        self.city = region[:4]
        self._tests: list[Test] | None = None
        self._codes: dict[int, list[Code]] = {}
        self._spans: list[Span] | None = None
        self._touched: list[tuple[Span, Touch]] | None = None
        self.terms: dict[tuple[object, str], Term] = {}
        """When each illness on record is over, by whose rules."""
        planned = file.person.planned_return
        if on.minute is None and planned is not None and planned.day == on.day:
            self.on = planned  # A12: the gate is passed at the batch's hour

    def at(self, day: Day) -> View:
        """The same file seen on another day."""
        return View(self.file, self.areas, Moment(day), self.region, self.peers, calendar=self.calendar)

    # Not `functools.cached_property`: its lock costs more than what it keeps (Python 3.11).

    @property
    def tests(self) -> list[Test]:
        """Nucleic-acid tests sampled (or, where that is unknown, reported) up to now, oldest first."""
        if self._tests is None:
            self._tests = [test for test in self.samples if nucleic(test)]
        return self._tests

    @property
    def samples(self) -> list[Test]:
        """The same with tests of every kind: cultures, stools, antigen."""
        today, now = self.on.day, self.on.last_minute
        seen = [  # with the place in the file: of two at the same minute the one filed first stays first
            (first, at, test)
            for at, test in enumerate(_possible(self.file.tests))
            if (when := test.sampled or test.reported) is not None and (first := when.earliest) <= now
        ]
        seen.sort()
        return [
            test if (report := test.reported) is None or report.day < today else _as_of(test, now)
            for _, _, test in seen
        ]

    @property
    def undated(self) -> list[Test]:
        """Tests of which nobody wrote down when they were sampled or reported."""
        tests = _possible(self.file.tests)
        return [one for one in tests if not one.sampled and not one.reported and nucleic(one)]

    def contacts(self, categories: frozenset[str]) -> list[Contact]:
        """Notices of these categories that had come by now (one without a date has).

        A notice that does not say what it is has the category `UNKNOWN`.
        """
        return [one for one in self.file.contacts if _category(one) in categories and self._had_come(one)]

    def _had_come(self, notice: Contact) -> bool:
        return notice.last_on is None or notice.last_on.day <= self.on.day

    @property
    def releases(self) -> list[Link]:
        """Releases from custody that had been done by now (one without a moment has)."""
        now = self.on.last_minute
        return [
            link
            for link in self.file.links
            if step_of(link.step).frees and (link.starts is None or link.starts.earliest <= now)
        ]

    def linked(self, contact: Contact) -> Linked:
        """What is known of the close contact a notice names: by its own answer, or by that person's file."""
        day = contact.last_on.day if contact.last_on else self.on.day
        found = self.peers.linked(contact.linked, day, self.on)
        said = contact.linked_result
        if said is None or found.state == "positive" or (said != "positive" and found.state == "negative"):
            return found
        return Linked(cast(LinkedState, said))

    def home_impossible(self, contact: Contact | None = None) -> Contact | None:
        """The notice by which home isolation is impossible: the exposure's own answer, else the last one given."""
        if contact is not None and contact.home_impossible is not None:
            return contact if contact.home_impossible else None
        said = [one for one in self.file.contacts if one.home_impossible is not None and self._had_come(one)]
        if not said:
            return None
        last = max(said, key=lambda one: (one.last_on is None, one.last_on.earliest if one.last_on else 0))
        return last if last.home_impossible else None

    def codes(self, look_back: int) -> list[Code]:
        """Looks at code and card from the last days up to now."""
        found = self._codes.get(look_back)
        if found is None:
            oldest, now = self.on.day - look_back, self.on.last_minute
            found = self._codes[look_back] = [
                code
                for code in self.file.codes
                if code.checked is not None and code.checked.day >= oldest and code.checked.earliest <= now
            ]
        return found

    @property
    def spans(self) -> list[Span]:
        """The stays that had begun by now, in the order they were lived."""
        if self._spans is None:
            self._spans = self._find_spans()
        return self._spans

    def _find_spans(self) -> list[Span]:
        begun = [stay for stay in self.file.stays if stay.arrived is None or stay.arrived.day <= self.on.day]
        return [self._span(stay, at, begun) for at, stay in enumerate(begun)]

    def _span(self, stay: Stay, at: int, begun: list[Stay]) -> Span:
        if stay.arrived is None:
            return self._unarrived(stay, at, begun)
        arrived = stay.arrived.day
        if stay.left is not None:
            left = stay.left.day
            return Span(stay, min(arrived, left), arrived, left, left, (stay.record,))
        gone, by = self._gone_by(arrived, at, begun)
        grounds = (stay.record, by) if by else (stay.record,)
        return Span(stay, arrived, arrived, arrived, max(arrived, gone), grounds)

    def _unarrived(self, stay: Stay, at: int, begun: list[Stay]) -> Span:
        """A stay that nobody said the beginning of: not before the last one before it that is known to be over."""
        over = [(before.left.day, before.record) for before in begun[:at] if before.left]
        first, before = over[-1] if over else (LONG_AGO, "")
        grounds = (stay.record, before) if before else (stay.record,)
        if stay.left is not None:
            left = stay.left.day
            return Span(stay, min(first, left), left, left, left, grounds)
        gone, by = self._gone_by(None, at, begun)
        return Span(stay, first, self.on.day, first, max(first, gone), (*grounds, by) if by else grounds)

    def _gone_by(self, arrived: Day | None, at: int, begun: list[Stay]) -> tuple[Day, str]:
        """The latest day on which somebody can have left who did not say when, and the record that shows it."""
        later = [(other.arrived.day, other.record) for other in begun[at + 1 :] if other.arrived]
        if arrived is not None:
            later += [
                (said.first, said.record)
                for said in self.file.no_travel
                if said.first is not None and said.first > arrived
            ]
        return min([(self.on.day, ""), *later], key=lambda one: one[0])

    @property
    def touched(self) -> list[tuple[Span, Touch]]:
        """Every stay with every entry of the list it lies in or may lie in."""
        if self._touched is None:
            self._touched = self._find_touched()
        return self._touched

    def _find_touched(self) -> list[tuple[Span, Touch]]:
        return [
            (span, touch)
            for span in self.spans
            if span.stay.place
            for touch in self.touching(span.stay.place, span.stay.detail or "")
        ]

    def touching(self, place: str, detail: str = "") -> list[Touch]:
        """The entries a place lies in or may lie in, as far as they were known: listed or published by now."""
        touches = self.areas.touching(place, detail) if self.areas.entries else ()
        return [touch for touch in touches if touch.area.known_from <= self.on.day]

    def exposures(self, levels: frozenset[Level], look_back: int | None, before: int) -> list[ListedStay]:
        """Stays in areas of these levels that matter within the look-back (A5, A6); a stricter level hides a milder."""
        if not self.touched:
            return []
        found = [
            exposure
            for span, touch in self.touched
            if touch.area.level in levels
            and (exposure := self._exposure(span, touch, look_back, before)) is not None
        ]
        return [exposure for exposure in found if not self._stricter(exposure, levels, look_back, before)]

    def ever_exposed(
        self, levels: frozenset[Level], look_back: int | None, before: int
    ) -> Iterator[tuple[ListedStay, bool]]:
        """Stays that certainly mattered on some day up to now, and whether a stricter level speaks of them now.

        One that a stricter level hid from the day it began to matter was never one of these levels.
        """
        for span, touch in self.touched:
            if touch.area.level not in levels:
                continue
            one = self._exposure(span, touch, None, before)
            if one is None or not one.certain:
                continue
            began = max(one.last_to, touch.area.known_from)
            if look_back is not None and began - one.last_to > look_back:
                continue  # listed when it had stopped mattering
            hidden = self._stricter(one, levels, None, before)
            if not (hidden and self._stricter(one, levels, None, before, by=began)):
                yield one, hidden

    def _exposure(self, span: Span, touch: Touch, look_back: int | None, before: int) -> ListedStay | None:
        listed = touch.area.since - before
        lifted = touch.area.until if touch.area.until is not None else FAR_OFF
        if span.first_from > lifted or span.last_to < listed:
            return None
        last_from, last_to = min(span.last_from, lifted), min(span.last_to, lifted)
        oldest = LONG_AGO if look_back is None else self.on.day - look_back
        if last_to < oldest:
            return None
        certain = (
            touch.certain and span.first_to <= lifted and span.last_from >= listed and last_from >= oldest
        )
        return ListedStay(span, touch, certain, last_from, last_to)

    def _stricter(
        self,
        exposure: ListedStay,
        levels: frozenset[Level],
        look_back: int | None,
        before: int,
        by: Day = FAR_OFF,
    ) -> bool:
        """Whether something stricter, or the same for certain, holds as long; what lasts longer counts itself (A8).

        As far as it was known `by` a day.
        """
        rank = max(map(LEVELS.index, levels))
        oldest = LONG_AGO if look_back is None else self.on.day - look_back
        for span, touch in self.touched:
            if span is not exposure.span or not touch.certain or touch.area.known_from > by:
                continue
            stricter = touch.area.strictness > rank
            if not stricter and not _surer(touch, exposure, levels):
                continue
            other = self._exposure(span, touch, look_back, before)
            if other is None:
                continue
            if other.certain and other.last_from >= exposure.last_to:
                return True
            if (stricter or not exposure.touch.certain) and _covers(
                touch.area, exposure.touch.area, span, oldest
            ):
                return True
        return False

    def is_home(self, place: str | None) -> bool:
        """Whether a place lies in the school's city."""
        return bool(place) and bool(self.city) and str(place).startswith(self.city)

    def arrival(self, left: Day) -> Moment | None:
        """When the person came (back) to the school's city after leaving a place on `left`; None: nobody said."""
        home = self.homecoming(left)
        return home.at if home else None

    def homecoming(self, left: Day, after: Stay | None = None) -> Homecoming | None:
        """The same with the record that says so; the stay it comes `after` is no homecoming from itself."""
        came = [*self._came_home(left, after), *self._said_home(left)]
        return min(came, key=lambda one: (one.at.day, one.at.minute is None, one.at.earliest), default=None)

    def _came_home(self, left: Day, after: Stay | None) -> Iterator[Homecoming]:
        """Stays in the city that began on a day or later."""
        for span in self.spans:
            stay = span.stay
            if stay is not after and stay.arrived and stay.arrived.day >= left and self.is_home(stay.place):
                yield Homecoming(stay.arrived, stay.record)

    def _said_home(self, left: Day) -> Iterator[Homecoming]:
        """Declarations of no travel that began then."""
        for said in self.file.no_travel:
            if said.first is not None and left <= said.first <= self.on.day:
                yield Homecoming(Moment(said.first), said.record)
