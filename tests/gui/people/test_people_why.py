"""Why: a person's page from the verdict to the record, what a change of edition did, all of it to be taken along."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from forms.pages.notice import Notice
from forms.people.links import RecordLink
from forms.people.page import PeoplePage
from forms.people.verdict_card import FindingBlock
from forms.words import tr
from schoolprep.desk import Desk
from schoolprep.facts.days import Moment
from schoolprep.facts.record import Answers, Entry
from schoolprep.verdicts import outline
from tests.gui.people.people_fixtures import people_page

CONTACTS = {
    "p9001": ("秦子墨", "close", "2022-11-07"),
    "p9002": ("许诺", "subclose", "2022-11-08"),
    "p9003": ("沈若溪", "close", "2022-12-03"),
}


@pytest.fixture
def page(qtbot: QtBot, empty_desk: Desk, on: Moment) -> Iterator[PeoplePage]:
    for subject, (name, category, day) in CONTACTS.items():
        person: Answers = {"category": "student", "name": name, "class_name": "七年级1班"}
        contact: Answers = {"category": category, "last_on": day}
        empty_desk.filing.append(
            [
                Entry(blank="person", subject=subject, answers=person),
                Entry(blank="contact", subject=subject, answers=contact),
            ]
        )
    with people_page(qtbot, empty_desk, on, height=800) as made:
        yield made


def look(page: PeoplePage, subject: str, on: str) -> None:
    page.show_day(Moment.parse(on))
    page.show_person(subject)


def block(page: PeoplePage, title: str) -> FindingBlock:
    return next(one for one in page.panel.verdict.blocks() if one.head.text() == title)


def told(page: PeoplePage, title: str) -> str:
    """What stands below a finding, as one reads it."""
    one = block(page, title)
    return "\n".join(label.text() for label in one.findChildren(QLabel) if label.isVisibleTo(one))


def test_a_contact_on_day_four_when_7_and_3_became_5_and_3(page: PeoplePage) -> None:
    look(page, "p9001", "2022-11-11T07:30")
    card = page.panel.verdict
    assert "原管控到11月17日24:00，改按“密切接触者”到11月15日24:00" in card.headline.text()
    assert card.returns.text().startswith("11月16日")
    assert card.changes.isHidden(), "the headline says it"
    text = told(page, "密切接触者")
    for part in (
        "11月11日起规则改变：国家 · ",
        "联防联控机制综发〔2022〕101号 · 密切接触者：5+3",
        "重新计算：原按“新型冠状病毒肺炎防控方案（第九版）”",
        "到11月17日24:00；现按",
        "原因：二十条把7+3改为5+3。",
        "核对情况：见于报道；读过转载；没有见到过渡条款",
        "起算：11月7日（第0天）",
        "集中隔离医学观察：11月7日＋5天＝11月12日24:00止",
        "11月15日24:00期满，11月16日起可返校",
    ):
        assert part in text, part


def test_a_contacts_contact_whom_nobody_counts_any_more_reads_why(page: PeoplePage) -> None:
    look(page, "p9002", "2022-11-12T07:30")
    card = page.panel.verdict
    assert card.changes.text().startswith("“密接的密接（次密接）”原到11月15日24:00")
    assert "已在11月11日24:00终止：二十条不再判定密接的密接" in card.changes.text()
    closed = block(page, "密接的密接（次密接）")
    assert closed.head.isChecked(), "what changed is open, though it stands last"
    assert "终止：原按“新型冠状病毒肺炎防控方案（第九版）”" in told(page, "密接的密接（次密接）")
    look(page, "p9002", "2022-11-16T07:30")
    assert card.changes.isHidden(), "it would be over in any case"


def test_somebody_at_home_when_five_days_at_home_came(page: PeoplePage) -> None:
    look(page, "p9003", "2022-12-07T07:30")
    text = told(page, "密切接触者")
    assert "联防联控机制综发〔2022〕113号 · 密切接触者：5天居家隔离" in text
    assert "到12月11日24:00；现按“进一步优化落实疫情防控的十条措施”" in text
    look(page, "p9003", "2022-12-06T07:30")
    assert "113号" not in told(page, "密切接触者"), "the day before, nothing has changed yet"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_all_of_the_explanation_stands_on_the_page(
    qtbot: QtBot, qapp: QApplication, page: PeoplePage, lang: str
) -> None:
    look(page, "p9001", "2022-11-11T07:30")
    tr.speak(qapp, "en" if lang == "en" else "zh")
    card, desk, on = page.panel.verdict, page.desk, page.on
    card.unfold.setFocus()
    qtbot.keyClick(card.unfold, Qt.Key.Key_Space)
    verdict, explain = desk.judging.verdict("p9001", on), desk.judging.explainer(on, tr.lang())
    for finding, one in zip(verdict.findings, card.blocks(), strict=True):
        labels = [label.text() for label in one.findChildren(QLabel) if label.isVisibleTo(one)]
        links = [link.accessibleName() for link in one.findChildren(QPushButton) if link.isVisibleTo(one)]
        seen = "\n".join((*labels, *links))
        parts = [explain.title(finding), explain.sentence(finding), explain.citing.clause(finding)]
        parts += [
            explain.citing.standing(finding),
            *explain.citing.sources(finding),
            *explain.arithmetic(finding),
        ]
        parts += [line for measure in finding.measures if (line := explain.tests_line(measure))]
        change = outline.change(finding, explain)
        parts += [change.sentence, *(child.sentence for child in change.children)] if change else []
        parts += [page.panel._tell(record) for record in finding.evidence]
        assert [part for part in parts if part not in seen] == []
    qtbot.keyClick(card.unfold, Qt.Key.Key_Space)
    assert not any(one.head.isChecked() for one in card.blocks())


def test_the_explanation_is_copied_as_text_and_evidence_leads_to_the_record(
    qtbot: QtBot, page: PeoplePage
) -> None:
    heard: list[Notice] = []
    page.noticed.connect(heard.append)
    look(page, "p9001", "2022-11-11T07:30")
    card = page.panel.verdict
    card.copy.setFocus()
    qtbot.keyClick(card.copy, Qt.Key.Key_Space)
    lines = QGuiApplication.clipboard().text().splitlines()
    verdict, explain = page.desk.judging.verdict("p9001", page.on), page.desk.judging.explainer(page.on, "zh")
    assert lines[0] == "秦子墨 七年级1班"
    assert lines[1] == outline.tree(verdict, explain, lambda record: record).sentence
    assert "      起算：11月7日（第0天）" in lines
    assert any(
        line.startswith("      接触史 类别 密切接触者，末次接触日期 2022-11-07（王老师") for line in lines
    )
    assert [tr.say(one.says, **one.facts) for one in heard] == ["已复制秦子墨的判定说明，可以粘贴"]
    (evidence,) = block(page, "密切接触者").findChildren(RecordLink)
    evidence.setFocus()
    qtbot.keyClick(evidence, Qt.Key.Key_Space)
    pane = page.panel.blanks.current()
    assert pane is not None
    assert pane.blank.id == "contact"
    assert pane.form.draft is not None
    assert pane.form.draft.replaces == (evidence.record,)


def test_one_reads_on_where_one_was(qtbot: QtBot, page: PeoplePage) -> None:
    look(page, "p9001", "2022-11-11T07:30")
    card = page.panel.verdict
    last = card.blocks()[-1].head
    assert not last.isChecked()
    last.setFocus()
    qtbot.keyClick(last, Qt.Key.Key_Space)
    assert last.isChecked()
    page.refresh(frozenset({"p9001"}))
    assert card.blocks()[-1].head.isChecked()
    assert card.unfold.text() == "全部展开"
