"""Packing: a workbook as bytes, with nothing on the disk.

openpyxl's own `save` writes every sheet to a temporary file first: temperatures and dates in the clear, in a folder
nobody chose, for as long as the program runs if it is stopped there.
"""

from __future__ import annotations

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter


class _InMemory(ExcelWriter):
    """Writes each sheet straight into the archive."""

    def write_worksheet(self, ws: Worksheet) -> None:
        """As the original does, but for where the sheet's text is kept meanwhile."""
        ws._drawing = SpreadsheetDrawing()  # type: ignore[attr-defined]
        ws._drawing.charts, ws._drawing.images = ws._charts, ws._images  # type: ignore[attr-defined]
        writer = WorksheetWriter(ws, BytesIO())
        writer.write()
        ws._rels = writer._rels  # type: ignore[attr-defined]
        self._archive.writestr(ws.path[1:], writer.read())  # type: ignore[attr-defined]
        self.manifest.append(ws)


def packed(book: Workbook) -> bytes:
    """The workbook as a file's content."""
    content = BytesIO()
    _InMemory(book, ZipFile(content, "w", ZIP_DEFLATED, allowZip64=True)).save()
    return content.getvalue()
