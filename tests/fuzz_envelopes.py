"""Envelopes for the fuzz: genuine ones of a small school, and what happens to them on the way or is done to them.

Whoever changes them knows the format and whom they are sealed to, and may hold a colleague's laptop with its keys; none
of what comes of it may be taken in. Used by the tests, and by `bench/fuzz.py` with many more of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from random import Random
from typing import NamedTuple

import msgspec
import pyrage
from msgspec.structs import replace

from schoolprep.desk import Desk
from schoolprep.facts.problem import KnownError
from schoolprep.facts.steps import finish
from schoolprep.facts.subject import AREAS, HANDS, RULES
from schoolprep.handover.keys import as_recipient, new_keys
from schoolprep.handover.messages import EnvelopeMessage, HeadOfChain, packed_message, unpacked_message
from schoolprep.handover.nouns import Arrival
from schoolprep.handover.own import OwnHand
from schoolprep.handover.sealing import SealedFile, Sender, framed, sealed, unframed, unsealed
from schoolprep.handover.unsealing import open_invitation
from schoolprep.store.records import chain
from schoolprep.store.records.load import FilingRow, Load, RecordRow, packed, unpacked
from tests.fuzz_files import spoilt
from tests.handover_school import Hands, brought, filed_health, school_of

_MERGED = 2
"""Records of Wang that the principal has already."""
_ACKNOWLEDGEMENT, _INVITATION = "acknowledgement", "invitation"


class Genuine(NamedTuple):
    """What was sealed, by what it is, and what the thief of one laptop holds."""

    hands: Hands
    wang: Desk
    files: Mapping[str, bytes]
    """Envelopes of Wang (0 is merged already) and of the doctor, an acknowledgement to Wang, an invitation."""
    foreign: bytes
    """An envelope of another school."""
    code: str
    """The invitation's."""

    @property
    def thief(self) -> OwnHand:
        """Wang's laptop."""
        return OwnHand(self.wang._store)

    @property
    def principal(self) -> OwnHand:
        """To whom envelopes are sealed."""
        return OwnHand(self.hands.principal._store)

    def read_by(self, name: str, path: Path) -> list[Arrival]:
        """What whoever takes such a file in finds."""
        desk = self.wang if name == _ACKNOWLEDGEMENT else self.hands.principal
        return finish(desk.handover.reading([path]))

    def file(self, name: str) -> SealedFile:
        return unframed(self.files[name], name)

    def inner(self, name: str) -> bytes:
        """What stands inside of one, signature, message and all."""
        reader = self.thief if name == _ACKNOWLEDGEMENT else self.principal
        identities = [pyrage.x25519.Identity.from_str(one) for one in reader.identities]
        return bytes(pyrage.decrypt(self.file(name).body, identities))

    def resealed(self, name: str, inner: bytes) -> bytes:
        """Other bytes inside, sealed to whom it was sealed."""
        reader = self.thief if name == _ACKNOWLEDGEMENT else self.principal
        recipient = as_recipient(reader.keys.public.recipient)
        return framed(self.file(name).first, pyrage.encrypt(inner, [recipient]))


def genuine(folder: Path) -> Genuine:
    """A school with a class teacher and a doctor who have handed over; the next envelopes are on their way."""
    for name in ("here", "there"):
        (folder / name).mkdir()
    hands, elsewhere = school_of(folder / "here"), school_of(folder / "there")
    wang, doctor = (
        hands.colleague("王老师", "class-teacher", "七年级1班"),
        hands.colleague("李校医", "doctor"),
    )
    stranger = elsewhere.colleague("王老师", "class-teacher", "七年级1班")
    files: dict[str, bytes] = {}
    for number, desk in enumerate((wang, wang, wang, doctor, stranger)):
        for name in ("王小明", "李小红"):
            filed_health(desk, name, 36.5 + number / 10, f"2022-08-0{number + 1}")
        out = hands.folder / f"{number}.envelope"
        desk.handover.seal(out)
        files[f"envelope {number}"] = out.read_bytes()
        if number == 0:
            brought(hands.principal, out)
    foreign = files.pop("envelope 4")
    back = hands.folder / "back"
    back.mkdir()
    (path,) = [one for one in hands.principal.handover.acknowledge(back) if "王老师" in one.name]
    files[_ACKNOWLEDGEMENT] = path.read_bytes()
    invited = hands.invite("赵老师", "class-teacher", "七年级2班")
    files[_INVITATION] = invited.path.read_bytes()
    return Genuine(hands, wang, files, foreign, invited.code)


def tried(chance: Random, whole: Genuine, path: Path) -> str:
    """Change one file and bring it: `told`, or what was taken and by which way."""
    name = chance.choice([*whole.files, "envelope 2", "envelope 2", "envelope 2"])
    if name == _INVITATION and chance.random() < 0.9:  # its code costs a tenth of a second, and shall
        name = "envelope 1"
    way = chance.choice([*_ANYBODY, *_INSIDER] if name != _INVITATION else _ANYBODY)
    if name == "envelope 2" and chance.random() < 0.5:
        way = _with_the_laptop
    content = way(chance, whole, name)
    if content in whole.files.values():
        return "whole"
    if name == _INVITATION:
        return _invited(content, whole.code)
    path.write_bytes(content)
    found = whole.read_by(name, path)
    return "told" if all(one.problem for one in found) else f"taken {name} {way.__name__}"


def _invited(content: bytes, code: str) -> str:
    try:
        open_invitation(content, "x.invitation", code)
    except KnownError:
        return "told"
    return "taken invitation"


_Way = Callable[[Random, Genuine, str], bytes]

# ---------------------------------------------------------------- on the way


def _spoilt(chance: Random, whole: Genuine, name: str) -> bytes:
    return spoilt(chance, whole.files[name])


def _cut(chance: Random, whole: Genuine, name: str) -> bytes:
    return whole.files[name][: chance.randrange(len(whole.files[name]))]


def _two_in_one(chance: Random, whole: Genuine, name: str) -> bytes:
    one, other = whole.files[name], chance.choice([*whole.files.values(), whole.foreign])
    at = chance.randrange(len(one))
    return chance.choice((one + other, one[:at] + other[at:], one[:at] + other, one + one))


def _foreign(chance: Random, whole: Genuine, name: str) -> bytes:
    """Another school's, as it is or with our first line."""
    theirs = unframed(whole.foreign, "")
    return chance.choice((whole.foreign, framed(whole.file(name).first, theirs.body)))


# ---------------------------------------------------------------- by somebody who knows the format


def _spoilt_and_summed(chance: Random, whole: Genuine, name: str) -> bytes:
    """The sum is anybody's to compute."""
    file = whole.file(name)
    return framed(file.first, spoilt(chance, file.body))


def _other_first_line(chance: Random, whole: Genuine, name: str) -> bytes:
    """Another kind, format or school, or a body of another file."""
    file = whole.file(name)
    words = file.first.decode().split()
    at = chance.choice((1, 2, 3, 0))
    others = {
        0: (words[0],),
        1: ("envelope", "acknowledgement", "invitation", "class-workbook"),
        2: ("0", "2", "01", "9999", "1 1"),
        3: (unframed(whole.foreign, "").tag, "0" * 16, "f" * 16, words[3].upper()),
    }
    words[at] = chance.choice(others[at])
    body = whole.file(chance.choice(list(whole.files))).body if at == 0 else file.body
    return framed((" ".join(words) + "\n").encode(), body)


def _signature_on_other_bytes(chance: Random, whole: Genuine, name: str) -> bytes:
    """A genuine signature over what was changed; sealed anew to the same reader."""
    inner = whole.inner(name)
    changed = spoilt(chance, inner)
    return whole.resealed(name, changed) if changed != inner else whole.files[name]


def _padding(chance: Random, whole: Genuine, name: str) -> bytes:
    inner = whole.inner(name)
    return whole.resealed(name, chance.choice((inner + b"\0", inner[:-1], inner[:-1] + b"x", inner + inner)))


def _other_reader(chance: Random, whole: Genuine, name: str) -> bytes:
    """Sealed to somebody else."""
    to = as_recipient(new_keys().public.recipient)
    return framed(whole.file(name).first, pyrage.encrypt(whole.inner(name), [to]))


def _other_signer(chance: Random, whole: Genuine, name: str) -> bytes:
    """All of it is right, but signed by keys of one's own, or by Wang's where the principal's are due."""
    reader = whole.thief if name == _ACKNOWLEDGEMENT else whole.principal
    inside = unsealed(whole.file(name), reader.identities, name)
    keys = chance.choice((new_keys(), new_keys(), whole.thief.keys))
    if name != _ACKNOWLEDGEMENT and keys == whole.thief.keys:
        keys = new_keys()
    claimed = chance.choice((keys.public, inside.sender.keys))
    sender = replace(inside.sender, keys=claimed, proof=chance.choice((b"", bytes(64), inside.sender.proof)))
    return sealed(whole.file(name).first, sender, inside.message, keys, [reader.keys.public])


_ANYBODY: list[_Way] = [_spoilt, _cut, _two_in_one, _foreign, _spoilt_and_summed, _other_first_line]
_INSIDER: list[_Way] = [_signature_on_other_bytes, _padding, _other_reader, _other_signer]


# ---------------------------------------------------------------- by somebody with Wang's laptop


def _with_the_laptop(chance: Random, whole: Genuine, name: str) -> bytes:
    """Signed with Wang's keys and sealed to the principal: only what is said is not what a program says."""
    inside = unsealed(whole.file(name), whole.principal.identities, name)
    message = unpacked_message(inside.message, EnvelopeMessage, name)
    made = chance.choice(_SAID)(chance, message, inside.sender)
    sender, said = made if isinstance(made, tuple) else (inside.sender, made)
    content = said if isinstance(said, bytes) else packed_message(said)
    return sealed(whole.file(name).first, sender, content, whole.thief.keys, [whole.principal.keys.public])


_Said = EnvelopeMessage | bytes | tuple[Sender, EnvelopeMessage]


def _spoilt_message(chance: Random, message: EnvelopeMessage, sender: Sender) -> _Said:
    """Nonsense instead of a message. (One that is spoilt in its time alone would be a message.)"""
    content = packed_message(message)
    return chance.choice((content[: chance.randrange(len(content))], b"", b"\xc1" * 9, content + b"x"))


def _of_load(
    change: Callable[[Random, Load], Load], chance: Random, message: EnvelopeMessage, sender: Sender
) -> _Said:
    return replace(message, load=packed(change(chance, unpacked(message.load))))


def _spoilt_load(chance: Random, message: EnvelopeMessage, sender: Sender) -> _Said:
    load = message.load
    return replace(
        message,
        load=chance.choice((load[: chance.randrange(1, len(load))], load + b"\0", b"\xdd" + b"\xff" * 9)),
    )


def _number(chance: Random, message: EnvelopeMessage, sender: Sender) -> _Said:
    content = msgspec.to_builtins(message, builtin_types=(bytes,))
    content["number"] = chance.choice((0, -1, 2**60, "3", 1.5, None))
    return msgspec.msgpack.encode(content)


def _other_seat(chance: Random, message: EnvelopeMessage, sender: Sender) -> _Said:
    """As if it were somebody else's computer."""
    return replace(sender, device=chance.choice(("", "x" * 16 + "-1", sender.device[1:]))), message


def _head(chance: Random, message: EnvelopeMessage, sender: Sender) -> _Said:
    """The end of the chain that was signed is another."""
    head = message.head
    other = chance.choice((HeadOfChain(head.seq + 1, head.link), HeadOfChain(head.seq, "0" * 64)))
    return replace(message, head=other)


def _rows(load: Load, change: Callable[[RecordRow], RecordRow], at: int) -> Load:
    return replace(load, records=tuple(change(row) if n == at else row for n, row in enumerate(load.records)))


def _one_row(chance: Random, load: Load) -> Load:
    """One value of one record is another, and its digest what it was."""
    row = chance.choice(load.records)
    flipped = bytes([row.link[0] ^ 1]) + row.link[1:]
    wrong: list[dict[str, object]] = [
        {"answers": '{"day":"2022-08-02","temp_am":36.6}'}, {"answers": "{"}, {"answers": None}, {"answers": "[]"},
        {"nonce": None}, {"nonce": bytes(16)}, {"nonce": b""}, {"digest": flipped}, {"link": flipped},
        {"seq": row.seq + 7},
        {"seq": 0}, {"seq": -1}, {"subject": "e" * 32}, {"subject": ""}, {"blank": "code"}, {"id": "0" * 32},
        {"id": "x"},
        {"replaces": (load.records[0].id,)}, {"restores": "1" * 32}, {"filing": 9_999},
        {"answers": None, "nonce": None},
    ]  # fmt: skip
    changed = chance.choice(wrong)
    if "nonce" in changed:  # what is here already may come back erased: nothing of it is new
        row = load.records[-1]
    return _rows(load, lambda one: replace(one, **changed), load.records.index(row))


def _left_out(chance: Random, load: Load) -> Load:
    """A record is missing in the middle of those that are new. (What is known already need not be brought again.)"""
    at = chance.randrange(_MERGED, len(load.records) - 1)
    return replace(load, records=load.records[:at] + load.records[at + 1 :])


def _twice(chance: Random, load: Load) -> Load:
    return replace(load, records=(*load.records, chance.choice(load.records)))


def _filing(chance: Random, load: Load) -> Load:
    """One value of a filing is another."""
    at = chance.randrange(len(load.filings))
    wrong: list[dict[str, object]] = [
        {"author": "校长"}, {"about": "x"}, {"written": "2022-08-01T00:00:00+08:00"}, {"written": "soon"},
        {"written": "2022-08-01T00:00:00"}, {"act": "0" * 32}, {"undoes": "0" * 32}, {"device": "principal"},
        {"device": ""},
    ]  # fmt: skip
    changed = chance.choice(wrong)
    filings = [replace(one, **changed) if n == at else one for n, one in enumerate(load.filings)]
    return replace(load, filings=tuple(filings))


def rechained(load: Load) -> Load:
    """The load with digests and links computed anew, as whoever holds the laptop can."""
    ends: dict[str, bytes] = {}
    rows = []
    for row in sorted(load.records, key=lambda one: one.seq):
        filed = load.filings[row.filing]
        said = (row.id, row.blank, row.subject, row.replaces, row.restores)
        digest = chain.digest(
            row.nonce or b"", chain.filing(_said(filed)), said, (row.answers or "").encode()
        )
        link = chain.link(ends.get(filed.device, chain.start(filed.device)), row.id, digest)
        ends[filed.device] = link
        rows.append(replace(row, digest=digest, link=link))
    return replace(load, records=tuple(rows))


def _said(filed: FilingRow) -> tuple[str, str | None, str, str, str, str]:
    return filed.act, filed.undoes, filed.about, filed.author, filed.device, filed.written


def _rewritten(chance: Random, load: Load) -> Load:
    """What was merged already says something else now, with all of the chain computed anew."""
    first = replace(load.records[0], answers='{"day":"2022-08-01","symptoms":[],"temp_am":36.1}')
    return rechained(replace(load, records=(first, *load.records[1:])))


def _without_right(chance: Random, load: Load) -> Load:
    """What a class teacher may not file, or not in this name, in a chain of its own that holds."""
    last = load.records[-1]
    wrong: list[dict[str, object]] = [
        {"subject": AREAS, "blank": "area"}, {"subject": RULES, "blank": "rule_switch"},
        {"subject": HANDS, "blank": "colleague"},
        {"subject": HANDS, "blank": "erasure"}, {"subject": HANDS, "blank": "arrival"}, {"blank": "pass"},
        {"subject": "school", "blank": "calendar"},
    ]  # fmt: skip
    if chance.random() < 0.5:
        changed = chance.choice(wrong)
        return rechained(replace(load, records=(*load.records[:-1], replace(last, **changed))))
    filed = load.filings[last.filing]
    other = chance.choice(
        ({"author": "校长"}, {"device": "f" * 16 + "-" + "0" * 8}, {"device": "principal's computer"})
    )
    filings = (*load.filings, replace(filed, **other))
    return rechained(
        replace(load, filings=filings, records=(*load.records[:-1], replace(last, filing=len(filings) - 1)))
    )


_CHANGES = (_one_row, _one_row, _left_out, _twice, _filing, _rewritten, _without_right, _without_right)
_SAID: list[Callable[[Random, EnvelopeMessage, Sender], _Said]] = [
    _spoilt_message, _spoilt_load, _number, _other_seat, _head, *(partial(_of_load, change) for change in _CHANGES),
]  # fmt: skip
