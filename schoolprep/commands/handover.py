"""Commands of hand-over: colleagues invited and revoked, envelopes sealed and merged, the way back, who did."""

from __future__ import annotations

from schoolprep.commands import returned
from schoolprep.commands.call import Call
from schoolprep.commands.guard import given
from schoolprep.commands.tools import (
    DONE,
    NEEDS_A_PERSON,
    Tools,
    moment_of,
    new_passphrase,
    opened,
    print_json,
    tell,
    today,
    typed,
    workspace,
)
from schoolprep.desk import ROLES, Desk, Role, here
from schoolprep.facts import languages
from schoolprep.facts.blank import hidden
from schoolprep.facts.days import Moment, iso
from schoolprep.facts.kinds.choice import label
from schoolprep.facts.languages import Lang
from schoolprep.facts.problem import CallError, Problem, Series
from schoolprep.facts.steps import finish
from schoolprep.facts.words import listed, say, say_problem
from schoolprep.handover.nouns import Arrival, MergeReceipt, News, Standing


def invite(call: Call, tools: Tools) -> int:
    """`invite`: a colleague; the one-time code is shown once."""
    role = next((one for one in ROLES if one == call.role), None)
    if role is None:
        raise CallError("handover.no-role", role=call.role, known=Series(ROLES))
    with opened(call, tools) as desk:
        invited = desk.handover.invite(call.name, role, call.classes or (), call.out)
    seat = invited.colleague.seat
    if call.json:
        print_json({"code": invited.code, "name": seat.name, "role": seat.role, "classes": list(seat.classes),
                    "seat": seat.id, "path": str(invited.path)})  # fmt: skip
    else:
        tell(call, "invited", name=seat.name, role=_role(seat.role, call.lang), path=str(invited.path))
        tell(call, "invited-code", code=invited.code)
    return DONE


def join(call: Call, tools: Tools) -> int:
    """`join`: the colleague's own workspace, of an invitation and its code."""
    from schoolprep.desk.joining import join as joined  # noqa: PLC0415 - ciphers are behind it

    path = workspace(call)
    if path.exists():
        raise CallError("cli.exists", path=str(path))
    code = given("SCHOOLPREP_CODE") or typed(call, "code")
    desk = joined(call.invitation, code, path, new_passphrase(call), tools.data(), here())
    try:
        seat = desk.handover.seat
        assert seat is not None
        school, recovery = desk.workspace.school.name, desk.workspace.recovery_code()
        tell(call, "joined", path=str(path), school=school, name=seat.name, role=_role(seat.role, call.lang),
             classes=listed(seat.classes, call.lang) or "—", people=len(desk.people.subjects()))  # fmt: skip
        tell(call, "recovery", code=recovery)
    finally:
        desk.close()
    return DONE


def seal(call: Call, tools: Tools) -> int:
    """`seal`: what the principal has not acknowledged, as the next envelope."""
    with opened(call, tools) as desk:
        sealed = desk.handover.seal(call.out)
    if call.json:
        print_json({"number": sealed.number, "records": sealed.records, "path": str(sealed.path)})
    else:
        tell(call, "sealed", number=sealed.number, records=sealed.records, path=str(sealed.path))
    return DONE


def unseal(call: Call, tools: Tools) -> int:
    """`unseal`: what colleagues, or the principal, handed over: files, or folders of them."""
    with opened(call, tools) as desk:
        found = returned.brought(call.books)
        arrivals = finish(desk.handover.reading(found.others))
        dry = call.dry_run
        receipt = _as_read(arrivals, desk) if dry else finish(desk.handover.merging(arrivals))
        if found.books:
            receipt = returned.together(receipt, returned.taken_in(call, desk, found.books))
    refused = [one for one in receipt.arrivals if one.problem is not None]
    if call.json:
        print_json({"merged": receipt.merged, "known": receipt.known, "conflicts": receipt.conflicts,
                    "refused": [_refused(one) for one in refused],
                    "files": [_file(one) for one in receipt.arrivals if one.problem is None]})  # fmt: skip
    else:
        _print_receipt(call, receipt)
    left = refused or receipt.conflicts or returned.needs_somebody(receipt)
    return NEEDS_A_PERSON if left else DONE


def acknowledge(call: Call, tools: Tools) -> int:
    """`acknowledge`: the way back, a file for each colleague."""
    call.out.mkdir(parents=True, exist_ok=True)
    with opened(call, tools) as desk:
        written = desk.handover.acknowledge(call.out)
    if call.json:
        print_json({"files": [str(path) for path in written]})
    else:
        for path in written:
            print(path)
        tell(call, "acknowledged", count=len(written))
    return DONE


def handover(call: Call, tools: Tools) -> int:
    """`handover`: who has handed over; in a colleague's file what waits to go."""
    with opened(call, tools, reading=True) as desk:
        on = moment_of(call.on) if call.on else Moment(today(desk).toordinal())
        standing = desk.handover.standing(on) if desk.handover.merges else []
        news = None if desk.handover.is_principal else desk.handover.news()
    if call.json:
        said: dict[str, object] = {"colleagues": [_standing(one) for one in standing]}
        print_json(said if news is None else said | {"news": _news(news)})
        return DONE
    for one in standing:
        print(_standing_line(one, on, call.lang))
    if news is not None:
        tell(call, "news", number=news.number, records=news.records, people=news.people)
    elif not standing:
        tell(call, "nobody-invited")
    return DONE


def revoke(call: Call, tools: Tools) -> int:
    """`revoke`: nothing more is accepted from a seat, or from all seats of a name."""
    with opened(call, tools) as desk:
        revoked = desk.handover.revoke(call.who)
    for one in revoked:
        tell(call, "revoked", name=one.seat.name, role=_role(one.seat.role, call.lang), seat=one.seat.id)
    return DONE


def _as_read(arrivals: list[Arrival], desk: Desk) -> MergeReceipt:
    """What a dry run tells."""
    new, known = sum(one.new for one in arrivals), sum(one.known for one in arrivals)
    return MergeReceipt("", new, known, arrivals, desk.handover.questions())


def _print_receipt(call: Call, receipt: MergeReceipt) -> None:
    for one in receipt.arrivals:
        if one.problem is not None:
            print(say_problem(one.problem, call.lang))
            continue
        name = one.colleague.seat.name if one.colleague else "—"
        tell(
            call,
            f"unsealed-{one.kind}",
            file=one.file,
            name=name,
            number=one.number or 0,
            new=one.new,
            known=one.known,
        )
        for problem in one.told:
            print(say_problem(problem, call.lang))
    tell(call, "unsealed", merged=receipt.merged, known=receipt.known, conflicts=receipt.conflicts)
    if call.dry_run:
        tell(call, "unseal-dry")


def _refused(one: Arrival) -> dict[str, object]:
    assert one.problem is not None
    return {"file": one.file, **_said(one.problem)}


def _said(problem: Problem) -> dict[str, object]:
    return {
        "problem": problem.code,
        "says": {lang: say_problem(problem, lang) for lang in languages.beside()},
    }


def _file(one: Arrival) -> dict[str, object]:
    seat = one.colleague.seat if one.colleague else None
    return {
        "file": one.file, "kind": one.kind, "name": seat.name if seat else None, "number": one.number,
        "new": one.new, "known": one.known, "told": [_said(problem) for problem in one.told],
    }  # fmt: skip


def _standing(one: Standing) -> dict[str, object]:
    seat = one.colleague.seat
    return {
        "name": seat.name, "role": seat.role, "classes": list(seat.classes), "last": one.last,
        "when": one.when or None, "missing": list(one.missing), "waiting": one.waiting, "seat": seat.id,
        "revoked": one.colleague.revoked or None,
    }  # fmt: skip


def _standing_line(one: Standing, on: Moment, lang: Lang) -> str:
    seat = one.colleague.seat
    facts: dict[str, str | int] = {
        "name": seat.name, "role": _role(seat.role, lang), "classes": listed(seat.classes, lang) or "—",
        "last": one.last or 0, "when": one.when[:16].replace("T", " "), "waiting": one.waiting, "day": iso(on.day),
        "missing": listed(map(str, one.missing), lang) or "—", "revoked": one.colleague.revoked[:10],
    }  # fmt: skip
    if one.colleague.revoked:
        return say("cli.standing-revoked", lang, **facts)
    return say("cli.standing" if one.last is not None else "cli.standing-none", lang, **facts)


def _news(news: News) -> dict[str, object]:
    return {
        "number": news.number, "records": news.records, "people": news.people, "blanks": dict(news.blanks),
        "acknowledged": news.acknowledged, "sealed": news.sealed or None,
    }  # fmt: skip


def _role(role: Role, lang: Lang) -> str:
    return label(role, hidden()["colleague"]["role"], lang)
