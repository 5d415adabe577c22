"""A pack as a workbook: out and in again unchanged; a bad cell is one sentence with sheet and cell."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from exports import rule_table as writer
from schoolprep.facts.languages import Lang
from schoolprep.facts.problem import CallError
from schoolprep.facts.text import Reference, Same, Written
from schoolprep.facts.words import say_problem
from schoolprep.rules import pack, rule_table
from schoolprep.rules.pack import CitedDocument, Pack, reading, writing
from schoolprep.rules.pack.anatomy import plain
from schoolprep.rules.pack.source import Source
from schoolprep.rules.rule_table import RuleSheet, sheets

LIBRARY = pack.proofs()
PACKS = list(LIBRARY.packs.values())
P9 = LIBRARY.packs["cn-p9"]


def _back(one: Pack, folder: Path, lang: Lang = "zh") -> Pack:
    out = folder / "规则.xlsx"
    writer.write(one, out, lang)
    return rule_table.read(out)


@pytest.fixture(scope="session")
def p9_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ninth edition as a workbook, written once."""
    out = tmp_path_factory.mktemp("rules") / "规则.xlsx"
    writer.write(P9, out, "zh")
    return out


def _copy(book: Path, folder: Path, name: str = "规则.xlsx") -> Path:
    return Path(shutil.copyfile(book, folder / name))


@pytest.mark.parametrize("one", PACKS, ids=lambda one: one.id)
def test_every_pack_comes_back_unchanged_from_its_workbook_and_from_its_text(
    one: Pack, tmp_path: Path
) -> None:
    assert _back(one, tmp_path) == one
    assert reading.parse(Source.of(writing.text(one), "包.toml")) == one


def test_it_comes_back_from_an_english_workbook_too(tmp_path: Path) -> None:
    assert _back(P9, tmp_path, "en") == P9


# What a workbook may hold: no control characters, and no text that Excel itself writes for one.
_TEXTS = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cn"), include_characters="\n，、=+'\"[]{}"),
    min_size=1,
    max_size=40,
).filter(lambda text: text.strip() == text and not re.search("_x[0-9A-Fa-f]{4}_", text))
_BOTH = st.builds(lambda zh, en: Written({"zh": zh, "en": en}), _TEXTS, _TEXTS)
_SOURCES = st.builds(
    CitedDocument, title=st.builds(Reference, st.builds(Same, _TEXTS) | _BOTH), issuer=st.none() | _BOTH,
    number=st.just("") | _TEXTS, issued=st.sampled_from(("", "2018", "2022-08", "2022-08-25")),
    layer=st.sampled_from((None, "local", "own")), read=st.sampled_from(("unread", "quoted")), by=st.none() | _BOTH,
    address=st.just("") | _TEXTS,
)  # fmt: skip
_DAYS = st.dates(date(1990, 1, 1), date(2100, 1, 1))
_WORDS = st.lists(_TEXTS.filter(lambda text: "\n" not in text), max_size=3).map(tuple)


def _replaced(one: Any, **values: Any) -> Any:
    return msgspec.structs.replace(one, **values)


@st.composite
def _changed(draw: st.DrawFn) -> Pack:
    """A built-in pack of one rule with texts, lists, dates and numbers of any kind in it."""
    one = LIBRARY.packs["shanxi-5d"]
    rule = one.rule[0]
    example = _replaced(
        rule.example[0],
        name=draw(_BOTH),
        records=(
            {"blank": "test", "remark": draw(_TEXTS), "n": draw(st.integers() | st.booleans() | _TEXTS)},
        ),
        expect=_replaced(rule.example[0].expect, measures=draw(st.none() | _WORDS), says=draw(_TEXTS)),
    )
    rule = _replaced(
        rule, n=draw(st.integers(1, 720)), categories=draw(_WORDS), title=draw(_BOTH),
        says={"missing": draw(_BOTH), "undated": draw(_BOTH)}, why=draw(st.none() | _BOTH), lives=draw(st.booleans()),
        cites=_replaced(rule.cites, clause=draw(_TEXTS), page=draw(st.just("") | _TEXTS)), example=(example,),
    )  # fmt: skip
    return Pack(
        id=one.id, layer=one.layer, title=draw(_BOTH), since=draw(_DAYS), until=draw(st.none() | _DAYS), rule=(rule,),
        document=_replaced(one.document, number=draw(st.just("") | _TEXTS)),
        sources=draw(st.dictionaries(st.from_regex("[A-Z][0-9]{1,2}", fullmatch=True), _SOURCES, max_size=3)),
    )  # fmt: skip


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_changed())
def test_whatever_is_written_comes_back(tmp_path: Path, one: Pack) -> None:
    assert _back(one, tmp_path) == one
    assert reading.parse(Source.of(writing.text(one), "包.toml")) == one


CONDITIONS = """
[[rule]]
kind = "illness"
id = "mumps"
title = { zh = "流行性腮腺炎", en = "Mumps" }
diseases = ["mumps"]
condition = { zh = "肿大完全消退", en = "the swelling is gone" }
calendar = "china"
cites = { clause = "附录", seen = { zh = "S9", en = "S9" } }
[rule.until]
all_of = [
  { any_of = [
    { days = 9, after = "swelling" },
    { days = 3, after = { the_later = ["onset", { the_earlier = ["seen", "rash"] }] } },
  ] },
  { when = "adult", then = { document = "certificate" }, otherwise = { symptom_free = true } },
  { negatives = 2, specimens = ["粪便", "stool, rectal"], apart_hours = 24 },
]
[[rule.variant]]
id = "five-days"
title = { zh = "5天", en = "Five days" }
cites = { clause = "指南", seen = { zh = "S9", en = "S9" } }
change = { until = { days = 5, after = "swelling" } }
[[rule.variant.example]]
name = { zh = "第5天", en = "day five" }
on = "2024-03-05"
records = []
expect = { outcome = "none" }
"""


def test_nested_conditions_and_variants_come_back(tmp_path: Path) -> None:
    named = 'rules = ["five-day-test"]'
    text = writing.text(LIBRARY.packs["shanxi-5d"])
    assert named in text
    one = reading.parse(Source.of(text.replace(named, "") + CONDITIONS, "包.toml"))
    assert isinstance(one, Pack)
    assert _back(one, tmp_path) == one
    assert "says" not in plain(one)["rule"][1]


# ---------------------------------------------------------------- a person edits it


def _edit(path: Path, sheet: str, of: str, column: str, value: object) -> str:
    """Write into the column of a path, in the first row that has a cell saying `of`; returns the cell's address."""
    book = load_workbook(path)
    rows = list(book[sheet].iter_rows())
    head = next(row for row in rows if any(cell.value in ("#", "path") for cell in row))
    at = "value" if column == "value" else column
    place = next(index for index, cell in enumerate(head) if cell.value == at)
    row = next(row for row in rows if any(cell.value == of for cell in row))
    row[place].value = value  # type: ignore[assignment]
    book.save(path)
    return str(row[place].coordinate)


def test_an_edited_number_is_the_only_thing_that_changes(p9_book: Path, tmp_path: Path) -> None:
    out = _copy(p9_book, tmp_path)
    _edit(out, "暴露与管控", "high-area-stay", "stages.0.days", 10)
    _edit(out, "暴露与管控", "high-area-stay", "stages.0.tests[]", "1，3、10")
    _edit(out, "暴露与管控", "high-area-stay", "stages.0.kind", "居家隔离医学观察")
    _edit(out, "规则包", "until", "value", date(2022, 12, 1))
    changed = rule_table.read(out)
    assert changed.until == date(2022, 12, 1)
    stage: Any = changed.rule[0]
    assert stage.stages[0].days == 10
    assert (stage.stages[0].tests, stage.stages[0].kind) == ((1, 3, 10), "home_isolation")
    assert changed.rule[1:] == P9.rule[1:]


@pytest.mark.parametrize(
    ("sheet", "of", "column", "value", "told"),
    [
        ("暴露与管控", "high-area-stay", "stages.0.days", "七", "应是 int"),
        ("暴露与管控", "high-area-stay", "stages.0.kind", "坐牢", "不能是"),
        ("暴露与管控", "high-area-stay", "levels[]", "高风险区、紫色", "不能是"),
        ("暴露与管控", "high-area-stay", "title.zh", None, "少了“title.zh”"),
        ("例子", "high-area-stay", "records{}", "{ blank = ", "写法不对"),
        ("例子", "high-area-stay", "expect.outcome", "也许", "不能是"),
        ("来源", "S1", "title.en", None, "少了“title.en”"),
        ("规则包", "since", "value", "夏天", "不对"),
        ("规则包", "layer", "value", "村", "不能是"),
        ("句子", "untested", "en", None, "少了“en”"),
    ],
)  # fmt: skip
def test_a_bad_cell_is_one_sentence_with_sheet_and_cell(
    p9_book: Path, tmp_path: Path, sheet: str, of: str, column: str, *, value: object, told: str
) -> None:
    out = _copy(p9_book, tmp_path)
    cell = _edit(out, sheet, of, column, value)
    with pytest.raises(CallError) as wrong:
        rule_table.read(out)
    said = say_problem(wrong.value.problem, "zh")
    assert told in said
    assert f"“{sheet}”" in said
    assert re.search(r"[A-Z]+\d+", said)
    if value is not None and sheet != "来源":
        assert f"“{sheet}”{cell}" in said


def test_what_is_no_rule_table_is_told(p9_book: Path, tmp_path: Path) -> None:
    out = _copy(p9_book, tmp_path, "别的.xlsx")
    book = load_workbook(out)
    del book["规则包"]
    book.save(out)
    with pytest.raises(CallError) as wrong:
        rule_table.read(out)
    assert "别的.xlsx" in say_problem(wrong.value.problem, "zh")


# ---------------------------------------------------------------- how it looks


def test_texts_are_text_and_numbers_are_numbers(tmp_path: Path) -> None:
    one = msgspec.structs.replace(P9, title=Written({"zh": "=1+1", "en": "=1+1"}))
    out = tmp_path / "规则.xlsx"
    writer.write(one, out, "zh")
    book = load_workbook(out)
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert kinds == {"s", "n"}
    assert "=1+1" in [cell.value for row in book["规则包"].iter_rows() for cell in row]
    assert rule_table.read(out).title["zh"] == "=1+1"


def test_headings_are_words_and_the_paths_stand_below(p9_book: Path, tmp_path: Path) -> None:
    found: dict[str, RuleSheet] = {sheet.name: sheet for sheet in sheets(P9, "zh")}
    exposure = {column.path: column.heading for column in found["暴露与管控"].columns}
    assert exposure["stages.0.days"] == "第1段天数"
    assert all(re.search("[一-鿿]", heading) for heading in exposure.values()), exposure
    assert "集中隔离医学观察" in {cell for row in found["暴露与管控"].rows for cell in row}
    out = _copy(p9_book, tmp_path)
    sheet = load_workbook(out)["暴露与管控"]
    assert sheet.freeze_panes
    assert sheet.print_title_rows


def test_what_no_cell_can_hold_is_told(tmp_path: Path) -> None:
    for title in (Written({"zh": "a\x01b", "en": "x"}), Written({"zh": "长" * 40_000, "en": "x"})):
        with pytest.raises(CallError) as wrong:
            writer.write(msgspec.structs.replace(P9, title=title), tmp_path / "规则.xlsx", "zh")
        assert "title.zh" in say_problem(wrong.value.problem, "zh")
    assert list(tmp_path.iterdir()) == []
