"""Style: one look of our own on Qt's Fusion, made from the tokens, switched while the program runs.

Who carries what: the palette carries grounds and inks of plain widgets; `style.qss` the shapes of buttons, answers,
tables; `Style` the measures and manners no stylesheet can say; what we paint ourselves asks `colour` and `length`.
"""

from __future__ import annotations

from pathlib import Path
from string import Template
from typing import ClassVar

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPalette, QPen
from PySide6.QtWidgets import QApplication, QProxyStyle, QStyle, QStyleHintReturn, QStyleOption, QWidget

from forms.look import type
from forms.look.current import colour, length, look
from forms.look.tokens import Theme, tokens

_Role = QPalette.ColorRole
_Group = QPalette.ColorGroup
_Metric = QStyle.PixelMetric
_Hint = QStyle.StyleHint


class Style(QProxyStyle):
    """Fusion with our measures and manners."""

    METRICS: ClassVar = {
        _Metric.PM_ScrollBarExtent: 10,
        _Metric.PM_ButtonIconSize: 16,
        _Metric.PM_SmallIconSize: 16,
        _Metric.PM_SplitterWidth: 12,
        _Metric.PM_LayoutHorizontalSpacing: 8,
        _Metric.PM_LayoutVerticalSpacing: 8,
        _Metric.PM_ToolTipLabelFrameWidth: 0,
    }
    HINTS: ClassVar = {
        _Hint.SH_ComboBox_AllowWheelScrolling: 0,  # scrolling a form must not change its answers
        _Hint.SH_TabBar_AllowWheelScrolling: 0,
        _Hint.SH_ComboBox_Popup: 0,
        _Hint.SH_EtchDisabledText: 0,
        _Hint.SH_DitherDisabledText: 0,
        _Hint.SH_ToolTip_WakeUpDelay: 350,
        _Hint.SH_ItemView_ActivateItemOnSingleClick: 0,
        _Hint.SH_Widget_Animate: 0,
        _Hint.SH_Widget_Animation_Duration: 0,
    }

    def pixelMetric(
        self, metric: QStyle.PixelMetric, option: QStyleOption | None = None, widget: QWidget | None = None
    ) -> int:
        """Our measures, else Fusion's."""
        ours = self.METRICS.get(metric)
        return super().pixelMetric(metric, option, widget) if ours is None else ours

    def styleHint(
        self,
        hint: QStyle.StyleHint,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
        returnData: QStyleHintReturn | None = None,  # Qt's name
    ) -> int:
        """Our manners, else Fusion's."""
        ours = self.HINTS.get(hint)
        return super().styleHint(hint, option, widget, returnData) if ours is None else ours

    def drawPrimitive(
        self,
        element: QStyle.PrimitiveElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        """The box of a tick in our colours: Fusion's can hardly be seen on a dark ground."""
        if element == QStyle.PrimitiveElement.PE_IndicatorCheckBox:
            paint_tick(painter, QRectF(option.rect), on=bool(option.state & QStyle.StateFlag.State_On))
        else:
            super().drawPrimitive(element, option, painter, widget)


def wear(app: QApplication, theme: Theme) -> None:
    """Dress the whole program in a theme; also the first time. Every widget is told and paints itself anew."""
    look.theme = theme
    if not isinstance(app.property("dressed"), bool):
        app.setProperty("dressed", True)
        app.setStyle(Style("Fusion"))
        app.setFont(type.base(type.families()))
    app.setPalette(_palette())
    app.setStyleSheet(_sheet())
    look.changed.emit()


def _sheet() -> str:
    worn = tokens(look.theme)
    text = Path(__file__).with_name("style.qss").read_text("utf-8")
    return Template(text).substitute({**worn.sizes, **worn.type, **worn.colours})


def _palette() -> QPalette:
    roles = {
        _Role.Window: "window",
        _Role.WindowText: "ink",
        _Role.Base: "card",
        _Role.AlternateBase: "raised",
        _Role.Text: "ink",
        _Role.PlaceholderText: "ink_2",
        _Role.Button: "card",
        _Role.ButtonText: "ink",
        _Role.BrightText: "deferred",
        _Role.Light: "card",
        _Role.Midlight: "line",
        _Role.Mid: "line_strong",
        _Role.Dark: "ink_3",
        _Role.Highlight: "accent",
        _Role.HighlightedText: "on_accent",
        _Role.Link: "accent",
        _Role.LinkVisited: "accent",
        _Role.ToolTipBase: "tooltip",
        _Role.ToolTipText: "tooltip_ink",
        _Role.Accent: "accent",
    }
    palette = QPalette()
    for role, name in roles.items():
        palette.setColor(role, colour(name))
    for role in (_Role.WindowText, _Role.Text, _Role.ButtonText):
        palette.setColor(_Group.Disabled, role, colour("ink_2"))
    return palette


def set_kind(widget: QWidget, kind: str, **more: str) -> None:
    """Say which rule of `style.qss` dresses a widget (`kind="card"`), also after it was shown."""
    for name, value in {"kind": kind, **more}.items():
        widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def paint_tick(painter: QPainter, rect: QRectF, *, on: bool) -> None:
    """Paint a box, ticked or empty."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour("accent" if on else "ink_3"), 1))
    painter.setBrush(colour("accent" if on else "card"))
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
    if on:
        painter.setPen(QPen(colour("on_accent"), 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        points = [(0.24, 0.52), (0.43, 0.70), (0.76, 0.32)]
        painter.drawPolyline(
            [QPointF(rect.x() + x * rect.width(), rect.y() + y * rect.height()) for x, y in points]
        )
    painter.restore()


def focus_ring(painter: QPainter, rect: QRectF, radius: float | None = None) -> None:
    """Draw where the keyboard is, the same ring on all that we paint ourselves."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour("border_focus"), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    round_by = length("radius_control") if radius is None else radius
    painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), round_by, round_by)
    painter.restore()
