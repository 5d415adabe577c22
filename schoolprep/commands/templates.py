"""Commands of templates: the layouts of tools by which sheets are known; a school adds and withdraws its own."""

from __future__ import annotations

from pathlib import Path

from schoolprep.commands.call import Call
from schoolprep.commands.tools import DONE, Tools, opened, tell


def contents(call: Call, tools: Tools) -> int:
    """`templates list`: the program's and the school's own."""
    call.refuse_more(0)
    with opened(call, tools) as desk:
        own = desk.intake.own_templates()
        for name, template in desk.intake.templates().items():
            tell(
                call,
                "template-own" if name in own else "template",
                name=name,
                title=template.title[call.lang],
            )
    return DONE


def add(call: Call, tools: Tools) -> int:
    """`templates add`: a school's own, from its file; called by the file's name."""
    path = Path(call.word(0, "FILE.toml"))
    call.refuse_more(1)
    with opened(call, tools) as desk:
        name = desk.intake.add_template(path)
        tell(call, "template-added", name=name)
    return DONE


def withdraw(call: Call, tools: Tools) -> int:
    """`templates withdraw`: one of the school's own."""
    name = call.word(0, "NAME")
    call.refuse_more(1)
    with opened(call, tools) as desk:
        desk.intake.withdraw_template(name)
        tell(call, "template-withdrawn", name=name)
    return DONE
