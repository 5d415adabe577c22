"""Access: one person's whole file for the family: what stands, what ever stood, the verdict, the papers, who looked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from schoolprep.desk.desk import Desk
from schoolprep.desk.log import LogLine
from schoolprep.facts.days import Moment, local
from schoolprep.facts.kinds.choice import label
from schoolprep.facts.languages import Lang
from schoolprep.facts.record import Record
from schoolprep.facts.words import say
from schoolprep.verdicts import outline
from schoolprep.verdicts.explain import moment
from schoolprep.verdicts.verdict import Case

_INWARD = "　　"
"""Before a line that another one rests on."""


class AccessSheet(NamedTuple):
    """One sheet: plain texts in rows, under headings."""

    name: str
    headings: tuple[str, ...]
    widths: tuple[float, ...]
    rows: Sequence[tuple[str, ...]]


class AccessFile(NamedTuple):
    """One person's whole file, in one language."""

    title: str
    line: str
    foot: tuple[str, ...]
    sheets: tuple[AccessSheet, ...]
    lang: Lang


def access(desk: Desk, subject: str, on: Moment, lang: Lang) -> AccessFile:
    """Everything on file of somebody, as `on`'s rules judge it. Raises `KeyError` for nobody's subject."""
    return _Drawing(desk, subject, on, lang).file()


class _Drawing:
    def __init__(self, desk: Desk, subject: str, on: Moment, lang: Lang) -> None:
        self._desk, self._subject, self._on, self._lang = desk, subject, on, lang
        self._person = desk.people.file(subject).person
        self._history = desk.people.history(subject)
        standing = {record.id for record in desk.people.records(subject)}
        self._standing = [record for record in self._history if record.id in standing]
        self._newer = {old: record for record in self._history for old in record.replaces}
        self._sources = desk.people.sources(subject)

    def file(self) -> AccessFile:
        school = self._desk.workspace.school.name
        unit = self._person.class_name or self._person.department or ""
        return AccessFile(
            self._say("access-title", school=school, name=self._person.name),
            self._say("access-line", unit=unit, day=moment(self._on, self._lang)),
            (self._say("access-foot"), self._say("access-rights")),
            tuple(self._sheet(name, rows) for name, rows in self._parts()),
            self._lang,
        )

    def _parts(self) -> Iterator[tuple[str, Sequence[tuple[str, ...]]]]:
        yield "standing", [self._statement(record) for record in self._standing]
        yield "verdict", self._verdict()
        yield "history", [self._in_history(record) for record in self._history]
        yield "papers", self._papers()
        yield "log", [self._in_log(line) for line in self._desk.log.about(self._subject)]

    def _sheet(self, name: str, rows: Sequence[tuple[str, ...]]) -> AccessSheet:
        headings = tuple(self._say(f"access-{one}") for one in _COLUMNS[name])
        nothing = [(self._say("access-nothing"), *[""] * (len(headings) - 1))]
        widths = tuple(_WIDTHS[one] for one in _COLUMNS[name])
        return AccessSheet(self._say(f"access-sheet-{name}"), headings, widths, rows or nothing)

    # -------------------------------------------------------------- what stands on them

    def _statement(self, record: Record) -> tuple[str, ...]:
        filing = self._desk.filing
        return (
            filing.title(record.blank, self._lang), filing.said(record, self._lang),
            self._when(record.written), record.author, self._sources.get(record.act, ""),
        )  # fmt: skip

    def _in_history(self, record: Record) -> tuple[str, ...]:
        title, said, when, author, source = self._statement(record)
        return title, said, self._fate(record), when, author, source

    def _fate(self, record: Record) -> str:
        """Whether it stands, or what came in its place and when."""
        newer = self._newer.get(record.id)
        if newer is not None:
            key = "access-withdrawn" if newer.answers is None else "access-corrected"
            return self._say(key, when=self._when(newer.written), author=newer.author)
        if record.answers is None:
            return self._say("access-withdraws" if record.replaces else "access-erased")
        return self._say("access-stands")

    def _verdict(self) -> list[tuple[str, ...]]:
        judging = self._desk.judging
        case = Case(self._desk.people.file(self._subject), judging.verdict(self._subject, self._on))
        explain = judging.explainer(self._on, self._lang)
        told = outline.tree(
            case.verdict, explain, lambda record: self._desk.filing.evidence(record, self._lang)
        )
        return [(line,) for line in _indented(told)]

    def _papers(self) -> list[tuple[str, ...]]:
        papers = self._desk.papers
        return [
            (
                paper.name,
                label(paper.what, papers.what, self._lang) if paper.what else "",
                self._when(paper.filed),
            )
            for paper in papers.of(self._subject)
        ]

    def _in_log(self, line: LogLine) -> tuple[str, ...]:
        left = line.left
        if left is None:
            return self._when(line.when), line.author, self._say("access-looked", n=line.times), ""
        purpose = "　".join(part for part in (left.whom, left.purpose) if part)
        return self._when(line.when), line.author, self._say("access-left", title=left.title), purpose

    def _when(self, written: str) -> str:
        return moment(local(written, self._desk.workspace.school.zone), self._lang)

    def _say(self, code: str, **facts: str | int) -> str:
        return say(f"privacy.{code}", self._lang, **facts)


def _indented(node: outline.Node, depth: int = 0) -> Iterator[str]:
    yield _INWARD * depth + node.sentence
    for child in node.children:
        yield from _indented(child, depth + 1)


_COLUMNS = {
    "standing": ("form", "said", "when", "author", "source"),
    "verdict": ("reason",),
    "history": ("form", "said", "fate", "when", "author", "source"),
    "papers": ("paper", "kind", "when"),
    "log": ("when", "author", "what", "purpose"),
}
"""The headings of each sheet."""
_WIDTHS = {
    "form": 14.0, "said": 60.0, "fate": 26.0, "when": 18.0, "author": 12.0, "source": 22.0, "reason": 110.0,
    "paper": 44.0, "kind": 16.0, "what": 50.0, "purpose": 24.0,
}  # fmt: skip
