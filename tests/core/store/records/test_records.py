"""Records: what is filed is there, in order, and nothing else; corrections, withdrawals, undo and redo."""

from __future__ import annotations

import math
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest

from schoolprep.facts.problem import KnownError
from schoolprep.facts.record import Answers, Entry, Record
from schoolprep.facts.subject import AREAS
from schoolprep.facts.words import say_problem
from schoolprep.store import Records, School, Who
from tests.rooms import Kept, KeptInPlainSqlite

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.core.conftest import FakeClock


LANGS: tuple[Literal["zh", "en"], ...] = ("zh", "en")


def entry(subject: str, answers: Answers | None, *replaces: Record, blank: str = "test") -> Entry:
    return Entry(blank=blank, subject=subject, answers=answers, replaces=tuple(one.id for one in replaces))


def answers_of(records: Records, subject: str) -> list[Answers | None]:
    return [record.answers for record in records.current_of(subject)]


def refused(call: Callable[[], object]) -> str:
    """The code of the refusal, which must have a whole sentence in both languages."""
    with pytest.raises(KnownError) as caught:
        call()
    for lang in LANGS:
        text = say_problem(caught.value.problem, lang)
        assert "{" not in text and text.endswith(("。", "."))
    return caught.value.problem.code


class TestFiling:
    def test_a_record_is_what_was_handed_in_and_who_when_where(self, records: Records) -> None:
        answers: Answers = {
            "name": "王小明",
            "temp_am": 36.5,
            "symptoms": [],
            "no_travel": True,
            "n": 3,
            "day": "2022-08-08",
        }
        (made,) = records.append([entry("s1", answers, blank="health")])
        (found,) = records.current()
        assert found == made == records.record(made.id)
        assert (found.answers, found.blank, found.subject) == (answers, "health", "s1")
        assert (found.author, found.device) == ("王老师", "device-a")
        assert found.written == "2022-08-08T07:30:00+08:00"

    def test_stored_values_keep_their_kind(self, records: Records) -> None:
        records.append([entry("s1", {"whole": 37.0, "yes": True, "one": 1, "empty": "", "list": ["a", "b"]})])
        (found,) = records.current()
        assert found.answers is not None
        assert [type(value) for value in found.answers.values()] == [str, list, int, float, bool]

    def test_ids_rise(self, records: Records) -> None:
        made = [records.append([entry("s1", {"n": n})])[0].id for n in range(200)]
        made += [record.id for record in records.append(entry("s1", {"n": n}) for n in range(2000))]
        assert made == sorted(made) and len(set(made)) == len(made)
        assert all(len(id_) == 32 and id_[12] == "7" for id_ in made)

    def test_nothing_filed_is_no_act(self, records: Records) -> None:
        assert records.append([]) == []
        assert records.acts() == []

    def test_current_is_ordered_by_subject_then_filing(self, records: Records) -> None:
        records.append([entry(subject, {"n": n}) for n, subject in enumerate(["b", "a", AREAS, "b", "a"])])
        found = [(record.subject, (record.answers or {})["n"]) for record in records.current()]
        assert found == [("a", 1), ("a", 4), (AREAS, 2), ("b", 0), ("b", 3)]

    def test_what_was_filed_is_there_after_closing(self, kept: Kept, who: Who) -> None:
        made = kept.records.append(entry("s1", {"n": n}) for n in range(50))
        again = kept.again(who)
        assert list(again.current()) == made
        assert again.verify() == []

    def test_a_correction_takes_the_place_of_what_it_corrects(
        self, records: Records, fake_clock: FakeClock
    ) -> None:
        (first,) = records.append([entry("s1", {"result": "pending"})])
        fake_clock.wind(hours=2)
        (second,) = records.append([entry("s1", {"result": "negative"}, first)])
        assert records.current_of("s1") == list(records.current()) == [second]
        assert records.history("s1") == [first, second]
        assert (first.written, second.written) == ("2022-08-08T07:30:00+08:00", "2022-08-08T09:30:00+08:00")

    def test_one_record_may_take_the_place_of_two(self, records: Records) -> None:
        first, second = records.append([entry("s1", {"n": 1}), entry("s1", {"n": 2})])
        (both,) = records.append([entry("s1", {"n": 3}, first, second)])
        assert records.current_of("s1") == [both]
        assert records.record(both.id).replaces == (first.id, second.id)

    def test_subjects_are_not_mixed(self, records: Records) -> None:
        records.append([entry("s1", {"n": 1}), entry("s2", {"n": 2})])
        assert answers_of(records, "s2") == [{"n": 2}]
        assert records.history("s3") == []


class TestRefusals:
    def test_correcting_what_somebody_else_corrected_writes_nothing(self, records: Records) -> None:
        (first,) = records.append([entry("s1", {"n": 1})])
        (second,) = records.append([entry("s1", {"n": 2}, first)])
        late = [entry("s2", {"n": 8}), entry("s1", {"n": 3}, first)]
        assert refused(lambda: records.append(late)) == "store.changed-meanwhile"
        assert list(records.current()) == [second]
        assert records.verify() == []

    def test_two_corrections_of_one_record_at_once(self, records: Records) -> None:
        (first,) = records.append([entry("s1", {"n": 1})])
        twice = [entry("s1", {"n": 2}, first), entry("s1", {"n": 3}, first)]
        assert refused(lambda: records.append(twice)) == "store.replaced-twice"
        assert list(records.current()) == [first]

    def test_a_record_nobody_knows(self, records: Records) -> None:
        stray = Entry(blank="test", subject="s1", answers={}, replaces=("f" * 32,))
        assert refused(lambda: records.append([stray])) == "store.no-record"
        assert refused(lambda: records.record("f" * 32)) == "store.no-record"
        assert refused(lambda: records.withdraw(["f" * 32])) == "store.no-record"
        assert refused(lambda: records.undo("f" * 32)) == "store.no-act"

    @pytest.mark.parametrize("value", [math.nan, math.inf, "half \ud83d", ["a", "\udc00"]])
    def test_what_json_cannot_hold_is_refused_by_name(self, records: Records, value: str) -> None:
        assert (
            refused(lambda: records.append([entry("s1", {"fine": "null", "lab": value})]))
            == "store.unwritable"
        )
        assert list(records.current()) == []

    def test_the_word_null_is_an_answer(self, records: Records) -> None:
        records.append([entry("s1", {"lab": "null"})])
        assert answers_of(records, "s1") == [{"lab": "null"}]

    def test_a_withdrawal_of_nothing_is_a_mistake_of_ours(self, records: Records) -> None:
        with pytest.raises(ValueError, match="withdraws something"):
            records.append([entry("s1", {"n": 1}), entry("s1", None)])
        assert list(records.current()) == []


class TestWithdrawing:
    def test_a_withdrawn_record_is_history_only(self, records: Records) -> None:
        first, second = records.append([entry("s1", {"n": 1}), entry("s1", {"n": 2})])
        (gone,) = records.withdraw([first.id])
        assert gone.answers is None and gone.replaces == (first.id,)
        assert list(records.current()) == [second]
        assert records.history("s1") == [first, second, gone]

    def test_withdrawing_twice(self, records: Records) -> None:
        (first,) = records.append([entry("s1", {"n": 1})])
        (gone,) = records.withdraw([first.id])
        assert refused(lambda: records.withdraw([first.id])) == "store.changed-meanwhile"
        assert refused(lambda: records.withdraw([gone.id])) == "store.already-withdrawn"

    def test_one_bad_id_withdraws_nothing(self, records: Records) -> None:
        (first,) = records.append([entry("s1", {"n": 1})])
        assert refused(lambda: records.withdraw([first.id, "0" * 32])) == "store.no-record"
        assert list(records.current()) == [first]


class TestUndo:
    def test_undo_of_a_form_then_redo_then_undo_by_its_own_id(self, records: Records) -> None:
        (first,) = records.append([entry("s1", {"n": 1})])
        (second,) = records.append([entry("s1", {"n": 2}, first)])
        undo = records.undo(second.act)
        assert answers_of(records, "s1") == [{"n": 1}]
        records.undo(undo[0].act)
        assert answers_of(records, "s1") == [{"n": 2}]
        records.undo(second.act)
        assert answers_of(records, "s1") == [{"n": 1}]
        assert refused(lambda: records.undo(second.act)) == "store.already-undone"
        assert len(records.history("s1")) == 5
        assert records.verify() == []

    def test_undo_of_an_intake_takes_back_new_and_changed(self, records: Records) -> None:
        old, same = records.append([entry("s1", {"n": 1}), entry("s2", {"n": 2})])
        intake = records.append([entry("s1", {"n": 3}, old), entry("s3", {"n": 4})], about="学生.xlsx")
        records.append([entry("s4", {"n": 5})], act=intake[0].act)
        records.undo(intake[0].act)
        assert [record.answers for record in records.current()] == [{"n": 1}, same.answers]
        assert records.rivals.found() == []

    def test_undo_of_a_withdrawal(self, records: Records) -> None:
        (first,) = records.append([entry("s1", {"n": 1})])
        (gone,) = records.withdraw([first.id])
        records.undo(gone.act)
        assert answers_of(records, "s1") == [{"n": 1}]
        assert records.rivals.found() == []

    def test_undo_of_a_merge_brings_both_back_and_is_no_conflict(self, records: Records) -> None:
        first, second = records.append([entry("s1", {"n": 1}), entry("s1", {"n": 2})])
        (both,) = records.append([entry("s1", {"n": 3}, first, second)])
        back = records.undo(both.act)
        assert answers_of(records, "s1") == [{"n": 1}, {"n": 2}]
        assert records.rivals.found() == []
        records.undo(back[0].act)
        assert answers_of(records, "s1") == [{"n": 3}]

    def test_an_act_that_corrected_itself(self, records: Records) -> None:
        (old,) = records.append([entry("s1", {"n": 0})])
        (first,) = records.append([entry("s1", {"n": 1}, old)])
        records.append([entry("s1", {"n": 2}, first)], act=first.act)
        records.undo(first.act)
        assert answers_of(records, "s1") == [{"n": 0}]

    def test_what_newer_work_stands_on_is_not_undone(self, records: Records, fake_clock: FakeClock) -> None:
        (first,) = records.append([entry("s1", {"n": 1})])
        fake_clock.wind(minutes=5)
        (second,) = records.append([entry("s1", {"n": 2}, first)])
        with pytest.raises(KnownError) as caught:
            records.undo(first.act)
        assert "2022-08-08 07:35" in say_problem(caught.value.problem, "zh")
        records.undo(second.act)
        assert refused(lambda: records.undo(first.act)) == "store.built-upon"
        assert answers_of(records, "s1") == [{"n": 1}]

    def test_an_undone_act_takes_no_more(self, records: Records) -> None:
        (first,) = records.append([entry("s1", {"n": 1})])
        records.undo(first.act)
        with pytest.raises(ValueError, match="undone"):
            records.append([entry("s1", {"n": 2})], act=first.act)


class TestActs:
    def test_acts_newest_first_with_what_they_did(self, records: Records, fake_clock: FakeClock) -> None:
        intake = records.append(
            [entry("s1", {"n": 1}), entry("s2", {"n": 2}), entry("s1", {"name": "王"}, blank="person")],
            about="一班.xlsx",
        )
        fake_clock.wind(minutes=1)
        undo = records.undo(intake[0].act)
        last, first = records.acts()
        assert (first.id, first.about, first.blanks) == (intake[0].act, "一班.xlsx", {"person": 1, "test": 2})
        assert (first.size, first.undone, first.undoes) == (3, True, "")
        assert (last.id, last.undoes, last.undone) == (undo[0].act, first.id, False)
        assert (last.author, last.device, last.written) == ("王老师", "device-a", "2022-08-08T07:31:00+08:00")
        assert records.of_act(first.id) == intake
        assert records.acts(1) == [last]

    def test_a_redone_act_stands(self, records: Records) -> None:
        (first,) = records.append([entry("s1", {"n": 1})])
        undo = records.undo(first.act)
        records.undo(undo[0].act)
        assert [act.undone for act in records.acts()] == [False, True, False]


class TestConflicts:
    """Two devices' corrections come together by a merge; here the second is laid down as a merge would lay it."""

    @pytest.fixture(autouse=True)
    def another_device(self, kept: Kept, who: Who) -> None:
        kept.again(Who("李老师", "device-b")).append([entry("s9", {})])
        kept.again(who)

    @staticmethod
    def receive(kept: Kept, record: Record, rival: Record) -> None:
        """Let `record`, filed here as a new one, replace `rival`'s predecessor as well."""
        for place, old in enumerate(rival.replaces):
            kept.raw("INSERT INTO replacements (new, place, old) VALUES (?, ?, ?)", record.id, place, old)

    def test_two_corrections_of_one_record(self, kept: Kept, records: Records) -> None:
        (base,) = records.append([entry("s1", {"n": 0})])
        (ours,) = records.append([entry("s1", {"n": 1}, base)])
        (theirs,) = records.append([entry("s1", {"n": 2})])
        assert records.rivals.found() == []
        self.receive(kept, theirs, ours)
        ((one, other),) = (rivals.records for rivals in records.rivals.found())
        assert {one.id, other.id} == {ours.id, theirs.id}

    def test_an_undo_leaves_the_other_correction_alone(self, kept: Kept, records: Records) -> None:
        (base,) = records.append([entry("s1", {"n": 0})])
        (ours,) = records.append([entry("s1", {"n": 1}, base)])
        (theirs,) = records.append([entry("s1", {"n": 2})])
        self.receive(kept, theirs, ours)
        (back,) = records.undo(ours.act)
        assert back.replaces == (theirs.id, ours.id) and back.answers == {"n": 2}
        assert records.rivals.found() == [] and answers_of(records, "s1") == [{"n": 2}]
        records.undo(back.act)
        assert len(records.rivals.found()) == 1 and len(answers_of(records, "s1")) == 2

    def test_a_correction_against_a_withdrawal(self, kept: Kept, records: Records) -> None:
        (base,) = records.append([entry("s1", {"n": 0})])
        (gone,) = records.withdraw([base.id])
        (theirs,) = records.append([entry("s1", {"n": 2})])
        self.receive(kept, theirs, gone)
        assert [{record.id for record in group.records} for group in records.rivals.found()] == [
            {gone.id, theirs.id}
        ]

    def test_the_answer_to_the_question_ends_it(self, kept: Kept, records: Records) -> None:
        (base,) = records.append([entry("s1", {"n": 0})])
        (ours,) = records.append([entry("s1", {"n": 1}, base)])
        (theirs,) = records.append([entry("s1", {"n": 2})])
        self.receive(kept, theirs, ours)
        records.append([entry("s1", {"n": 3}, ours, theirs)])
        assert records.rivals.found() == []


class TestSubjects:
    def test_a_document_is_one_subject_however_typed(self, records: Records) -> None:
        subject = records.subject_of("resident_id", "14080220080901001x")
        assert subject == records.subject_of("resident_id", " 1408022008 0901001Ｘ ")
        assert len(subject) == 32 and subject[12] == "8" and subject[16] in "89ab"
        assert subject != records.subject_of("passport", "14080220080901001X")

    def test_another_school_has_other_subjects(
        self, kept: Kept, tmp_path: Path, school: School, who: Who
    ) -> None:
        other = KeptInPlainSqlite(tmp_path / "other.schoolprep", school, who)
        assert other.records.subject_of("resident_id", "1") != kept.records.subject_of("resident_id", "1")
        other.close()

    def test_the_subject_survives_closing(self, kept: Kept, who: Who) -> None:
        before = kept.records.subject_of("resident_id", "1")
        assert kept.again(who).subject_of("resident_id", "1") == before

    def test_random_subjects_differ(self, records: Records) -> None:
        assert len({records.new_subject() for _ in range(100)}) == 100


class TestDraftsAndSchool:
    def test_a_draft_stays_until_it_is_dropped(self, kept: Kept, who: Who, fake_clock: FakeClock) -> None:
        kept.records.save_draft("person/s1", b"\x00first")
        fake_clock.wind(minutes=1)
        kept.records.save_draft("test/s1", b"second")
        fake_clock.wind(minutes=1)
        kept.records.save_draft("person/s1", b"third")
        again = kept.again(who)
        assert list(again.drafts().items()) == [("test/s1", b"second"), ("person/s1", b"third")]
        again.drop_draft("person/s1")
        again.drop_draft("person/s1")
        assert again.drafts() == {"test/s1": b"second"}

    def test_the_school_is_kept(self, kept: Kept, school: School, who: Who) -> None:
        assert kept.records.school == school
        changed = School(
            name="新名",
            region="140802",
            profile="p",
            lock_after_minutes=5,
            settings={"rosters.last": "return"},
        )
        kept.records.save_school(changed)
        assert kept.again(who).school == changed

    def test_settings_of_a_newer_program_survive(self, records: Records, school: School) -> None:
        newer = '{"name": "x", "region": "1", "profile": "p", "seal_colour": "red"}'
        records._settings.put("school", newer)
        records.save_school(school)
        assert '"seal_colour":"red"' in (records._settings.get("school") or "")


def test_importing_the_store_is_cheap() -> None:
    """Neither the database nor the cryptography is loaded before a store is opened."""
    heavy = ["sqlalchemy", "sqlcipher3", "nacl", "filelock", "uuid_utils"]
    code = f"import sys, schoolprep.store; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_record_takes_the_place_only_of_what_it_is_about(records: Records) -> None:
    (area,) = records.append([Entry(blank="area", subject="areas", answers={"place": "460203"})])
    with pytest.raises(ValueError, match="what it is about"):
        records.append([entry("s1", {"n": 1}, area)])
    assert list(records.current()) == [area] and records.verify() == []
