"""Tables: what only a file keeps beside the records: its format, and copies for speed."""

from __future__ import annotations

from sqlalchemy import Column, Integer, LargeBinary, MetaData, String, Table

metadata = MetaData()

migrations = Table(
    "migrations",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("name", String(80), nullable=False),
    Column("ran", String(32), nullable=False),
)
packed = Table(  # copies for speed; an erasure deletes its subject's in the same transaction
    "packed",
    metadata,
    Column("subject", String(32), primary_key=True),
    Column("number", Integer, nullable=False),  # how many of its records are current
    Column("newest", Integer, nullable=False),  # and the last of them, by `records.n`
    Column("seal", LargeBinary, nullable=False),
    Column("body", LargeBinary, nullable=False),
)
