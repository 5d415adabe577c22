"""Revoked: what a revoked seat filed and somebody else hands on: only what a deputy had before comes in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

import msgspec

from schoolprep.facts.problem import Filling, Problem
from schoolprep.facts.record import Answers
from schoolprep.facts.subject import HANDS
from schoolprep.handover.register import ARRIVAL, Register, SeatStand
from schoolprep.store.records.load import LOOKED, Load

_said = msgspec.json.Decoder(Answers).decode


class LeftIn(NamedTuple):
    """What of a load comes in, and what there is to say of the rest."""

    load: Load
    told: tuple[Problem, ...] = ()


def without_revoked(load: Load, register: Register, vector: Mapping[str, int]) -> LeftIn:
    """The load without what revoked seats filed beyond what is here, or had arrived at the sender's before.

    `vector`: how far everything is known here. When it arrived there the sender says, who has full rights.
    """
    told: list[Problem] = []
    for stand in register.invited():
        if stand.colleague.revoked:
            left = _without(load, stand, vector)
            if gone := load.size - left.size:
                facts: dict[str, Filling] = {
                    "name": stand.seat.name,
                    "day": stand.colleague.revoked[:10],
                    "count": gone,
                }
                told.append(Problem("handover.revoked-rows", facts))
            load = left
    return LeftIn(load, tuple(told))


def _without(load: Load, stand: SeatStand, vector: Mapping[str, int]) -> Load:
    prefix = f"{stand.seat.id}-"
    named = [row.device for row in load.filings] + [row.device for row in load.openings]
    devices = {device for device in named if device.startswith(prefix)}
    if not devices:
        return load
    before = _arrived_before(load, stand.colleague.revoked)
    until = {device: max(vector.get(device, 0), before.get(device, 0)) for device in devices}
    looked = {device: vector.get(LOOKED + device, 0) for device in devices}
    return msgspec.structs.replace(
        load,
        records=tuple(row for row in load.records if row.seq <= until.get(load.device_of(row), row.seq)),
        openings=tuple(row for row in load.openings if row.seq <= looked.get(row.device, row.seq)),
    )


def _arrived_before(load: Load, revoked: str) -> dict[str, int]:
    """How far each chain had arrived at the sender's when the seat was revoked."""
    at = datetime.fromisoformat(revoked)
    found: dict[str, int] = {}
    for answers in _arrivals(load, at):
        device, seq = str(answers.get("device", "")), answers.get("seq")
        if isinstance(seq, int):
            found[device] = max(found.get(device, 0), seq)
    return found


def _arrivals(load: Load, before: datetime) -> Iterable[Answers]:
    for row in load.records:
        told = row.blank == ARRIVAL and row.subject == HANDS and row.answers is not None
        if told and datetime.fromisoformat(load.filings[row.filing].written) <= before:
            yield _said(row.answers or "{}")
