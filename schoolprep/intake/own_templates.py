"""Own templates: the layouts of tools that a school adds to the program's (`template`), kept in its file."""

from __future__ import annotations

import re

import msgspec

from schoolprep.facts.blank import Blanks
from schoolprep.facts.problem import CallError, Series
from schoolprep.facts.text import Text, as_text
from schoolprep.intake.choices import GIVEN, NOT_USED
from schoolprep.intake.template import Template, Templates
from schoolprep.intake.vocabulary import field_at

_SLIPS = (
    (re.compile(r"missing required field `(?P<key>[^`]*)`"), "lacks"),
    (re.compile(r"unknown field `(?P<key>[^`]*)`"), "unknown"),
    (re.compile(r"^Expected .* - at `\$\.?(?P<key>[^`]*)`", re.DOTALL), "kind"),
    (re.compile(r"\(at line (?P<line>\d+), column \d+\)"), "line"),
)
"""What the reader of such files says of the usual slips, and the sentence about each."""

KEPT_TEMPLATES = "intake.templates"
"""Where a school keeps them (`School.settings`)."""


def kept(text: object) -> dict[str, Template]:
    """Those of a school, from its setting; none where the setting is none of ours."""
    if not isinstance(text, str) or not text:
        return {}
    try:
        return msgspec.json.decode(text, type=dict[str, Template], dec_hook=as_text)
    except msgspec.MsgspecError:
        return {}


def dump(own: Templates) -> str:
    """Those of a school, as its setting."""
    return msgspec.json.encode(own, enc_hook=Text.declared).decode()


def read_template(text: bytes, file: str, blanks: Blanks) -> Template:
    """A school's own, from the text of its file. Raises `CallError` with what is wrong and where."""
    try:
        template = msgspec.toml.decode(text, type=Template, dec_hook=as_text)
    except RecursionError as wrong:
        raise CallError("intake.template-deep", file=file) from wrong
    except (msgspec.MsgspecError, UnicodeDecodeError) as wrong:
        raise _unread(file, str(wrong)) from wrong
    if not 1 <= template.least <= len(template.signs):
        raise CallError("intake.template-signs", file=file, signs=len(template.signs), least=template.least)
    unknown = [
        target
        for target in (*template.columns.values(), *(name for name in template.given if name not in GIVEN))
        if target != NOT_USED and field_at(blanks, target) is None
    ]
    if unknown:
        raise CallError("intake.template-field", file=file, fields=Series(unknown))
    return template


def _unread(file: str, why: str) -> CallError:
    """What is wrong with a text that is no template, in words of ours where it is one of the usual slips."""
    for shape, code in _SLIPS:
        if found := shape.search(why):
            return CallError(f"intake.template-{code}", file=file, **found.groupdict())
    return CallError("intake.template-unread", file=file)
