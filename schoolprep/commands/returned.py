"""Commands of class workbooks that come back: among what was brought they are told by their content."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from schoolprep.commands.call import Call
from schoolprep.commands.guard import given
from schoolprep.commands.tools import today
from schoolprep.desk import Desk
from schoolprep.facts.problem import CallError, Problem
from schoolprep.facts.steps import finish
from schoolprep.handover.nouns import Arrival, MergeReceipt
from schoolprep.intake import Plan, Receipt

_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How workbooks begin, behind a password or not."""


class Brought(NamedTuple):
    """What was brought: workbooks, and all else."""

    books: Sequence[Path]
    others: Sequence[Path]


def brought(paths: Iterable[Path]) -> Brought:
    """Tell them apart; in a folder (a whole stick) workbooks are looked for too."""
    books: list[Path] = []
    others: list[Path] = []
    for path in paths:
        if path.is_dir():
            others.append(path)
            books += [one for one in sorted(path.rglob("*")) if _is_workbook(one)]
        else:
            (books if _is_workbook(path) else others).append(path)
    return Brought(books, others)


def _is_workbook(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(4) in _WORKBOOKS
    except OSError:  # a folder, or a corner that nobody may read
        return False


def taken_in(call: Call, desk: Desk, books: Iterable[Path]) -> MergeReceipt:
    """Take class workbooks in, each as one act; another workbook is refused, one found in a folder passed over."""
    named = set(call.books)
    arrivals = list(_arrivals(call, desk, books, named))
    merged, known = (
        (0 if call.dry_run else sum(one.new for one in arrivals)),
        sum(one.known for one in arrivals),
    )
    return MergeReceipt("", merged, known, arrivals, desk.handover.questions())


def _arrivals(call: Call, desk: Desk, books: Iterable[Path], named: set[Path]) -> Iterator[Arrival]:
    for path in books:
        try:
            plan = _plan(desk, path)
        except CallError as wrong:
            if path in named:
                yield _refused(path, wrong.problem)
            continue
        book = next((table.book for table in plan.tables if table.book), None)
        foreign = [one.problem for one in plan.refused if one.problem.code == "intake.class-book-foreign"]
        if foreign:
            yield _refused(path, foreign[0])
        elif book is None:
            if path in named:
                yield _refused(path, Problem("handover.not-ours", {"file": path.name}))
        else:
            receipt = plan.receipt() if call.dry_run else desk.intake.take_in(plan)
            yield _arrived(path, book.number, receipt)


def _plan(desk: Desk, path: Path) -> Plan:
    password = given("SCHOOLPREP_BOOK_PASSWORD")
    return finish(desk.intake.plan([path], today(desk), passwords={path: password} if password else {}))


def _arrived(path: Path, number: int, receipt: Receipt) -> Arrival:
    told = [one.problem for one in receipt.refused]
    if receipt.doubtful:
        told.append(Problem("intake.class-book-asked", {"file": path.name, "count": len(receipt.doubtful)}))
    return Arrival(
        str(path),
        "class-workbook",
        None,
        number,
        receipt.added + receipt.changed,
        receipt.unchanged,
        None,
        told,
    )


def _refused(path: Path, problem: Problem) -> Arrival:
    return Arrival(str(path), "class-workbook", None, None, 0, 0, problem)


def needs_somebody(receipt: MergeReceipt) -> bool:
    """Whether a class workbook left something to be put right."""
    return any(one.kind == "class-workbook" and one.told for one in receipt.arrivals)


def together(one: MergeReceipt, other: MergeReceipt) -> MergeReceipt:
    """What both did."""
    return MergeReceipt(
        one.act or other.act, one.merged + other.merged, one.known + other.known,
        [*one.arrivals, *other.arrivals], other.conflicts,
    )  # fmt: skip
