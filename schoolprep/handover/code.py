"""Code: the one-time code that opens an invitation, passed on separately: read out, or written on a slip of paper."""

from __future__ import annotations

import secrets
import unicodedata

from schoolprep.facts.problem import CallError
from schoolprep.store.file.key import ALPHABET, MISREAD

SIGNS = 12
"""Of five bits each: 60 bits, behind a derivation that takes a tenth of a second a try (`sealing`)."""
_GROUP_SIGNS = 4


def new_code() -> str:
    """A fresh code: twelve signs in groups of four."""
    signs = "".join(secrets.choice(ALPHABET) for _ in range(SIGNS))
    return "-".join(signs[at : at + _GROUP_SIGNS] for at in range(0, SIGNS, _GROUP_SIGNS))


def code_signs(typed: str) -> str:
    """The signs of a code as somebody typed it: spaces, dashes, small letters and full-width signs do not matter.

    What is misread (O for 0, I and L for 1) is forgiven as in a recovery code. Raises `CallError` for what is none.
    """
    plain = unicodedata.normalize("NFKC", typed).upper()
    signs = "".join(sign for sign in plain if sign.isalnum()).translate(MISREAD)
    if len(signs) != SIGNS or set(signs) - set(ALPHABET):
        raise CallError("handover.code-shape", count=SIGNS)
    return signs
