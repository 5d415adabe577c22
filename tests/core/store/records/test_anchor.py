"""Anchor: a code from paper holds for the file it was taken of and for all it has grown to, and for no other."""

from __future__ import annotations

import msgspec
import pytest

from schoolprep.facts.record import Answers, Entry
from schoolprep.store import Records, School, Who
from tests.rooms import Kept


def entry(subject: str, n: int) -> Entry:
    return Entry(blank="test", subject=subject, answers={"n": n})


def code_of(records: Records, code: str) -> str:
    problem = records.holds(code)
    return problem.code if problem else ""


def test_it_holds_for_the_file_and_for_what_it_grows_to(records: Records, kept: Kept, school: School) -> None:
    codes = [records.anchor()]
    made = records.append([entry("s1", 1), entry("s2", 2)])
    codes.append(records.anchor())
    records.opened("s1")
    codes.append(records.anchor())
    records.save_school(msgspec.structs.replace(school, profile="another", lock_after_minutes=3))
    codes.append(records.anchor())
    records.undo(made[0].act)
    records.save_school(msgspec.structs.replace(records.school, region="140801"))
    codes.append(records.anchor())
    again = kept.again(Who("别人", "device-b"))
    again.append([entry("s3", 3)])
    codes.append(again.anchor())
    assert len(set(codes)) == len(codes)
    assert [code_of(again, code) for code in codes] == [""] * len(codes)
    assert [code_of(again, code.lower().replace("0", "o").replace("1", "l")) for code in codes[:1]] == [
        "store.anchor-misread"
    ], "the numbers are digits"


def test_another_file_and_an_older_one_do_not_hold(records: Records, kept: Kept) -> None:
    records.append([entry("s1", 1)])
    code = records.anchor()
    first, second, *mark = code.split("-")
    assert code_of(records, "-".join(["9", second, *mark])) == "store.anchor-ahead"
    assert code_of(records, "-".join([first, second, mark[1], mark[0]])) == "store.anchor-other"
    assert code_of(records, "12-34-ABC") == "store.anchor-misread"
    assert code_of(records, f"  {first} - {second} -{'-'.join(mark).lower()} ") == ""


class TestSettings:
    def test_a_change_is_on_record_with_what_stood_before(self, records: Records, school: School) -> None:
        records.save_school(msgspec.structs.replace(school, profile="other"))
        stood, changed = reversed(records.acts())
        assert stood.blanks == {"setting": 6} and changed.blanks == {"setting": 1}
        records.save_school(msgspec.structs.replace(records.school, settings={"rosters.layout": "x"}))
        assert len(records.acts()) == 2, "what nothing hangs on is none"
        records.undo(changed.id)
        assert records.school.profile == school.profile and records.verify() == []

    def test_a_record_of_one_that_comes_or_is_filed_is_the_setting(
        self, records: Records, school: School
    ) -> None:
        records.save_school(msgspec.structs.replace(school, profile="other"))
        (said,) = [one for one in records.current_of("school") if (one.answers or {})["name"] == "profile"]
        answers: Answers = {"name": "profile", "value": "third"}
        records.append([Entry(blank="setting", subject="school", answers=answers, replaces=(said.id,))])
        assert records.school.profile == "third" and records.verify() == []

    @pytest.mark.parametrize("field", ["profile", "lock_after_minutes", "region"])
    def test_a_change_past_the_program_is_found(
        self, records: Records, kept: Kept, who: Who, school: School, field: str
    ) -> None:
        records.save_school(msgspec.structs.replace(school, name="二中"))
        assert records.verify() == []
        value = '"9"' if field != "lock_after_minutes" else "0"
        kept.raw(
            f"UPDATE meta SET value = json_set(value, '$.{field}', json(?)) WHERE name = 'school'", value
        )
        assert [one.code for one in kept.again(who).verify()] == ["store.settings-altered"]

    def test_another_secret_is_found(self, records: Records, kept: Kept, who: Who, school: School) -> None:
        records.save_school(msgspec.structs.replace(school, name="二中"))
        kept.raw("UPDATE meta SET value = ? WHERE name = 'secret'", "00" * 32)
        assert [one.code for one in kept.again(who).verify()] == ["store.settings-altered"]
