"""Traditional characters: a heading or a word means the same in either writing; a name is never changed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from schoolprep.facts import blank, divisions
from schoolprep.facts.kinds import Frame, name_key, read, spelling
from schoolprep.facts.traditional import table

BLANKS = blank.load()
FRAME = Frame(divisions.load())
WRITTEN: dict[str, list[str]] = {}
for code, plain in table().items():
    WRITTEN.setdefault(plain, []).append(chr(code))


def otherwise(text: str) -> Iterator[str]:
    """A text with its characters as traditional ones: all of them, and each form of each by itself."""
    yield "".join(WRITTEN.get(char, [char])[0] for char in text)
    for char in dict.fromkeys(text):
        yield from (text.replace(char, form) for form in WRITTEN.get(char, ()))


def test_the_table_is_one_way() -> None:
    assert all(len(plain) == 1 and ord(plain) not in table() for plain in table().values())


@pytest.mark.parametrize("form", BLANKS.values(), ids=BLANKS)
def test_every_heading_means_its_field_in_either_writing(form: blank.Blank) -> None:
    known = {heading: field.name for field in form.field for heading in field.headings}
    for heading, name in known.items():
        assert {form.field_of(other) for other in otherwise(heading)} == {name}, heading


@pytest.mark.parametrize("form", BLANKS.values(), ids=BLANKS)
def test_every_word_of_a_list_is_its_choice_in_either_writing(form: blank.Blank) -> None:
    for field in form.field:
        for choice in field.choices:
            for word in (choice.label["zh"], *choice.also):
                found = [read(field, other, FRAME).value for other in otherwise(word)]
                assert found == [read(field, word, FRAME).value] * len(found), (field.name, word)


HEADINGS = {
    "person": {"手機": "phone", "姓名": "name", "班級": "class_name", "身份證號碼": "document_no"},
    "health": {"早體溫": "temp_am", "症狀（發燒／咳嗽）": "symptoms"},
    "test": {"採樣時間": "sampled_at", "檢測結果": "result"},
}


@pytest.mark.parametrize("form", HEADINGS)
def test_headings_of_foreign_sheets(form: str) -> None:
    assert {heading: BLANKS[form].field_of(heading) for heading in HEADINGS[form]} == HEADINGS[form]


def test_what_is_denied_in_traditional_characters_is_no_symptom() -> None:
    field = BLANKS["health"]["symptoms"]
    assert read(field, "發燒、頭痛", FRAME).value == ["fever", "headache"]
    assert read(field, "無", FRAME).value == []
    denied = read(field, "無發燒、沒有頭痛", FRAME)
    assert denied.value is None and denied.problem is not None
    assert denied.problem.code == "kinds.choices-denied"


@pytest.mark.parametrize("words", [{"無手機", "无手机"}, {"不詳", "不详"}, {"暫無", "暂无"}])
def test_words_for_no_answer(words: set[str]) -> None:
    assert {read(BLANKS["person"]["phone"], word, FRAME).repair for word in words} == {"no-answer"}


def test_names_stay_as_they_are() -> None:
    field = BLANKS["person"]["name"]
    assert read(field, "張國榮", FRAME).value == "張國榮"
    assert name_key("張國榮") != name_key("张国荣")
    assert spelling.word("張國榮") != "張國榮"  # so it is not asked of names
