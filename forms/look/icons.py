"""Icons: every icon's name in one place, from the icon fonts of `qtawesome`, in the colours of the tokens."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QIcon, QPainter
from qtawesome.iconic_font import IconicFont

from forms.look.current import colour, look

NAMES = {
    "today": "ph.squares-four",
    "people": "ph.users-three",
    "intake": "ph.tray",
    "areas": "ph.map-pin-line",
    "loop": "ph.arrows-clockwise",
    "rosters": "ph.table",
    "rules": "ph.scales",
    "gate": "ph.identification-badge",
    "handover": "ph.paper-plane-tilt",
    "settings": "ph.gear-six",
    "search": "ph.magnifying-glass",
    "lock": "ph.lock-simple",
    "unlock": "ph.lock-simple-open",
    "day": "ph.calendar-blank",
    "before": "ph.caret-left",
    "after": "ph.caret-right",
    "down": "ph.caret-down",
    "up": "ph.caret-up",
    "close": "ph.x",
    "undo": "ph.arrow-counter-clockwise",
    "info": "ph.info",
    "warn": "ph.warning",
    "error": "ph.warning-octagon",
    "done": "ph.check-circle",
    "help": "ph.question",
    "copy": "ph.copy",
    "export": "ph.export",
    "print": "ph.printer",
    "save": "ph.floppy-disk",
    "add": "ph.plus",
    "edit": "ph.pencil-simple",
    "remove": "ph.trash",
    "open": "ph.folder-open",
    "school": "ph.buildings",
    "received": "ph.envelope-simple-open",
    "demo": "ph.graduation-cap",
    "person": "ph.user",
    "history": "ph.clock-counter-clockwise",
    "key": "ph.key",
    "eye": "ph.eye",
    "eye_closed": "ph.eye-slash",
    "filter": "ph.funnel",
    "flag": "ph.flag",
    "contact": "ph.users",
    "ready": "mdi6.check-bold",
    "incomplete": "mdi6.exclamation-thick",
    "verify": "mdi6.help",
    "deferred": "mdi6.close-thick",
}


@cache
def _fonts() -> IconicFont:
    """Two of qtawesome's fonts; loading all eleven would cost a start four times as long."""
    return IconicFont(
        ("ph", "phosphor-1.3.0.ttf", "phosphor-charmap-1.3.0.json"),
        (
            "mdi6",
            "materialdesignicons6-webfont-6.9.96.ttf",
            "materialdesignicons6-webfont-charmap-6.9.96.json",
        ),
    )


def icon(name: str, ink: str = "ink_2", *, on: str = "") -> QIcon:
    """An icon in the colour of token `ink` (and of `on` where it is chosen), sharp at every scale."""
    return _icon(look.theme, name, ink, on or ink)


@cache
def _icon(theme: str, name: str, ink: str, on: str) -> QIcon:
    return _fonts().icon(  # type: ignore[no-any-return]
        NAMES[name],
        color=colour(ink),
        color_on=colour(on),
        color_disabled=colour("ink_3"),
        color_selected=colour(ink),
        color_active=colour(ink),
    )


def draw(painter: QPainter, rect: QRectF, name: str, ink: str) -> None:
    """Draw an icon as a glyph in the painter's own resolution."""
    prefix, glyph = NAMES[name].split(".")
    font: QFont = _fonts().font(prefix, round(rect.height()))
    painter.save()
    painter.setPen(colour(ink))
    painter.setFont(font)
    painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), _fonts().charmap[prefix][glyph])
    painter.restore()
