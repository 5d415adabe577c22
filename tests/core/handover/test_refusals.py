"""Refusals: what is wrong with a file is told for what it is, and nothing of it comes in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from schoolprep.desk import Desk
from schoolprep.facts.days import Moment
from schoolprep.facts.problem import CallError
from schoolprep.facts.record import Entry
from schoolprep.handover.keys import OwnKeys, new_keys
from schoolprep.handover.messages import EnvelopeMessage, HeadOfChain, head_said, packed_message
from schoolprep.handover.own import OwnHand
from schoolprep.handover.sealing import Sender, first_line, sealed
from schoolprep.store.records.load import Load, packed
from tests.handover_school import Hands, brought, filed_health, joined, school_of, subject

ON = Moment.parse("2022-08-08")


@pytest.fixture
def hands(tmp_path: Path) -> Hands:
    return school_of(tmp_path)


@pytest.fixture
def wang(hands: Hands) -> Desk:
    desk = hands.colleague("王老师", "class-teacher", "七年级1班")
    filed_health(desk, "王小明", 38.2)
    return desk


def refused(hands: Hands, *files: Path, desk: Desk | None = None) -> list[str]:
    """The problems of what was brought; nothing came in."""
    at = desk or hands.principal
    before = [record for record in at.filing.current() if record.blank != "arrival"]
    receipt = brought(at, *files)
    assert receipt.merged == 0
    assert [record for record in at.filing.current() if record.blank != "arrival"] == before
    return [one.problem.code for one in receipt.arrivals if one.problem]


def sealed_as(
    hands: Hands,
    desk: Desk,
    *,
    keys: OwnKeys | None = None,
    change: Callable[[Load], Load] = lambda load: load,
    sender: Callable[[Sender], Sender] = lambda sender: sender,
    number: int = 1,
) -> Path:
    """What somebody with the colleague's own keys and any program could seal."""
    own = OwnHand(desk._store)
    keys = keys or own.keys
    load = change(own.store.travel.news({}))
    head = HeadOfChain(
        own.store.travel.vector().get(own.store.device, 0), own.store.travel.link(own.store.device)
    )
    said = sender(own.sender())
    message = EnvelopeMessage(
        number=number, made="2022-08-08T07:30:00+08:00", vector={}, head=head,
        head_signature=keys.sign(head_said(own.tag, said.device, head)), load=packed(load),
    )  # fmt: skip
    to = [one.keys for one in own.state.seats.values()]
    out = hands.folder / "any.envelope"
    out.write_bytes(sealed(first_line("envelope", own.tag), said, packed_message(message), keys, to))
    return out


def test_what_an_honest_program_seals_comes_in(hands: Hands, wang: Desk) -> None:
    assert brought(hands.principal, sealed_as(hands, wang)).merged == 1


def test_forged(hands: Hands, wang: Desk) -> None:
    stranger = new_keys()

    def claims(sender: Sender) -> Sender:
        return msgspec.structs.replace(sender, keys=stranger.public)

    assert refused(hands, sealed_as(hands, wang, keys=stranger, sender=claims)) == ["handover.forged"]

    def nobody(sender: Sender) -> Sender:
        return msgspec.structs.replace(sender, seat="0" * 16)

    assert refused(hands, sealed_as(hands, wang, sender=nobody)) == ["handover.unknown-sender"]

    def elsewhere(sender: Sender) -> Sender:
        return msgspec.structs.replace(sender, device="0" * 16 + "-01234567")

    assert refused(hands, sealed_as(hands, wang, sender=elsewhere)) == ["handover.altered"]


def test_rows_that_are_not_hers(hands: Hands, wang: Desk) -> None:
    def altered(load: Load) -> Load:
        rows = tuple(
            msgspec.structs.replace(row, answers=(row.answers or "").replace("38.2", "36.2"))
            for row in load.records
        )
        return msgspec.structs.replace(load, records=rows)

    def anothers(load: Load) -> Load:
        filings = tuple(msgspec.structs.replace(row, author="校长") for row in load.filings)
        return msgspec.structs.replace(load, filings=filings)

    def world(load: Load) -> Load:
        rows = tuple(msgspec.structs.replace(row, subject="areas", blank="area") for row in load.records)
        return msgspec.structs.replace(load, records=rows)

    def passes(load: Load) -> Load:
        rows = tuple(msgspec.structs.replace(row, blank="pass") for row in load.records)
        return msgspec.structs.replace(load, records=rows)

    def hole(load: Load) -> Load:
        return msgspec.structs.replace(load, records=load.records[1:])

    filed_health(wang, "李小红")
    assert refused(hands, sealed_as(hands, wang, change=altered)) == ["store.load-altered"]
    assert refused(hands, sealed_as(hands, wang, change=anothers)) == ["handover.other-author"]
    assert refused(hands, sealed_as(hands, wang, change=world)) == ["handover.no-right"]
    assert refused(hands, sealed_as(hands, wang, change=passes)) == ["handover.no-right"]
    assert refused(hands, sealed_as(hands, wang, change=hole)) == ["store.load-gap"]


def test_an_invitation_used_twice(hands: Hands) -> None:
    invited = hands.invite("王老师", "class-teacher", "七年级1班")
    first = joined(invited, hands.folder / "laptop.schoolprep")
    second = joined(invited, hands.folder / "stolen.schoolprep")
    filed_health(first, "王小明")
    filed_health(second, "李小红")
    assert hands.handed_over(first, "1.envelope").merged == 1
    second.handover.seal(hands.folder / "2.envelope")
    assert refused(hands, hands.folder / "2.envelope") == ["handover.second-device"]


def test_a_second_laptop_is_a_second_invitation(hands: Hands) -> None:
    for at in ("school", "home"):
        invited = hands.principal.handover.invite(
            "王老师", "class-teacher", ["七年级1班"], hands.folder / f"{at}.invitation"
        )
        desk = joined(invited, hands.folder / f"{at}.laptop")
        filed_health(desk, "王小明" if at == "school" else "李小红")
        assert hands.handed_over(desk, f"{at}.envelope").merged == 1
    assert hands.principal.workspace.verify() == []


class TestRevoked:
    def test_what_is_sealed_afterwards_is_refused(self, hands: Hands, wang: Desk) -> None:
        hands.handed_over(wang, "1.envelope")
        hands.principal.handover.revoke("王老师")
        filed_health(wang, "李小红")
        wang.handover.seal(hands.folder / "2.envelope")
        assert refused(hands, hands.folder / "2.envelope") == ["handover.revoked"]

    def test_what_is_known_is_no_refusal(self, hands: Hands, wang: Desk) -> None:
        wang.handover.seal(hands.folder / "1.envelope")
        hands.handed_over(wang, "2.envelope")
        hands.principal.handover.revoke("王老师")
        assert refused(hands, hands.folder / "1.envelope", hands.folder / "2.envelope") == []

    def test_the_workspace_is_told(self, hands: Hands, wang: Desk) -> None:
        hands.handed_over(wang)
        hands.principal.handover.revoke("王老师")
        hands.returned(wang)
        with pytest.raises(CallError) as wrong:
            wang.handover.seal(hands.folder / "x")
        assert wrong.value.problem.code == "handover.you-are-revoked"

    def test_it_can_be_undone(self, hands: Hands, wang: Desk) -> None:
        wang.handover.seal(hands.folder / "1.envelope")
        hands.principal.handover.revoke("王老师")
        act = hands.principal.filing.acts(1)[0].id
        assert refused(hands, hands.folder / "1.envelope") == ["handover.revoked"]
        hands.principal.filing.undo(act)
        assert brought(hands.principal, hands.folder / "1.envelope").merged == 1


def test_other_places(hands: Hands, wang: Desk, tmp_path: Path) -> None:
    elsewhere = tmp_path / "other"
    elsewhere.mkdir()
    other = school_of(elsewhere)
    wang.handover.seal(hands.folder / "1.envelope")
    assert refused(other, hands.folder / "1.envelope") == ["handover.other-school"]
    assert refused(hands, hands.folder / "王老师.invitation") == ["handover.is-invitation"]
    assert refused(hands, hands.folder / "1.envelope", desk=wang) == ["handover.is-envelope"]
    (hands.folder / "notes.txt").write_text("no envelope")
    assert refused(hands, hands.folder / "notes.txt") == ["handover.not-ours"]


def test_acknowledgements_for_others_are_passed_over(hands: Hands, wang: Desk) -> None:
    zhao = hands.colleague("赵老师", "class-teacher", "七年级2班")
    back = hands.folder / "back"
    back.mkdir()
    files = hands.principal.handover.acknowledge(back)
    assert len(files) == 2
    receipt = brought(zhao, *files)
    assert [one.kind for one in receipt.arrivals] == ["acknowledgement"]
    assert brought(hands.principal, back).arrivals == ()


def test_a_stick_with_other_things_on_it(hands: Hands, wang: Desk) -> None:
    stick = hands.folder / "stick" / "微信"
    stick.mkdir(parents=True)
    (stick / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    wang.handover.seal(stick / "交件(1).envelope.txt")
    receipt = brought(hands.principal, hands.folder / "stick")
    assert (receipt.merged, len(receipt.arrivals)) == (1, 1)


def test_a_merge_is_one_act_that_undo_takes_back(hands: Hands, wang: Desk) -> None:
    before = {record.id for record in hands.principal.people.records(subject(wang, "王小明"))}
    receipt = hands.handed_over(wang)
    assert hands.principal.filing.acts(1)[0].id == receipt.act
    hands.principal.filing.undo(receipt.act)
    assert {record.id for record in hands.principal.people.records(subject(wang, "王小明"))} == before
    assert hands.principal.workspace.verify() == []


def test_what_is_not_hers_to_file_is_not_filed(wang: Desk) -> None:
    for blank, about in (("calendar", "school"), ("rule_switch", "rules"), ("colleague", "hands")):
        with pytest.raises(CallError) as wrong:
            wang.filing.append([Entry(blank=blank, subject=about, answers={"kind": "term"})])
        assert wrong.value.problem.code == "store.not-yours-to-file"


class TestADeputy:
    def test_stands_in_and_the_principal_gets_everything(self, hands: Hands, wang: Desk) -> None:
        deputy = hands.colleague("李副校长", "deputy")
        assert hands.handed_over(deputy, "d1.envelope").arrivals[0].problem is None
        hands.returned(wang)
        wang.handover.seal(hands.folder / "w1.envelope")
        assert brought(deputy, hands.folder / "w1.envelope").merged == 1
        zhao = deputy.handover.invite("赵老师", "class-teacher", ["七年级2班"], hands.folder / "z.invitation")
        joined_zhao = joined(zhao, hands.folder / "z.schoolprep")
        filed_health(joined_zhao, "赵小刚")
        joined_zhao.handover.seal(hands.folder / "z1.envelope")
        assert refused(hands, hands.folder / "z1.envelope") == ["handover.unknown-sender"]
        receipt = hands.handed_over(deputy, "d2.envelope")
        assert [one.problem for one in receipt.arrivals] == [None]
        assert hands.principal.people.file(subject(wang, "王小明")).health
        assert brought(hands.principal, hands.folder / "z1.envelope").merged == 1
        assert hands.principal.workspace.verify() == [] == deputy.workspace.verify()
        standing = {one.colleague.seat.name: one.last for one in hands.principal.handover.standing(ON)}
        assert standing == {"王老师": 1, "李副校长": 2, "赵老师": 1}

    def test_invites_no_deputy(self, hands: Hands) -> None:
        deputy = hands.colleague("李副校长", "deputy")
        with pytest.raises(CallError) as wrong:
            deputy.handover.invite("某", "deputy", [], hands.folder / "x")
        assert wrong.value.problem.code == "handover.principal-invites"


def test_a_deputy_makes_nobody_a_deputy_by_another_program(hands: Hands) -> None:
    deputy = hands.colleague("李副校长", "deputy")
    for answers in ({"role": "deputy"}, {"role": "gate", "own": True}):
        said = {"seat": "0" * 16, "name": "某", "recipient": "age1", "verify": "0", **answers}
        deputy._store.append([Entry(blank="colleague", subject="hands", answers=said)])  # type: ignore[arg-type]
        deputy.handover.seal(hands.folder / "d.envelope")
        assert refused(hands, hands.folder / "d.envelope") == ["handover.no-right"]
        deputy.filing.undo(deputy.filing.acts(1)[0].id)
