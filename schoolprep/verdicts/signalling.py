"""Signalling: clusters in words and as data, at the edge (`judge/cluster.py` finds them)."""

from __future__ import annotations

from collections.abc import Mapping

from schoolprep.facts.days import MINUTES_A_DAY, Moment, hour_of, iso
from schoolprep.facts.file import File
from schoolprep.facts.languages import MOTHER_TONGUE
from schoolprep.facts.words import say
from schoolprep.rules.pack import Cluster, standing
from schoolprep.verdicts.explain import Explainer, moment_of
from schoolprep.verdicts.judge.cluster import Signal

Json = dict[str, object]


def sentence(signal: Signal, explain: Explainer) -> str:
    """What has come together, where, and what is to be done."""
    rule, lang = _rule(signal, explain), explain.lang
    facts = dict(signal.facts) | {"due_at": hour_of(signal.due)}
    span = "one" if signal.first == signal.last else "span"
    own = {"when": say(f"illness.when-{span}", lang, **explain.facts(facts))}
    own |= {"similar": rule.similar[signal.similar].name[lang], "tell": rule.tell[lang]}
    return rule.says[signal.says][lang].format_map(explain.facts(facts) | own)


def title(signal: Signal, explain: Explainer) -> str:
    """The name of the rule that was reached."""
    return _rule(signal, explain).title[explain.lang]


def due(signal: Signal, explain: Explainer) -> str:
    """By when it is told; at once, where its source says so."""
    if _rule(signal, explain).deadline_hours == 0:
        return say("illness.at-once", explain.lang)
    return moment_of(hour_of(signal.due), explain.lang)


def basis(signal: Signal, explain: Explainer) -> tuple[str, str]:
    """Layer, document and clause the signal stands on, and how far its numbers are checked."""
    pack, rule = explain.rules.source.rule(signal.rule)
    return explain.citing.clause_of(pack, rule), standing(pack, rule.cites)[explain.lang]


def told(signal: Signal, files: Mapping[str, File], words: Mapping[str, Explainer]) -> Json:
    """A signal as `check --json` tells it; `words` has an explainer for each language."""
    own = words[MOTHER_TONGUE]
    rule = _rule(signal, own)
    return {
        "rule": signal.rule,
        "kind": "suspension" if rule.suspends is not None or rule.share is not None else "report",
        "similar": {lang: rule.similar[signal.similar].name[lang] for lang in words},
        "within": signal.within,
        "unit": signal.unit,
        "cases": len(signal.people),
        "first": iso(signal.first),
        "reached": iso(signal.reached),
        "last": iso(signal.last),
        "due": Moment(*divmod(signal.due, MINUTES_A_DAY)).text(),
        "people": [_who(files[subject]) for subject in signal.people],
        "says": {lang: sentence(signal, explain) for lang, explain in words.items()},
        "cites": basis(signal, own)[0],
        "standing": {lang: basis(signal, explain)[1] for lang, explain in words.items()},
        "evidence": list(signal.evidence),
    }


def _who(file: File) -> Json:
    return {"document": file.person.document, "name": file.person.name}


def _rule(signal: Signal, explain: Explainer) -> Cluster:
    rule = explain.rules.source.rule(signal.rule)[1]
    assert isinstance(rule, Cluster)
    return rule
