"""Travel: rows go from one file to another, come in once, and nothing comes in that was not filed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest

from schoolprep.facts.problem import KnownError
from schoolprep.facts.record import Entry, Record
from schoolprep.facts.subject import AREAS, HANDS
from schoolprep.store import Load, Membership, Records, School, Seat, Who
from schoolprep.store.records import chain
from schoolprep.store.records.erasing import Erasure
from schoolprep.store.records.load import packed, unpacked
from schoolprep.store.records.seat import Role
from tests.core.conftest import FakeClock
from tests.rooms import ROOMS, Kept

Join = Callable[..., Kept]


def entry(subject: str, n: int, *replaces: Record) -> Entry:
    return Entry(blank="test", subject=subject, answers={"n": n}, replaces=tuple(one.id for one in replaces))


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(KnownError) as caught:
        act()
    return caught.value.problem.code


def said(records: Records) -> list[tuple[str, object]]:
    return [(record.subject, record.answers) for record in records.current()]


@pytest.fixture
def join(
    request: pytest.FixtureRequest, tmp_path: Path, kept: Kept, school: School, fake_clock: FakeClock
) -> Iterator[Join]:
    """A colleague's file beside the principal's, in the same kind of room."""
    made: list[Kept] = []

    def joined(name: str, mark: str, computer: str = "laptop", role: Role = "class-teacher") -> Kept:
        seat = Seat(id=mark * 16, name=name, role=role)
        from_ = Membership(seat, kept.records.travel.secret())
        room = ROOMS["encrypted-file" if hasattr(kept, "store") else "plain-sqlite"]
        made.append(room(tmp_path / f"{mark}.schoolprep", school, Who("?", computer), fake_clock, from_))
        return made[-1]

    yield joined
    for one in made:
        one.close()


@pytest.fixture
def teacher(join: Join) -> Kept:
    return join("李老师", "a")


def through(load: Load) -> Load:
    return unpacked(packed(load))


class TestAColleaguesFile:
    def test_files_in_the_colleagues_name_on_a_device_of_its_own(
        self, records: Records, teacher: Kept
    ) -> None:
        (made,) = teacher.records.append([entry("s1", 1)])
        assert made.author == "李老师" and made.device.startswith("a" * 16 + "-")
        assert teacher.records.device == made.device
        assert teacher.records.seat and teacher.records.seat.name == "李老师" and records.seat is None
        assert teacher.records.subject_of("id_card", "1") == records.subject_of("id_card", "1")

    def test_another_computer_is_another_device(self, teacher: Kept) -> None:
        before = teacher.records.device
        assert teacher.again(Who("?", "desktop")).device != before
        assert teacher.again(Who("?", "laptop")).device == before

    def test_what_is_private_stays_and_does_not_travel(self, teacher: Kept) -> None:
        assert teacher.records.seating.private("key") is None
        teacher.records.seating.keep_private("key", b"\x00\xff")
        assert teacher.again(Who("?", "laptop")).seating.private("key") == b"\x00\xff"


class TestWhole:
    def test_news_comes_in_once_and_verifies(self, records: Records, teacher: Kept) -> None:
        teacher.records.append([entry("s1", 1), entry("s2", 2)])
        teacher.records.opened("s1")
        load = through(teacher.records.travel.news({}))
        assert records.travel.weigh(load, whole=True)[1:3] == (2, 0)
        taken = records.travel.take(load, whole=True, seat="a" * 16)
        assert (taken.merged, taken.known, set(taken.subjects)) == (2, 0, {"s1", "s2"})
        assert said(records) == said(teacher.records) and records.verify() == []
        again = records.travel.take(load, whole=True)
        assert (again.merged, again.known, again.act) == (0, 2, "")
        assert records.travel.vector() == teacher.records.travel.vector()
        teacher.records.append([entry("s3", 3)])
        news = teacher.records.travel.news(records.travel.vector())
        assert (news.size, len(news.openings)) == (1, 0)
        assert records.travel.take(through(news), whole=True).merged == 1
        assert records.verify() == []

    def test_what_was_filed_beside_belongs_to_the_merge(self, records: Records, teacher: Kept) -> None:
        records.append([entry("s0", 0)])
        teacher.records.append([entry("s1", 1)])
        teacher.records.append([entry("s2", 2)])
        own = Entry(blank="arrival", subject="hands", answers={"n": 1})
        taken = records.travel.take(teacher.records.travel.news({}), whole=True, about="第1份", entries=[own])
        merge, _ = records.acts()
        assert (merge.id, merge.about, merge.author) == (taken.act, "第1份", "王老师")
        assert merge.blanks == {"arrival": 1, "test": 2}
        assert len(records.of_act(taken.act)) == 3

    def test_a_merge_is_undone_as_one_act_and_comes_back(self, records: Records, teacher: Kept) -> None:
        records.append([entry("s0", 0)])
        before = said(records)
        (first,) = teacher.records.append([entry("s1", 1)])
        teacher.records.append([entry("s1", 2, first), entry("s2", 3)])
        load = teacher.records.travel.news({})
        taken = records.travel.take(load, whole=True)
        after = said(records)
        undo = records.undo(taken.act)
        assert said(records) == before and records.rivals.found() == []
        assert records.travel.take(load, whole=True).known == 3
        assert said(records) == before, "what was taken back stays so when it comes again"
        records.undo(undo[0].act)
        assert said(records) == after and records.verify() == []

    def test_undoing_a_merge_leaves_a_correction_made_here(self, records: Records, teacher: Kept) -> None:
        (base,) = records.append([entry("s1", 0)])
        teacher.records.travel.take(records.travel.part(["s1"]), whole=False)
        teacher.records.append([entry("s1", 1, base)])
        records.append([entry("s1", 2, base)])
        taken = records.travel.take(teacher.records.travel.news({}), whole=True)
        assert len(records.rivals.found()) == 1 and len(said(records)) == 2
        records.undo(taken.act)
        assert said(records) == [("s1", {"n": 2})] and records.rivals.found() == []

    def test_a_merge_that_was_built_upon_is_not_undone(self, records: Records, teacher: Kept) -> None:
        (theirs,) = teacher.records.append([entry("s1", 1)])
        taken = records.travel.take(teacher.records.travel.news({}), whole=True)
        records.append([entry("s1", 2, theirs)])
        assert refused(lambda: records.undo(taken.act)) == "store.built-upon"

    def test_the_newer_may_come_before_what_it_replaces(self, records: Records, join: Join) -> None:
        one, other = join("李老师", "a").records, join("赵老师", "b").records
        (base,) = one.append([entry("s1", 1)])
        other.travel.take(one.travel.part(["s1"]), whole=False)
        other.append([entry("s1", 2, base)])
        assert other.verify() == []
        records.travel.take(other.travel.news({}), whole=True)
        assert records.verify() == []
        records.travel.take(one.travel.news({}), whole=True)
        assert said(records) == [("s1", {"n": 2})] and records.verify() == []


class TestPart:
    def test_a_part_stands_and_is_not_sent_on(self, records: Records, teacher: Kept) -> None:
        (first, _) = records.append([entry("s1", 1), entry("s2", 2)])
        records.append([entry("s1", 3, first)])
        teacher.records.travel.take(through(records.travel.part(["s1"])), whole=False)
        assert said(teacher.records) == [("s1", {"n": 3})] and teacher.records.verify() == []
        assert len(teacher.records.history("s1")) == 2
        teacher.records.append([entry("s1", 4)])
        assert teacher.records.travel.news({}).size == 1
        assert teacher.records.travel.vector() == {teacher.records.device: 1}
        records.append([entry("s1", 5)])
        taken = teacher.records.travel.take(records.travel.part(["s1"]), whole=False)
        assert (taken.merged, taken.known) == (1, 2) and teacher.records.verify() == []

    def test_what_a_device_lost_comes_back_to_it(self, records: Records, teacher: Kept) -> None:
        """The colleague's own rows, as the principal has them, come into a restored file of an older day."""
        lost = teacher.records
        for n in range(4):
            lost.append([entry(f"s{n % 2}", n)])
        whole = lost.travel.news({})
        records.travel.take(whole, whole=True)
        restored = teacher.again(Who("?", "another"))
        assert restored.travel.take(records.travel.part(["s1"]), whole=False).known == 2


class TestRefused:
    def test_gap(self, records: Records, teacher: Kept) -> None:
        teacher.records.append([entry("s1", 1)])
        first = teacher.records.travel.vector()
        teacher.records.append([entry("s1", 2)])
        load = teacher.records.travel.news(first)
        assert refused(lambda: records.travel.take(load, whole=True)) == "store.load-gap"

    def test_altered(self, records: Records, teacher: Kept) -> None:
        teacher.records.append([entry("s1", 1)])
        load = teacher.records.travel.news({})
        row = msgspec.structs.replace(load.records[0], answers='{"n":2}')
        bad = msgspec.structs.replace(load, records=(row,))
        assert refused(lambda: records.travel.take(bad, whole=True)) == "store.load-altered"
        filing = msgspec.structs.replace(load.filings[0], author="王校长")
        bad = msgspec.structs.replace(load, filings=(filing,))
        assert refused(lambda: records.travel.take(bad, whole=True)) == "store.load-altered"
        assert said(records) == [] and records.travel.vector() == {}

    def test_another_device(self, records: Records, teacher: Kept) -> None:
        teacher.records.append([entry("s1", 1)])
        load = teacher.records.travel.news({})
        assert refused(lambda: records.travel.take(load, whole=True, seat="b" * 16)) == "store.load-foreign"

    def test_misshapen(self) -> None:
        for content in (b"", b"\x90", b"\xc1", packed(Load())[:-1]):
            assert refused(lambda content=content: unpacked(content)) == "store.load-misshapen"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", "0" * 32 + "\n"),
        ("id", "G" * 32),
        ("answers", '{"n":{"m":1}}'),
        ("answers", "[]"),
        ("answers", '{"n":NaN}'),
        ("answers", "[" * 100_000),
        ("answers", '{"n":"\\ud800"}'),
        ("replaces", ("x",)),
        ("seq", 0),
        ("seq", 2**60),
        ("nonce", b"x"),
        ("filing", 1),
    ],
)
def test_a_row_that_no_program_writes(teacher: Kept, field: str, value: object) -> None:
    teacher.records.append([entry("s1", 1)])
    load = teacher.records.travel.news({})
    row = msgspec.structs.replace(load.records[0], **{field: value})
    assert refused(lambda: through(msgspec.structs.replace(load, records=(row,)))) == "store.load-misshapen"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("written", "2022-W32-1T07:30:00+08:00"),
        ("written", "2022-08-08T07:30:00.000+08:00"),
        ("written", "2022-08-08 07:30:00+08:00"),
        ("written", "2022-08-08T07:30:00.123456"),
        ("device", "a\x00b"),
        ("device", ""),
        ("act", ""),
    ],
)
def test_a_filing_that_no_program_writes(teacher: Kept, field: str, value: str) -> None:
    teacher.records.append([entry("s1", 1)])
    load = teacher.records.travel.news({})
    filing = msgspec.structs.replace(load.filings[0], **{field: value})
    assert (
        refused(lambda: through(msgspec.structs.replace(load, filings=(filing,)))) == "store.load-misshapen"
    )


class TestWhatMayReplaceWhat:
    """Whoever may file about a pupil takes nothing else away with it, in whatever order things arrive."""

    @pytest.fixture(autouse=True)
    def altered_program(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The colleague's program does not refuse what ours would."""
        monkeypatch.setattr("schoolprep.store.records.writing.topics", lambda *_: {})

    def test_a_pupil_s_record_takes_no_risk_area_away(self, records: Records, teacher: Kept) -> None:
        (area,) = records.append([Entry(blank="area", subject=AREAS, answers={"place": "460203"})])
        teacher.records.travel.take(through(records.travel.part([AREAS])), whole=False)
        teacher.records.append([entry("s1", 1, area)])
        load = through(teacher.records.travel.news({}))
        assert refused(lambda: records.travel.take(load, whole=True, seat="a" * 16)) == "store.load-crosses"
        assert records.current_of(AREAS) == [area]

    def test_nor_one_that_arrives_later(self, records: Records, teacher: Kept, join: Join) -> None:
        other = join("副校长", "b", role="deputy")
        (area,) = other.records.append([Entry(blank="area", subject=AREAS, answers={"place": "460203"})])
        teacher.records.travel.take(through(other.records.travel.part([AREAS])), whole=False)
        teacher.records.append([entry("s1", 1, area)])
        records.travel.take(through(teacher.records.travel.news({})), whole=True, seat="a" * 16)
        records.travel.take(through(other.records.travel.news({})), whole=True)
        assert records.current_of(AREAS) == [area]
        assert records.verify() == []

    def test_an_invitation_is_replaced_by_invitations_only(self, records: Records, teacher: Kept) -> None:
        (invited,) = records.append([Entry(blank="colleague", subject=HANDS, answers={"name": "李老师"})])
        teacher.records.travel.take(through(records.travel.part([HANDS])), whole=False)
        given = Entry(blank="handed_out", subject=HANDS, answers={"what": "x"}, replaces=(invited.id,))
        teacher.records.append([given])
        load = through(teacher.records.travel.news({}))
        assert refused(lambda: records.travel.take(load, whole=True)) == "store.load-crosses"

    def test_one_person_s_records_may_replace_another_s_where_two_become_one(
        self, records: Records, teacher: Kept
    ) -> None:
        (before,) = records.append([entry("s1", 1)])
        teacher.records.travel.take(through(records.travel.part(["s1"])), whole=False)
        (after,) = teacher.records.append([entry("s2", 1, before)])
        records.travel.take(through(teacher.records.travel.news({})), whole=True)
        assert list(records.current()) == [after]


class TestWhoseAct:
    def test_a_part_taken_back_elsewhere_does_not_undo_the_whole_act(
        self, records: Records, teacher: Kept
    ) -> None:
        filed = records.append([entry("s1", 1), entry("s2", 2)])
        teacher.records.travel.take(through(records.travel.part(["s1"])), whole=False)
        teacher.records.undo(filed[0].act)
        records.travel.take(through(teacher.records.travel.news({})), whole=True, seat="a" * 16)
        assert said(records) == [("s2", {"n": 2})]
        (act,) = [one for one in records.acts() if one.id == filed[0].act]
        assert not act.undone

    @pytest.mark.parametrize("named", ["act", "undoes"])
    def test_nobody_puts_rows_into_another_s_act_or_says_that_it_is_undone(
        self, records: Records, teacher: Kept, named: str
    ) -> None:
        (filed,) = records.append([entry("s1", 1)])
        teacher.records.append([entry("s2", 2)])
        load = rechained(altered_filing(through(teacher.records.travel.news({})), {named: filed.act}))
        assert refused(lambda: records.travel.take(load, whole=True, seat="a" * 16)) == "store.load-altered"

    def test_a_record_that_is_known_stands_where_it_stood(self, records: Records, teacher: Kept) -> None:
        teacher.records.append([entry("s1", 1)])
        load = through(teacher.records.travel.news({}))
        records.travel.take(load, whole=True)
        moved = msgspec.structs.replace(load.records[0], link=bytes(32))
        again = msgspec.structs.replace(load, records=(moved,))
        assert refused(lambda: records.travel.take(again, whole=True)) == "store.load-altered"


def altered_filing(load: Load, values: dict[str, str]) -> Load:
    (filing,) = load.filings
    return msgspec.structs.replace(load, filings=(msgspec.structs.replace(filing, **values),))


def rechained(load: Load) -> Load:
    """The load with digests and links computed anew, as whoever holds the device can."""
    rows, link = [], chain.start(load.filings[0].device)
    for row in load.records:
        filed = load.filings[row.filing]
        said = (row.id, row.blank, row.subject, row.replaces, row.restores)
        covered = (filed.act, filed.undoes, filed.about, filed.author, filed.device, filed.written)
        digest = chain.digest(row.nonce or b"", chain.filing(covered), said, (row.answers or "").encode())
        link = chain.link(link, row.id, digest)
        rows.append(msgspec.structs.replace(row, digest=digest, link=link))
    return msgspec.structs.replace(load, records=tuple(rows))


class TestErasures:
    @staticmethod
    def erase(records: Records, subject: str) -> None:
        records.erasures.erase([Erasure(subject)], "到期")

    def test_what_comes_late_about_somebody_erased_brings_its_links_only(
        self, records: Records, teacher: Kept
    ) -> None:
        teacher.records.append([entry("s1", 1), entry("s2", 2)])
        first = teacher.records.travel.news({})
        records.travel.take(first, whole=True)
        self.erase(records, "s1")
        teacher.records.append([entry("s1", 3), entry("s2", 4)])
        taken = records.travel.take(teacher.records.travel.news({}), whole=True)
        assert (taken.merged, taken.dropped) == (2, 1)
        assert [one for one in said(records) if one[0] != "hands"] == [("s2", {"n": 2}), ("s2", {"n": 4})]
        assert all(one.answers is None for one in records.history("s1")) and records.verify() == []

    def test_an_erasure_that_comes_is_done_here_too(self, records: Records, teacher: Kept) -> None:
        records.append([entry("s1", 1)])
        teacher.records.travel.take(records.travel.part(["s1"]), whole=False)
        teacher.records.append([entry("s1", 2)])
        self.erase(records, "s1")
        ids = records.travel.erasures({"s1"})
        assert len(ids) == 1 and records.travel.erasures({"s2"}) == []
        taken = teacher.records.travel.take(through(records.travel.part(["s1"], ids)), whole=False)
        assert taken.erased == 1 and "s1" in taken.subjects
        assert all(one.answers is None for one in teacher.records.history("s1"))
        assert teacher.records.verify() == []

    def test_a_row_without_its_answers_needs_an_erasure(self, records: Records, teacher: Kept) -> None:
        teacher.records.append([entry("s1", 1)])
        load = teacher.records.travel.news({})
        row = msgspec.structs.replace(load.records[0], answers=None, nonce=None)
        bad = msgspec.structs.replace(load, records=(row,))
        assert refused(lambda: records.travel.take(bad, whole=True)) == "store.load-altered"
