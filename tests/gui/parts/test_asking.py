"""Names of files that are offered: a school's name makes no path of them."""

from __future__ import annotations

import pytest

from forms.pages.asking import file_name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("一中/高中部师生返校花名册_20220808.xlsx", "一中高中部师生返校花名册_20220808.xlsx"),
        ("..\\..\\x.xlsx", "x.xlsx"),
        ("C:花名册?*.xlsx", "C花名册.xlsx"),
        ("\u202exslx.名单\n.xlsx", "xslx.名单.xlsx"),
        ("盐湖区实验中学 名单.xlsx", "盐湖区实验中学 名单.xlsx"),
        ("///", ""),
    ],
)
def test_what_makes_a_path_is_left_out(text: str, name: str) -> None:
    assert file_name(text) == name
