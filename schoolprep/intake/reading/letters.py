"""Letters: whether the bytes of a text are Latin letters with accents (cp1252) or Chinese ones (GB18030, Big5).

All read nearly any bytes, so it is told by how they stand: an accented letter stands alone or beside one other among
letters of ASCII (Siân, Grüße), a Chinese word is two bytes for each of its characters. What is Big5 is told by words
that hardly any list is without.
"""

from __future__ import annotations

import re

WESTERN = "cp1252"
"""What Excel in Western Europe and America writes as CSV; it holds Latin-1."""
BIG5 = ("cp950", "big5hkscs")
"""What programs in Taiwan, Hong Kong and Macao write: that of Excel first."""
_BIG5_WORDS = ("姓名", "班級", "學號", "座號", "學生", "體溫", "身分證", "身份證", "電話", "性別")
_GB_WORDS = (*_BIG5_WORDS, "班级", "学号", "座号", "学生", "体温", "身份证", "电话", "性别")
_LOOKED_AT = 1 << 16
_HIGH = re.compile(rb"[\x80-\xff]+")
_BLANK = b"\xa0"
_PAIR = 2
_RARE = re.compile(rb"[\x81-\xfe][0-9][\x81-\xfe][0-9]")
"""A rare Chinese character of four bytes."""
_BESIDE = re.compile(rb"[A-Za-z]")


def are_western(content: bytes, *, here: bool) -> bool:
    """Whether a text that is no UTF-8 is one of accented letters. `here`: the school stands where those are written.

    Pairs alone could be either: there they are letters where they stand within words.
    """
    if _RARE.search(content) or not _is_readable(content):
        return False
    runs = [found for found in _HIGH.finditer(content) if found[0].strip(_BLANK)]
    if not runs or any(len(found[0]) > _PAIR for found in runs):
        return False
    pairs = [found for found in runs if len(found[0]) == _PAIR]
    alone = len(pairs) < len(runs)
    return (alone or here) and all(_is_within_a_word(content, *found.span()) for found in pairs)


def big5(content: bytes) -> str:
    """The encoding of a text in traditional characters; empty where nothing says that it is one."""
    begin = content[:_LOOKED_AT]
    for encoding in BIG5:
        if any(word in begin.decode(encoding, "ignore") for word in _BIG5_WORDS):
            return "" if any(word in begin.decode("gb18030", "ignore") for word in _GB_WORDS) else encoding
    return ""


def _is_readable(content: bytes) -> bool:
    try:
        return bool(content.decode(WESTERN))
    except UnicodeDecodeError:
        return False


def _is_within_a_word(content: bytes, start: int, end: int) -> bool:
    return bool(_BESIDE.match(content[start - 1 : start]) or _BESIDE.match(content[end : end + 1]))


def first_word(text: str) -> str:
    """The first word with a letter beyond ASCII, by which a person sees whether a text was read right."""
    return next((word for word in re.split(r"[\s,;\t\"]+", text) if not word.isascii()), "")
