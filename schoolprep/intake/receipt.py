"""Receipt: what an intake did, cell by cell, as `--json` prints it (INTERFACE §3) and as rows for a workbook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from schoolprep.facts import languages
from schoolprep.facts.languages import Lang
from schoolprep.facts.text import Text
from schoolprep.facts.words import catalogue, say, say_problem
from schoolprep.intake.columns import IntakeNotice
from schoolprep.intake.corrections import Correction
from schoolprep.intake.questions import SheetQuestion
from schoolprep.intake.rows import CellChange
from schoolprep.intake.shared_changes import together
from schoolprep.intake.whereabouts import RowCounts

_HEADINGS = ("what", "file", "sheet", "cell", "was", "now", "why")


class Receipt(NamedTuple):
    """Counts are of statements (records), the rest of cells."""

    act: str
    """What undo takes back; empty where nothing was filed."""
    files: tuple[str, ...]
    added: int
    changed: int
    unchanged: int
    repaired: tuple[CellChange, ...]
    doubtful: tuple[CellChange, ...]
    """Left unknown until a person accepts it."""
    refused: tuple[IntakeNotice, ...]
    notes: tuple[IntakeNotice, ...]
    """Taken in, and worth a look."""
    left_out: tuple[IntakeNotice, ...]
    """Sheets, columns and rows that were not used."""
    unread: int = 0
    """How many of these answers keep somebody from ready until they are put right or set aside (`facts/unread`)."""
    asked: tuple[CellChange, ...] = ()
    """The doubtful ones among them."""
    corrections: tuple[Correction, ...] = ()
    """What changes of what is on file, answer by answer."""
    questions: tuple[SheetQuestion, ...] = ()
    """What a sheet does not say and is asked once, with the rows that wait for it."""
    went: RowCounts = RowCounts()
    """Where the rows of the files have gone, each counted once."""

    @property
    def needs_somebody(self) -> bool:
        """Whether something is left for a person to decide or put right (exit status 1)."""
        nothing_said = not (self.added or self.changed or self.unchanged)
        guessed = any(notice.problem.code == "intake.guessed-heading" for notice in self.left_out)
        return bool(
            self.questions or self.doubtful or self.refused or guessed or (nothing_said and self.left_out)
        )

    def json(self) -> dict[str, Any]:
        """The shape of INTERFACE §3; `file`, `says`, `notes`, `left_out` and `rows` are more than it promises."""
        return {
            "added": self.added,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "changes": [_correction(correction) for correction in self.corrections],
            "asked": [_question(question) for question in self.questions],
            "repaired": [_change(change) for change in self.repaired],
            "doubtful": [_change(change) for change in self.doubtful],
            "refused": [_notice(notice) for notice in self.refused],
            "notes": [_notice(notice) for notice in self.notes],
            "left_out": [_notice(notice) for notice in self.left_out],
            "unread": self.unread,
            "rows": {"in": sum(self.went), **self.went._asdict()},
        }

    def rows(self, lang: Lang, *, brief: bool = False) -> list[list[str]]:
        """The receipt as a table with its header: what changes, is asked, is not taken, then the rest.

        `brief`: a repair that many cells of a column share is one line.
        """
        refused = (
            [say(f"intake.refused-{notice.part}", lang), *cells]
            for notice, cells in zip(self.refused, _told(self.refused, lang), strict=True)
        )
        asked = [
            [say("intake.asked", lang), q.file, q.sheet, q.cell, q.heading, "", q.line(lang)]
            for q in self.questions
        ]
        parts = (
            ("doubtful", _made(self.doubtful, lang)),
            ("repaired", _shared(self.repaired, lang) if brief else _made(self.repaired, lang)),
            ("noted", _told(self.notes, lang)),
            ("left-out", _told(self.left_out, lang)),
        )
        changed = [
            [say("intake.changed", lang), c.file, c.sheet, c.cell, c.was[lang], c.now[lang], _whose(c, lang)]
            for c in self.corrections
        ]
        header = [say(f"intake.heading-{name}", lang) for name in _HEADINGS]
        told = [[say(f"intake.{name}", lang), *cells] for name, rows in parts for cells in rows]
        return [header, *changed, *asked, *refused, *told]

    def counts(self, lang: Lang) -> str:
        """The receipt in one line."""
        rows = sum(notice.part == "row" for notice in self.refused)
        counts = say(
            "intake.counts", lang, added=self.added, changed=self.changed, unchanged=self.unchanged,
            repaired=len(self.repaired), doubtful=len(self.doubtful), rows=rows, cells=len(self.refused) - rows,
        )  # fmt: skip
        held = [say("intake.counts-unread", lang, count=self.unread)] if self.unread else []
        went = (
            [say("intake.counts-rows", lang, total=sum(self.went), **self.went._asdict())]
            if any(self.went)
            else []
        )
        return languages.of(lang).marks.after.join([counts, *went, *held])


def _whose(correction: Correction, lang: Lang) -> str:
    """Whose answer changes, and which."""
    whose = filter(None, (correction.name, correction.class_name, correction.label[lang]))
    return " · ".join(whose)


def _made(changes: Iterable[CellChange], lang: Lang) -> Iterable[list[str]]:
    return (
        [c.file, c.sheet, c.cell, c.was, c.taken(lang), say(f"repairs.{c.repair}", lang)] for c in changes
    )


def _shared(changes: Iterable[CellChange], lang: Lang) -> Iterator[list[str]]:
    for one in together(changes):
        if isinstance(one, CellChange):
            yield from _made([one], lang)
            continue
        ((file, sheet, _, was, now, why),) = _made([one.first], lang)
        said = say("intake.shared-change", lang, why=why, n=len(one.changes))
        yield [file, sheet, one.cell, was, now, said]


def _told(notices: Iterable[IntakeNotice], lang: Lang) -> Iterable[list[str]]:
    return ([n.file, n.sheet, n.cell, n.value, "", say_problem(n.problem, lang)] for n in notices)


def _change(change: CellChange) -> dict[str, Any]:
    told = {name: value for name, value in change._asdict().items() if name != "said"}
    return {**told, "says": catalogue()[f"repairs.{change.repair}"].declared()}


def _correction(correction: Correction) -> dict[str, Any]:
    said = {name: value for name, value in correction._asdict().items() if not isinstance(value, Text)}
    texts = {name: getattr(correction, name) for name in ("label", "was", "now")}
    return {
        **said,
        **{name: {lang: text[lang] for lang in languages.beside()} for name, text in texts.items()},
    }


def _question(question: SheetQuestion) -> dict[str, Any]:
    return {
        "file": question.file,
        "sheet": question.sheet,
        "cell": question.cell,
        "given": question.name,
        "field": question.target,
        "rows": question.rows,
        "says": {lang: question.line(lang) for lang in languages.beside()},
    }


def _notice(notice: IntakeNotice) -> dict[str, Any]:
    return {
        "file": notice.file,
        "sheet": notice.sheet,
        "cell": notice.cell,
        "value": notice.value,
        "problem": notice.problem.code,
        "part": notice.part,
        "says": {lang: say_problem(notice.problem, lang) for lang in languages.beside()},
    }
