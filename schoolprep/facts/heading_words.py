"""Heading words: what of a heading counts, whoever wrote it and whatever tool numbered, starred or grouped it.

`heading_key` makes two headings equal. `heading_readings` says in which ways one heading may be looked up, the whole
of it first. Declared headings are known by the same key, and a law holds that no two of them become one by it.
"""

from __future__ import annotations

import re
import unicodedata

from schoolprep.facts.forgetting import remembered
from schoolprep.facts.traditional import simplified

_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】")
_NOT_HEADING = re.compile(r"[\s*:;,.、。·_?'\"#()\[\]【】]+")
_CIRCLED = re.compile(r"^\s*[①-⑳❶-❿]\s*")
_NUMBER = re.compile(
    r"^[\s*]*(?:\(\s*\d{1,3}\s*\)|第?\s*\d{1,3}\s*题\s*[.:、_]?|q\s*\d{1,3}\s*[._:、)\-]?"
    r"|\d{1,3}\s*(?:[、)]|[.:](?!\d))|[一二三四五六七八九十]{1,3}\s*[、.)])\s*(?=\S)"
)
"""A number that a tool or a person put before the question: `1、`, `(3)`, `Q4_`, `第5题`; 8.8体温 has none."""
_POLITE = re.compile(
    r"^(?:请(?:您|你)?(?:如实|准确|认真|正确)?(?:填写|输入|选择|提供|注明|填|选|写)(?:一下)?)?"
    r"(?:(?:您|你)(?:家)?(?:的)?(?:孩子|小孩|宝贝|宝宝|子女)?(?:的)?)?(?=.)"
)
"""请填写您孩子的…"""
_IS = re.compile(r"(?:是什么|是多少|是哪[个里位]|是谁|是[?:]+)[\s?:]*$")
_MUST = (
    r"(?:必填项?|选填项?|非必填|可不填|自动|必选|单选题?|多选题?|填空题?|required|optional|mandatory|auto)"
)
_MARK = re.compile(rf"[(\[【]\s*{_MUST}\s*[)\]】]|(?<=.)(?:必填项?|选填)$")
"""What a form tool says about a question: whether it must be answered, and how."""
_WHOSE = re.compile(
    r"^(?:(?:学生|孩子|幼儿|宝宝|小朋友|本人|被检人|受检人|受检者|患者|病人)(?:的)?"
    r"|(?:student|pupil|child|learner|patient|participant)(?:(?:'?s)?[\s_\-.]+|(?-i:(?=[A-Z]))))(?=.)",
    re.IGNORECASE,
)
"""The one a sheet is about, before what is asked of them: 学生班级, CHILD_DATE_OF_BIRTH."""
_PATH = re.compile(
    r"[A-Za-z_][\w-]*(?:/[A-Za-z_][\w-]*)+|[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+|[a-z_]\w*(?:-[a-z_]\w*)+"
)
"""What field survey tools and programs call a question: its group's name before its own."""


@remembered(20_000)
def heading_key(text: str) -> str:
    """What makes two headings equal: width, case, spaces, marks and the star of the compulsory do not count.

    Nor does a number before it, politeness (您的…), what a tool says about the question (必填), or whether the
    characters are traditional (手機) or simplified.
    """
    shown = "".join(char for char in _CIRCLED.sub("", text) if unicodedata.category(char) != "Cf")
    flat = simplified(unicodedata.normalize("NFKC", shown).casefold())
    plain = _POLITE.sub("", _NUMBER.sub("", _MARK.sub("", flat)).strip(" \n*"))
    return _NOT_HEADING.sub("", _IS.sub("", plain)) or _NOT_HEADING.sub("", flat)


@remembered(20_000)
def heading_readings(heading: str) -> tuple[str, ...]:
    """The keys by which a heading may be known, the nearest to what stands there first.

    The whole (联系电话（家长） is not 联系电话), without what stands in brackets, without the words that say whose
    answer it is.
    """
    bare = without_remarks(heading)
    own = _WHOSE.sub("", heading_start(bare))
    ways = (heading, bare, own) if own != bare else (heading, bare)
    return tuple(map(heading_key, ways))


def heading_start(heading: str) -> str:
    """A heading from its first word on: without its number and politeness."""
    flat = unicodedata.normalize("NFKC", _CIRCLED.sub("", heading)).strip()
    return _POLITE.sub("", _NUMBER.sub("", flat, count=1)).strip(" \n*")


def heading_path(heading: str) -> tuple[str, ...]:
    """The groups that a program's name for a question goes through, and its own name: student/name, person.firstName.

    Empty where a heading is no such name: what stands on both sides of a stroke in 姓名/班级 is asked both.
    """
    text = heading.strip()
    return tuple(re.split(r"[/.\-]", text)) if _PATH.fullmatch(text) else ()


def without_remarks(heading: str) -> str:
    """A heading without what stands in brackets: 结果(阴性/阳性) → 结果; one wholly in brackets keeps its words."""
    flat = unicodedata.normalize("NFKC", heading)
    return _BRACKETS.sub("", flat) or flat
