"""Templates: sheets that other tools write are known, and a school adds its own; a person's word goes before both."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from schoolprep.__main__ import main
from schoolprep.facts import blank, divisions
from schoolprep.facts.heading_words import heading_key
from schoolprep.facts.problem import CallError
from schoolprep.facts.steps import finish
from schoolprep.intake import Choices, Plan, plan_tables, template
from schoolprep.intake.own_templates import dump, kept, read_template
from schoolprep.intake.tables import Table
from schoolprep.intake.vocabulary import field_at
from schoolprep.store import Store

BLANKS, DIVISIONS = blank.load(), divisions.load()
DAY = date(2022, 8, 9)
OWN = b"""
title = { zh = "\xe6\x88\x91\xe4\xbb\xac\xe7\x9a\x84\xe8\xa1\xa8", en = "Ours" }
seen = "our own office"
signs = ["Wer", "Gruppe"]
[columns]
"Wer" = "person.name"
"Gruppe" = "person.class_name"
"Zeichen" = ""
[given]
"category" = "\xe5\xad\xa6\xe7\x94\x9f"
[gone]
"Zeichen" = ["x"]
"""


def planned(
    store: Store, rows: list[list[object]], choices: Choices | None = None, *, region: str = "140802"
) -> Plan:
    table = Table("a.csv", "a", rows)  # type: ignore[arg-type]
    return finish(plan_tables([table], store, BLANKS, DIVISIONS, region, today=DAY, choices=choices))


def people(plan: Plan) -> dict[str, dict[str, object]]:
    found: list[dict[str, object]] = [
        {**(step.entry.answers or {})} for step in plan.steps if step.entry.blank == "person"
    ]
    return {str(one["name"]): one for one in found}


@pytest.mark.parametrize("name", template.load())
def test_what_is_declared_holds(name: str) -> None:
    one = template.load()[name]
    assert one.seen and 1 <= one.least <= len(one.signs)
    assert one.title["zh"] and one.title["en"]
    for heading, target in one.columns.items():
        assert not target or field_at(BLANKS, target), heading
    assert {heading_key(heading) for heading in one.gone} <= {heading_key(heading) for heading in one.columns}
    assert template.template_of(one.signs, {}) is one, "its own signs are known as another's"


def test_who_left_is_told_and_not_taken_in(store: Store) -> None:
    plan = planned(
        store,
        [
            ["sourcedId", "status", "enabledUser", "role", "givenName", "familyName", "identifier", "grades"],
            ["1", "active", "true", "student", "Tom", "Reed", "U1", "09"],
            ["2", "tobedeleted", "true", "student", "Sam", "Hall", "U2", "09"],
            ["3", "ToBeDeleted ", "true", "student", "Ann", "Hall", "U3", "09"],
        ],
        region="",
    )
    assert set(people(plan)) == {"Tom Reed"}
    left = [(one.cell, one.problem.code) for one in plan.left_out]
    assert left == [("A3", "intake.gone"), ("A4", "intake.gone")]
    assert [note.problem.code for note in plan.notes] == ["intake.template"]


def test_an_export_says_no_more_than_it_asks(store: Store) -> None:
    """Who filled a form in, on what device, is not the one it is about."""
    plan = planned(
        store,
        [
            ["填写人", "填写人工号", "填写时间", "学生姓名", "所在班级", "早体温"],
            ["李大", "001", "2022-08-08 07:30:12", "李雷", "七年级3班", "36.4"],
        ],
    )
    assert set(people(plan)) <= {"李雷"} and not plan.left_out
    (health,) = (step.entry.answers for step in plan.steps if step.entry.blank == "health")
    assert health == {"day": "2022-08-08", "temp_am": 36.4}


def test_a_persons_word_goes_before_the_template(store: Store) -> None:
    rows: list[list[object]] = [
        ["Student_Number", "LastFirst", "Grade_Level", "Home_Room"],
        ["77", "Reed, Tom", "9", "9B"],
    ]
    plan = planned(store, rows, region="")
    (page,) = plan.pages
    assert {one.text: (one.by, one.field) for one in page.headings}["LastFirst"] == ("template", "name")
    said = planned(store, rows, plan.choices.with_column(page.key, page.headings[3].key, ""), region="")
    assert [one["class_name"] for one in people(plan).values()] == ["9B"]
    (page,) = said.pages
    assert {one.text: (one.by, one.field) for one in page.headings}["Home_Room"] == ("person", "")
    assert [one.name for one in said.questions] == ["class_name"], "a class is asked for instead"


def test_a_school_adds_its_own(store: Store) -> None:
    own = {"ours": read_template(OWN, "ours.toml", BLANKS)}
    assert kept(dump(own)) == own and kept("{") == {} == kept(None)
    rows: list[list[object]] = [
        ["Wer", "Gruppe", "Zeichen"],
        ["王浩", "七年级4班", ""],
        ["赵磊", "七年级4班", "X"],
    ]
    assert not people(planned(store, rows))
    found = people(planned(store, rows, Choices(templates=own)))
    assert found == {"王浩": {"name": "王浩", "class_name": "七年级4班", "category": "student"}}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (b"title =\nseen = 1", "intake.template-line"),
        (b"title =", "intake.template-unread"),
        (b"more = " + b"[" * 5_000 + b"]" * 5_000, "intake.template-deep"),
        (OWN.replace(b'["Wer", "Gruppe"]', b'["Wer"]'), "intake.template-signs"),
        (OWN.replace(b'["Wer", "Gruppe"]', b"3"), "intake.template-kind"),
        (OWN.replace(b'seen = "our own office"', b""), "intake.template-lacks"),
        (b"\xff", "intake.template-unread"),
        (OWN.replace(b'"Wer", "Gruppe"', b""), "intake.template-signs"),
        (OWN.replace(b"person.class_name", b"person.klass"), "intake.template-field"),
        (OWN.replace(b'"category"', b'"test.klass"'), "intake.template-field"),
        (OWN + b"[more]\n", "intake.template-unknown"),
    ],
)
def test_what_is_wrong_with_a_file_is_said(text: bytes, code: str) -> None:
    with pytest.raises(CallError) as refused:
        read_template(text, "ours.toml", BLANKS)
    assert refused.value.problem.code == code


def test_the_command_line_adds_and_withdraws(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def _run(*words: object) -> int:
        return main([str(words[0]), "--lang", "zh", *map(str, words[1:])])

    path = tmp_path / "s.schoolprep"
    monkeypatch.setenv("SCHOOLPREP_PASSPHRASE", "correct horse")
    monkeypatch.setattr("schoolprep.store.device.folder", lambda: tmp_path)
    new = ("--file", path, "--school", "测试", "--region", "140802", "--profile", "cn-school-today")
    assert _run("new", *new) == 0
    (tmp_path / "ours.toml").write_bytes(OWN)
    assert _run("templates", "add", tmp_path / "ours.toml", "--file", path) == 0
    assert _run("templates", "list", "--file", path) == 0
    assert "ours  我们的表（学校自己的）" in capsys.readouterr().out
    assert _run("templates", "withdraw", "ours", "--file", path) == 0
    assert _run("templates", "withdraw", "ours", "--file", path) == 2
    assert "没有自己的格式 ours" in capsys.readouterr().err
