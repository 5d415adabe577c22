"""Who looked at somebody and who was given it, as the person's page and the settings say it."""

from __future__ import annotations

from forms.pages.log_lines import LogLines
from forms.people.page import PeoplePage
from schoolprep.desk import Desk
from schoolprep.desk.log import leaving_roster
from schoolprep.facts.days import Moment
from tests.gui.people.people_fixtures import HAN_MEI


def test_the_page_says_who_looked_and_who_was_given_it(page: PeoplePage, desk: Desk, on: Moment) -> None:
    drawn = desk.rosters.draw("return", on, "zh")
    desk.log.hand_out(leaving_roster(drawn, on, whom="区教育局", purpose="上报"))
    page.show_person(HAN_MEI)
    looked, left = sorted(page.panel.log.told.texts(), key=lambda said: "导出" in said)
    assert "打开档案" in looked
    for part in ("导出", drawn.title_lines[0], "给 区教育局", "用途 上报", "2022年8月8日"):
        assert part in left


def test_what_the_hands_did_is_said_without_keys(desk: Desk, page: PeoplePage) -> None:
    lines = LogLines(desk, 8, named=True)
    desk.handover._own.ensure_own_record()
    lines.show_lines(desk.log.all())
    assert any("校长" in said for said in lines.texts())
    assert not any("age1" in said for said in lines.texts())
