"""Every verb of the README with the shipped schoolprep-cli.exe, in folders as Chinese schools name them."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from schoolprep import __version__
from schoolprep.facts.whole import write_whole
from tests.wine.computer import Computer, on_disk, there

Call = Callable[..., subprocess.CompletedProcess[str]]
DEMO = on_disk("users", "root", "AppData", "Local", "SchoolPrep", "demo.schoolprep")
DAY = "2022-08-08T07:30"
OWN = "own words for this school"


def at(name: str) -> str:
    """A file in the trials' folder."""
    return on_disk("学校 资料", "七年级", name)


@pytest.fixture(scope="module")
def demo(cli: Call) -> str:
    """The demo school, made by the shipped program."""
    done = cli("demo", "--no-window")
    assert done.returncode == 0 and "610" in done.stdout, done.stderr
    return DEMO


@pytest.fixture(scope="module")
def school(cli: Call) -> str:
    """A school of the trials' own, whose name no file may bear."""
    name = at("本校.schoolprep")
    done = cli(
        "new", "--file", name, "--school", '实验"？：/中学', "--region", "140802", "--profile", "yuncheng-2022",
        passphrase=OWN,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return name


def test_the_version_is_the_bundle_s(cli: Call) -> None:
    assert cli("--version").stdout.strip() == f"schoolprep {__version__}"


def test_the_rules_are_there_in_chinese(cli: Call) -> None:
    done = cli("rules", "list", "--lang", "zh")
    assert done.returncode == 0 and "新型冠状病毒肺炎防控方案（第九版）" in done.stdout


@pytest.mark.parametrize(
    "words",
    [
        ("rules", "test", "cn-p9"),
        ("rules", "show", "cn-p9"),
        ("rules", "export", "cn-p9", at("规则.xlsx")),
        ("roster", "--list"),
    ],
)
def test_what_needs_no_school_ends_well(cli: Call, words: tuple[str, ...]) -> None:
    done = cli(*words)
    assert done.returncode == 0, done.stderr


def test_everybody_is_judged(cli: Call, demo: str) -> None:
    done = cli("check", "--file", demo, "--on", DAY, "--json")
    told = json.loads(done.stdout)
    assert done.returncode == 1
    assert told["counts"] == {"ready": 538, "incomplete": 22, "verify": 17, "deferred": 33}
    held = next(person for person in told["people"] if person["verdict"] == "deferred")
    one = cli("explain", held["document"], "--file", demo, "--on", "2022-08-08", "--lang", "zh")
    assert one.returncode in {0, 1} and held["name"] in one.stdout and "暂缓返校" in one.stdout


@pytest.mark.parametrize(
    ("words", "made"),
    [
        (("roster", "deferred", "--on", DAY, "--out", at("暂缓返校.xlsx")), "暂缓返校.xlsx"),
        (
            ("class-form", "health", "--class", "七年级1班", "--on", "2022-08-08", "--out", at("纸质.xlsx")),
            "纸质.xlsx",
        ),
        (("backup", "--to", at("备份.schoolprep")), "备份.schoolprep"),
    ],
)
def test_what_a_school_hands_out_is_written(
    cli: Call, demo: str, computer: Computer, words: tuple[str, ...], made: str
) -> None:
    done = cli(*words, "--file", demo)
    assert done.returncode in {0, 1}, done.stderr
    assert there(computer.disk / "学校 资料" / "七年级", [made])


def test_the_file_is_whole_and_nothing_is_left_beside_it(cli: Call, demo: str, computer: Computer) -> None:
    assert cli("verify", "--file", demo).returncode == 0
    beside = computer.disk / "users/root/AppData/Local/SchoolPrep"
    assert not [
        path.name for path in beside.iterdir() if path.name.endswith(("-wal", "-shm", ".lock", ".part"))
    ]


def test_what_if_another_day(cli: Call, demo: str) -> None:
    done = cli("what-if", "--file", demo, "--on", DAY, "--against-on", "2022-08-15", "--json")
    assert done.returncode in {0, 1} and json.loads(done.stdout)


def test_a_list_from_excel_in_the_school_s_own_code_page(cli: Call, school: str, computer: Computer) -> None:
    sheet = "姓名,性别,证件号,年级,班级\r\n王小明,男,140802200809010013,七年级,1/班:?\r\n"
    write_whole(computer.disk / "学校 资料" / "七年级" / "花名册.csv", sheet.encode("gb18030"))
    done = cli("intake", at("*.csv"), "--file", school, "--json", passphrase=OWN)
    told = json.loads(done.stdout)
    assert done.returncode in {0, 1} and told["added"] >= 1, done.stderr
    everybody = json.loads(cli("check", "--file", school, "--on", DAY, "--json", passphrase=OWN).stdout)
    assert [(one["name"], one["verdict"]) for one in everybody["people"]] == [("王小明", "verify")]


def test_a_backup_brings_the_school_back(cli: Call, school: str) -> None:
    assert cli("backup", "--file", school, "--to", at("本校备份.schoolprep"), passphrase=OWN).returncode == 0
    done = cli("restore", at("本校备份.schoolprep"), "--file", at("回来.schoolprep"), passphrase=OWN)
    assert done.returncode in {0, 1}, done.stderr


@pytest.mark.parametrize("verb", ["blank-workbook", "phone-form"])
def test_empty_forms_are_written(cli: Call, computer: Computer, verb: str) -> None:
    assert cli(verb, at(f"{verb}.xlsx")).returncode == 0
    assert there(computer.disk / "学校 资料" / "七年级", [f"{verb}.xlsx"])


@pytest.mark.parametrize("words", [("templates", "list"), ("calendar", "list")])
def test_lists_of_the_school(cli: Call, school: str, words: tuple[str, ...]) -> None:
    assert cli(*words, "--file", school, passphrase=OWN).returncode == 0


def test_a_wrong_passphrase_is_one_sentence(cli: Call, demo: str) -> None:
    done = cli("check", "--file", demo, "--on", DAY, passphrase="wrong words")
    assert done.returncode == 3 and len(done.stderr.strip().splitlines()) == 1


@pytest.mark.skipif(not Path("/sys/kernel").is_dir(), reason="a folder that not even root may write into")
def test_a_folder_that_may_not_be_written_is_refused_at_once(cli: Call) -> None:
    cli("--version")
    began = time.monotonic()
    done = cli(
        "new",
        "--file",
        "Z:\\sys\\kernel\\a.schoolprep",
        "--school",
        "a",
        "--region",
        "140802",
        "--profile",
        "yuncheng-2022",
    )
    assert done.returncode in {2, 3} and len(done.stderr.strip().splitlines()) == 1
    assert time.monotonic() - began < 60, "it tried name after name"


def test_nothing_of_the_computer_s_own_python_is_heard(computer: Computer, folder: Path) -> None:
    """A school's PYTHONPATH and PYTHONHOME, which would break another program."""
    strange = {"PYTHONPATH": on_disk("nowhere"), "PYTHONHOME": on_disk("nowhere"), "PYTHONSTARTUP": "x"}
    done = computer.wine.run(folder / "schoolprep-cli.exe", "--version", seconds=300, more=strange)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("named", ["", "\\\\?\\"])
def test_a_path_longer_than_windows_once_took(cli: Call, computer: Computer, named: str) -> None:
    """A workbook, not a school: of a path over 260 signs Wine's GetFinalPathNameByHandle says "more data"."""
    parts = ["学校 资料", *[f"很深的文件夹{at}" * 5 for at in range(8)]]
    computer.disk.joinpath(*parts).mkdir(parents=True, exist_ok=True)
    path = named + on_disk(*parts, f"深{len(named)}.xlsx")
    assert len(path) > 300
    done = cli("blank-workbook", path)
    assert done.returncode == 0, done.stderr
    assert there(computer.disk.joinpath(*parts), [f"深{len(named)}.xlsx"])


def test_a_console_of_code_page_936_changes_nothing(computer: Computer, folder: Path) -> None:
    call = '@echo off\r\nchcp 936 >nul\r\n"%~dp0schoolprep-cli.exe" rules list --lang zh\r\n'
    (folder / "936.cmd").write_bytes(call.encode("ascii"))
    done = computer.wine.run("cmd", "/c", on_disk("学校 资料", "SchoolPrep", "936.cmd"), seconds=300)
    assert done.returncode == 0 and "新型冠状病毒肺炎防控方案（第九版）" in done.stdout, done.stderr


@pytest.mark.parametrize("name", ["班级1:2.xlsx", "名单.xlsx.", "a?b.xlsx", "CON.xlsx"])
def test_a_name_that_windows_takes_for_something_else_is_refused(
    cli: Call, demo: str, computer: Computer, name: str
) -> None:
    before = sorted((computer.disk / "学校 资料" / "七年级").iterdir())
    done = cli("blank-workbook", at(name))
    assert done.returncode == 2 and len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert sorted((computer.disk / "学校 资料" / "七年级").iterdir()) == before


@pytest.mark.parametrize("current", ["9.9.9", "..", "", "with space", "x" * 200])
def test_where_the_current_version_is_gone_the_one_it_came_with_starts(
    computer: Computer, folder: Path, current: str
) -> None:
    named = folder / "versions" / "current"
    before = named.read_bytes()
    named.write_text(current, "utf-8")
    done = computer.wine.run(folder / "schoolprep-cli.exe", "--version", seconds=300)
    named.write_bytes(before)
    assert done.stdout.strip() == f"schoolprep {__version__}"
