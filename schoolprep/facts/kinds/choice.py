"""Answers out of a list: yes or no, one of several, several of several."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import repeat

from schoolprep.facts import languages
from schoolprep.facts.blank import Choice, Field
from schoolprep.facts.divisions import Divisions
from schoolprep.facts.kinds import spelling
from schoolprep.facts.kinds.base import NOTHING, SKIPPED, Common, Frame, Reading, wrong
from schoolprep.facts.languages import Lang
from schoolprep.facts.problem import Filling, Problem, Series
from schoolprep.facts.record import Value
from schoolprep.facts.traditional import simplified
from schoolprep.facts.words import listed, say

# DOMAIN §6 row 25. Signs are shown as repairs: a tick may have meant something else.
YES_WORDS = frozenset(["是", "有", "对", "yes", "y", "true", "t", "是的"])
NO_WORDS = frozenset(["否", "无", "没有", "没", "不", "不是", "no", "n", "false", "f", "未"])
YES_SIGNS = frozenset(["√", "✓", "✔", "☑", "●", "1", "v"])
NO_SIGNS = frozenset(["×", "✗", "✘", "☒", "x", "0"])
_BETWEEN = "、"
"""Between words that are kept as they were written."""
ELSEWHERE = "is-illness"
"""The repair of words that are a form elsewhere as well (`Field.elsewhere`)."""
BETWEEN = re.compile(r"[、，,;；/|+\n]+")
OTHER = "other"
SUSPECTED = "suspected"
"""What a choice is that was written with a doubt: the repair it is told by, and the answer that keeps it."""
EXPLAINED = "explained"
"""The repair of an answer behind which the form itself explains it: 发热（体温≥37.3℃）."""
_BRACKET = re.compile(r"[(（\[【]([^()（）\[\]【】]*)[)）\]】]")
_OF_THE_FORM = re.compile(
    r"[≥≤<>＞＜]|以上|以下|包括|例如|比如|^如|^含|^指|^即|等$|e\.?g\.?|for example|such as|including|or (?:above|more)",
    re.IGNORECASE,
)
"""What stands in the brackets of a form that explains its answers, and in hardly anybody's own words."""
_AROUND = re.compile(r"^[\s（()）：:]+|[\s（()）：:]+$")
_DENIES = re.compile(r"^(?:无|没有|没|不|未见|未|否认|非)")
_TURNS = re.compile(r"[无没不未非否]|排除|痊愈|已愈|解除|疫苗|\b(?:no|not|never)\b", re.IGNORECASE)
"""What in brackets may make something else of the answer before them."""


class YesNoKind(Common):
    """True or false. An empty cell or a dash is unanswered, never no (row 25)."""

    nothing = frozenset(("不清楚", *NOTHING))

    def of_text(self, text: str, field: Field, frame: Frame) -> Reading:
        """The blank's own words before the usual ones."""
        word = spelling.word(spelling.without_zero_tail(text))
        if word in _words(field.unclear_words):
            return wrong("yes-no-unclear", value=text, label=field.label)
        if word in _words(field.yes_words) or word in _words(field.no_words):
            return Reading(word in _words(field.yes_words))
        if word in YES_WORDS or word in NO_WORDS:
            return Reading(word in YES_WORDS)
        if word in YES_SIGNS or word in NO_SIGNS:
            return Reading(word in YES_SIGNS, "sign")
        if bare := _unexplained(text):
            reading = self.of_text(bare, field, frame)
            return reading if reading.problem else reading._replace(repair=EXPLAINED)
        return wrong("yes-no-unreadable", value=text)

    def of_flag(self, flag: bool, field: Field, frame: Frame) -> Reading:
        """A true/false cell says it."""
        return Reading(flag)

    def check(self, value: Value, field: Field, frame: Frame) -> Problem | None:
        """True or false and nothing else."""
        return (
            None
            if isinstance(value, bool)
            else Problem("kinds.wrong-form", {"value": str(value)}, field.name)
        )

    def write(self, value: Value, field: Field, lang: Lang, divisions: Divisions) -> str:
        """是 or 否, or the blank's own words for them."""
        own = field.yes(lang) if value else field.no(lang)
        return own or say("kinds.yes" if value else "kinds.no", lang)


class ChoiceKind(Common):
    """One of the field's choices; the value is its code."""

    nothing = frozenset(SKIPPED)

    def of_text(self, text: str, field: Field, frame: Frame) -> Reading:
        """Its code, a label in either language, or another spelling the blank knows."""
        if says_none(text, field):
            return Reading(repair="says-none")
        if found := named(text, field):
            return found
        words = choice_words(field.choices)
        if field.rest_to and OTHER in words.values() and not names_one(text, words):
            return Reading(OTHER, "as-other", doubtful=True, rest=text)
        return self._before_brackets(text, field, frame) or wrong(
            "choice-unknown", value=text, **options(field)
        )

    def _before_brackets(self, text: str, field: Field, frame: Frame) -> Reading | None:
        """The choice before what stands in brackets; None where that may make another answer of it."""
        if bare := _unexplained(text):
            reading = self.of_text(bare, field, frame)
            return None if reading.problem or reading.doubtful else reading._replace(repair=EXPLAINED)
        found = _BRACKET.search(text)
        if not (field.rest_to and found and found.end() == len(text) and found.start()):
            return None
        if _TURNS.search(found[1]) or names_one(found[1], choice_words(field.choices)):
            return None
        reading = self.of_text(text[: found.start()].strip(), field, frame)
        if reading.value in (None, OTHER) or reading.rest:
            return None
        return reading._replace(repair="beside-brackets", doubtful=True, rest=found[1].strip())

    def of_flag(self, flag: bool, field: Field, frame: Frame) -> Reading:
        """Some choices are ticked: only where the blank knows 是 and 否 as spellings."""
        return self.of_text("是" if flag else "否", field, frame)

    def check(self, value: Value, field: Field, frame: Frame) -> Problem | None:
        """A code of the blank."""
        if any(value == choice.code for choice in field.choices):
            return None
        return Problem("kinds.choice-unknown", {"value": str(value), **options(field)}, field.name)

    def write(self, value: Value, field: Field, lang: Lang, divisions: Divisions) -> str:
        """The label."""
        return label(str(value), field, lang)


class ChoicesKind(Common):
    """Any number of the field's choices; the empty list says "none of them" and was said in words (无)."""

    longest = 2_000

    nothing = frozenset(NOTHING) - {"none"}  # which says that there are none

    def of_text(self, text: str, field: Field, frame: Frame) -> Reading:
        """Labels between 、，,;/ or spaces."""
        if says_none(text, field):
            return Reading([], "" if text in (field.none_word, "none") else "synonym")
        words = choice_words(field.choices)
        if found := None if spelling.word(text) in words else self._explained(text, field, frame):
            return found
        pieces = _pieces(text, words)
        if len(pieces) > 1 and any(says_none(piece, field) for piece in pieces):
            return wrong("choices-none-and-others", value=text)
        if all(spelling.word(piece) in words for piece in pieces):
            known = [words[spelling.word(piece)] for piece in pieces]
            own = all(map(is_own, pieces, known, repeat(field)))
            return Reading(list(dict.fromkeys(known)), "" if own else "synonym")
        return self._with_unknown(text, pieces, words, field)

    def _explained(self, text: str, field: Field, frame: Frame) -> Reading | None:
        """What is written without what the form says in brackets; None where it says nothing."""
        bare = _unexplained(text)
        reading = self.of_text(bare, field, frame) if bare else None
        if reading is None or reading.problem or reading.doubtful:
            return reading
        return reading._replace(repair=EXPLAINED)

    def _with_unknown(self, text: str, pieces: list[str], words: Mapping[str, str], field: Field) -> Reading:
        """Something is not in the list: never guessed at where it denies or names something that is."""
        strange = [piece for piece in pieces if spelling.word(piece) not in words]
        if any(_DENIES.match(simplified(piece)) for piece in strange):
            return wrong("choices-denied", value=text, none=field.none_word)
        elsewhere = _words(field.elsewhere_words)
        if elsewhere and all(_bare(piece, field) in elsewhere for piece in strange):
            codes = dict.fromkeys(words.get(spelling.word(piece), OTHER) for piece in pieces)
            return Reading(list(codes), ELSEWHERE, doubtful=True, rest=beside(strange))
        if (
            not field.rest_to
            or OTHER not in words.values()
            or any(names_one(piece, words) for piece in strange)
        ):
            return wrong("choice-unknown", value=Series(strange), **options(field))
        codes = dict.fromkeys(words.get(spelling.word(piece), OTHER) for piece in pieces)
        return Reading(list(codes), "as-other", doubtful=True, rest=beside(strange))

    def check(self, value: Value, field: Field, frame: Frame) -> Problem | None:
        """A list of codes, each once."""
        codes = [choice.code for choice in field.choices]
        if not isinstance(value, list) or len(set(value)) != len(value):
            return Problem("kinds.wrong-form", {"value": str(value)}, field.name)
        strange = [code for code in value if code not in codes]
        facts = {"value": Series(strange), **options(field)}
        return Problem("kinds.choice-unknown", facts, field.name) if strange else None

    def write(self, value: Value, field: Field, lang: Lang, divisions: Divisions) -> str:
        """The labels, or the word for none."""
        if not isinstance(value, list):
            return str(value)
        labels = [label(code, field, lang) for code in value]
        return listed(labels, lang) if labels else none_in(field, lang)


@lru_cache(maxsize=256)
def _words(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(spelling.word(one) for word in words for one in (word, *languages.also(word)))


def named(text: str, field: Field) -> Reading | None:
    """The choice that a text is, in whatever spelling; None where it is none.

    Words around it may say how certain it is (疑似水痘), or nothing more (水痘患者).
    """
    words = choice_words(field.choices)
    code = words.get(spelling.word(spelling.without_zero_tail(text)))
    if code is not None:
        return Reading(code, "" if is_own(text, code, field) else "synonym")
    certain = _without(text, field.hedges)
    code = words.get(_bare(text, field))
    if code is None:
        return None
    if certain == text:
        return Reading(code, "synonym")
    return Reading(code, SUSPECTED, rest=SUSPECTED if field.hedged_to else "")


def _bare(text: str, field: Field) -> str:
    """The word that is left of a text without those around it."""
    return spelling.word(_without(_without(text, field.hedges), field.around))


def _without(text: str, around: tuple[str, ...]) -> str:
    """A text without some words around an answer; the text itself where it has none of them."""
    found = _any_of(around).sub(" ", text) if around else text
    return text if found == text else _AROUND.sub("", found)


@lru_cache(maxsize=256)
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """Any of some words, the longest first, so that 待确诊 is not 确诊."""
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))), re.IGNORECASE)


def _unexplained(text: str) -> str:
    """A text without the explanations that a form has put in brackets behind its answers; empty where it has none."""
    if not any(map(_OF_THE_FORM.search, _BRACKET.findall(text))):
        return ""
    bare = _BRACKET.sub(lambda found: "" if _OF_THE_FORM.search(found[1]) else found[0], text).strip()
    return "" if bare == text else bare


@lru_cache(maxsize=256)
def choice_words(choices: tuple[Choice, ...]) -> Mapping[str, str]:
    """Every way to say a choice, as `spelling.key`, to its code."""
    return {
        spelling.word(word): choice.code
        for choice in choices
        for word in (choice.code, *own_words(choice), *choice.also)
    }


def beside(words: Iterable[str]) -> str:
    """Words that are kept as they were written, as one text."""
    return _BETWEEN.join(filter(None, words))


def is_own(text: str, code: str, field: Field) -> bool:
    """Whether a text is one of our own ways to write the choice (code or label), so that nothing was repaired."""
    return any(text in (code, *own_words(choice)) for choice in field.choices if choice.code == code)


def own_words(choice: Choice) -> list[str]:
    """The label of a choice in every language its blank is written in."""
    return [*(choice.label[lang] for lang in languages.beside()), *languages.also(choice.label.source)]


def label(code: str, field: Field, lang: Lang) -> str:
    """The label of a code; the code itself where the blank does not know it."""
    return next((choice.label[lang] for choice in field.choices if choice.code == code), code)


def none_in(field: Field, lang: Lang) -> str:
    """The field's word for none of them."""
    return field.none(lang) or say("kinds.none", lang)


def options(field: Field) -> dict[str, Filling]:
    """The labels of a field, as a fact of a sentence."""
    return {"options": Series(choice.label for choice in field.choices)}


def says_none(text: str, field: Field) -> bool:
    """Whether a text is the field's word for "none of them"."""
    return bool(field.none_word) and spelling.word(text) in _words(
        (field.none_word, "none", *field.none_also)
    )


def names_one(text: str, words: Mapping[str, str]) -> bool:
    """Whether a text that is no choice has one inside (发热38.5): then it is not something else."""
    flat = spelling.word(text)
    return any(word in flat for word in words if len(word) > 1)


def _pieces(text: str, words: Mapping[str, str]) -> list[str]:
    """The text in its parts; by spaces only where a part is not a word by itself (sore throat)."""
    if spelling.word(text) in words:
        return [text]
    parts = [part.strip() for part in BETWEEN.split(text) if part.strip()]
    return [
        piece for part in parts for piece in ([part] if spelling.word(part) in words else part.split())
    ] or [text]
