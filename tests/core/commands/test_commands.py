"""The command line: verbs, exit statuses, one sentence for what is wrong (INTERFACE §1)."""

from __future__ import annotations

import errno
import json
import re
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from schoolprep.__main__ import main
from schoolprep.commands.call import expanded, language, parse
from schoolprep.rules.pack import source

HEADS = ["人员类别", "姓名", "证件类型", "证件号", "班级", "现住地区", "健康承诺书"]
CHILD = "140802200809010013"


@pytest.fixture
def school(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "school.schoolprep"
    monkeypatch.setenv("SCHOOLPREP_PASSPHRASE", "correct horse")
    monkeypatch.setattr("schoolprep.store.device.folder", lambda: tmp_path)
    assert (
        _run(
            "new", "--file", path, "--school", "测试学校", "--region", "140802", "--profile", "yuncheng-2022"
        )
        == 0
    )
    return path


def _run(*words: object) -> int:
    return main(
        ["--lang=zh"] if not words else [str(words[0]), "--lang", "zh", *(str(word) for word in words[1:])]
    )


def _book(path: Path, sheets: dict[str, list[list[Any]]]) -> Path:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def _people(path: Path, document: str = CHILD) -> Path:
    return _book(
        path, {"人员": [HEADS, ["学生", "王小明", "居民身份证", document, "七年级1班", "盐湖区", "已交"]]}
    )


def _contact(path: Path, last: str) -> Path:
    """The child, a close contact."""
    return _book(
        path,
        {
            "人员": [HEADS, ["学生", "王小明", "居民身份证", CHILD, "七年级1班", "盐湖区", "已交"]],
            "接触史": [["证件号", "姓名", "类别", "末次接触日期"], [CHILD, "王小明", "密切接触者", last]],
        },
    )


def test_from_the_workbook_to_the_verdict_as_json(
    school: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run("intake", _people(tmp_path / "a.xlsx"), "--file", school) == 0
    capsys.readouterr()
    assert _run("check", "--file", school, "--on", "2022-08-08T07:30", "--json") == 1
    told = json.loads(capsys.readouterr().out)
    assert told["on"] == "2022-08-08T07:30"
    assert told["counts"] == {"ready": 0, "incomplete": 0, "verify": 1, "deferred": 0}
    assert [one["id"] for one in told["rules"]][:2] == ["cn-p9", "cn-school-2022"]
    person = told["people"][0]
    assert (person["document"], person["name"], person["role"], person["class"]) == (
        CHILD,
        "王小明",
        "student",
        "七年级1班",
    )
    assert person["verdict"] == "verify"
    assert all(set(finding["says"]) == {"zh", "en"} for finding in person["findings"])


def test_until_in_the_json_is_the_first_day_the_person_is_free(
    school: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = _contact(tmp_path / "a.xlsx", "2022-08-05")
    assert _run("intake", book, "--file", school) == 0
    capsys.readouterr()
    _run("check", "--file", school, "--on", "2022-08-08T07:30", "--json")
    person = json.loads(capsys.readouterr().out)["people"][0]
    contact = next(one for one in person["findings"] if one["rule"] == "cn-p9/close-contact")
    assert contact["until"] == contact["may_return_on"] == person["may_return_on"] == "2022-08-16"
    assert [one["ends"] for one in person["measures"]] == ["2022-08-12", "2022-08-15"]
    asked = next(one for one in person["findings"] if one["outcome"] == "verify")
    assert asked["until"] is None


def test_the_same_workbook_again_changes_nothing(
    school: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = _people(tmp_path / "a.xlsx")
    assert _run("intake", book, "--file", school) == 0
    capsys.readouterr()
    assert _run("intake", book, "--file", school, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["added"], told["changed"], told["unchanged"]) == (0, 0, 1)


def test_a_dry_run_writes_nothing(school: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("intake", _people(tmp_path / "a.xlsx"), "--file", school, "--dry-run") == 0
    assert _run("check", "--file", school, "--on", "2022-08-08") == 0
    assert "0人" in capsys.readouterr().out


def test_a_refused_row_needs_a_person(
    school: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run("intake", _people(tmp_path / "a.xlsx", "140802200809010014"), "--file", school, "--json") == 1
    refused = json.loads(capsys.readouterr().out)["refused"]
    assert refused[0]["cell"] == "D2"
    assert refused[0]["says"]["zh"]


def test_what_is_refused_comes_back_in_a_folder_made_for_it_and_goes_in_put_right(
    school: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book, back = _contact(tmp_path / "a.xlsx", "2022-08-32"), tmp_path / "退回" / "七1"
    assert _run("intake", book, "--file", school, "--refused", back) == 1
    (made,) = back.iterdir()
    returned = load_workbook(made)
    assert returned.sheetnames == ["接触史"]
    assert returned["接触史"]["D2"].comment is not None
    returned["接触史"]["D2"] = "2022-08-05"
    returned.save(made)
    capsys.readouterr()
    assert _run("intake", made, "--file", school, "--json") == 0
    receipt = json.loads(capsys.readouterr().out)
    assert (receipt["added"] + receipt["changed"], receipt["refused"]) == (1, [])


def test_explain_names_rule_basis_and_evidence(
    school: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = _contact(tmp_path / "a.xlsx", "2022-08-05")
    assert _run("intake", book, "--file", school) == 0
    capsys.readouterr()
    assert _run("explain", CHILD, "--file", school, "--on", "2022-08-08") == 1
    text = capsys.readouterr().out
    for part in (
        "暂缓返校",
        "8月16日",
        "联防联控机制综发〔2022〕71号",
        "8月5日（第0天）",
        "末次接触日期 2022-08-05",
    ):
        assert part in text


def test_a_roster_is_written_and_named(
    school: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run("intake", _people(tmp_path / "a.xlsx"), "--file", school) == 0
    out = tmp_path / "out.xlsx"
    assert _run("roster", "return", "--file", school, "--on", "2022-08-08", "--out", out) == 0
    assert out.stat().st_size > 0
    assert _run("roster", "--list") == 0
    assert "师生返校花名册" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "status", "sentence"),
    [
        (("check", "--on", "yesterday"), 2, "不是日期"),
        (("check", "--on", "9999-12-31"), 2, "1950年到2150年"),
        (("check", "--on", "2022-08-08", "--profile", "nowhere"), 2, "没有规则方案"),
        (("explain", "123", "--on", "2022-08-08"), 2, "没有证件号"),
        (("roster", "nothing", "--on", "2022-08-08", "--out", "x.xlsx"), 2, "nothing"),
        (("roster", "return", "--on", "2022-08-08"), 2, "--out"),
        (("rules", "show", "nothing"), 2, "没有规则包"),
        (("new", "--school", "x", "--region", "140802", "--profile", "yuncheng-2022"), 2, "已经有了"),
    ],
)
def test_a_wrong_call_is_one_sentence(
    school: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], status: int, sentence: str
) -> None:
    capsys.readouterr()
    named = () if words[0] == "rules" else ("--file", school)
    assert _run(*words, *named) == status
    told = capsys.readouterr()
    assert sentence in told.err
    assert told.err.count("\n") == 1
    assert "Traceback" not in told.err


def test_a_school_is_not_made_with_a_passphrase_of_one_letter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SCHOOLPREP_PASSPHRASE", "a")
    monkeypatch.setattr("schoolprep.store.device.folder", lambda: tmp_path)
    path = tmp_path / "school.schoolprep"
    asked = ("--file", path, "--school", "x", "--region", "140802", "--profile", "yuncheng-2022")
    assert _run("new", *asked) == 2
    assert "口令太短，至少要8个字" in capsys.readouterr().err
    assert not path.exists()


def test_a_wrong_passphrase_cannot_open(
    school: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SCHOOLPREP_PASSPHRASE", "wrong")
    assert _run("check", "--file", school, "--on", "2022-08-08") == 3
    assert capsys.readouterr().err.count("\n") == 1


def test_no_workspace_named(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.delenv("SCHOOLPREP_FILE", raising=False)
    assert _run("check", "--on", "2022-08-08") == 2
    assert "--file" in capsys.readouterr().err


def test_verify_says_the_file_is_sound(school: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert _run("verify", "--file", school) == 0
    assert "完好" in capsys.readouterr().out


def test_a_code_from_a_roster_is_held_against_the_file(
    school: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "r.xlsx"
    assert _run("roster", "return", "--file", school, "--on", "2022-08-08", "--out", out) == 0
    foot = "".join(str(cell.value) for row in load_workbook(out).worksheets[0] for cell in row if cell.value)
    found = re.search(r"校验码 (\d+-\d+-\w{5}-\w{5})", foot)
    assert found is not None
    assert _run("intake", _people(tmp_path / "people.xlsx"), "--file", school) == 0
    capsys.readouterr()
    assert _run("verify", "--file", school, "--anchor", found[1]) == 0
    assert "没有动过" in capsys.readouterr().out
    head, mark = found[1][:-1], found[1][-1]
    assert _run("verify", "--file", school, "--anchor", f"{head}{'7' if mark == '6' else '6'}") == 1
    assert "对不上" in capsys.readouterr().out


def test_a_backup_and_back_from_it_with_what_differs(
    school: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    backup = tmp_path / "copies" / "monday.schoolprep"
    backup.parent.mkdir()
    assert _run("backup", "--file", school, "--to", backup) == 0
    assert _run("intake", _people(tmp_path / "people.xlsx"), "--file", school) == 0
    capsys.readouterr()
    assert _run("restore", backup, "--file", school) == 0
    told = capsys.readouterr().out.splitlines()
    assert told[0].startswith("school.schoolprep 现在是备份 monday.schoolprep 的内容：0条记录")
    assert "备份里没有的：1次操作" in told[2] and "people.xlsx" in told[3]
    (kept,) = tmp_path.glob("school.replaced-*.schoolprep")
    assert kept.name in told[1]
    assert _run("explain", CHILD, "--file", school, "--on", "2022-08-08") == 2
    assert _run("explain", CHILD, "--file", kept, "--on", "2022-08-08") != 2
    assert _run("restore", backup, "--file", tmp_path / "new.schoolprep") == 0
    assert _run("restore", tmp_path / "people.xlsx", "--file", school) == 3


@pytest.mark.parametrize("damage", [slice(5_000, 9_000), slice(20_000, None), slice(0, None)])
def test_a_damaged_backup_is_one_sentence_and_the_file_stays(
    school: Path, tmp_path: Path, damage: slice, capsys: pytest.CaptureFixture[str]
) -> None:
    """Bytes in the middle, the end cut off, an empty file."""
    backup = tmp_path / "copies" / "monday.schoolprep"
    backup.parent.mkdir()
    assert _run("backup", "--file", school, "--to", backup) == 0
    content = bytearray(backup.read_bytes())
    content[damage] = bytes(4_000) if damage.stop else b""
    backup.write_bytes(content)
    before = school.read_bytes()
    capsys.readouterr()
    assert _run("restore", backup, "--file", school) == 3
    told = capsys.readouterr()
    assert "monday.schoolprep" in told.err and len(told.err.splitlines()) == 1 and not told.out
    assert school.read_bytes() == before
    assert not list(tmp_path.glob("school.replaced-*"))


def test_rules_run_their_examples(capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("rules", "test") == 0
    assert _run("rules", "list") == 0
    assert "cn-p9" in capsys.readouterr().out


def test_rules_show_speaks_the_readers_language(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "show", "cn-p9", "--lang", "zh"]) == 0
    told = capsys.readouterr().out
    assert "全文待与原文核对" in told
    assert "（读过摘要；读过转载；划定前回溯天数见大同市通告，国家原文待与原文核对）" in told
    assert "checked" not in told
    assert main(["rules", "show", "cn-p9", "--lang", "en"]) == 0
    assert "the full text is to be checked against the original" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("zh", "例子“5天前采样”：outcome 应为 none，实为 incomplete (expired)。"),
        (
            "en",
            "example “sampled five days ago”: outcome expected none got incomplete (expired).",
        ),
    ],
)
def test_an_example_that_fails_is_named_in_the_readers_language(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], lang: str, said: str
) -> None:
    text = source("shanxi-5d").text.replace("\nn = 5\n", "\nn = 4\n")
    (tmp_path / "mine.toml").write_text(text, "utf-8")
    assert main(["rules", "lint", str(tmp_path / "mine.toml"), "--lang", lang]) == 1
    first = capsys.readouterr().out.splitlines()[0]
    line = text[: text.index("5天前采样")].count("\n") + 1
    assert f"mine.toml:{line} shanxi-5d/five-day-test" in first
    assert first.endswith(said)


def test_the_empty_workbook_takes_in_nothing(
    school: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "blank.xlsx"
    assert _run("blank-workbook", out) == 0
    capsys.readouterr()
    assert _run("intake", out, "--file", school, "--json") == 0
    assert json.loads(capsys.readouterr().out)["added"] == 0


@pytest.mark.parametrize(
    ("words", "verb"),
    [
        ([], "open"),
        (["x.schoolprep"], "open"),
        (["check", "--on", "2022-08-08"], "check"),
        (["--lang", "en", "rules", "list"], "rules"),
        (["--lang=en"], "open"),
    ],
)
def test_a_call_without_a_verb_opens_the_window(words: list[str], verb: str) -> None:
    assert parse(words).verb == verb


def test_a_verb_nobody_knows_is_said_to_be_none(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        parse(["frob"])
    assert left.value.code == 2
    assert "frob" in capsys.readouterr().err


@pytest.mark.parametrize("text", ["20220808", "2022-08-08T07:30+08:00", "2022-13-01", "2022-W31-1"])
def test_a_day_is_written_in_one_way(school: Path, capsys: pytest.CaptureFixture[str], text: str) -> None:
    assert _run("check", "--file", school, "--on", text) == 2
    assert "不是日期" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words", [("rules", "lint"), ("rules", "lint", "nowhere.toml"), ("rules", "lint", ".")]
)
def test_lint_of_nothing_is_one_sentence(capsys: pytest.CaptureFixture[str], words: tuple[str, ...]) -> None:
    assert _run(*words) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_no_passphrase_and_no_terminal(
    school: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("SCHOOLPREP_PASSPHRASE")
    assert _run("check", "--file", school, "--on", "2022-08-08") == 3
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize(
    ("lang", "expected"), [("", "zh"), ("C.UTF-8", "zh"), ("zh_CN.UTF-8", "zh"), ("en_GB.UTF-8", "en")]
)
def test_the_language_is_the_systems_and_chinese_where_unknown(
    monkeypatch: pytest.MonkeyPatch, lang: str, expected: str
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", lang)
    assert language() == expected


def test_what_is_read_is_never_written_over(
    school: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Neither a sender's workbook nor the school's own file, whatever name it is called by."""
    book = _people(tmp_path / "七年级 1班.xlsx")
    (tmp_path / "回执.xlsx").symlink_to(book)
    before = (book.read_bytes(), school.read_bytes())
    assert _run("intake", book, "--file", school, "--receipt", tmp_path / "回执.xlsx") == 2
    assert _run("roster", "return", "--file", school, "--on", "2022-08-08", "--out", school) == 2
    assert (book.read_bytes(), school.read_bytes()) == before
    said = capsys.readouterr().err.splitlines()
    assert [line.endswith("就是要读的文件，不能写到它上面。请换一个文件名。") for line in said] == [
        True,
        True,
    ]


def test_a_file_that_is_replaced_is_told(
    school: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "空白.xlsx"
    assert _run("blank-workbook", out) == 0
    assert capsys.readouterr().err == ""
    assert _run("blank-workbook", out) == 0
    assert capsys.readouterr().err == f"{out} 原来就有，已换成新的。\n"


def test_a_fault_of_the_program_is_one_sentence_without_anybodys_data(
    school: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*given: object) -> int:
        raise KeyError("王小明")

    monkeypatch.setattr("schoolprep.commands.school.verify", broken)
    assert _run("verify", "--file", school) == 2
    said = capsys.readouterr().err
    assert said.startswith("程序自己出了错（KeyError test_commands.py:")
    assert "王小明" not in said


def test_the_calendar_of_a_school(school: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    notice = tmp_path / "校历.txt"
    notice.write_text("2026-2027学年\n第一学期：9月1日至1月22日\n期中考试：11月12日", "utf-8")
    assert _run("calendar", "import", notice, "--file", school, "--dry-run") == 1
    assert "没有说这几天是放假" in capsys.readouterr().out
    assert _run("calendar", "import", notice, "--file", school) == 1
    assert _run("calendar", "add", "closure", "2026-12-07", "--name", "雪天", "--file", school) == 0
    capsys.readouterr()
    assert _run("calendar", "list", "--file", school, "--json") == 0
    listed = json.loads(capsys.readouterr().out)["days"]
    assert [(one["kind"], one["first"], one["last"]) for one in listed] == [
        ("term", "2026-09-01", "2027-01-22"),
        ("closure", "2026-12-07", "2026-12-07"),
    ]
    assert _run("calendar", "withdraw", listed[1]["id"], "--file", school) == 0
    assert _run("calendar", "list", "--file", school, "--year", 2027) == 0
    said = capsys.readouterr().out
    assert "2026-09-01至2027-01-22" in said
    assert "还没有通知" in said
    assert _run("calendar", "add", "moon", "2026-12-07", "--file", school) == 2
    assert _run("calendar", "withdraw", "nobody", "--file", school) == 2


def test_patterns_are_the_programs_matter_where_the_shell_leaves_them(tmp_path: Path) -> None:
    for name in ("七1.xlsx", "七2.xlsx", "名单[1].xlsx", "说明.txt"):
        (tmp_path / name).write_bytes(b"")
    meant = expanded(
        [tmp_path / "七*.xlsx", tmp_path / "名单[1].xlsx", tmp_path / "*.csv", tmp_path / "?明.txt"]
    )
    assert [one.name for one in meant] == ["七1.xlsx", "七2.xlsx", "名单[1].xlsx", "*.csv", "说明.txt"]


def test_a_program_without_streams_ends_in_silence_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """As a window program on Windows, where a box says the sentence instead."""
    monkeypatch.setattr("sys.stderr", None)
    monkeypatch.setattr("sys.stdout", None)
    assert _run("check", "--file", "nowhere.schoolprep", "--on", "2022-08-08") == 3


LONG = "长" * 120
"""360 bytes: no disk keeps such a name."""


@pytest.mark.parametrize(
    "words",
    [
        ("check", "--file", f"{LONG}.schoolprep", "--on", "2022-08-08"),
        (
            "new",
            "--file",
            f"{LONG}.schoolprep",
            "--school",
            "x",
            "--region",
            "140802",
            "--profile",
            "yuncheng-2022",
        ),
        ("blank-workbook", f"{LONG}.xlsx"),
        ("restore", f"{LONG}.schoolprep", "--file", "school.schoolprep"),
        ("rules", "lint", LONG),
    ],
)
def test_a_name_too_long_is_one_sentence(
    words: tuple[str, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SCHOOLPREP_PASSPHRASE", "correct horse")
    assert _run(*words) == 2
    assert "名字太长" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_what_the_system_refuses_is_told_with_its_place(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A stick that is pulled out in the middle of whatever it is."""

    def gone(call: object, tools: object) -> int:
        raise OSError(errno.EIO, "Input/output error", "U盘/名册.xlsx")

    monkeypatch.setattr("schoolprep.__main__.resolve_name", lambda _: gone)
    assert _run("rules", "list") == 2
    said = capsys.readouterr().err
    assert "U盘/名册.xlsx" in said and "程序自己" not in said
