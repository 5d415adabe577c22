"""Reading: one pack or profile from its text; what is wrong with it is one sentence with file and line.

A pack may come from anybody: it is data only, its size is bounded, and nothing in it is run. An example stands with
its rule (`[[rule.example]]`) or apart from all rules under the id of its own (`[[example.five-day-test]]`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from schoolprep.facts import toml
from schoolprep.facts.problem import CallError, Series
from schoolprep.facts.text import as_text
from schoolprep.rules.pack.model import Pack, Profile
from schoolprep.rules.pack.outline import TreePath, line_of
from schoolprep.rules.pack.source import Source

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

_Said = TypeVar("_Said")


def parse_own(source: Source, kept: Path) -> Pack | Profile:
    """One of the program's own from its text, or from what was kept of it. Raises as `parse`."""
    try:
        data = toml.parsed({source.name: source.text.encode()}, kept)[source.name]
    except toml.UnreadableToml:
        return parse(source)  # which says where
    return _made(data, source)


def parse(source: Source) -> Pack | Profile:
    """A pack or profile from its text. Raises `CallError` naming the file, the line and what is wrong."""
    import tomllib  # noqa: PLC0415 - only for what comes from outside

    try:
        data = tomllib.loads(source.text)
    except tomllib.TOMLDecodeError as wrong:
        raise _syntax(source, wrong) from wrong
    except RecursionError as wrong:
        raise CallError("rules.too-deep", file=source.name) from wrong
    except ValueError as wrong:  # a number of thousands of digits
        raise CallError("rules.bad-syntax", file=source.name, line=1, why=_short(str(wrong))) from wrong
    if _is_deep(data):
        raise CallError("rules.too-deep", file=source.name)
    return _made(data, source)


def _made(data: dict[str, Any], source: Source) -> Pack | Profile:
    if "rule" not in data and "rules" not in data:
        return _converted(data, Profile, source, {})
    named = data.pop("rules", None)
    data.setdefault("rule", [])
    if isinstance(data.get("sources"), dict):
        data["sources"] = {key: _titled(one) for key, one in data["sources"].items()}
    came = _with_examples(data, source)
    pack = _converted(data, Pack, source, came)
    ids = [rule.id for rule in pack.rule]
    if named is not None and named != ids:
        file, line = source.place(line_of(source.text, ["rules"]))
        differ = sorted(set(map(str, named)) ^ set(ids)) if isinstance(named, list) else []
        raise CallError("rules.other-contents", file=file, line=line, rules=Series(differ or ids))
    return pack


def _titled(source: object) -> object:
    """A document that rules rest on; it may be written as its title alone."""
    return source if isinstance(source, dict) and "title" in source else {"title": source}


def _converted(data: object, type_: type[_Said], source: Source, came: dict[TreePath, TreePath]) -> _Said:
    try:
        return msgspec.convert(data, type_, dec_hook=as_text)
    except msgspec.ValidationError as wrong:
        raise _wrongly_made(wrong, data, source, came) from wrong


def _with_examples(data: dict[str, Any], source: Source) -> dict[TreePath, TreePath]:
    """Put the examples that stand apart to what they are of; gives where each now stands and where it came from."""
    came: dict[TreePath, TreePath] = {}
    apart = _converted({"example": data.pop("example", {})}, _Apart, source, came).example
    for of, examples in apart.items():
        for at, example in enumerate(examples):
            variant = example.pop("variant", "")
            where, owner = _owner(data, of, variant)
            if owner is None:
                file, line = source.place(line_of(source.text, ["example", of, str(at)]))
                raise CallError(
                    "rules.example-of-nothing", file=file, line=line, rule=of, variant=str(variant or "—")
                )
            beside = owner.setdefault("example", [])
            if isinstance(beside, list):
                came[(*where, "example", str(len(beside)))] = ("example", of, str(at))
                beside.append(example)
    return came


class _Apart(msgspec.Struct):
    """The examples that stand apart from what they are of."""

    example: dict[str, list[dict[str, Any]]]


def _owner(data: dict[str, Any], of: str, variant: object) -> tuple[TreePath, dict[str, Any] | None]:
    """The rule, variant or transition an example is of, and the path to it."""
    kind, key = ("transition", "of") if "/" in of else ("rule", "id")
    at, found = _named(data.get(kind), key, of)
    if not variant or found is None:
        return (kind, at), found
    inner, one = _named(found.get("variant"), "id", variant)
    return (kind, at, "variant", inner), one


def _named(entries: object, key: str, name: object) -> tuple[str, dict[str, Any] | None]:
    for at, one in enumerate(entries if isinstance(entries, list) else ()):
        if isinstance(one, dict) and one.get(key) == name:
            return str(at), one
    return "", None


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


def _syntax(source: Source, wrong: Exception) -> CallError:
    found = _SYNTAX_AT.search(str(wrong))
    file, line = source.place(int(found[1]) if found and found[1] else source.text.count("\n") + 1)
    return CallError("rules.bad-syntax", file=file, line=line, why=_short(_SYNTAX_AT.sub("", str(wrong))))


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


def _wrongly_made(
    wrong: Exception, data: object, source: Source, came: dict[TreePath, TreePath]
) -> CallError:
    """What a pack says that no pack may say, as one sentence with rule, key and line."""
    code, steps, inner, facts = explained(wrong)
    own = steps[2:] if steps[:1] == ["rule"] and len(steps) > 1 else steps
    key = ".".join(step for step in (*own, inner) if step not in ("", "..."))
    written = _written_at(steps, came)
    file, line = source.place(line_of(source.text, written, "" if code == "rules.missing-key" else inner))
    return CallError(code, file=file, line=line, rule=_rule_at(steps, data), key=key or "—", **facts)


def _written_at(steps: Sequence[str], came: dict[TreePath, TreePath]) -> list[str]:
    """Where the text says what stands at a path."""
    for length in range(len(steps), 0, -1):
        if origin := came.get(tuple(steps[:length])):
            return [*origin, *steps[length:]]
    return list(steps)


def _rule_at(steps: list[str], data: object) -> str:
    """The id of the rule a path leads into, or its number where it has none; empty outside the rules."""
    if steps[:1] != ["rule"] or len(steps) < 2 or not steps[1].isdigit() or not isinstance(data, dict):
        return "—"
    rules = data.get("rule")
    one = rules[int(steps[1])] if isinstance(rules, list) and int(steps[1]) < len(rules) else None
    own = one.get("id") if isinstance(one, dict) else None
    return own if isinstance(own, str) and own else f"#{int(steps[1]) + 1}"
