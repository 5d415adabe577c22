"""Word: small documents (docx) for tests, written part by part as Word and WPS lay them out."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"

Rows = Sequence[Sequence[str]]


def paragraph(text: str, look: str = "") -> str:
    """A paragraph of one run."""
    about = f"<w:rPr>{look}</w:rPr>" if look else ""
    return f'<w:p><w:pPr/><w:r>{about}<w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def cell(inside: str, about: str = "") -> str:
    """A cell of what is inside (a paragraph where it is plain text)."""
    body = inside if inside.startswith("<") else paragraph(inside)
    return f"<w:tc><w:tcPr>{about}</w:tcPr>{body}</w:tc>"


def row(*cells: str, about: str = "") -> str:
    """A row of cells."""
    made = "".join(one if one.startswith("<w:tc") else cell(one) for one in cells)
    return f"<w:tr>{f'<w:trPr>{about}</w:trPr>' if about else ''}{made}</w:tr>"


def table(*rows: str) -> str:
    """A table of rows."""
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def document(*blocks: str | Rows) -> bytes:
    """A docx of blocks: mark-up, a line of text, or the rows of a table."""
    return packed(f"<w:body>{''.join(_block(block) for block in blocks)}<w:sectPr/></w:body>")


def packed(body: str) -> bytes:
    """A docx with this body."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(
            "_rels/.rels",
            f'<Relationships><Relationship Type="{_OFFICE}" Target="word/document.xml"/></Relationships>',
        )
        archive.writestr(
            "word/document.xml",
            f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{_W}" xmlns:mc="mc">{body}</w:document>',
        )
    return whole.getvalue()


def _block(block: str | Rows) -> str:
    if not isinstance(block, str):
        return table(*(row(*cells) for cells in block))
    return block if block.startswith("<") else paragraph(block)


def lines(texts: Iterable[str]) -> bytes:
    """A docx of lines of text alone."""
    return document(*texts)
