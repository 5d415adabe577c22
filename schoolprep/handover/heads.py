"""Heads: the ends of chains that devices signed, held against the chains that stand here.

Who has this file's passphrase can compute another device's chain anew, and cannot sign for it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from schoolprep.facts.problem import Problem
from schoolprep.facts.record import Record
from schoolprep.facts.subject import HANDS
from schoolprep.handover.keys import is_signed_by
from schoolprep.handover.messages import HeadOfChain, head_said
from schoolprep.handover.register import ARRIVAL, Register
from schoolprep.handover.sealing import school_tag
from schoolprep.store import Records


def verify(store: Records) -> Iterator[Problem]:
    """The devices whose chain is not what they signed, each once."""
    tag = school_tag(bytes.fromhex(store.travel.secret()))
    invited = Register(store.current_of(HANDS)).invited()
    left_out = tuple(f"{one.seat.id}-" for one in invited if one.colleague.revoked)
    for device, arrivals in sorted(_signed(store).items()):
        heads = [(one, _head(one)) for one in arrivals]
        links = store.travel.links(device, {head.seq for _, head in heads})
        if device.startswith(left_out):  # what it filed after the revoking is not here
            heads = [(one, head) for one, head in heads if head.seq in links]
        wrong = [one for one, head in heads if not _holds(one, head, tag, links.get(head.seq, b"").hex())]
        if wrong:
            yield Problem("handover.head-altered", {"device": device, "written": wrong[0].written[:16]})


def _signed(store: Records) -> dict[str, list[Record]]:
    """The arrivals that carry a signature, by the device that signed."""
    found: dict[str, list[Record]] = defaultdict(list)
    for record in store.history(HANDS):
        if record.blank == ARRIVAL and record.answers and record.answers.get("signature"):
            found[str(record.answers.get("device", ""))].append(record)
    return found


def _head(arrival: Record) -> HeadOfChain:
    answers = arrival.answers or {}
    seq = answers.get("seq")
    return HeadOfChain(seq if isinstance(seq, int) else -1, str(answers.get("link", "")))


def _holds(arrival: Record, head: HeadOfChain, tag: str, link: str) -> bool:
    """Whether the signature is the device's, and the chain goes where it says; one that filed nothing has no link."""
    answers = arrival.answers or {}
    try:
        signature = bytes.fromhex(str(answers["signature"]))
    except ValueError:
        return False
    said = head_said(tag, str(answers.get("device", "")), head)
    return is_signed_by(str(answers.get("verify", "")), said, signature) and (
        head.seq == 0 or head.link == link
    )
