"""Tables: what records are kept in, in types every database has; a file's migrations make them.

`tests/core/store/file/test_migrations.py` holds the two against each other.
"""

from __future__ import annotations

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
)

REPLACED, CURRENT, WITHDRAWN = 0, 1, 2
"""`records.standing`: another record replaces it · no other does · no other does and it withdraws (answers NULL)."""

metadata = MetaData()

meta = Table(
    "meta",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", Text, nullable=False),
)
devices = Table(
    "devices",
    metadata,
    Column("device", String(200), primary_key=True),
    Column("records", Integer, nullable=False),  # how many the device has filed: the seq of its last one
    Column("link", LargeBinary, nullable=False),  # the last link of its chain
    Column("openings", Integer, nullable=False),
    Column("opening_link", LargeBinary, nullable=False),
    Column(
        "partial", Integer
    ),  # NULL: the whole chain is here; else whole up to here, and parts of what follows
)
"""Of a chain in part `records` counts what is here, and `link` runs over it in the order it came here (`records.n`)."""
filings = Table(
    "filings",
    metadata,
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("act", String(32), nullable=False),
    Column("undoes", String(32)),
    Column("about", Text, nullable=False),
    Column("author", String(200), nullable=False),
    Column("device", String(200), ForeignKey(devices.c.device), nullable=False),
    Column("written", String(32), nullable=False),
    Column("came", String(32)),  # the act of the merge that brought it here; NULL: filed here
)
Index("filings_act", filings.c.act)
Index("filings_undoes", filings.c.undoes)
Index("filings_came", filings.c.came)
records = Table(
    "records",
    metadata,
    Column("n", Integer, primary_key=True, autoincrement=False),  # in the order they came here
    Column("id", String(32), nullable=False, unique=True),
    Column("blank", String(40), nullable=False),
    Column("subject", String(32), nullable=False),
    Column("answers", Text),  # JSON with sorted keys
    Column("filing", Integer, ForeignKey(filings.c.n), nullable=False),
    Column(
        "standing", SmallInteger, nullable=False
    ),  # from `replacements`, so that the current state is found fast
    Column("restores", String(32)),  # the record whose answers an undo brought back
    Column("seq", Integer, nullable=False),  # its number on its device
    Column("nonce", LargeBinary),  # NULL: erased
    Column("digest", LargeBinary, nullable=False),
    Column("link", LargeBinary, nullable=False),
)
Index("records_subject", records.c.subject, records.c.standing)
Index("records_filing", records.c.filing, records.c.blank)
replacements = Table(
    "replacements",
    metadata,
    Column("new", String(32), ForeignKey(records.c.id), primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("old", String(32), nullable=False),  # no foreign key: a merge may bring the newer one first
)
Index("replacements_old", replacements.c.old)
openings = Table(
    "openings",
    metadata,
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("subject", String(32), nullable=False),
    Column("author", String(200), nullable=False),
    Column("device", String(200), ForeignKey(devices.c.device), nullable=False),
    Column("opened", String(32), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("link", LargeBinary, nullable=False),
)
Index("openings_subject", openings.c.subject)
papers = Table(
    "papers",
    metadata,
    Column(
        "digest", String(64), primary_key=True
    ),  # SHA-256 of the content; no record holds the bytes themselves
    Column("size", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False),
)
drafts = Table(
    "drafts",
    metadata,
    Column("name", String(200), primary_key=True),
    Column("state", LargeBinary, nullable=False),
    Column("saved", String(32), nullable=False),
)
