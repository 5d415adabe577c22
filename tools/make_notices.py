"""Make NOTICES, the licences of everything that is shipped with the program: `python tools/make_notices.py`.

Every package of `requirements.lock` must be installed where this runs; its metadata gives name, version and licence
and its files the texts. What they do not tell stands in `tools/notices.toml`, further texts in `tools/licences/`.
A text that several packages share is printed once.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import Distribution, distribution
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
LICENCES = ROOT / "tools" / "licences"
_IS_LICENCE = re.compile(
    r"(?i)(^|/)(licen[cs]es?|copying|notice|copyright)([^/]*)(\.txt|\.md|\.rst|\.python)?$"
)
_RULE = "=" * 100


class Shipped(NamedTuple):
    """One package and what is to be said about it."""

    name: str
    version: str
    licence: str
    remark: str
    texts: tuple[str, ...]


def main() -> int:
    told = tomllib.loads((ROOT / "tools/notices.toml").read_text("utf-8"))
    packages = [_shipped(name, version, told) for name, version in locked()]
    (ROOT / "NOTICES").write_text(notices(packages), "utf-8")
    silent = [one.name for one in packages if not one.licence or not one.texts]
    print(f"{len(packages)} packages" + (f"; nothing known of {', '.join(silent)}" if silent else ""))
    return bool(silent)


def locked() -> list[tuple[str, str]]:
    """Name and version of everything that running needs."""
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    return re.findall(r"^([\w.-]+)==([^\s;\\]+)", lock, re.MULTILINE)


def _shipped(name: str, version: str, told: dict[str, dict[str, object]]) -> Shipped:
    found = distribution(name)
    if found.version != version:
        raise SystemExit(f"{name} {version} is locked and {found.version} installed")
    said = [found.metadata[key] for key in ("License-Expression", "License") if key in found.metadata]
    licence = told["license"].get(name) or next(iter(said), "")
    further = told["texts"].get(name, [])
    assert isinstance(further, list)
    texts = [*_texts(found), *((LICENCES / f"{one}.txt").read_text("utf-8") for one in further)]
    if name == "shiboken6":
        texts.append((LICENCES / "LGPL-3.0.txt").read_text("utf-8"))
    remark = str(told["remarks"].get(name, ""))
    return Shipped(name, version, str(licence), remark, tuple(dict.fromkeys(map(_tidy, texts))))


def _texts(found: Distribution) -> Iterator[str]:
    for file in found.files or ():
        if ".dist-info/" in file.as_posix() and _IS_LICENCE.search(file.as_posix().split(".dist-info/")[1]):
            yield Path(str(found.locate_file(file))).read_text("utf-8", errors="replace")


def _tidy(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.replace("\f", "\n").strip().splitlines())


def notices(packages: list[Shipped]) -> str:
    """The whole file."""
    lines = [
        "SchoolPrep is shipped with the packages below. Each stands under its own licence, whose text follows.",
        "",
        *(f"{one.name} {one.version}: {one.licence}" for one in packages),
    ]
    first: dict[str, str] = {}
    for one in packages:
        lines += ["", _RULE, f"{one.name} {one.version}", one.licence]
        lines += [one.remark] * bool(one.remark)
        for text in one.texts:
            lines += ["", f"(The text stands above, under {first[text]}.)" if text in first else text]
            first.setdefault(text, one.name)
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
