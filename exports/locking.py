"""Locking: a workbook behind a password, as Excel and WPS open it ([MS-OFFCRYPTO] agile encryption); all in memory."""

from __future__ import annotations

from io import BytesIO


def locked(content: bytes, password: str) -> bytes:
    """The workbook behind a password; a tenth of a second by the format's design."""
    from msoffcrypto.format.ooxml import OOXMLFile  # noqa: PLC0415 - cryptography is only loaded for who needs it

    out = BytesIO()
    OOXMLFile(BytesIO(content)).encrypt(password, out)
    return out.getvalue()
