"""Erasing: answers and nonces go for good, digests and links stay, so that every chain still holds without them.

What was erased is itself a record of the chain (blank `erasure`, subject `hands`): whose or which, why, how many. A
nonce that is missing without one is a record altered (`audit`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import ColumnElement, Connection, Select, case, delete, func, not_, select, true, update

from schoolprep.facts.paper import PAPER_BLANK, PAPER_DIGEST
from schoolprep.facts.problem import KnownError
from schoolprep.facts.record import Answers, Entry, Record
from schoolprep.facts.subject import HANDS
from schoolprep.store.records.find import chunks
from schoolprep.store.records.tables import CURRENT, WITHDRAWN, drafts, filings, papers, records

ERASURE_BLANK = "erasure"
"""The hidden blank of these records."""
_BETWEEN = " "
_NOBODY = "nobody"
"""Stands for the subject in the name of a draft of somebody not on file yet (`desk/drafts`)."""


class Erasure(NamedTuple):
    """One erasure as its record says it."""

    whose: str = ""
    """The subject; empty: everybody's records of `blanks`."""
    blanks: tuple[str, ...] = ()
    """Which forms; empty: all."""
    until: str = ""
    """Only what was filed up to this moment (ISO 8601 with offset); empty: all."""

    def covers(self, subject: str, blank: str, written: str) -> bool:
        """Whether a record without its nonce is explained by this erasure."""
        return (
            (subject == self.whose if self.whose else subject != HANDS)
            and (not self.blanks or blank in self.blanks)
            and (not self.until or written <= self.until)
        )

    def entry(self, why: str, counts: Mapping[str, int], papers: int, purpose: str) -> Entry:
        """The record that says so."""
        said = {
            "whose": self.whose, "blanks": _BETWEEN.join(self.blanks), "until": self.until, "purpose": purpose,
            "why": why, "counts": _BETWEEN.join(f"{blank}={count}" for blank, count in counts.items()),
            "papers": str(papers),
        }  # fmt: skip
        answers: Answers = {name: value for name, value in said.items() if value}
        return Entry(blank=ERASURE_BLANK, subject=HANDS, answers=answers)


class Erased(NamedTuple):
    """What an erasure removed."""

    act: str
    counts: Mapping[str, int]
    """How many records of which blank."""
    papers: int
    drafts: int

    @property
    def records(self) -> int:
        """How many records lost their answers."""
        return sum(self.counts.values())


def read(answers: Answers | None) -> Erasure:
    """An erasure from its record."""
    said = {name: str(value) for name, value in (answers or {}).items()}
    return Erasure(said.get("whose", ""), tuple(said.get("blanks", "").split()), said.get("until", ""))


def counts_of(answers: Answers) -> dict[str, int]:
    """How many records of which blank an erasure's record says were erased."""
    pairs = (one.partition("=") for one in str(answers.get("counts", "")).split())
    return {blank: int(count) for blank, _, count in pairs if count.isdecimal()}


def erasures(connection: Connection) -> list[Erasure]:
    """Every erasure on file."""
    return [one for _, one in erasures_by_place(connection)]


def erasures_by_place(connection: Connection) -> list[tuple[int, Erasure]]:
    """Every erasure with its record's place in the file (`records.n`): it took what stood before it."""
    said = select(records.c.n, records.c.answers).where(
        records.c.blank == ERASURE_BLANK, records.c.subject == HANDS, records.c.answers.is_not(None)
    )
    rows = connection.execute(said).all()
    return [(n, read(answers)) for n, text in rows if (answers := _decoded(text)) is not None]


def erased_subjects(connection: Connection) -> frozenset[str]:
    """Those who were erased as a whole and are not on file again: what comes of them is dropped."""
    gone = {one.whose for one in erasures(connection) if one.whose and not one.blanks}
    back: set[str] = set()
    for some in chunks(sorted(gone)):
        standing = records.c.subject.in_(some) & (records.c.standing == CURRENT)
        back.update(connection.execute(select(records.c.subject).where(standing).distinct()).scalars())
    return frozenset(gone - back)


def counted(connection: Connection, erasure: Erasure) -> dict[str, int]:
    """How many records of which blank would lose their answers."""
    question = (
        select(records.c.blank, func.count())
        .select_from(records.join(filings, records.c.filing == filings.c.n))
        .where(_asked(erasure))
        .group_by(records.c.blank)
        .order_by(records.c.blank)
    )
    return dict(connection.execute(question).all())


def papers_of(connection: Connection, erasure: Erasure) -> set[str]:
    """The digests of the papers that nobody names any more once this is erased."""
    named = select(records.c.id, records.c.answers).where(
        records.c.blank == PAPER_BLANK, records.c.answers.is_not(None)
    )
    going = set(connection.execute(_ids(erasure).where(records.c.blank == PAPER_BLANK)).scalars())
    theirs: set[str] = set()
    others: set[str] = set()
    for id_, text in connection.execute(named):
        digest = str((_decoded(text) or {}).get(PAPER_DIGEST, ""))
        (theirs if id_ in going else others).add(digest)
    return theirs - others - {""}


def wipe(connection: Connection, erasure: Erasure, words: Sequence[str] = ()) -> int:
    """Take the answers and nonces of what an erasure covers, its papers, and drafts about it; how many drafts.

    `words`: what the person is known by, so that a draft of a person not on file yet is found.
    """
    gone = papers_of(connection, erasure)
    for some in chunks(sorted(gone)):
        connection.execute(delete(papers).where(papers.c.digest.in_(some)))
    ids: list[str] = list(connection.execute(_ids(erasure)).scalars())
    for some in chunks(ids):
        connection.execute(
            update(records)
            .where(records.c.id.in_(some))
            .values(
                answers=None,
                nonce=None,
                standing=case((records.c.standing == CURRENT, WITHDRAWN), else_=records.c.standing),
            )
        )
    _untitle(connection)
    return drop_drafts(connection, erasure, words)


def refuse_erasures(found: Iterable[Record]) -> None:
    """Raise `KnownError` where one of these records says that something was erased: nothing takes that back."""
    if any(one.blank == ERASURE_BLANK for one in found):
        raise KnownError("store.erased-for-good")


def _asked(erasure: Erasure) -> ColumnElement[bool]:
    """What of records and filings an erasure takes."""
    whose = records.c.subject == erasure.whose if erasure.whose else records.c.subject != HANDS
    among = records.c.blank.in_(erasure.blanks) if erasure.blanks else true()
    until = filings.c.written <= erasure.until if erasure.until else true()
    return whose & among & until & records.c.nonce.is_not(None)


def _ids(erasure: Erasure) -> Select[Any]:
    joined = records.join(filings, records.c.filing == filings.c.n)
    return select(records.c.id).select_from(joined).where(_asked(erasure))


def _untitle(connection: Connection) -> None:
    """An act of which nothing is left needs no title: it may be the name of whom it was about."""
    left = select(records.c.filing).where(records.c.nonce.is_not(None))
    connection.execute(update(filings).where(not_(filings.c.n.in_(left))).values(about=""))


def drop_drafts(connection: Connection, erasure: Erasure, words: Iterable[str]) -> int:
    """Forget what was begun about somebody; how many drafts. `words`: see `wipe`."""
    if not erasure.whose:
        return 0
    wanted = [word.encode() for word in words if word]
    kept = connection.execute(select(drafts.c.name, drafts.c.state)).all()
    gone = [
        name
        for name, state in kept
        if erasure.whose in (parts := name.split("/"))
        or (_NOBODY in parts and any(word in state for word in wanted))
    ]
    for name in gone:
        connection.execute(delete(drafts).where(drafts.c.name == name))
    return len(gone)


def _decoded(text: str) -> Answers | None:
    """The answers of a row; None where they are none (told as an altered record)."""
    try:
        return msgspec.json.decode(text, type=dict[str, str | int | float | bool | list[str]])
    except (msgspec.DecodeError, TypeError):
        return None
