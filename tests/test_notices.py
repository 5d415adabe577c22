"""NOTICES names everything that is shipped, in the version that is locked, each with the text of its licence."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parent.parent
LOCK = (HOUSE / "requirements.lock").read_text("utf-8")
SHIPPED = re.findall(r"^([\w.-]+)==([^\s;\\]+)", LOCK, re.MULTILINE)
NOTICES = (HOUSE / "NOTICES").read_text("utf-8")
PARTS = NOTICES.split("=" * 100 + "\n")


@pytest.mark.parametrize(("name", "version"), SHIPPED)
def test_every_package_has_its_licence_and_its_text(name: str, version: str) -> None:
    (part,) = [part for part in PARTS[1:] if part.startswith(f"{name} {version}\n")]
    licence, _, text = part.partition("\n")[2].partition("\n")
    assert licence.strip(), "make it anew: python tools/make_notices.py"
    assert len(text.split()) > 60 or "The text stands above" in text
    assert f"{name} {version}: {licence}" in PARTS[0]


def test_nothing_is_named_that_is_not_shipped() -> None:
    assert len(PARTS) - 1 == len(SHIPPED)


def test_what_must_go_with_the_libraries_goes_with_them() -> None:
    """LGPL (Qt, stdnum), the notice of SQLCipher, OpenSSL's licence, libsodium's, the fonts'."""
    for needed in (
        "GNU LESSER GENERAL PUBLIC LICENSE", "Version 3, 29 June 2007", "Version 2.1, February 1999",
        "ZETETIC LLC", "Apache License", "Phosphor Icons", "Frank Denis",
    ):  # fmt: skip
        assert needed in NOTICES
    for package in ("sdist", "wheel"):
        assert package in (HOUSE / "pyproject.toml").read_text("utf-8")
    assert '"/NOTICES"' in (HOUSE / "pyproject.toml").read_text("utf-8")
