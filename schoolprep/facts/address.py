"""Address: whether one written street address lies within another; by its parts, never by substring.

Addresses are cut at the words that end a part (街道 镇 村 小区 路 号 栋 单元 …). What cannot be known is None: the same
estate may be written by its name or by its street.
"""

from __future__ import annotations

import re
import unicodedata

from schoolprep.facts.forgetting import remembered

_WHOLE = frozenset({"", "全域", "全区", "全境", "全县", "全市", "全部"})
_NAMED = (
    "街道", "社区", "小区", "花园", "家园", "公寓", "校区", "广场", "大厦", "酒店", "宾馆",
    "镇", "乡", "村", "苑", "庄",
)  # fmt: skip
_ROADS = ("大道", "路", "街", "巷", "弄", "胡同")
_INSIDE = ("号楼", "号院", "单元", "号", "栋", "幢", "组", "室", "楼", "层")
_ENDS = sorted((*_INSIDE, *_NAMED, *_ROADS), key=len, reverse=True)
_PART = re.compile(f".*?(?:{'|'.join(_ENDS)})")


@remembered(65536)
def parts(text: str) -> tuple[str, ...]:
    """An address cut into its parts, widest first as written."""
    plain = "".join(ch for ch in unicodedata.normalize("NFKC", text) if ch.isalnum())
    cut: list[str] = []
    at = 0
    while at < len(plain):
        found = _PART.match(plain, at)
        end = found.end() if found else len(plain)
        part = plain[at:end]
        if cut and part in _ENDS:
            cut[-1] += part  # 幸福苑小区 is one estate
        else:
            cut.append(part)
        at = end
    return tuple(cut)


@remembered(65536)
def within(area: str, place: str) -> bool | None:
    """Whether address `place` lies within address `area` of the same division; None where it cannot be known."""
    if area.strip() in _WHOLE:
        return True
    wide, narrow = parts(area), parts(place)
    if not narrow:
        return None
    if wide == narrow[: len(wide)]:
        return True
    if narrow == wide[: len(narrow)]:
        return None
    return _by_names(wide, narrow)


def _by_names(wide: tuple[str, ...], narrow: tuple[str, ...]) -> bool | None:
    """Two addresses written differently: compare the towns, estates, villages and houses both of them name.

    They are the same only where the narrowest name of the area is among the place's: that both lie in one street
    office or town proves nothing.
    """
    if any(_contradict(wide, narrow, end) for end in _NAMED):
        return False
    named = [part for part in wide if part.endswith(_NAMED)]
    if not named or named[-1] not in narrow:
        return None
    inside, told = _behind(wide, named[-1]), _behind(narrow, named[-1])
    if inside <= told:
        return True
    return False if told and inside.isdisjoint(told) else None


def _contradict(wide: tuple[str, ...], narrow: tuple[str, ...], end: str) -> bool:
    """Whether both name one of a kind, and not the same."""
    ours = {part for part in wide if part.endswith(end)}
    theirs = {part for part in narrow if part.endswith(end)}
    return bool(ours and theirs) and ours.isdisjoint(theirs)


def _behind(parts: tuple[str, ...], name: str) -> set[str]:
    return set(parts[parts.index(name) + 1 :])
