"""Places: a division of China by its code, or a place outside the divisions as `~` and its words."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from schoolprep.facts.blank import Field
from schoolprep.facts.divisions import Divisions
from schoolprep.facts.kinds import spelling
from schoolprep.facts.kinds.base import NOTHING, Common, Frame, Reading, wrong
from schoolprep.facts.kinds.choice import BETWEEN, none_in, says_none
from schoolprep.facts.languages import Lang
from schoolprep.facts.problem import Problem, Series
from schoolprep.facts.record import Value
from schoolprep.facts.words import listed

ABROAD = "~"
CITY = 4
"""Digits of a city's code."""
_SHOWN = 4
"""So many candidates are named in a question."""
_OUTSIDE = re.compile(r"(?:境外|国外|海外|abroad)[\s:,，：、·\-]*", re.IGNORECASE)
_STARS = "*＊★☆"
_APART = re.compile(
    r"[、,;/|&+\s()~→-]|[—–]+|再?[到至]|[和与及又]|途经|然后|飞往?|返回?|回|转机|中转|转|经停|经|去了?"
)
"""What stands between two places; within a name too (呼和浩特), where the parts are no places."""
_AND_MORE = re.compile(r"(?:等地?|[两三四]地|一带)$")
_DAY_BESIDE = re.compile(r"(?<=\D)[\d.年月日号]+$|^[\d.年月日号]+(?=\D)")
"""The day of a stay that is written with its place: 海口8.1-8.3, 三亚8.4-8.6."""
_COUNTY = 6
"""Digits of a county's code."""
_KINDS = "省市区县旗州盟乡镇"


class PlaceKind(Common):
    """One place. A name alone that several divisions bear is asked back with the candidates, never chosen."""

    nothing = frozenset(NOTHING)

    def of_text(self, text: str, field: Field, frame: Frame) -> Reading:
        """A path with or without omitted levels, a code, a country."""
        if says_none(text, field):
            return Reading()
        if spelling.word(text) in ("无", "没有", "none"):
            return wrong("place-none", value=text)
        match = frame.divisions.resolve(text, near=frame.region, year=_year(field, frame))
        whole = match.sure and match.code and not match.rest and text.isalnum()
        if not whole and (several := _several(text, field, frame)):
            return wrong("place-many", value=text, names=Series(several))
        if match.sure and match.code:
            return Reading(match.code, rest=match.rest)
        outside = abroad(text)
        if outside:
            return Reading(outside)
        if text.startswith(ABROAD) and len(text) > 1:
            return Reading(text, doubtful=not frame.typed, repair="" if frame.typed else "place-unsure")
        if match.code:
            return Reading(match.code, "place-unsure", doubtful=True, rest=match.rest)
        return _perhaps(text, match.candidates, frame)

    def check(self, value: Value, field: Field, frame: Frame) -> Problem | None:
        """A code of the divisions, or a place abroad."""
        if isinstance(value, str) and _is_place(value, frame.divisions):
            return None
        return Problem("kinds.place-unknown", {"value": str(value)}, field.name)

    def write(self, value: Value, field: Field, lang: Lang, divisions: Divisions) -> str:
        """The full name; what is abroad as it was written."""
        return name_of(str(value), divisions)


def _perhaps(text: str, candidates: tuple[str, ...], frame: Frame) -> Reading:
    """A name that several divisions bear: the one at home, where there is one, else a question."""
    if not candidates:
        return wrong("place-unknown", value=text)
    if _at_home(candidates, frame.region):
        rest = _behind(text, candidates[0], frame.divisions)
        return Reading(candidates[0], "place-near", doubtful=True, rest=rest)
    names = Series(frame.divisions.full_name(code) for code in candidates[:_SHOWN])
    return wrong("place-several", value=text, names=names, count=len(candidates))


def _is_certain(reading: Reading) -> bool:
    return not (reading.doubtful or reading.rest)


class PlacesKind(Common):
    """Any number of places; the empty list was said in words (无)."""

    longest = 2_000

    nothing = frozenset(NOTHING) - {"none"}  # which says that there are none

    def of_text(self, text: str, field: Field, frame: Frame) -> Reading:
        """Places between 、，,;/ or spaces; the star of the travel card is left out (DOMAIN §1.4)."""
        if says_none(text, field):
            return Reading([], "" if text in (field.none_word, "none") else "synonym")
        bare = text.translate(dict.fromkeys(map(ord, _STARS)))
        pieces = filter(None, map(str.strip, BETWEEN.split(bare)))
        found = [reading for piece in pieces for reading in self._piece(piece, field, frame)]
        problem = next((reading.problem for reading in found if reading.problem), None)
        if problem or not found:
            return Reading(problem=problem or Problem("kinds.place-unknown", {"value": text}))
        codes = list(dict.fromkeys(str(reading.value) for reading in found))
        if not all(map(_is_certain, found)):
            return Reading(codes, "place-unsure", doubtful=True)
        if bare != text and _is_late(field, frame):
            return Reading(codes, "star-late", doubtful=True)
        return Reading(codes, "star" if bare != text else "")

    def _piece(self, piece: str, field: Field, frame: Frame) -> list[Reading]:
        """A piece is one place (山西省 运城市), else a place at every space."""
        whole = PLACE.read(piece, field, frame)
        if " " not in piece or (whole.value is not None and not whole.rest and not whole.doubtful):
            return [whole]
        return [PLACE.read(part, field, frame) for part in piece.split()]

    def check(self, value: Value, field: Field, frame: Frame) -> Problem | None:
        """A list of places, each once."""
        if not isinstance(value, list) or len(set(value)) != len(value):
            return Problem("kinds.wrong-form", {"value": str(value)}, field.name)
        strange = [place for place in value if not _is_place(place, frame.divisions)]
        return Problem("kinds.place-unknown", {"value": Series(strange)}, field.name) if strange else None

    def write(self, value: Value, field: Field, lang: Lang, divisions: Divisions) -> str:
        """The full names, or the word for none."""
        if not isinstance(value, list):
            return str(value)
        if not value:
            return none_in(field, lang)
        return listed((name_of(place, divisions) for place in value), lang)


PLACE = PlaceKind()


def _several(text: str, field: Field, frame: Frame) -> list[str]:
    """The places of a text that names several, none inside the other (三亚、海口; 北京上海); else nothing.

    One of them, with the other taken for its address, would be a stay that nobody judges.
    """
    flat = _AND_MORE.sub("", spelling.flat(text))
    pieces = filter(None, (_DAY_BESIDE.sub("", piece).strip() for piece in _APART.split(flat)))
    year, found = _year(field, frame), ""
    for piece in pieces:
        named = _named(piece, year, frame)
        if not named and not found:
            return []  # what it begins with is no division
        for codes in named:
            inside = next((code for code in codes if code.startswith(found)), "")
            if not inside and not any(found.startswith(code) for code in codes):
                return [frame.divisions.full_name(code) for code in (found, codes[0])]
            found = inside or found
    return []


def _named(piece: str, year: int | None, frame: Frame) -> list[tuple[str, ...]]:
    """The divisions a piece may name, and those that follow in it without a mark between (北京上海)."""
    match = frame.divisions.resolve(piece, near=frame.region, year=year)
    codes = (match.code,) if match.sure and match.code else match.candidates
    if not codes:
        return []
    rest = match.rest
    if rest == piece:  # candidates only: one of them must be called so
        return [codes] if any(_is_called(code, piece, frame) for code in codes) else []
    behind = _named(rest, year, frame)
    if behind and not _is_elsewhere(behind[0], codes):
        behind = []
    return [codes, *behind] if behind or _is_named(piece, rest) else []


def _is_called(code: str, piece: str, frame: Frame) -> bool:
    division = frame.divisions.get(code)
    return division is not None and len(piece) > 1 and division.name.startswith(piece)


def _is_elsewhere(behind: tuple[str, ...], codes: tuple[str, ...]) -> bool:
    """Whether what follows a division is another one, and no part of the town: 新城 and most towns' names are both.

    A list does not have every town, and what many counties are called is an estate behind a county.
    """
    towns = any(len(code) > _COUNTY for code in behind)
    return not towns and (len(behind) == 1 or any(len(code) < _COUNTY for code in codes))


def _is_named(piece: str, rest: str) -> bool:
    """Whether a piece is a division and no street called after one (西安街)."""
    said = piece.removesuffix(rest)
    return len(piece) > 1 and (not rest or (said != piece and said[-1:] in _KINDS))


def name_of(place: str, divisions: Divisions) -> str:
    """The full name of a stored place; one abroad by its words, with the sign where they name no known country."""
    if not place.startswith(ABROAD):
        return divisions.full_name(place)
    words = place.removeprefix(ABROAD)
    return words if abroad(words) == place else place


def abroad(text: str) -> str:
    """`~` and the words where a text names a country other than China, or says 境外; else empty."""
    outside = _OUTSIDE.match(text)
    words = text[outside.end() :].strip() if outside else text
    if outside:
        return ABROAD + (words or outside[0].strip())
    flat = spelling.flat(text).casefold()
    return ABROAD + text if any(_begins(flat, country) for country in countries()) else ""


def _begins(text: str, country: str) -> bool:
    """Whether a text is a country or a place in it; 朝鲜族 is a people, and English words end at a space."""
    if not text.startswith(country):
        return False
    behind = text[len(country) :]
    return behind[:1] in ("", " ", ",") if country.isascii() else not behind.startswith("族")


@cache
def countries() -> tuple[str, ...]:
    """The names of all countries and territories outside the divisions (`countries.tsv` says where from)."""
    lines = Path(__file__).with_name("countries.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t")[1:] for line in lines if line and not line.startswith("#")]
    return tuple(spelling.flat(name).casefold() for names in rows for name in names)


def _is_place(place: str, divisions: Divisions) -> bool:
    if place.startswith(ABROAD):
        return len(place) > 1
    return divisions.get(place) is not None and divisions.clean(place) == place


def _at_home(candidates: tuple[str, ...], region: str) -> bool:
    """Whether exactly one of several places of a name lies in the school's own city; it is offered, not taken."""
    return len(region) >= CITY and sum(code[:CITY] == region[:CITY] for code in candidates) == 1


def _behind(text: str, code: str, divisions: Divisions) -> str:
    """What follows the division's name; the whole text where its name is shortened, so that nothing is lost."""
    division = divisions.get(code)
    _, found, rest = text.partition(division.name if division else text)
    return rest.strip() if found else text


def _is_late(field: Field, frame: Frame) -> bool:
    """Whether a star stands on a card of a day on which no card had one any more, or may do so."""
    when = frame.answers.get(field.year_of)
    return bool(field.stars_until) and not (isinstance(when, str) and when[:10] < field.stars_until)


def _year(field: Field, frame: Frame) -> int | None:
    """The year whose divisions are meant: of the stay, else of the sheet."""
    when = frame.answers.get(field.year_of)
    if isinstance(when, str):
        return int(when[:4])
    day = frame.by
    return day.year if day else None
