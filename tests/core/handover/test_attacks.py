"""What somebody tries who has a seat of her own, a colleague's laptop, an old file: and what does not come of it."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from schoolprep.desk import Desk
from schoolprep.facts.days import Moment
from schoolprep.facts.record import Entry
from schoolprep.handover.messages import KnownSeat
from schoolprep.handover.state import HandState
from tests.handover_school import (
    Hands,
    brought,
    filed_health,
    person_entry,
    school_of,
    subject,
)

_ON = Moment.parse("2022-08-08")


@pytest.fixture
def hands(tmp_path: Path) -> Hands:
    return school_of(tmp_path)


def codes(receipt: object) -> list[str]:
    return [one.problem.code for one in receipt.arrivals if one.problem]  # type: ignore[attr-defined]


class TestATeacherWhoReadsWhatSheMayNot:
    def test_who_puts_another_s_pupil_into_her_class_does_not_get_the_file(self, hands: Hands) -> None:
        filed_health(hands.principal, "孙小兰", 38.9)
        wang = hands.colleague("王老师", "class-teacher", "七年级1班")
        stranger = subject(wang, "孙小兰")
        claim = {**(person_entry(wang, "孙小兰").answers or {}), "class_name": "七年级1班"}
        wang.filing.append([Entry(blank="person", subject=stranger, answers=claim)])
        hands.handed_over(wang)
        hands.returned(wang)
        theirs = [one.device for one in wang.people.history(stranger)]
        assert theirs and all(device.startswith(wang._store.device[:16]) for device in theirs)

    def test_a_new_pupil_of_hers_stays_hers_and_one_the_school_moves_comes(self, hands: Hands) -> None:
        wang = hands.colleague("王老师", "class-teacher", "七年级1班")
        new = wang.people.new_person()
        wang.filing.append(
            [Entry(blank="person", subject=new, answers={"name": "新来的", "class_name": "七年级1班"})]
        )
        hands.handed_over(wang)
        (moved,) = [
            one for one in hands.principal.people.records(subject(wang, "孙小兰")) if one.blank == "person"
        ]
        answers = {**(moved.answers or {}), "class_name": "七年级1班"}
        hands.principal.filing.append(
            [Entry(blank="person", subject=moved.subject, answers=answers, replaces=(moved.id,))]
        )
        hands.returned(wang)
        assert new in wang.people.files() and subject(wang, "孙小兰") in wang.people.files()


class TestARevokedLaptop:
    def test_nothing_it_seals_afterwards_comes_in(self, hands: Hands) -> None:
        wang = hands.colleague("王老师", "class-teacher", "七年级1班")
        filed_health(wang, "王小明")
        hands.handed_over(wang)
        hands.principal.handover.revoke("王老师")
        filed_health(wang, "王小明", 36.1, "2022-08-09")
        assert codes(hands.handed_over(wang, "2.envelope")) == ["handover.revoked"]

    def test_nor_by_way_of_a_deputy_who_has_not_heard(
        self, hands: Hands, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        wang, deputy = (
            hands.colleague("王老师", "class-teacher", "七年级1班"),
            hands.colleague("副校长", "deputy"),
        )
        hands.handed_over(deputy, "d1.envelope")
        hands.returned(wang)
        filed_health(wang, "王小明")
        wang.handover.seal(hands.folder / "1.envelope")
        brought(hands.principal, hands.folder / "1.envelope")
        an_hour_ago = (datetime.now().astimezone() - timedelta(hours=1)).isoformat(timespec="seconds")
        monkeypatch.setattr(hands.principal._store, "stamp", lambda: an_hour_ago)
        hands.principal.handover.revoke("王老师")
        monkeypatch.undo()
        late = filed_health(wang, "李小红", 36.1, "2022-08-09")
        wang.handover.seal(hands.folder / "2.envelope")
        assert brought(deputy, hands.folder / "2.envelope").merged == 2
        receipt = hands.handed_over(deputy, "d2.envelope")
        assert [one.code for one in receipt.arrivals[0].told] == ["handover.revoked-rows"]
        assert late.id not in [one.id for one in hands.principal.people.history(late.subject)]
        assert hands.principal.workspace.verify() == []
        hands.returned(deputy)
        wang.handover.seal(hands.folder / "3.envelope")
        filed_health(wang, "李小红", 36.2, "2022-08-10")
        wang.handover.seal(hands.folder / "4.envelope")
        assert codes(brought(deputy, hands.folder / "4.envelope")) == ["handover.revoked"]

    def test_what_a_deputy_had_before_comes_in_with_the_deputy(self, hands: Hands) -> None:
        wang, deputy = (
            hands.colleague("王老师", "class-teacher", "七年级1班"),
            hands.colleague("副校长", "deputy"),
        )
        hands.handed_over(deputy, "d1.envelope")
        hands.returned(wang)
        before = filed_health(wang, "王小明")
        wang.handover.seal(hands.folder / "1.envelope")
        brought(deputy, hands.folder / "1.envelope")
        hands.principal.handover.revoke("王老师")
        assert hands.handed_over(deputy, "d2.envelope").arrivals[0].told == ()
        assert before.id in [one.id for one in hands.principal.people.history(before.subject)]


class TestAnOldFile:
    def test_an_acknowledgement_brought_again_takes_no_correction_back(self, hands: Hands) -> None:
        wang = hands.colleague("王老师", "class-teacher", "七年级1班")
        before = filed_health(hands.principal, "王小明", 36.5)
        hands.returned(wang)
        (old,) = [path for path in (hands.folder / "back").iterdir() if "王老师" in path.name]
        kept = shutil.copy(old, hands.folder / "kept.acknowledgement")
        answers = {**(before.answers or {}), "temp_am": 38.9}
        hands.principal.filing.append(
            [Entry(blank="health", subject=before.subject, answers=answers, replaces=(before.id,))]
        )
        hands.returned(wang)
        brought(wang, Path(kept))
        (stands,) = [one for one in wang.people.records(before.subject) if one.blank == "health"]
        assert (stands.answers or {})["temp_am"] == 38.9

    def test_an_envelope_brought_again_takes_no_correction_back(self, hands: Hands) -> None:
        wang = hands.colleague("王老师", "class-teacher", "七年级1班")
        record = filed_health(wang, "王小明", 36.5)
        hands.handed_over(wang)
        answers = {**(record.answers or {}), "temp_am": 38.9}
        hands.principal.filing.append(
            [Entry(blank="health", subject=record.subject, answers=answers, replaces=(record.id,))]
        )
        brought(hands.principal, hands.folder / "x.envelope")
        (stands,) = [one for one in hands.principal.people.records(record.subject) if one.blank == "health"]
        assert (stands.answers or {})["temp_am"] == 38.9


class TestWhoHasThePrincipalsPassphrase:
    def test_a_colleague_s_chain_computed_anew_is_not_what_the_colleague_signed(self, hands: Hands) -> None:
        wang = hands.colleague("王老师", "class-teacher", "七年级1班")
        filed_health(wang, "王小明", 38.9)
        hands.handed_over(wang)
        assert hands.principal.workspace.verify() == []
        rewritten(hands.principal, wang._store.device)
        assert [one.code for one in hands.principal.workspace.verify()] == ["handover.head-altered"]


class TestADeputyWhoSpeaksOfOthers:
    def test_is_not_believed_about_the_principal_nor_brings_anybody_back(self, hands: Hands) -> None:
        deputy = hands.colleague("副校长", "deputy")
        principal, own = deputy.handover._own.state.seats, deputy.handover._own
        (first,) = [one for one in principal.values() if one.seat.role == "principal"]
        by = KnownSeat(seat=own.seat, keys=own.keys.public, version="1")
        state = HandState(seats={first.seat.id: first, own.seat.id: replace(by, revoked=True)})
        state.learn_seats([replace(first, revoked=True, version="f" * 32), replace(by, version="f" * 32)], by)
        assert state.seats[first.seat.id] == first and state.seats[own.seat.id].revoked
        state.learn_seats([replace(by, version="2")], first)
        assert not state.seats[own.seat.id].revoked


class TestAnswersNobodyCanRead:
    def test_nobody_is_ready_by_them(self, hands: Hands) -> None:
        before = hands.principal.judging.verdict(subject(hands.principal, "王小明"), _ON)
        wang = hands.colleague("王老师", "class-teacher", "七年级1班")
        entry = Entry(blank="health", subject=subject(wang, "王小明"), answers={"day": 7, "temp_am": "well"})
        wang._store.append([entry])
        receipt = hands.handed_over(wang)
        assert [one.code for one in receipt.arrivals[0].told] == ["handover.unreadable-records"]
        after = hands.principal.judging.verdict(subject(hands.principal, "王小明"), _ON)
        assert before.outcome != "ready" and after.outcome in ("verify", "deferred")


def rewritten(desk: Desk, device: str) -> None:
    """Change a device's only record in a file, and compute its chain and the device's end anew."""
    from schoolprep.store.records import chain  # noqa: PLC0415

    with desk._store._vault.raw() as raw:
        row = raw.execute(
            "SELECT r.n, r.id, r.blank, r.subject, r.restores, r.nonce, f.act, f.undoes, f.about, f.author, f.device,"
            " f.written FROM records r JOIN filings f ON f.n = r.filing WHERE f.device = ?",
            (device,),
        ).fetchone()
        answers = '{"day":"2022-08-08","symptoms":[],"temp_am":36.5}'
        said = (row[1], row[2], row[3], (), row[4])
        digest = chain.digest(row[5], chain.filing(tuple(row[6:])), said, answers.encode())
        link = chain.link(chain.start(device), row[1], digest)
        raw.execute(
            "UPDATE records SET answers = ?, digest = ?, link = ? WHERE n = ?",
            (answers, digest, link, row[0]),
        )
        raw.execute("UPDATE devices SET link = ? WHERE device = ?", (link, device))
