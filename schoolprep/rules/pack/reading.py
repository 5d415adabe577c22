"""Reading: one pack or profile from its text; what is wrong with it is one sentence with file and line.

A pack may come from anybody: it is data only, its size is bounded, and nothing in it is run. The line of a wrong value
is found by looking for the rule and the key in the text, which is right for packs as people write them.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import msgspec

from schoolprep.facts.problem import CallError
from schoolprep.rules.pack.model import Pack, Profile

MOST_BYTES = 2_000_000
"""A pack with three hundred rules and their examples has about 500 kB."""
_DEEPEST = 40
"""Lists in lists: conditions of illness rules go down six or seven."""
_SYNTAX_AT = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)$")
_AT = re.compile(r"^(?P<what>.*?)(?: - at `(?P<path>\$?.*)`)?$", re.DOTALL)
_STEP = re.compile(r"\.?([A-Za-z_][\w-]*)|\[(\d+|\.\.\.)\]")
_KINDS = (
    (re.compile(r"Object contains unknown field `(?P<key>.*)`", re.DOTALL), "rules.unknown-key"),
    (re.compile(r"Object missing required field `(?P<key>.*)`"), "rules.missing-key"),
    (re.compile(r"Expected `(?P<expected>.*)`, got `(?P<got>.*)`"), "rules.wrong-type"),
    (re.compile(r"Invalid (?:enum )?value (?P<got>.*)", re.DOTALL), "rules.wrong-value"),
)
_RULE = re.compile(r"^\s*\[\[\s*rule\s*\]\]", re.MULTILINE)


def text_of(content: bytes, name: str, size: int = 0) -> str:
    """The text of a pack file, of `size` bytes where not all was read. Raises `CallError`: too large, or no text."""
    if len(content) > MOST_BYTES:
        size = -(-max(size, len(content)) // 1_000_000)  # rounded up
        raise CallError("rules.too-large", file=name, size=size, most=MOST_BYTES // 1_000_000)
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as wrong:
        line = content[: wrong.start].count(b"\n") + 1
        raise CallError("rules.no-text", file=name, line=line) from wrong


def text_at(path: Path) -> str:
    """The text of a pack file a person named. Raises `CallError`; a file that is too large is not read whole."""
    try:
        with path.open("rb") as file:
            return text_of(file.read(MOST_BYTES + 1), path.name, path.stat().st_size)
    except OSError as wrong:
        raise CallError("rules.no-file", file=str(path)) from wrong


def parse(text: str, name: str) -> Pack | Profile:
    """A pack or profile from its text. Raises `CallError` naming the file, the line and what is wrong."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        raise _syntax(text, name, wrong) from wrong
    except RecursionError as wrong:
        raise CallError("rules.too-deep", file=name) from wrong
    except ValueError as wrong:  # a number of thousands of digits
        raise CallError("rules.bad-syntax", file=name, line=1, why=_short(str(wrong))) from wrong
    if _is_deep(data):
        raise CallError("rules.too-deep", file=name)
    return of_data(data, text, name)


def of_data(data: dict[str, object], text: str, name: str) -> Pack | Profile:
    """A pack or profile from plain values, read from `text`. Raises `CallError`."""
    try:
        return msgspec.convert(data, Pack) if "rule" in data else msgspec.convert(data, Profile)
    except msgspec.ValidationError as wrong:
        raise wrongly_made(wrong, data, text, name) from wrong


def _is_deep(data: object) -> bool:
    """Whether something lies deeper in brackets than any pack needs; walked level by level, not down."""
    level = [data]
    for _ in range(_DEEPEST):
        level = [
            inner
            for one in level
            if isinstance(one, dict | list)
            for inner in (one.values() if isinstance(one, dict) else one)
        ]
    return bool(level)


def _syntax(text: str, name: str, wrong: Exception) -> CallError:
    found = _SYNTAX_AT.search(str(wrong))
    line = int(found[1]) if found and found[1] else text.count("\n") + 1
    return CallError("rules.bad-syntax", file=name, line=line, why=_short(_SYNTAX_AT.sub("", str(wrong))))


def _short(text: str, most: int = 80) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 1] + "…"


def explained(wrong: Exception) -> tuple[str, list[str], str, dict[str, str]]:
    """What a refused value is told as: the sentence, the path to it, a key inside it, and the other facts."""
    matched = _AT.match(str(wrong))
    what, path = (matched["what"], matched["path"] or "$") if matched else (str(wrong), "$")
    steps = [word or number for word, number in _STEP.findall(path.removeprefix("$"))]
    for pattern, code in _KINDS:
        if found := pattern.match(what):
            facts = {fact: _short(value) for fact, value in found.groupdict().items()}
            return code, steps, facts.pop("key", ""), facts
    return "rules.wrong-made", steps, "", {"why": _short(what)}


def wrongly_made(wrong: Exception, data: object, text: str, name: str) -> CallError:
    """What a pack says that no pack may say, as one sentence with rule, key and line."""
    code, steps, inner, facts = explained(wrong)
    own = steps[2:] if steps[:1] == ["rule"] and len(steps) > 1 else steps
    key = ".".join(step for step in (*own, inner) if step not in ("", "..."))
    line = line_of(text, steps, "" if code == "rules.missing-key" else inner)
    return CallError(code, file=name, line=line, rule=_rule_at(steps, data), key=key or "—", **facts)


def _rule_at(steps: list[str], data: object) -> str:
    """The id of the rule a path leads into, or its number where it has none; empty outside the rules."""
    if steps[:1] != ["rule"] or len(steps) < 2 or not steps[1].isdigit() or not isinstance(data, dict):
        return "—"
    rules = data.get("rule")
    one = rules[int(steps[1])] if isinstance(rules, list) and int(steps[1]) < len(rules) else None
    own = one.get("id") if isinstance(one, dict) else None
    return own if isinstance(own, str) and own else f"#{int(steps[1]) + 1}"


def line_of(text: str, steps: list[str], key: str = "") -> int:
    """The line in which the last step of a path (or `key`) is written, as near as looking for it comes."""
    begin, end = 0, len(text)
    names = [step for step in (*steps, key) if step and not step.isdigit() and step != "..."]
    if steps[:1] == ["rule"] and len(steps) > 1 and steps[1].isdigit():
        begin, end = _rule_span(text, int(steps[1]))
        names = names[1:]
    place = begin
    for name in names:
        written = re.compile(rf"(?<![\w-])[\"']?{re.escape(name)}[\"']?\s*(?:=|\]|\.)").search(
            text, place, end
        )
        if written is None:
            continue
        place = written.start()
    return text.count("\n", 0, place) + 1


def _rule_span(text: str, at: int) -> tuple[int, int]:
    starts = [found.start() for found in _RULE.finditer(text)]
    if at >= len(starts):
        return 0, len(text)
    begin = starts[at]
    begin += len(text[begin:]) - len(text[begin:].lstrip())
    return begin, starts[at + 1] if at + 1 < len(starts) else len(text)


def line_of_rule(text: str, rule: str, key: str = "") -> int:
    """The line of a rule by its id, or of a key in it; 0 where the text does not write it."""
    for at, found in enumerate(_RULE.finditer(text)):
        begin, end = _rule_span(text, at)
        named = re.compile(rf"^\s*id\s*=\s*[\"']{re.escape(rule)}[\"']", re.MULTILINE).search(
            text, begin, end
        )
        if named:
            if not key:
                return text.count("\n", 0, found.end()) + 1
            return line_of(text, ["rule", str(at), *key.split(".")])
    return 0
