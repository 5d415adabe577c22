"""Own templates: the layouts of tools that a school adds to the program's (`template`), kept in its file."""

from __future__ import annotations

import msgspec

from schoolprep.facts.blank import Blanks
from schoolprep.facts.problem import CallError, Series
from schoolprep.facts.text import Text, as_text
from schoolprep.intake.choices import GIVEN, NOT_USED
from schoolprep.intake.template import Template, Templates
from schoolprep.intake.vocabulary import field_at

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
    except (msgspec.MsgspecError, UnicodeDecodeError) as wrong:
        raise CallError("intake.template-unread", file=file, why=str(wrong)) from wrong
    if not template.signs or template.least < 1 or template.least > len(template.signs):
        raise CallError("intake.template-signs", file=file)
    unknown = [
        target
        for target in (*template.columns.values(), *(name for name in template.given if name not in GIVEN))
        if target != NOT_USED and field_at(blanks, target) is None
    ]
    if unknown:
        raise CallError("intake.template-field", file=file, fields=Series(unknown))
    return template
