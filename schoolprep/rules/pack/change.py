"""Change: a school's own number for a rule of a higher layer, and the school-layer rules made of such changes.

A change names a rule, a parameter and a value (or a variant, or that the rule does not apply), with a reason. What is
not surely stricter than the higher layer needs a document. The rule made of it stands for the other by id, says in
every sentence what the school changed, and cites the school's own decision.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Literal, NamedTuple

import msgspec
from msgspec import inspect, structs

from schoolprep.facts.languages import Lang
from schoolprep.facts.problem import CallError, Series
from schoolprep.facts.text import Joined, Same, Text, as_text
from schoolprep.facts.words import Phrase, catalogue
from schoolprep.rules.outcome import OUTCOMES
from schoolprep.rules.pack.anatomy import COMMON, Tree, declared, parameters, plain, tag, title
from schoolprep.rules.pack.citing import authority
from schoolprep.rules.pack.declared import Document, Lift, Variant
from schoolprep.rules.pack.model import AnyRule, Pack
from schoolprep.rules.pack.speaking import spoken
from schoolprep.rules.pack.varying import varied

Way = Literal["tighter", "looser", "other"]
"""Where a change goes; `other`: nobody can say in general, so it is treated like a loosening."""

_WHOLE = "0, 1, 2…"
SCHOOL_PACKS = "school-"
"""What the id of a pack made of changes begins with; the rest is the pack it changes."""


class Change(NamedTuple):
    """One decision of the school about one rule."""

    rule: str
    """`pack/rule`."""
    why: str
    parameter: str = ""
    """Path of the parameter (`stages.0.days`); empty where a variant is chosen or the rule is set aside."""
    value: str = ""
    """The new value as a pack would write it."""
    variant: str = ""
    off: bool = False
    document: str = ""
    """The paper it was decided by: a number, a date, a title."""
    by: str = ""
    written: str = ""
    """Day and hour it was filed."""
    record: str = ""

    @property
    def target(self) -> tuple[str, str, bool]:
        """What it decides: two changes of the same target replace each other."""
        return self.rule, self.parameter, self.off


class ParameterStep(NamedTuple):
    """One parameter before and after."""

    parameter: str
    before: Tree
    after: Tree
    way: Way


def find(packs: Mapping[str, Pack], key: str, standing: Container[str] = ()) -> tuple[Pack, AnyRule]:
    """The rule `pack/rule`; or `rule`, where one pack alone has it, or one alone of those `standing` on the day.

    Raises `CallError`: no such rule, or several, listed.
    """
    pack_id, slash, rule_id = key.rpartition("/")
    among = [packs[pack_id]] if pack_id in packs else [] if slash else packs.values()
    found = [(pack, rule) for pack in among for rule in pack.rule if rule.id == rule_id]
    if len(found) > 1:
        found = [one for one in found if f"{one[0].id}/{one[1].id}" in standing] or found
    if len(found) == 1:
        return found[0]
    if found:
        known = Series(f"{pack.id}/{rule.id}" for pack, rule in found)
        raise CallError("rulebook.which-rule", rule=key, known=known)
    raise CallError("rulebook.unknown-rule", rule=key)


def value_of(text: str) -> Tree:
    """A value as a person writes it: as in a pack, or a bare word."""
    import tomllib  # noqa: PLC0415 - only where a number is changed

    try:
        return tomllib.loads(f"value = {text}")["value"] if "\n" not in text else text
    except (ValueError, RecursionError):
        return text


def steps(rule: AnyRule, change: Change) -> tuple[ParameterStep, ...]:
    """What a change does to its rule, parameter by parameter. Raises `CallError` where it cannot be done."""
    before, after = parameters(rule), parameters(changed(rule, change))
    return tuple(
        ParameterStep(
            path, before.get(path), after.get(path), _way(rule, path, before.get(path), after.get(path))
        )
        for path in dict.fromkeys((*before, *after))
        if before.get(path) != after.get(path)
    )


def way(rule: AnyRule, change: Change) -> Way:
    """Where a change goes as a whole: tighter only if every step is."""
    ways = {"looser"} if change.off else {step.way for step in steps(rule, change)}
    return "tighter" if ways == {"tighter"} else "looser" if "looser" in ways else "other"


def _way(rule: AnyRule, path: str, before: Tree, after: Tree) -> Way:
    known = declared(tag(rule), path)
    if known is None or not known.stricter:
        return "other"
    if before is None or after is None:
        if not known.unset:
            return "other"
        return "tighter" if (before is None) == (known.unset == "loosest") else "looser"
    more = _more(before, after)
    if more is None:
        return "other"
    turned = any(getattr(rule, name, None) in values for name, values in known.reversed.items())
    return "tighter" if more == ((known.stricter == "more") != turned) else "looser"


def _more(before: Tree, after: Tree) -> bool | None:
    """Whether a value is more than another: a larger number, a list with more in it, yes, a worse outcome."""
    if isinstance(before, list) and isinstance(after, list):
        old, new = set(before), set(after)
        return True if old < new else False if new < old else None
    if before in OUTCOMES and after in OUTCOMES:
        return OUTCOMES.index(after) > OUTCOMES.index(before)
    if isinstance(before, int | float) and isinstance(after, int | float):
        return after > before
    return None


def changed(rule: AnyRule, change: Change) -> AnyRule:
    """The rule with one change, still under its own id. Raises `CallError`: rule, parameter and what is allowed."""
    if change.off:
        return rule
    if change.variant:
        return _varied(rule, change)
    path, new = change.parameter, value_of(change.value)
    known = declared(tag(rule), path)
    if path.split(".")[0] in COMMON or not _exists(rule, path) or (known is not None and known.fixed):
        may = (name for name in parameters(rule) if not getattr(declared(tag(rule), name), "fixed", False))
        raise CallError("rulebook.no-parameter", rule=change.rule, parameter=path, known=Series(may))
    made = _converted(rule, _set(plain(rule), path.split("."), new), change)
    _refuse_beyond(change, rule, parameters(made).get(path))
    if made == rule:
        raise CallError(
            "rulebook.same-value", rule=change.rule, parameter=_called(rule, path), value=change.value
        )
    return made


def _varied(rule: AnyRule, change: Change) -> AnyRule:
    return varied(rule, variant(rule, change))


def variant(rule: AnyRule, change: Change) -> Variant:
    """The variant a change chooses. Raises `CallError` where the rule has none of that name."""
    for one in rule.variant:
        if one.id == change.variant:
            return one
    known = Series((one.id for one in rule.variant), nothing="—")
    raise CallError("rulebook.no-variant", rule=change.rule, variant=change.variant, known=known)


def _exists(rule: AnyRule, path: str) -> bool:
    return path in parameters(rule) or path in plain(rule)


def _set(tree: Tree, path: Sequence[str], value: Tree) -> Tree:
    """The tree with another value at a path."""
    if not path:
        return value
    step, *rest = path
    if isinstance(tree, list):
        return [_set(one, rest, value) if str(at) == step else one for at, one in enumerate(tree)]
    return {**tree, step: _set(tree.get(step, {}), rest, value)}


def _converted(rule: AnyRule, tree: Tree, change: Change) -> AnyRule:
    try:
        return msgspec.convert(tree, type(rule), dec_hook=as_text)
    except (msgspec.ValidationError, RecursionError) as wrong:
        raise _refused(rule, change) from wrong


def _refused(rule: AnyRule, change: Change) -> CallError:
    return CallError(
        "rulebook.wrong-value", rule=change.rule, path=change.parameter,
        parameter=_called(rule, change.parameter or change.variant), value=change.value or change.variant,
        allowed=allowed(rule, change.parameter),
    )  # fmt: skip


def _called(rule: AnyRule, path: str) -> Text:
    name = title(tag(rule), path)
    return name if name == Same(path) else Phrase("rulebook.called", path=path, title=name)


def _refuse_beyond(change: Change, rule: AnyRule, value: Tree) -> None:
    """Raise `CallError` where a number (or one of a list) lies outside what is declared."""
    known = declared(tag(rule), change.parameter)
    if known is None or known.least is None or known.most is None:
        return
    numbers = [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, int | float)]
    if not all(known.least <= number <= known.most for number in numbers):  # nan is never inside
        raise _refused(rule, change)


def allowed(rule: AnyRule, path: str) -> Text:
    """What a parameter may be, in short: the ends of a number, the words of a choice, or its type."""
    known = declared(tag(rule), path)
    if known is not None and known.least is not None and known.most is not None:
        return Same(f"{known.least:g}–{known.most:g}")
    types = _types(inspect.type_info(type(rule)), path.split(".") if path else [])
    return Series(dict.fromkeys(types), nothing="—")


def choices(rule: AnyRule, path: str) -> tuple[str, ...]:
    """The codes among which a parameter is chosen; none where it is no choice."""
    found = _types(inspect.type_info(type(rule)), path.split("."))
    return tuple(dict.fromkeys(one for one in found if one not in ("true", "false", _WHOLE)))


def _types(of: inspect.Type, path: Sequence[str]) -> Iterator[str]:
    if isinstance(of, inspect.UnionType):
        for one in of.types:
            yield from _types(one, path)
    elif isinstance(of, inspect.StructType) and path:
        for field in of.fields:
            if field.encode_name == path[0]:
                yield from _types(field.type, path[1:])
    elif isinstance(of, inspect.VarTupleType | inspect.ListType):
        yield from _types(of.item_type, path[1:] if path and path[0].isdigit() else path)
    elif isinstance(of, inspect.LiteralType):
        yield from map(str, of.values)
    elif isinstance(of, inspect.BoolType):
        yield from ("true", "false")
    elif isinstance(of, inspect.IntType | inspect.FloatType):
        yield _WHOLE


def check(packs: Mapping[str, Pack], change: Change) -> Way:
    """Whether a change may be filed, and where it goes. Raises `CallError`: no reason, no document, no such value."""
    _, rule = find(packs, change.rule)
    going = way(rule, change)
    if not change.why.strip():
        raise CallError("rulebook.no-why", rule=change.rule)
    if going != "tighter" and not change.document.strip():
        raise CallError(f"rulebook.needs-document-{going}", rule=change.rule)
    return going


# --- what is made of them ------------------------------------------------------------------------------------------


def school_packs(packs: Mapping[str, Pack], changes: Iterable[Change]) -> Iterator[Pack]:
    """A school-layer pack for every pack the school changes something in. Raises `CallError`.

    It has the days of the pack it changes: where that one is not in force, nothing of it is changed.
    """
    by_rule = sorted(changes, key=lambda one: one.rule)
    decided = [(*find(packs, key), list(group)) for key, group in groupby(by_rule, key=lambda one: one.rule)]
    for pack_id in dict.fromkeys(pack.id for pack, _, _ in decided):
        pack = packs[pack_id]
        own = [(rule, group) for changed_pack, rule, group in decided if changed_pack.id == pack_id]
        yield Pack(
            id=f"{SCHOOL_PACKS}{pack_id}", layer="school", title=Phrase("rulebook.title", title=pack.title),
            document=_document(pack, [change for _, group in own for change in group]),
            since=pack.since, until=pack.until, sources=pack.sources,
            lift=tuple(_lift(pack, rule, group) for rule, group in own if any(one.off for one in group)),
            rule=tuple(_rule(pack, rule, group) for rule, group in own if not any(one.off for one in group)),
        )  # fmt: skip


def _document(pack: Pack, changes: Sequence[Change]) -> Document:
    decided = dict.fromkeys((change.by, change.written[:10]) for change in changes)
    return Document(
        title=Phrase("rulebook.document", title=pack.document.title), number=_papers(changes, "").source,
        standing=Joined(
            Phrase("rulebook.standing", by=by or "—", written=written or "—") for by, written in decided
        ),
    )  # fmt: skip


def _papers(changes: Sequence[Change], nothing: str = "—") -> Text:
    return Series(dict.fromkeys(change.document for change in changes if change.document), nothing)


def _why(changes: Sequence[Change]) -> Text:
    return Joined(map(Same, dict.fromkeys(change.why for change in changes)))


def _lift(pack: Pack, rule: AnyRule, changes: Sequence[Change]) -> Lift:
    return Lift(rule=f"{pack.id}/{rule.id}", why=_why([change for change in changes if change.off]))


def _rule(pack: Pack, rule: AnyRule, changes: Sequence[Change]) -> AnyRule:
    """The rule the school judges by: the parameters changed, every sentence and the source saying so."""
    made = rule
    ordered = sorted(
        changes, key=lambda one: not one.variant
    )  # single numbers are set upon the variant chosen
    for change in ordered:
        made = changed(made, change)
    notes = Joined(note(rule, change) for change in ordered)
    marked: dict[str, Text] = {
        branch: Phrase("rulebook.marked", sentence=sentence, notes=_Literal(notes))
        for branch, sentence in made.says.items()
    }
    changed_by = Phrase(
        "rulebook.seen", notes=notes, why=_why(changes), papers=_papers(changes),
        original=authority(pack, made.cites),
    )  # fmt: skip
    cites = structs.replace(
        made.cites, document="", sources=tuple(filter(None, (made.cites.document, *made.cites.sources))),
        seen=Joined(filter(None, (changed_by, made.cites.seen))),
    )  # fmt: skip
    return structs.replace(
        made, says=marked, cites=cites, replaces=f"{pack.id}/{rule.id}", why=_why(changes), example=(),
        variant=(),
    )  # fmt: skip


class _Literal(Text):
    """A text as it stands in a sentence whose braces are places for facts."""

    __slots__ = ("text",)

    def __init__(self, text: Text) -> None:
        self.text = text

    def __getitem__(self, lang: Lang) -> str:
        """The text in `lang`, its braces doubled."""
        return self.text[lang].replace("{", "{{").replace("}", "}}")

    def _is(self) -> object:
        return self.text


def note(rule: AnyRule, change: Change) -> Text:
    """What the school changed, in a few words: 本校加严：天数 7→10."""
    if change.off:
        return catalogue()["rulebook.note-off"]
    if change.variant:
        return Phrase(f"rulebook.note-variant-{way(rule, change)}", variant=variant(rule, change).title)
    told = Joined(
        Phrase(
            "rulebook.step",
            parameter=title(tag(rule), step.parameter),
            before=spoken(step.before, step.parameter, tag(rule)),
            after=spoken(step.after, step.parameter, tag(rule)),
        )
        for step in steps(rule, change)
    )
    return Phrase(f"rulebook.note-{way(rule, change)}", steps=told)
