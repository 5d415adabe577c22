"""Languages: a third one is one catalogue, and it is whole; what it lacks its fallback says; marks are its own."""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec
import pytest

from schoolprep.facts import divisions, kinds, languages, words
from schoolprep.facts.kinds import Frame
from schoolprep.facts.languages import Lang
from schoolprep.facts.problem import Problem, Series
from schoolprep.facts.text import Inside, Joined, Reference, Same, Text, Written, as_text
from schoolprep.facts.words import Phrase, catalogue, say_problem
from schoolprep.rules.pack.anatomy import anatomies
from tests.program import program_data

DATA = program_data()
MADE = [code for code in languages.known() if not languages.of(code).beside]
"""The languages that have a catalogue."""
NAME = Written({"zh": "姓名", "en": "Name"})


def _declared(of: object) -> Iterator[str]:
    """Every declared text within declarations, in the language it is first written in."""
    if isinstance(of, Reference):
        yield from _declared(of.text)
    elif isinstance(of, Written):
        yield of.source
    elif isinstance(of, msgspec.Struct):
        for name in of.__struct_fields__:
            yield from _declared(getattr(of, name))
    elif isinstance(of, Mapping):
        for one in of.values():
            yield from _declared(one)
    elif isinstance(of, tuple | list):
        for one in of:
            yield from _declared(one)


def _everything() -> Iterator[str]:
    words.add(Path(__file__).parents[3] / "forms/words")
    yield from _declared(catalogue())
    yield from _declared(anatomies())
    yield from _declared([DATA.blanks, DATA.layouts, DATA.purposes, DATA.phone_form])
    yield from _declared([DATA.library.packs, DATA.library.profiles])
    for form in DATA.blanks.values():
        yield from (form.sheet, *form.ignored[:1], *(field.headings[0] for field in form.field))


@pytest.mark.parametrize("code", MADE)
def test_a_catalogue_is_whole(code: Lang) -> None:
    texts = languages.of(code).texts
    own = {said.source for said in catalogue().values() if isinstance(said, Written) and code in said.words}
    lacking = {text for text in _everything() if text and text not in texts} - own
    assert not lacking, f"python tools/make_language.py {code}"


def test_traditional_chinese_is_known_with_its_words() -> None:
    assert languages.known() == ("zh", "en", "zh-TW")
    assert languages.of_system("zh_TW.UTF-8") == languages.of_system("zh-Hant-HK") == "zh-TW"
    assert (languages.of_system("zh_CN"), languages.of_system("en_US"), languages.of_system("C")) == (
        "zh", "en", "zh",
    )  # fmt: skip
    words.add(Path(__file__).parents[3] / "forms/words")
    assert catalogue()["rail.intake"]["zh-TW"] == "匯入"
    assert words.say("cli.written", "zh-TW", path="a.xlsx", rows=3) == "已寫入：a.xlsx（3列）"


def test_what_a_language_lacks_its_fallback_says() -> None:
    text = Written({"zh": "没有人译过的话", "en": "A sentence nobody translated"})
    assert (text["zh-TW"], text["en"]) == ("没有人译过的话", "A sentence nobody translated")
    assert Written({"en": "English alone"})["zh-TW"] == "English alone"
    assert Written({"zh": "文件", "en": "Document", "zh-TW": "公文"})["zh-TW"] == "公文"
    with pytest.raises(KeyError):
        languages.of("xx")


def test_marks_are_the_languages_own() -> None:
    known = Problem("rules.unknown-pack", {"pack": "a", "known": Series(["b", "c"])})
    assert say_problem(known, "zh") == "没有规则包“a”。现有：b、c。"
    assert say_problem(known, "zh-TW") == "沒有規則包「a」。現有：b、c。"
    assert say_problem(known, "en") == "There is no pack “a”. Known: b, c."
    assert Joined([Same("A"), Same("B")])["en"] == "A; B"
    assert Series([], nothing="—")["en"] == "—"


def test_texts_are_composed_in_the_language_asked() -> None:
    phrase = Phrase("blanks.missing", label=NAME)
    assert (phrase["zh"], phrase["en"]) == ("请填姓名。", "Please fill in: Name.")
    assert (Inside(NAME)["en"], Inside(Same("COVID"))["en"], Inside(NAME)["zh"]) == ("name", "COVID", "姓名")
    assert Phrase("kinds.choice-unknown", value="x")["en"] == "“x” is none of the answers: {options}."


@pytest.mark.parametrize(
    "text",
    [NAME, Same("a"), Phrase("blanks.missing", label=NAME), Series(["a", NAME]), Inside(NAME)],
    ids=repr,
)
def test_a_text_travels_between_processes(text: Text) -> None:
    again = pickle.loads(pickle.dumps(text))
    assert again == text
    assert hash(again) == hash(text)
    assert again["en"] == text["en"]


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({"zh": "一"}, "required field `en`"),
        ({"zh": "一", "en": "one", "fr": "un"}, "unknown field `fr`"),
        ({"zh": "一", "en": 1}, "Expected `str`, got `int`"),
        ("one", "Expected `object`, got `str`"),
    ],
)
def test_a_declared_text_is_checked(given: object, wrong: str) -> None:
    with pytest.raises(msgspec.ValidationError, match=wrong):
        msgspec.convert(given, Text, dec_hook=as_text)


@pytest.mark.parametrize("code", MADE)
def test_what_a_workbook_of_a_catalogue_says_is_read_again(code: Lang) -> None:
    frame = Frame(divisions.load())
    for form in DATA.blanks.values():
        for field in form.field:
            assert form.field_of(field.heading(code)) == field.name
            values = [choice.code for choice in field.choices]
            for value in [[one] for one in values] if field.kind == "choices" else values:
                written = kinds.write(field, value, code, frame.divisions)
                assert kinds.read(field, written, frame).value == value, written
            if field.kind == "yes_no":
                for answer in (True, False):
                    written = kinds.write(field, answer, code, frame.divisions)
                    assert kinds.read(field, written, frame).value is answer, written
