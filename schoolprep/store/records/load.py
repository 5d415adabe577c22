"""Load: rows of the store as they travel from one file to another: records with their chain, and what they name.

The types hold the limits, so that what was unpacked from bytes is in shape; `taking` checks what it says.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta

from schoolprep.facts.paper import PAPER_BLANK, PAPER_DIGEST
from schoolprep.facts.problem import KnownError
from schoolprep.facts.record import Answers
from schoolprep.store.records.chain import LINK_BYTES, NONCE_BYTES

LOOKED = "looked:"
"""Before a device's name in a vector: how far its log of who looked is known."""
_Id = Annotated[str, Meta(pattern="^[0-9a-f]{32}$", max_length=32)]
_Word = Annotated[str, Meta(min_length=1, max_length=32)]
_Blank = Annotated[str, Meta(min_length=1, max_length=40)]
_Name = Annotated[str, Meta(max_length=200)]
_Device = Annotated[str, Meta(min_length=1, max_length=200)]
_Stamp = Annotated[str, Meta(min_length=25, max_length=32)]
_About = Annotated[str, Meta(max_length=10_000)]
_Answers = Annotated[str, Meta(max_length=8_000_000)]
_Count = Annotated[int, Meta(ge=1, le=2**53)]
_Nonce = Annotated[bytes, Meta(min_length=NONCE_BYTES, max_length=NONCE_BYTES)]
_Link = Annotated[bytes, Meta(min_length=LINK_BYTES, max_length=LINK_BYTES)]


class FilingRow(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What the records of one filing share, in the order in which their digests cover it."""

    act: _Word
    undoes: _Word | None
    about: _About
    author: _Name
    device: _Device
    written: _Stamp


class RecordRow(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A record as its file keeps it."""

    filing: Annotated[int, Meta(ge=0)]
    """Its place in `Load.filings`."""
    id: _Id
    blank: _Blank
    subject: _Word
    answers: _Answers | None
    """JSON, as the digest covers it; None: it withdraws, or was erased."""
    replaces: Annotated[tuple[_Id, ...], Meta(max_length=100_000)]
    restores: _Id | None
    seq: _Count
    nonce: _Nonce | None
    """None: erased."""
    digest: _Link
    link: _Link

    @property
    def paper(self) -> str:
        """The digest of the paper that it names; empty where it names none."""
        if self.blank != PAPER_BLANK or self.answers is None:
            return ""
        return str(_said.decode(self.answers).get(PAPER_DIGEST, ""))


class OpeningRow(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A line of the log of who opened whose file."""

    subject: _Word
    author: _Name
    device: _Device
    opened: _Stamp
    seq: _Count
    link: _Link


class Load(msgspec.Struct, frozen=True, kw_only=True):
    """What one file gives another."""

    filings: tuple[FilingRow, ...] = ()
    records: tuple[RecordRow, ...] = ()
    openings: tuple[OpeningRow, ...] = ()
    papers: tuple[bytes, ...] = ()
    """The bytes of the papers that the records name."""

    @property
    def size(self) -> int:
        """How many records."""
        return len(self.records)

    @property
    def subjects(self) -> frozenset[str]:
        """Whom and what they are about."""
        return frozenset(row.subject for row in self.records)

    def device_of(self, row: RecordRow) -> str:
        """Where a record was filed."""
        return self.filings[row.filing].device


_packer = msgspec.msgpack.Encoder()
_unpacker = msgspec.msgpack.Decoder(Load)
_said = msgspec.json.Decoder(Answers)


def packed(load: Load) -> bytes:
    """A load as bytes."""
    return _packer.encode(load)


def unpacked(content: bytes) -> Load:
    """A load from bytes. Raises `KnownError` for anything that no program writes."""
    try:
        load = _unpacker.decode(content)
    except (msgspec.MsgspecError, ValueError, RecursionError) as wrong:
        raise KnownError("store.load-misshapen") from wrong
    refuse_misshapen(load)
    return load


def refuse_misshapen(load: Load) -> None:
    """Raise `KnownError` for what the types cannot say: a time that is none, answers that are none, a record twice."""
    try:
        sound = all(map(_is_stamp, [row.written for row in load.filings]))
        sound &= all(map(_is_stamp, [row.opened for row in load.openings]))
        devices = {row.device for row in load.filings} | {row.device for row in load.openings}
        sound &= all(map(str.isprintable, devices))
        sound &= all(_is_sound(row, len(load.filings)) for row in load.records)
    except (msgspec.MsgspecError, ValueError, RecursionError) as wrong:
        raise KnownError("store.load-misshapen") from wrong
    if not sound or len({row.id for row in load.records}) != load.size:
        raise KnownError("store.load-misshapen")


def _is_stamp(written: str) -> bool:
    """Whether a time is written as `nouns.stamp` writes it, and no other way."""
    at = datetime.fromisoformat(written)
    return at.tzinfo is not None and at.isoformat(timespec="seconds") == written


def _is_sound(row: RecordRow, filings: int) -> bool:
    """Whether its filing is there, and it answers something or takes something back, or was erased."""
    if row.answers is not None:
        _said.decode(row.answers)
    says = row.nonce is None if row.answers is None and not row.replaces else True
    return row.filing < filings and says and (row.answers is None or row.nonce is not None)
