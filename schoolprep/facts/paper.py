"""Paper (证明材料): a person's paper as it came, a picture or a PDF; a record names it, its bytes lie beside.

It is evidence for people: no rule reads it, and nothing in it is an answer.
"""

from __future__ import annotations

import hashlib

PAPER_BLANK = "paper"
"""The hidden blank of these records."""
PAPER_DIGEST = "digest"
"""Its question that names the bytes."""


def paper_digest(content: bytes) -> str:
    """By what the bytes of a paper are found: SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()
