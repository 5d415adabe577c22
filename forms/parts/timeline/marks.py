"""Marks: how each look of a mark is painted, in a table: bars, samples, temperatures, contacts, acts."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from forms.look import icons
from forms.look.current import colour
from forms.look.short import shortened
from forms.look.type import font
from forms.parts.timeline.plot import LEFT, Box, Plot
from schoolprep.verdicts.timeline.scene import Mark, MarkLook

LEFTWARD = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
RIGHTWARD = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
_NARROWEST = 20
"""Pixels below which no words are begun."""

PaintMark = Callable[[QPainter, Plot, Mark, QRectF], None]


def rect_of(box: Box) -> QRectF:
    """A box as Qt draws it."""
    return QRectF(box.x, box.y, box.wide, box.high)


def paint_mark(painter: QPainter, plot: Plot, mark: Mark) -> None:
    """Paint a mark where it lies."""
    _PAINT.get(mark.look, _bar)(painter, plot, mark, rect_of(plot.mark(mark)))


def _in_sight(plot: Plot, rect: QRectF) -> QRectF:
    return rect.intersected(QRectF(LEFT, 0, plot.room, plot.bottom))


_INKS: Mapping[MarkLook, tuple[str, str, str]] = {
    "ill": ("deferred_ground", "deferred", "deferred"),
    "measure": ("measure", "measure_line", "measure_ink"),
    "measure_past": ("level_none", "line_strong", "ink_2"),
    "declared": ("", "ready", "ready"),
    "custody_gap": ("deferred_ground", "deferred", "deferred"),
}
"""Ground, edge and ink of bars; the others have the ground of their own name."""


def _bar(painter: QPainter, plot: Plot, mark: Mark, rect: QRectF) -> None:
    """A stretch of time; its words stay in sight while a part of it does."""
    own = (
        mark.look,
        "line_strong" if mark.lane == "stays" else "",
        "custody_ink" if mark.lane == "custody" else "level_ink",
    )
    ground, edge, ink = _INKS.get(mark.look, own)
    dashed = mark.open_start or mark.look == "custody_gap"
    painter.setBrush(colour(ground) if ground else Qt.BrushStyle.NoBrush)
    style = Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine
    painter.setPen(QPen(colour(edge), 1, style) if edge else Qt.PenStyle.NoPen)
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    if mark.open_end and rect.width() > 14:
        icons.draw(painter, QRectF(rect.right() - 13, rect.center().y() - 5, 10, 10), "after", ink)
    inside = _in_sight(plot, rect).adjusted(6, 0, -12 if mark.open_end else -4, 0)
    _words(painter, mark.text, inside, ink)


def _words(painter: QPainter, text: str, inside: QRectF, ink: str) -> None:
    if inside.width() < _NARROWEST:
        return
    painter.setPen(colour(ink))
    painter.setFont(font("note"))
    fits = shortened(text, font("note"), inside.width())
    painter.drawText(inside, int(LEFTWARD), fits)


def _missing(painter: QPainter, plot: Plot, mark: Mark, rect: QRectF) -> None:
    """An answer nobody gave: an empty frame with a question mark."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(colour("verify"), 1, Qt.PenStyle.DashLine))
    painter.drawRoundedRect(rect.adjusted(1.5, 1.5, -1.5, -1.5), 4, 4)
    inside = _in_sight(plot, rect)
    icons.draw(painter, QRectF(inside.x() + 5, rect.center().y() - 5, 10, 10), "verify", "verify")
    _words(painter, mark.text, inside.adjusted(18, 0, -4, 0), "verify")


def _flagged(icon: str, ink: str, size: tuple[float, float], written: tuple[str, str, float]) -> PaintMark:
    """A sign with a word behind it: `size` is where the sign stands, `written` ink, font and place of the word."""

    def paint(painter: QPainter, plot: Plot, mark: Mark, rect: QRectF) -> None:
        right, down = size
        icons.draw(painter, QRectF(rect.x() + right, rect.y() + down, 12, 12), icon, ink)
        word_ink, word_font, behind = written
        painter.setPen(colour(word_ink))
        painter.setFont(font(word_font))
        painter.drawText(rect.adjusted(behind, 0, 0, 0), int(LEFTWARD), mark.text)

    return paint


def _sample(filled: str, sign: Callable[[QPainter, QPointF], None]) -> PaintMark:
    """A sample: − negative, + positive, … not out yet, ? not known: the sign says what the colour says."""
    ink = filled or "verify"

    def paint(painter: QPainter, plot: Plot, mark: Mark, rect: QRectF) -> None:
        disc = rect.adjusted(1, 1, -1, -1)
        painter.setPen(QPen(colour(ink), 1.6))
        painter.setBrush(colour(filled or "card"))
        painter.drawEllipse(disc)
        painter.setPen(QPen(colour("card" if filled else ink), 2))
        sign(painter, disc.center())

    return paint


def _minus(painter: QPainter, at: QPointF) -> None:
    painter.drawLine(at - QPointF(3.5, 0), at + QPointF(3.5, 0))


def _plus(painter: QPainter, at: QPointF) -> None:
    _minus(painter, at)
    painter.drawLine(at - QPointF(0, 3.5), at + QPointF(0, 3.5))


def _dots(painter: QPainter, at: QPointF) -> None:
    for step in (-3.5, 0.0, 3.5):
        painter.drawPoint(at + QPointF(step, 0))


def _question(painter: QPainter, at: QPointF) -> None:
    icons.draw(painter, QRectF(at.x() - 4, at.y() - 4, 8, 8), "verify", "verify")


def _degree(painter: QPainter, plot: Plot, mark: Mark, rect: QRectF) -> None:
    """A temperature: a dot on the curve, red with its number where it is a fever, a ring where it was not taken."""
    centre = rect.center()
    fever = plot.scene.fever
    if mark.value is None:
        painter.setPen(QPen(colour("verify"), 1.4))
        painter.setBrush(colour("card"))
        painter.drawEllipse(centre, 3, 3)
    elif fever is not None and mark.value >= fever:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("deferred"))
        painter.drawEllipse(centre, 4, 4)
        painter.setPen(colour("deferred"))
        painter.setFont(font("small", bold=True))
        painter.drawText(QRectF(centre.x() - 46, centre.y() - 8, 40, 16), int(RIGHTWARD), f"{mark.value:.1f}")
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("curve"))
        painter.drawEllipse(centre, 2.4, 2.4)
    if mark.look == "symptom":
        icons.draw(painter, QRectF(centre.x() - 6, centre.y() - 19, 12, 12), "warn", "incomplete")


_PAINT: Mapping[MarkLook, PaintMark] = {
    "missing": _missing,
    "contact": _flagged("contact", "deferred", (1, 4), ("ink", "note", 17)),
    "act": _flagged("flag", "accent", (0, 5), ("ink_2", "small", 14)),
    "test_negative": _sample("ready", _minus),
    "test_positive": _sample("deferred", _plus),
    "test_pending": _sample("", _dots),
    "test_unknown": _sample("", _question),
    "normal": _degree,
    "fever": _degree,
    "symptom": _degree,
}
"""All others are bars."""
