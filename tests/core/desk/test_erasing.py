"""Erasing and access at the desk: who asks sees everything, and afterwards nobody knows of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from schoolprep.__main__ import main
from schoolprep.desk import Desk
from schoolprep.desk.access import access
from schoolprep.facts.days import Moment
from schoolprep.facts.problem import CallError
from schoolprep.facts.record import Entry
from schoolprep.store import Key, School, Store, Who
from tests.program import program_data

if TYPE_CHECKING:
    from tests.core.conftest import FakeClock

ANN, BEA, AGAIN = "a" * 32, "b" * 32, "c" * 32
NUMBER = "140802200908011505"
ON = Moment.parse("2022-08-08")
PDF = b"%PDF-1.4\n" + b"fit again" * 40


def _entry(blank: str, subject: str, *replaces: str, **said: str) -> Entry:
    return Entry(blank=blank, subject=subject, answers={**said}, replaces=replaces)


@pytest.fixture
def desk(tmp_path: Path, raw_key: Key, school: School, who: Who, fake_clock: FakeClock) -> Iterator[Desk]:
    store = Store.create(tmp_path / "school.schoolprep", raw_key, school, who, fake_clock)
    made = Desk(store, program_data())
    made.filing.append(
        [
            _entry("person", ANN, name="李雷", class_name="七年级3班", document_no=NUMBER),
            _entry("person", BEA, name="韩梅", class_name="七年级3班"),
            _entry("cohabitant", BEA, name="李雷", relation="表兄"),
            _entry("test", ANN, sampled_at="2022-08-05T09:00", result="negative"),
        ],
        about="七年级3班.xlsx",
    )
    yield made
    made.close()


def test_nobody_knows_of_who_was_erased(desk: Desk) -> None:
    changed: list[object] = []
    desk.changed.append(changed.append)
    desk.judging.verdict(ANN, ON)
    outlook = desk.erasing.outlook(ANN)
    assert (outlook.would.counts, outlook.mentions) == ({"person": 1, "test": 1}, 1)
    done = desk.erasing.erase(ANN, "家长要求")
    assert (done.erased.records, done.mentions) == (2, 1)
    assert list(desk.people.files()) == [BEA]
    assert changed
    with pytest.raises(CallError):
        desk.people.by_document(NUMBER)
    assert desk.people.search("李雷") == []
    assert desk.workspace.verify() == []


def test_the_certificate_says_what_went_and_what_did_not(desk: Desk) -> None:
    copy = desk.workspace.backup()
    title, *said = desk.erasing.erase(ANN, "家长要求").lines("zh")
    text = "\n".join(said)
    assert title == "个人信息删除证明"
    for words in ("李雷", "七年级3班", "家长要求", "核酸检测1条", "共2条", copy.name, "有1条提到"):
        assert words in text
    assert NUMBER not in text  # its middle is hidden
    assert all("{" not in line for line in said)
    desk.erasing.renew_copies()
    assert not copy.exists()


def test_an_erasure_has_a_reason(desk: Desk) -> None:
    with pytest.raises(CallError) as refused:
        desk.erasing.erase(ANN, " ")
    assert refused.value.problem.code == "privacy.no-reason"
    assert ANN in desk.people.files()


def test_who_was_found_to_be_the_same_goes_too(desk: Desk) -> None:
    desk.filing.append([_entry("person", AGAIN, name="李蕾", class_name="七年级3班", phone="13800138000")])
    desk.intake.join(ANN, AGAIN)
    assert desk.erasing.outlook(ANN).subjects == (ANN, AGAIN)
    desk.erasing.erase(ANN, "家长要求")
    assert all(record.answers is None for whose in (ANN, AGAIN) for record in desk.people.history(whose))


def test_access_shows_what_ever_stood_there(desk: Desk) -> None:
    (first,) = [one for one in desk.people.records(ANN) if one.blank == "test"]
    desk.filing.append([_entry("test", ANN, first.id, sampled_at="2022-08-05T09:00", result="positive")])
    desk.papers.attach(ANN, "复课证明.pdf", PDF)
    told = access(desk, ANN, ON, "zh")
    rows = {sheet.name: sheet.rows for sheet in told.sheets}
    assert len(rows["现在的记录"]) == 3
    tests = [row for row in rows["全部记录"] if row[0] == "核酸检测"]
    assert [("阴性" in row[1], row[2].endswith("更正")) for row in tests] == [(True, True), (False, False)]
    assert tests[0][-1] == "七年级3班.xlsx"
    assert rows["证明材料"][0][:2] == ("复课证明.pdf", "复课证明")
    assert len(rows["判定和理由"]) > 1
    desk.people.opened(ANN)
    sheets = access(desk, ANN, ON, "zh").sheets
    (looked,) = {one.name: one.rows for one in sheets}["谁看过、交给过谁"]
    assert "看过1次" in looked[2]


def test_by_class_and_name(desk: Desk) -> None:
    assert desk.people.by_document("七年级3班 韩梅") == BEA
    with pytest.raises(CallError):
        desk.people.by_document("韩梅")


def test_from_the_command_line(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file, out = tmp_path / "school.schoolprep", tmp_path / "李雷.xlsx"
    monkeypatch.setenv("SCHOOLPREP_PASSPHRASE", desk.workspace.recovery_code())
    monkeypatch.setattr("schoolprep.store.device.folder", lambda: tmp_path)
    desk.close()

    def run(*words: object) -> int:
        return main([str(words[0]), "--lang", "zh", *map(str, words[1:])])

    assert run("access", NUMBER, "--out", out, "--file", file, "--on", "2022-08-08") == 0
    book = load_workbook(out)
    assert book.sheetnames[:3] == ["现在的记录", "判定和理由", "全部记录"]
    assert book.worksheets[0]["A1"].value.startswith("运城市实验中学：李雷的全部档案")
    assert all(sheet.page_setup.paperSize == 9 for sheet in book.worksheets)
    capsys.readouterr()
    assert run("erase", NUMBER, "--file", file) == 2
    assert run("erase", NUMBER, "--why", "家长要求", "--renew-copies", "--json", "--file", file) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["records"], told["counts"], told["copies"]) == (2, {"person": 1, "test": 1}, [])
    assert run("explain", NUMBER, "--on", "2022-08-08", "--file", file) == 2
    assert run("access", NUMBER, "--out", tmp_path / "b.xlsx", "--file", file) == 2
    assert run("erase", NUMBER, "--why", "again", "--file", file) == 2
    assert run("verify", "--file", file) == 0


def test_what_was_kept_long_enough_is_proposed_and_its_counts_remain(
    desk: Desk, fake_clock: FakeClock
) -> None:
    today = date(2024, 12, 1)
    (kept,) = desk.erasing.keepings(today)
    assert (kept.pack, kept.would.counts) == ("cn-p9", {"cohabitant": 1, "test": 1})
    assert not kept.is_due(today)  # no source names a time, and nobody has said one
    desk.erasing.keep_for(30)
    (kept,) = desk.erasing.keepings(today)
    assert kept.is_due(today)
    assert not kept.is_due(date(2023, 2, 6))
    assert desk.erasing.keepings(date(2023, 1, 7)) == []  # the pack is in force
    desk.erasing.erase_kept(kept, "保存期满")
    assert desk.erasing.keepings(today) == []
    assert sorted(desk.people.files()) == [ANN, BEA]
    assert [one.blank for one in desk.people.records(ANN)] == ["person"]
    assert len(desk.people.history(ANN)) == 2
    assert desk.workspace.verify() == []
