"""Make the catalogue of a language that does not stand in the declarations: `python tools/make_language.py zh-TW`.

Every text declared anywhere (a table with `zh` and `en` in one of our TOML files, and the words that the sheets of the
blanks have in Chinese) gets a line in `schoolprep/facts/languages/CODE.tsv`, in the order of the files. What it says:

1. what `tools/languages/CODE.toml` says of this very text (`[texts]`, written by hand),
2. else what OpenCC makes of it (`opencc = "s2tw"`), put right by `[phrases]`, the longest first,
3. else, for a language that OpenCC does not know, what the catalogue says already; a new text is left to be filled in.

Needs OpenCC (PyPI: opencc-python-reimplemented) for languages made by it; the program itself does not.
"""

from __future__ import annotations

import argparse
import re
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ROOT / "schoolprep/facts/languages"
PACKAGES = ("schoolprep", "forms", "exports")
SHEET_WORDS = ("sheet", "headings", "ignored", "yes_words", "no_words", "none_word")
"""Words of a blank that empty workbooks write and that stand in Chinese only; of a list the first."""


def main() -> int:
    """Write the catalogue; returns 1 where texts are left to be filled in."""
    sys.path.insert(0, str(ROOT))
    from schoolprep.facts import languages  # noqa: PLC0415 - found beside this file

    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("code", choices=[code for code in languages.known() if not languages.of(code).beside])
    code = parser.parse_args().code
    language = languages.of(code)
    hand_file = ROOT / f"tools/languages/{code}.toml"
    hand: dict[str, Any] = tomllib.loads(hand_file.read_text("utf-8")) if hand_file.is_file() else {}
    convert = _converter(hand) if "opencc" in hand else lambda text: language.texts.get(text, "")
    own: dict[str, str] = hand.get("texts", {})
    made = {text: own.get(text) or convert(text) for text in texts(language.fallback)}
    lines = (f"{languages.escaped(text)}\t{languages.escaped(said)}\n" for text, said in made.items())
    (LANGUAGES / f"{code}.tsv").write_text("".join(lines), "utf-8")
    for text in own.keys() - made.keys():
        print(f"no longer said anywhere, take it out of {hand_file.name}: {text}", file=sys.stderr)
    empty = [text for text, said in made.items() if not said]
    print(f"{len(made)} texts, {len(empty)} to be filled in")
    return 1 if empty else 0


def texts(lang: str) -> dict[str, None]:
    """Every text declared in `lang`, in the order of the files."""
    found: dict[str, None] = {}
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.toml")):
            if path.parent != LANGUAGES:
                found |= dict.fromkeys(_said(tomllib.loads(path.read_text("utf-8")), lang))
    return {text: None for text in found if text}


def _said(tree: Any, lang: str) -> Iterator[str]:
    if isinstance(tree, list):
        for one in tree:
            yield from _said(one, lang)
    elif isinstance(tree, dict) and isinstance(tree.get(lang), str):
        yield tree[lang]
    elif isinstance(tree, dict):
        for name, one in tree.items():
            yield from _sheet_words(name, one)
            yield from _said(one, lang)


def _sheet_words(name: str, said: Any) -> Iterator[str]:
    words = [said] if isinstance(said, str) else said
    if name in SHEET_WORDS and isinstance(words, list):
        yield from words[:1]


def _converter(hand: dict[str, Any]) -> Callable[[str], str]:
    from opencc import OpenCC  # noqa: PLC0415 - only languages made by it need it

    phrases: dict[str, str] = hand.get("phrases", {})
    wrong = re.compile("|".join(re.escape(one) for one in sorted(phrases, key=len, reverse=True)) or "(?!)")
    made = OpenCC(hand["opencc"])
    return lambda text: wrong.sub(lambda found: phrases[found[0]], made.convert(text))


if __name__ == "__main__":
    sys.exit(main())
