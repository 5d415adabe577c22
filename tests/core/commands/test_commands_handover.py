"""Hand-over on the command line: its JSON, exit statuses and refusals (INTERFACE §1, §3, §5)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from schoolprep.__main__ import main
from schoolprep.desk import Desk
from tests.handover_school import KEY, PEOPLE, SCHOOL, filed_health, person_entry
from tests.program import program_data


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A school on file, opened by its recovery code, which costs no derivation."""
    monkeypatch.setattr("schoolprep.store.device.folder", lambda: tmp_path)
    from schoolprep.desk import here  # noqa: PLC0415 - after the folder is another

    desk = Desk.create(tmp_path / "school.schoolprep", KEY, SCHOOL, program_data(), here("校长"))
    desk.filing.append(person_entry(desk, name) for name in PEOPLE)
    desk.close()
    monkeypatch.setenv("SCHOOLPREP_PASSPHRASE", KEY.recovery_code())
    return tmp_path


class Line:
    """Calls, and what they said as JSON."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str], patch: pytest.MonkeyPatch) -> None:
        self.folder, self._capsys, self._patch = folder, capsys, patch
        self.school = folder / "school.schoolprep"
        self.teacher = folder / "wang.schoolprep"
        self.passphrase = {self.school: KEY.recovery_code()}

    def __call__(self, verb: str, *words: object, of: Path, status: int = 0) -> Any:
        self._patch.setenv("SCHOOLPREP_PASSPHRASE", self.passphrase.get(of, "correct horse battery"))
        assert main([verb, "--lang", "zh", *map(str, words), "--file", str(of)]) == status
        out = self._capsys.readouterr()
        return json.loads(out.out) if "--json" in words else out.out + out.err

    def joined(self) -> None:
        """A class teacher, invited and in."""
        invitation = self.folder / "wang.invitation"
        told = self("invite", "--name", "王老师", "--role", "class-teacher", "--class", "七年级1班",
                    "--out", invitation, "--json", of=self.school)  # fmt: skip
        self._patch.setenv("SCHOOLPREP_CODE", told["code"])
        said = self("join", invitation, of=self.teacher)
        recovery = said.rpartition("：")[2].strip()
        self.passphrase[self.teacher] = recovery


@pytest.fixture
def line(folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Line:
    return Line(folder, capsys, monkeypatch)


def _fill_in(line: Line, name: str, temperature: float = 36.5) -> None:
    from schoolprep.desk import Key, here  # noqa: PLC0415

    key = Key.of_recovery_code(line.passphrase[line.teacher])
    desk = Desk.open(line.teacher, key, program_data(), here())
    filed_health(desk, name, temperature)
    desk.close()


def test_from_the_invitation_to_the_acknowledgement(line: Line) -> None:
    line.joined()
    checked = line("check", "--on", "2022-08-08", "--json", of=line.teacher, status=1)
    assert {one["name"] for one in checked["people"]} == {"王小明", "李小红"}
    _fill_in(line, "王小明")
    first, second = line.folder / "1.envelope", line.folder / "第2份(1).envelope.txt"
    assert line("seal", "--out", first, "--json", of=line.teacher) | {"path": ""} == {
        "number": 1, "records": 1, "path": "",
    }  # fmt: skip
    _fill_in(line, "李小红")
    assert line("seal", "--out", second, "--json", of=line.teacher)["records"] == 2

    (before,) = line("handover", "--on", "2022-08-08", "--json", of=line.school)["colleagues"]
    assert (before["name"], before["role"], before["classes"]) == ("王老师", "class-teacher", ["七年级1班"])
    assert (before["last"], before["when"], before["missing"]) == (None, None, [])
    assert before["waiting"] == 2

    dry = line("unseal", second, "--dry-run", "--json", of=line.school)
    assert (dry["merged"], dry["known"], dry["refused"]) == (2, 0, [])
    done = line("unseal", second, "--json", of=line.school)
    assert (done["merged"], done["known"], done["conflicts"], done["refused"]) == (2, 0, 0, [])
    (standing,) = line("handover", "--on", "2022-08-08", "--json", of=line.school)["colleagues"]
    assert (standing["last"], standing["missing"], standing["waiting"]) == (2, [1], 0)
    late = line("unseal", first, "--json", of=line.school)
    assert (late["merged"], late["known"]) == (0, 1)
    (standing,) = line("handover", "--json", of=line.school)["colleagues"]
    assert (standing["last"], standing["missing"]) == (2, [])

    back = line.folder / "back"
    line("acknowledge", "--out", back, of=line.school)
    assert line("unseal", back, "--json", of=line.teacher)["refused"] == []
    assert line("seal", "--out", line.folder / "3.envelope", "--json", of=line.teacher)["records"] == 0
    assert "王老师" in line("handover", of=line.school)
    assert "没有要交" not in line("verify", of=line.teacher)


def test_bad_files_are_listed_and_the_good_ones_come_in(line: Line) -> None:
    line.joined()
    _fill_in(line, "王小明")
    good, cut = line.folder / "good.envelope", line.folder / "cut.envelope"
    line("seal", "--out", good, of=line.teacher)
    cut.write_bytes(good.read_bytes()[:-1])
    no_file = line.folder / "none.envelope"
    done = line("unseal", cut, good, no_file, "--json", of=line.school, status=1)
    assert done["merged"] == 1
    assert [(one["file"], one["problem"]) for one in done["refused"]] == [
        (str(cut), "handover.damaged"), (str(no_file), "handover.no-file"),
    ]  # fmt: skip
    assert all(set(one["says"]) == {"zh", "en"} for one in done["refused"])
    assert line("unseal", cut, "--json", of=line.school, status=1)["merged"] == 0


def test_revoked(line: Line) -> None:
    line.joined()
    _fill_in(line, "王小明")
    line("seal", "--out", line.folder / "1.envelope", of=line.teacher)
    assert "王老师" in line("revoke", "王老师", of=line.school)
    done = line("unseal", line.folder / "1.envelope", "--json", of=line.school, status=1)
    assert [one["problem"] for one in done["refused"]] == ["handover.revoked"]
    (standing,) = line("handover", "--json", of=line.school)["colleagues"]
    assert standing["revoked"]
    line("revoke", "王老师", of=line.school, status=2)


def test_what_is_wrong_is_one_sentence(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    line.joined()
    invitation = line.folder / "wang.invitation"
    assert "已经有了" in line("join", invitation, of=line.teacher, status=2)
    monkeypatch.setenv("SCHOOLPREP_CODE", "0000-0000-0000")
    said = line("join", invitation, of=line.folder / "new.schoolprep", status=2)
    assert "邀请码" in said
    assert not (line.folder / "new.schoolprep").exists()
    out = line.folder / "x.invitation"
    for words in (
        ("--name", "李", "--role", "king"), ("--name", "李", "--role", "class-teacher"),
        ("--name", "李", "--role", "class-teacher", "--class", "九年级9班"),
        ("--name", " ", "--role", "doctor"), ("--name", "李", "--role", "doctor", "--class", "七年级1班"),
    ):  # fmt: skip
        line("invite", *words, "--out", out, of=line.school, status=2)
    assert not out.exists()
    line("seal", "--out", line.folder / "y.envelope", of=line.school, status=2)
    line("invite", "--name", "李", "--role", "doctor", "--out", out, of=line.teacher, status=2)
    line("acknowledge", "--out", line.folder / "b", of=line.teacher, status=2)
