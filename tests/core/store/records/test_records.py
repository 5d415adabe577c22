"""The store: what is filed is there, in order, and nothing else; corrections, withdrawals, undo and redo."""

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
from schoolprep.store import Key, School, Store, Who

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.core.conftest import FakeClock


LANGS: tuple[Literal["zh", "en"], ...] = ("zh", "en")


def entry(subject: str, answers: Answers | None, *replaces: Record, blank: str = "test") -> Entry:
    return Entry(blank=blank, subject=subject, answers=answers, replaces=tuple(one.id for one in replaces))


def answers_of(store: Store, subject: str) -> list[Answers | None]:
    return [record.answers for record in store.current_of(subject)]


def refused(call: Callable[[], object]) -> str:
    """The code of the refusal, which must have a whole sentence in both languages."""
    with pytest.raises(KnownError) as caught:
        call()
    for lang in LANGS:
        text = say_problem(caught.value.problem, lang)
        assert "{" not in text and text.endswith(("。", "."))
    return caught.value.problem.code


class TestFiling:
    def test_a_record_is_what_was_handed_in_and_who_when_where(self, store: Store) -> None:
        answers: Answers = {
            "name": "王小明",
            "temp_am": 36.5,
            "symptoms": [],
            "no_travel": True,
            "n": 3,
            "day": "2022-08-08",
        }
        (made,) = store.append([entry("s1", answers, blank="health")])
        (found,) = store.current()
        assert found == made == store.record(made.id)
        assert (found.answers, found.blank, found.subject) == (answers, "health", "s1")
        assert (found.author, found.device) == ("王老师", "device-a")
        assert found.written == "2022-08-08T07:30:00+08:00"

    def test_stored_values_keep_their_kind(self, store: Store) -> None:
        store.append([entry("s1", {"whole": 37.0, "yes": True, "one": 1, "empty": "", "list": ["a", "b"]})])
        (found,) = store.current()
        assert found.answers is not None
        assert [type(value) for value in found.answers.values()] == [str, list, int, float, bool]

    def test_ids_rise(self, store: Store) -> None:
        made = [store.append([entry("s1", {"n": n})])[0].id for n in range(200)]
        made += [record.id for record in store.append(entry("s1", {"n": n}) for n in range(2000))]
        assert made == sorted(made) and len(set(made)) == len(made)
        assert all(len(id_) == 32 and id_[12] == "7" for id_ in made)

    def test_nothing_filed_is_no_act(self, store: Store) -> None:
        assert store.append([]) == []
        assert store.acts() == []

    def test_current_is_ordered_by_subject_then_filing(self, store: Store) -> None:
        store.append([entry(subject, {"n": n}) for n, subject in enumerate(["b", "a", AREAS, "b", "a"])])
        found = [(record.subject, (record.answers or {})["n"]) for record in store.current()]
        assert found == [("a", 1), ("a", 4), (AREAS, 2), ("b", 0), ("b", 3)]

    def test_what_was_filed_is_there_after_closing(
        self, tmp_path: Path, store: Store, raw_key: Key, who: Who
    ) -> None:
        made = store.append(entry("s1", {"n": n}) for n in range(50))
        store.close()
        with Store.open(tmp_path / "school.schoolprep", raw_key, who) as again:
            assert list(again.current()) == made
            assert again.verify() == []

    def test_a_correction_takes_the_place_of_what_it_corrects(
        self, store: Store, fake_clock: FakeClock
    ) -> None:
        (first,) = store.append([entry("s1", {"result": "pending"})])
        fake_clock.wind(hours=2)
        (second,) = store.append([entry("s1", {"result": "negative"}, first)])
        assert store.current_of("s1") == list(store.current()) == [second]
        assert store.history("s1") == [first, second]
        assert (first.written, second.written) == ("2022-08-08T07:30:00+08:00", "2022-08-08T09:30:00+08:00")

    def test_one_record_may_take_the_place_of_two(self, store: Store) -> None:
        first, second = store.append([entry("s1", {"n": 1}), entry("s1", {"n": 2})])
        (both,) = store.append([entry("s1", {"n": 3}, first, second)])
        assert store.current_of("s1") == [both]
        assert store.record(both.id).replaces == (first.id, second.id)

    def test_subjects_are_not_mixed(self, store: Store) -> None:
        store.append([entry("s1", {"n": 1}), entry("s2", {"n": 2})])
        assert answers_of(store, "s2") == [{"n": 2}]
        assert store.history("s3") == []


class TestRefusals:
    def test_correcting_what_somebody_else_corrected_writes_nothing(self, store: Store) -> None:
        (first,) = store.append([entry("s1", {"n": 1})])
        (second,) = store.append([entry("s1", {"n": 2}, first)])
        late = [entry("s2", {"n": 8}), entry("s1", {"n": 3}, first)]
        assert refused(lambda: store.append(late)) == "store.changed-meanwhile"
        assert list(store.current()) == [second]
        assert store.verify() == []

    def test_two_corrections_of_one_record_at_once(self, store: Store) -> None:
        (first,) = store.append([entry("s1", {"n": 1})])
        twice = [entry("s1", {"n": 2}, first), entry("s1", {"n": 3}, first)]
        assert refused(lambda: store.append(twice)) == "store.replaced-twice"
        assert list(store.current()) == [first]

    def test_a_record_nobody_knows(self, store: Store) -> None:
        stray = Entry(blank="test", subject="s1", answers={}, replaces=("f" * 32,))
        assert refused(lambda: store.append([stray])) == "store.no-record"
        assert refused(lambda: store.record("f" * 32)) == "store.no-record"
        assert refused(lambda: store.withdraw(["f" * 32])) == "store.no-record"
        assert refused(lambda: store.undo("f" * 32)) == "store.no-act"

    @pytest.mark.parametrize("value", [math.nan, math.inf, "half \ud83d", ["a", "\udc00"]])
    def test_what_json_cannot_hold_is_refused_by_name(self, store: Store, value: str) -> None:
        assert (
            refused(lambda: store.append([entry("s1", {"fine": "null", "lab": value})])) == "store.unwritable"
        )
        assert list(store.current()) == []

    def test_the_word_null_is_an_answer(self, store: Store) -> None:
        store.append([entry("s1", {"lab": "null"})])
        assert answers_of(store, "s1") == [{"lab": "null"}]

    def test_a_withdrawal_of_nothing_is_a_mistake_of_ours(self, store: Store) -> None:
        with pytest.raises(ValueError, match="withdraws something"):
            store.append([entry("s1", {"n": 1}), entry("s1", None)])
        assert list(store.current()) == []


class TestWithdrawing:
    def test_a_withdrawn_record_is_history_only(self, store: Store) -> None:
        first, second = store.append([entry("s1", {"n": 1}), entry("s1", {"n": 2})])
        (gone,) = store.withdraw([first.id])
        assert gone.answers is None and gone.replaces == (first.id,)
        assert list(store.current()) == [second]
        assert store.history("s1") == [first, second, gone]

    def test_withdrawing_twice(self, store: Store) -> None:
        (first,) = store.append([entry("s1", {"n": 1})])
        (gone,) = store.withdraw([first.id])
        assert refused(lambda: store.withdraw([first.id])) == "store.changed-meanwhile"
        assert refused(lambda: store.withdraw([gone.id])) == "store.already-withdrawn"

    def test_one_bad_id_withdraws_nothing(self, store: Store) -> None:
        (first,) = store.append([entry("s1", {"n": 1})])
        assert refused(lambda: store.withdraw([first.id, "0" * 32])) == "store.no-record"
        assert list(store.current()) == [first]


class TestUndo:
    def test_undo_of_a_form_then_redo_then_undo_by_its_own_id(self, store: Store) -> None:
        (first,) = store.append([entry("s1", {"n": 1})])
        (second,) = store.append([entry("s1", {"n": 2}, first)])
        undo = store.undo(second.act)
        assert answers_of(store, "s1") == [{"n": 1}]
        store.undo(undo[0].act)
        assert answers_of(store, "s1") == [{"n": 2}]
        store.undo(second.act)
        assert answers_of(store, "s1") == [{"n": 1}]
        assert refused(lambda: store.undo(second.act)) == "store.already-undone"
        assert len(store.history("s1")) == 5
        assert store.verify() == []

    def test_undo_of_an_intake_takes_back_new_and_changed(self, store: Store) -> None:
        old, same = store.append([entry("s1", {"n": 1}), entry("s2", {"n": 2})])
        intake = store.append([entry("s1", {"n": 3}, old), entry("s3", {"n": 4})], about="学生.xlsx")
        store.append([entry("s4", {"n": 5})], act=intake[0].act)
        store.undo(intake[0].act)
        assert [record.answers for record in store.current()] == [{"n": 1}, same.answers]
        assert store.conflicts() == []

    def test_undo_of_a_withdrawal(self, store: Store) -> None:
        (first,) = store.append([entry("s1", {"n": 1})])
        (gone,) = store.withdraw([first.id])
        store.undo(gone.act)
        assert answers_of(store, "s1") == [{"n": 1}]
        assert store.conflicts() == []

    def test_undo_of_a_merge_brings_both_back_and_is_no_conflict(self, store: Store) -> None:
        first, second = store.append([entry("s1", {"n": 1}), entry("s1", {"n": 2})])
        (both,) = store.append([entry("s1", {"n": 3}, first, second)])
        back = store.undo(both.act)
        assert answers_of(store, "s1") == [{"n": 1}, {"n": 2}]
        assert store.conflicts() == []
        store.undo(back[0].act)
        assert answers_of(store, "s1") == [{"n": 3}]

    def test_an_act_that_corrected_itself(self, store: Store) -> None:
        (old,) = store.append([entry("s1", {"n": 0})])
        (first,) = store.append([entry("s1", {"n": 1}, old)])
        store.append([entry("s1", {"n": 2}, first)], act=first.act)
        store.undo(first.act)
        assert answers_of(store, "s1") == [{"n": 0}]

    def test_what_newer_work_stands_on_is_not_undone(self, store: Store, fake_clock: FakeClock) -> None:
        (first,) = store.append([entry("s1", {"n": 1})])
        fake_clock.wind(minutes=5)
        (second,) = store.append([entry("s1", {"n": 2}, first)])
        with pytest.raises(KnownError) as caught:
            store.undo(first.act)
        assert "2022-08-08 07:35" in say_problem(caught.value.problem, "zh")
        store.undo(second.act)
        assert refused(lambda: store.undo(first.act)) == "store.built-upon"
        assert answers_of(store, "s1") == [{"n": 1}]

    def test_an_undone_act_takes_no_more(self, store: Store) -> None:
        (first,) = store.append([entry("s1", {"n": 1})])
        store.undo(first.act)
        with pytest.raises(ValueError, match="undone"):
            store.append([entry("s1", {"n": 2})], act=first.act)


class TestActs:
    def test_acts_newest_first_with_what_they_did(self, store: Store, fake_clock: FakeClock) -> None:
        intake = store.append(
            [entry("s1", {"n": 1}), entry("s2", {"n": 2}), entry("s1", {"name": "王"}, blank="person")],
            about="一班.xlsx",
        )
        fake_clock.wind(minutes=1)
        undo = store.undo(intake[0].act)
        last, first = store.acts()
        assert (first.id, first.about, first.blanks) == (intake[0].act, "一班.xlsx", {"person": 1, "test": 2})
        assert (first.size, first.undone, first.undoes) == (3, True, "")
        assert (last.id, last.undoes, last.undone) == (undo[0].act, first.id, False)
        assert (last.author, last.device, last.written) == ("王老师", "device-a", "2022-08-08T07:31:00+08:00")
        assert store.of_act(first.id) == intake
        assert store.acts(1) == [last]

    def test_a_redone_act_stands(self, store: Store) -> None:
        (first,) = store.append([entry("s1", {"n": 1})])
        undo = store.undo(first.act)
        store.undo(undo[0].act)
        assert [act.undone for act in store.acts()] == [False, True, False]


class TestConflicts:
    """Two devices' corrections come together by a merge; here the second is laid down as a merge would lay it."""

    @staticmethod
    def receive(store: Store, record: Record, rival: Record) -> None:
        """Let `record`, filed here as a new one, replace `rival`'s predecessor as well."""
        with store._vault.raw() as raw:
            for place, old in enumerate(rival.replaces):
                raw.execute(
                    "INSERT INTO replacements (new, place, old) VALUES (?, ?, ?)", (record.id, place, old)
                )

    def test_two_corrections_of_one_record(self, store: Store) -> None:
        (base,) = store.append([entry("s1", {"n": 0})])
        (ours,) = store.append([entry("s1", {"n": 1}, base)])
        (theirs,) = store.append([entry("s1", {"n": 2})])
        assert store.conflicts() == []
        self.receive(store, theirs, ours)
        ((one, other),) = store.conflicts()
        assert {one.id, other.id} == {ours.id, theirs.id}

    def test_an_undo_does_not_hide_the_other_correction(self, store: Store) -> None:
        (base,) = store.append([entry("s1", {"n": 0})])
        (ours,) = store.append([entry("s1", {"n": 1}, base)])
        (theirs,) = store.append([entry("s1", {"n": 2})])
        self.receive(store, theirs, ours)
        (back,) = store.undo(ours.act)
        ((one, other),) = store.conflicts()
        assert {one.id, other.id} == {back.id, theirs.id}

    def test_a_correction_against_a_withdrawal(self, store: Store) -> None:
        (base,) = store.append([entry("s1", {"n": 0})])
        (gone,) = store.withdraw([base.id])
        (theirs,) = store.append([entry("s1", {"n": 2})])
        self.receive(store, theirs, gone)
        assert [{record.id for record in group} for group in store.conflicts()] == [{gone.id, theirs.id}]

    def test_the_answer_to_the_question_ends_it(self, store: Store) -> None:
        (base,) = store.append([entry("s1", {"n": 0})])
        (ours,) = store.append([entry("s1", {"n": 1}, base)])
        (theirs,) = store.append([entry("s1", {"n": 2})])
        self.receive(store, theirs, ours)
        store.append([entry("s1", {"n": 3}, ours, theirs)])
        assert store.conflicts() == []


class TestSubjects:
    def test_a_document_is_one_subject_however_typed(self, store: Store) -> None:
        subject = store.subject_of("resident_id", "14080220080901001x")
        assert subject == store.subject_of("resident_id", " 1408022008 0901001Ｘ ")
        assert len(subject) == 32 and subject[12] == "8" and subject[16] in "89ab"
        assert subject != store.subject_of("passport", "14080220080901001X")

    def test_another_school_has_other_subjects(
        self, tmp_path: Path, store: Store, raw_key: Key, school: School, who: Who
    ) -> None:
        with Store.create(tmp_path / "other.schoolprep", raw_key, school, who) as other:
            assert other.subject_of("resident_id", "1") != store.subject_of("resident_id", "1")

    def test_the_subject_survives_closing_and_a_new_passphrase(
        self, store: Store, raw_key: Key, who: Who
    ) -> None:
        before, path, key = store.subject_of("resident_id", "1"), store.path, Key.random()
        store.change_passphrase(key)
        store.close()
        with Store.open(path, key, who) as again:
            assert again.subject_of("resident_id", "1") == before

    def test_random_subjects_differ(self, store: Store) -> None:
        assert len({store.new_subject() for _ in range(100)}) == 100


class TestDraftsAndSchool:
    def test_a_draft_stays_until_it_is_dropped(
        self, store: Store, raw_key: Key, who: Who, fake_clock: FakeClock
    ) -> None:
        store.save_draft("person/s1", b"\x00first")
        fake_clock.wind(minutes=1)
        store.save_draft("test/s1", b"second")
        fake_clock.wind(minutes=1)
        store.save_draft("person/s1", b"third")
        store.close()
        with Store.open(store.path, raw_key, who) as again:
            assert list(again.drafts().items()) == [("test/s1", b"second"), ("person/s1", b"third")]
            again.drop_draft("person/s1")
            again.drop_draft("person/s1")
            assert again.drafts() == {"test/s1": b"second"}

    def test_the_school_is_kept(self, store: Store, school: School, raw_key: Key, who: Who) -> None:
        assert store.school == school
        changed = School(
            name="新名",
            region="140802",
            profile="p",
            lock_after_minutes=5,
            settings={"rosters.last": "return"},
        )
        store.save_school(changed)
        store.close()
        with Store.open(store.path, raw_key, who) as again:
            assert again.school == changed

    def test_settings_of_a_newer_program_survive(self, store: Store, school: School) -> None:
        newer = '{"name": "x", "region": "1", "profile": "p", "seal_colour": "red"}'
        store._settings.put("school", newer)
        store.save_school(school)
        assert '"seal_colour":"red"' in (store._settings.get("school") or "")


def test_importing_the_store_is_cheap() -> None:
    """Neither the database nor the cryptography is loaded before a store is opened."""
    heavy = ["sqlalchemy", "sqlcipher3", "nacl", "filelock", "uuid_utils"]
    code = f"import sys, schoolprep.store; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
