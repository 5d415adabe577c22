"""Lint: what can be seen of a pack by reading it: ids, dates, sources, both languages, sentences, numbers.

What can be seen only beside other packs is in `neighbours`; what its examples show, in `schoolprep.verdicts.vetting`.
"""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

import msgspec

from schoolprep.facts import languages
from schoolprep.facts.problem import Filling, Series
from schoolprep.facts.text import Text
from schoolprep.rules.pack.anatomy import Tree, branches, declared, parameters, plain, tag
from schoolprep.rules.pack.figures import figures
from schoolprep.rules.pack.flaws import Flaw
from schoolprep.rules.pack.illness import IllnessRule
from schoolprep.rules.pack.kinds import Exposure
from schoolprep.rules.pack.model import AnyRule, Pack
from schoolprep.rules.pack.outline import line_of, line_of_example, rule_at
from schoolprep.rules.pack.source import Source

_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,79}")
_NAME = re.compile(r"[a-z_][a-z0-9_]*")
_BEHIND = re.compile(
    r"(?<![A-Za-z0-9])S\d+[a-z]?(?![A-Za-z0-9-])|https?://|www\.|[a-z0-9-]\.(?:com|cn|net|org|gov|edu|info)\b"
)
"""What stays behind a citation: an author's key (S12b), the address of a page."""
_UNSAID = frozenset({"example", "sources", "document", "specimens"})
_FIRST, _LAST = date(1950, 1, 1), date(2150, 12, 31)
_MOST_DAYS = 4000
"""No measure, look-back or span of a rule is longer: beyond, a number is a slip of the finger."""
ABOLISHED = {"medium": date(2022, 11, 11), "subclose": date(2022, 11, 11)}
"""Levels and categories that ended with 联防联控机制综发〔2022〕101号 (二十条)."""


def of_pack(pack: Pack) -> Iterator[Flaw]:
    """The flaws of a pack by itself, without lines."""
    if not _ID.fullmatch(pack.id):
        yield Flaw("bad-id", pack.id, parameter="id", facts={"id": pack.id[:80]})
    for name, day in (("since", pack.since), ("until", pack.until)):
        if day is not None and not _FIRST <= day <= _LAST:
            yield Flaw("far-date", pack.id, parameter=name, facts={"day": day.isoformat()})
    if pack.until is not None and pack.until < pack.since:
        yield Flaw("ends-first", pack.id, parameter="until")
    for id_, count in Counter(rule.id for rule in pack.rule).items():
        if count > 1:
            yield Flaw("duplicate-rule", pack.id, id_, "id", {"count": count})
    yield from _untranslated(pack, pack.id, skip="rule")
    for rule in pack.rule:
        yield from of_rule(pack, rule)
        yield from _unreachable(pack, rule)


def of_rule(pack: Pack, rule: AnyRule) -> Iterator[Flaw]:
    """The flaws of one rule by itself."""
    if not _ID.fullmatch(rule.id):
        yield Flaw("bad-id", pack.id, rule.id, "id", {"id": rule.id[:80]})
    if rule.replaces and rule.why is None:
        yield Flaw("no-why", pack.id, rule.id, "why", {"replaces": rule.replaces})
    yield from _untranslated(rule, pack.id, rule.id)
    yield from _sources(pack, rule)
    yield from _sentences(pack, rule)
    yield from _never_said(pack, rule)
    yield from _numbers(pack, rule)


def _untranslated(of: object, pack: str, rule: str = "", path: str = "", skip: str = "") -> Iterator[Flaw]:
    """Texts in both languages of which one is empty."""
    if isinstance(of, Text):
        for lang in languages.beside():
            if not of[lang].strip():
                yield Flaw("untranslated", pack, rule, path, {"lang": lang})
    for name, part in _parts(of):
        if name != skip:
            yield from _untranslated(part, pack, rule, f"{path}.{name}".lstrip("."))


def _parts(of: object) -> Iterable[tuple[str, object]]:
    """What is in a part of a pack, by the names it has in the file."""
    if isinstance(of, msgspec.Struct):
        return ((field.encode_name, getattr(of, field.name)) for field in msgspec.structs.fields(type(of)))
    if isinstance(of, Mapping):
        return of.items()
    return ((str(at), one) for at, one in enumerate(of)) if isinstance(of, tuple) else ()


def _sources(pack: Pack, rule: AnyRule) -> Iterator[Flaw]:
    if not rule.cites.clause.strip():
        yield Flaw("no-clause", pack.id, rule.id, "cites.clause")
    for place, cites in (
        ("", rule.cites),
        *((f"variant.{at}.", one.cites) for at, one in enumerate(rule.variant)),
    ):
        for key in sorted({*cites.sources, cites.document} - {*pack.sources, ""}):
            yield Flaw("unknown-source", pack.id, rule.id, f"{place}cites.sources", {"key": key[:80]})
        if not (cites.document or cites.sources or cites.seen):
            yield Flaw("no-standing", pack.id, rule.id, f"{place}cites")
    for path, said in _told(plain(rule), ""):
        if found := _BEHIND.search(said):
            yield Flaw("code-said", pack.id, rule.id, path, {"what": found[0][:80]}, grave=False)


def _told(tree: Tree, path: str) -> Iterator[tuple[str, str]]:
    """Every text of a rule that people read, with its place."""
    if isinstance(tree, Mapping):
        for name, one in tree.items():
            if name not in _UNSAID:
                yield from _told(one, f"{path}.{name}".strip("."))
    elif isinstance(tree, list):
        for at, one in enumerate(tree):
            yield from _told(one, f"{path}.{at}")
    elif isinstance(tree, str):
        yield path, tree


def _sentences(pack: Pack, rule: AnyRule) -> Iterator[Flaw]:
    known = branches(rule)
    for branch, sentence in rule.says.items():
        if known is not None and branch not in known:
            yield Flaw("branch-never", pack.id, rule.id, f"says.{branch}", grave=False)
            given = None
        else:
            given = None if known is None else (*known[branch].facts, *_clauses(rule))
        yield from _facts(pack, rule, f"says.{branch}", sentence, given)
    needed = {name for name, one in (known or {}).items() if not one.optional}
    for branch in sorted(needed - rule.says.keys()):
        yield Flaw("branch-missing", pack.id, rule.id, "says", {"branch": branch})


def _clauses(rule: AnyRule) -> Iterable[str]:
    return rule.clauses if isinstance(rule, IllnessRule) else ()


def _never_said(pack: Pack, rule: AnyRule) -> Iterator[Flaw]:
    """Clauses by a question that no condition of the rule asks, or that have no place in its words."""
    asked = {value for path, value in parameters(rule).items() if path.rpartition(".")[2] == "when"}
    words = _asked(rule.condition.source) if isinstance(rule, IllnessRule) else set()
    for name in _clauses(rule):
        if name not in asked or name not in (words or ()):
            yield Flaw("clause-never", pack.id, rule.id, f"clauses.{name}", {"what": name})


def _facts(
    pack: Pack, rule: AnyRule, place: str, sentence: Text, facts: Collection[str] | None
) -> Iterator[Flaw]:
    """What a sentence asks for in one language and in the other, beside what its branch gives (None: not known)."""
    asked = {lang: _asked(sentence[lang]) for lang in languages.beside()}
    for lang, names in asked.items():
        if names is None:
            yield Flaw("bad-sentence", pack.id, rule.id, place, {"lang": lang})
        elif facts is not None and (unknown := names.difference(facts, figures(rule))):
            said = Series(name[:80] for name in sorted(unknown))
            given = Series(sorted(facts), nothing="—")
            yield Flaw("unknown-fact", pack.id, rule.id, place, {"fact": said, "given": given})
    if None not in asked.values() and len({frozenset(names or ()) for names in asked.values()}) > 1:
        yield Flaw("facts-differ", pack.id, rule.id, place)


def _asked(sentence: str) -> set[str] | None:
    """The facts a sentence asks for; None where it has a place that is more than a plain name.

    Sentences of a pack are format strings and packs come from anybody: `{place.__class__}` would look into the
    program, `{day:>999999999}` would fill the memory.
    """
    try:
        places = [place for place in string.Formatter().parse(sentence) if place[1] is not None]
    except ValueError:
        return None
    if any(form or conversion or not _NAME.fullmatch(name or "") for _, name, form, conversion in places):
        return None
    return {name or "" for _, name, _, _ in places}


def _numbers(pack: Pack, rule: AnyRule) -> Iterator[Flaw]:
    values = parameters(rule)
    for path, value in values.items():
        yield from _out_of_range(pack, rule, path, value)
    yield from _outlasting(pack, rule)
    for path, value in values.items():
        days = values.get(path.removesuffix("tests") + "days")
        if path.endswith(".tests") and isinstance(days, int):
            yield from _tests(pack, rule, path, value, days)


def _out_of_range(pack: Pack, rule: AnyRule, path: str, value: Tree) -> Iterator[Flaw]:
    known = declared(tag(rule), path)
    least, most = (known.least, known.most) if known else (None, None)
    low, high = -_MOST_DAYS if least is None else least, _MOST_DAYS if most is None else most
    beyond = next((number for number in _plain_numbers(value) if not low <= number <= high), None)
    if beyond is not None:
        facts: dict[str, Filling] = {"value": _shown(beyond), "allowed": _ends(least, most)}
        yield Flaw("out-of-range", pack.id, rule.id, path, facts)


def _tests(pack: Pack, rule: AnyRule, path: str, value: Tree, days: int) -> Iterator[Flaw]:
    """Days of tests that lie outside their stage, or not one behind the other."""
    beyond = [day for day in value if not 0 <= day <= days]
    if beyond:
        facts: dict[str, Filling] = {"day": _shown(beyond[0]), "days": _shown(days)}
        yield Flaw("tests-beyond", pack.id, rule.id, path, facts)
    if list(value) != sorted(set(value)):
        yield Flaw("tests-unordered", pack.id, rule.id, path)


def _outlasting(pack: Pack, rule: AnyRule) -> Iterator[Flaw]:
    """A chain counted from the day a place was left that is longer than the look-back: it ends with the look-back."""
    if not isinstance(rule, Exposure) or rule.of != "stay" or rule.look_back is None or rule.anchor != "left":
        return
    days = sum(stage.days for stage in rule.stages) - (rule.anchor_counts if rule.stages else 0)
    if days > rule.look_back:
        facts = {"days": _shown(days), "look_back": _shown(rule.look_back)}
        yield Flaw("outlasts", pack.id, rule.id, "stages", facts, grave=False)


def _plain_numbers(value: Tree) -> Iterator[Any]:
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, int | float) and not isinstance(one, bool):
            yield one


def _shown(number: float) -> str:
    text = str(number)
    return text if len(text) <= 20 else f"{text[:19]}…"


def _ends(least: float | None, most: float | None) -> str:
    return f"{-_MOST_DAYS if least is None else least:g}–{_MOST_DAYS if most is None else most:g}"


def _unreachable(pack: Pack, rule: AnyRule) -> Iterator[Flaw]:
    values = parameters(rule)
    if values.get("look_back") == 0 and values.get("stages.0.days"):
        yield Flaw("look-back-zero", pack.id, rule.id, "look_back", grave=False)
    for path in ("levels", "categories"):
        over = [one for one in values.get(path) or () if pack.since >= ABOLISHED.get(one, _LAST)]
        if over and len(over) == len(values[path]):
            ended = ABOLISHED[over[0]].isoformat()
            yield Flaw("abolished", pack.id, rule.id, path, {"what": Series(over), "day": ended}, grave=False)


def with_lines(flaws: list[Flaw], source: Source | None) -> list[Flaw]:
    """The flaws with the file and the line each stands in; as they are where the pack is not read from a text."""
    if source is None:
        return flaws
    places = (source.place(_line(flaw, source.text)) for flaw in flaws)
    return [flaw._replace(file=file, line=line) for flaw, (file, line) in zip(flaws, places, strict=True)]


def _line(flaw: Flaw, text: str) -> int:
    example = flaw.facts.get("example")
    if isinstance(example, Text) and (line := line_of_example(text, flaw.rule, example.source)):
        return line
    own = rule_at(text, flaw.rule) if flaw.rule else ()
    return line_of(text, [*(own or ()), *(flaw.parameter.split(".") if flaw.parameter else ())])
