"""Commands of a school's file: a new one, whether one is sound, a copy of it and back."""

from __future__ import annotations

from schoolprep.commands.call import Call
from schoolprep.commands.tools import (
    DONE,
    NEEDS_A_PERSON,
    Tools,
    new_passphrase,
    opened,
    passphrase,
    tell,
    workspace,
)
from schoolprep.desk import Desk, School, here, restore_backup
from schoolprep.facts.problem import CallError, Problem
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
    with opened(call, tools, reading=True) as desk:
        problems = desk.workspace.verify()
        misfit = desk.workspace.holds(call.anchor) if call.anchor else None
        problems += [misfit] if misfit else []
        for problem in problems:
            print(say_problem(problem, call.lang))
        if not problems:
            tell(call, "verify-ok", path=str(call.file), records=sum(1 for _ in desk.filing.current()))
            if call.anchor:
                print(say_problem(Problem("store.anchor-holds", {"code": call.anchor}), call.lang))
    return NEEDS_A_PERSON if problems else DONE


def backup(call: Call, tools: Tools) -> int:
    """`backup`: an encrypted copy, opened once after it was written."""
    with opened(call, tools, reading=True) as desk:
        code = desk.workspace.anchor()
        tell(call, "backed-up", path=str(desk.workspace.backup(call.to)))
        tell(call, "anchor", code=code)
    return DONE


def restore(call: Call, tools: Tools) -> int:
    """`restore`: a backup in the place of the file, with what differs from what stood there."""
    done = restore_backup(call.backup, workspace(call), passphrase(call), here())
    for problem in done.told:
        print(say_problem(problem, call.lang))
    return DONE
