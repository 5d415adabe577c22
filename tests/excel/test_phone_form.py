"""The form for phones: accepted by pyxform without a word, and its answers come in as they were given."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest
from openpyxl import Workbook, load_workbook
from pyxform.xls2xform import convert

from exports import phone_form
from schoolprep.facts import divisions
from schoolprep.facts.record import Answers
from schoolprep.facts.steps import finish
from schoolprep.intake import Receipt, phone, plan, take_in
from schoolprep.intake.phone import questions
from schoolprep.store import Store
from tests.roster_school import blanks

BLANKS = blanks()
FORM = phone.load()
QUESTIONS = {one.name: one for part in FORM.part for one in questions(part, BLANKS)}
_XF = "{http://www.w3.org/2002/xforms}"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    out = tmp_path / "phone.xlsx"
    phone_form.write(FORM, BLANKS, out)
    return out


def _taken_in(files: Sequence[Path], store: Store) -> Receipt:
    made = finish(
        plan(files, store, BLANKS, divisions.load(), "140802", today=date(2022, 8, 8), phone_form=FORM)
    )
    return take_in(store, made)


def _filed(store: Store, blank: str) -> list[Answers]:
    found = [record.answers or {} for record in store.current() if record.blank == blank]
    return sorted(found, key=lambda answers: sorted((name, str(value)) for name, value in answers.items()))


def test_pyxform_takes_it_without_a_warning(book: Path) -> None:
    warnings: list[str] = []
    made = convert(book, warnings=warnings)
    assert warnings == []
    names = {element.tag.removeprefix(_XF) for element in ElementTree.fromstring(made.xform).iter()}
    assert set(QUESTIONS) <= names


def test_every_question_is_asked_in_both_languages(book: Path) -> None:
    sheet = load_workbook(book)["survey"]
    header, *rows = sheet.iter_rows(values_only=True)
    labels = [at for at, heading in enumerate(header) if str(heading).startswith("label::")]
    kind = header.index("type")
    assert len(labels) == 2
    for row in rows:
        assert str(row[kind]).startswith("end ") or all(row[at] for at in labels), row


def test_every_answer_of_every_list_is_one_that_intake_reads(book: Path) -> None:
    offered: dict[str, set[str]] = {}
    for name, code, *_ in load_workbook(book)["choices"].iter_rows(min_row=2, values_only=True):
        offered.setdefault(str(name), set()).add(str(code))
    for name, one in QUESTIONS.items():
        if one.field.choices:
            none = {"none"} if one.field.kind == "choices" else set()
            assert offered[name] == {choice.code for choice in one.field.choices} | none


def test_a_question_never_begins_a_formula(book: Path) -> None:
    for sheet in load_workbook(book):
        assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


# ---------------------------------------------------------------- answers sent from phones

FAMILY = {
    "person_name": "王小明",
    "person_class_name": "七年级1班",
    "person_document_no": "140802200809010013",
}
STAY = {"travel_place": "山西省太原市小店区", "travel_arrived": "2022-07-25", "travel_left": "2022-08-01"}
TEST = {
    "test_sampled_at": "2022-08-07", "test_sampled_at_time": "09:30:00.000+08:00", "test_result": "negative",
}  # fmt: skip
HEALTH = {"health_day": "2022-08-07", "health_temp_am": "36.5", "health_symptoms": "cough sore_throat"}


def _csv(path: Path, rows: Sequence[Mapping[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def _central(folder: Path, key: str = "uuid:1") -> list[Path]:
    """What ODK Central exports: a csv for the families and one for each repeat, groups before the names."""
    family = {f"person-{name}": value for name, value in FAMILY.items()}
    return [
        _csv(
            folder / "schoolprep.csv", [{"SubmissionDate": "2022-08-07T12:00:00.000Z", **family, "KEY": key}]
        ),
        _csv(folder / "schoolprep-travel.csv", [{**STAY, "PARENT_KEY": key, "KEY": f"{key}/travel[1]"}]),
        _csv(folder / "schoolprep-test.csv", [{**TEST, "PARENT_KEY": key, "KEY": f"{key}/test[1]"}]),
        _csv(folder / "schoolprep-health.csv", [{**HEALTH, "PARENT_KEY": key, "KEY": f"{key}/health[1]"}]),
    ]


def _kobo(path: Path, rows: Mapping[str, Sequence[Mapping[str, object]]]) -> Path:
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, lines in rows.items():
        sheet = book.create_sheet(title)
        sheet.append(list(lines[0]))
        for line in lines:
            sheet.append(list(line.values()))
    book.save(path)
    return path


def _check_all_came_in(store: Store, receipt: Receipt) -> None:
    assert receipt.refused == ()
    assert receipt.doubtful == ()
    (person,) = _filed(store, "person")
    assert person["document_no"] == "140802200809010013"
    (stay,) = _filed(store, "travel")
    assert (stay["place"], stay["arrived"], stay["left"]) == ("140105", "2022-07-25", "2022-08-01")
    (test,) = _filed(store, "test")
    assert (test["sampled_at"], test["result"]) == ("2022-08-07T09:30", "negative")
    (health,) = _filed(store, "health")
    assert health["symptoms"] == ["cough", "sore_throat"]
    assert len({record.subject for record in store.current()}) == 1


def test_the_csv_files_of_odk_central_come_in(tmp_path: Path, store: Store) -> None:
    _check_all_came_in(store, _taken_in(_central(tmp_path), store))


def test_the_workbook_of_kobotoolbox_comes_in(tmp_path: Path, store: Store) -> None:
    parent = {"_parent_table_name": "返校准备", "_parent_index": 1}
    family = {"start": "2022-08-07", **FAMILY, "has_travel": "yes", "_uuid": "5f", "_index": 1}
    spread = {"health_symptoms/fever": 0, "health_symptoms/cough": 1}
    book = _kobo(
        tmp_path / "kobo.xlsx",
        {
            "返校准备 家庭填报": [family],
            "travel": [{**STAY, "_index": 1, **parent}],
            "test": [{**TEST, "_index": 1, **parent}],
            "health": [{**HEALTH, **spread, "_index": 1, **parent}],
        },
    )
    _check_all_came_in(store, _taken_in([book], store))


def test_an_export_by_labels_comes_in_as_well(tmp_path: Path, store: Store) -> None:
    def labelled(answers: Mapping[str, str]) -> dict[str, object]:
        return {QUESTIONS[name].field.label["zh"]: value for name, value in answers.items()}

    rows = {
        "返校准备 家庭填报": [{**labelled(FAMILY), "_uuid": "5f", "_index": 1}],
        "travel": [{**labelled(STAY), "_index": 1, "_submission__uuid": "5f"}],
    }
    receipt = _taken_in([_kobo(tmp_path / "kobo.xlsx", rows)], store)
    assert receipt.refused == ()
    assert len(_filed(store, "travel")) == 1


def test_sent_twice_nothing_changes(tmp_path: Path, store: Store) -> None:
    _taken_in(_central(tmp_path), store)
    again = _taken_in(_central(tmp_path, "uuid:2"), store)
    assert (again.added, again.changed, again.unchanged) == (0, 0, 4)


def test_a_repeat_without_its_family_is_refused_and_told(tmp_path: Path, store: Store) -> None:
    family, travel, *_ = _central(tmp_path)
    stranger = _csv(tmp_path / "other.csv", [{**STAY, "PARENT_KEY": "uuid:9", "KEY": "uuid:9/travel[1]"}])
    receipt = _taken_in([family, travel, stranger], store)
    assert [(notice.file, notice.cell[-1]) for notice in receipt.refused] == [("other.csv", "2")]
    assert len(_filed(store, "travel")) == 1


def test_a_wrong_cell_is_told_where_it_was_sent(tmp_path: Path, store: Store) -> None:
    family, *_ = _central(tmp_path)
    odd = _csv(
        tmp_path / "schoolprep-test.csv",
        [{"x": "", **TEST, "test_sampled_at": "2022-13-40", "PARENT_KEY": "uuid:1", "KEY": "k"}],
    )
    (refused,) = _taken_in([family, odd], store).refused
    assert (refused.file, refused.sheet, refused.cell) == ("schoolprep-test.csv", "schoolprep-test", "B2")
    assert "2022-13-40" in refused.value


def test_an_hour_told_abroad_is_brought_to_chinese_time(tmp_path: Path, store: Store) -> None:
    family, *_ = _central(tmp_path)
    late = {**TEST, "test_sampled_at": "2022-08-06", "test_sampled_at_time": "20:30:00.000+01:00"}
    odd = _csv(tmp_path / "schoolprep-test.csv", [{**late, "PARENT_KEY": "uuid:1", "KEY": "k"}])
    assert _taken_in([family, odd], store).refused == ()
    (test,) = _filed(store, "test")
    assert test["sampled_at"] == "2022-08-07T03:30"
