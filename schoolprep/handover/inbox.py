"""Inbox: what colleagues brought: read and weighed first, with nothing written, and then taken in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from schoolprep.facts.file import File
from schoolprep.facts.gate.porter import NEWER, Porter
from schoolprep.facts.problem import CallError, Filling, KnownError, Problem
from schoolprep.facts.record import Answers, Entry
from schoolprep.facts.subject import HANDS
from schoolprep.handover.nouns import Arrival, SealedKind
from schoolprep.handover.own import OwnHand
from schoolprep.handover.register import ARRIVAL, Register, SeatStand
from schoolprep.handover.revoked import without_revoked
from schoolprep.handover.scope import EVERYBODY, is_theirs
from schoolprep.handover.sealing import SealedFile, kind_of_file
from schoolprep.handover.unsealing import (
    BroughtFile,
    OpenedAcknowledgement,
    OpenedEnvelope,
    content_of,
    digest_of,
    open_acknowledgement,
    open_envelope,
    refuse_kind,
    sealed_file,
)
from schoolprep.store.records.find import answers_of
from schoolprep.store.records.load import Load
from schoolprep.store.records.seat import FULL_RIGHTS
from schoolprep.store.records.taking import TakenIn

_REFUSALS = ("handover.", "store.load-")
"""How the codes of what is wrong with a file begin; everything else (a full disk) is no fault of the file."""


class ReadFile(NamedTuple):
    """A file that was brought and looked through."""

    arrival: Arrival
    digest: str = ""
    """By which the file is known again when it is taken in."""
    opened: OpenedEnvelope | OpenedAcknowledgement | None = None
    """None where nothing of it comes in."""


class Inbox:
    """See the module. `porter` knows what this program understands, `files` is everybody's."""

    def __init__(self, own: OwnHand, porter: Porter, files: Callable[[], Mapping[str, File]]) -> None:
        self._own = own
        self._porter = porter
        self._files = files

    # -------------------------------------------------------------- reading

    def open(self, file: BroughtFile, register: Register) -> ReadFile | None:
        """Open a file and find out whose it is; None for an acknowledgement that is for somebody else: passed over.

        What is wrong with the file is told in its arrival. How much of it is new is not asked here (`weighed`).
        """
        kind: SealedKind | None = None
        try:
            content = content_of(file.path)
            kind = kind_of_file(content[:128])
            sealed = sealed_file(content, file.path.name, self._own.tag)
            if sealed.kind == "acknowledgement":
                return self._acknowledgement(file, sealed, digest_of(content))
            refuse_kind(sealed.kind, "envelope", file.path.name)
            return self._envelope(file, sealed, digest_of(content), register)
        except KnownError as wrong:
            if not is_refusal(wrong):
                raise
            return ReadFile(Arrival(file.given, kind, None, None, 0, 0, wrong.problem))

    def _envelope(self, file: BroughtFile, sealed: SealedFile, digest: str, register: Register) -> ReadFile:
        name = file.path.name
        if not self._own.is_whole:
            raise CallError("handover.is-envelope", file=name)
        opened = open_envelope(sealed, name, self._own.identities, register)
        left = without_revoked(opened.load, register, self._own.store.travel.vector())
        if opened.stand.seat.role in FULL_RIGHTS:
            opened = opened._replace(load=left.load)
        told = left.told if opened.stand.seat.role in FULL_RIGHTS else ()
        colleague, number = opened.stand.colleague, opened.message.number
        arrival = Arrival(file.given, "envelope", colleague, number, 0, 0, told=told)
        return self._refused_if_revoked(ReadFile(arrival, digest, opened), opened)

    def _refused_if_revoked(self, read: ReadFile, opened: OpenedEnvelope) -> ReadFile:
        """Of a revoked seat only what is here already: a date of sealing can be set back by who holds the laptop."""
        stand = opened.stand
        if not stand.colleague.revoked:
            return read
        weighed = self.weighed(read)
        if weighed.arrival.problem or not (weighed.arrival.new or opened.message.number > _last(stand)):
            return weighed
        facts = {
            "file": read.arrival.file,
            "name": stand.seat.name,
            "day": stand.colleague.revoked[:10],
        }
        return ReadFile(read.arrival._replace(problem=Problem("handover.revoked", facts)))

    def _acknowledgement(self, file: BroughtFile, sealed: SealedFile, digest: str) -> ReadFile | None:
        own = self._own
        if own.store.seat is None:
            return None
        name = file.path.name
        opened = open_acknowledgement(sealed, name, own.identities, own.state.seats)
        if opened is None:
            return None
        if opened.message.to != own.seat.id:
            raise CallError("handover.altered", file=name)
        told: Sequence[Problem] = ()
        if opened.message.revoked:
            told = (Problem("handover.you-are-revoked", {"day": opened.message.revoked[:10]}),)
        return ReadFile(Arrival(file.given, "acknowledgement", None, None, 0, 0, told=told), digest, opened)

    def weighed(self, read: ReadFile) -> ReadFile:
        """How much of an opened file is new here, and what else there is to say of it; nothing is written."""
        opened, arrival = read.opened, read.arrival
        if opened is None:
            return read
        envelope = isinstance(opened, OpenedEnvelope)
        try:
            weighed = self._own.store.travel.weigh(
                opened.load,
                whole=envelope or self._own.is_whole,
                seat=_only_of(opened.stand) if isinstance(opened, OpenedEnvelope) else None,
            )
        except KnownError as wrong:
            if not is_refusal(wrong):
                raise
            return ReadFile(arrival._replace(problem=named(wrong.problem, arrival)))
        told = (*arrival.told, *(self._remarks(opened) if isinstance(opened, OpenedEnvelope) else ()))
        told = (*told, *erased_before(weighed, arrival))
        return read._replace(arrival=arrival._replace(new=weighed.merged, known=weighed.known, told=told))

    def _remarks(self, opened: OpenedEnvelope) -> tuple[Problem, ...]:
        """What else there is to say of an envelope: records of a newer edition, unreadable ones, others' people."""
        newer = unreadable = 0
        for row in opened.load.records:
            answers = None if row.answers is None else answers_of(row.answers)
            entry = Entry(blank=row.blank, subject=row.subject, answers=answers)
            problem = self._porter.check(entry)
            newer += problem is not None and problem.code in NEWER
            unreadable += problem is not None and problem.code not in NEWER
        name = {"name": opened.stand.seat.name}
        counts = {
            "handover.newer-records": newer,
            "handover.unreadable-records": unreadable,
            "handover.others-people": len(self._others(opened.stand, opened.load)),
        }
        return tuple(Problem(code, {**name, "count": count}) for code, count in counts.items() if count)

    def _others(self, stand: SeatStand, load: Load) -> set[str]:
        """Those among the people in an envelope who are on file here and of another class."""
        if stand.seat.role in EVERYBODY:
            return set()
        files = self._files()
        return {
            subject
            for subject in load.subjects
            if subject in files and not is_theirs(stand.seat, files[subject].person)
        }

    # -------------------------------------------------------------- taking in

    def take(
        self, opened: OpenedEnvelope, digest: str, about: str, act: str | None, register: Register
    ) -> TakenIn:
        """Take an envelope in, with the record that it came. Raises `KnownError` as `weigh` does."""
        stand, message, device = opened.stand, opened.message, opened.sender.device
        is_new = not register.has_arrived(stand.seat.id, device, message.number)
        entries = [_arrival(opened, digest)] if is_new else []
        taken = self._own.store.travel.take(
            opened.load, whole=True, act=act, about=about, entries=entries, seat=_only_of(stand)
        )
        register.note(entries)
        if stand.seat.role in FULL_RIGHTS:
            self._own.state.vectors[stand.seat.id] = message.vector
            self._own.save()
        return taken


def is_refusal(wrong: KnownError) -> bool:
    """Whether it is the file's fault, and not the disk's."""
    return wrong.problem.code.startswith(_REFUSALS)


def _only_of(stand: SeatStand) -> str | None:
    """Whose devices' rows come in: the sender's own; of who has the whole school everybody's."""
    return None if stand.seat.role in FULL_RIGHTS else stand.seat.id


def _last(stand: SeatStand) -> int:
    return stand.newest.number if stand.newest else 0


def erased_before(taken: TakenIn, arrival: Arrival) -> tuple[Problem, ...]:
    """What is said where something came about somebody whose records were erased here."""
    whose = arrival.colleague.seat.name if arrival.colleague else ""
    facts: dict[str, Filling] = {"file": arrival.file, "name": whose, "count": taken.dropped}
    return (Problem("handover.erased-before", facts),) if taken.dropped else ()


def named(problem: Problem, arrival: Arrival) -> Problem:
    """What is wrong with the rows of a file, with the file's name and whose it is."""
    whose = arrival.colleague.seat.name if arrival.colleague else ""
    return problem._replace(facts={**problem.facts, "file": arrival.file, "name": whose})


def _arrival(opened: OpenedEnvelope, digest: str) -> Entry:
    sender, message = opened.sender, opened.message
    answers: Answers = {
        "seat": sender.seat,
        "device": sender.device,
        "number": message.number,
        "sealed": message.made,
        "records": opened.load.size,
        "digest": digest,
        "recipient": sender.keys.recipient,
        "verify": sender.keys.verify,
        "seq": message.head.seq,
        "link": message.head.link,
        "signature": message.head_signature.hex(),
    }
    return Entry(blank=ARRIVAL, subject=HANDS, answers=answers)
