"""Letters: a csv of accented letters is read as such, and no Chinese one is."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schoolprep.desk import Desk
from schoolprep.facts.problem import CallError
from schoolprep.facts.steps import finish
from schoolprep.intake.reading.text import read_text_table
from schoolprep.intake.tables import Table
from schoolprep.store import Key, School, Who
from tests.program import program_data

HEADINGS = "Name,Class\n"


def read(content: bytes, *, western: bool) -> Table:
    (table,) = finish(read_text_table(content, "list.csv", "list", western=western))
    return table


@pytest.mark.parametrize("western", [True, False])
@pytest.mark.parametrize(
    "name",
    [
        "Siân Price",
        "Renée Müller",
        "Zoë",
        "Björn",
        "Grüße Straße",
        "Åsa",
        "D’Arcy Zoé",
        "José",
        "Chloé “Zo” Ó Néill",
        "naïve £5 é",
    ],
)
def test_accented_letters_are_told_by_how_they_stand(name: str, western: bool) -> None:
    table = read(f"{HEADINGS}{name},7B\n".encode("cp1252"), western=western)
    assert table.cells[1][0] == name
    assert [note.code for note in table.notes] == ([] if western else ["intake.western-letters"])


@pytest.mark.parametrize("western", [True, False])
@pytest.mark.parametrize(
    "text", ["李雷", "朱镕基", "王喆", "A班", "7A班李", "欧阳é".removesuffix("é"), "㐀字"]
)
def test_chinese_stays_chinese(text: str, western: bool) -> None:
    table = read(f"姓名,班级\n{text},七1\n".encode("gb18030"), western=western)
    assert table.cells[1][0] == text
    assert [note.code for note in table.notes] == (["intake.chinese-letters"] if western else [])


@pytest.mark.parametrize("western", [True, False])
@pytest.mark.parametrize("encoding", ["cp950", "big5hkscs", "utf-32", "utf-16"])
def test_traditional_characters_of_taiwan_and_hong_kong(encoding: str, western: bool) -> None:
    table = read(
        "姓名,班級,體溫\n陳靜怡,七年級1班,36.5\n黃磊,七年級1班,36.6\n".encode(encoding), western=western
    )
    assert [row[0] for row in table.cells] == ["姓名", "陳靜怡", "黃磊"]
    big5 = encoding in ("cp950", "big5hkscs")
    assert [note.code for note in table.notes] == (["intake.traditional-letters"] if big5 else [])


@given(
    st.sampled_from("李王张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"),
    st.sampled_from(["", " "]),
    st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=3),
)
def test_no_chinese_name_is_read_as_letters(family: str, between: str, given_name: str) -> None:
    name = f"{family}{between}{given_name}"
    assert read(f"Name,Class\n{name},7B\n".encode("gb18030"), western=False).cells[1][0] == name


def test_pairs_alone_are_letters_only_within_words_and_where_letters_have_accents() -> None:
    content = f"{HEADINGS}créée,7B\n".encode("cp1252")
    assert read(content, western=True).cells[1][0] == "créée"
    chinese = f"{HEADINGS}A班,7B\n".encode("gb18030")
    assert read(chinese, western=False).cells[1][0] == "A班"


def test_utf8_is_utf8_everywhere_and_a_cut_one_is_damaged() -> None:
    content = f"{HEADINGS}Siân,7B\n".encode()
    assert read(content, western=True).cells[1][0] == read(content, western=False).cells[1][0] == "Siân"
    with pytest.raises(CallError):
        read(f"{HEADINGS}Siân,Zoë".encode()[:-1], western=True)


def test_a_class_list_of_an_english_school_comes_in_with_its_names_telephones_and_days(
    tmp_path: Path,
) -> None:
    """FIELD §1 no. 7, CASES 06."""
    file = tmp_path / "9B.csv"
    file.write_bytes(
        "Name,Class,Date of birth,Phone\nSiân Price,9B,04/03/2010,07700 900123\n"
        "Renée Hall,9B,13/03/2010,01632 960001\n".encode("cp1252")
    )
    school = School(
        name="Hill", region="England", profile="uk-school-today", settings={"school.zone": "Europe/London"}
    )
    desk = Desk.create(tmp_path / "s.schoolprep", Key.random(), school, program_data(), Who("Jo", "d"))
    try:
        plan = finish(desk.intake.plan([file], date(2024, 5, 8)))
        people = [step.entry.answers or {} for step in plan.steps]
        assert [(one["name"], one["birth_date"], one["phone"]) for one in people] == [
            ("Siân Price", "2010-03-04", "07700900123"),
            ("Renée Hall", "2010-03-13", "01632960001"),
        ]
        assert not plan.refused
        assert not plan.doubtful
    finally:
        desk.close()
