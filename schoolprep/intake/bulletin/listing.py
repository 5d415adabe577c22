"""Listing: the places of a list become entries of a notice, each with the days that stand beside it."""

from __future__ import annotations

import re
from typing import NamedTuple

from schoolprep.facts.divisions import Divisions
from schoolprep.intake.bulletin import account, days
from schoolprep.intake.bulletin.clauses import Clause
from schoolprep.intake.bulletin.passages import Passage, TextSpan, apart
from schoolprep.intake.bulletin.pieces import is_noun, named_of
from schoolprep.intake.bulletin.places import Places

_PARTS = re.compile(r"[;。]")
_WORDS = re.compile(r"[,:;。\s]")


class NoticeEntry(NamedTuple):
    """A place that a notice lists, as written, and the sentence it stands in."""

    line: int
    place: str
    detail: str
    level: str
    since: str = ""
    until: str = ""
    said: str = ""
    """The sentence of running text that says so; empty for a line of a list."""
    as_of: str = ""
    """The day of the list it stands on, where it has no day of its own."""
    undated: bool = False
    """Whether the day of its notice may be another than its own: without one of its own it is asked."""
    rest: bool = False
    """Whether it is what zones leave over of a division (其他区域)."""
    doubts: frozenset[str] = frozenset()
    """What of it is not certain, as words of its sentence are left over (see `account`): place, level, since."""


class GaveNone(NamedTuple):
    """Something that gave no entry: a line or a piece of one, and why (a code of `words/intake.toml`)."""

    line: int
    text: str
    code: str
    facts: dict[str, str | int]


class Listing:
    """The entries of a text, what of it gave none, and where one is in it."""

    def __init__(self, divisions: Divisions) -> None:
        self.entries: list[NoticeEntry] = []
        self.left: list[GaveNone] = []
        self._places = Places(divisions)
        self._begun = 0
        """The first entry of the notice one is in."""
        self._begins: set[str] = set()
        """The days since when anything of the notice is said to be so."""
        self._torn = False
        """Whether the notice has a first day that cannot be read."""
        self._from_notice = False
        """Whether it says that something is so from its own day on."""

    def _leave(self, number: int, text: str, code: str, **facts: str | int) -> None:
        self.left.append(GaveNone(number, text, code, {"row": number, **facts}))

    def _doubt_days(self) -> None:
        """Entries without a day of their own are a question where their notice has one that may be theirs."""
        odd = self._torn or (bool(self._begins) and not self._from_notice)
        for at in range(self._begun, len(self.entries)) if odd else ():
            entry = self.entries[at]
            if not (entry.since or entry.as_of):
                self.entries[at] = entry._replace(doubts=entry.doubts | {"since"})

    def _doubts(
        self, clause: Clause, since: str | None, text: str, sentence: TextSpan, *, dated: bool
    ) -> frozenset[str]:
        """What of a clause is not certain: its level, where words are left over; its day, where it may be another.

        `dated`: whether it has a day, or its text none of a list.
        """
        whole = text[sentence.start : sentence.end]
        before = text[clause.before.start : clause.before.end]
        divisions = [part for part in _WORDS.split(before) if self._places.is_division(part)]
        doubts = set()
        if (
            account.is_conditional(whole)
            or account.lifts_too(whole, clause.level)
            or account.leaves_words(before, divisions)
        ):
            doubts.add("level")
        if account.is_torn(before, since, days.as_of(whole)) or (clause.kind == "becomes" and not dated):
            doubts.add("since")
        return frozenset(doubts)

    def _date_back(self, day: str) -> None:
        """以上措施自…起执行: the day of what this notice listed and gave none."""
        self.entries[self._begun :] = [
            one if one.since or one.as_of else one._replace(since=day) for one in self.entries[self._begun :]
        ]

    def _list(
        self,
        passage: Passage,
        span: TextSpan,
        at: NoticeEntry,
        sentence: TextSpan | None,
        *,
        lenient: bool = False,
    ) -> int:
        """Add the places of a span; gives how many. A day stands behind its place, or behind the last it is for.

        `lenient`: what stands before the first place may be other words of the sentence.
        """
        above, first = self._places.above, len(self.entries)
        if rests := self._places.rests(passage.text[span.start : span.end].strip()):
            said = passage.quote(sentence, span) if sentence else ""
            self.entries += [
                at._replace(line=passage.line(span.start), place=rest, said=said, rest=True) for rest in rests
            ]
            return len(rests)
        if self._places.is_rest(passage.text[span.start : span.end].strip()):
            words = passage.text[span.start : span.end].strip()
            self._leave(passage.line(span.start), words, "piece-not-used", piece=words)
            return 0
        if sentence is None and account.changes(passage.text[span.start : span.end]):
            at = at._replace(doubts=at.doubts | {"place"})
        for part in apart(passage.text, span, _PARTS):
            begun = len(self.entries)
            for piece in self._places.pieces(passage.text, part):
                quiet = lenient and len(self.entries) == first
                self._piece(passage, piece, at, sentence, begun=begun, first=first, quiet=quiet)
            self._date_before(begun, at)
        self._places.above = above
        return len(self.entries) - first

    def _piece(
        self,
        passage: Passage,
        piece: TextSpan,
        at: NoticeEntry,
        sentence: TextSpan | None,
        *,
        begun: int,
        first: int,
        quiet: bool,
    ) -> None:
        """One piece of a list."""
        since, until, words = days.piece_days(passage.text[piece.start : piece.end].strip())
        words, counted = named_of(words.strip(' :.|"“”'))
        if counted > 1:
            self._fewer(passage, piece, counted, 1)
        if is_noun(words) and len(self.entries) > first:
            return
        if days.is_a_day(since, until, words) and len(self.entries) > first:
            self._dated(since, until, at.since)
            return
        level = at.level
        above = self._places.above
        rests = [(rest, "") for rest in self._places.rests(words)]
        found = rests or self._places.places(words)
        if not found and words and not quiet:
            self._leave(passage.line(piece.start), words, "piece-not-used", piece=words)
        said = passage.quote(sentence, piece) if sentence else ""
        for place, detail in found:
            self.entries.append(
                at._replace(
                    line=passage.line(piece.start), place=place, detail=detail, level=level,
                    since=since or (at.since if sentence else ""), until=until, said=said,
                    doubts=at.doubts | self._left_over(words, place, detail, above),
                )
            )  # fmt: skip

    def _left_over(self, words: str, place: str, detail: str, above: str) -> frozenset[str]:
        """Whether a place is doubtful: words of it are no address, or it lies elsewhere than the list said."""
        odd = (
            account.is_left_over(detail, alone=words == detail)
            or self._places.astray
            or self._places.strays(words, place, above)
            or (words == detail and account.names_town(detail))
        )
        return frozenset({"place"}) if odd else frozenset()

    def _date_before(self, begun: int, at: NoticeEntry) -> None:
        """The last day of a part is for the places before it that have none."""
        mine = self.entries[begun:]
        dated = next((one for one in reversed(mine) if one.since or one.until), at)
        self.entries[begun:] = [
            one if one.since or one.until else one._replace(since=dated.since, until=dated.until)
            for one in mine
        ]

    def _dated(self, since: str, until: str, usual: str) -> None:
        """A day alone is of the place before it (迎宾路丽景小区，8月1日起), unless that has one of its own."""
        last = self.entries[-1]
        own = last.since if last.since != usual else ""
        self.entries[-1] = last._replace(since=own or since or usual, until=last.until or until)

    def _fewer(self, passage: Passage, span: TextSpan, counted: int, made: int) -> None:
        """A list that counts more places than it names: where the others stand, somebody must find out."""
        words = passage.written[span.start : span.end].strip()
        self._leave(passage.line(span.start), words, "fewer-than-counted", count=counted, made=made)
