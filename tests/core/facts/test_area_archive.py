"""The national archive's form, invented: lists of single hours laid upon another give each place its days.

Entries appear, vanish, come again, change their level, and a county takes another name. However the lists come, at once
or one by one, the level found for a place on a day is the list's of that day.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from schoolprep.facts import area, blank, divisions
from schoolprep.facts.area import Areas
from schoolprep.facts.days import day_of
from schoolprep.facts.steps import finish
from schoolprep.facts.subject import AREAS
from schoolprep.intake import plan_areas, take_in
from schoolprep.store import Key, School, Store, Who

BLANKS = blank.load()
DIVISIONS = divisions.load()
JIYANG = ("海南省", "三亚市", "吉阳区")
QILIHE = ("甘肃省", "兰州市", "七里河区")
CHAOYANG = ("北京市", "朝阳区", "酒仙桥街道")
ZONE = ("四川省", "成都市", "高新区")
Entry = tuple[tuple[str, str, str], str]
ARCHIVE: Mapping[str, Mapping[str, Sequence[Entry]]] = {
    "2022-08-01 09时": {
        "high": [(JIYANG, "阳光小区")],
        "medium": [(QILIHE, "和谐小区"), (CHAOYANG, "二街坊")],
    },
    "2022-08-02 15时": {"high": [(JIYANG, "阳光小区")], "medium": [(QILIHE, "和谐小区")]},
    "2022-08-02 20时": {
        "high": [(JIYANG, "阳光小区")],
        "medium": [(QILIHE, "和谐小区"), (ZONE, "桂溪街道锦城社区")],
    },
    "2022-08-05 10时": {"medium": [(JIYANG, "阳光小区"), (ZONE, "桂溪街道锦城社区")], "low": [(QILIHE, "")]},
    "2022-08-08 10时": {
        "medium": [(JIYANG, "阳光小区")],
        "high": [(QILIHE, "和谐小区")],
        "low": [(QILIHE, "")],
    },
    "2022-08-12 10时": {"high": [(QILIHE, "和谐小区"), (JIYANG, "阳光小区")]},
}
PARTS = {"high": "highlist", "medium": "middlelist", "low": "lowlist"}
PLACES = {
    (JIYANG, "阳光小区"): ("460203", "阳光小区"),
    (QILIHE, "和谐小区"): ("620103", "和谐小区"),
    (QILIHE, ""): ("620103", ""),
    (CHAOYANG, "二街坊"): ("110105011", "二街坊"),
    (ZONE, "桂溪街道锦城社区"): ("5101", "高新区桂溪街道锦城社区"),
}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    school = School(name="一中", region="140802", profile="yuncheng-2022")
    with Store.create(tmp_path / "school.schoolprep", Key.random(), school, Who("校医", "desk")) as opened:
        yield opened


def _lists(folder: Path) -> list[Path]:
    paths = []
    for at, (hour, parts) in enumerate(ARCHIVE.items()):
        data: dict[str, object] = {"end_update_time": hour}
        for level, part in PARTS.items():
            data[part] = [
                {
                    "province": county[0],
                    "city": county[1],
                    "county": county[2],
                    "communitys": [detail] if detail else [],
                }
                for county, detail in parts.get(level, [])
            ]
        path = folder / f"{at}.json"
        path.write_text(json.dumps({"data": data, "code": 0}, ensure_ascii=False), "utf-8")
        paths.append(path)
    return paths


def _load(store: Store, paths: Sequence[Path]) -> tuple[int, int]:
    receipt = take_in(store, finish(plan_areas(paths, store, BLANKS, DIVISIONS, "140802")))
    assert not receipt.refused
    assert not receipt.doubtful
    return receipt.added, receipt.changed


def _areas(store: Store) -> Areas:
    return area.of(store.current_of(AREAS), DIVISIONS)


def _on(areas: Areas, day: str) -> set[tuple[str, str, str]]:
    return {(one.place, one.detail, one.level) for one in areas.on(day_of(day))}


def _proved(store: Store) -> None:
    """On the day of each list exactly what it has, and what an earlier list of that day had, is listed."""
    areas = _areas(store)
    days = dict.fromkeys(hour[:10] for hour in ARCHIVE)
    for day in days:
        expected = {
            (*PLACES[entry], level)
            for hour, parts in ARCHIVE.items()
            if hour.startswith(day)
            for level, entries in parts.items()
            for entry in entries
        }
        assert _on(areas, day) == expected, day
        for place, detail, level in expected:
            listed = [
                touch.area.level
                for touch in areas.touching(place, f"{detail}1号楼" if detail else "")
                if touch.area in areas.on(day_of(day)) and touch.area.detail == detail
            ]
            assert level in listed, (day, place)


@pytest.mark.parametrize("backwards", [False, True])
def test_all_at_once_in_any_order(store: Store, tmp_path: Path, backwards: bool) -> None:
    paths = _lists(tmp_path)
    _load(store, paths[::-1] if backwards else paths)
    _proved(store)
    assert _load(store, paths) == (0, 0)


def test_one_by_one_as_they_come(store: Store, tmp_path: Path) -> None:
    for path in _lists(tmp_path):
        _load(store, [path])
    _proved(store)


@pytest.mark.parametrize("cut", [1, 2, 3, 4, 5])
def test_an_archive_and_then_the_newer_lists(store: Store, tmp_path: Path, cut: int) -> None:
    paths = _lists(tmp_path)
    _load(store, paths[:cut])
    _load(store, paths[cut:])
    _proved(store)


def test_other_peoples_entries_are_not_ended(store: Store, tmp_path: Path) -> None:
    own = tmp_path / "own.csv"
    own.write_text(
        "地区,详细地址,等级,起始时间,来源\n海南省三亚市崖州区,幸福小区,高风险,2022-07-20,三亚市\n", "utf-8"
    )
    _load(store, [own])
    _load(store, _lists(tmp_path)[:1])
    _load(store, _lists(tmp_path)[3:4])
    assert ("460205", "幸福小区", "high") in _on(_areas(store), "2022-08-20")
