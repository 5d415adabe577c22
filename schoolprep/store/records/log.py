"""Log: who opened whose file, and what is filed of those who work with it, the newest first."""

from __future__ import annotations

from sqlalchemy import ColumnElement, select

from schoolprep.facts.record import Record
from schoolprep.store.records.find import by_ids
from schoolprep.store.records.nouns import Look, Misshapen
from schoolprep.store.records.room import Room
from schoolprep.store.records.tables import CURRENT, openings, records

_LOOK = (openings.c.subject, openings.c.author, openings.c.device, openings.c.opened)


def looks(room: Room, limit: int, subject: str = "", author: str = "") -> list[Look]:
    """The newest lines that came into the log here, of one person or by one author where that is asked."""
    asked = [*_asked(openings.c.subject, subject), *_asked(openings.c.author, author)]
    with room.reading() as connection:
        rows = connection.execute(select(*_LOOK).where(*asked).order_by(openings.c.n.desc()).limit(limit))
        found = [Look(*row) for row in rows]
        if not all(isinstance(said, str) for look in found for said in look):
            raise Misshapen
        return found


def _asked(column: ColumnElement[str], wanted: str) -> list[ColumnElement[bool]]:
    return [column == wanted] if wanted else []


def newest_of(room: Room, subject: str, limit: int, *, blank: str = "", saying: str = "") -> list[Record]:
    """The newest records about a subject, all that were ever filed; of one blank only those that stand.

    `saying`: a run of letters and digits that stands in the answers.
    """
    asked = [records.c.subject == subject]
    if blank:
        asked += [records.c.blank == blank, records.c.standing == CURRENT]
    if saying:
        asked.append(records.c.answers.contains(saying, autoescape=True))
    with room.reading() as connection:
        ids = connection.execute(select(records.c.id).where(*asked).order_by(records.c.n.desc()).limit(limit))
        found = by_ids(connection, list(ids.scalars()))
    return sorted(found, key=lambda record: (record.written, record.id), reverse=True)
