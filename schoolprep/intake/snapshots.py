"""Snapshots: national lists that only say what is listed at one hour, laid one upon another.

Such a list (卫健委's, as public archives keep it) names no day since when. An entry begins on the day of the first
list that has it and ends before the first that has it no more; what stood on file from an earlier list and is missing
ends likewise.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from schoolprep.facts.divisions import Divisions
from schoolprep.facts.divisions.model import MUNICIPALITIES
from schoolprep.facts.kinds.base import Writing
from schoolprep.facts.problem import CallError
from schoolprep.facts.record import Answers, Record
from schoolprep.intake.tables import Table

HEADER: list[Writing] = ["地区", "详细地址", "等级", "起始时间", "结束时间", "来源", "发布时间"]
NATIONAL_LIST = "全国风险地区名单"
"""What the source of every entry begins with; entries of other sources are not ended by these lists."""
LEVEL_LISTS = {"highlist": "高风险", "middlelist": "中风险", "lowlist": "低风险"}
"""The parts of a list."""
WORDS = {"high": "高风险", "medium": "中风险", "low": "低风险"}
_DAY = timedelta(days=1)
_CITY = 4
"""Digits of a city's code."""

_Place = tuple[str, str, str]
"""Place, address and level, as the list writes them."""


class Snapshot(NamedTuple):
    """One list: its day and hour, its name, and its entries as numbers of `EntryNumbers`."""

    published: str
    day: date
    name: str
    entries: array[int]


class EntryNumbers:
    """Every entry once, however many lists repeat it: a year of lists has fourteen million."""

    def __init__(self, divisions: Divisions) -> None:
        self._divisions = divisions
        self._counties: dict[str, tuple[str, str]] = {}
        self._numbers: dict[_Place, int] = {}
        self.places: list[_Place] = []

    def county(self, county: Mapping[str, Any]) -> tuple[str, str]:
        """The county's name, and with what its addresses begin; a municipality is named twice in these lists.

        What stands as county and has no code (成都市高新区) is an administration in its city: the address begins so.
        """
        named = "".join(
            dict.fromkeys(str(county.get(key, "")).strip() for key in ("province", "city", "county"))
        )
        found = self._counties.get(named)
        if found is None:
            match, found = self._divisions.resolve(named), (named, "")
            if match.code and not match.sure and (len(match.code) == _CITY or match.code in MUNICIPALITIES):
                found = self._divisions.full_name(match.code), match.rest
            self._counties[named] = found
        return found

    def number(self, place: _Place) -> int:
        """The number of an entry."""
        found = self._numbers.get(place)
        if found is None:
            found = self._numbers[place] = len(self.places)
            self.places.append(place)
        return found


class Run(NamedTuple):
    """The days on which an entry was listed; `last`: of the last list that had it."""

    since: date
    last: date
    first: Snapshot


def read(data: Mapping[str, Any], name: str, day: date, hour: str | None, names: EntryNumbers) -> Snapshot:
    """A list that was decoded from JSON. Raises `CallError` where something else stands in it than places."""
    if not _is_list(data):
        raise CallError("intake.damaged-json", file=name)
    places = (
        names.number((place, detail, level))
        for part, level in LEVEL_LISTS.items()
        for place, detail in _communities(data.get(part) or [], names)
    )
    published = f"{day.isoformat()} {int(hour):02d}:00" if hour else day.isoformat()
    return Snapshot(published, day, name, array("L", dict.fromkeys(places)))


def _communities(part: Iterable[Mapping[str, Any]], names: EntryNumbers) -> Iterator[tuple[str, str]]:
    for county in part:
        place, zone = names.county(county)
        for community in county.get("communitys") or [""]:
            yield place, zone + str(community).strip()


def _is_list(data: Mapping[str, Any]) -> bool:
    """Whether all parts are lists of counties, each with its communities."""
    return all(
        isinstance(data.get(part) or [], list)
        and all(
            isinstance(county, dict) and isinstance(county.get("communitys") or [], list)
            for county in data.get(part) or []
        )
        for part in LEVEL_LISTS
    )


def merged(snapshots: Iterable[Snapshot], names: EntryNumbers) -> Table:
    """All lists as one table of the sheet 风险地区; `as_of` is the day of the first."""
    ordered = sorted(snapshots, key=lambda one: one.published)
    rows: list[list[Writing]] = []
    running: dict[int, Run] = {}
    ended: dict[int, tuple[Run, date]] = {}
    for snapshot in ordered:
        here = set(snapshot.entries)
        for number in [number for number in running if number not in here]:
            run = running.pop(number)
            ended[number] = run, max(run.last, snapshot.day - _DAY)
        for number in snapshot.entries:
            if number in ended:
                before, until = ended.pop(number)
                if until >= snapshot.day - _DAY:
                    running[number] = before  # it was away for some hours only
                else:
                    rows.append(_row(names.places[number], before, until))
            known = running.get(number, Run(snapshot.day, snapshot.day, snapshot))
            running[number] = known._replace(last=snapshot.day)
    rows += [_row(names.places[number], run, until) for number, (run, until) in ended.items()]
    rows += [_row(names.places[number], run, None) for number, run in running.items()]
    rows.sort(key=lambda row: str(row[3]))
    name = ordered[0].name if len(ordered) == 1 else f"{ordered[0].name} – {ordered[-1].name}"
    return _table(name, rows, ordered[0].day)


def _row(place: _Place, run: Run, until: date | None) -> list[Writing]:
    ends = until.isoformat() if until else None
    return [*place, run.since.isoformat(), ends, f"{NATIONAL_LIST} {run.first.name}", run.first.published]


def _table(name: str, rows: list[list[Writing]], as_of: date | None) -> Table:
    cells: list[list[Writing]] = [HEADER, *rows]
    return Table(name, "风险地区", cells, rows_at=list(range(len(cells))), text=True, as_of=as_of)


def endings(
    name: str, day: date, listed: Collection[Answers], on_file: Iterable[Record], divisions: Divisions
) -> Table | None:
    """What stands on file from earlier lists and is missing on `day`: each with its last day."""
    here = {_key(answers) for answers in listed if answers.get("since") == day.isoformat()}
    rows: list[list[Writing]] = []
    for record in on_file:
        answers = record.answers or {}
        ours = str(answers.get("source", "")).startswith(NATIONAL_LIST) and "until" not in answers
        since = str(answers.get("since", ""))
        if ours and since < day.isoformat() and _key(answers) not in here:
            place, detail, level = _key(answers)
            word = WORDS.get(str(level), "")
            named = str(place)[1:] if str(place).startswith("~") else divisions.full_name(str(place))
            rows.append([named, str(detail or ""), word, since, (day - _DAY).isoformat(), None, None])
    return _table(name, rows, None) if rows else None


def _key(answers: Answers) -> tuple[object, ...]:
    return answers.get("place"), answers.get("detail"), answers.get("level")
