"""Type: the system's fonts in an order that finds Chinese glyphs, tabular figures, and whether 中 is covered."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication

from forms.look.current import length

CHINESE = (
    "Microsoft YaHei UI",
    "PingFang SC",
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "WenQuanYi Micro Hei",
    "SimHei",
)
"""Families that draw both Latin and Chinese well. Without naming one, fontconfig may pick Japanese shapes."""


def covers_chinese() -> bool:
    """Whether any font of this machine has simplified Chinese; without one every 中 is a box."""
    return bool(QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese))


def families() -> list[str]:
    """The families asked for, in order: ours that are installed, then the system's own."""
    here = set(QFontDatabase.families())
    return [*(name for name in CHINESE if name in here), QGuiApplication.font().family()]


def base(named: list[str]) -> QFont:
    """The window's font: 13 px, figures of one width."""
    font = QFont(named)
    font.setPixelSize(length("text"))
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def font(size: str = "text", *, bold: bool = False) -> QFont:
    """The window's font in one of the sizes of `tokens.toml`, for what is painted by us."""
    made = QFont(QGuiApplication.font())
    made.setPixelSize(length(size))
    made.setBold(bold)
    return made
