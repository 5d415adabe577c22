"""Plain words and names, and whole numbers."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time

from schoolprep.facts.blank import Field
from schoolprep.facts.divisions import Divisions
from schoolprep.facts.kinds import spelling
from schoolprep.facts.kinds.base import NOTHING, Common, Frame, Reading, wrong
from schoolprep.facts.languages import Lang
from schoolprep.facts.pattern import pattern
from schoolprep.facts.problem import Problem
from schoolprep.facts.record import Value

_SPACES = re.compile(r" {2,}")
_HAN = r"[\u2e80-\u2fff\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\ue000-\uf8ff\U00020000-\U0003ffff]"
# U+00B7 is the interpunct of GB/T 15834; the others stand for it in names (DOMAIN §6 row 15).
_POINTS = str.maketrans(dict.fromkeys("•・‧･∙⋅᛫●▪", "·"))
_POINT_BETWEEN = pattern(rf"(?<={_HAN}) ?[.．。﹒·] ?(?={_HAN})")
_SPACE_BETWEEN = pattern(rf"(?<={_HAN}) +(?={_HAN})")
_TWO_AND_TWO = pattern(rf"({_HAN}{{2}}) +{_HAN}{{2}}")
_SEVERAL = re.compile(r"[、，,;；/&]|[(（].*[)）]")
# Surnames of two characters still borne (a choice of those in the census reports of the Ministry of Public Security).
_COMPOUND = frozenset(
    re.findall(
        "..",
        "欧阳上官司马诸葛东方皇甫尉迟公孙慕容令狐长孙宇文夏侯司徒端木百里南宫轩辕呼延闻人澹台公羊申屠太叔"
        "仲孙钟离鲜于闾丘濮阳单于拓跋赫连独孤西门东郭纳兰司空淳于公冶宗政万俟亓官巫马左丘南门第五歐陽諸葛",
    )
)
_DECIMAL = re.compile(r"\d{1,9}\.\d+")
_ALL_HAN = pattern(rf"{_HAN}+")
_NUMBER_BEFORE = pattern(
    rf"\d{{1,3}} ?(?:[号.．、:：)）_-] ?)?(?![栋楼幢单班年月日岁组室层排队级届点分人名位个座元])(?={_HAN}{{2,4}}$)"
    r"|\d{1,3}(?:[.)] ?| )(?=[A-Z]\S* [A-Z])"
)
_CLASS_BEFORE = pattern(
    r"(?:[初高小]?[一二三四五六七八九十\d]{1,3}(?:年级|年|级)? ?[.．-]? ?"
    r"[(\uff08]?[一二三四五六七八九十\d]{0,2}[)\uff09]? ?班 ?)"
    rf"(?={_HAN}{{2,4}}$)"
)
BEFORE_NAME = "name-before"
"""What stood before a name is left out (a code of `words/repairs.toml`)."""
LONGEST_NAME = 120
"""Signs of a name; the longest that a document has room for are not half as long."""
_CLEAN_NAME = re.compile(rf"(?!同[上左前]$)[\u3400-\u4dbf\u4e00-\u9fff]{{1,{LONGEST_NAME}}}")
_CLEAN_TEXT = re.compile(
    r"(?!同[上左前]$)[0-9A-Za-z]*[\u3400-\u4dbf\u4e00-\u9fff][0-9A-Za-z\u3400-\u4dbf\u4e00-\u9fff]*"
)
SHORT_NAME = 4
"""Up to so many characters a Chinese name is written without a space; a space in it only aligns columns (row 14)."""


class TextKind(Common):
    """Text as it was written; only what nobody sees is taken out. 不详 is a text, nan what a program left behind."""

    nothing = frozenset(("n/a", "na", "nan", "null"))
    clean = _CLEAN_TEXT
    longest = 32_767  # what a cell of a workbook can hold

    def of_text(self, text: str, field: Field, frame: Frame) -> Reading:
        """Single spaces, ordinary digits and letters."""
        clean = spelling.without_zero_tail(spelling.halfwidth(_SPACES.sub(" ", text)))
        if clean == text:
            return Reading(text)
        return Reading(clean, "full-width" if clean != _SPACES.sub(" ", text) else "spaces")

    def of_day(self, day: date, field: Field, frame: Frame) -> Reading:
        """A date that Excel made of a text (1-2 for building 1, room 2) cannot be undone: shown and asked."""
        text = (
            f"{day:%Y-%m-%d %H:%M}"
            if isinstance(day, datetime) and day.time() != time()
            else f"{day:%Y-%m-%d}"
        )
        return Reading(text, "date-as-text", doubtful=True)

    def of_flag(self, flag: bool, field: Field, frame: Frame) -> Reading:
        """As Excel shows it."""
        return Reading("TRUE" if flag else "FALSE", "number-cell")


class NameKind(Common):
    """A person's name. No character is forbidden and no length (row 17); rare characters are kept as they are.

    What has no letter at all (208, ——) is nobody's name; a character that was lost on the way counts as one.
    """

    clean = _CLEAN_NAME
    longest = LONGEST_NAME

    def of_text(self, text: str, field: Field, frame: Frame) -> Reading:
        """Interpuncts unified to U+00B7, spaces that only align columns taken out."""
        bare = without_place(text)
        clean = _POINT_BETWEEN().sub("·", spelling.halfwidth(bare).translate(_POINTS))
        clean = _SPACES.sub(" ", clean)
        if not any(map(_is_letter, clean)):
            return wrong("name-no-letter", value=text)
        joined = _SPACE_BETWEEN().sub("", clean)
        two = _TWO_AND_TWO().fullmatch(clean)
        apart = two is not None and two[1] not in _COMPOUND  # 张三 李四 may be two people
        if len(joined) <= SHORT_NAME and _ALL_HAN().fullmatch(joined) and not apart:
            clean = joined
        if bare != text:
            return Reading(clean, BEFORE_NAME, note=_note(clean))
        repair = "" if clean == text else "name-point" if "·" in clean and "·" not in text else "name-spaces"
        return Reading(clean, repair, note=_note(clean))


def without_place(text: str) -> str:
    """A name without the number or the class that somebody stands at, where that is written before it (07赵敏)."""
    flat = _SPACES.sub(" ", text.strip())
    if not any(map(str.isdigit, flat)) and "班" not in flat:
        return text
    for before in (_CLASS_BEFORE, _NUMBER_BEFORE):
        if found := before().match(flat):
            return flat[found.end() :]
    return text


def class_before(text: str) -> str:
    """The class that is written before a name; empty where there is none."""
    found = _CLASS_BEFORE().match(_SPACES.sub(" ", text.strip()))
    return found.group().strip() if found else ""


def _is_letter(char: str) -> bool:
    return char.isalpha() or char in "?\ufffd" or unicodedata.category(char) == "Co"


def _note(name: str) -> Problem | None:
    """A character that was lost on the way (row 16) or a name that looks like something else."""
    if "?" in name or "\ufffd" in name or any(unicodedata.category(char) == "Co" for char in name):
        return Problem("kinds.name-lost-character", {"value": name})
    if any(char.isdigit() for char in name):
        return Problem("kinds.name-digits", {"value": name})
    if _SEVERAL.search(name) or _TWO_AND_TWO().fullmatch(name):
        return Problem("kinds.name-more", {"value": name})
    return None


def name_key(name: str) -> str:
    """What makes two names the same when people are looked up: spaces, interpuncts, width and case do not count."""
    return "".join(char for char in spelling.key(name.translate(_POINTS)) if char not in "·.")


class NumberKind(Common):
    """A whole number, or one with as many places behind the point as its field says."""

    nothing = frozenset(("无", *NOTHING))

    def of_text(self, text: str, field: Field, frame: Frame) -> Reading:
        """Digits, with the usual measure words behind them."""
        bare = spelling.without_zero_tail(spelling.flat(text).rstrip("个人名次天岁层间号 "))
        if field.decimals and _DECIMAL.fullmatch(bare):
            return Reading(_rounded(float(bare), field), "" if bare == text else "number-spelling")
        sign = bare[1:] if bare[:1] in "+-" else bare
        if not (sign.isascii() and sign.isdigit() and len(sign) < len(str(spelling.EXACT_DIGITS))):
            return wrong("number-unreadable", value=text)
        return Reading(int(bare), "" if bare == text else "number-spelling")

    def of_number(self, number: int | float, field: Field, frame: Frame) -> Reading:
        """A whole number that has not lost digits."""
        if abs(number) >= spelling.EXACT_DIGITS:
            return wrong("number-too-long", value=str(number))
        if field.decimals and number != int(number):
            return Reading(_rounded(float(number), field))
        return (
            Reading(int(number)) if number == int(number) else wrong("number-unreadable", value=str(number))
        )

    def write(self, value: Value, field: Field, lang: Lang, divisions: Divisions) -> str:
        """Its digits."""
        return str(value)


def _rounded(number: float, field: Field) -> int | float:
    """With as many places as the field keeps; none of them where none is left (34.001 → 34)."""
    kept = round(number, field.decimals)
    return int(kept) if kept.is_integer() else kept
