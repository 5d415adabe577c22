"""Names of files that are offered: what a school or a class is called makes no path, and every disk keeps it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from schoolprep.facts import naming
from schoolprep.facts.naming import better_name, file_name
from schoolprep.facts.whole import write_whole

HOSTILE = [
    "一中/高中部_20220808.xlsx", "小学部?.xlsx", "一/二班.xlsx", "a:b.xlsx", "CON.xlsx", "nul", "com1.tar.xlsx",
    "LPT¹.xlsx", "..\\..\\x.xlsx", "../../etc/passwd", "C:花名册?*.xlsx", "\u202exslx.名单\n.xlsx",
    '"七(1)班"<新>|旧.xlsx', "  名单 .xlsx", "名单.xlsx...", "班" * 300 + ".xlsx", "é" * 300, "👩‍🏫" * 60 + ".xlsx",
    "aux .xlsx", "a\x00b\x1f.xlsx", "第1.2班", "班级1:2.xlsx", "班级1:2:$DATA", "\u200f名单\u200b.xlsx", "NUL.tar.xlsx",
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("一中/高中部师生返校花名册_20220808.xlsx", "一中／高中部师生返校花名册_20220808.xlsx"),
        ("C:花名册?*.xlsx", "C：花名册？＊.xlsx"),
        ("\u202exslx.名单\n.xlsx", "xslx.名单.xlsx"),
        ("盐湖区实验中学 名单.xlsx", "盐湖区实验中学 名单.xlsx"),
        ("CON.xlsx", "CON_.xlsx"),
        ("aux .2022.xlsx", "aux_.2022.xlsx"),
        ("Con班.xlsx", "Con班.xlsx"),
        ("班" * 300 + ".xlsx", "班" * 44 + "…" + "班" * 20 + ".xlsx"),
        ("二" * 300 + "（1）班_2022-08-08.xlsx", "二" * 44 + "…" + "二" * 13 + "（1）班_2022-08-08.xlsx"),
        (" . ", ""),
    ],
)
def test_a_name_is_kept_as_far_as_disks_keep_it(text: str, name: str) -> None:
    assert file_name(text) == name


@given(st.text(max_size=400))
@example("\ud800.xlsx")
def test_no_system_refuses_a_name(text: str) -> None:
    name = file_name(text)
    assert not set(name) & set('\\/:*?"<>|') and name.isprintable()
    assert name == name.strip(" .") and len(name.encode()) <= 215
    assert name.partition(".")[0].upper() not in {"CON", "PRN", "AUX", "NUL", "COM1", "LPT9", "COM²"}
    assert file_name(name) == name


@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_offered_can_be_written(text: str, tmp_path: Path) -> None:
    out = tmp_path / file_name(text)
    write_whole(out, b"x")
    assert [one.name for one in tmp_path.iterdir()] == [out.name]


@pytest.mark.parametrize(
    "name",
    [
        "班级1:2.xlsx",
        "CON.xlsx",
        "aux",
        "LPT¹.txt",
        "名单.",
        "名单 ",
        "a?b.xlsx",
        '"甲".xlsx',
        "a\nb.xlsx",
        "班" * 260,
    ],
)
def test_what_windows_takes_for_something_else_has_a_better_name(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(naming, "_WINDOWS", True)
    instead = better_name(name)
    assert instead and better_name(instead) is None


def test_a_name_is_left_as_it_was_typed_where_the_disk_keeps_it(monkeypatch: pytest.MonkeyPatch) -> None:
    assert better_name("班级1:2.xlsx") is None or naming._WINDOWS
    assert better_name("班" * 85) is None and better_name("班" * 85, 1) is not None
    monkeypatch.setattr(naming, "_WINDOWS", True)
    assert better_name("班" * 250) is None and better_name("第1.2班 名单（新）.xlsx") is None
