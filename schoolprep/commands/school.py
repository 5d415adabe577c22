"""Commands of a school's file: a new one, and whether one is sound."""

from __future__ import annotations

from schoolprep.commands.call import Call
from schoolprep.commands.tools import DONE, NEEDS_A_PERSON, Tools, new_passphrase, opened, tell, workspace
from schoolprep.desk import Desk, School, here
from schoolprep.facts.problem import CallError
from schoolprep.facts.words import say_problem


def new(call: Call, tools: Tools) -> int:
    """`new`: a new workspace, with the recovery code shown once."""
    path = workspace(call)
    if path.exists():
        raise CallError("cli.exists", path=str(path))
    school = School(name=call.school, region=call.region, profile=call.profile or "")
    desk = Desk.create(path, new_passphrase(call), school, tools.data(), here())
    code = desk.workspace.recovery_code()
    desk.close()
    tell(call, "made", path=str(path))
    tell(call, "recovery", code=code)
    return DONE


def verify(call: Call, tools: Tools) -> int:
    """`verify`: the store's and the audit chain's integrity."""
    with opened(call, tools) as desk:
        problems = desk.workspace.verify()
        for problem in problems:
            print(say_problem(problem, call.lang))
        if not problems:
            tell(call, "verify-ok", path=str(call.file), records=sum(1 for _ in desk.filing.current()))
    return NEEDS_A_PERSON if problems else DONE
