"""Replacing: what may stand in the place of what.

A record replaces others about the same thing: people's records those of people (two become one), the area list's those
of the area list. Else whoever may file about one pupil could take a risk area, a rule or a revocation away with it.
"""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import Connection, select

from schoolprep.facts.subject import HANDS, is_person
from schoolprep.store.records.find import chunks
from schoolprep.store.records.tables import records, replacements


class Topic(NamedTuple):
    """What a record is about, as far as replacing goes."""

    subject: str
    blank: str

    def fits(self, old: Topic) -> bool:
        """Whether a record of this topic may replace one of that."""
        if self.subject == HANDS:
            return self == old
        return self.subject == old.subject or (is_person(self.subject) and is_person(old.subject))


def topics(connection: Connection, ids: list[str]) -> dict[str, Topic]:
    """What the records with these ids are about, as far as they are here."""
    found: dict[str, Topic] = {}
    for some in chunks(ids):
        asked = select(records.c.id, records.c.subject, records.c.blank).where(records.c.id.in_(some))
        found |= {row.id: Topic(row.subject, row.blank) for row in connection.execute(asked)}
    return found


def replacing(connection: Connection, olds: list[str]) -> list[tuple[str, Topic]]:
    """Which of these ids something here replaces, and what that is about."""
    found: list[tuple[str, Topic]] = []
    newer = records.join(replacements, replacements.c.new == records.c.id)
    asked = select(replacements.c.old, records.c.subject, records.c.blank).select_from(newer)
    for some in chunks(olds):
        rows = connection.execute(asked.where(replacements.c.old.in_(some)))
        found += [(row.old, Topic(row.subject, row.blank)) for row in rows]
    return found
