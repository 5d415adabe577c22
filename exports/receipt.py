"""Receipt: what an intake did, as a workbook that can be sent back to whoever sent the sheets."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

from exports import saving, workbook
from schoolprep.facts.languages import Lang
from schoolprep.facts.problem import Series
from schoolprep.facts.words import say
from schoolprep.intake import Receipt
from schoolprep.intake.columns import NoticePart
from schoolprep.roster import DrawnColumn, Roster, RosterSheet
from schoolprep.roster.drawing import RosterTone

_WIDTHS = (13.0, 22.0, 14.0, 9.0, 30.0, 30.0, 52.0)
_WRAPPED = 4
"""From this column on (what was written, what it became, why) texts run over several lines."""
_TONES: dict[str, RosterTone] = {
    "changed": "ready",
    "asked": "incomplete",
    **{f"refused-{part}": "deferred" for part in get_args(NoticePart)},
    "doubtful": "incomplete", "repaired": "verify", "noted": "ready", "left-out": "past",
}  # fmt: skip


def write(receipt: Receipt, out: Path, lang: Lang) -> None:
    """Write a receipt; dressed, printed and saved as every roster is. Raises `CallError` as `exports.workbook` does."""
    saving.check(out)
    for _ in workbook.write(drawn(receipt, lang), out):
        pass


def drawn(receipt: Receipt, lang: Lang) -> Roster:
    """The receipt as a roster of one sheet: its counts under the title, a row for each cell."""
    headings, *rows = receipt.rows(lang)
    tones = {say(f"intake.{name}", lang): tone for name, tone in _TONES.items()}
    title, counts = say("intake.receipt-title", lang), receipt.counts(lang)
    group = RosterSheet(title, "", counts, [tuple(row) for row in rows], [tones[row[0]] for row in rows])
    return Roster(
        id="receipt",
        lang=lang,
        title_lines=(title, counts),
        columns=tuple(_column(at, heading) for at, heading in enumerate(headings)),
        groups=[group],
        summary=None,
        foot=(say("intake.receipt-files", lang, files=Series(receipt.files)),),
        signatures=(),
        landscape=True,
        frozen=0,
        on="",
        nobody=say("intake.receipt-nothing", lang),
    )


def _column(at: int, heading: str) -> DrawnColumn:
    return DrawnColumn((heading,), _WIDTHS[at], wrap=at >= _WRAPPED, toned=at == 0)
